#include "support/registry.h"

#include <algorithm>
#include <cstdlib>

#include <QTemporaryDir>
#include <QTest>

namespace support {

std::vector<std::function<std::unique_ptr<QObject>()>> &testClasses()
{
    static std::vector<std::function<std::unique_ptr<QObject>()>> classes;
    return classes;
}

int runTests(int argc, char **argv)
{
    // Tests never see the person's settings, identity or git configuration.
    const QTemporaryDir home;
    qputenv("HOME", home.path().toUtf8());
    qputenv("XDG_CONFIG_HOME", home.filePath("config").toUtf8());
    qputenv("XDG_DATA_HOME", home.filePath("data").toUtf8());
    qputenv("XDG_STATE_HOME", home.filePath("state").toUtf8());
    qputenv("XDG_CACHE_HOME", home.filePath("cache").toUtf8());
    qputenv("XDG_RUNTIME_DIR", home.path().toUtf8());
    qputenv("GIT_CONFIG_NOSYSTEM", "1");
    qputenv("GIT_CONFIG_GLOBAL", home.filePath("gitconfig").toUtf8());
    // A class may be named before its functions: `tests_unit_rules TestRuleEdits setsAField`.
    const QByteArray wanted = argc > 1 ? argv[1] : "";
    const auto isWanted = [&](const QObject &test) { return wanted == test.metaObject()->className(); };
    const bool named = std::ranges::any_of(testClasses(), [&](const auto &make) { return isWanted(*make()); });
    if (named) {
        argv[1] = argv[0];
        ++argv;
        --argc;
    }
    int failed = 0;
    for (const auto &make : testClasses()) {
        const std::unique_ptr<QObject> test = make();
        if (named && !isWanted(*test))
            continue;
        failed += QTest::qExec(test.get(), argc, argv);
    }
    return std::min(failed, 255);
}

} // namespace support

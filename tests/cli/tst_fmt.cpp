#include "clicases.h"
#include "clitest.h"
#include "promql/printer.h"
#include "rules/ruledocument.h"
#include "support/registry.h"

#include <algorithm>

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

/// The cases of tests/data/cli/fmt, and real files.
class TestFmt : public QObject
{
    Q_OBJECT

private slots:
    void cases_data() { addCliRows("fmt"); }
    void cases() { runCliRow(); }
    void formatsRealFilesOnceAndForAll();
};

/// Formatting changes no value but expressions, keeps every expression valid, and finds nothing to do the second time.
void TestFmt::formatsRealFilesOnceAndForAll()
{
    const QDir corpus(QStringLiteral(RULEWRIGHT_SOURCE_DIR "/../shared/corpus/files"));
    if (!corpus.exists())
        QSKIP("The corpus is not here.");
    QTemporaryDir folder;
    const QString path = folder.filePath("a.yml");
    int files = 0;
    QStringList failures;
    QDirIterator it(corpus.path(), QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile source(it.next());
        QVERIFY(source.open(QIODevice::ReadOnly));
        const std::string before = source.readAll().toStdString();
        const auto original = rules::load("a.yml", before);
        if (!original->holdsRules() || !original->stream().ok())
            continue;
        ++files;
        const auto fail = [&](const char *what) { failures += source.fileName() + ": " + what; };
        QFile target(path);
        QVERIFY(target.open(QIODevice::WriteOnly));
        target.write(before.data(), qint64(before.size()));
        target.close();
        const CliRun written = runCli({"fmt", path, "--write"});
        if (written.code != 0 || !written.out.empty() || !written.err.empty())
            fail("does not format");
        QVERIFY(target.open(QIODevice::ReadOnly));
        const auto formatted = rules::load("a.yml", target.readAll().toStdString());
        target.close();
        if (runCli({"fmt", path, "--check"}).code != 0)
            fail("is not formatted after formatting");
        if (formatted->ruleCount() != original->ruleCount() ||
            formatted->diagnostics().size() != original->diagnostics().size()) {
            fail("lost rules or got problems");
            continue;
        }
        for (std::size_t g = 0; g < original->groups().size(); ++g) {
            for (std::size_t i = 0; i < original->groups()[g].rules.size(); ++i) {
                const rules::Rule &a = original->groups()[g].rules[i];
                const rules::Rule &b = formatted->groups()[g].rules[i];
                const auto same = [](const rules::Pairs &x, const rules::Pairs &y) {
                    return std::ranges::equal(x, y, [](const auto &p, const auto &q) {
                        return p.first.value == q.first.value && p.second.value == q.second.value;
                    });
                };
                if (a.name.value != b.name.value || !same(a.labels, b.labels) || !same(a.annotations, b.annotations) ||
                    promql::print(a.tree->root()) != promql::print(b.tree->root()))
                    fail(a.name.value.c_str());
            }
        }
    }
    qInfo("%d files, %d failures", files, int(failures.size()));
    for (const QString &failure : failures.mid(0, 25))
        qWarning("%s", qPrintable(failure));
    QCOMPARE(failures.size(), 0);
}

REGISTER_TEST(TestFmt);
#include "tst_fmt.moc"

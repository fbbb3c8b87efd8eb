#include "promtool.h"
#include "rules/ruledocument.h"
#include "support/registry.h"
#include "templates/expander.h"

#include <set>

#include <QDirIterator>
#include <QFile>
#include <QTest>

namespace {

/// Series that exist without being stored: promtool's answer is not empty.
bool makesSeries(const std::string &query)
{
    for (const char *part : {"vector", "absent", "time", "scalar", "ALERTS"}) {
        if (query.find(part) != std::string::npos)
            return true;
    }
    return query.find_first_not_of("0123456789. ") == std::string::npos;
}

} // namespace

/// Every template of the collected rule files, expanded by promtool and here.
class TestTemplateCorpus : public QObject
{
    Q_OBJECT

private slots:
    void agrees();
};

void TestTemplateCorpus::agrees()
{
    const QString corpus = QDir(RULEWRIGHT_SOURCE_DIR).filePath("../shared/corpus/files");
    if (!QFile::exists(corpus))
        QSKIP("The corpus is not here.");
    if (!promtool::isInstalled())
        QSKIP("promtool is not installed.");
    promql::Dialect dialect;
    dialect.major = 2;
    dialect.minor = 42;
    std::set<std::string> unique;
    QDirIterator files(corpus, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto document = rules::load("f.yml", file.readAll().toStdString(), dialect);
        for (const rules::RuleGroup &group : document->groups()) {
            for (const rules::Rule &rule : group.rules) {
                for (const rules::Pairs *pairs : {&rule.labels, &rule.annotations}) {
                    for (const auto &[name, value] : *pairs) {
                        if (value.value.find("{{") != std::string::npos)
                            unique.insert(value.value);
                    }
                }
            }
        }
    }
    const std::vector<std::string> all(unique.begin(), unique.end());
    QVERIFY(all.size() > 100);
    int compared = 0;
    int unknown = 0;
    constexpr std::size_t batch = 1500;
    for (std::size_t start = 0; start < all.size(); start += batch) {
        const std::vector<std::string> part(all.begin() + std::ptrdiff_t(start),
                                            all.begin() + std::ptrdiff_t(std::min(start + batch, all.size())));
        const std::vector<promtool::Verdict> verdicts = promtool::judge(part);
        for (std::size_t i = 0; i < part.size(); ++i) {
            const templates::Template parsed = templates::Template::parse(part[i], dialect);
            templates::Environment environment;
            environment.alert = "A" + std::to_string(i);
            environment.data.labels = {{"__name__", "m"}, {"instance", "host-1.example.org:9100"}, {"job", "api"}};
            environment.data.externalLabels = {{"dc", "x"}, {"env", "prod"}};
            environment.data.externalUrl = "http://ext.example:9090/prom";
            environment.data.value = 1234.5678;
            environment.time = 300;
            environment.query = [&dialect](const std::string &query) -> std::optional<templates::QueryAnswer> {
                if (makesSeries(query) || !promql::parse(query, dialect).valid())
                    return std::nullopt;
                return templates::QueryAnswer{};
            };
            const templates::Expansion expansion = templates::expand(parsed, environment);
            if (expansion.outcome == templates::Expansion::Outcome::NeedsQuery) {
                ++unknown;
                continue;
            }
            std::string text = expansion.text;
            if (parsed.error()) {
                const std::string mark = ": template: ";
                text = text.substr(text.find(mark) + mark.size());
                text.pop_back();
            }
            const std::string &expected = parsed.error() ? verdicts[i].parseError : verdicts[i].text;
            // promtool has no external URL to give to the function of that name.
            if (expected.find("error calling externalURL") != std::string::npos ||
                expected.find("error calling pathPrefix") != std::string::npos)
                continue;
            ++compared;
            QVERIFY2(
                text == expected,
                (part[i] + "\npromtool:   " + expected + "\nRulewright: " + text + '\n' + expansion.message).c_str());
        }
    }
    qInfo("%d templates agree, %d ask what promtool was not asked", compared, unknown);
}

REGISTER_TEST(TestTemplateCorpus);
#include "tst_templatecorpus.moc"

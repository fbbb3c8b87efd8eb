#include "generatedtemplates.h"
#include "promtool.h"
#include "support/registry.h"
#include "support/seeds.h"
#include "templatecases.h"
#include "templates/expander.h"

#include <QTest>

#include <utility>

namespace {

/// promtool's storage keeps series in an order that changes from run to run; this asks for it.
constexpr const char *orderProbe = R"go({{ label "a" (query "other" | first) }})go";

templates::Environment environmentOf(std::size_t index, bool reversed)
{
    templates::Environment environment;
    environment.alert = "A" + std::to_string(index);
    environment.data.labels = {{"__name__", "m"}, {"instance", "host-1.example.org:9100"}, {"job", "api"}};
    environment.data.externalLabels = {{"dc", "x"}, {"env", "prod"}};
    environment.data.externalUrl = "http://ext.example:9090/prom";
    environment.data.value = 1234.5678;
    environment.time = 300;
    environment.query = [reversed](const std::string &query) -> std::optional<templates::QueryAnswer> {
        if (query == "other") {
            templates::QueryAnswer answer{{{{{"__name__", "other"}, {"a", "2"}, {"z", "q"}}, 7},
                                           {{{"__name__", "other"}, {"a", "1"}, {"z", "p"}}, 9}},
                                          {}};
            if (reversed)
                std::swap(answer.samples[0], answer.samples[1]);
            return answer;
        }
        if (query == "m{job='api'}")
            return templates::QueryAnswer{{{{{"__name__", "m"}, {"job", "api"}}, 1234.5678}}, {}};
        if (query == "1")
            return templates::QueryAnswer{{{{}, 1}}, {}};
        if (query == "nothing")
            return templates::QueryAnswer{};
        if (query == "oth er")
            return templates::QueryAnswer{{}, "1:5: parse error: unexpected identifier \"er\""};
        if (query == "other[5m]")
            return templates::QueryAnswer{{}, "rule result is not a vector or scalar"};
        if (query.empty())
            return templates::QueryAnswer{{}, "1:1: parse error: no expression found in input"};
        return std::nullopt;
    };
    return environment;
}

promql::Dialect oldest()
{
    promql::Dialect dialect;
    dialect.major = 2;
    dialect.minor = 42;
    return dialect;
}

} // namespace

/// The same templates expanded by promtool and here.
class TestTemplatePromtool : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void agrees_data();
    void agrees();
    void agreesOnGenerated_data();
    void agreesOnGenerated();

private:
    void judge(std::vector<std::string> texts);
    void compare(const std::string &text, std::size_t index, bool written) const;

    std::vector<promtool::Verdict> m_verdicts;
    bool m_reversed = false;
};

void TestTemplatePromtool::initTestCase()
{
    if (!promtool::isInstalled())
        QSKIP("promtool is not installed.");
}

void TestTemplatePromtool::judge(std::vector<std::string> texts)
{
    texts.emplace_back(orderProbe);
    m_verdicts = promtool::judge(texts);
    const std::string first = m_verdicts.back().text;
    QVERIFY2(first == "1" || first == "2", first.c_str());
    m_reversed = first == "1";
}

void TestTemplatePromtool::agrees_data()
{
    QTest::addColumn<int>("index");
    const std::vector<std::string> cases = templateCases();
    for (std::size_t i = 0; i < cases.size(); ++i)
        QTest::addRow("%d: %s", int(i), cases[i].substr(0, 80).c_str()) << int(i);
}

void TestTemplatePromtool::agrees()
{
    QFETCH(int, index);
    if (m_verdicts.empty())
        judge(templateCases());
    compare(templateCases()[std::size_t(index)], std::size_t(index), true);
}

void TestTemplatePromtool::compare(const std::string &text, std::size_t index, bool written) const
{
    QVERIFY(index < m_verdicts.size());
    const promtool::Verdict &verdict = m_verdicts[index];
    const templates::Template parsed = templates::Template::parse(text, oldest());
    std::string error;
    if (parsed.error()) {
        error = templates::expand(parsed, environmentOf(index, m_reversed)).text;
        const std::string mark = ": template: ";
        error = error.substr(error.find(mark) + mark.size());
        error.pop_back();
        QVERIFY(parsed.error()->range.end <= text.size());
    }
    QVERIFY2(error == verdict.parseError,
             (text + "\n  here: " + error + "\n  promtool: " + verdict.parseError).c_str());
    if (parsed.error())
        return;
    const templates::Expansion expansion = templates::expand(parsed, environmentOf(index, m_reversed));
    const bool known = expansion.outcome == templates::Expansion::Outcome::Expanded ||
                       expansion.outcome == templates::Expansion::Outcome::Failed;
    QVERIFY2(known || !written, (expansion.message + expansion.query).c_str());
    // What it says that it cannot know, it does not say.
    if (!known)
        return;
    // promtool has no server's address where functions look for it.
    if (!written && verdict.text.find("nil pointer dereference") != std::string::npos)
        return;
    QVERIFY2(expansion.text == verdict.text,
             (text + "\n  here: " + expansion.text + "\n  promtool: " + verdict.text).c_str());
    QCOMPARE(expansion.outcome == templates::Expansion::Outcome::Failed,
             verdict.text.starts_with("<error expanding template: "));
}

void TestTemplatePromtool::agreesOnGenerated_data()
{
    QTest::addColumn<quint32>("seed");
    const auto [first, last] = support::seedRange(1, 2);
    for (quint32 seed = first; seed <= last; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestTemplatePromtool::agreesOnGenerated()
{
    QFETCH(quint32, seed);
    constexpr std::size_t perSeed = 400;
    const std::vector<std::string> texts = generatedTemplates(seed, perSeed);
    judge(texts);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        compare(texts[i], i, false);
        if (QTest::currentTestFailed())
            return;
    }
}

REGISTER_TEST(TestTemplatePromtool);
#include "tst_templatepromtool.moc"

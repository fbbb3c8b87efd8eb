#include "backtest/loadedcount.h"
#include "support/registry.h"

#include <QTest>

class TestLoadedCount : public QObject
{
    Q_OBJECT

private slots:
    void countsByMeaning();
};

void TestLoadedCount::countsByMeaning()
{
    const std::vector<std::shared_ptr<const rules::RuleDocument>> documents = {
        rules::load("a.yaml", "groups:\n"
                              "- name: a\n"
                              "  rules:\n"
                              "  - record: r\n"
                              "    expr: sum( up{b=\"1\",a=\"2\"} )  # spaced\n"
                              "  - alert: A\n"
                              "    expr: up == 0\n"
                              "  - alert: B\n"
                              "    expr: up == 1\n"
                              "  - alert: r\n"
                              "    expr: sum(up)\n")};
    alerting::LoadedGroup group;
    group.rules.resize(3);
    group.rules[0].name = "r";
    group.rules[0].expr = "sum(up{a=\"2\",b=\"1\"})";
    group.rules[1].name = "A";
    group.rules[1].alerting = true;
    group.rules[1].expr = "up == 0";
    group.rules[2].name = "B";
    group.rules[2].alerting = true;
    group.rules[2].expr = "up == 2";
    const backtest::LoadedCount count = backtest::countLoaded(documents, {group});
    QCOMPARE(count.rules, std::size_t(4));
    QCOMPARE(count.loaded, std::size_t(2));
    QCOMPARE(backtest::countLoaded(documents, {}).loaded, std::size_t(0));
}

REGISTER_TEST(TestLoadedCount);

#include "tst_loadedcount.moc"

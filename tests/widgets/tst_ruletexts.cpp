#include "widgets/ruletexts.h"

#include "support/registry.h"

#include <QTest>

/// What tells rules of one name apart.
class TestRuleTexts : public QObject
{
    Q_OBJECT

private slots:
    void distinctions_data();
    void distinctions();
};

void TestRuleTexts::distinctions_data()
{
    QTest::addColumn<QByteArrayList>("rules");
    QTest::addColumn<QStringList>("apart");
    QTest::newRow("one of its name") << QByteArrayList{"{alert: A, expr: up}", "{alert: B, expr: up}"}
                                     << QStringList{"", ""};
    QTest::newRow("labels that differ") << QByteArrayList{"{alert: A, expr: up, labels: {severity: page, team: x}}",
                                                          "{alert: A, expr: up, labels: {severity: page, team: y}}"}
                                        << QStringList{"x", "y"};
    QTest::newRow("a label that one lacks")
        << QByteArrayList{"{alert: A, expr: a_b, labels: {team: x}}", "{alert: A, expr: c_b}"} << QStringList{"x", "c"};
    QTest::newRow("words of metrics") << QByteArrayList{"{alert: A, expr: shop_cart_errors_total > 1}",
                                                        "{alert: A, expr: shop_card_errors_total > 1}",
                                                        "{alert: A, expr: shop_pay_now_errors_total > 1}"}
                                      << QStringList{"cart", "card", "pay_now"};
    QTest::newRow("a metric with one word more")
        << QByteArrayList{"{alert: A, expr: shop_errors > 1}", "{alert: A, expr: shop_cart_errors > 1}"}
        << QStringList{"shop_errors", "shop_cart_errors"};
    QTest::newRow("the same metric") << QByteArrayList{"{alert: A, expr: up > 1}", "{alert: A, expr: up > 2}"}
                                     << QStringList{"up", "up"};
    QTest::newRow("no metric") << QByteArrayList{"{alert: A, expr: vector(1)}", "{alert: A, expr: a_total}"}
                               << QStringList{"", "a_total"};
}

void TestRuleTexts::distinctions()
{
    QFETCH(QByteArrayList, rules);
    QFETCH(QStringList, apart);
    const QByteArray text = "groups:\n- name: g\n  rules:\n  - " + rules.join("\n  - ") + '\n';
    const auto document = rules::load("rules.yaml", text.toStdString());
    QCOMPARE(document->groups().size(), std::size_t(1));
    QCOMPARE(widgets::distinctions(document->groups().front()), apart);
}

REGISTER_TEST(TestRuleTexts);

#include "tst_ruletexts.moc"

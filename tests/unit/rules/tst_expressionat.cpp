#include "rules/expressionat.h"
#include "support/registry.h"

#include <QTest>

namespace {

const char *const plain = R"(groups:
- name: g
  rules:
  - alert: A
    expr: up == 0
    annotations:
      summary: about up
  - record: a:b
    expr: |
      sum by (job) (
        rate(b_total[5m])
      )
  - alert: C
    expr: 'up{a="b"} > 1'
)";

const char *const configMap = R"(kind: ConfigMap
data:
  rules.yml: |
    groups:
    - name: g
      rules:
      - alert: A
        expr: up == 0
)";

const char *const quotedConfigMap = R"(kind: ConfigMap
data:
  rules.yml: "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up == 0\n"
)";

} // namespace

/// What the analysis of an older text says of a newer one, beside a new analysis.
class TestExpressionAt : public QObject
{
    Q_OBJECT

private slots:
    void followsTyping_data();
    void followsTyping();
    void readsRulesThatAreBeingWritten();
};

void TestExpressionAt::followsTyping_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {plain, configMap, quotedConfigMap})
        QTest::newRow(text) << QByteArray(text);
}

void TestExpressionAt::followsTyping()
{
    QFETCH(QByteArray, text);
    const auto document = rules::load("f.yaml", text.toStdString());
    // A letter at every place, and the cursor there and at every expression.
    for (std::size_t at = 0; at <= document->text().size(); ++at) {
        const std::string typed = std::string(document->text()).insert(at, "x");
        const auto anew = rules::load("f.yaml", typed);
        if (!anew->stream().ok())
            continue;
        for (const rules::RuleGroup &group : anew->groups()) {
            for (const rules::Rule &rule : group.rules) {
                const std::size_t cursor = rule.expr.range.start + 1;
                const auto expected = rules::expressionAt(*anew, typed, cursor);
                const auto place = rules::expressionAt(*document, typed, cursor);
                // Where no rule was changed, the one that is being written is told by its key `expr`.
                if (!place && at != cursor)
                    continue;
                QCOMPARE(place.has_value(), expected.has_value());
                if (place) {
                    // The last line's break may be missing: nothing is completed behind it.
                    QCOMPARE(QByteArray::fromStdString(place->expr).trimmed(),
                             QByteArray::fromStdString(expected->expr).trimmed());
                    QCOMPARE(place->offset, expected->offset);
                }
            }
        }
        const auto here = rules::expressionAt(*document, typed, at + 1);
        const auto expected = rules::expressionAt(*anew, typed, at + 1);
        if (expected) {
            QVERIFY2(here, typed.c_str());
            QCOMPARE(here->expr, expected->expr);
            QCOMPARE(here->offset, expected->offset);
        }
    }
}

void TestExpressionAt::readsRulesThatAreBeingWritten()
{
    const auto document = rules::load("f.yaml", plain);
    const std::string typed = std::string(plain) + "  - alert: D\n    expr: |\n      rate(x_total[5m])\n      > 1";
    const auto place = rules::expressionAt(*document, typed, typed.find("x_total"));
    QVERIFY(place);
    QCOMPARE(place->expr, std::string("rate(x_total[5m])\n> 1"));
    QCOMPARE(place->offset, std::size_t(5));
    QVERIFY(!rules::expressionAt(*document, typed, typed.find(" D")));
}

REGISTER_TEST(TestExpressionAt);
#include "tst_expressionat.moc"

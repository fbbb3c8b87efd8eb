#include "promql/parser.h"
#include "promql/printer.h"
#include "support/registry.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

/// Compares with Prometheus's own verdicts where they are at hand; nothing of them is part of the project.
class TestAgreement : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithPrometheus();
};

namespace {

promql::Dialect dialectOf(const QJsonArray &features)
{
    const bool all = features.contains("all");
    promql::Dialect dialect;
    dialect.experimentalFunctions = all || features.contains("promql-experimental-functions");
    dialect.durationExpressions = all || features.contains("promql-duration-expr");
    dialect.extendedRangeSelectors = all || features.contains("promql-extended-range-selectors");
    dialect.binopFillModifiers = all || features.contains("promql-binop-fill-modifiers");
    return dialect;
}

} // namespace

void TestAgreement::agreesWithPrometheus()
{
    QFile file(qEnvironmentVariable("RULEWRIGHT_SHARED", RULEWRIGHT_SOURCE_DIR "/../shared") + "/promql/cases.jsonl");
    if (!file.open(QIODevice::ReadOnly))
        QSKIP("The expressions with Prometheus's verdicts are not here.");
    int rows = 0;
    for (QByteArray line = file.readLine(); !line.isEmpty(); line = file.readLine()) {
        const QJsonObject row = QJsonDocument::fromJson(line).object();
        if (row.isEmpty())
            continue;
        ++rows;
        const std::string expr = row["expr"].toString().toStdString();
        const promql::Tree tree = promql::parse(expr, dialectOf(row["features"].toArray()));
        const std::string message = tree.valid() ? std::string() : tree.diagnostics().front().text.english();
        QVERIFY2(tree.valid() == row["valid"].toBool(), (expr + ": " + message).c_str());
        if (!tree.valid()) {
            // Long messages are cut off there.
            const std::string wanted = row["error"].toArray().first().toString().toStdString();
            QVERIFY2(message.starts_with(wanted), (expr + ": " + message + " instead of " + wanted).c_str());
        }
        if (row.contains("canonical"))
            QCOMPARE(QString::fromStdString(promql::print(tree.root())), row["canonical"].toString());
        // Prometheus's own form has no comments.
        if (row.contains("pretty")) {
            const auto lineLength = static_cast<std::size_t>(row["line_length"].toInt());
            QCOMPARE(QString::fromStdString(promql::prettyPrint(tree.root(), lineLength)), row["pretty"].toString());
        }
    }
    QVERIFY(rows > 0);
}

REGISTER_TEST(TestAgreement);

#include "tst_agreement.moc"

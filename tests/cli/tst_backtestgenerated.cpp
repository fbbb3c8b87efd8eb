#include "alerting/phase.h"
#include "clitest.h"
#include "support/prometheusserver.h"
#include "support/registry.h"
#include "support/seeds.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

namespace {

constexpr int rulesPerFile = 60;
constexpr int generatedMinutes = 150;

/// A metric of some series over minutes, each with values that wander and now and then go missing.
struct GeneratedMetric
{
    QByteArray name;
    QList<QByteArray> labels;
    QList<QList<std::optional<int>>> values;
};

GeneratedMetric generatedMetric(int number, QRandomGenerator &random)
{
    GeneratedMetric metric;
    metric.name = "m" + QByteArray::number(number);
    const int series = random.bounded(1, 4);
    for (int i = 0; i < series; ++i) {
        metric.labels.append(QByteArray("a=\"") + (i == 1 ? "y" : "x") + "\",b=\"" + QByteArray::number(i) + '"');
        QList<std::optional<int>> values;
        int value = random.bounded(10);
        int missing = 0;
        for (int minute = 0; minute < generatedMinutes; ++minute) {
            value = std::clamp(value + random.bounded(-3, 4), 0, 10);
            if (missing == 0 && random.bounded(25) == 0)
                missing = random.bounded(1, 12);
            values.append(missing > 0 ? std::nullopt : std::optional(value));
            missing = std::max(0, missing - 1);
        }
        metric.values.append(values);
    }
    return metric;
}

/// Nothing that looks before the history (absent) or at whole minutes, between which the group's ticks lie
/// (subqueries).
QByteArray generatedExpr(const QByteArray &metric, const QByteArray &other, QRandomGenerator &random)
{
    const QByteArray limit = QByteArray::number(random.bounded(3, 8));
    const QList<QByteArray> shapes = {
        metric + " > " + limit,
        metric + " <= " + limit,
        "sum by (a) (" + metric + ") > " + limit,
        "avg_over_time(" + metric + "[4m]) > " + limit,
        "max_over_time(" + metric + "[3m]) - min_over_time(" + metric + "[6m]) > 3",
        metric + " offset 3m > " + limit,
        "count by (a) (" + metric + " > " + limit + ") >= 1",
        metric + " > " + limit + " and on (b) " + other + " < 8",
        metric + " > " + limit + " or " + other + " > 8",
        metric + " unless on (a) " + other + " > " + limit,
        "changes(" + metric + "[5m]) > 2",
        "quantile by (a) (0.5, " + metric + ") >= " + limit,
        "(" + metric + " > bool " + limit + ") == 1",
        "deriv(" + metric + "[6m]) > 0",
        "stddev by (a) (" + metric + ") > 1",
        "sum without (b) (" + metric + ") > " + limit,
        "vector(scalar(sum(" + metric + "))) > " + limit,
    };
    return shapes[random.bounded(static_cast<int>(shapes.size()))];
}

QByteArray generatedRule(int number, const QByteArray &expr, QRandomGenerator &random)
{
    QByteArray rule = "  - alert: Rule" + QByteArray::number(number) + "\n    expr: '" + expr + "'\n";
    if (random.bounded(4) > 0)
        rule += "    for: " + QByteArray::number(random.bounded(1, 9) * 30) + "s\n";
    if (random.bounded(2) > 0)
        rule += "    keep_firing_for: " + QByteArray::number(random.bounded(1, 12) * 30) + "s\n";
    const QList<QByteArray> labels = {"", "{team: core}", "{team: '{{ $labels.b }}-x'}", "{value: '{{ $value }}'}",
                                      "{level: '{{ if gt $value 6.0 }}high{{ else }}low{{ end }}'}"};
    if (const QByteArray &own = labels[random.bounded(static_cast<int>(labels.size()))]; !own.isEmpty())
        rule += "    labels: " + own + '\n';
    return rule;
}

/// What promtool expected and did not get, and got and did not expect, at the first tick that differs.
QByteArray firstDifference(const QByteArray &output)
{
    const auto samplesOf = [&output](const QByteArray &mark) {
        const qsizetype at = output.indexOf(mark);
        QByteArray line = at < 0 ? QByteArray() : output.mid(at + mark.size());
        line.truncate(std::max<qsizetype>(0, line.indexOf('\n')));
        return QString::fromUtf8(line).split("1E+00", Qt::SkipEmptyParts);
    };
    const QStringList expected = samplesOf("exp: ");
    const QStringList got = samplesOf("got: ");
    QByteArray text = output.left(std::min<qsizetype>(output.indexOf("exp:"), 200));
    for (const QString &sample : expected) {
        if (!got.contains(sample))
            text += "\n  only here: " + sample.toUtf8();
    }
    for (const QString &sample : got) {
        if (!expected.contains(sample))
            text += "\n  only promtool: " + sample.toUtf8();
    }
    return text.left(3000);
}

} // namespace

/// Rules and series from a seed: at every tick the same alerts are pending and firing, with the same labels, as
/// `promtool test rules` sees.
class TestBacktestGenerated : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithPromtool_data();
    void agreesWithPromtool();

private:
    QString write(const QString &name, const QByteArray &text) const
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write");
        return file.fileName();
    }

    QTemporaryDir m_folder;
};

void TestBacktestGenerated::agreesWithPromtool_data()
{
    QTest::addColumn<quint32>("seed");
    const auto [first, last] = support::seedRange(1, 2);
    for (quint32 seed = first; seed <= last; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestBacktestGenerated::agreesWithPromtool()
{
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    QList<GeneratedMetric> metrics;
    for (int i = 0; i < rulesPerFile; ++i)
        metrics.append(generatedMetric(i, random));
    QByteArray rules = "groups:\n- name: g\n  interval: 1m\n  rules:\n";
    for (int i = 0; i < rulesPerFile; ++i)
        rules += generatedRule(i, generatedExpr(metrics[i].name, metrics[random.bounded(rulesPerFile)].name, random),
                               random);
    const QString file = write("generated.yml", rules);

    // Samples lie on the group's ticks, as those of the oracle do.
    const std::int64_t phase =
        alerting::groupPhase(QFileInfo(file).absoluteFilePath().toStdString(), "g", 60'000'000'000) / 1'000'000;
    const qint64 start =
        (QDateTime::currentSecsSinceEpoch() / 60 - generatedMinutes - 10) * 60'000 + static_cast<qint64>(phase);
    QByteArray history;
    QByteArray oracle = "rule_files: [generated.yml]\nevaluation_interval: 1m\ntests:\n- interval: 1m\n"
                        "  input_series:\n";
    for (const GeneratedMetric &metric : metrics) {
        history += "# TYPE " + metric.name + " gauge\n";
        for (qsizetype i = 0; i < metric.labels.size(); ++i) {
            const QByteArray series = metric.name + '{' + metric.labels[i] + '}';
            oracle += "  - series: '" + series + "'\n    values: '";
            for (int minute = 0; minute < generatedMinutes; ++minute) {
                const std::optional<int> value = metric.values[i][minute];
                oracle += value ? QByteArray::number(*value) + ' ' : QByteArray("_ ");
                if (value)
                    history += series + ' ' + QByteArray::number(*value) + ' ' +
                               QByteArray::number(static_cast<double>(start + minute * 60'000) / 1000, 'f', 3) + '\n';
            }
            oracle += "'\n";
        }
    }
    support::PrometheusServer server;
    support::PrometheusServer::Options options;
    options.openMetrics = {history + "# EOF\n"};
    QVERIFY2(server.start(options), qPrintable(server.error()));
    const auto secondsAt = [start](int minute) {
        return QString::number(static_cast<double>(start + minute * 60'000) / 1000, 'f', 3);
    };
    const CliRun run = runCli({"backtest", file, "--endpoint", server.url(), "--from", secondsAt(0), "--to",
                               secondsAt(generatedMinutes - 1)});
    QVERIFY2(run.code == 0, run.err.c_str());
    const QJsonArray results = QJsonDocument::fromJson(QByteArray::fromStdString(run.out))["rules"].toArray();
    QCOMPARE(results.size(), rulesPerFile);

    QList<QByteArray> expected(generatedMinutes);
    int pending = 0;
    int firing = 0;
    for (const QJsonValue &rule : results) {
        QVERIFY(std::abs(rule["phase"].toDouble() * 1000 - static_cast<double>(phase)) < 0.5);
        for (const QJsonValue alert : rule["alerts"].toArray()) {
            for (const char *state : {"pending", "firing"}) {
                QByteArray sample = "    - labels: 'ALERTS{alertstate=\"" + QByteArray(state) + '"';
                const QJsonObject labels = alert["labels"].toObject();
                for (auto label = labels.begin(); label != labels.end(); ++label)
                    sample += ',' + label.key().toUtf8() + "=\"" + label.value().toString().toUtf8() + '"';
                sample += "}'\n      value: 1\n";
                for (const QJsonValue band : alert[state].toArray()) {
                    const auto minuteOf = [&](const QJsonValue &time) {
                        return time.isNull()
                                   ? generatedMinutes
                                   : static_cast<int>((std::llround(time.toDouble() * 1000) - start) / 60'000);
                    };
                    for (int minute = minuteOf(band[0]); minute < minuteOf(band[1]); ++minute) {
                        expected[minute] += sample;
                        ++(*state == 'p' ? pending : firing);
                    }
                }
            }
        }
    }
    QVERIFY(pending > 1000 && firing > 1000);
    oracle += "  promql_expr_test:\n";
    for (int minute = 0; minute < generatedMinutes; ++minute)
        oracle += "  - expr: ALERTS\n    eval_time: " + QByteArray::number(minute) +
                  "m\n    exp_samples:" + (expected[minute].isEmpty() ? QByteArray(" []\n") : '\n' + expected[minute]);
    QProcess promtool;
    promtool.setProcessChannelMode(QProcess::MergedChannels);
    promtool.start("promtool", {"test", "rules", write("test.yml", oracle)});
    QVERIFY(promtool.waitForFinished(120'000));
    QVERIFY2(promtool.exitCode() == 0, (firstDifference(promtool.readAll()) + rules).constData());
}

REGISTER_TEST(TestBacktestGenerated);

#include "tst_backtestgenerated.moc"

#include "promtool.h"

#include "templates/literals.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

namespace promtool {

namespace {

QJsonObject ruleOf(std::size_t index, const std::string &text)
{
    return {{"alert", QString("A%1").arg(index)},
            {"expr", "m"},
            {"annotations", QJsonObject{{"a", QString::fromStdString(text)}}}};
}

void write(const QString &path, const QJsonObject &object)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    // JSON is YAML.
    file.write(QJsonDocument(object).toJson());
}

QByteArray run(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start("promtool", arguments);
    return process.waitForFinished(120'000) ? process.readAll() : QByteArray();
}

/// The text of the Go literal that begins at `at`.
std::string literalAt(const QByteArray &output, qsizetype at)
{
    qsizetype end = at + 1;
    while (end < output.size() && output[end] != '"')
        end += output[end] == '\\' ? 2 : 1;
    return templates::unquote(output.mid(at, end - at + 1).toStdString()).value_or("no literal");
}

} // namespace

bool isInstalled()
{
    return !QStandardPaths::findExecutable("promtool").isEmpty();
}

std::vector<Verdict> judge(const std::vector<std::string> &templates)
{
    std::vector<Verdict> verdicts(templates.size());
    QTemporaryDir folder;
    QJsonArray all;
    for (std::size_t i = 0; i < templates.size(); ++i)
        all.append(ruleOf(i, templates[i]));
    const auto groups = [](const QJsonArray &rules) {
        return QJsonObject{{"groups", QJsonArray{QJsonObject{{"name", "g"}, {"interval", "1m"}, {"rules", rules}}}}};
    };
    write(folder.filePath("all.yml"), groups(all));
    const QByteArray check = run(folder.path(), {"check", "rules", "--lint=none", "all.yml"});
    QJsonArray good;
    QJsonArray tests;
    for (std::size_t i = 0; i < templates.size(); ++i) {
        const QByteArray mark = "\"A" + QByteArray::number(qulonglong(i)) + "\": annotation \"a\": template: ";
        const qsizetype at = check.indexOf(mark);
        if (at >= 0) {
            const qsizetype start = at + mark.size();
            verdicts[i].parseError = check.mid(start, check.indexOf('\n', start) - start).toStdString();
            continue;
        }
        good.append(all[qsizetype(i)]);
        tests.append(
            QJsonObject{{"eval_time", "5m"}, {"alertname", QString("A%1").arg(i)}, {"exp_alerts", QJsonArray()}});
    }
    write(folder.filePath("good.yml"), groups(good));
    const auto series = [](const char *name, const char *values) {
        return QJsonObject{{"series", name}, {"values", values}};
    };
    const QJsonObject test{
        {"interval", "1m"},
        {"external_labels", QJsonObject{{"dc", "x"}, {"env", "prod"}}},
        {"external_url", "http://ext.example:9090/prom"},
        {"input_series", QJsonArray{series("m{instance=\"host-1.example.org:9100\",job=\"api\"}", "1234.5678+0x10"),
                                    series("other{a=\"2\",z=\"q\"}", "7+0x10"),
                                    // It comes later, so that it is always the second that a query returns.
                                    series("other{a=\"1\",z=\"p\"}", "_ 9+0x9")}},
        {"alert_rule_test", tests}};
    write(folder.filePath("test.yml"),
          {{"rule_files", QJsonArray{"good.yml"}}, {"evaluation_interval", "1m"}, {"tests", QJsonArray{test}}});
    const QByteArray output = run(folder.path(), {"test", "rules", "test.yml"});
    for (std::size_t i = 0; i < templates.size(); ++i) {
        if (!verdicts[i].parseError.empty())
            continue;
        const qsizetype alert = output.indexOf("alertname: A" + QByteArray::number(qulonglong(i)) + ", time:");
        const QByteArray mark = "Annotations:{a=";
        const qsizetype at = alert < 0 ? -1 : output.indexOf(mark, alert);
        verdicts[i].text =
            at < 0 ? "no verdict: " + output.left(2000).toStdString() : literalAt(output, at + mark.size());
    }
    return verdicts;
}

} // namespace promtool

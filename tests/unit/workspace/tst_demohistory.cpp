#include "support/registry.h"
#include "workspace/demofiles.h"
#include "workspace/demohistory.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTest>

#include <map>
#include <sstream>

using workspace::DemoHistory;

namespace {

/// Series and their samples by distance from the end.
std::map<std::string, std::string> samplesOf(const std::string &text, std::int64_t end)
{
    std::map<std::string, std::string> samples;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.front() == '#')
            continue;
        const std::size_t time = line.rfind(' ');
        const std::size_t value = line.rfind(' ', time - 1);
        samples[line.substr(0, value) + '@' + std::to_string(std::stoll(line.substr(time)) - end)] =
            line.substr(value + 1, time - value - 1);
    }
    return samples;
}

DemoHistory demoHistoryEndingAt(std::int64_t end)
{
    base::Result<DemoHistory> history = DemoHistory::fromRecipe(workspace::demoHistoryRecipe(), end);
    if (!history)
        qFatal("%s", history.error().text.english().c_str());
    return std::move(history).value();
}

} // namespace

class TestDemoHistory : public QObject
{
    Q_OBJECT

private slots:
    void dependsOnTheDistanceToTheEndOnly();
    void continuesFromWindowToWindow();
    void keepsFamiliesTogether();
    void saysWhatIsWrongWithARecipe_data();
    void saysWhatIsWrongWithARecipe();
    void listsEveryFileInTheResources();
};

void TestDemoHistory::dependsOnTheDistanceToTheEndOnly()
{
    DemoHistory first = demoHistoryEndingAt(1'700'000'000);
    DemoHistory second = demoHistoryEndingAt(1'700'012'345);
    const auto a = samplesOf(first.next(first.begin() + 3600), first.end());
    const auto b = samplesOf(second.next(second.begin() + 3600), second.end());
    QVERIFY(a.size() > 20000);
    QVERIFY(a == b);
}

void TestDemoHistory::continuesFromWindowToWindow()
{
    // The last part holds the restart of the submission service, in which its counters start again.
    const std::int64_t end = 1'700'000'000;
    const std::int64_t late = end - 15 * 3600;
    DemoHistory whole = demoHistoryEndingAt(end);
    DemoHistory pieces = demoHistoryEndingAt(end);
    QVERIFY(!whole.next(late).empty());
    for (std::int64_t until = pieces.begin() + 21601; until < late; until += 21601)
        QVERIFY(!pieces.next(until).empty());
    QVERIFY(!pieces.next(late).empty());
    const auto expected = samplesOf(whole.next(end + 301), end);
    std::map<std::string, std::string> found;
    for (std::int64_t until = late; until < end + 301; until += 7211)
        found.merge(samplesOf(pieces.next(until), end));
    found.merge(samplesOf(pieces.next(end + 301), end));
    QVERIFY(expected == found);
    const std::string series = "up{job=\"submission\",instance=\"submission-metrics.algosu.svc:9100\"}@";
    QCOMPARE(expected.at(series + "-50430"), std::string("1"));
    QCOMPARE(expected.at(series + "-50400"), std::string("0"));
    QVERIFY(expected.contains(series + "300"));
    QVERIFY(!expected.contains(series + "330"));
    QCOMPARE(pieces.next(end + 301), std::string());
}

void TestDemoHistory::keepsFamiliesTogether()
{
    DemoHistory history = demoHistoryEndingAt(1'700'000'000);
    const std::string text = history.next(history.begin() + 61);
    QVERIFY(text.ends_with("\n# EOF\n"));
    std::istringstream lines(text);
    std::string family;
    std::map<std::string, int> seen;
    for (std::string line; std::getline(lines, line);) {
        if (line == "# EOF")
            continue;
        if (line.starts_with("# TYPE ")) {
            family = line.substr(7, line.rfind(' ') - 7);
            QCOMPARE(++seen[family], 1);
        } else {
            QVERIFY2(line.starts_with(family), line.c_str());
        }
    }
    QVERIFY(seen.size() > 70);
}

void TestDemoHistory::saysWhatIsWrongWithARecipe_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("reason");
    QTest::newRow("not JSON") << QByteArray("{") << "unterminated object";
    QTest::newRow("array") << QByteArray("[]") << "not a JSON object";
    QTest::newRow("signal")
        << QByteArray(
               R"({"jobs":[{"job":"a"}],"families":[{"name":"x","type":"gauge","job":"a","series":[{"value":["s"]}]}]})")
        << "signal \"s\" is not defined";
    QTest::newRow("job") << QByteArray(R"({"families":[{"name":"x","type":"gauge","job":"a"}]})")
                         << "job \"a\" is not defined";
    QTest::newRow("counter name")
        << QByteArray(R"({"jobs":[{"job":"a"}],"families":[{"name":"x","type":"counter","job":"a"}]})")
        << "does not end in _total";
    QTest::newRow("step") << QByteArray(R"({"step_seconds":0})") << "at least 1";
}

void TestDemoHistory::saysWhatIsWrongWithARecipe()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, reason);
    const base::Result<DemoHistory> history = DemoHistory::fromRecipe(json, 0);
    QVERIFY(!history);
    const QString text = QString::fromStdString(history.error().text.english());
    QVERIFY2(text.contains(reason), qPrintable(text));
}

void TestDemoHistory::listsEveryFileInTheResources()
{
    const QDir disk(RULEWRIGHT_SOURCE_DIR "/resources/demo");
    QVERIFY(!workspace::demoHistoryRecipe().isEmpty());
    int files = 0;
    for (const QString &role : {QString("source"), QString("gitops")}) {
        QDirIterator it(disk.filePath(role), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            const QString relative = disk.relativeFilePath(it.next());
            QVERIFY2(QFile::exists(":/demo/" + relative), qPrintable(relative));
            ++files;
        }
    }
    QVERIFY(files > 25);
}

REGISTER_TEST(TestDemoHistory);

#include "tst_demohistory.moc"

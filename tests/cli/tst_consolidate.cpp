#include "clitest.h"
#include "support/registry.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

namespace {

constexpr char rules[] = R"(groups:
- name: lag
  interval: 1m
  rules:
  # orders
  - alert: OrdersLag
    expr: sum(queue_lag{topic="orders"}) > 100
    for: 5m
    labels: {severity: warning}
  - alert: Broken
    expr: sum(
  # mails
  - alert: MailsLag
    expr: sum(queue_lag{topic="mails"}) > 100
    for: 5m
    labels: {severity: warning}
  - alert: Full
    expr: disk_free_ratio < 0.1
    labels: {severity: warning}
  - alert: Fuller
    expr: disk_free_ratio < 0.01
    labels: {severity: critical}
)";

QJsonObject jsonOf(const CliRun &run)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(run.out)).object();
}

QStringList namesOf(const QJsonValue &references)
{
    QStringList names;
    for (const QJsonValue &reference : references.toArray())
        names += reference["name"].toString();
    return names;
}

} // namespace

class TestConsolidate : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void printsTheContract();
    void writesWhatItProposes();
    void keepsTheStructureWhenTheEndpointFails();
    void refusesBadUse_data();
    void refusesBadUse();

private:
    [[nodiscard]] QString file() const { return m_folder->filePath("rules.yaml"); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestConsolidate::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QFile file(this->file());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(rules);
}

void TestConsolidate::printsTheContract()
{
    const CliRun run = runCli({"consolidate", m_folder->path(), "--format", "json"});
    QCOMPARE(run.code, 0);
    const QJsonObject json = jsonOf(run);
    const QJsonArray families = json["families"].toArray();
    QCOMPARE(families.size(), 2);
    const QJsonObject family = families[0].toObject();
    QCOMPARE(family["id"].toString(), QString("Lag"));
    QCOMPARE(family["merge"].toString(), QString("label-regex"));
    QCOMPARE(namesOf(family["rules"]), QStringList({"OrdersLag", "MailsLag"}));
    const QJsonObject reference = family["rules"].toArray()[1].toObject();
    QCOMPARE(reference["file"].toString(), file());
    QCOMPARE(reference["document"].toInt(-1), 0);
    QVERIFY(reference["key"].isNull());
    QCOMPARE(reference["group"].toString(), QString("lag"));
    QCOMPARE(reference["index"].toInt(), 2);
    const QJsonObject matcher = family["varies"].toArray()[1].toObject();
    QCOMPARE(matcher["slot"].toString(), QString("matcher"));
    const QJsonObject at = matcher["at"].toObject();
    QCOMPARE(at["path"].toString(), QString("expr"));
    QCOMPARE(QByteArray(rules).mid(at["start"].toInt(), at["end"].toInt() - at["start"].toInt()),
             QByteArray("\"orders\""));
    QCOMPARE(matcher["values"].toArray(), QJsonArray({"orders", "mails"}));
    QCOMPARE(family["drift"].toArray(), QJsonArray());
    const QJsonObject recording = family["proposal"]["recording"].toArray()[0].toObject();
    QCOMPARE(recording["record"].toString(), QString("topic:queue_lag:sum"));
    QCOMPARE(recording["index"].toInt(), 0);
    const QJsonObject alerting = family["proposal"]["alerting"].toArray()[0].toObject();
    QCOMPARE(alerting["alert"].toString(), QString("Lag"));
    QCOMPARE(alerting["expr"].toString(), QString("topic:queue_lag:sum > 100"));
    QCOMPARE(alerting["for"].toString(), QString("5m"));
    QCOMPARE(alerting["labels"]["severity"].toString(), QString("warning"));
    QCOMPARE(alerting["index"].toInt(), 1);
    QCOMPARE(family["verdict"].toString(), QString("unproved"));
    QCOMPARE(family["strength"].toString(), QString("structure"));
    QVERIFY(family["fired"].isObject() && family.contains("coverage") && family.contains("headroom"));
    for (const QJsonValue &evidence : family["evidence"].toArray()) {
        for (const char *key : {"kind", "old", "new", "from", "to", "text"})
            QVERIFY2(evidence.toObject().contains(key), key);
    }
    const QJsonObject tiers = families[1].toObject();
    QCOMPARE(tiers["merge"].toString(), QString("none"));
    QVERIFY(tiers["proposal"].isNull());
    QVERIFY(!tiers["remedy"].toString().isEmpty());
    QCOMPARE(namesOf(json["unread"]), QStringList({"Broken"}));
    QCOMPARE(json["rules"].toObject(), QJsonObject({{"before", 5}, {"after", 5}}));
    QVERIFY(json["kept_apart"].isArray());
}

void TestConsolidate::writesWhatItProposes()
{
    const CliRun diff = runCli({"consolidate", file(), "--format", "diff"});
    QCOMPARE(diff.code, 0);
    QVERIFY(diff.out.find("+  - record: topic:queue_lag:sum\n") != std::string::npos);
    QFile written(file());
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll(), QByteArray(rules));
    written.close();
    const CliRun run = runCli({"consolidate", file(), "--write"});
    QCOMPARE(run.code, 0);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QByteArray text = written.readAll();
    QCOMPARE(text.left(text.indexOf("  - alert: Full")), QByteArray(R"(groups:
- name: lag
  interval: 1m
  rules:
  - record: topic:queue_lag:sum
    expr: sum by (topic) (queue_lag{topic=~"orders|mails"})
  # orders
  # mails
  - alert: Lag
    expr: topic:queue_lag:sum > 100
    for: 5m
    labels: {severity: warning}
  - alert: Broken
    expr: sum(
)"));
    QCOMPARE(jsonOf(run)["rules"].toObject()["after"].toInt(),
             jsonOf(runCli({"consolidate", file()}))["rules"].toObject()["before"].toInt());
}

void TestConsolidate::keepsTheStructureWhenTheEndpointFails()
{
    const CliRun run = runCli({"consolidate", file(), "--endpoint", "http://127.0.0.1:1", "--from", "0", "--to", "60"});
    QCOMPARE(run.code, 0);
    const QJsonObject family = jsonOf(run)["families"].toArray()[0].toObject();
    QCOMPARE(family["verdict"].toString(), QString("unproved"));
    QCOMPARE(family["merge"].toString(), QString("label-regex"));
    QVERIFY(!family["proposal"].isNull());
}

void TestConsolidate::refusesBadUse_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no path") << QStringList();
    QTest::newRow("no such file") << QStringList{"nowhere.yaml"};
    QTest::newRow("unknown option") << QStringList{"FILE", "--all"};
    QTest::newRow("unknown format") << QStringList{"FILE", "--format", "text"};
    QTest::newRow("no times") << QStringList{"FILE", "--endpoint", "http://127.0.0.1:1"};
    QTest::newRow("times without endpoint") << QStringList{"FILE", "--from", "0", "--to", "60"};
    QTest::newRow("times backwards") << QStringList{"FILE", "--endpoint", "http://127.0.0.1:1", "--from", "60",
                                                    "--to", "0"};
    QTest::newRow("tests without endpoint") << QStringList{"FILE", "--tests", "."};
    QTest::newRow("no address") << QStringList{"FILE", "--endpoint", "nonsense", "--from", "0", "--to", "60"};
}

void TestConsolidate::refusesBadUse()
{
    QFETCH(QStringList, arguments);
    arguments.replaceInStrings("FILE", file());
    const CliRun run = runCli(QStringList{"consolidate"} + arguments);
    QCOMPARE(run.code, 2);
    QVERIFY(run.out.empty());
    QVERIFY(!run.err.empty());
}

REGISTER_TEST(TestConsolidate);
#include "tst_consolidate.moc"

#include "clicases.h"
#include "clitest.h"
#include "support/registry.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

/// The cases of tests/data/cli/rules.
class TestRules : public QObject
{
    Q_OBJECT

private slots:
    void cases_data() { addCliRows("rules"); }
    void cases() { runCliRow(); }
    void tellsWhatIsNoYaml();
    void passesOverWhatIsTooLarge_data();
    void passesOverWhatIsTooLarge();
};

/// Also where the bytes are YAML and Prometheus refuses them as a whole.
void TestRules::tellsWhatIsNoYaml()
{
    QTemporaryDir folder;
    const auto told = [&](const QByteArray &text) {
        QFile file(folder.filePath("a.yml"));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            return QByteArray("(not written)");
        file.close();
        const CliRun run = runCli({"rules", folder.path()});
        return run.code == 0 ? QByteArray::fromStdString(run.err).replace(file.fileName().toUtf8(), "FILE")
                             : QByteArray("(failed)");
    };
    QCOMPARE(told("groups: [{name: g, rules: [{alert: A, expr: up}]}]\n"), QByteArray());
    QVERIFY(told("groups: [\n").startsWith("FILE:2:1: error: "));
    QByteArray chain = "groups:\n- name: g\n  rules:\n  - &a0 {alert: A, expr: up}\n";
    for (int i = 1; i < 3000; ++i)
        chain += "  - &a" + QByteArray::number(i) + " {<<: *a" + QByteArray::number(i - 1) + ", for: 5m}\n";
    QCOMPARE(told(chain),
             QByteArray("FILE:2:1: error: Aliases repeat too much here: Prometheus refuses the file. [yaml/size]\n"));
}

void TestRules::passesOverWhatIsTooLarge_data()
{
    QTest::addColumn<QString>("command");
    for (const char *command : {"rules", "check", "graph", "fmt", "consolidate"})
        QTest::newRow(command) << command;
}

/// In a folder a file of more than 64 MB is told and left out; named, it is an error.
void TestRules::passesOverWhatIsTooLarge()
{
    QFETCH(QString, command);
    QTemporaryDir folder;
    QFile rules(folder.filePath("b.yml"));
    QVERIFY(rules.open(QIODevice::WriteOnly));
    rules.write("groups: [{name: g, rules: [{alert: A, expr: 'up  == 0'}]}]\n");
    rules.close();
    QFile large(folder.filePath("a.yml"));
    QVERIFY(large.open(QIODevice::WriteOnly) && large.resize((64LL << 20) + 1));
    large.close();
    const std::string told =
        ("rulewright-cli " + command + ": " + large.fileName() + " is larger than 64 MB.\n").toStdString();
    const CliRun run = runCli({command, folder.path()});
    QCOMPARE(run.code, 0);
    QCOMPARE(run.err, told);
    QCOMPARE(run.out, runCli({command, rules.fileName()}).out);
    const CliRun named = runCli({command, rules.fileName(), large.fileName()});
    QCOMPARE(named.code, 2);
    QCOMPARE(named.err, told);
}

REGISTER_TEST(TestRules);
#include "tst_rules.moc"

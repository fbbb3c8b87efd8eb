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
    void passesOverWhatIsTooLarge_data();
    void passesOverWhatIsTooLarge();
};

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

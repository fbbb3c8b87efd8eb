#include "cli/options.h"
#include "clitest.h"
#include "support/registry.h"

#include <QCoreApplication>
#include <QTest>

class TestCommands : public QObject
{
    Q_OBJECT

private slots:
    void explainsItself();
    void refusesUnknownCommands();
    void everyCommandRefusesUnknownOptions();
    void readsOptions();
    void refusesBadOptions_data();
    void refusesBadOptions();
    void readsDialects();
};

void TestCommands::explainsItself()
{
    const CliRun help = runCli({"--help"});
    QCOMPARE(help.code, 0);
    for (const cli::Command &command : cli::commands()) {
        QVERIFY(help.out.find(command.summary) != std::string::npos);
        const CliRun usage = runCli({command.name, "--help"});
        QCOMPARE(usage.code, 0);
        QCOMPARE(usage.out.rfind(std::string("usage: rulewright-cli ") + command.name, 0), std::size_t(0));
    }
    QCOMPARE(runCli({"--version"}).code, 0);
    QCOMPARE(runCli({}).code, 2);
}

void TestCommands::refusesUnknownCommands()
{
    const CliRun result = runCli({"chekc"});
    QCOMPARE(result.code, 2);
    QVERIFY(result.out.empty());
    QVERIFY(result.err.find("chekc") != std::string::npos);
}

void TestCommands::everyCommandRefusesUnknownOptions()
{
    for (const cli::Command &command : cli::commands()) {
        const CliRun result = runCli({command.name, "--no-such-option"});
        QCOMPARE(result.code, 2);
        QVERIFY(result.err.find("--no-such-option") != std::string::npos);
    }
}

void TestCommands::readsOptions()
{
    const cli::OptionSpec specs[] = {{"--set", true, true}, {"--format", true}, {"--write"}};
    const auto options =
        cli::parseOptions({"a.yml", "--set", "for=-1", "--set=x=y=z", "--write", "-", "--", "--odd"}, specs);
    QVERIFY(options.ok());
    QCOMPARE(options->operands, QStringList({"a.yml", "-", "--odd"}));
    QCOMPARE(options->all("--set"), QStringList({"for=-1", "x=y=z"}));
    QVERIFY(options->has("--write"));
    QCOMPARE(options->value("--format", "json"), QString("json"));
}

void TestCommands::refusesBadOptions_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown") << QStringList{"--nope"};
    QTest::newRow("unknown short") << QStringList{"-x"};
    QTest::newRow("no value") << QStringList{"--format"};
    QTest::newRow("value for a switch") << QStringList{"--write=yes"};
    QTest::newRow("twice") << QStringList{"--format", "a", "--format", "b"};
}

void TestCommands::refusesBadOptions()
{
    QFETCH(QStringList, arguments);
    const cli::OptionSpec specs[] = {{"--format", true}, {"--write"}};
    QVERIFY(!cli::parseOptions(arguments, specs).ok());
}

void TestCommands::readsDialects()
{
    const auto dialect = [](const QString &value) {
        cli::Options options;
        options.values["--dialect"] = {value};
        return cli::dialectOption(options);
    };
    QCOMPARE(dialect("2.42")->minor, 42);
    QCOMPARE(dialect("3.0")->major, 3);
    for (const char *bad : {"2.41", "3.15", "4.0", "3", "3.1.2", "x", "", "3.-1"})
        QVERIFY2(!dialect(bad).ok(), bad);
}

REGISTER_TEST(TestCommands);
TEST_MAIN(QCoreApplication)

#include "tst_commands.moc"

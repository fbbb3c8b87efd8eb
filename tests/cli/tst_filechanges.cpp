#include "cli/filechanges.h"
#include "cli/rulefiles.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <sstream>

namespace {

void write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no such file)");
}

} // namespace

/// What commands write, and the diffs that they print instead.
class TestFileChanges : public QObject
{
    Q_OBJECT

private slots:
    void refusesWhatChangedMeanwhile();
    void takesBackWhatCannotBeFinished();
    void printsWhatGitApplies_data();
    void printsWhatGitApplies();
};

void TestFileChanges::refusesWhatChangedMeanwhile()
{
    QTemporaryDir folder;
    const QString a = folder.filePath("a.yml");
    const QString b = folder.filePath("b.yml");
    write(a, "old\n");
    write(b, "somebody else's\n");
    const auto refused = cli::writeChanges({{a.toStdString(), "old\n", "new\n"}, {b.toStdString(), "old\n", "new\n"}});
    QVERIFY(!refused && refused.error().kind == base::ErrorKind::Conflict);
    QVERIFY(refused.error().text.english().starts_with(b.toStdString()));
    QCOMPARE(read(a), QByteArray("old\n"));
    QCOMPARE(read(b), QByteArray("somebody else's\n"));
    write(b, "old\n");
    QVERIFY(cli::writeChanges({{a.toStdString(), "old\n", "new\n"}, {b.toStdString(), "old\n", "new\n"}}));
    QCOMPARE(read(a) + read(b), QByteArray("new\nnew\n"));
}

void TestFileChanges::takesBackWhatCannotBeFinished()
{
    QTemporaryDir folder;
    const QString a = folder.filePath("a.yml");
    write(a, "old\n");
    // Nobody may write here, not even root.
    const std::string locked = "/proc/version";
    const auto text = cli::readFile(locked);
    if (!text)
        QSKIP("There is no /proc.");
    const auto failed = cli::writeChanges({{a.toStdString(), "old\n", "new\n"}, {locked, *text, "new\n"}});
    QVERIFY(!failed && failed.error().text.english().starts_with("/proc/version cannot be written"));
    QCOMPARE(read(a), QByteArray("old\n"));
}

void TestFileChanges::printsWhatGitApplies_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("given");
    QTest::newRow("plain") << "a.yml"
                           << "a.yml";
    QTest::newRow("dot") << "rules/a.yml"
                         << "./rules//a.yml";
    QTest::newRow("spaces and Korean") << QString::fromUtf8("규칙/내 알림.yml")
                                       << QString::fromUtf8("규칙/내 알림.yml");
}

void TestFileChanges::printsWhatGitApplies()
{
    QFETCH(QString, name);
    QFETCH(QString, given);
    QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkpath(QFileInfo(name).path()));
    std::ostringstream diff;
    cli::printDiff({given.toStdString(), "a\nb\r\nc", "a\nB\r\nc"}, diff);
    const QList<std::pair<QString, QStringList>> tools = {{"git", {"apply"}}, {"patch", {"-p1", "--binary", "-s"}}};
    for (const auto &[tool, arguments] : tools) {
        write(folder.filePath(name), "a\nb\r\nc");
        QProcess process;
        process.setWorkingDirectory(folder.path());
        process.start(tool, arguments);
        if (!process.waitForStarted())
            continue;
        process.write(QByteArray::fromStdString(diff.str()));
        process.closeWriteChannel();
        QVERIFY(process.waitForFinished());
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError() + process.readAllStandardOutput());
        QCOMPARE(read(folder.filePath(name)), QByteArray("a\nB\r\nc"));
    }
}

REGISTER_TEST(TestFileChanges);
#include "tst_filechanges.moc"

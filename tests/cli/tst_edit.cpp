#include "clicases.h"
#include "clitest.h"
#include "support/registry.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

/// The cases of tests/data/cli/edit, and what text files cannot show.
class TestEdit : public QObject
{
    Q_OBJECT

private slots:
    void cases_data() { addCliRows("edit"); }
    void cases() { runCliRow(); }
    void keepsBytes_data();
    void keepsBytes();
    void takesValuesOfLines();
    void keepsPermissionsAndLinks();
    void reportsWhatCannotBeWritten();

private:
    static bool write(const QString &path, const QByteArray &bytes);
    static QByteArray read(const QString &path);
};

bool TestEdit::write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

QByteArray TestEdit::read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no such file)");
}

void TestEdit::keepsBytes_data()
{
    QTest::addColumn<QByteArray>("text");
    const QByteArray text = "groups:\n- name: g\n  rules:\n  - record: a\n    expr: up\n    labels:\t\n      b: c  \n";
    QTest::newRow("LF, tabs and blanks") << text;
    QTest::newRow("CRLF") << QByteArray(text).replace('\n', "\r\n");
    QTest::newRow("BOM") << "\xEF\xBB\xBF" + text;
    QTest::newRow("no newline at the end") << text.trimmed();
    QTest::newRow("mixed line ends") << QByteArray(text).replace("rules:\n", "rules:\r\n");
}

void TestEdit::keepsBytes()
{
    QFETCH(QByteArray, text);
    QTemporaryDir folder;
    const QString path = folder.filePath("a.yml");
    QVERIFY(write(path, text));
    const CliRun result = runCli({"edit", path, "--group", "g", "--index", "0", "--set", "expr=down", "--write"});
    QCOMPARE(result.err, std::string());
    QCOMPARE(result.code, 0);
    QCOMPARE(read(path), QByteArray(text).replace("expr: up", "expr: down"));
}

void TestEdit::takesValuesOfLines()
{
    QTemporaryDir folder;
    const QString path = folder.filePath("a.yml");
    QVERIFY(write(path, "groups:\n- name: g\n  rules:\n  - record: a\n    expr: up # c\n"));
    QCOMPARE(runCli({"edit", path, "--group=g", "--rule=a", "--set=expr=up\n  == 0\n", "--write"}).code, 0);
    QCOMPARE(read(path),
             QByteArray("groups:\n- name: g\n  rules:\n  - record: a\n    expr: | # c\n      up\n        == 0\n"));
}

void TestEdit::keepsPermissionsAndLinks()
{
    QTemporaryDir folder;
    const QString path = folder.filePath("a.yml");
    const QString link = folder.filePath("link.yml");
    QVERIFY(write(path, "groups: [{name: g, rules: [{record: a, expr: up}]}]\n"));
    const QFile::Permissions permissions = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup;
    QVERIFY(QFile::setPermissions(path, permissions));
    QVERIFY(QFile::link("a.yml", link));
    QCOMPARE(runCli({"edit", link, "--group", "g", "--rule", "a", "--set", "expr=down", "--write"}).code, 0);
    QVERIFY(QFileInfo(link).isSymLink());
    QCOMPARE(read(path), QByteArray("groups: [{name: g, rules: [{record: a, expr: down}]}]\n"));
    const QFile::Permissions mask = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadGroup |
                                    QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QCOMPARE(QFile::permissions(path) & mask, permissions);
}

void TestEdit::reportsWhatCannotBeWritten()
{
    QTemporaryDir folder;
    const QString path = folder.filePath("a.yml");
    const QByteArray text = "groups: [{name: g, rules: [{record: a, expr: up}]}]\n";
    QVERIFY(write(path, text));
    QVERIFY(QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::ExeOwner));
    const bool root = write(folder.filePath("probe"), "x");
    const CliRun result = runCli({"edit", path, "--group", "g", "--rule", "a", "--set", "expr=down", "--write"});
    QVERIFY(QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    if (root)
        QSKIP("Root may write everywhere.");
    QCOMPARE(result.code, 2);
    QVERIFY(result.err.find("cannot be written") != std::string::npos);
    QCOMPARE(read(path), text);
}

REGISTER_TEST(TestEdit);
#include "tst_edit.moc"

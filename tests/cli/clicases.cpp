#include "clicases.h"

#include "clitest.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace {

/// As a shell splits: single and double quotes, no escapes.
QStringList splitArguments(const QString &line)
{
    QStringList arguments;
    QString current;
    QChar quote;
    bool begun = false;
    for (const QChar c : line) {
        if (!quote.isNull()) {
            if (c == quote)
                quote = QChar();
            else
                current += c;
        } else if (c == u'\'' || c == u'"') {
            quote = c;
            begun = true;
        } else if (c == u' ') {
            if (begun)
                arguments += current;
            current.clear();
            begun = false;
        } else {
            current += c;
            begun = true;
        }
    }
    if (begun)
        arguments += current;
    return arguments;
}

CliCase readCase(const QString &path)
{
    CliCase result;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return result;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine();
        const QString trimmed = QString::fromUtf8(line).trimmed();
        if (trimmed.startsWith("-- ") && trimmed.endsWith(" --"))
            result.sections.push_back({trimmed.mid(3, trimmed.size() - 6), {}});
        else if (!result.sections.empty())
            result.sections.back().text += line;
        else if (line.startsWith("$ "))
            result.arguments = splitArguments(trimmed.mid(2));
        else if (line.startsWith("exit "))
            result.code = trimmed.mid(5).toInt();
    }
    return result;
}

bool isOutput(const QString &section)
{
    return section == "stdout" || section == "stderr";
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no such file)");
}

} // namespace

void addCliRows(const QString &folder)
{
    QTest::addColumn<QString>("path");
    const QDir cases(QStringLiteral(RULEWRIGHT_SOURCE_DIR "/tests/data/cli/") + folder);
    for (const QString &name : cases.entryList({"*.txt"}, QDir::Files, QDir::Name))
        QTest::newRow(qPrintable(name.chopped(4))) << cases.filePath(name);
}

void runCliRow()
{
    QFETCH(QString, path);
    const CliCase cliCase = readCase(path);
    QVERIFY2(!cliCase.arguments.isEmpty(), "The case has no command.");
    QTemporaryDir folder;
    QVERIFY(folder.isValid());
    for (const CliCase::Section &section : cliCase.sections) {
        if (isOutput(section.name) || section.name.endsWith(" after"))
            continue;
        const QString target = folder.filePath(section.name);
        QVERIFY(QDir().mkpath(QFileInfo(target).path()));
        QFile file(target);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(section.text);
    }
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(folder.path()));
    QCoreApplication::setApplicationVersion("1.2.3");
    const CliRun result = runCli(cliCase.arguments);
    QVERIFY(QDir::setCurrent(before));

    QByteArray out;
    QByteArray err;
    for (const CliCase::Section &section : cliCase.sections) {
        if (section.name == "stdout")
            out = section.text;
        else if (section.name == "stderr")
            err = section.text;
    }
    QCOMPARE(QByteArray::fromStdString(result.err), err);
    QCOMPARE(QByteArray::fromStdString(result.out), out);
    QCOMPARE(result.code, cliCase.code);
    for (const CliCase::Section &section : cliCase.sections) {
        if (isOutput(section.name) || section.name.endsWith(" after"))
            continue;
        QByteArray expected = section.text;
        for (const CliCase::Section &after : cliCase.sections) {
            if (after.name == section.name + " after")
                expected = after.text;
        }
        QCOMPARE(contentOf(folder.filePath(section.name)), expected);
    }
}

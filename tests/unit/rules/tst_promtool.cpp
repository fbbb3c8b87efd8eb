#include "promtoolcases.h"
#include "rules/ruledocument.h"
#include "support/registry.h"

#include <algorithm>
#include <map>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

namespace {

/// The Prometheus whose promtool judges here.
constexpr promql::Dialect promtoolDialect()
{
    promql::Dialect dialect;
    dialect.major = 2;
    dialect.minor = 42;
    return dialect;
}

/// The errors of `text` as one line each; empty when Prometheus 2.42 would load it.
QByteArray errorsOf(const QByteArray &text)
{
    const auto document = rules::load("case.yml", text.toStdString(), promtoolDialect());
    QByteArray errors;
    for (const base::Diagnostic &each : document->diagnostics()) {
        if (each.severity == base::Severity::Error)
            errors += QByteArray::number(qulonglong(each.range.start)) + ": " +
                      QByteArray::fromStdString(each.text.english()) + '\n';
    }
    // Prometheus takes a file without `groups` for a broken rule file, unless it is empty.
    const auto &documents = document->stream().documents;
    if (!document->holdsRules() && !documents.empty() && documents.front().root &&
        documents.front().root->kind != yaml::NodeKind::Null)
        errors += "This file holds no rules.\n";
    return errors;
}

} // namespace

/// The same texts judged by promtool and by rules::load().
class TestPromtool : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void agreesOnCases_data();
    void agreesOnCases();
    void agreesOnCorpus();

private:
    struct Verdict
    {
        bool accepted = false;
        QByteArray output;
    };
    std::map<std::string, Verdict> m_verdicts;
};

void TestPromtool::initTestCase()
{
    const QString promtool = QStandardPaths::findExecutable("promtool");
    if (promtool.isEmpty())
        QSKIP("promtool is not installed.");
    QTemporaryDir folder;
    QVERIFY(folder.isValid());
    QStringList files;
    const std::vector<PromtoolCase> cases = promtoolCases();
    for (std::size_t i = 0; i < cases.size(); ++i) {
        files += QString("%1.yml").arg(i);
        QFile file(folder.filePath(files.back()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(cases[i].text);
    }
    // One process for all: it prints "Checking FILE" and what it thinks of it, in the order of the files.
    QProcess process;
    process.setWorkingDirectory(folder.path());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(promtool, QStringList{"check", "rules", "--lint=none"} + files);
    QVERIFY(process.waitForFinished(120'000));
    const QByteArray output = process.readAll();
    qsizetype at = 0;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const qsizetype start = output.indexOf("Checking " + files[qsizetype(i)].toUtf8() + '\n', at);
        QVERIFY2(start >= 0, cases[i].name.c_str());
        qsizetype end = output.indexOf("Checking ", start + 9);
        end = end < 0 ? output.size() : end;
        QVERIFY2(!m_verdicts.contains(cases[i].name), cases[i].name.c_str());
        Verdict &verdict = m_verdicts[cases[i].name];
        verdict.output = output.mid(start, end - start);
        verdict.accepted = !verdict.output.contains("FAILED");
        QVERIFY2(verdict.accepted == verdict.output.contains("SUCCESS"), verdict.output.constData());
        at = end;
    }
}

void TestPromtool::agreesOnCases_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const PromtoolCase &each : promtoolCases())
        QTest::newRow(each.name.c_str()) << each.text;
}

void TestPromtool::agreesOnCases()
{
    QFETCH(QByteArray, text);
    const Verdict &verdict = m_verdicts.at(QTest::currentDataTag());
    const QByteArray errors = errorsOf(text);
    QVERIFY2(verdict.accepted == errors.isEmpty(), (text + "\npromtool: " + verdict.output +
                                                    "\nRulewright: " + (errors.isEmpty() ? QByteArray("fine") : errors))
                                                       .constData());
}

void TestPromtool::agreesOnCorpus()
{
    const QDir corpus(QDir(RULEWRIGHT_SOURCE_DIR).filePath("../shared/corpus"));
    QFile index(corpus.filePath("index.tsv"));
    if (!index.open(QIODevice::ReadOnly))
        QSKIP("The corpus is not here.");
    QList<QByteArray> header = index.readLine().trimmed().split('\t');
    const qsizetype formatColumn = header.indexOf("format");
    const qsizetype verdictColumn = header.indexOf("promtool");
    QVERIFY(formatColumn > 0 && verdictColumn > 0);
    int judged = 0;
    QByteArrayList differences;
    while (!index.atEnd()) {
        const QList<QByteArray> columns = index.readLine().trimmed().split('\t');
        if (columns.size() != header.size() || columns[formatColumn].split(':').front() != "plain")
            continue;
        QFile file(corpus.filePath(QString::fromUtf8(columns[0])));
        QVERIFY2(file.open(QIODevice::ReadOnly), columns[0].constData());
        const bool accepted = columns[verdictColumn].startsWith("ok");
        const QByteArray errors = errorsOf(file.readAll());
        ++judged;
        if (accepted != errors.isEmpty())
            differences += columns[0] + ": promtool says " + columns[verdictColumn] + ", Rulewright says " +
                           (errors.isEmpty() ? QByteArray("fine") : errors);
    }
    qInfo("%d plain files, %d differences", judged, int(differences.size()));
    for (const QByteArray &difference : differences)
        qWarning("%s", difference.constData());
    QVERIFY(judged > 100);
    QCOMPARE(int(differences.size()), 0);
}

REGISTER_TEST(TestPromtool);
#include "tst_promtool.moc"

#include "clicases.h"
#include "clitest.h"
#include "support/registry.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

/// The cases of tests/data/cli/graph, and pictures.
class TestGraph : public QObject
{
    Q_OBJECT

private slots:
    void cases_data() { addCliRows("graph"); }
    void cases() { runCliRow(); }
    void drawsSvg();
    void tellsOfFilesThatAreNoYaml();
};

void TestGraph::drawsSvg()
{
    QTemporaryDir folder;
    QFile file(folder.filePath("a.yml"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("groups: [{name: 'g<&>', rules: [{record: a, expr: 'up{x=\"<\"}'}, {alert: '<b>', expr: a == 0}]}]\n");
    file.close();
    const CliRun result = runCli({"graph", file.fileName(), "--format", "svg"});
    QCOMPARE(result.code, 0);
    QXmlStreamReader xml(QString::fromStdString(result.out));
    QStringList titles;
    QVERIFY(xml.readNextStartElement());
    QCOMPARE(xml.name().toString(), QString("svg"));
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == u"title")
            titles += xml.readElementText();
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QCOMPARE(titles.filter("up").size(), 1);
    QCOMPARE(titles.filter("<b>").size(), 1);
}

void TestGraph::tellsOfFilesThatAreNoYaml()
{
    QTemporaryDir folder;
    const auto write = [&](const char *name, const QByteArray &text) {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    };
    QVERIFY(write("a.yml", "groups: [{name: g, rules: [{alert: A, expr: up}]}]\n"));
    QVERIFY(write("b.yml", "groups: [\n"));
    const CliRun result = runCli({"graph", folder.filePath("a.yml"), folder.filePath("b.yml"), "--format", "mermaid"});
    QCOMPARE(result.code, 0);
    QVERIFY(result.out.find("A") != std::string::npos);
    const QString told = QString::fromStdString(result.err);
    QVERIFY2(told.startsWith(folder.filePath("b.yml") + ":2:1: error: ") && told.endsWith("[yaml/syntax]\n"),
             qPrintable(told));
}

REGISTER_TEST(TestGraph);
#include "tst_graph.moc"

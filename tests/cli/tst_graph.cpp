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

REGISTER_TEST(TestGraph);
#include "tst_graph.moc"

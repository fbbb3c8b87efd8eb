#include "base/jsonwriter.h"
#include "support/registry.h"

#include <limits>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

class TestJsonWriter : public QObject
{
    Q_OBJECT

private slots:
    void escapes_data();
    void escapes();
    void separatesValues();
};

void TestJsonWriter::escapes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("quotes") << QByteArray("a\"b\\c") << QByteArray(R"("a\"b\\c")");
    QTest::newRow("controls") << QByteArray("a\n\t\r\x01\x7f") << QByteArray(R"("a\n\t\r\u0001\u007f")");
    QTest::newRow("korean") << QByteArray("오류율") << QByteArray("\"오류율\"");
    QTest::newRow("emoji") << QByteArray("🔥") << QByteArray("\"🔥\"");
    QTest::newRow("stray byte") << QByteArray("a\xff") << QByteArray("\"a\xEF\xBF\xBD\"");
    QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << QByteArray("\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
    QTest::newRow("overlong") << QByteArray("\xC0\x80") << QByteArray("\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
    QTest::newRow("cut off") << QByteArray("\xEC\x98") << QByteArray("\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

void TestJsonWriter::escapes()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, json);
    const std::string written = base::jsonString({text.data(), static_cast<std::size_t>(text.size())});
    QCOMPARE(QByteArray::fromStdString(written), json);
    QVERIFY(!QJsonDocument::fromJson("[" + json + "]").isNull());
}

void TestJsonWriter::separatesValues()
{
    base::JsonWriter json;
    json.beginObject().key("a").beginArray().line().number(std::size_t(1)).line().number(0.5).line().endArray();
    json.key("b").null().key("c").boolean(true).key("d").beginObject().endObject().key("e").string("x");
    json.key("f").number(std::numeric_limits<double>::infinity()).endObject();
    QCOMPARE(json.text(),
             std::string("{\"a\": [\n1,\n0.5\n], \"b\": null, \"c\": true, \"d\": {}, \"e\": \"x\", \"f\": null}"));
    QCOMPARE(QJsonDocument::fromJson(QByteArray::fromStdString(json.text())).object()["a"].toArray().size(), 2);
}

REGISTER_TEST(TestJsonWriter);

#include "tst_jsonwriter.moc"

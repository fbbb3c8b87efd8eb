#include "prometheus/matrixreader.h"
#include "prometheus/responsedecoder.h"
#include "support/registry.h"

#include <cmath>

#include <QTest>

using alerting::QueryResult;
using prometheus::HttpAnswer;

class TestResponseDecoder : public QObject
{
    Q_OBJECT

private slots:
    void tellsWhenToComeAgain();
    void readsVectors();
    void readsMatrices();
    void readsMatricesInOnePass_data();
    void readsMatricesInOnePass();
    void readsScalarsAndStrings();
    void keepsWarnings();
    void marksHistograms();
    void tellsErrors_data();
    void tellsErrors();
    void readsBuildInfo();
    void readsLabelValues();
    void findsFirstWords_data();
    void findsFirstWords();
    void findsPlaces_data();
    void findsPlaces();
};

namespace {

HttpAnswer answerOf(std::string body, int status = 200)
{
    return {"prod", status, std::move(body)};
}

} // namespace

void TestResponseDecoder::readsVectors()
{
    const auto result = prometheus::decodeQuery(answerOf(
        R"({"status":"success","data":{"resultType":"vector","result":[)"
        R"({"metric":{"job":"a\"b","__name__":"up"},"value":[1700000000.5,"0.1"]},{"metric":{},"value":[1700000000,"NaN"]},)"
        R"({"metric":{},"value":[1,"+Inf"]},{"metric":{},"value":[1,"-Inf"]},{"metric":{},"value":[1,"1.5e-300"]}]}})"));
    QVERIFY(result);
    QCOMPARE(result->type, QueryResult::Type::Vector);
    QCOMPARE(result->series.size(), std::size_t(5));
    const alerting::Labels labels = {{"__name__", "up"}, {"job", "a\"b"}};
    QVERIFY(result->series[0].labels == labels);
    QCOMPARE(result->series[0].samples[0].time, 1700000000.5);
    QCOMPARE(result->series[0].samples[0].value, 0.1);
    QVERIFY(std::isnan(result->series[1].samples[0].value));
    QCOMPARE(result->series[2].samples[0].value, HUGE_VAL);
    QCOMPARE(result->series[3].samples[0].value, -HUGE_VAL);
    QCOMPARE(result->series[4].samples[0].value, 1.5e-300);
}

void TestResponseDecoder::readsMatrices()
{
    // Members in an order of their own, as other servers may write them.
    const auto result = prometheus::decodeQuery(
        answerOf(R"({"data":{"result":[{"values":[[10,"1"],[20,"2"]],"metric":{"a":"한글"}}],"resultType":"matrix"},)"
                 R"("status":"success"})"));
    QVERIFY(result);
    QCOMPARE(result->type, QueryResult::Type::Matrix);
    QCOMPARE(result->series[0].samples.size(), std::size_t(2));
    QCOMPARE(result->series[0].samples[1].time, 20.0);
    QCOMPARE(result->series[0].labels[0].second, std::string("한글"));
}

void TestResponseDecoder::readsMatricesInOnePass_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("read");
    const auto matrix = [](const QByteArray &result, const QByteArray &rest = {}) {
        return R"({"status":"success","data":{"resultType":"matrix","result":[)" + result + "]}" + rest + "}";
    };
    const QByteArray one = R"({"metric":{"__name__":"up","job":"a\"b\u00e9"},"values":[[1.5,"0.1"],[2,"NaN"]]})";
    QTest::newRow("nothing") << matrix("") << true;
    QTest::newRow("one series") << matrix(one) << true;
    QTest::newRow("several") << matrix(one + ',' + R"({"metric":{},"values":[[1,"+Inf"],[2,"-Inf"],[3,"1e-300"]]})")
                             << true;
    QTest::newRow("labels that are not sorted") << matrix(R"({"metric":{"b":"1","a":"2"},"values":[[1,"1"]]})") << true;
    QTest::newRow("values first") << matrix(R"({"values":[[1,"1"]],"metric":{"a":"2"}})") << true;
    QTest::newRow("histograms")
        << matrix(R"({"metric":{"a":"b"},"histograms":[[1,{"count":"1","sum":"2","buckets":[[0,"1","2","3"]]}]]})")
        << true;
    QTest::newRow("histograms and values")
        << matrix(R"({"metric":{},"values":[[1,"1"]],"histograms":[[2,{"count":"1"}]]})") << true;
    QTest::newRow("warnings") << matrix(one, R"(,"warnings":["a","b"],"infos":["c"])") << true;
    QTest::newRow("partial, with statistics")
        << matrix(one, R"(,"isPartial":false,"stats":{"seriesFetched":"1"})") << true;
    QTest::newRow("blanks") << QByteArray(
                                   " { \"status\" : \"success\" , \"data\" : { \"resultType\" : \"matrix\" , "
                                   "\"result\" : [ { \"metric\" : { } , \"values\" : [ [ 1 , \"2\" ] ] } ] } }\n")
                            << true;
    // The rest is for the other reader, whose words count.
    QTest::newRow("result before its type")
        << QByteArray(R"({"status":"success","data":{"result":[)" + one + R"(],"resultType":"matrix"}})") << false;
    QTest::newRow("a vector")
        << QByteArray(R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"1"]}]}})")
        << false;
    QTest::newRow("an error") << QByteArray(R"({"status":"error","errorType":"execution","error":"no"})") << false;
    QTest::newRow("a value that is none") << matrix(R"({"metric":{},"values":[[1,"x"]]})") << false;
    QTest::newRow("a number as value") << matrix(R"({"metric":{},"values":[[1,2]]})") << false;
    QTest::newRow("an escaped value") << matrix(R"({"metric":{},"values":[[1,"\u0031"]]})") << false;
    QTest::newRow("a pair of three") << matrix(R"({"metric":{},"values":[[1,"1",2]]})") << false;
    QTest::newRow("a pair of one") << matrix(R"({"metric":{},"values":[[1]]})") << false;
    QTest::newRow("no values") << matrix(R"({"metric":{}})") << false;
    QTest::newRow("a label that is no text") << matrix(R"({"metric":{"a":1},"values":[]})") << false;
    QTest::newRow("two answers") << matrix(one) + matrix(one) << false;
    for (qsizetype cut = 1; cut < matrix(one).size(); ++cut)
        QTest::addRow("cut off after %lld", static_cast<long long>(cut)) << matrix(one).left(cut) << false;
}

/// Whichever reader takes an answer, it says the same.
void TestResponseDecoder::readsMatricesInOnePass()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, read);
    HttpAnswer roomy = answerOf(body.toStdString());
    roomy.body.reserve(roomy.body.size() + 64);
    QCOMPARE(prometheus::readMatrix(roomy).has_value(), read);
    HttpAnswer tight = answerOf(body.toStdString());
    tight.body.shrink_to_fit();
    QVERIFY(!prometheus::readMatrix(tight));
    const auto quick = prometheus::decodeQuery(roomy);
    const auto thorough = prometheus::decodeQuery(tight);
    QCOMPARE(quick.ok(), thorough.ok());
    if (!quick) {
        QCOMPARE(quick.error().text.english(), thorough.error().text.english());
        return;
    }
    QCOMPARE(quick->type, thorough->type);
    QVERIFY(quick->warnings == thorough->warnings && quick->infos == thorough->infos);
    QCOMPARE(quick->series.size(), thorough->series.size());
    for (std::size_t i = 0; i < quick->series.size(); ++i) {
        const alerting::Series &a = quick->series[i];
        const alerting::Series &b = thorough->series[i];
        QVERIFY(a.labels == b.labels);
        QCOMPARE(a.histograms, b.histograms);
        QCOMPARE(a.samples.size(), b.samples.size());
        for (std::size_t k = 0; k < a.samples.size(); ++k) {
            QCOMPARE(a.samples[k].time, b.samples[k].time);
            QVERIFY(a.samples[k].value == b.samples[k].value ||
                    (std::isnan(a.samples[k].value) && std::isnan(b.samples[k].value)));
        }
    }
}

void TestResponseDecoder::readsScalarsAndStrings()
{
    const auto scalar =
        prometheus::decodeQuery(answerOf(R"({"status":"success","data":{"resultType":"scalar","result":[5,"7"]}})"));
    QVERIFY(scalar);
    QCOMPARE(scalar->type, QueryResult::Type::Scalar);
    QVERIFY(scalar->series[0].labels.empty());
    QCOMPARE(scalar->series[0].samples[0].value, 7.0);
    const auto string =
        prometheus::decodeQuery(answerOf(R"({"status":"success","data":{"resultType":"string","result":[5,"x"]}})"));
    QVERIFY(string);
    QCOMPARE(string->type, QueryResult::Type::String);
    QCOMPARE(string->string, std::string("x"));
}

void TestResponseDecoder::keepsWarnings()
{
    const auto result = prometheus::decodeQuery(answerOf(
        R"({"status":"success","data":{"resultType":"vector","result":[]},"warnings":["w"],"infos":["i","j"]})"));
    QVERIFY(result);
    QVERIFY(result->warnings == std::vector<std::string>{"w"});
    QCOMPARE(result->infos.size(), std::size_t(2));
}

void TestResponseDecoder::marksHistograms()
{
    const auto result = prometheus::decodeQuery(
        answerOf(R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"histogram":)"
                 R"([1,{"count":"1","sum":"2"}]}]}})"));
    QVERIFY(result);
    QVERIFY(result->series[0].histograms);
    QVERIFY(result->series[0].samples.empty());
}

void TestResponseDecoder::tellsErrors_data()
{
    using base::ErrorKind;
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<base::ErrorKind>("kind");
    QTest::addColumn<QByteArray>("sentence");
    const auto row = [](const char *name, const char *body, int status, ErrorKind kind, const char *sentence) {
        QTest::newRow(name) << QByteArray(body) << status << kind << QByteArray(sentence);
    };
    row("bad data", R"({"status":"error","errorType":"bad_data","error":"1:7: parse error: x"})", 400,
        ErrorKind::Invalid, "prod cannot read the query: 1:7: parse error: x");
    row("execution", R"({"status":"error","errorType":"execution","error":"many-to-many"})", 422, ErrorKind::Refused,
        "prod cannot answer the query: many-to-many");
    row("timeout", R"({"status":"error","errorType":"timeout","error":"query timed out"})", 503, ErrorKind::Timeout,
        "prod gave up on the query: query timed out");
    row("html", "<!DOCTYPE html><html><head><title>Sign in</title></head></html>", 200, ErrorKind::Unsupported,
        "prod did not answer as Prometheus does: HTTP 200 with “Sign in”. Check the address and its path.");
    row("plain 404", "404 page not found\n", 404, ErrorKind::Unsupported,
        "prod did not answer as Prometheus does: HTTP 404 with “404 page not found”. Check the address and its path.");
    row("proxy", "<html><body><h1>502 Bad Gateway</h1></body></html>", 502, ErrorKind::Network,
        "prod answered with HTTP 502 and “502 Bad Gateway”. Check the server, or the proxy before it.");
    row("credentials", "Unauthorized", 401, ErrorKind::Permission,
        "prod does not accept the credentials (HTTP 401). Check the user name, password or token of the endpoint.");
    const char *broken = "The answer of prod cannot be read: it is broken or cut off. Try again, or check the proxy "
                         "before the server.";
    row("cut off", R"({"status":"success","data":{"resultType":"vec)", 200, ErrorKind::Unsupported, broken);
    row("no data", R"({"status":"success"})", 200, ErrorKind::Unsupported, broken);
    row("odd type", R"({"status":"success","data":{"resultType":"cube","result":[]}})", 200, ErrorKind::Unsupported,
        broken);
    row("odd value", R"({"status":"success","data":{"resultType":"scalar","result":[1,"x"]}})", 200,
        ErrorKind::Unsupported, broken);
    row("short pair", R"({"status":"success","data":{"resultType":"scalar","result":[1]}})", 200,
        ErrorKind::Unsupported, broken);
    row("other json", R"({"message":"hello"})", 200, ErrorKind::Unsupported,
        "prod did not answer as Prometheus does: HTTP 200 with “{\"message\":\"hello\"}”. Check the address and its "
        "path.");
    row("empty", "", 200, ErrorKind::Unsupported,
        "prod did not answer as Prometheus does: HTTP 200 with “”. Check the address and its path.");
}

void TestResponseDecoder::tellsErrors()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(base::ErrorKind, kind);
    QFETCH(QByteArray, sentence);
    const auto result = prometheus::decodeQuery(answerOf(body.toStdString(), status));
    QVERIFY(!result);
    QCOMPARE(result.error().text.english(), sentence.toStdString());
    QCOMPARE(static_cast<int>(result.error().kind), static_cast<int>(kind));
}

void TestResponseDecoder::readsBuildInfo()
{
    const auto prometheus = prometheus::decodeBuildInfo(
        answerOf(R"({"status":"success","data":{"version":"2.42.0","revision":"abc","goVersion":"go1.19"}})"));
    QVERIFY(prometheus);
    QCOMPARE(prometheus->application, std::string("Prometheus"));
    QCOMPARE(prometheus->version, std::string("2.42.0"));
    const auto mimir = prometheus::decodeBuildInfo(
        answerOf(R"({"status":"success","data":{"application":"Grafana Mimir","version":"2.10","revision":"x"}})"));
    QVERIFY(mimir);
    QCOMPARE(mimir->application, std::string("Grafana Mimir"));
    const auto other = prometheus::decodeBuildInfo(answerOf(R"({"status":"success","data":{"version":"2.24.0"}})"));
    QVERIFY(other);
    QVERIFY(other->application.empty());
}

void TestResponseDecoder::readsLabelValues()
{
    const auto values = prometheus::decodeStrings(answerOf(R"({"status":"success","data":["a","b"]})"));
    QVERIFY(values);
    QVERIFY(*values == (std::vector<std::string>{"a", "b"}));
    const auto none = prometheus::decodeStrings(answerOf(R"({"status":"success","data":null})"));
    QVERIFY(none);
    QVERIFY(none->empty());
    QVERIFY(!prometheus::decodeStrings(answerOf(R"({"status":"success","data":{}})")));
}

void TestResponseDecoder::findsFirstWords_data()
{
    QTest::addColumn<QByteArray>("page");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("plain") << QByteArray("  404 page\n not  found\n") << QByteArray("404 page not found");
    QTest::newRow("script") << QByteArray("<ScRipt a='b'>var x = 1 < 2;</SCRIPT><p>Sign&nbsp;in</p><style>p{}</style>!")
                            << QByteArray("Sign&nbsp;in !");
    QTest::newRow("open script") << QByteArray("a<script>b") << QByteArray("a");
    QTest::newRow("open tag") << QByteArray("a<b") << QByteArray("a");
    QTest::newRow("long") << QByteArray(200, 'x') << QByteArray(80, 'x') + "…";
    QTest::newRow("whole characters") << QByteArray("x") + QByteArray("가").repeated(60)
                                      << QByteArray("x") + QByteArray("가").repeated(26) + "…";
}

void TestResponseDecoder::findsFirstWords()
{
    QFETCH(QByteArray, page);
    QFETCH(QByteArray, words);
    QCOMPARE(QByteArray::fromStdString(prometheus::firstWords(page.toStdString())), words);
}

void TestResponseDecoder::findsPlaces_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<int>("offset");
    QTest::addColumn<QByteArray>("shown");
    QTest::addColumn<QByteArray>("type");
    QTest::newRow("first line") << QByteArray("bad_data: invalid parameter \"query\": 1:4: parse error: unexpected x")
                                << QByteArray("up +") << 3 << QByteArray("unexpected x") << QByteArray("bad_data");
    QTest::newRow("second line") << QByteArray("2:2: parse error: y") << QByteArray("한글\n ab") << 8 << QByteArray("y")
                                 << QByteArray();
    QTest::newRow("at the end") << QByteArray("1:5: parse error: z") << QByteArray("up +") << 4 << QByteArray("z")
                                << QByteArray();
    QTest::newRow("beyond the end") << QByteArray("1:9: parse error: z") << QByteArray("up +") << -1
                                    << QByteArray("1:9: parse error: z") << QByteArray();
    QTest::newRow("beyond the lines") << QByteArray("3:1: parse error: z") << QByteArray("up\n+") << -1
                                      << QByteArray("3:1: parse error: z") << QByteArray();
    QTest::newRow("no place") << QByteArray("execution: found duplicate series") << QByteArray("up") << -1
                              << QByteArray("found duplicate series") << QByteArray("execution");
    QTest::newRow("huge numbers") << QByteArray("99999999999999999999999:1: parse error: z") << QByteArray("up") << -1
                                  << QByteArray("99999999999999999999999:1: parse error: z") << QByteArray();
}

void TestResponseDecoder::findsPlaces()
{
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, expr);
    QFETCH(int, offset);
    QFETCH(QByteArray, shown);
    QFETCH(QByteArray, type);
    const prometheus::QueryError error = prometheus::parseQueryError(message.toStdString(), expr.toStdString());
    QCOMPARE(static_cast<int>(error.offset), offset);
    QCOMPARE(error.message, shown.toStdString());
    QCOMPARE(error.errorType, type.toStdString());
}

void TestResponseDecoder::tellsWhenToComeAgain()
{
    const auto said = [](int status, const char *body, const char *after) {
        const auto result = prometheus::decodeQuery({"prod", status, body, after});
        return result ? std::string() : result.error().text.english();
    };
    QCOMPARE(said(429, "too many", "30"), std::string("prod has too many requests (HTTP 429). It asks to wait: 30 s."));
    QCOMPARE(said(429, "{\"status\":\"error\",\"error\":\"x\"}", "Fri, 27 Nov 2026 10:00:00 GMT"),
             std::string("prod has too many requests (HTTP 429). It asks to wait: Fri, 27 Nov 2026 10:00:00 GMT."));
    QCOMPARE(said(429, "", ""), std::string("prod has too many requests (HTTP 429). Try again later."));
    QCOMPARE(said(503, "<html>away</html>", "5"),
             std::string("prod has too many requests (HTTP 503). It asks to wait: 5 s."));
    QVERIFY(said(503, "<html>away</html>", "").find("“away”") != std::string::npos);
}

REGISTER_TEST(TestResponseDecoder);

#include "tst_responsedecoder.moc"

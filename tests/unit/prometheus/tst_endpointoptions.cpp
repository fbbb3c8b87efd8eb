#include "prometheus/endpointoptions.h"
#include "support/registry.h"

#include <QTest>

using prometheus::Endpoint;
using prometheus::EndpointOptions;

class TestEndpointOptions : public QObject
{
    Q_OBJECT

private slots:
    void readsEverything();
    void roundTrips();
    void refuses_data();
    void refuses();
    void readsTimeouts_data();
    void readsTimeouts();
};

namespace {

EndpointOptions manyOptions()
{
    return {{"basic_auth.username", "me"},
            {"basic_auth.password_file", "/secrets/password"},
            {"tls_config.ca_file", "/etc/ca.pem"},
            {"tls_config.cert_file", "/etc/cert.pem"},
            {"tls_config.key_file", "/etc/key.pem"},
            {"tls_config.server_name", "metrics"},
            {"tls_config.insecure_skip_verify", "true"},
            {"headers.X-Scope-OrgID", "team"},
            {"params.dedup", "true"},
            {"proxy_url", "http://proxy:3128"},
            {"via", "ssh -L 9090:h:9090 \"my host\""},
            {"timeout", "1m30s"}};
}

} // namespace

void TestEndpointOptions::readsEverything()
{
    EndpointOptions options = manyOptions();
    options[2].second = "../ca.pem";
    const auto endpoint = prometheus::endpointFromOptions("prod", "https://host/prom", options, "/w/source");
    QVERIFY(endpoint);
    Endpoint expected;
    expected.name = "prod";
    expected.url = "https://host/prom";
    expected.basicAuth.username = "me";
    expected.basicAuth.passwordFile = "/secrets/password";
    expected.caFile = "/w/ca.pem";
    expected.certFile = "/etc/cert.pem";
    expected.keyFile = "/etc/key.pem";
    expected.serverName = "metrics";
    expected.insecureSkipVerify = true;
    expected.headers = {{"X-Scope-OrgID", "team"}};
    expected.parameters = {{"dedup", "true"}};
    expected.proxyUrl = "http://proxy:3128";
    expected.via = {"ssh", "-L", "9090:h:9090", "my host"};
    expected.timeoutMilliseconds = 90000;
    QVERIFY(*endpoint == expected);
    const auto token = prometheus::endpointFromOptions("", "http://h", {{"bearer_token_file", "/t"}});
    QVERIFY(token);
    QCOMPARE(token->bearerTokenFile, std::string("/t"));
    const auto thanos =
        prometheus::endpointFromOptions("", "http://h", {{"dedup", "true"}, {"partial_response", "false"}});
    QVERIFY(thanos);
    QVERIFY((thanos->parameters ==
             std::vector<std::pair<std::string, std::string>>{{"dedup", "true"}, {"partial_response", "false"}}));
    QVERIFY(!prometheus::endpointFromOptions("", "http://h", {{"dedup", "yes"}}));
}

void TestEndpointOptions::roundTrips()
{
    const auto endpoint = prometheus::endpointFromOptions("prod", "https://host", manyOptions());
    QVERIFY(endpoint);
    QVERIFY(prometheus::endpointOptions(*endpoint) == manyOptions());
    QVERIFY(prometheus::endpointOptions(Endpoint()).empty());
    const EndpointOptions keychain = {{"authorization.credentials_keychain", "true"}};
    const auto bearer = prometheus::endpointFromOptions("prod", "https://host", keychain);
    QVERIFY(bearer);
    QVERIFY(bearer->bearerKeychain);
    QVERIFY(prometheus::endpointOptions(*bearer) == keychain);
}

void TestEndpointOptions::refuses_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<EndpointOptions>("options");
    QTest::addColumn<QByteArray>("sentence");
    const auto row = [](const char *name, const char *url, const EndpointOptions &options, const char *sentence) {
        QTest::newRow(name) << QByteArray(url) << options << QByteArray(sentence);
    };
    const char *http = "http://h";
    row("no url", "", {}, "The endpoint has no URL. Write one like http://127.0.0.1:9090.");
    row("file url", "file:///etc", {},
        "“file:///etc” is not an http or https URL. Write one like http://127.0.0.1:9090.");
    row("no host", "http://", {}, "“http://” is not an http or https URL. Write one like http://127.0.0.1:9090.");
    row("password in the url", "http://me:secret@h", {},
        "The URL holds a user name or password. Use basic_auth with a password file instead.");
    row("query", "http://h/?a=b", {}, "The URL must end with its path. Remove what follows the “?” or “#”.");
    row("unknown", http, {{"color", "red"}}, "Endpoints have no option “color”.");
    row("twice", http, {{"timeout", "1s"}, {"timeout", "2s"}}, "The endpoint option “timeout” is written twice.");
    row("secret", http, {{"basic_auth.password", "x"}},
        "basic_auth.password would keep a secret in the workspace file. Write basic_auth.password_file or "
        "basic_auth.password_env instead.");
    row("token", http, {{"bearer_token", "x"}},
        "bearer_token would keep a secret in the workspace file. Write bearer_token_file or bearer_token_env instead.");
    row("header secret", http, {{"headers.authorization", "x"}},
        "The Authorization header would hold a secret. Use basic_auth or authorization instead.");
    row("header name", http, {{"headers.a b", "x"}}, "“a b” is not a header name.");
    row("header lines", http, {{"headers.a", "x\r\ny: z"}}, "The value of header a must be one line.");
    row("switch", http, {{"tls_config.insecure_skip_verify", "yes"}},
        "tls_config.insecure_skip_verify must be true or false, not “yes”.");
    row("two ways", http, {{"basic_auth.username", "u"}, {"bearer_token_file", "/t"}},
        "The endpoint names more than one password or token. Keep one of them.");
    row("no user", http, {{"basic_auth.password_file", "/p"}},
        "A password needs a user name. Set basic_auth.username.");
    row("half certificate", http, {{"tls_config.cert_file", "/c"}},
        "A client certificate needs both files. Set tls_config.cert_file and tls_config.key_file.");
    row("timeout", http, {{"timeout", "soon"}}, "“soon” is not a timeout. Write a duration up to 1h, like 30s.");
    row("type", http, {{"authorization.type", "Digest"}},
        "authorization.type must be Bearer; “Digest” is not supported.");
}

void TestEndpointOptions::refuses()
{
    QFETCH(QByteArray, url);
    QFETCH(EndpointOptions, options);
    QFETCH(QByteArray, sentence);
    const auto endpoint = prometheus::endpointFromOptions("prod", url.toStdString(), options);
    QVERIFY(!endpoint);
    QCOMPARE(QByteArray::fromStdString(endpoint.error().text.english()), sentence);
    QVERIFY(endpoint.error().kind == base::ErrorKind::Invalid);
}

void TestEndpointOptions::readsTimeouts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("milliseconds");
    QTest::addColumn<QByteArray>("canonical");
    QTest::newRow("seconds") << QByteArray("30s") << 30000 << QByteArray("30s");
    QTest::newRow("mixed") << QByteArray("1m30s") << 90000 << QByteArray("1m30s");
    QTest::newRow("milliseconds") << QByteArray("1500ms") << 1500 << QByteArray("1s500ms");
    QTest::newRow("hour") << QByteArray("1h") << 3600000 << QByteArray("1h");
    QTest::newRow("too long") << QByteArray("1h1ms") << -1 << QByteArray();
    QTest::newRow("wrong order") << QByteArray("1s1m") << -1 << QByteArray();
    QTest::newRow("twice") << QByteArray("1s1s") << -1 << QByteArray();
    QTest::newRow("no unit") << QByteArray("30") << -1 << QByteArray();
    QTest::newRow("no number") << QByteArray("s") << -1 << QByteArray();
    QTest::newRow("nothing") << QByteArray("") << -1 << QByteArray();
    QTest::newRow("zero") << QByteArray("0s") << -1 << QByteArray();
    QTest::newRow("overflow") << QByteArray("99999999999999999999s") << -1 << QByteArray();
}

void TestEndpointOptions::readsTimeouts()
{
    QFETCH(QByteArray, text);
    QFETCH(int, milliseconds);
    QFETCH(QByteArray, canonical);
    const base::Result<int> timeout = prometheus::timeoutFromText(text.toStdString());
    QCOMPARE(timeout ? *timeout : -1, milliseconds);
    if (timeout)
        QCOMPARE(QByteArray::fromStdString(prometheus::timeoutText(*timeout)), canonical);
}

REGISTER_TEST(TestEndpointOptions);

#include "tst_endpointoptions.moc"

#include "support/faultserver.h"
#include "support/prometheusserver.h"
#include "support/registry.h"
#include "widgets/endpointdialog.h"
#include "widgets/secretstore.h"

#include <map>

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using prometheus::Endpoint;
using support::FaultServer;
using widgets::EndpointDialog;

class TestEndpointDialog : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void returnsWhatItWasGiven_data();
    void returnsWhatItWasGiven();
    void showsOnlyWhatMatters();
    void testsARealServer();
    void tellsWhyATestFails();
    void testsServersWithoutBuildInfo();
    void forgetsResultsOfOtherAddresses();
    void refusesToSaveWhatCannotWork();
    void keepsPasswordsInTheStore();
    void staysOpenWhenTheStoreFails();
    void namesItsControls();

private:
    support::PrometheusServer m_server;
};

namespace {

class MemoryStore : public widgets::SecretStore
{
public:
    void read(const std::string &endpoint, QObject *context, ReadDone done) override
    {
        QTimer::singleShot(0, context, [this, endpoint, done] {
            if (fails || !secrets.contains(endpoint))
                done(failure());
            else
                done(secrets.at(endpoint));
        });
    }
    void write(const std::string &endpoint, const std::string &secret, QObject *context, WriteDone done) override
    {
        QTimer::singleShot(0, context, [this, endpoint, secret, done] {
            if (fails)
                return done(failure());
            secrets[endpoint] = secret;
            done({});
        });
    }
    static base::Error failure()
    {
        return {base::ErrorKind::Unsupported,
                {TRANSLATABLE("Core", "The desktop's keychain cannot be used: %1."), {"x"}},
                {}};
    }

    std::map<std::string, std::string> secrets;
    bool fails = false;
};

Endpoint endpointAt(const QString &url)
{
    Endpoint endpoint;
    endpoint.name = "prod";
    endpoint.url = url.toStdString();
    return endpoint;
}

void type(EndpointDialog &dialog, const char *edit, const QString &text)
{
    dialog.findChild<QLineEdit *>(edit)->setText(text);
}

void choose(EndpointDialog &dialog, const char *combo, int index)
{
    dialog.findChild<QComboBox *>(combo)->setCurrentIndex(index);
}

QString told(const EndpointDialog &dialog)
{
    return dialog.findChild<QLabel *>("endpointResult")->text();
}

void press(EndpointDialog &dialog, QDialogButtonBox::StandardButton button)
{
    dialog.findChild<QDialogButtonBox *>("endpointButtons")->button(button)->click();
}

} // namespace

void TestEndpointDialog::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.error()));
}

void TestEndpointDialog::returnsWhatItWasGiven_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("plain") << 0;
    QTest::newRow("password file") << 1;
    QTest::newRow("password variable") << 2;
    QTest::newRow("password in the keychain") << 3;
    QTest::newRow("token file") << 4;
    QTest::newRow("token variable") << 5;
    QTest::newRow("token in the keychain") << 6;
}

void TestEndpointDialog::returnsWhatItWasGiven()
{
    QFETCH(int, kind);
    Endpoint endpoint = endpointAt("https://host/prom");
    endpoint.caFile = "/ca";
    endpoint.certFile = "/cert";
    endpoint.keyFile = "/key";
    endpoint.insecureSkipVerify = true;
    endpoint.headers = {{"X-Scope-OrgID", "a: b"}, {"X-Other", "c"}};
    endpoint.serverName = "metrics";
    endpoint.parameters = {{"dedup", "true"}, {"partial_response", "false"}, {"x", "a=b"}};
    endpoint.proxyUrl = "socks5://proxy:1080";
    endpoint.via = {"ssh", "-L", "9090:host:9090", "a host"};
    endpoint.timeoutMilliseconds = 90000;
    if (kind >= 1 && kind <= 3)
        endpoint.basicAuth = {"me", kind == 1 ? "/p" : "", kind == 2 ? "P" : "", kind == 3};
    endpoint.bearerTokenFile = kind == 4 ? "/t" : "";
    endpoint.bearerTokenEnv = kind == 5 ? "T" : "";
    endpoint.bearerKeychain = kind == 6;
    EndpointDialog dialog(endpoint);
    QVERIFY(dialog.endpoint() == endpoint);
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.open();
    press(dialog, QDialogButtonBox::Save);
    QCOMPARE(told(dialog), QString());
    QCOMPARE(accepted.count(), 1);
    QVERIFY(dialog.endpoint() == endpoint);
}

void TestEndpointDialog::showsOnlyWhatMatters()
{
    EndpointDialog dialog(endpointAt("http://h"));
    dialog.open();
    const auto visible = [&](const char *name) { return dialog.findChild<QWidget *>(name)->isVisible(); };
    QVERIFY(!visible("endpointUser") && !visible("endpointSecretSource") && !visible("endpointSecretFile"));
    choose(dialog, "endpointAuth", 1);
    QVERIFY(visible("endpointUser") && visible("endpointSecretSource") && visible("endpointSecretFile"));
    QVERIFY(!visible("endpointSecretVariable") && !visible("endpointPassword"));
    choose(dialog, "endpointAuth", 2);
    choose(dialog, "endpointSecretSource", 2);
    QVERIFY(!visible("endpointUser") && !visible("endpointSecretFile") && visible("endpointPassword"));
    QCOMPARE(dialog.findChild<QLineEdit *>("endpointPassword")->echoMode(), QLineEdit::Password);
}

void TestEndpointDialog::testsARealServer()
{
    EndpointDialog dialog(endpointAt(m_server.url()));
    dialog.open();
    dialog.findChild<QPushButton *>("endpointTest")->click();
    QVERIFY2(told(dialog).startsWith("Asking http://127.0.0.1:"), qPrintable(told(dialog)));
    QTRY_VERIFY2(told(dialog).startsWith("Prometheus 2."), qPrintable(told(dialog)));
    QVERIFY2(told(dialog).endsWith(" ms."), qPrintable(told(dialog)));
}

void TestEndpointDialog::tellsWhyATestFails()
{
    EndpointDialog dialog(endpointAt("http://127.0.0.1:1"));
    dialog.open();
    auto *test = dialog.findChild<QPushButton *>("endpointTest");
    test->click();
    QTRY_COMPARE(told(dialog),
                 QString("Nothing listens at http://127.0.0.1:1. Start the server, or check the address."));
    type(dialog, "endpointUrl", "ftp://x");
    QCOMPARE(told(dialog), QString());
    test->click();
    QCOMPARE(told(dialog), QString("“ftp://x” is not an http or https URL. Write one like http://127.0.0.1:9090."));
    type(dialog, "endpointUrl", m_server.url() + "/graph");
    test->click();
    QTRY_VERIFY2(told(dialog).startsWith("prod did not answer as Prometheus does: HTTP 404"), qPrintable(told(dialog)));
}

void TestEndpointDialog::testsServersWithoutBuildInfo()
{
    FaultServer server([](const FaultServer::Request &request) {
        FaultServer::Response response;
        response.status = request.target.startsWith("/api/v1/query?") ? 200 : 404;
        response.body =
            response.status == 200
                ? R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"1"]}]}})"
                : "not found";
        return response;
    });
    EndpointDialog dialog(endpointAt(server.url()));
    dialog.open();
    dialog.findChild<QPushButton *>("endpointTest")->click();
    QTRY_VERIFY2(told(dialog).startsWith("A server compatible with Prometheus answers in "), qPrintable(told(dialog)));
}

void TestEndpointDialog::forgetsResultsOfOtherAddresses()
{
    FaultServer server([](const FaultServer::Request &) {
        FaultServer::Response response;
        response.silent = true;
        return response;
    });
    EndpointDialog dialog(endpointAt(server.url()));
    dialog.open();
    dialog.findChild<QPushButton *>("endpointTest")->click();
    QTRY_COMPARE(server.requests().size(), 1);
    type(dialog, "endpointName", "other");
    QCOMPARE(told(dialog), QString());
    QTRY_COMPARE(server.openConnections(), 0);
    QCOMPARE(told(dialog), QString());
}

void TestEndpointDialog::refusesToSaveWhatCannotWork()
{
    EndpointDialog dialog{Endpoint()};
    dialog.setTakenNames({"prod"});
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.open();
    const auto refused = [&](const QString &sentence) {
        press(dialog, QDialogButtonBox::Save);
        return told(dialog) == sentence && accepted.isEmpty() && dialog.isVisible();
    };
    QVERIFY2(refused("The endpoint has no URL. Write one like http://127.0.0.1:9090."), qPrintable(told(dialog)));
    type(dialog, "endpointUrl", "http://h");
    QVERIFY2(refused("The endpoint has no name. Give it one like prod."), qPrintable(told(dialog)));
    type(dialog, "endpointName", "prod");
    QVERIFY2(refused("There is another endpoint named prod. Choose a different name."), qPrintable(told(dialog)));
    type(dialog, "endpointName", "stage");
    choose(dialog, "endpointAuth", 1);
    QVERIFY2(refused("The user name is missing."), qPrintable(told(dialog)));
    type(dialog, "endpointUser", "me");
    QVERIFY2(refused("Name the file or environment variable that holds the password or token."),
             qPrintable(told(dialog)));
    type(dialog, "endpointSecretFile", "/p");
    type(dialog, "endpointTimeout", "soon");
    QVERIFY2(refused("“soon” is not a timeout. Write a duration up to 1h, like 30s."), qPrintable(told(dialog)));
    type(dialog, "endpointTimeout", "10s");
    dialog.findChild<QPlainTextEdit *>("endpointHeaders")->setPlainText("X-Scope-OrgID team");
    QVERIFY2(refused("“X-Scope-OrgID team” is not a header. Write one a line, like X-Scope-OrgID: team."),
             qPrintable(told(dialog)));
    dialog.findChild<QPlainTextEdit *>("endpointHeaders")->setPlainText("X-Scope-OrgID: team\n\n");
    press(dialog, QDialogButtonBox::Save);
    QCOMPARE(accepted.count(), 1);
    QCOMPARE(dialog.endpoint().headers.size(), std::size_t(1));
    QCOMPARE(dialog.endpoint().timeoutMilliseconds, 10000);
}

void TestEndpointDialog::keepsPasswordsInTheStore()
{
    QByteArray authorization;
    FaultServer server([&](const FaultServer::Request &request) {
        authorization = request.header("authorization");
        FaultServer::Response response;
        response.body = R"({"status":"success","data":{"version":"2.42.0","revision":"x"}})";
        return response;
    });
    MemoryStore store;
    EndpointDialog dialog(endpointAt(server.url()));
    dialog.setSecretStore(&store);
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.open();
    choose(dialog, "endpointAuth", 1);
    choose(dialog, "endpointSecretSource", 2);
    type(dialog, "endpointUser", "me");
    press(dialog, QDialogButtonBox::Save);
    QCOMPARE(told(dialog), QString("Enter the password or token that the keychain is to hold."));
    type(dialog, "endpointPassword", "secret");
    dialog.findChild<QPushButton *>("endpointTest")->click();
    QTRY_VERIFY(told(dialog).startsWith("Prometheus 2.42.0 answers"));
    QCOMPARE(authorization, "Basic " + QByteArray("me:secret").toBase64());
    QVERIFY(store.secrets.empty());
    press(dialog, QDialogButtonBox::Save);
    QTRY_COMPARE(accepted.count(), 1);
    QCOMPARE(store.secrets["prod"], std::string("secret"));

    // Later the stored one is used without being shown or asked for.
    EndpointDialog again(dialog.endpoint());
    again.setSecretStore(&store);
    again.open();
    QVERIFY(again.findChild<QLineEdit *>("endpointPassword")->text().isEmpty());
    authorization.clear();
    again.findChild<QPushButton *>("endpointTest")->click();
    QTRY_COMPARE(authorization, "Basic " + QByteArray("me:secret").toBase64());
    // Under another name the store has none.
    type(again, "endpointName", "renamed");
    press(again, QDialogButtonBox::Save);
    QCOMPARE(told(again), QString("Enter the password or token that the keychain is to hold."));
}

void TestEndpointDialog::staysOpenWhenTheStoreFails()
{
    MemoryStore store;
    store.fails = true;
    EndpointDialog dialog(endpointAt("http://h"));
    dialog.setSecretStore(&store);
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.open();
    choose(dialog, "endpointAuth", 2);
    choose(dialog, "endpointSecretSource", 2);
    type(dialog, "endpointPassword", "token");
    press(dialog, QDialogButtonBox::Save);
    QTRY_COMPARE(told(dialog), QString("The desktop's keychain cannot be used: x."));
    QVERIFY(accepted.isEmpty() && dialog.isVisible());
    QVERIFY(dialog.findChild<QDialogButtonBox *>("endpointButtons")->isEnabled());
}

void TestEndpointDialog::namesItsControls()
{
    EndpointDialog dialog{Endpoint()};
    int controls = 0;
    for (const QWidget *widget : dialog.findChildren<QWidget *>()) {
        const bool control = qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QComboBox *>(widget) ||
                             qobject_cast<const QPlainTextEdit *>(widget) || qobject_cast<const QCheckBox *>(widget);
        if (!control)
            continue;
        ++controls;
        QVERIFY2(widget->objectName().startsWith("endpoint"), qPrintable(widget->objectName()));
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
    }
    QCOMPARE(controls, 18);
}

REGISTER_TEST(TestEndpointDialog);

#include "tst_endpointdialog.moc"

#include "support/faultserver.h"
#include "support/prometheusserver.h"
#include "support/registry.h"
#include "widgets/actions.h"
#include "widgets/appearance.h"
#include "widgets/completer.h"
#include "widgets/dialectbutton.h"
#include "widgets/documentview.h"
#include "widgets/endpointpicker.h"
#include "widgets/expreditor.h"
#include "widgets/mainwindow.h"
#include "widgets/problemspanel.h"
#include "widgets/ruleform.h"

#include <QAction>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>

namespace {

constexpr const char *headerRules = R"(groups:
- name: g
  interval: 30s
  rules:
  - record: a:b
    expr: holt_winters(up[5m], 0.5, 0.5)
  - alert: Down
    expr: up == 0
)";

} // namespace

/// What the window says of the endpoint: which server answered, its part of the rules, the language of the rules.
class TestEndpointHeader : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void tellsWhatAnswered();
    void readsRulesInTheLanguageOfTheEndpoint();
    void letsThePersonChoose();
    void tellsWhatIsWrongAndRecovers();

private:
    [[nodiscard]] QString summary() const { return m_window->findChild<QLabel *>("endpointSummary")->text(); }
    [[nodiscard]] QString dialect() const { return m_window->findChild<widgets::DialectButton *>()->text(); }
    void addEndpoint(const QString &url);

    QTemporaryDir m_rules;
    support::PrometheusServer m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<widgets::Appearance> m_appearance;
    std::unique_ptr<widgets::MainWindow> m_window;
};

void TestEndpointHeader::initTestCase()
{
    const QString path = m_rules.filePath("rules.yml");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("groups:\n- name: g\n  interval: 30s\n  rules:\n  - alert: Down\n    expr: up == 0\n");
    file.close();
    support::PrometheusServer::Options options;
    options.configuration =
        "global:\n  external_labels: {cluster: east, replica: a}\nrule_files: ['" + path.toUtf8() + "']\n";
    QVERIFY2(m_server.start(options), qPrintable(m_server.error()));
}

void TestEndpointHeader::init()
{
    m_window.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    QFile file(m_folder->filePath("rules.yaml"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(headerRules);
    file.close();
    m_appearance = std::make_unique<widgets::Appearance>();
    m_window = std::make_unique<widgets::MainWindow>(m_appearance.get(), 0);
    m_window->show();
    m_window->openPath(m_folder->path());
    QTRY_VERIFY(m_window->workspace()->isOpen());
}

void TestEndpointHeader::addEndpoint(const QString &url)
{
    prometheus::Endpoint endpoint;
    endpoint.name = "prod";
    endpoint.url = url.toStdString();
    m_window->endpoints()->setEndpoint(endpoint);
}

void TestEndpointHeader::tellsWhatAnswered()
{
    QCOMPARE(summary(), QString());
    addEndpoint(m_server.url());
    QTRY_VERIFY2(summary().contains("1 of 2 rule"), qPrintable(summary()));
    QVERIFY2(summary().startsWith("Prometheus 2."), qPrintable(summary()));
    QVERIFY2(summary().contains("cluster=east, replica=a"), qPrintable(summary()));
    // It takes the room that the tool bar has left.
    QTRY_VERIFY(m_window->findChild<QLabel *>("endpointSummary")->width() > 100);
}

void TestEndpointHeader::readsRulesInTheLanguageOfTheEndpoint()
{
    QCOMPARE(dialect(), QString("PromQL 3.14"));
    QTRY_VERIFY(m_window->findChild<widgets::ProblemsPanel *>()->count() > 0);
    const int before = m_window->findChild<widgets::ProblemsPanel *>()->count();
    addEndpoint(m_server.url());
    QTRY_COMPARE(dialect(), QString("PromQL 2.42"));
    QTRY_VERIFY(m_window->findChild<widgets::ProblemsPanel *>()->count() < before);
    const QString why = m_window->findChild<widgets::DialectButton *>()->toolTip();
    QVERIFY2(why.contains("prod"), qPrintable(why));
    // Hover, too: the function exists.
    m_window->showRule({m_folder->filePath("rules.yaml").toStdString(), 0, {}, "g", 0});
    QVERIFY(m_window->currentView());
    const auto *editor = m_window->currentView()->form()->exprEditor();
    QCOMPARE(editor->completer()->dialect().major, 2);
    QVERIFY(widgets::expressionHover("holt_winters(up[5m], 0.5, 0.5)", 3, editor->completer()->dialect())
                .startsWith("holt_winters("));
    m_window->endpoints()->removeCurrent();
    QTRY_COMPARE(dialect(), QString("PromQL 3.14"));
    QTRY_COMPARE(m_window->findChild<widgets::ProblemsPanel *>()->count(), before);
}

void TestEndpointHeader::letsThePersonChoose()
{
    addEndpoint(m_server.url());
    QTRY_COMPARE(dialect(), QString("PromQL 2.42"));
    auto *button = m_window->findChild<widgets::DialectButton *>();
    const auto choose = [button](const QString &text) {
        QMetaObject::invokeMethod(button->menu(), "aboutToShow");
        for (QAction *action : button->menu()->actions()) {
            if (action->text() == text) {
                action->trigger();
                return true;
            }
        }
        return false;
    };
    QVERIFY(choose("Prometheus 3.5"));
    QTRY_COMPARE(dialect(), QString("PromQL 3.5"));
    QVERIFY(choose("As the workspace file or the endpoint says"));
    QTRY_COMPARE(dialect(), QString("PromQL 2.42"));
}

void TestEndpointHeader::tellsWhatIsWrongAndRecovers()
{
    bool up = false;
    support::FaultServer server([&up](const support::FaultServer::Request &request) {
        support::FaultServer::Response response;
        response.status = up ? 200 : 503;
        response.contentType = up ? "application/json" : "text/html";
        response.body = up ? R"({"status":"success","data":{"version":"3.5.0","revision":"abc"}})"
                           : "<html><title>Service Unavailable</title></html>";
        if (up && request.target.contains("/rules"))
            response.body = R"({"status":"success","data":{"groups":[]}})";
        return response;
    });
    m_window->endpoints()->setTestIntervals(std::chrono::milliseconds(50), std::chrono::milliseconds(50));
    addEndpoint(server.url());
    QTRY_VERIFY2(summary().contains("HTTP 503") && summary().contains("Service Unavailable"), qPrintable(summary()));
    QVERIFY(m_window->endpoints()->hasFailed());
    up = true;
    QTRY_VERIFY2(summary().startsWith("Prometheus 3.5.0"), qPrintable(summary()));
    QTRY_VERIFY2(summary().contains("0 of 2 rule"), qPrintable(summary()));
    QTRY_COMPARE(dialect(), QString("PromQL 3.5"));
    up = false;
    QTRY_VERIFY2(summary().contains("HTTP 503"), qPrintable(summary()));
}

REGISTER_TEST(TestEndpointHeader);

#include "tst_endpointheader.moc"

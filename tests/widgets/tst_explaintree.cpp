#include "prometheus/client.h"
#include "support/faultserver.h"
#include "support/prometheusserver.h"
#include "support/registry.h"
#include "widgets/explaintree.h"

#include <QDateTime>
#include <QDateTimeEdit>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

using widgets::ExplainTree;

namespace {

std::shared_ptr<const promql::Tree> parsed(const char *expr)
{
    return std::make_shared<const promql::Tree>(promql::parse(expr));
}

prometheus::Endpoint explainedEndpoint(const QString &url)
{
    prometheus::Endpoint endpoint;
    endpoint.name = "prod";
    endpoint.url = url.toStdString();
    return endpoint;
}

} // namespace

/// The tree of the Inspector, asking a real Prometheus.
class TestExplainTree : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void showsTypesWithoutAnEndpoint();
    void showsWhatEachPartReturns();
    void marksWhatTurnsEmpty();
    void explainsAtTheChosenTime();
    void readsUnsavedRules();
    void pointsIntoTheExpression();
    void tellsWhatIsWrong();
    void forgetsAnEndpointThatGoes();
    void tellsWhatIsNotSettled();

private:
    [[nodiscard]] static QTreeWidget *treeOf(const ExplainTree &view)
    {
        return view.findChild<QTreeWidget *>("expressionTree");
    }
    [[nodiscard]] static QString details(const ExplainTree &view)
    {
        return view.findChild<QLabel *>("explainDetails")->text();
    }
    [[nodiscard]] static bool explains(ExplainTree &view)
    {
        QSignalSpy done(&view, &ExplainTree::explained);
        view.resize(400, 500);
        view.show();
        return done.wait(20000);
    }

    support::PrometheusServer m_server;
    qint64 m_end = 0;
};

void TestExplainTree::initTestCase()
{
    m_end = QDateTime::currentSecsSinceEpoch() / 60 * 60 - 60;
    QByteArray text = "# TYPE et_memory gauge\n";
    for (const char *job : {"gateway", "identity"}) {
        // Ends half an hour before the end.
        for (qint64 time = m_end - 7200; time <= m_end - 1800; time += 30)
            text += QByteArray("et_memory{job=\"") + job + "\"} 100 " + QByteArray::number(time) + '\n';
    }
    support::PrometheusServer::Options options;
    options.openMetrics = {text + "# EOF\n"};
    QVERIFY2(m_server.start(options), qPrintable(m_server.error()));
}

void TestExplainTree::showsTypesWithoutAnEndpoint()
{
    ExplainTree view;
    view.show();
    view.setExpression(parsed("sum by (job) (et_memory) > 50"));
    const QTreeWidgetItem *root = treeOf(view)->topLevelItem(0);
    QCOMPARE(root->text(0), QString(">"));
    QCOMPARE(root->text(1), QString("instant vector"));
    QCOMPARE(root->child(0)->text(0), QString("sum by (job)"));
    QVERIFY(!view.findChild<QDateTimeEdit *>("explainTime")->isVisible());
    // While somebody types, too.
    view.setExpression(parsed("sum(et_memory"));
    QCOMPARE(treeOf(view)->topLevelItem(0)->text(0), QString("sum"));
}

void TestExplainTree::showsWhatEachPartReturns()
{
    prometheus::Client client(explainedEndpoint(m_server.url()));
    ExplainTree view;
    view.setClient(&client);
    view.setTime(double(m_end - 3600));
    view.setExpression(parsed("sum(et_memory) > 50"));
    QVERIFY(explains(view));
    QTreeWidgetItem *root = treeOf(view)->topLevelItem(0);
    QCOMPARE(root->text(1), QString("200"));
    QTreeWidgetItem *selector = root->child(0)->child(0);
    QCOMPARE(selector->text(1), QString("2 series"));
    treeOf(view)->setCurrentItem(selector);
    const QString said = details(view);
    QVERIFY2(said.contains("2 series") && said.contains(" ms"), qPrintable(said));
    QVERIFY2(said.contains("Labels: __name__, job"), qPrintable(said));
    QVERIFY2(said.contains("{__name__=\"et_memory\", job=\"gateway\"}  100"), qPrintable(said));
    QCOMPARE(selector->data(1, Qt::AccessibleDescriptionRole).toString(), said);
}

void TestExplainTree::marksWhatTurnsEmpty()
{
    prometheus::Client client(explainedEndpoint(m_server.url()));
    ExplainTree view;
    view.setClient(&client);
    view.setExpression(parsed("sum(et_memory) / sum(et_never)"));
    QVERIFY(explains(view));
    QTreeWidgetItem *root = treeOf(view)->topLevelItem(0);
    const QTreeWidgetItem *gone = root->child(0)->child(0);
    QVERIFY2(gone->text(1).contains("turns empty"), qPrintable(gone->text(1)));
    // The first one is shown at once.
    QCOMPARE(treeOf(view)->currentItem(), gone);
    QVERIFY2(details(view).contains("There were samples until "), qPrintable(details(view)));
    treeOf(view)->setCurrentItem(root->child(1)->child(0));
    QVERIFY2(details(view).contains("within its retention"), qPrintable(details(view)));
}

void TestExplainTree::explainsAtTheChosenTime()
{
    prometheus::Client client(explainedEndpoint(m_server.url()));
    ExplainTree view;
    view.setClient(&client);
    view.setExpression(parsed("et_memory"));
    QVERIFY(explains(view));
    QTreeWidgetItem *root = treeOf(view)->topLevelItem(0);
    QVERIFY(root->text(1).contains("turns empty"));
    QSignalSpy chosen(&view, &ExplainTree::timeChosen);
    QSignalSpy done(&view, &ExplainTree::explained);
    view.findChild<QToolButton *>("explainNow")->setChecked(false);
    view.findChild<QDateTimeEdit *>("explainTime")->setDateTime(QDateTime::fromSecsSinceEpoch(m_end - 3600));
    QVERIFY(chosen.count() >= 2);
    QCOMPARE(chosen.last().first().value<std::optional<double>>(), std::optional(double(m_end - 3600)));
    QVERIFY(done.wait(20000));
    QCOMPARE(root->text(1), QString("2 series"));
    // Told by others, it tells nobody.
    chosen.clear();
    view.setTime(std::nullopt);
    QVERIFY(view.findChild<QToolButton *>("explainNow")->isChecked());
    QVERIFY(done.wait(20000));
    QVERIFY(root->text(1).contains("turns empty"));
    QCOMPARE(chosen.count(), 0);
}

void TestExplainTree::readsUnsavedRules()
{
    prometheus::Client client(explainedEndpoint(m_server.url()));
    const auto document = rules::load("r.yml", "groups:\n- name: g\n  interval: 1m\n  rules:\n"
                                               "  - {record: 'job:memory:sum', expr: sum by (job) (et_memory)}\n");
    ExplainTree view;
    view.setRulesProvider([&document] { return backtest::Documents{document}; });
    view.setClient(&client);
    view.setTime(double(m_end - 3600));
    view.setExpression(parsed("job:memory:sum > 150"));
    QVERIFY(explains(view));
    const QTreeWidgetItem *root = treeOf(view)->topLevelItem(0);
    QVERIFY2(root->text(1).contains("turns empty"), qPrintable(root->text(1)));
    QCOMPARE(root->child(0)->text(1), QString("2 series"));
    QCOMPARE(root->child(0)->child(0)->text(0), QString("◆ job:memory:sum = sum by (job)"));
    QCOMPARE(root->child(0)->child(0)->child(0)->text(1), QString("2 series"));
    const auto *notes = view.findChild<QLabel *>("explainNotes");
    QVERIFY(notes->isVisible());
    QVERIFY2(notes->text().contains("job:memory:sum is not loaded"), qPrintable(notes->text()));
}

void TestExplainTree::pointsIntoTheExpression()
{
    ExplainTree view;
    view.show();
    view.setExpression(parsed("sum(et_memory) > 50"));
    QSignalSpy activated(&view, &ExplainTree::partActivated);
    treeOf(view)->setCurrentItem(treeOf(view)->topLevelItem(0)->child(0)->child(0));
    QTest::keyClick(treeOf(view), Qt::Key_Return);
    QCOMPARE(activated.count(), 1);
    QCOMPARE(activated.first().first().value<base::ByteRange>(), (base::ByteRange{4, 13}));
}

void TestExplainTree::tellsWhatIsWrong()
{
    support::FaultServer server([](const support::FaultServer::Request &) {
        support::FaultServer::Response response;
        response.status = 503;
        response.contentType = "text/html";
        response.body = "<html><body>Down for maintenance</body></html>";
        return response;
    });
    prometheus::Client client(explainedEndpoint(server.url()));
    ExplainTree view;
    view.setClient(&client);
    view.setExpression(parsed("sum(et_memory) > 50"));
    QVERIFY(explains(view));
    QCOMPARE(treeOf(view)->topLevelItem(0)->text(1), QString("error"));
    QVERIFY2(details(view).contains("Down for maintenance"), qPrintable(details(view)));
    // It does not ask for every part of what is down.
    QCOMPARE(server.requests().size(), 1);
}

/// VictoriaMetrics keeps its newest half minute back.
void TestExplainTree::tellsWhatIsNotSettled()
{
    support::FaultServer server([](const support::FaultServer::Request &) {
        support::FaultServer::Response response;
        response.body = R"({"status":"success","data":{"resultType":"vector","result":[
                          {"metric":{"job":"a"},"value":[1700000000,"2"]}]}})";
        response.headers = {"X-Server-Hostname: vm"};
        return response;
    });
    prometheus::Client client(explainedEndpoint(server.url()));
    ExplainTree view;
    view.setClient(&client);
    view.setExpression(parsed("x"));
    QVERIFY(explains(view));
    const auto *notes = view.findChild<QLabel *>("explainNotes");
    QVERIFY2(notes->text().contains("VictoriaMetrics repeats or leaves out"), qPrintable(notes->text()));
    QVERIFY(notes->isVisible());
    QSignalSpy done(&view, &ExplainTree::explained);
    view.setTime(client.serverNow() - 3600);
    QVERIFY(done.wait(20000));
    QVERIFY2(!notes->text().contains("VictoriaMetrics"), qPrintable(notes->text()));
}

void TestExplainTree::forgetsAnEndpointThatGoes()
{
    auto client = std::make_unique<prometheus::Client>(explainedEndpoint(m_server.url()));
    ExplainTree view;
    view.setClient(client.get());
    view.setExpression(parsed("et_memory"));
    QVERIFY(explains(view));
    client.reset();
    QCOMPARE(treeOf(view)->topLevelItem(0)->text(1), QString("instant vector"));
    view.setExpression(parsed("sum(et_memory)"));
    QCOMPARE(treeOf(view)->topLevelItem(0)->text(0), QString("sum"));
}

REGISTER_TEST(TestExplainTree);

#include "tst_explaintree.moc"

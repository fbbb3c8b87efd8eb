#include "support/faultserver.h"
#include "support/prometheusserver.h"
#include "support/registry.h"
#include "widgets/previewchart.h"
#include "widgets/previewpanel.h"
#include "widgets/seriestable.h"
#include "widgets/statepage.h"

#include <cmath>

#include <QComboBox>
#include <QDateTime>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using prometheus::Client;
using prometheus::Endpoint;
using support::FaultServer;
using widgets::PreviewPanel;
using State = widgets::PreviewPanel::State;

class TestPreviewPanel : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void needsAnEndpoint();
    void previewsComparisons();
    void chartsTheQuietSide();
    void tellsEmptyAnswers();
    void tellsWhereTheServerStumbled();
    void tellsIncompleteExpressions();
    void keepsTheChartWhileTyping();
    void asksTheServerOnRefresh();
    void tellsServersThatAreDown();
    void asksOneQuestionAtATime();
    void waitsWhileHidden();
    void offersToCancel();
    void showsRangeVectorsWithoutChart();
    void choosesTheRange();
    void survivesItsClient();
    void asksForAlerts();
    void namesItsControls();

private:
    [[nodiscard]] Endpoint endpoint() const;
    /// A shown panel at the real server.
    std::unique_ptr<PreviewPanel> panel(Client *client);

    support::PrometheusServer m_server;
    qint64 m_end = 0;
};

namespace {

QString sentence(const PreviewPanel &panel, const char *page = "previewState")
{
    return panel.findChild<widgets::StatePage *>(page)->sentence();
}

bool shows(const PreviewPanel &panel, const char *name)
{
    return panel.findChild<QWidget *>(name)->isVisible();
}

constexpr int settled = 10000;

} // namespace

void TestPreviewPanel::initTestCase()
{
    m_end = QDateTime::currentSecsSinceEpoch() / 60 * 60 - 60;
    QByteArray text = "# TYPE rw_ratio gauge\n";
    for (int series = 0; series < 3; ++series) {
        for (qint64 time = m_end - 6 * 3600; time <= m_end; time += 30) {
            const double value = series + (time > m_end - 600 && series == 2 ? 5 : 0) +
                                 0.5 * std::sin(static_cast<double>(m_end - time) / 900);
            text += "rw_ratio{job=\"job" + QByteArray::number(series) + "\"} " + QByteArray::number(value) + " " +
                    QByteArray::number(time) + "\n";
        }
    }
    support::PrometheusServer::Options options;
    options.openMetrics = {text + "# EOF\n"};
    QVERIFY2(m_server.start(options), qPrintable(m_server.error()));
}

Endpoint TestPreviewPanel::endpoint() const
{
    Endpoint endpoint;
    endpoint.name = "prod";
    endpoint.url = m_server.url().toStdString();
    return endpoint;
}

std::unique_ptr<PreviewPanel> TestPreviewPanel::panel(Client *client)
{
    auto panel = std::make_unique<PreviewPanel>();
    panel->resize(1000, 320);
    panel->setEvaluationTime(static_cast<double>(m_end));
    panel->setClient(client);
    panel->show();
    return panel;
}

void TestPreviewPanel::needsAnEndpoint()
{
    const auto preview = panel(nullptr);
    QCOMPARE(preview->state(), State::NoEndpoint);
    QCOMPARE(sentence(*preview), QString("No endpoint is chosen."));
    QSignalSpy requested(preview.get(), &PreviewPanel::endpointRequested);
    preview->findChild<widgets::StatePage *>("previewState")->button()->click();
    QCOMPARE(requested.count(), 1);
    preview->setExpression("rw_ratio");
    Client client(endpoint());
    preview->setClient(&client);
    QTRY_COMPARE_WITH_TIMEOUT(preview->state(), State::Result, settled);
    preview->setExpression(" # nothing\n");
    QTRY_COMPARE(preview->state(), State::NoExpression);
    QCOMPARE(sentence(*preview), QString("There is no expression to preview."));
}

void TestPreviewPanel::previewsComparisons()
{
    Client client(endpoint());
    const auto preview = panel(&client);
    QSignalSpy previewed(preview.get(), &PreviewPanel::previewed);
    preview->setExpression("rw_ratio > 5");
    QTRY_COMPARE_WITH_TIMEOUT(previewed.count(), 1, settled);
    QCOMPARE(preview->state(), State::Result);
    QVERIFY(shows(*preview, "previewChart"));
    // The table has what the expression returns, the chart every series of the compared side.
    QCOMPARE(preview->result().series.size(), std::size_t(1));
    QCOMPARE(preview->findChild<widgets::SeriesTable *>("previewTable")->model()->rowCount(), 1);
    auto *chart = preview->findChild<widgets::PreviewChart *>("previewChart");
    QCOMPARE(chart->drawnSeries(), std::size_t(3));
    QVERIFY(chart->accessibleDescription().endsWith("The threshold is > 5."));
    QVERIFY(chart->colorOf(preview->result().series[0].labels).isValid());
    // The last point of the chart is the value of the table.
    chart->showReadout(static_cast<double>(m_end));
    QVERIFY2(chart->readout().value(1).startsWith("job2 7"), qPrintable(chart->readout().join('|')));
    const QString status = preview->findChild<QLabel *>("previewStatus")->text();
    QVERIFY2(status.startsWith("1 series at ") && status.contains("prod"), qPrintable(status));
}

void TestPreviewPanel::chartsTheQuietSide()
{
    Client client(endpoint());
    const auto preview = panel(&client);
    preview->setExpression("rw_ratio > 100");
    QTRY_COMPARE_WITH_TIMEOUT(preview->state(), State::Result, settled);
    QVERIFY(preview->result().series.empty());
    QVERIFY(shows(*preview, "previewChart"));
    QVERIFY(!shows(*preview, "previewTable"));
    QVERIFY(sentence(*preview, "previewTableState").startsWith("The expression returns nothing at "));
}

void TestPreviewPanel::tellsEmptyAnswers()
{
    Client client(endpoint());
    const auto preview = panel(&client);
    preview->setExpression("rw_missing_total");
    QTRY_COMPARE_WITH_TIMEOUT(preview->state(), State::Empty, settled);
    QVERIFY2(sentence(*preview).startsWith("No series at prod from "), qPrintable(sentence(*preview)));
    QVERIFY(!shows(*preview, "previewChart"));
}

void TestPreviewPanel::tellsWhereTheServerStumbled()
{
    Client client(endpoint());
    const auto preview = panel(&client);
    QSignalSpy error(preview.get(), &PreviewPanel::serverErrorAt);
    preview->setExpression("1 + nope(rw_ratio)");
    QTRY_COMPARE_WITH_TIMEOUT(preview->state(), State::Error, settled);
    QCOMPARE(error.count(), 1);
    QCOMPARE(error[0][0].value<std::size_t>(), std::size_t(4));
    QCOMPARE(error[0][1].toString(), QString("unknown function with name \"nope\""));
    QCOMPARE(sentence(*preview), QString("prod cannot read the expression: unknown function with name \"nope\"."));
    error.clear();
    preview->setExpression("rw_ratio * on() rw_ratio");
    QTRY_COMPARE_WITH_TIMEOUT(error.count(), 1, settled);
    QCOMPARE(error[0][0].value<std::size_t>(), std::string::npos);
    QVERIFY2(sentence(*preview).startsWith("prod cannot answer the query: found duplicate series"),
             qPrintable(sentence(*preview)));
}

void TestPreviewPanel::tellsIncompleteExpressions()
{
    Client client(endpoint());
    const auto preview = panel(&client);
    preview->setExpression("sum(rw_ratio");
    QTRY_COMPARE(preview->state(), State::Incomplete);
    QCOMPARE(sentence(*preview), QString("The expression cannot be read yet: unclosed left parenthesis."));
    QVERIFY(shows(*preview, "previewState"));
}

void TestPreviewPanel::keepsTheChartWhileTyping()
{
    Client client(endpoint());
    const auto preview = panel(&client);
    preview->setExpression("sum by (job) (rw_ratio)");
    QTRY_COMPARE_WITH_TIMEOUT(preview->state(), State::Result, settled);
    preview->setExpression("sum by (job) (rw_ratio) +");
    QTRY_COMPARE(preview->state(), State::Incomplete);
    QVERIFY(shows(*preview, "previewChart"));
    const QString status = preview->findChild<QLabel *>("previewStatus")->text();
    QVERIFY2(status.startsWith("Shown is the last expression that could be read."), qPrintable(status));
    // Another rule is no typing.
    preview->setExpression("1 -");
    QTRY_VERIFY(!shows(*preview, "previewChart"));
    QVERIFY(shows(*preview, "previewState"));
}

void TestPreviewPanel::asksTheServerOnRefresh()
{
    Client client(endpoint());
    const auto preview = panel(&client);
    QSignalSpy error(preview.get(), &PreviewPanel::serverErrorAt);
    preview->setExpression("rw_ratio +");
    preview->findChild<QPushButton *>("previewRefresh")->click();
    QTRY_COMPARE_WITH_TIMEOUT(error.count(), 1, settled);
    QCOMPARE(error[0][0].value<std::size_t>(), std::size_t(10));
}

void TestPreviewPanel::tellsServersThatAreDown()
{
    Endpoint gone;
    gone.name = "gone";
    gone.url = "http://127.0.0.1:1";
    Client client(gone);
    const auto preview = panel(&client);
    QSignalSpy error(preview.get(), &PreviewPanel::serverErrorAt);
    preview->setExpression("up");
    QTRY_COMPARE_WITH_TIMEOUT(preview->state(), State::Error, settled);
    QVERIFY(sentence(*preview).startsWith("Nothing listens at http://127.0.0.1:1."));
    // That is not the expression's fault.
    QCOMPARE(error.count(), 0);
    QVERIFY(preview->findChild<widgets::StatePage *>("previewState")->button()->isVisible());
}

void TestPreviewPanel::asksOneQuestionAtATime()
{
    FaultServer server([](const FaultServer::Request &) {
        FaultServer::Response response;
        response.silent = true;
        return response;
    });
    Endpoint slow;
    slow.url = server.url().toStdString();
    Client client(slow);
    const auto preview = panel(&client);
    for (int i = 0; i < 5; ++i) {
        preview->setExpression("up + " + std::to_string(i));
        preview->refreshNow();
        QTRY_COMPARE(server.requests().size(), i + 1);
        QTRY_COMPARE(server.openConnections(), 1);
    }
    QVERIFY(server.requests().last().target.contains("up%20%2B%204"));
    // Typing makes the running question void at once, and asks once after the last key.
    for (const char *expr : {"up + a", "up + ab", "up + abc"})
        preview->setExpression(expr);
    QTRY_COMPARE(server.openConnections(), 0);
    QTRY_COMPARE(server.requests().size(), 6);
    QVERIFY(server.requests().last().target.contains("up%20%2B%20abc"));
}

void TestPreviewPanel::waitsWhileHidden()
{
    FaultServer server([](const FaultServer::Request &) {
        FaultServer::Response response;
        response.body = R"({"status":"success","data":{"resultType":"vector","result":[]}})";
        return response;
    });
    Endpoint counted;
    counted.url = server.url().toStdString();
    Client client(counted);
    PreviewPanel preview;
    preview.setClient(&client);
    preview.setExpression("up");
    preview.refreshNow();
    QTest::qWait(400);
    QCOMPARE(server.requests().size(), 0);
    preview.show();
    QTRY_COMPARE(preview.state(), State::Empty);
    QCOMPARE(server.requests().size(), 2);
    preview.hide();
    preview.show();
    preview.setExpression("up + 1");
    preview.hide();
    QTest::qWait(400);
    QCOMPARE(server.requests().size(), 2);
    preview.show();
    QTRY_COMPARE(server.requests().size(), 4);
}

void TestPreviewPanel::offersToCancel()
{
    FaultServer server([](const FaultServer::Request &) {
        FaultServer::Response response;
        response.silent = true;
        return response;
    });
    Endpoint slow;
    slow.name = "slow";
    slow.url = server.url().toStdString();
    Client client(slow);
    const auto preview = panel(&client);
    preview->setExpression("up");
    preview->refreshNow();
    QTRY_COMPARE(sentence(*preview), QString("Asking slow…"));
    auto *cancel = preview->findChild<QPushButton *>("previewCancel");
    QVERIFY(!cancel->isVisible());
    QTRY_VERIFY(cancel->isVisible());
    cancel->click();
    QCOMPARE(preview->state(), State::Cancelled);
    QVERIFY(!cancel->isVisible());
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestPreviewPanel::showsRangeVectorsWithoutChart()
{
    Client client(endpoint());
    const auto preview = panel(&client);
    preview->setExpression("rw_ratio[5m]");
    QTRY_COMPARE_WITH_TIMEOUT(preview->state(), State::Result, settled);
    QVERIFY(!shows(*preview, "previewChart"));
    QVERIFY(shows(*preview, "previewTable"));
    QCOMPARE(sentence(*preview, "previewChartState"), QString("Strings and range vectors have no chart."));
    preview->setExpression("\"text\"");
    QTRY_COMPARE_WITH_TIMEOUT(preview->result().string, std::string("text"), settled);
    preview->setExpression("1 + 1");
    QTRY_COMPARE_WITH_TIMEOUT(preview->result().type, alerting::QueryResult::Type::Scalar, settled);
    QTRY_VERIFY_WITH_TIMEOUT(shows(*preview, "previewChart"), settled);
}

void TestPreviewPanel::choosesTheRange()
{
    Client client(endpoint());
    const auto preview = panel(&client);
    preview->setExpression("rw_ratio");
    QTRY_COMPARE_WITH_TIMEOUT(preview->state(), State::Result, settled);
    auto *ranges = preview->findChild<QComboBox *>("previewRange");
    QVERIFY2(ranges->currentText().contains(" – "), qPrintable(ranges->currentText()));
    QSignalSpy changed(preview.get(), &PreviewPanel::timeRangeChanged);
    QSignalSpy previewed(preview.get(), &PreviewPanel::previewed);
    emit ranges->activated(ranges->findData(604800.0));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(preview->timeRange(), 604800.0);
    QTRY_COMPARE_WITH_TIMEOUT(previewed.count(), 1, settled);
    QVERIFY(preview->findChild<QLabel *>("previewStatus")->text().contains("a point every "));
    preview->setTimeRange(7200);
    QCOMPARE(ranges->currentText(), QString("Last 2 h"));
}

void TestPreviewPanel::survivesItsClient()
{
    auto client = std::make_unique<Client>(endpoint());
    const auto preview = panel(client.get());
    preview->setExpression("rw_ratio");
    preview->refreshNow();
    client.reset();
    QCOMPARE(preview->state(), State::NoEndpoint);
    QTest::qWait(50);
    QCOMPARE(preview->state(), State::NoEndpoint);
}

void TestPreviewPanel::asksForAlerts()
{
    Client client(endpoint());
    const auto preview = panel(&client);
    auto *button = preview->findChild<QPushButton *>("previewNewAlert");
    QVERIFY(!button->isEnabled());
    preview->setExpression("rw_ratio > 5");
    QTRY_VERIFY(button->isEnabled());
    std::string expr;
    connect(preview.get(), &PreviewPanel::alertFromExpressionRequested, this,
            [&](const std::string &text) { expr = text; });
    button->click();
    QCOMPARE(expr, std::string("rw_ratio > 5"));
}

void TestPreviewPanel::namesItsControls()
{
    const auto preview = panel(nullptr);
    for (const char *name : {"previewStatus", "previewCancel", "previewRange", "previewRefresh", "previewNewAlert",
                             "previewNotice", "previewChart", "previewTable"}) {
        const auto *widget = preview->findChild<QWidget *>(name);
        QVERIFY2(widget, name);
        QVERIFY2(!widget->accessibleName().isEmpty(), name);
    }
}

REGISTER_TEST(TestPreviewPanel);

#include "tst_previewpanel.moc"

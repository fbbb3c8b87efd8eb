#include "support/faultserver.h"
#include "support/prometheusserver.h"
#include "support/registry.h"
#include "widgets/alertbands.h"
#include "widgets/backtestview.h"
#include "widgets/previewchart.h"
#include "widgets/previewpanel.h"

#include <cmath>

#include <QComboBox>
#include <QDateTime>
#include <QFile>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>
#include <QUrlQuery>

using widgets::AlertBands;
using widgets::BacktestView;
using widgets::PreviewPanel;

namespace {

constexpr qint64 backtestHours = 6;

/// Above 5 for ten minutes of every hour, above 8 for two of them.
std::string backtestRules(const char *duration)
{
    return std::string("groups:\n- name: g\n  interval: 1m\n  rules:\n"
                       "  - {record: 'r:load', expr: 'load'}\n"
                       "  - alert: High\n    expr: load > 5\n    for: ") +
           duration +
           "\n  - {alert: Never, expr: 'load > 100'}\n"
           "  - {alert: Chained, expr: 'r:load > 8'}\n";
}

} // namespace

class TestBacktestView : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void runsTheAlert();
    void comparesWithWhatWasSaved();
    void runsTheFile();
    void previewsWhatIsNotLoaded();
    void saysWhatItNeeds();
    void goesOnAfterFailures();
    void cancelsThousandsOfRules();
    void tellsWhatAnotherThresholdWouldDo();
    void goesToWhatAlertsShowsOtherwise();

private:
    std::unique_ptr<PreviewPanel> panel(prometheus::Client *client, const char *saved = nullptr);
    [[nodiscard]] rules::RuleRef ref(std::size_t index) const { return {"rules.yml", 0, std::nullopt, "g", index}; }

    support::PrometheusServer m_server;
    std::unique_ptr<prometheus::Client> m_client;
    double m_end = 0;
};

void TestBacktestView::initTestCase()
{
    const qint64 end = QDateTime::currentSecsSinceEpoch() / 3600 * 3600;
    m_end = static_cast<double>(end);
    QByteArray text = "# TYPE load gauge\n";
    for (qint64 time = end - (backtestHours + 1) * 3600; time <= end; time += 30) {
        const qint64 minute = time / 60 % 60;
        const int value = minute >= 20 && minute < 30 ? (minute >= 24 && minute < 26 ? 9 : 6) : 1;
        text += "load{job=\"a\"} " + QByteArray::number(value) + " " + QByteArray::number(time) + "\n";
    }
    support::PrometheusServer::Options options;
    options.openMetrics = {text + "# EOF\n"};
    QVERIFY2(m_server.start(options), qPrintable(m_server.error()));
    prometheus::Endpoint endpoint;
    endpoint.url = m_server.url().toStdString();
    m_client = std::make_unique<prometheus::Client>(endpoint);
}

std::unique_ptr<PreviewPanel> TestBacktestView::panel(prometheus::Client *client, const char *saved)
{
    auto preview = std::make_unique<PreviewPanel>();
    preview->setRulesProvider([saved] {
        BacktestView::Rules rules;
        rules.edited = {rules::load("rules.yml", backtestRules("5m"))};
        if (saved)
            rules.saved = {rules::load("rules.yml", backtestRules(saved))};
        return rules;
    });
    preview->resize(1200, 420);
    preview->setEvaluationTime(m_end);
    preview->setTimeRange(backtestHours * 3600.0);
    preview->setClient(client);
    preview->setExpression("load > 5");
    preview->show();
    preview->showBacktest();
    return preview;
}

void TestBacktestView::runsTheAlert()
{
    const auto preview = panel(m_client.get());
    BacktestView *view = preview->backtest();
    view->setRule(ref(1));
    // It runs by itself.
    QTRY_VERIFY_WITH_TIMEOUT(view->verdict().contains("would have been firing"), 10000);
    // Six firings of four or five ticks; where in its minute the group is evaluated is not known.
    QVERIFY2(view->verdict().contains("6 hour") && view->verdict().contains(", in 6 firing"),
             qPrintable(view->verdict()));
    QVERIFY(preview->findChild<QLabel *>("backtestCaveats")->text().contains("approximate"));
    const auto *bands = preview->findChild<AlertBands *>("previewBands");
    QCOMPARE(bands->rows(), 1);
    QVERIFY(bands->isVisible());
    QVERIFY2(bands->rowText(0).contains("firing 6 times, pending 6 times"), qPrintable(bands->rowText(0)));
    QVERIFY(!preview->findChild<QWidget *>("previewTable")->isVisible());
    // From the one fetch of the operand.
    auto *whatIf = preview->findChild<QTableWidget *>("backtestWhatIf");
    QTRY_VERIFY(whatIf->isVisible());
    QVERIFY(whatIf->rowCount() >= 3 && whatIf->columnCount() >= 3);
    const QString sent = preview->findChild<QPlainTextEdit *>("backtestSent")->toPlainText();
    QCOMPARE(sent, QString("load"));
    bool strict = false;
    for (int row = 0; row < whatIf->rowCount(); ++row)
        strict = strict || whatIf->item(row, 0)->text().startsWith("0 %");
    QVERIFY(strict);
}

void TestBacktestView::comparesWithWhatWasSaved()
{
    const auto preview = panel(m_client.get(), "30m");
    preview->backtest()->setRule(ref(1));
    const auto *before = preview->findChild<QLabel *>("backtestBefore");
    QTRY_VERIFY_WITH_TIMEOUT(before->isVisible(), 10000);
    QVERIFY2(before->text() == "As it was saved: not firing.", qPrintable(before->text()));
    // Beside each other under the chart and in the table.
    const auto *bands = preview->findChild<AlertBands *>("previewBands");
    QCOMPARE(bands->rows(), 2);
    QVERIFY(bands->rowText(0).contains("firing 6 times"));
    QVERIFY2(bands->rowText(1).contains(", as it was saved: firing 0 times, pending 6 times"),
             qPrintable(bands->rowText(1)));
    const auto *alerts = preview->findChild<QTreeWidget *>("backtestAlerts");
    QCOMPARE(alerts->topLevelItemCount(), 1);
    QCOMPARE(alerts->topLevelItem(0)->text(2), QString("6"));
    QCOMPARE(alerts->topLevelItem(0)->childCount(), 1);
    QCOMPARE(alerts->topLevelItem(0)->child(0)->text(2), QString("0"));
}

void TestBacktestView::runsTheFile()
{
    const auto preview = panel(m_client.get());
    BacktestView *view = preview->backtest();
    view->setRule(ref(2));
    QTRY_VERIFY_WITH_TIMEOUT(view->verdict().contains("would not have been firing"), 10000);
    view->setScope(BacktestView::Scope::File);
    preview->findChild<QPushButton *>("backtestRun")->click();
    QTRY_VERIFY_WITH_TIMEOUT(!view->session()->isRunning() && view->session()->outcomes().size() == 3, 20000);
    QVERIFY2(view->verdict().startsWith("2 of 3 rule"), qPrintable(view->verdict()));
    auto *alerts = preview->findChild<QTreeWidget *>("backtestAlerts");
    QCOMPARE(alerts->topLevelItemCount(), 3);
    QCOMPARE(alerts->topLevelItem(1)->text(2), QString("0"));
    QCOMPARE(alerts->topLevelItem(2)->text(2), QString("6"));
    QCOMPARE(alerts->topLevelItem(2)->childCount(), 1);
    // Another rule of the file needs no new backtest.
    view->setRule(ref(3));
    QCOMPARE(preview->findChild<AlertBands *>("previewBands")->rows(), 1);
}

void TestBacktestView::previewsWhatIsNotLoaded()
{
    const auto preview = panel(m_client.get());
    preview->setExpression("r:load > 0");
    QTRY_COMPARE_WITH_TIMEOUT(preview->state(), PreviewPanel::State::Result, 10000);
    QCOMPARE(preview->result().series.size(), std::size_t(1));
    QVERIFY(preview->findChild<QLabel *>("previewNotice")->text().contains("r:load is not loaded"));
    // A mistake of the server's reading is shown where it was written.
    preview->setExpression("r:load > 0 and on(nothing) nofunction(load)");
    preview->refreshNow();
    QTRY_COMPARE_WITH_TIMEOUT(preview->state(), PreviewPanel::State::Error, 10000);
}

void TestBacktestView::saysWhatItNeeds()
{
    const auto preview = panel(nullptr);
    BacktestView *view = preview->backtest();
    QCOMPARE(view->verdict(), QString("A backtest needs an endpoint."));
    preview->setClient(m_client.get());
    view->setRule(ref(0));
    QTRY_VERIFY(view->verdict().startsWith("Select an alerting rule"));
    for (const char *name : {"backtestScope", "backtestCancel", "backtestProgress", "backtestWhatIf", "backtestAlerts"})
        QVERIFY2(!preview->findChild<QWidget *>(name)->accessibleName().isEmpty(), name);
}

namespace {

/// Answers like a server without a rules API, with one series of `1`; fails for expressions that hold a text.
class SmallServer
{
public:
    SmallServer() : m_server([this](const support::FaultServer::Request &request) { return answer(request); })
    {
        m_endpoint.url = m_server.url().toStdString();
        client = std::make_unique<prometheus::Client>(m_endpoint);
    }

    QByteArray failing;
    QByteArrayList asked;
    std::unique_ptr<prometheus::Client> client;

private:
    support::FaultServer::Response answer(const support::FaultServer::Request &request)
    {
        support::FaultServer::Response response;
        const QUrl url(QString::fromUtf8(request.target));
        const QUrlQuery query(url.query());
        if (!url.path().endsWith("/query_range")) {
            response.status = 404;
            return response;
        }
        const QByteArray expr = query.queryItemValue("query", QUrl::FullyDecoded).toUtf8();
        asked += expr;
        if (!failing.isEmpty() && expr.contains(failing)) {
            response.status = 503;
            response.body = "overloaded";
            return response;
        }
        QByteArray values;
        for (double time = query.queryItemValue("start").toDouble(); time <= query.queryItemValue("end").toDouble();
             time += query.queryItemValue("step").toDouble())
            values += QByteArray(values.isEmpty() ? "" : ",") + "[" + QByteArray::number(time, 'f', 3) + ",\"1\"]";
        response.body =
            R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"b"},"values":[)" + values +
            "]}]}}";
        return response;
    }

    prometheus::Endpoint m_endpoint;
    support::FaultServer m_server;
};

BacktestView::RulesProvider rulesOf(const QByteArray &rules)
{
    return [document = rules::load("rules.yml", ("groups:\n- name: g\n  rules:\n" + rules).toStdString())] {
        BacktestView::Rules all;
        all.edited = {document};
        return all;
    };
}

} // namespace

void TestBacktestView::goesOnAfterFailures()
{
    SmallServer server;
    server.failing = "bbb";
    BacktestView view;
    view.setRulesProvider(rulesOf("  - {alert: A, expr: aaa > 0}\n  - {alert: B, expr: bbb > 0}\n"
                                  "  - {alert: C, expr: ccc > 0}\n"));
    view.setClient(server.client.get());
    view.setRange(1e9, 1e9 + 1200);
    view.setRule(ref(0));
    view.setScope(BacktestView::Scope::File);
    view.show();
    view.run();
    // What fails does not keep the others from running.
    QTRY_VERIFY_WITH_TIMEOUT(!view.session()->isRunning() && view.session()->outcomes().size() == 3, 20'000);
    QVERIFY2(view.verdict().startsWith("2 of 3 rule") && view.verdict().contains("not everything is known"),
             qPrintable(view.verdict()));
    auto *button = view.findChild<QPushButton *>("backtestRun");
    QCOMPARE(button->text(), QString("Go on"));
    server.failing.clear();
    server.asked.clear();
    button->click();
    QTRY_VERIFY_WITH_TIMEOUT(!view.session()->isRunning() && !view.session()->canResume(), 20'000);
    QVERIFY(!server.asked.isEmpty());
    for (const QByteArray &expr : server.asked)
        QVERIFY2(expr.contains("bbb"), expr);
    QVERIFY2(view.verdict().startsWith("3 of 3 rule"), qPrintable(view.verdict()));
    QCOMPARE(button->text(), QString("Backtest"));
    const auto *alerts = view.findChild<QTreeWidget *>("backtestAlerts");
    QCOMPARE(alerts->topLevelItemCount(), 3);
    QCOMPARE(alerts->topLevelItem(1)->text(0), QString("B"));
    QCOMPARE(alerts->topLevelItem(1)->text(1), QString("100 %"));
}

void TestBacktestView::cancelsThousandsOfRules()
{
    SmallServer server;
    QByteArray rules;
    for (int i = 0; i < 3000; ++i)
        rules += "  - {alert: A" + QByteArray::number(i) + ", expr: x" + QByteArray::number(i) + " > 0}\n";
    BacktestView view;
    view.setRulesProvider(rulesOf(rules));
    view.setClient(server.client.get());
    view.setRange(1e9, 1e9 + 600);
    view.setRule(ref(0));
    view.setScope(BacktestView::Scope::File);
    view.show();
    view.run();
    QTRY_VERIFY_WITH_TIMEOUT(view.session()->outcomes().size() > 20, 20'000);
    view.findChild<QPushButton *>("backtestCancel")->click();
    QVERIFY(!view.session()->isRunning() && view.session()->wasCancelled());
    const std::size_t done = view.session()->outcomes().size();
    QVERIFY(done < 3000);
    QTest::qWait(100);
    QCOMPARE(view.session()->outcomes().size(), done);
    // What is there is shown, and it can go on from there.
    QCOMPARE(view.findChild<QTreeWidget *>("backtestAlerts")->topLevelItemCount(), static_cast<int>(done));
    auto *button = view.findChild<QPushButton *>("backtestRun");
    QCOMPARE(button->text(), QString("Go on"));
    const QByteArrayList before = server.asked;
    button->click();
    QTRY_VERIFY_WITH_TIMEOUT(view.session()->outcomes().size() > done + 20, 20'000);
    QCOMPARE(view.session()->outcomes()[done].name, "A" + std::to_string(done));
    view.session()->cancel();
}

void TestBacktestView::tellsWhatAnotherThresholdWouldDo()
{
    const auto preview = panel(m_client.get());
    BacktestView *view = preview->backtest();
    QString text;
    connect(view, &BacktestView::whatIfKnown, this, [&](double, const QString &what) { text = what; });
    view->askWhatIf(8);
    QCOMPARE(text, QString("A backtest tells what it would have done."));
    view->setRule(ref(1));
    QTRY_VERIFY_WITH_TIMEOUT(view->verdict().contains("would have been firing"), 10000);
    text.clear();
    // For two minutes of each hour it is above: too short for this rule.
    view->askWhatIf(8);
    QTRY_VERIFY(text.startsWith("firing 0 % of the time, in 0 firing"));
    view->askWhatIf(5);
    QTRY_VERIFY2(text.contains("in 6 firing"), qPrintable(text));
}

/// The rule is loaded as it stands. What the server recorded of it lacks one firing and has another one.
void TestBacktestView::goesToWhatAlertsShowsOtherwise()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath("rules.yml"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(backtestRules("5m").c_str());
    file.close();
    const auto end = static_cast<qint64>(m_end);
    QByteArray text = "# TYPE load gauge\n";
    QByteArray recorded = "# TYPE ALERTS gauge\n";
    const QByteArray other = "ALERTS{alertname=\"Other\",alertstate=\"firing\"} 1 ";
    // Around the beginning of the range, so that it is known that alerts were recorded then.
    for (qint64 time = end - backtestHours * 3600 - 120; time <= end - backtestHours * 3600 + 600; time += 60)
        recorded += other + QByteArray::number(time) + '\n';
    const qint64 missing = end - 3 * 3600;
    for (qint64 time = end - (backtestHours + 1) * 3600; time <= end; time += 60) {
        const qint64 minute = time / 60 % 60;
        const bool high = minute >= 20 && minute < 30;
        text += "load{job=\"a\"} " + QByteArray(high ? "6 " : "1 ") + QByteArray::number(time) + '\n';
        const bool lacking = time > missing && time < missing + 3600;
        const bool extra = lacking && minute >= 40 && minute < 50;
        if (time > end - backtestHours * 3600 && ((minute >= 25 && minute < 30 && !lacking) || extra))
            recorded +=
                "ALERTS{alertname=\"High\",alertstate=\"firing\",job=\"a\"} 1 " + QByteArray::number(time) + '\n';
    }
    support::PrometheusServer server;
    support::PrometheusServer::Options options;
    options.openMetrics = {text + recorded + "# EOF\n"};
    options.configuration = "rule_files: ['" + file.fileName().toUtf8() + "']\n";
    QVERIFY2(server.start(options), qPrintable(server.error()));
    prometheus::Endpoint endpoint;
    endpoint.url = server.url().toStdString();
    prometheus::Client client(endpoint);
    const auto preview = panel(&client);
    BacktestView *view = preview->backtest();
    view->setRule(ref(1));
    auto *differences = preview->findChild<QListWidget *>("backtestDifferences");
    QTRY_VERIFY_WITH_TIMEOUT(differences->isVisible(), 30000);
    const QString agreement = preview->findChild<QLabel *>("backtestAgreement")->text();
    QVERIFY2(agreement.contains("same within a tick in 5 of 7 firings"), qPrintable(agreement));
    QCOMPARE(differences->count(), 2);
    QSignalSpy activated(view, &BacktestView::timeActivated);
    differences->scrollToItem(differences->item(0));
    QTest::mouseClick(differences->viewport(), Qt::LeftButton, {},
                      differences->visualItemRect(differences->item(0)).center());
    QCOMPARE(activated.size(), 1);
    // At its place in the chart: minute 25 of the hour that ALERTS lacks.
    constexpr double tick = 60;
    QVERIFY(std::abs(activated[0][0].toDouble() - static_cast<double>(missing + 25 * 60)) <= tick);
    QVERIFY(!preview->findChild<widgets::PreviewChart *>("previewChart")->readout().isEmpty());
    // And by keyboard.
    differences->setFocus();
    differences->setCurrentRow(1);
    emit differences->itemActivated(differences->item(1));
    QCOMPARE(activated.size(), 2);
    QVERIFY(std::abs(activated[1][0].toDouble() - static_cast<double>(missing + 40 * 60)) <= tick);
}

REGISTER_TEST(TestBacktestView);

#include "tst_backtestview.moc"

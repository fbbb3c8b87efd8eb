#include "support/prometheusserver.h"
#include "support/registry.h"
#include "widgets/alertbands.h"
#include "widgets/backtestview.h"
#include "widgets/previewpanel.h"

#include <QComboBox>
#include <QDateTime>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTest>
#include <QTreeWidget>

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
    QVERIFY2(view->verdict().contains("of the last 6 hour") && view->verdict().contains(", in 6 firing"),
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
    QVERIFY2(before->text().startsWith("As it was saved: 0 %, in 0 firing"), qPrintable(before->text()));
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

REGISTER_TEST(TestBacktestView);

#include "tst_backtestview.moc"

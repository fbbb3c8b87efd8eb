#include "support/faultserver.h"
#include "support/registry.h"
#include "widgets/chartlegend.h"
#include "widgets/previewchart.h"
#include "widgets/previewpanel.h"
#include "widgets/querycache.h"
#include "widgets/rangepicker.h"
#include "widgets/unittext.h"
#include "workspace/settings.h"

#include <cmath>

#include <QAction>
#include <QDateTimeEdit>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTest>
#include <QUrlQuery>

using support::FaultServer;
using widgets::ChartLegend;
using widgets::PreviewChart;
using widgets::PreviewPanel;
using widgets::QueryCache;

/// What a person can do with the chart of a preview, and what is asked for it.
class TestChartOptions : public QObject
{
    Q_OBJECT

private slots:
    void writesUnits_data();
    void writesUnits();
    void isolatesByMouseAndKeyboard();
    void drawsOnDemand();
    void scalesLogarithmically();
    void keepsItsOptions();
    void triesAnotherThresholdByKeyboard();
    void dragsTheThreshold();
    void changesTheRuleOnlyWhenApplied();
    void cacheForgets();
    void asksNothingTwice();
    void neverAsksTwoQuestions();
    void resolutionFollowsTheWidth();
    void choosesFromTheCalendar();
    void endsAtTheServersNow();

private:
    /// Counts what is asked, and answers every query with two series of the range's points.
    FaultServer::Response answer(const FaultServer::Request &request);
    std::unique_ptr<PreviewPanel> panel(prometheus::Client *client);

    int m_ranges = 0;
    int m_instants = 0;
    double m_lastStep = 0;
    double m_lastEnd = 0;
    double m_ahead = 0;
};

namespace {

std::vector<alerting::Series> manySeries(int count)
{
    std::vector<alerting::Series> series;
    for (int i = 0; i < count; ++i) {
        alerting::Series one;
        one.labels = {{"__name__", "x_bytes"}, {"job", "job" + std::to_string(i)}};
        for (int k = 0; k <= 10; ++k)
            one.samples.push_back({1000.0 + 60 * k, (i + 1) * 100.0 + k});
        series.push_back(one);
    }
    return series;
}

constexpr PreviewChart::Range optionsRange = {1000, 1600, 60};

QByteArray numbers(const std::vector<std::size_t> &values)
{
    QByteArray text;
    for (const std::size_t value : values)
        text += QByteArray::number(qulonglong(value)) + ' ';
    return text.trimmed();
}

} // namespace

void TestChartOptions::writesUnits_data()
{
    QTest::addColumn<QString>("expr");
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("text");
    QTest::newRow("bytes") << "a_bytes" << 1610612736.0 << "1.5 GiB";
    QTest::newRow("few bytes") << "a_bytes" << 12.0 << "12 B";
    QTest::newRow("bytes per second") << "rate(a_bytes_total[5m])" << 2048.0 << "2 KiB/s";
    QTest::newRow("milliseconds") << "a_seconds" << 0.25 << "250 ms";
    QTest::newRow("seconds") << "a_seconds" << 90.0 << "90 s";
    QTest::newRow("hours") << "a_seconds" << 7200.0 << "2 h";
    QTest::newRow("ratio") << "a_ratio" << 0.079 << "7.9 %";
    QTest::newRow("percent") << "a_percent" << 79.0 << "79 %";
    QTest::newRow("per second") << "rate(a_total[5m])" << 12500.0 << "12.5k/s";
    QTest::newRow("none") << "up" << 12500.0 << "12.5k";
    QTest::newRow("NaN") << "a_bytes" << qQNaN() << "NaN";
    QTest::newRow("zero seconds") << "a_seconds" << 0.0 << "0 s";
}

void TestChartOptions::writesUnits()
{
    QFETCH(QString, expr);
    QFETCH(double, value);
    const promql::Tree tree = promql::parse(expr.toStdString());
    QTEST(widgets::unitNumber(value, promql::guessUnit(tree.root())), "text");
}

void TestChartOptions::isolatesByMouseAndKeyboard()
{
    ChartLegend legend;
    legend.resize(600, 60);
    legend.setEntries({{"a", Qt::red, true}, {"b", Qt::blue, true}, {"c", Qt::green, false}});
    legend.show();
    QVERIFY(QTest::qWaitForWindowExposed(&legend));
    QSignalSpy changed(&legend, &ChartLegend::isolationChanged);
    const auto click = [&](int row, Qt::KeyboardModifiers modifiers = {}) {
        const QRect rect = legend.visualRect(legend.model()->index(row, 0));
        QTest::mouseClick(legend.viewport(), Qt::LeftButton, modifiers, rect.center());
        return numbers(legend.isolated());
    };
    QCOMPARE(click(1), QByteArray("1"));
    QCOMPARE(click(0), QByteArray("0"));
    QCOMPARE(click(2, Qt::ControlModifier), QByteArray("0 2"));
    QCOMPARE(click(0, Qt::ControlModifier), QByteArray("2"));
    QCOMPARE(click(2), QByteArray());
    QCOMPARE(changed.count(), 5);
    legend.setCurrentIndex(legend.model()->index(0, 0));
    QTest::keyClick(&legend, Qt::Key_Right);
    QTest::keyClick(&legend, Qt::Key_Space);
    QCOMPARE(numbers(legend.isolated()), QByteArray("1"));
    QCOMPARE(legend.model()->index(0, 0).data(Qt::AccessibleTextRole).toString(), QString("a, not shown"));
    QTest::keyClick(&legend, Qt::Key_Return);
    QCOMPARE(numbers(legend.isolated()), QByteArray());
    QVERIFY(!legend.accessibleName().isEmpty());
}

void TestChartOptions::drawsOnDemand()
{
    PreviewChart chart;
    chart.resize(600, 300);
    chart.setSeries(manySeries(130), optionsRange, std::nullopt);
    QCOMPARE(chart.drawnSeries(), std::size_t(100));
    QCOMPARE(chart.names().size(), std::size_t(130));
    const double all = chart.valueAxis().second;
    // One beyond those that are drawn, and the axis is its own.
    chart.isolate({120});
    QCOMPARE(chart.drawnSeries(), std::size_t(1));
    QVERIFY(chart.valueAxis().second > all);
    chart.showReadout(1000);
    QCOMPARE(chart.readout().size(), 2);
    QVERIFY2(chart.readout().value(1).startsWith("job120 12.1k"), qPrintable(chart.readout().join('|')));
    chart.isolate({0, 2});
    QVERIFY(chart.valueAxis().second < 400);
    chart.isolate({});
    QCOMPARE(chart.drawnSeries(), std::size_t(100));
    QCOMPARE(chart.valueAxis().second, all);
}

void TestChartOptions::scalesLogarithmically()
{
    std::vector<alerting::Series> series = manySeries(2);
    series[0].samples[3].value = 0;
    series[1].samples[3].value = 1e6;
    PreviewChart chart;
    chart.resize(600, 300);
    chart.setSeries(series, optionsRange, PreviewChart::Threshold{500, "> 500", ">"});
    QVERIFY(chart.valueAxis().first <= 0);
    QVERIFY(!chart.hidesValues());
    chart.setLogarithmic(true);
    QVERIFY(chart.valueAxis().first > 10 && chart.valueAxis().first < 100);
    QVERIFY(chart.valueAxis().second > 1e6 && chart.valueAxis().second < 1e7);
    QVERIFY(chart.hidesValues());
    chart.grab();
    chart.setLogarithmic(false);
    QVERIFY(chart.valueAxis().first <= 0);
}

void TestChartOptions::keepsItsOptions()
{
    const auto kept = workspace::ChartPreferences::load();
    const auto restore = qScopeGuard([kept] { kept.save(); });
    workspace::ChartPreferences().save();
    const auto checked = [](const PreviewPanel &panel, const char *name) {
        return panel.findChild<QAction *>(name)->isChecked();
    };
    {
        const PreviewPanel first;
        QVERIFY(!checked(first, "chartLogarithmic") && checked(first, "chartUnits") && checked(first, "chartLegend"));
        for (const char *name : {"chartLogarithmic", "chartLegend"})
            first.findChild<QAction *>(name)->trigger();
    }
    const PreviewPanel second;
    QVERIFY(checked(second, "chartLogarithmic") && checked(second, "chartUnits") && !checked(second, "chartLegend"));
}

void TestChartOptions::triesAnotherThresholdByKeyboard()
{
    PreviewChart chart;
    chart.resize(600, 300);
    chart.setSeries(manySeries(3), optionsRange, std::nullopt);
    QTest::keyClick(&chart, Qt::Key_Up);
    QVERIFY(!chart.whatIf());
    chart.setSeries(manySeries(3), optionsRange, PreviewChart::Threshold{200, "> 200", ">"});
    QSignalSpy changed(&chart, &PreviewChart::whatIfChanged);
    QSignalSpy accepted(&chart, &PreviewChart::whatIfAccepted);
    QTest::keyClick(&chart, Qt::Key_Up);
    QVERIFY(chart.whatIf() && *chart.whatIf() > 200 && *chart.whatIf() < 220);
    QTest::keyClick(&chart, Qt::Key_Down);
    QCOMPARE(*chart.whatIf(), 200.0);
    QTest::keyClick(&chart, Qt::Key_Down, Qt::ControlModifier);
    QVERIFY(*chart.whatIf() < 200);
    QCOMPARE(changed.count(), 3);
    QTest::keyClick(&chart, Qt::Key_Return);
    QCOMPARE(accepted.count(), 1);
    QTest::keyClick(&chart, Qt::Key_Escape);
    QVERIFY(!chart.whatIf());
}

void TestChartOptions::dragsTheThreshold()
{
    PreviewChart chart;
    chart.resize(600, 300);
    chart.setSeries(manySeries(3), optionsRange, PreviewChart::Threshold{200, "> 200", ">"});
    chart.show();
    QVERIFY(QTest::qWaitForWindowExposed(&chart));
    auto *plot = chart.findChild<QWidget *>();
    QTRY_VERIFY(chart.plotRect().height() > 100);
    const auto yOf = [&](double value) {
        const auto [low, high] = chart.valueAxis();
        const QRect area = chart.plotRect();
        return area.bottom() - static_cast<int>(std::lround((value - low) / (high - low) * area.height()));
    };
    QSignalSpy selected(&chart, &PreviewChart::rangeSelected);
    const int x = chart.plotRect().center().x();
    QTest::mousePress(plot, Qt::LeftButton, {}, QPoint(x, yOf(200)));
    QTest::mouseMove(plot, QPoint(x, yOf(280)));
    QTest::mouseRelease(plot, Qt::LeftButton, {}, QPoint(x, yOf(280)));
    QVERIFY(chart.whatIf());
    QVERIFY2(std::abs(*chart.whatIf() - 280) < 8, QByteArray::number(*chart.whatIf()));
    QCOMPARE(selected.count(), 0);
    // Elsewhere a drag zooms as before.
    QTest::mousePress(plot, Qt::LeftButton, {}, QPoint(x, yOf(120)));
    QTest::mouseMove(plot, QPoint(x + 100, yOf(120)));
    QTest::mouseRelease(plot, Qt::LeftButton, {}, QPoint(x + 100, yOf(120)));
    QCOMPARE(selected.count(), 1);
}

FaultServer::Response TestChartOptions::answer(const FaultServer::Request &request)
{
    FaultServer::Response response;
    response.headers += "Date: " + QLocale::c()
                                       .toString(QDateTime::currentDateTimeUtc().addSecs(qint64(m_ahead)),
                                                 "ddd, dd MMM yyyy hh:mm:ss 'GMT'")
                                       .toLatin1();
    const QUrl url(QString::fromUtf8(request.target));
    const QUrlQuery query(url.query());
    if (url.path().endsWith("/query_range")) {
        ++m_ranges;
        m_lastStep = query.queryItemValue("step").toDouble();
        m_lastEnd = query.queryItemValue("end").toDouble();
        QByteArray result;
        for (const char *job : {"a", "b"}) {
            QByteArray values;
            for (double time = query.queryItemValue("start").toDouble(); time <= m_lastEnd; time += m_lastStep)
                values += QByteArray(values.isEmpty() ? "" : ",") + "[" + QByteArray::number(time, 'f', 3) +
                          (*job == 'a' ? ",\"3\"]" : ",\"7\"]");
            result += QByteArray(result.isEmpty() ? "" : ",") + R"({"metric":{"job":")" + job + R"("},"values":[)" +
                      values + "]}";
        }
        response.body = R"({"status":"success","data":{"resultType":"matrix","result":[)" + result + "]}}";
    } else if (url.path().endsWith("/query")) {
        ++m_instants;
        response.body =
            R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{"job":"b"},"value":[1,"7"]}]}})";
    } else {
        response.status = 404;
    }
    return response;
}

std::unique_ptr<PreviewPanel> TestChartOptions::panel(prometheus::Client *client)
{
    m_ranges = 0;
    m_instants = 0;
    auto preview = std::make_unique<PreviewPanel>();
    preview->resize(1000, 340);
    preview->setClient(client);
    preview->show();
    return preview;
}

void TestChartOptions::changesTheRuleOnlyWhenApplied()
{
    FaultServer server([this](const FaultServer::Request &request) { return answer(request); });
    prometheus::Endpoint endpoint;
    endpoint.url = server.url().toStdString();
    prometheus::Client client(endpoint);
    const auto preview = panel(&client);
    preview->setExpression("x_bytes > 5 # five");
    QTRY_COMPARE(preview->state(), PreviewPanel::State::Result);
    auto *chart = preview->findChild<PreviewChart *>("previewChart");
    auto *bar = preview->findChild<QWidget *>("previewWhatIf");
    QVERIFY(!bar->isVisible());
    QVERIFY(preview->findChild<QAction *>("chartUnits")->text().contains("bytes"));
    std::string changed;
    connect(preview.get(), &PreviewPanel::expressionChangeRequested, this,
            [&](const std::string &, const std::string &text) { changed = text; });
    preview->findChild<QAction *>("chartTryThreshold")->trigger();
    QVERIFY(bar->isVisible());
    // The rule's own value is no change.
    QVERIFY(!preview->findChild<QPushButton *>("whatIfApply")->isEnabled());
    auto *value = preview->findChild<QLineEdit *>("whatIfValue");
    value->setText("6.5");
    QTest::keyClick(value, Qt::Key_Return);
    QCOMPARE(*chart->whatIf(), 6.5);
    QVERIFY(changed.empty());
    value->setText("many");
    QTest::keyClick(value, Qt::Key_Return);
    QVERIFY(preview->findChild<QLabel *>("whatIfEffect")->text().startsWith("Write a number"));
    QCOMPARE(*chart->whatIf(), 6.5);
    preview->findChild<QPushButton *>("whatIfApply")->click();
    QCOMPARE(changed, std::string("x_bytes > 6.5 # five"));
    preview->findChild<QPushButton *>("whatIfDiscard")->click();
    QVERIFY(!bar->isVisible() && !chart->whatIf());
}

void TestChartOptions::cacheForgets()
{
    QueryCache cache;
    const auto answerOf = [](std::size_t samples) {
        alerting::QueryResult result;
        result.series.emplace_back();
        result.series[0].samples.resize(samples);
        return widgets::shareAnswer(std::move(result));
    };
    cache.insert({"a", 1, 2, 3}, {answerOf(10), 3});
    QVERIFY(cache.find({"a", 1, 2, 3}));
    QVERIFY(!cache.find({"a", 1, 2, 4}) && !cache.find({"a", 1, 3, 3}) && !cache.find({"a", 2, 2, 3}));
    for (int i = 0; i < 200; ++i) {
        cache.insert({"b" + std::to_string(i), 1, 2, 3}, {answerOf(1), 3});
        QVERIFY(cache.find({"a", 1, 2, 3}));
    }
    // What is used stays, what is not goes.
    QCOMPARE(cache.entries(), QueryCache::mostEntries);
    QVERIFY(!cache.find({"b0", 1, 2, 3}));
    cache.insert({"big", 1, 2, 3}, {answerOf(QueryCache::mostSamples - 1), 3});
    QVERIFY(cache.samples() <= QueryCache::mostSamples);
    cache.insert({"big", 1, 2, 4}, {answerOf(QueryCache::mostSamples + 1), 3});
    QCOMPARE(cache.entries(), std::size_t(1));
}

void TestChartOptions::asksNothingTwice()
{
    FaultServer server([this](const FaultServer::Request &request) { return answer(request); });
    prometheus::Endpoint endpoint;
    endpoint.url = server.url().toStdString();
    prometheus::Client client(endpoint);
    const auto preview = panel(&client);
    QSignalSpy previewed(preview.get(), &PreviewPanel::previewed);
    const auto show = [&](const char *expr) {
        preview->setExpression(expr);
        return previewed.wait();
    };
    QVERIFY(show("a") && show("b"));
    QCOMPARE(m_ranges, 2);
    QVERIFY(show("a") && show("b"));
    QCOMPARE(m_ranges, 2);
    QCOMPARE(m_instants, 2);
    // Whoever refreshes wants it new.
    preview->refreshNow();
    QVERIFY(previewed.wait());
    QCOMPARE(m_ranges, 3);
    // Another range is another question, the old one is still known.
    preview->setTimeRange(3600);
    QVERIFY(previewed.wait());
    QCOMPARE(m_ranges, 4);
    preview->setTimeRange(6 * 3600);
    QVERIFY(previewed.wait());
    QCOMPARE(m_ranges, 4);
}

void TestChartOptions::neverAsksTwoQuestions()
{
    int queries = 0;
    // Sent and not answered; the panel waits for an answer before it asks anew, or hangs up.
    int waiting = 0;
    int most = 0;
    FaultServer server([&](const FaultServer::Request &request) {
        queries += request.target.contains("/query") ? 1 : 0;
        FaultServer::Response response = answer(request);
        // Some are never answered: what comes next must not join them.
        response.silent = queries % 3 == 0;
        waiting = response.silent ? waiting + 1 : waiting;
        return response;
    });
    prometheus::Endpoint endpoint;
    endpoint.url = server.url().toStdString();
    prometheus::Client client(endpoint);
    const auto preview = panel(&client);
    for (int i = 0; i < 12; ++i) {
        preview->setExpression("up + " + std::to_string(i));
        const int before = queries;
        switch (i % 4) {
        case 0:
            preview->refreshNow();
            break;
        case 1:
            preview->setTimeRange(3600.0 * (i + 2));
            break;
        case 2:
            preview->resize(800 + 60 * i, 340);
            break;
        default:
            preview->setEvaluationTime(1e9 + i);
        }
        QTRY_VERIFY(queries > before);
        // The one that was never answered is hung up on.
        QTRY_VERIFY(server.openConnections() <= 1);
        most = std::max(most, server.openConnections());
    }
    QVERIFY(queries >= 12 && waiting >= 4);
    QCOMPARE(most, 1);
}

void TestChartOptions::resolutionFollowsTheWidth()
{
    FaultServer server([this](const FaultServer::Request &request) { return answer(request); });
    prometheus::Endpoint endpoint;
    endpoint.url = server.url().toStdString();
    prometheus::Client client(endpoint);
    const auto preview = panel(&client);
    QSignalSpy previewed(preview.get(), &PreviewPanel::previewed);
    preview->setExpression("a");
    QVERIFY(previewed.wait());
    const double coarse = m_lastStep;
    preview->resize(2600, 340);
    QVERIFY(previewed.wait());
    QVERIFY2(m_lastStep < coarse, QByteArray::number(m_lastStep));
    QCOMPARE(m_ranges, 2);
}

void TestChartOptions::choosesFromTheCalendar()
{
    widgets::RangePicker picker;
    picker.show();
    double seconds = 0;
    std::optional<double> end;
    connect(&picker, &widgets::RangePicker::rangeChosen, this, [&](double range, const std::optional<double> &until) {
        seconds = range;
        end = until;
    });
    picker.setRange(6 * 3600, std::nullopt);
    QCOMPARE(picker.currentText(), QString("Last 6 h"));
    picker.openCalendar();
    auto *from = picker.findChild<QDateTimeEdit *>("rangeFrom");
    auto *to = picker.findChild<QDateTimeEdit *>("rangeTo");
    auto *show = picker.findChild<QPushButton *>("rangeShow");
    QVERIFY(from->calendarPopup() && to->calendarPopup());
    QCOMPARE(from->dateTime().secsTo(to->dateTime()), qint64(6 * 3600));
    from->setDateTime(QDateTime::fromSecsSinceEpoch(1'700'003'600));
    to->setDateTime(QDateTime::fromSecsSinceEpoch(1'700'000'000));
    QVERIFY(!show->isEnabled());
    from->setDateTime(QDateTime::fromSecsSinceEpoch(1'699'990'000));
    QVERIFY(show->isEnabled());
    show->click();
    QCOMPARE(seconds, 10'000.0);
    QCOMPARE(end.value_or(0), 1.7e9);
    picker.setRange(seconds, end);
    QVERIFY2(picker.currentText().contains(" – "), qPrintable(picker.currentText()));
    emit picker.activated(picker.findData(3600.0));
    QCOMPARE(seconds, 3600.0);
    QVERIFY(!end);
}

void TestChartOptions::endsAtTheServersNow()
{
    FaultServer server([this](const FaultServer::Request &request) { return answer(request); });
    prometheus::Endpoint endpoint;
    endpoint.name = "prod";
    endpoint.url = server.url().toStdString();
    prometheus::Client client(endpoint);
    m_ahead = -600;
    const auto preview = panel(&client);
    preview->setExpression("a");
    QTRY_COMPARE(preview->state(), PreviewPanel::State::Result);
    m_ahead = 0;
    const double now = static_cast<double>(QDateTime::currentSecsSinceEpoch());
    QVERIFY2(std::abs(m_lastEnd - (now - 600)) < 5, QByteArray::number(m_lastEnd - now));
    QVERIFY(preview->findChild<QLabel *>("previewNotice")->text().contains("The clock of prod is "));
    QVERIFY(preview->findChild<QLabel *>("previewNotice")->text().contains("behind this machine's"));
}

REGISTER_TEST(TestChartOptions);

#include "tst_chartoptions.moc"

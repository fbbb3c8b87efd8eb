#include "support/registry.h"
#include "widgets/chartdata.h"
#include "widgets/numbertext.h"
#include "widgets/previewplan.h"
#include "widgets/timeaxis.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QDateTime>
#include <QTest>

using alerting::Labels;
using alerting::Series;

class TestChartData : public QObject
{
    Q_OBJECT

private slots:
    void breaksLines();
    void findsLonelyPoints();
    void reducesToColumns();
    void choosesValueRanges_data();
    void choosesValueRanges();
    void namesSeries();
    void writesNumbers_data();
    void writesNumbers();
    void putsTicksAtRoundTimes_data();
    void putsTicksAtRoundTimes();
    void followsDaylightSaving();
    void plansExpressions_data();
    void plansExpressions();
    void choosesSteps_data();
    void choosesSteps();
};

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
const double notANumber = std::nan("");

Series seriesOf(const Labels &labels, const std::vector<double> &values = {})
{
    Series series;
    series.labels = labels;
    for (const double value : values)
        series.samples.push_back({static_cast<double>(series.samples.size()), value});
    return series;
}

} // namespace

void TestChartData::reducesToColumns()
{
    std::vector<widgets::ChartPoint> line;
    for (int i = 0; i < 10'000; ++i)
        line.push_back({static_cast<double>(i), i == 5003 ? 99.0 : i == 5005 ? -99.0 : std::sin(i)});
    line[7000].value = notANumber;
    const std::vector<widgets::ChartPoint> reduced = widgets::columnPoints(line, 0, 10'000, 100);
    QVERIFY(reduced.size() <= 404);
    const auto has = [&reduced](double time) {
        return std::any_of(reduced.begin(), reduced.end(), [time](const auto &point) { return point.time == time; });
    };
    QVERIFY(has(0) && has(5003) && has(5005) && has(7000) && has(9999));
    for (std::size_t i = 1; i < reduced.size(); ++i)
        QVERIFY(reduced[i - 1].time < reduced[i].time);
    QCOMPARE(widgets::columnPoints(line, 0, 10'000, 5000).size(), line.size());
    // Among many lines only the lowest and the highest count.
    const std::vector<widgets::ChartPoint> least = widgets::columnPoints(line, 0, 10'000, 100, widgets::Ends::Dropped);
    QVERIFY(least.size() <= 204 && least.size() >= 100);
    for (const double column : {0.0, 5000.0, 7000.0}) {
        const auto within = [column](const auto &points, auto best) {
            double found = std::numeric_limits<double>::quiet_NaN();
            for (const auto &point : points) {
                if (point.time >= column && point.time < column + 100 && !std::isnan(point.value))
                    found = std::isnan(found) ? point.value : best(found, point.value);
            }
            return found;
        };
        const auto low = [](double a, double b) { return std::min(a, b); };
        const auto high = [](double a, double b) { return std::max(a, b); };
        QCOMPARE(within(least, low), within(line, low));
        QCOMPARE(within(least, high), within(line, high));
    }
}

void TestChartData::breaksLines()
{
    const auto points = widgets::linePoints({{0, 1}, {10, 2}, {30, 3}, {40, inf}, {50, 5}}, 10);
    QCOMPARE(points.size(), std::size_t(6));
    QCOMPARE(points[2].time, 20.0);
    QVERIFY(std::isnan(points[2].value));
    QCOMPARE(points[3].value, 3.0);
    QVERIFY(std::isnan(points[4].value));
    QCOMPARE(points[5].value, 5.0);
    // Steps of a query are not exact in floating point.
    QCOMPARE(widgets::linePoints({{0, 1}, {14, 2}}, 10).size(), std::size_t(2));
}

void TestChartData::findsLonelyPoints()
{
    const auto line = widgets::linePoints({{0, 1}, {10, 2}, {50, 3}, {90, 4}, {100, 5}}, 10);
    const auto lonely = widgets::lonelyPoints(line);
    QCOMPARE(lonely.size(), std::size_t(1));
    QCOMPARE(lonely[0].value, 3.0);
}

void TestChartData::choosesValueRanges_data()
{
    QTest::addColumn<QList<double>>("values");
    QTest::addColumn<double>("threshold");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<bool>("outside");
    QTest::newRow("near zero") << QList<double>{1, 10} << notANumber << 0.0 << 10.72 << false;
    QTest::newRow("far from zero") << QList<double>{100, 110} << notANumber << 99.2 << 110.8 << false;
    QTest::newRow("negative") << QList<double>{-10, 10} << notANumber << -11.6 << 11.6 << false;
    QTest::newRow("threshold above") << QList<double>{1, 2} << 5.0 << 0.0 << 5.32 << false;
    QTest::newRow("threshold far away") << QList<double>{1, 2} << 1e6 << 0.0 << 2.08 << true;
    QTest::newRow("constant") << QList<double>{5, 5} << notANumber << 4.5 << 5.5 << false;
    QTest::newRow("all zero") << QList<double>{0, 0} << notANumber << 0.0 << 1.0 << false;
    QTest::newRow("zero and threshold") << QList<double>{0, 0} << 5.0 << 0.0 << 5.4 << false;
    QTest::newRow("threshold at zero") << QList<double>{1, 1} << 0.0 << -0.0432 << 1.08 << false;
    QTest::newRow("nothing finite") << QList<double>{notANumber, inf} << notANumber << 0.0 << 1.08 << false;
    QTest::newRow("infinite threshold") << QList<double>{1, 10} << inf << 0.0 << 10.72 << false;
}

void TestChartData::choosesValueRanges()
{
    QFETCH(QList<double>, values);
    QFETCH(double, threshold);
    QFETCH(double, low);
    QFETCH(double, high);
    QFETCH(bool, outside);
    const std::optional<double> at = std::isnan(threshold) ? std::nullopt : std::optional<double>(threshold);
    const auto range = widgets::valueRange({seriesOf({}, {values.begin(), values.end()})}, at);
    QVERIFY2(std::abs(range.low - low) < 1e-9, qPrintable(QString::number(range.low)));
    QVERIFY2(std::abs(range.high - high) < 1e-9, qPrintable(QString::number(range.high)));
    QCOMPARE(range.thresholdOutside, outside);
}

void TestChartData::namesSeries()
{
    const Labels a = {{"__name__", "up"}, {"instance", "h:1"}, {"job", "x"}};
    const Labels b = {{"__name__", "up"}, {"instance", "h:1"}, {"job", "y"}};
    const Labels c = {{"__name__", "up"}, {"instance", "h:2"}, {"job", "y"}};
    QCOMPARE(widgets::shortNames({seriesOf(a), seriesOf(b)}), (std::vector<QString>{"x", "y"}));
    QCOMPARE(widgets::shortNames({seriesOf(a), seriesOf(b), seriesOf(c)})[2], QString(R"({instance="h:2", job="y"})"));
    QCOMPARE(widgets::shortNames({seriesOf(a)})[0], QString("up"));
    QCOMPARE(widgets::shortNames({seriesOf({{"job", "x"}})})[0], QString(R"({job="x"})"));
    QCOMPARE(widgets::shortNames({seriesOf({}), seriesOf({{"job", "x"}})})[0], QString("{}"));
    QCOMPARE(widgets::seriesText({{"__name__", "up"}, {"path", "a\"b\\c\nd"}}), QString(R"(up{path="a\"b\\c\nd"})"));
    QCOMPARE(widgets::seriesText({{"__name__", "up"}}), QString("up"));
}

void TestChartData::writesNumbers_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("full");
    QTest::addColumn<QString>("brief");
    QTest::newRow("zero") << 0.0 << "0"
                          << "0";
    QTest::newRow("fraction") << 0.1 + 0.2 << "0.30000000000000004"
                              << "0.3";
    QTest::newRow("bytes") << 70123456.0 << "70123456"
                           << "70.12M";
    QTest::newRow("thousand") << 1000.0 << "1000"
                              << "1k";
    QTest::newRow("rounds up") << 999.999 << "999.999"
                               << "1k";
    QTest::newRow("negative") << -2500.0 << "-2500"
                              << "-2.5k";
    QTest::newRow("small") << 0.004 << "0.004"
                           << "0.004";
    QTest::newRow("tiny") << 3e-9 << "3e-09"
                          << "3e-09";
    QTest::newRow("huge") << 1e300 << "1e+300"
                          << "1e+300";
    QTest::newRow("nan") << notANumber << "NaN"
                         << "NaN";
    QTest::newRow("inf") << -inf << "-Inf"
                         << "-Inf";
}

void TestChartData::writesNumbers()
{
    QFETCH(double, value);
    QFETCH(QString, full);
    QFETCH(QString, brief);
    QCOMPARE(widgets::fullNumber(value), full);
    QCOMPARE(widgets::shortNumber(value), brief);
}

void TestChartData::putsTicksAtRoundTimes_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<double>("span");
    QTest::addColumn<int>("most");
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QString>("labels");
    const QByteArray seoul = "Asia/Seoul";
    QTest::newRow("minute") << "2026-11-22T14:29:50" << 40.0 << 4 << seoul
                            << "14:29:50 14:30:00 14:30:10 14:30:20 14:30:30";
    QTest::newRow("hour") << "2026-11-22T14:20:10" << 3600.0 << 6 << seoul << "14:30 14:40 14:50 15:00 15:10 15:20";
    QTest::newRow("six hours") << "2026-11-22T20:20:00" << 21600.0 << 6 << seoul
                               << "21:00 22:00 23:00 Nov 23 01:00 02:00";
    QTest::newRow("day") << "2026-11-22T13:00:00" << 86400.0 << 8 << seoul
                         << "15:00 18:00 21:00 Nov 23 03:00 06:00 09:00 12:00";
    QTest::newRow("week") << "2026-11-15T13:00:00" << 7 * 86400.0 << 7 << seoul
                          << "Nov 16 Nov 17 Nov 18 Nov 19 Nov 20 Nov 21 Nov 22";
    QTest::newRow("half-hour zone") << "2026-11-22T14:20:00" << 21600.0 << 6 << QByteArray("Asia/Kolkata")
                                    << "15:00 16:00 17:00 18:00 19:00 20:00";
}

void TestChartData::putsTicksAtRoundTimes()
{
    QFETCH(QString, from);
    QFETCH(double, span);
    QFETCH(int, most);
    QFETCH(QByteArray, zone);
    QFETCH(QString, labels);
    const QTimeZone local(zone);
    QVERIFY(local.isValid());
    QDateTime start = QDateTime::fromString(from, Qt::ISODate);
    start.setTimeZone(local);
    const auto first = static_cast<double>(start.toSecsSinceEpoch());
    QStringList found;
    for (const widgets::TimeTick &tick : widgets::roundTimes(first, first + span, most, local)) {
        QVERIFY(tick.time >= first && tick.time <= first + span);
        found.append(tick.label);
    }
    QCOMPARE(found.join(' '), labels);
}

void TestChartData::followsDaylightSaving()
{
    // Clocks in Berlin went from 02:00 to 03:00 on 2026-03-29 and back from 03:00 to 02:00 on 2026-10-25.
    const QTimeZone berlin("Europe/Berlin");
    for (const QDate day : {QDate(2026, 3, 29), QDate(2026, 10, 25)}) {
        const auto start = static_cast<double>(day.startOfDay(berlin).toSecsSinceEpoch());
        const auto ticks = widgets::roundTimes(start, start + 12 * 3600, 4, berlin);
        QStringList labels;
        double last = 0;
        for (const widgets::TimeTick &tick : ticks) {
            QVERIFY(tick.time > last);
            last = tick.time;
            labels.append(tick.label);
        }
        QVERIFY2(labels.contains("06:00") && labels.contains("09:00"), qPrintable(labels.join(' ')));
    }
}

void TestChartData::plansExpressions_data()
{
    QTest::addColumn<QByteArray>("expr");
    QTest::addColumn<QByteArray>("chart");
    QTest::addColumn<QByteArray>("threshold");
    QTest::addColumn<bool>("incomplete");
    const auto row = [](const char *expr, const char *chart, const char *threshold, bool incomplete) {
        QTest::newRow(expr) << QByteArray(expr) << QByteArray(chart) << QByteArray(threshold) << incomplete;
    };
    row("up", "up", "", false);
    row("sum(up) * 100 > 5", "sum(up) * 100", "> 5", false);
    row("(up == bool 0)", "(up == bool 0)", "", false);
    row("0.5 > up", "up", "< 0.5", false);
    row("up and up > 1", "up and up > 1", "", false);
    row("up[5m]", "", "", false);
    row("\"text\"", "", "", false);
    row("1 + 1", "1 + 1", "", false);
    row("up +", "", "", true);
    row("sum(", "", "", true);
    row("nope(up) > 5", "nope(up) > 5", "", false);
}

void TestChartData::plansExpressions()
{
    QFETCH(QByteArray, expr);
    QFETCH(QByteArray, chart);
    QFETCH(QByteArray, threshold);
    QFETCH(bool, incomplete);
    const widgets::PreviewPlan plan = widgets::planPreview(expr.toStdString());
    QVERIFY(!plan.blank);
    QCOMPARE(plan.expr, expr.toStdString());
    QCOMPARE(plan.incomplete.has_value(), incomplete);
    if (!incomplete)
        QCOMPARE(QByteArray::fromStdString(plan.chartExpr), chart);
    QCOMPARE(plan.threshold ? QByteArray::fromStdString(widgets::thresholdLabel(*plan.threshold)) : QByteArray(),
             threshold);
    QVERIFY(widgets::planPreview(" \n# a comment").blank);
    QVERIFY(widgets::planPreview("").blank);
    QVERIFY(!widgets::planPreview("# a comment\nup").blank);
}

void TestChartData::choosesSteps_data()
{
    QTest::addColumn<double>("range");
    QTest::addColumn<int>("pixels");
    QTest::addColumn<double>("step");
    QTest::newRow("hour") << 3600.0 << 900 << 5.0;
    QTest::newRow("six hours") << 21600.0 << 900 << 30.0;
    QTest::newRow("day") << 86400.0 << 900 << 120.0;
    QTest::newRow("week") << 604800.0 << 900 << 900.0;
    QTest::newRow("very wide") << 604800.0 << 100000 << 60.0;
    QTest::newRow("no width") << 3600.0 << 0 << 3600.0;
    QTest::newRow("seconds") << 60.0 << 900 << 1.0;
    QTest::newRow("year") << 31536000.0 << 900 << 36000.0;
}

void TestChartData::choosesSteps()
{
    QFETCH(double, range);
    QFETCH(int, pixels);
    QFETCH(double, step);
    QCOMPARE(widgets::stepFor(range, pixels), step);
    QVERIFY(range / widgets::stepFor(range, pixels) + 1 <= 11000);
}

REGISTER_TEST(TestChartData);

#include "tst_chartdata.moc"

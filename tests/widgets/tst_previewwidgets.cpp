#include "support/registry.h"
#include "widgets/previewchart.h"
#include "widgets/seriestable.h"
#include "widgets/statepage.h"
#include "widgets/theme.h"

#include <cmath>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QLabel>
#include <QPalette>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <qcustomplot.h>

using alerting::QueryResult;
using alerting::Series;
using widgets::PreviewChart;
using widgets::SeriesTable;
using widgets::Theme;

class TestPreviewWidgets : public QObject
{
    Q_OBJECT

private slots:
    void readsOutSorted();
    void hatchesWhatIsNotSettled();
    void readsOutByKeyboard();
    void readsOutUnderTheMouse();
    void colorsFollowThePalette();
    void marksTheThreshold();
    void boundsWhatItDraws();
    void drawsMillionsWithoutAStall();
    void selectsARange();
    void listsLabelsAsColumns();
    void sortsByNumber();
    void keepsTheChosenOrder();
    void copiesRows();
    void showsStringsAndRanges();
    void showsStates();
};

namespace {

Series jobSeries(const std::string &job, const std::vector<double> &values)
{
    Series series;
    series.labels = {{"__name__", "load"}, {"instance", "h"}, {"job", job}};
    for (const double value : values)
        series.samples.push_back({1000 + 60.0 * static_cast<double>(series.samples.size()), value});
    return series;
}

std::vector<Series> threeSeries()
{
    return {jobSeries("low", {1, 1, 1}), jobSeries("high", {5, 9, 5}), jobSeries("gone", {4, 4, std::nan("")})};
}

constexpr PreviewChart::Range testRange = {1000, 1120, 60};

QueryResult vectorOf(const std::vector<Series> &series)
{
    QueryResult result;
    result.series = series;
    return result;
}

QString cell(const SeriesTable &table, int row, int column)
{
    return table.model()->index(row, column).data().toString();
}

/// How many pixels have this colour, or a paler one of the same hue as antialiasing makes it.
int pixels(QWidget &widget, const QColor &color)
{
    constexpr int hueTolerance = 8;
    const QImage image = widget.grab().toImage().convertToFormat(QImage::Format_RGB32);
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        const auto *line = reinterpret_cast<const QRgb *>(image.constScanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel(line[x]);
            const bool vivid = 3 * pixel.saturation() > color.saturation();
            count += pixel == color || (vivid && std::abs(pixel.hue() - color.hue()) < hueTolerance);
        }
    }
    return count;
}

} // namespace

void TestPreviewWidgets::readsOutSorted()
{
    PreviewChart chart;
    chart.resize(600, 300);
    chart.setSeries(threeSeries(), testRange, std::nullopt);
    QVERIFY(chart.readout().isEmpty());
    chart.showReadout(1065);
    QCOMPARE(chart.readout().mid(1), (QStringList{"high 9", "gone 4", "low 1"}));
    chart.showReadout(1119);
    QCOMPARE(chart.readout().mid(1), (QStringList{"high 5", "low 1", "gone NaN"}));
    chart.hideReadout();
    QVERIFY(chart.readout().isEmpty());
}

void TestPreviewWidgets::hatchesWhatIsNotSettled()
{
    PreviewChart chart;
    chart.resize(600, 300);
    chart.show();
    QVERIFY(QTest::qWaitForWindowExposed(&chart));
    const auto picture = [&chart](double unsettledFrom) {
        chart.setSeries(threeSeries(), {1000, 1120, 60, unsettledFrom}, std::nullopt);
        chart.findChild<QCustomPlot *>()->replot();
        return chart.grab().toImage();
    };
    const QImage settled = picture(HUGE_VAL);
    const QImage half = picture(1060);
    const QRect plot = chart.plotRect();
    const QRect left(plot.left(), plot.top(), plot.width() / 2 - 2, plot.height());
    QCOMPARE(half.copy(left), settled.copy(left));
    QVERIFY(half.copy(left.translated(plot.width() / 2 + 2, 0)) !=
            settled.copy(left.translated(plot.width() / 2 + 2, 0)));
    QCOMPARE(picture(1120), settled);
}

void TestPreviewWidgets::readsOutByKeyboard()
{
    PreviewChart chart;
    chart.resize(600, 300);
    chart.setSeries(threeSeries(), testRange, std::nullopt);
    QTest::keyClick(&chart, Qt::Key_Left);
    QCOMPARE(chart.readout().value(1), QString("high 5"));
    QTest::keyClick(&chart, Qt::Key_Left);
    QCOMPARE(chart.readout().value(1), QString("high 9"));
    QTest::keyClick(&chart, Qt::Key_Home);
    QCOMPARE(chart.readout().value(2), QString("gone 4"));
    QTest::keyClick(&chart, Qt::Key_Escape);
    QVERIFY(chart.readout().isEmpty());
}

void TestPreviewWidgets::readsOutUnderTheMouse()
{
    PreviewChart chart;
    chart.resize(600, 300);
    chart.show();
    QVERIFY(QTest::qWaitForWindowExposed(&chart));
    chart.setSeries(threeSeries(), testRange, std::nullopt);
    QWidget *plot = chart.childAt(300, 150);
    QVERIFY(plot);
    QTest::mouseMove(plot, QPoint(330, 20));
    QTRY_COMPARE(chart.readout().value(1), QString("high 9"));
    const auto *label = chart.findChild<QLabel *>("previewReadout");
    QVERIFY(label && label->isVisible());
    // The line nearest to the mouse is the bold one.
    QVERIFY2(label->text().contains("<b>high</b>"), qPrintable(label->text()));
    QVERIFY(chart.rect().contains(label->geometry()));
    QTest::mouseMove(plot, QPoint(330, 298));
    QTRY_VERIFY(chart.readout().isEmpty());
}

void TestPreviewWidgets::colorsFollowThePalette()
{
    PreviewChart chart;
    chart.resize(600, 300);
    chart.show();
    for (const Theme *theme : {&Theme::lightTheme(), &Theme::darkTheme()}) {
        QPalette palette;
        palette.setColor(QPalette::Window, theme->window);
        chart.setPalette(palette);
        chart.setSeries(threeSeries(), testRange, std::nullopt);
        QCOMPARE(chart.colorOf({{"instance", "h"}, {"job", "high"}}), theme->series[1]);
        QVERIFY(!chart.colorOf({{"job", "unknown"}}).isValid());
        QTRY_VERIFY(pixels(chart, theme->base) > 50000);
        QTRY_VERIFY(pixels(chart, theme->series[0]) > 200);
    }
}

void TestPreviewWidgets::marksTheThreshold()
{
    PreviewChart chart;
    chart.resize(600, 300);
    chart.show();
    const QColor color = Theme::of(chart.palette()).critical;
    chart.setSeries(threeSeries(), testRange, std::nullopt);
    QTRY_VERIFY(pixels(chart, Theme::of(chart.palette()).series[0]) > 200);
    QCOMPARE(pixels(chart, color), 0);
    chart.setSeries(threeSeries(), testRange, PreviewChart::Threshold{3, "> 3", ">"});
    QTRY_VERIFY(pixels(chart, color) > 300);
    QVERIFY(chart.accessibleDescription().contains("The threshold is > 3."));
    const int inside = pixels(chart, color);
    // Far away only its tag stays.
    chart.setSeries(threeSeries(), testRange, PreviewChart::Threshold{3000, "> 3", ">"});
    QTRY_VERIFY(pixels(chart, color) < inside - 150);
    QVERIFY(pixels(chart, color) > 50);
}

void TestPreviewWidgets::boundsWhatItDraws()
{
    std::vector<Series> many;
    for (int i = 0; i < 300; ++i)
        many.push_back(jobSeries("job" + std::to_string(i), {1.0 * i, 2.0 * i}));
    PreviewChart chart;
    chart.setSeries(many, testRange, std::nullopt);
    QCOMPARE(chart.drawnSeries(), PreviewChart::mostSeries);
    chart.showReadout(1000);
    QCOMPARE(chart.readout().size(), 13);
    chart.clear();
    QCOMPARE(chart.drawnSeries(), std::size_t(0));
    chart.showReadout(1000);
    QVERIFY(chart.readout().isEmpty());
}

void TestPreviewWidgets::drawsMillionsWithoutAStall()
{
    constexpr int seriesCount = 500;
    constexpr int pointCount = 11'000;
    std::vector<Series> many;
    for (int i = 0; i < seriesCount; ++i) {
        Series series;
        series.labels = {{"job", std::to_string(i)}};
        for (int p = 0; p < pointCount; ++p)
            series.samples.push_back({15.0 * p, std::sin(p * 0.01 + i) * 100});
        many.push_back(std::move(series));
    }
    PreviewChart chart;
    chart.resize(900, 300);
    chart.show();
    QVERIFY(QTest::qWaitForWindowExposed(&chart));
    QSignalSpy drawn(&chart, &PreviewChart::drawn);
    // A timer that wants to run all the time sees every stall of the event loop.
    QElapsedTimer since;
    qint64 longest = 0;
    QTimer beat;
    connect(&beat, &QTimer::timeout, &chart, [&since, &longest] { longest = std::max(longest, since.restart()); });
    since.start();
    beat.start(0);
    QElapsedTimer call;
    call.start();
    chart.setSeries(std::move(many), {0, 15.0 * pointCount, 15}, std::nullopt);
    const qint64 called = call.elapsed();
    QVERIFY(drawn.wait(20'000));
    // The replot comes with the next turns of the event loop.
    QTest::qWait(200);
    qInfo("500 series x 11 000 points: %lld ms in the call, longest stall %lld ms", called, longest);
    QCOMPARE(chart.drawnSeries(), PreviewChart::mostSeries);
    // 50 ms are the aim on an idle machine; drawing it all at once takes seconds.
    QVERIFY2(longest < 1000, qPrintable(QString::number(longest)));
}

void TestPreviewWidgets::selectsARange()
{
    PreviewChart chart;
    chart.resize(600, 300);
    chart.show();
    QVERIFY(QTest::qWaitForWindowExposed(&chart));
    chart.setSeries(threeSeries(), testRange, std::nullopt);
    QTRY_VERIFY(chart.plotRect().width() > 100);
    auto *plot = chart.findChild<QCustomPlot *>();
    QSignalSpy selected(&chart, &PreviewChart::rangeSelected);
    QSignalSpy back(&chart, &PreviewChart::zoomOutRequested);
    const QRect rect = chart.plotRect();
    const auto at = [&rect](double share) {
        return QPoint(rect.left() + static_cast<int>(rect.width() * share), rect.center().y());
    };
    QTest::mousePress(plot, Qt::LeftButton, {}, at(0.75));
    QTest::mouseMove(plot, at(0.5));
    QTest::mouseRelease(plot, Qt::LeftButton, {}, at(0.25));
    QCOMPARE(selected.size(), 1);
    QVERIFY(std::abs(selected[0][0].toDouble() - 1030) < 2);
    QVERIFY(std::abs(selected[0][1].toDouble() - 1090) < 2);
    QTest::mouseClick(plot, Qt::LeftButton, {}, at(0.5));
    QCOMPARE(selected.size(), 1);
    QTest::mouseDClick(plot, Qt::LeftButton, {}, at(0.5));
    QCOMPARE(back.size(), 1);
    QTest::keyClick(&chart, Qt::Key_Backspace);
    QCOMPARE(back.size(), 2);
}

void TestPreviewWidgets::listsLabelsAsColumns()
{
    SeriesTable table;
    table.setResult(vectorOf(threeSeries()), nullptr);
    QStringList headings;
    for (int i = 0; i < table.model()->columnCount(); ++i)
        headings.append(table.model()->headerData(i, Qt::Horizontal).toString());
    // What differs comes first, the constant labels after it.
    QCOMPARE(headings, (QStringList{"job", "Metric", "instance", "Value"}));
    const QVariant alignment = table.model()->index(0, 3).data(Qt::TextAlignmentRole);
    QVERIFY(alignment.toInt() & Qt::AlignRight);
    QVERIFY(!table.model()->index(0, 0).data(Qt::DecorationRole).isValid());
    table.setResult(vectorOf(threeSeries()), [](const alerting::Labels &) { return QColor(Qt::red); });
    QVERIFY(table.model()->index(0, 0).data(Qt::DecorationRole).isValid());
    table.setResult(QueryResult(), nullptr);
    QCOMPARE(table.model()->rowCount(), 0);
}

void TestPreviewWidgets::sortsByNumber()
{
    SeriesTable table;
    std::vector<Series> series;
    for (const double value : {9.0, 10.0, std::nan(""), -1.0})
        series.push_back(jobSeries("job" + std::to_string(series.size()), {value}));
    table.setResult(vectorOf(series), nullptr);
    const auto column = [&] {
        QStringList values;
        for (int row = 0; row < 4; ++row)
            values.append(cell(table, row, 3));
        return values.join(' ');
    };
    QCOMPARE(column(), QString("10 9 -1 NaN"));
    table.sortByColumn(3, Qt::AscendingOrder);
    QCOMPARE(column(), QString("-1 9 10 NaN"));
}

void TestPreviewWidgets::keepsTheChosenOrder()
{
    SeriesTable table;
    table.setResult(vectorOf(threeSeries()), nullptr);
    table.sortByColumn(0, Qt::AscendingOrder);
    QCOMPARE(cell(table, 0, 0), QString("gone"));
    table.setResult(vectorOf({jobSeries("b", {1}), jobSeries("a", {2}), jobSeries("c", {3})}), nullptr);
    QCOMPARE(cell(table, 0, 0), QString("a"));
    QCOMPARE(cell(table, 2, 0), QString("c"));
}

void TestPreviewWidgets::copiesRows()
{
    SeriesTable table;
    table.setResult(vectorOf(threeSeries()), nullptr);
    QSignalSpy current(&table, &SeriesTable::currentSeriesChanged);
    table.selectRow(0);
    QCOMPARE(current.count(), 1);
    table.findChild<QAction *>("previewCopyRows")->trigger();
    QCOMPARE(QApplication::clipboard()->text(), QString("job\tMetric\tinstance\tValue\nhigh\tload\th\t5\n"));
    table.findChild<QAction *>("previewCopySelectors")->trigger();
    QCOMPARE(QApplication::clipboard()->text(), QString(R"(load{instance="h", job="high"})"));
    table.clearSelection();
    QCOMPARE(table.selectionAsText().count('\n'), 4);
}

void TestPreviewWidgets::showsStringsAndRanges()
{
    SeriesTable table;
    QueryResult string;
    string.type = QueryResult::Type::String;
    string.string = "hello";
    table.setResult(string, nullptr);
    QCOMPARE(table.model()->rowCount(), 1);
    QCOMPARE(cell(table, 0, 0), QString("hello"));
    QueryResult ranges = vectorOf(threeSeries());
    ranges.type = QueryResult::Type::Matrix;
    table.setResult(ranges, nullptr);
    QCOMPARE(table.model()->columnCount(), 5);
    QCOMPARE(cell(table, 0, 4), QString("3"));
    QueryResult histogram = vectorOf({jobSeries("h", {})});
    histogram.series[0].histograms = true;
    table.setResult(histogram, nullptr);
    QCOMPARE(cell(table, 0, 3), QString("histogram"));
}

void TestPreviewWidgets::showsStates()
{
    widgets::StatePage page;
    page.show("<b>What</b> it is.", "What to do.");
    QVERIFY(page.button()->isHidden());
    QCOMPARE(page.sentence(), QString("<b>What</b> it is."));
    const auto *sentence = page.findChild<QLabel *>("stateSentence");
    QCOMPARE(sentence->textFormat(), Qt::PlainText);
    QSignalSpy clicked(&page, &widgets::StatePage::buttonClicked);
    page.show("It failed.", {}, "Try again", widgets::StatePage::Tone::Error);
    QVERIFY(!page.button()->isHidden());
    QCOMPARE(sentence->palette().color(QPalette::WindowText), Theme::of(page.palette()).critical);
    page.button()->click();
    QCOMPARE(clicked.count(), 1);
}

REGISTER_TEST(TestPreviewWidgets);

#include "tst_previewwidgets.moc"

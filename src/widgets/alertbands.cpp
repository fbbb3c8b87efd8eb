#include "widgets/alertbands.h"

#include "widgets/backtesttext.h"
#include "widgets/theme.h"
#include "widgets/timeaxis.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

namespace widgets {

namespace {

constexpr int bandHeight = 8;
constexpr int bandGap = 6;
constexpr int mostRowsShown = 6;

double bandSeconds(backtest::Milliseconds time)
{
    return static_cast<double>(time) / 1000;
}

} // namespace

AlertBands::AlertBands(QWidget *parent) : QAbstractScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    viewport()->setMouseTracking(true);
    describe();
}

void AlertBands::setRange(double from, double to)
{
    m_from = from;
    m_to = std::max(to, from + 1);
    viewport()->update();
}

void AlertBands::setPlotEdges(int left, int right)
{
    if (left == m_left && right == m_right)
        return;
    m_left = left;
    m_right = std::max(left + 1, right);
    viewport()->update();
}

void AlertBands::setResult(const backtest::BacktestResult &result, const backtest::BacktestResult *before)
{
    m_rows.clear();
    m_unknown.clear();
    m_mark.reset();
    m_current = -1;
    for (const IdentityPair &pair : identityPairs(result, before)) {
        if (pair.now)
            m_rows.push_back({pair.name, pair.now->pending, pair.now->firing, false});
        else
            m_rows.push_back({pair.name, {}, {}, false});
        if (before)
            m_rows.push_back({tr("%1, as it was saved").arg(pair.name),
                              pair.before ? pair.before->pending : std::vector<alerting::Band>(),
                              pair.before ? pair.before->firing : std::vector<alerting::Band>(), true});
    }
    const backtest::TickValues &values = result.values;
    for (std::size_t i = 0; i < values.answers.size(); ++i) {
        if (values.answers[i].state == backtest::TickState::Answered)
            continue;
        const backtest::Milliseconds tick = values.ticks.at(i);
        if (!m_unknown.empty() && m_unknown.back().end == tick)
            m_unknown.back().end = tick + values.ticks.interval;
        else
            m_unknown.push_back({tick, tick + values.ticks.interval});
    }
    updateScroll();
    updateGeometry();
    describe();
    viewport()->update();
}

void AlertBands::clear()
{
    setResult({});
}

void AlertBands::setMark(std::optional<double> time)
{
    m_mark = time;
    viewport()->update();
}

QString AlertBands::rowText(int row) const
{
    const Row &each = m_rows[static_cast<std::size_t>(row)];
    return tr("%1: firing %2 times, pending %3 times.").arg(each.name).arg(each.firing.size()).arg(each.pending.size());
}

int AlertBands::rowHeight() const
{
    return fontMetrics().height() + bandHeight + bandGap;
}

QSize AlertBands::sizeHint() const
{
    return {400, rowHeight() * std::clamp(rows(), 0, mostRowsShown) + (m_rows.empty() ? 0 : bandGap)};
}

QSize AlertBands::minimumSizeHint() const
{
    return {100, std::min(sizeHint().height(), rowHeight() * std::min(rows(), 2))};
}

double AlertBands::toX(double time) const
{
    return m_left + (time - m_from) / (m_to - m_from) * (m_right - m_left);
}

double AlertBands::toTime(double x) const
{
    return m_from + (x - m_left) / std::max(1, m_right - m_left) * (m_to - m_from);
}

int AlertBands::rowAt(int y) const
{
    const int row = (y + verticalScrollBar()->value()) / rowHeight();
    return row < rows() ? row : -1;
}

void AlertBands::updateScroll()
{
    const int height = rowHeight() * rows() + bandGap;
    verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(rowHeight());
}

void AlertBands::describe()
{
    setAccessibleName(tr("Pending and firing over time"));
    QString text = tr("%n alert(s).", nullptr, rows());
    if (m_current >= 0 && m_current < rows())
        text += QLatin1Char(' ') + rowText(m_current);
    setAccessibleDescription(text);
}

void AlertBands::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), theme.base);
    for (const alerting::Band &band : m_unknown) {
        if (bandSeconds(band.begin) <= m_to && bandSeconds(*band.end) >= m_from)
            painter.fillRect(rectOf(band, 0, viewport()->height()), QBrush(theme.border, Qt::BDiagPattern));
    }
    const int top = -verticalScrollBar()->value();
    for (int row = 0; row < rows(); ++row) {
        const int y = top + row * rowHeight();
        if (y + rowHeight() < 0 || y > viewport()->height())
            continue;
        paintRow(painter, row, y);
    }
    if (m_mark) {
        painter.setPen(QPen(theme.accent, 1, Qt::DashLine));
        const int x = static_cast<int>(std::lround(toX(*m_mark)));
        painter.drawLine(x, 0, x, viewport()->height());
    }
}

QRectF AlertBands::rectOf(const alerting::Band &band, int y, int height) const
{
    const double left = std::max<double>(m_left, toX(bandSeconds(band.begin)));
    const double right = std::min<double>(m_right, band.end ? toX(bandSeconds(*band.end)) : m_right);
    // A short firing is seen too.
    return {left, static_cast<double>(y), std::max(1.5, right - left), static_cast<double>(height)};
}

void AlertBands::paintRow(QPainter &painter, int row, int y)
{
    const Theme &theme = Theme::of(palette());
    const Row &each = m_rows[static_cast<std::size_t>(row)];
    if (row == m_current && hasFocus())
        painter.fillRect(QRect(0, y, viewport()->width(), rowHeight()), theme.selection);
    painter.setPen(theme.muted);
    const QString name = fontMetrics().elidedText(each.name, Qt::ElideRight, m_right - m_left);
    painter.drawText(QRect(m_left, y, m_right - m_left, fontMetrics().height()), Qt::AlignLeft, name);
    const int bandTop = y + fontMetrics().height();
    painter.fillRect(QRect(m_left, bandTop, m_right - m_left, bandHeight), theme.raised);
    const auto fill = [&](const QRectF &rect, const QColor &color) {
        if (!each.before) {
            painter.fillRect(rect, color);
            return;
        }
        // Outlined: what was, beside what would be.
        painter.setPen(color);
        painter.setBrush(QBrush(color, Qt::Dense6Pattern));
        painter.drawRect(rect.adjusted(0, 0, -1, -1));
    };
    for (const alerting::Band &band : each.pending)
        // Half as high, so that the states differ without their colours.
        fill(rectOf(band, bandTop + bandHeight / 2, bandHeight / 2), theme.pending);
    for (const alerting::Band &band : each.firing)
        fill(rectOf(band, bandTop, bandHeight), theme.firing);
}

QString AlertBands::toolTipAt(const QPoint &at) const
{
    const int row = rowAt(at.y());
    if (row < 0)
        return {};
    const double time = toTime(at.x());
    const Row &each = m_rows[static_cast<std::size_t>(row)];
    const auto within = [time](const std::vector<alerting::Band> &bands) {
        return std::ranges::find_if(bands, [time](const alerting::Band &band) {
            return bandSeconds(band.begin) <= time && (!band.end || time < bandSeconds(*band.end));
        });
    };
    const auto text = [](double seconds) { return timeText(seconds, 1, QTimeZone::systemTimeZone()); };
    const auto spanText = [&](const QString &state, const alerting::Band &band) {
        return band.end ? tr("%1: %2 from %3 to %4")
                              .arg(each.name, state, text(bandSeconds(band.begin)), text(bandSeconds(*band.end)))
                        : tr("%1: %2 since %3").arg(each.name, state, text(bandSeconds(band.begin)));
    };
    if (const auto band = within(each.firing); band != each.firing.end())
        return spanText(tr("firing"), *band);
    if (const auto band = within(each.pending); band != each.pending.end())
        return spanText(tr("pending"), *band);
    return tr("%1: inactive at %2").arg(each.name, text(time));
}

bool AlertBands::event(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        updateScroll();
        updateGeometry();
        viewport()->update();
    } else if (event->type() == QEvent::LanguageChange) {
        describe();
    }
    return QAbstractScrollArea::event(event);
}

bool AlertBands::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), toolTipAt(help->pos()), viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void AlertBands::keyPressEvent(QKeyEvent *event)
{
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    if (step == 0 || m_rows.empty()) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    m_current = std::clamp(m_current + step, 0, rows() - 1);
    const int y = m_current * rowHeight();
    QScrollBar *bar = verticalScrollBar();
    bar->setValue(std::min(std::max(bar->value(), y + rowHeight() - viewport()->height()), y));
    describe();
    viewport()->update();
}

void AlertBands::mousePressEvent(QMouseEvent *event)
{
    m_current = rowAt(static_cast<int>(event->position().y()));
    describe();
    viewport()->update();
    emit timeActivated(std::clamp(toTime(event->position().x()), m_from, m_to));
}

void AlertBands::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScroll();
}

} // namespace widgets

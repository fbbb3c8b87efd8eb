#include "widgets/graphlegend.h"

#include "widgets/graphcards.h"
#include "widgets/graphitems.h"
#include "widgets/kindshape.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLayout>
#include <QList>
#include <QPainter>
#include <QPixmap>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

namespace widgets {

namespace {

struct LegendShape
{
    rules::NodeKind kind;
    const char *severity;
};

constexpr std::array<LegendShape, 6> legendShapes = {{{rules::NodeKind::Metric, ""},
                                                      {rules::NodeKind::Recording, ""},
                                                      {rules::NodeKind::Alerting, "critical"},
                                                      {rules::NodeKind::Alerting, "warning"},
                                                      {rules::NodeKind::ScrapeJob, ""},
                                                      {rules::NodeKind::Dashboard, ""}}};
constexpr std::array<rules::Change, 4> legendChanges = {rules::Change::Added, rules::Change::Removed,
                                                        rules::Change::Rewired, rules::Change::Changed};
constexpr std::array<rules::Certainty, 4> legendCertainties = {rules::Certainty::Exact, rules::Certainty::Regex,
                                                               rules::Certainty::Indeterminate, rules::Certainty::Meta};

/// Items side by side in as many lines as the width needs: the legend never makes its window wide.
class LegendFlow : public QLayout
{
public:
    ~LegendFlow() override
    {
        for (QLayoutItem *item : m_items)
            delete item;
    }
    void addItem(QLayoutItem *item) override { m_items.push_back(item); }
    [[nodiscard]] int count() const override { return int(m_items.size()); }
    [[nodiscard]] QLayoutItem *itemAt(int index) const override { return m_items.value(index); }
    QLayoutItem *takeAt(int index) override
    {
        return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
    }
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return Qt::Horizontal; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override { return arrange({0, 0, width, 0}, false); }
    void setGeometry(const QRect &rect) override
    {
        QLayout::setGeometry(rect);
        arrange(rect, true);
    }
    [[nodiscard]] QSize sizeHint() const override
    {
        int width = 0;
        for (const QLayoutItem *item : m_items)
            width += item->isEmpty() ? 0 : item->sizeHint().width() + 12;
        return {width, minimumSize().height()};
    }
    [[nodiscard]] QSize minimumSize() const override
    {
        QSize size;
        for (const QLayoutItem *item : m_items)
            size = size.expandedTo(item->minimumSize());
        return size;
    }

private:
    int arrange(const QRect &rect, bool move) const
    {
        int x = rect.x();
        int y = rect.y();
        int line = 0;
        for (QLayoutItem *item : m_items) {
            if (item->isEmpty())
                continue;
            const QSize size = item->sizeHint();
            if (x > rect.x() && x + size.width() > rect.right() + 1) {
                x = rect.x();
                y += line + 4;
                line = 0;
            }
            line = std::max(line, size.height());
            if (move)
                item->setGeometry({x, y, size.width(), size.height()});
            x += size.width() + 12;
        }
        return y + line - rect.y();
    }

    QList<QLayoutItem *> m_items;
};

QIcon lineIcon(rules::Certainty certainty, const QColor &colour, qreal ratio)
{
    QPixmap pixmap(QSize(28, 12) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setPen(certaintyPen(certainty, colour, 1.6));
    painter.drawLine(QPointF(0, 6), QPointF(28, 6));
    return QIcon(pixmap);
}

} // namespace

GraphLegend::GraphLegend(QWidget *parent) : QFrame(parent), m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("graphLegend"));
    setAutoFillBackground(true);
    auto *outer = new QHBoxLayout(this);
    outer->setContentsMargins(12, 4, 4, 4);
    outer->setSpacing(4);
    auto *layout = new LegendFlow;
    outer->addLayout(layout, 1);
    for (std::size_t i = 0; i < m_shapes.size(); ++i) {
        auto *entry = new QWidget(this);
        m_shapes[i] = new QLabel(entry);
        m_names[i] = new QLabel(entry);
        auto *pair = new QHBoxLayout(entry);
        pair->setContentsMargins(0, 0, 0, 0);
        pair->setSpacing(4);
        pair->addWidget(m_shapes[i]);
        pair->addWidget(m_names[i]);
        layout->addWidget(entry);
    }
    for (QCheckBox *&line : m_lines) {
        line = new QCheckBox(this);
        line->setChecked(true);
        line->setIconSize({28, 12});
        connect(line, &QCheckBox::toggled, this, &GraphLegend::certaintiesChanged);
        layout->addWidget(line);
    }
    for (QLabel *&change : m_changes) {
        change = new QLabel(this);
        change->setTextFormat(Qt::RichText);
        layout->addWidget(change);
    }
    setKinds(false, false);
    setComparing(false);
    m_close->setAutoRaise(true);
    m_close->setText(QStringLiteral("×"));
    m_close->setObjectName(QStringLiteral("closeLegend"));
    connect(m_close, &QToolButton::clicked, this, &GraphLegend::closeRequested);
    outer->addWidget(m_close, 0, Qt::AlignTop);
    retranslate();
    applyTheme();
}

void GraphLegend::retranslate()
{
    const QString names[] = {tr("metric"),         tr("recording rule"), tr("alert, critical"),
                             tr("alert, warning"), tr("scrape job"),     tr("dashboard")};
    for (std::size_t i = 0; i < m_names.size(); ++i)
        m_names[i]->setText(names[i]);
    const QString lines[] = {tr("exact"), tr("by regex"), tr("indeterminate"), tr("through ALERTS")};
    const QString tips[] = {tr("Shows edges of selectors that name the series."),
                            tr("Shows edges of selectors that match the name by a pattern."),
                            tr("Shows edges of selectors without a name, which may read any recording rule."),
                            tr("Shows edges of rules that read ALERTS or ALERTS_FOR_STATE.")};
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        m_lines[i]->setText(lines[i]);
        m_lines[i]->setToolTip(tips[i]);
    }
    m_close->setToolTip(tr("Close the legend"));
    m_close->setAccessibleName(tr("Close the legend"));
}

void GraphLegend::setKinds(bool scrapeJobs, bool dashboards)
{
    m_shapes[4]->parentWidget()->setVisible(scrapeJobs);
    m_shapes[5]->parentWidget()->setVisible(dashboards);
}

void GraphLegend::setComparing(bool comparing)
{
    for (QLabel *change : m_changes)
        change->setVisible(comparing);
}

bool GraphLegend::isShown(rules::Certainty certainty) const
{
    return m_lines[static_cast<std::size_t>(certainty)]->isChecked();
}

void GraphLegend::setShown(rules::Certainty certainty, bool shown)
{
    QCheckBox *box = m_lines[static_cast<std::size_t>(certainty)];
    const QSignalBlocker blocker(box);
    box->setChecked(shown);
}

void GraphLegend::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::LanguageChange)
        applyTheme();
    QFrame::changeEvent(event);
}

void GraphLegend::applyTheme()
{
    const Theme &theme = Theme::of(palette());
    for (std::size_t i = 0; i < m_shapes.size(); ++i) {
        const auto [kind, severity] = legendShapes[i];
        m_shapes[i]->setPixmap(
            kindIcon(kind, kindColour(theme, kind, QString::fromLatin1(severity)), 16).pixmap(16, 16));
    }
    for (std::size_t i = 0; i < m_lines.size(); ++i)
        m_lines[i]->setIcon(lineIcon(legendCertainties[i], theme.muted, devicePixelRatioF()));
    for (std::size_t i = 0; i < m_changes.size(); ++i)
        m_changes[i]->setText(QStringLiteral("<span style=\"color:%1\">▬</span> %2")
                                  .arg(changeColour(theme, legendChanges[i]).name(), changeText(legendChanges[i])));
}

} // namespace widgets

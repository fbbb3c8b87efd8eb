#include "widgets/reviewfindings.h"

#include "rules/duration.h"
#include "widgets/bandstrip.h"
#include "widgets/coretext.h"
#include "widgets/timeaxis.h"

#include <QEvent>
#include <QHeaderView>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

namespace widgets {

namespace {

/// The old alert and the new one that took its place; null where there is none.
using AlertPair = std::pair<const alerting::AlertHistory *, const alerting::AlertHistory *>;

/// Rows as high as the sentence in the first column needs at the column's width; a tree view does not ask that.
class SentenceDelegate : public QStyledItemDelegate
{
public:
    explicit SentenceDelegate(QTreeWidget *view) : QStyledItemDelegate(view), m_view(view) {}

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QSize one = QStyledItemDelegate::sizeHint(option, index);
        if (index.column() != 0)
            return {one.width(), 0};
        const QFontMetrics metrics(m_view->font());
        const int margin = 2 * (m_view->style()->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, m_view) + 1);
        const int width = std::max(m_view->columnWidth(0) - margin - 2, metrics.averageCharWidth() * 10);
        const QRect text =
            metrics.boundingRect(QRect(0, 0, width, QWIDGETSIZE_MAX), Qt::TextWordWrap, index.data().toString());
        return {one.width(), std::max(metrics.height(), text.height()) + 6};
    }

private:
    QTreeWidget *m_view;
};

QString labelsText(const alerting::Labels &labels)
{
    QStringList parts;
    for (const auto &[name, value] : labels)
        parts += QString::fromStdString(name + '=' + value);
    return parts.join(QStringLiteral(", "));
}

/// Without the labels that all of them have, which tell nobody apart.
alerting::Labels tellingLabels(const alerting::Labels &labels, const std::map<alerting::Labels, AlertPair> &all)
{
    alerting::Labels telling;
    std::ranges::copy_if(labels, std::back_inserter(telling), [&](const auto &label) {
        return !std::ranges::all_of(
            all, [&](const auto &row) { return std::ranges::find(row.first, label) != row.first.end(); });
    });
    return telling.empty() ? labels : telling;
}

/// Long times to the minute: more digits say nothing beside bands.
double readableSeconds(alerting::Milliseconds length)
{
    constexpr alerting::Milliseconds hour = 3600000;
    const double unit = length >= hour ? 60 : 1;
    return std::round(static_cast<double>(length) / 1000 / unit) * unit;
}

QString firingsText(const alerting::AlertHistory *alert, alerting::Milliseconds to)
{
    if (!alert)
        return ReviewFindings::tr("quiet");
    alerting::Milliseconds length = 0;
    for (const alerting::Band &band : alert->firing)
        length += band.end.value_or(to) - band.begin;
    return alert->firing.empty()
               ? ReviewFindings::tr("pending only")
               : ReviewFindings::tr("%n firing(s), %1", nullptr, static_cast<int>(alert->firing.size()))
                     .arg(QString::fromStdString(rules::formatDuration(readableSeconds(length))));
}

} // namespace

ReviewFindings::ReviewFindings(QWidget *parent)
    : QWidget(parent), m_bands(new QTreeWidget(this)), m_findings(new QTreeWidget(this))
{
    m_bands->setObjectName("reviewBands");
    m_findings->setObjectName("reviewFindings");
    for (QTreeWidget *table : {m_bands, m_findings}) {
        table->setRootIsDecorated(false);
        table->setSelectionMode(QAbstractItemView::SingleSelection);
        table->setColumnCount(4);
    }
    m_bands->header()->setSectionResizeMode(3, QHeaderView::Stretch);
    m_findings->setWordWrap(true);
    m_findings->setItemDelegate(new SentenceDelegate(m_findings));
    connect(m_findings->header(), &QHeaderView::sectionResized, m_findings, &QTreeWidget::doItemsLayout,
            Qt::QueuedConnection);
    m_findings->header()->setStretchLastSection(false);
    m_findings->header()->setSectionResizeMode(QHeaderView::Interactive);
    m_findings->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    auto *split = new QSplitter(Qt::Vertical, this);
    split->addWidget(m_bands);
    split->addWidget(m_findings);
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(split);
    retranslate();
}

void ReviewFindings::show(const consolidation::Proof *proof, const std::vector<consolidation::Evidence> &evidence,
                          const std::vector<consolidation::Note> &notes, consolidation::Milliseconds from,
                          consolidation::Milliseconds to)
{
    m_bands->clear();
    m_findings->clear();
    if (proof)
        showBands(*proof, from, to);
    m_bands->setVisible(m_bands->topLevelItemCount() > 0);
    for (const consolidation::Evidence &each : evidence)
        add(each);
    for (const consolidation::Note &note : notes)
        add({note.kind, {}, {}, {}, {}, note.text});
    fitColumns();
}

/// Sentences and pictures keep the larger part of the width, also where letters are large.
void ReviewFindings::fitColumns()
{
    const int narrow = std::min(fontMetrics().averageCharWidth() * 14, width() * 14 / 100);
    for (int column = 1; column < 4; ++column)
        m_findings->setColumnWidth(column, narrow);
    for (int column = 0; column < 3; ++column) {
        m_bands->resizeColumnToContents(column);
        m_bands->setColumnWidth(column,
                                std::min(m_bands->columnWidth(column), width() * (column == 0 ? 30 : 20) / 100));
    }
}

void ReviewFindings::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitColumns();
}

void ReviewFindings::showBands(const consolidation::Proof &proof, consolidation::Milliseconds from,
                               consolidation::Milliseconds to)
{
    std::map<alerting::Labels, AlertPair> rows;
    const auto shownLabels = [](alerting::Labels labels) {
        std::erase_if(labels, [](const auto &label) { return label.first == "alertname"; });
        return labels;
    };
    // An old alert stands in the row of the one that took its place, though that has another label.
    for (const alerting::AlertHistory &alert : proof.before) {
        const auto identity =
            std::ranges::find(proof.identities, alert.labels, &consolidation::Proof::Identity::before);
        rows[shownLabels(identity == proof.identities.end() ? alert.labels : identity->after)].first = &alert;
    }
    for (const alerting::AlertHistory &alert : proof.after)
        rows[shownLabels(alert.labels)].second = &alert;
    for (const auto &[labels, pair] : rows) {
        const auto &[before, after] = pair;
        auto *item = new QTreeWidgetItem(
            {labelsText(tellingLabels(labels, rows)), firingsText(before, to), firingsText(after, to)});
        item->setToolTip(0, labelsText(labels));
        for (const int column : {1, 2})
            item->setToolTip(column, item->text(column));
        m_bands->addTopLevelItem(item);
        const auto rowOf = [](const alerting::AlertHistory *alert) {
            return alert ? BandStrip::Row{alert->pending, alert->firing, true} : BandStrip::Row{{}, {}, false};
        };
        auto *strip = new BandStrip(from, to, rowOf(before), rowOf(after), m_bands);
        strip->setAccessibleName(tr("%1: before %2, after %3").arg(item->text(0), item->text(1), item->text(2)));
        strip->setToolTip(tr("Draw over a stretch of time to mark it as an incident."));
        const alerting::Labels telling = tellingLabels(labels, rows);
        const QString subject = telling.size() == 1 ? QString::fromStdString(telling.front().second) : QString();
        connect(strip, &BandStrip::chosen, this,
                [this, subject](alerting::Milliseconds begin, alerting::Milliseconds end) {
                    emit marked(begin, end, subject);
                });
        m_bands->setItemWidget(item, 3, strip);
    }
}

void ReviewFindings::add(const consolidation::Evidence &evidence)
{
    const auto time = [](const std::optional<alerting::Milliseconds> &at) {
        return at ? timeText(static_cast<double>(*at) / 1000, 60, QTimeZone::systemTimeZone()) : QString();
    };
    QString when = time(evidence.from);
    if (evidence.to && evidence.to != evidence.from)
        when += (when.isEmpty() ? QString() : QStringLiteral(" – ")) + time(evidence.to);
    auto *item = new QTreeWidgetItem({translated(evidence.text), QString::fromStdString(evidence.before),
                                      QString::fromStdString(evidence.after), when});
    for (int column = 0; column < 4; ++column)
        item->setToolTip(column, item->text(column));
    m_findings->addTopLevelItem(item);
}

void ReviewFindings::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ReviewFindings::retranslate()
{
    m_bands->setHeaderLabels({tr("Alert"), tr("Before"), tr("After"), tr("Before above after")});
    m_findings->setHeaderLabels({tr("Finding"), tr("Before"), tr("After"), tr("Time")});
    m_bands->setAccessibleName(tr("Alerts before and after"));
    m_findings->setAccessibleName(tr("What the comparison found"));
}

} // namespace widgets

#include "widgets/deliveryboard.h"

#include "widgets/appearance.h"
#include "widgets/coretext.h"
#include "widgets/icons.h"
#include "widgets/statepage.h"
#include "widgets/theme.h"
#include "workspace/settings.h"

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QStyledItemDelegate>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace widgets {

namespace {

using deployment::Finding;
using deployment::Ground;

constexpr int findingIndex = Qt::UserRole;

bool isIntention(const Finding &finding)
{
    return finding.ground == Ground::Endpoint && finding.id == "delivery/no-alertmanager";
}

/// A tree asks how high a row is without saying how wide it is; a sentence on several lines has to know.
class SentenceDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto *tree = qobject_cast<const QTreeView *>(option.widget);
        if (tree == nullptr || index.column() != 0 || !index.parent().isValid())
            return QStyledItemDelegate::sizeHint(option, index);
        constexpr int levels = 2;
        QStyleOptionViewItem wrapped(option);
        wrapped.features |= QStyleOptionViewItem::WrapText;
        wrapped.rect = QRect(0, 0, std::max(1, tree->columnWidth(0) - levels * tree->indentation()), 1);
        return QStyledItemDelegate::sizeHint(wrapped, index);
    }
};

} // namespace

DeliveryBoard::DeliveryBoard(QWidget *parent)
    : QWidget(parent),
      m_list(new QTreeWidget(this)),
      m_state(new StatePage(this)),
      m_bar(new QWidget(this)),
      m_detail(new QLabel(this)),
      m_intended(new QCheckBox(this)),
      m_fix(new QPushButton(this)),
      m_open(new QPushButton(this))
{
    setObjectName("deliveryBoard");
    m_list->setObjectName("deliveryList");
    m_fix->setObjectName("fixDelivery");
    m_open->setObjectName("openDelivery");
    m_intended->setObjectName("intendedSwitch");
    m_detail->setObjectName("deliveryDetail");
    m_list->setColumnCount(2);
    // The whole sentence is in the list, whatever the size of its letters.
    m_list->setWordWrap(true);
    m_list->setTextElideMode(Qt::ElideNone);
    m_list->setItemDelegate(new SentenceDelegate(m_list));
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    connect(
        m_list->header(), &QHeaderView::sectionResized, m_list, [this] { m_list->doItemsLayout(); },
        Qt::QueuedConnection);
    m_detail->setWordWrap(true);
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(16, 8, 16, 8);
    bar->setSpacing(8);
    bar->addWidget(m_detail, 1);
    bar->addWidget(m_intended);
    bar->addWidget(m_fix);
    bar->addWidget(m_open);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_state, 1);
    layout->addWidget(m_bar);
    setFocusProxy(m_list);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &DeliveryBoard::updateButtons);
    connect(m_list, &QTreeWidget::itemActivated, this, &DeliveryBoard::open);
    connect(m_state, &StatePage::buttonClicked, this, &DeliveryBoard::checkRequested);
    connect(m_fix, &QPushButton::clicked, this, &DeliveryBoard::fix);
    connect(m_open, &QPushButton::clicked, this, &DeliveryBoard::open);
    connect(m_intended, &QCheckBox::clicked, this, [this](bool on) {
        QSettings settings = workspace::userSettings();
        settings.setValue("delivery/withoutAlertmanager/" + QString::fromLatin1(m_endpoint.toUtf8().toHex()), on);
        rebuild();
    });
    retranslate();
    rebuild();
}

bool DeliveryBoard::intended() const
{
    return workspace::userSettings()
        .value("delivery/withoutAlertmanager/" + QString::fromLatin1(m_endpoint.toUtf8().toHex()))
        .toBool();
}

void DeliveryBoard::setInspection(std::shared_ptr<const workspace::Inspection> inspection, const QString &endpoint)
{
    m_inspection = std::move(inspection);
    m_endpoint = endpoint;
    rebuild();
}

void DeliveryBoard::setChecking(bool checking)
{
    m_checking = checking;
    if (!m_inspection)
        rebuild();
}

const Finding *DeliveryBoard::current() const
{
    const QTreeWidgetItem *item = m_list->currentItem();
    const QVariant index = item ? item->data(0, findingIndex) : QVariant();
    return m_inspection && index.isValid() ? &m_inspection->delivery[index.toULongLong()] : nullptr;
}

void DeliveryBoard::addFinding(QTreeWidgetItem *group, const Finding &finding)
{
    const Theme &theme = Theme::current();
    const bool quiet = isIntention(finding) && intended();
    const bool error = finding.severity == base::Severity::Error && !quiet;
    const bool warning = finding.severity == base::Severity::Warning;
    QString place = QString::fromStdString(deployment::fileNameOf(finding.file));
    if (!place.isEmpty())
        place += ':' + QString::number(finding.line);
    auto *item = new QTreeWidgetItem(group, {translated(finding.text), place});
    item->setIcon(0, icon(error     ? "error"
                          : warning ? "warning"
                                    : "hint",
                          error     ? theme.critical
                          : warning ? theme.warning
                                    : theme.accent));
    item->setToolTip(0, (error ? tr("Error") : warning ? tr("Warning") : tr("Hint")) + ": " + item->text(0));
    item->setForeground(1, theme.muted);
    if (quiet)
        item->setForeground(0, theme.muted);
    item->setData(0, findingIndex, static_cast<qulonglong>(&finding - m_inspection->delivery.data()));
    m_count += error || warning ? 1 : 0;
}

void DeliveryBoard::rebuild()
{
    const int before = m_count;
    m_count = 0;
    m_list->clear();
    if (m_inspection) {
        const std::array<std::pair<Ground, QString>, 4> grounds = {
            {{Ground::Endpoint, m_endpoint.isEmpty() ? tr("Endpoint") : tr("Seen at %1").arg(m_endpoint)},
             {Ground::Rendering, tr("Read from the rendering: this would be deployed")},
             {Ground::GitOps, tr("Read from the manifests in GitOps")},
             {Ground::Source, tr("Read from the files in source")}}};
        for (const auto &[ground, title] : grounds) {
            QTreeWidgetItem *group = nullptr;
            for (const Finding &finding : m_inspection->delivery) {
                if (finding.ground != ground)
                    continue;
                if (!group) {
                    group = new QTreeWidgetItem(m_list, {title});
                    group->setFirstColumnSpanned(true);
                    group->setSizeHint(0, QSize(0, fontMetrics().height() + 8));
                    QFont bold = m_list->font();
                    bold.setBold(true);
                    group->setFont(0, bold);
                    group->setExpanded(true);
                }
                addFinding(group, finding);
            }
        }
    }
    const bool empty = m_list->topLevelItemCount() == 0;
    m_list->setVisible(!empty);
    m_bar->setVisible(!empty);
    m_state->setVisible(empty);
    if (empty && !m_inspection)
        m_state->show(m_checking ? tr("Looking for what would keep alerts from people…")
                                 : tr("Nothing was checked yet."),
                      QString(), m_checking ? QString() : tr("Check now"));
    else if (empty)
        m_state->show(tr("Nothing was found that would keep a firing alert from people."),
                      m_endpoint.isEmpty() ? tr("Only files were read: no endpoint was asked.") : QString(),
                      tr("Check again"));
    else
        m_list->setCurrentItem(m_list->topLevelItem(0)->child(0));
    updateButtons();
    if (before != m_count)
        emit countChanged();
}

void DeliveryBoard::updateButtons()
{
    const Finding *finding = current();
    m_detail->setText(finding && !finding->fix.english().empty() ? translated(finding->fix) : QString());
    m_fix->setVisible(finding && !finding->edits.empty());
    m_open->setVisible(finding && !finding->file.empty());
    m_intended->setVisible(finding && isIntention(*finding));
    m_intended->setChecked(intended());
}

void DeliveryBoard::fix()
{
    const Finding *finding = current();
    if (!finding || finding->edits.empty())
        return;
    DriftPage::Request request;
    request.edits = finding->edits;
    request.message = translated(finding->fix);
    while (request.message.endsWith('.'))
        request.message.chop(1);
    emit changeRequested(request);
}

void DeliveryBoard::open()
{
    const Finding *finding = current();
    if (finding && !finding->file.empty())
        emit openRequested(finding->role, finding->file, finding->range);
}

void DeliveryBoard::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::LanguageChange || restyles(*event))
        rebuild();
    QWidget::changeEvent(event);
}

void DeliveryBoard::retranslate()
{
    m_list->setHeaderLabels({tr("Finding"), tr("Place")});
    m_list->setAccessibleName(tr("What would keep alerts from people"));
    m_fix->setText(tr("&Fix…"));
    m_open->setText(tr("&Open"));
    m_intended->setText(tr("No Alertmanager is &intended here"));
}

} // namespace widgets

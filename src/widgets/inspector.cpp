#include "widgets/inspector.h"

#include "rules/duration.h"
#include "widgets/appearance.h"
#include "widgets/explaintree.h"
#include "widgets/icons.h"
#include "widgets/kindshape.h"
#include "widgets/notificationview.h"
#include "widgets/ownrules.h"
#include "widgets/ruletexts.h"
#include "widgets/theme.h"
#include "workspace/workspace.h"

#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace widgets {

namespace {

constexpr int mostNeighbours = 500;

} // namespace

Inspector::Inspector(workspace::Workspace *workspace, QWidget *parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_expression(new ExplainTree(this)),
      m_neighboursTitle(new QLabel(this)),
      m_neighbours(new QTreeWidget(this)),
      m_notificationTitle(new QLabel(this)),
      m_notification(new NotificationView(this)),
      m_empty(new QLabel(this))
{
    setObjectName("inspector");
    m_neighbours->setObjectName("neighboursTree");
    m_neighbours->setHeaderHidden(true);
    m_neighbours->setColumnCount(2);
    m_neighbours->setUniformRowHeights(true);
    m_neighbours->setIndentation(12);
    m_neighbours->header()->setStretchLastSection(false);
    m_neighbours->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_neighbours->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_neighbours->setTextElideMode(Qt::ElideRight);
    m_empty->setWordWrap(true);
    m_empty->setMargin(16);
    m_empty->setAlignment(Qt::AlignTop);
    for (QLabel *title : {m_neighboursTitle, m_notificationTitle})
        title->setContentsMargins(12, 8, 12, 4);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_expression, 3);
    layout->addWidget(m_neighboursTitle);
    layout->addWidget(m_neighbours, 2);
    layout->addWidget(m_notificationTitle);
    layout->addWidget(m_notification, 3);
    layout->addWidget(m_empty, 1);
    connect(workspace, &workspace::Workspace::graphChanged, this, &Inspector::refresh);
    connect(m_neighbours, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem *item) {
        if (const QString id = item->data(0, Qt::UserRole).toString(); !id.isEmpty())
            emit nodeActivated(id.toStdString());
    });
    connect(m_expression, &ExplainTree::partActivated, this, &Inspector::expressionPartActivated);
    m_expression->setRulesProvider([this]() -> backtest::Documents { return ownRules(*m_workspace); });
    connect(workspace, &workspace::Workspace::filesChanged, m_expression, &ExplainTree::rulesChanged);
    retranslate();
    refresh();
}

void Inspector::setRule(const std::optional<rules::RuleRef> &ref)
{
    m_ref = ref;
    refresh();
    emit ruleChanged(ref);
}

void Inspector::refresh()
{
    const workspace::RuleFile *file = m_ref ? m_workspace->findFile(QString::fromStdString(m_ref->file)) : nullptr;
    const rules::Rule *rule = file ? file->rules->find(*m_ref) : nullptr;
    for (QWidget *each : std::initializer_list<QWidget *>{m_expression, m_neighboursTitle, m_neighbours})
        each->setVisible(rule != nullptr);
    m_empty->setVisible(rule == nullptr);
    const bool alerting = rule && rule->kind == rules::RuleKind::Alerting;
    m_notificationTitle->setVisible(alerting);
    m_notification->setVisible(alerting);
    m_notification->setRule(rule ? file->rules->findGroup(*m_ref) : nullptr, rule,
                            rule ? rule->tree->dialect() : promql::Dialect());
    if (!rule)
        return;
    m_expression->setExpression(rule->tree, m_ref);
    fillNeighbours();
}

void Inspector::setClient(prometheus::Client *client)
{
    m_expression->setClient(client);
}

void Inspector::fillNeighbours()
{
    m_neighbours->clear();
    const rules::DependencyGraph &graph = m_workspace->graph();
    const auto self = graph.find(m_ref->id());
    if (!self) {
        auto *waiting = new QTreeWidgetItem(m_neighbours, {tr("The dependencies are being worked out.")});
        waiting->setFlags(Qt::ItemIsEnabled);
        waiting->setForeground(0, palette().placeholderText());
        return;
    }
    const auto section = [this](const QString &title) {
        auto *item = new QTreeWidgetItem(m_neighbours, {title});
        item->setForeground(0, palette().placeholderText());
        item->setFlags(Qt::ItemIsEnabled);
        return item;
    };
    auto *fedBy = section(tr("Fed by"));
    auto *feeds = section(tr("Feeds"));
    const auto add = [&](QTreeWidgetItem *parent, const rules::GraphNode &node, const rules::GraphEdge &edge) {
        auto *item = new QTreeWidgetItem(parent, {QString::fromStdString(node.name)});
        item->setIcon(0, kindIcon(node.kind, nodeColour(*m_workspace, node), 16));
        item->setFont(0, fixedFont());
        item->setToolTip(0, item->text(0));
        item->setData(0, Qt::UserRole, QString::fromStdString(node.id));
        if (edge.lagSeconds && *edge.lagSeconds > 0) {
            item->setText(1, QString::fromStdString("≤ " + rules::formatDuration(*edge.lagSeconds)));
            item->setToolTip(1, tr("The value that is read can be older by this much."));
            item->setForeground(1, palette().placeholderText());
        }
    };
    int hidden[2] = {};
    for (const rules::GraphEdge &edge : graph.edges) {
        for (const bool reads : {true, false}) {
            QTreeWidgetItem *parent = reads ? fedBy : feeds;
            if ((reads ? edge.to : edge.from) != *self)
                continue;
            // A selector without a name reads all recording rules there are.
            if (parent->childCount() < mostNeighbours)
                add(parent, graph.nodes[reads ? edge.from : edge.to], edge);
            else
                ++hidden[reads ? 0 : 1];
        }
    }
    for (QTreeWidgetItem *item : {fedBy, feeds}) {
        if (const int more = hidden[item == fedBy ? 0 : 1]; more > 0) {
            auto *rest = new QTreeWidgetItem(item, {tr("and %n more, see the graph", nullptr, more)});
            rest->setFlags(Qt::ItemIsEnabled);
            rest->setForeground(0, palette().placeholderText());
        }
        if (item->childCount() == 0) {
            auto *none = new QTreeWidgetItem(
                item, {item == feeds ? tr("No rule of this workspace reads it.") : tr("It reads no metric.")});
            none->setFlags(Qt::ItemIsEnabled);
            none->setForeground(0, palette().placeholderText());
        }
        item->setExpanded(true);
    }
}

void Inspector::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange || restyles(*event)) {
        retranslate();
        refresh();
    }
    QWidget::changeEvent(event);
}

void Inspector::retranslate()
{
    m_neighboursTitle->setText(tr("Dependencies"));
    m_notificationTitle->setText(tr("Notification as it would read"));
    m_neighbours->setAccessibleName(tr("What feeds the rule and what it feeds"));
    m_empty->setText(tr("Select a rule to see what it is made of and what depends on it."));
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, Theme::current().muted);
    for (QLabel *label : {m_neighboursTitle, m_notificationTitle, m_empty})
        label->setPalette(muted);
}

} // namespace widgets

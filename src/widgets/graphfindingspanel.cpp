#include "widgets/graphfindingspanel.h"

#include "rules/duration.h"
#include "widgets/appearance.h"
#include "widgets/kindshape.h"
#include "widgets/theme.h"

#include <QTextDocument>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace widgets {

namespace {

constexpr int findingNode = Qt::UserRole;
/// More entries of a section help nobody; the section's title has their number.
constexpr std::size_t mostEntries = 500;

void collectIds(const QTreeWidgetItem *item, std::set<std::string> &ids)
{
    const QString id = item->data(0, findingNode).toString();
    if (!id.isEmpty())
        ids.insert(id.toStdString());
    for (int i = 0; i < item->childCount(); ++i)
        collectIds(item->child(i), ids);
}

} // namespace

GraphFindingsPanel::GraphFindingsPanel(QWidget *parent) : QWidget(parent), m_tree(new QTreeWidget(this))
{
    m_tree->setObjectName(QStringLiteral("graphFindings"));
    m_tree->setAccessibleName(tr("Findings of the dependency graph"));
    m_tree->setHeaderHidden(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setTextElideMode(Qt::ElideMiddle);
    m_tree->setExpandsOnDoubleClick(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tree);
    setFocusProxy(m_tree);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem *item) {
        if (!item)
            return;
        std::set<std::string> ids;
        collectIds(item, ids);
        emit nodesPicked(ids);
    });
    connect(m_tree, &QTreeWidget::itemActivated, this, [this](const QTreeWidgetItem *item) {
        const QString id = item->data(0, findingNode).toString();
        if (!id.isEmpty())
            emit nodeActivated(id.toStdString());
    });
}

QTreeWidgetItem *GraphFindingsPanel::addSection(const QString &title, const QString &explanation)
{
    auto *item = new QTreeWidgetItem(m_tree, {title});
    item->setToolTip(0, explanation);
    item->setData(0, Qt::AccessibleDescriptionRole, explanation);
    item->setForeground(0, Theme::of(palette()).muted);
    item->setExpanded(true);
    return item;
}

void GraphFindingsPanel::addNode(QTreeWidgetItem *parent, const rules::GraphNode &node, const QString &note)
{
    const QString name = QString::fromStdString(node.name).simplified();
    auto *item = new QTreeWidgetItem(parent, {note.isEmpty() ? name : name + QStringLiteral("  ·  ") + note});
    item->setData(0, findingNode, QString::fromStdString(node.id));
    const NodeInfo *info = m_facts.infoOf(node);
    const QString severity = info ? info->severity : QString();
    item->setIcon(0, kindIcon(node.kind, kindColour(Theme::of(palette()), node.kind, severity), 16));
    QString place = kindText(node.kind);
    if (node.rule)
        place += QStringLiteral("\n") + m_facts.shownFile(node.rule->file) + QStringLiteral(" › ") +
                 QString::fromStdString(node.rule->group);
    item->setToolTip(0, Qt::convertFromPlainText(name + QLatin1Char('\n') + place, Qt::WhiteSpaceNormal));
}

void GraphFindingsPanel::addRepeated(const rules::DependencyGraph &graph,
                                     const std::vector<rules::RepeatedExpression> &repeated)
{
    if (repeated.empty())
        return;
    QTreeWidgetItem *section =
        addSection(tr("Computed several times (%1)").arg(repeated.size()),
                   tr("These expressions stand in several rules. A recording rule would compute each of them once."));
    for (std::size_t i = 0; i < std::min(repeated.size(), mostEntries); ++i) {
        const rules::RepeatedExpression &each = repeated[i];
        const QString expr = QString::fromStdString(each.expr);
        auto *item = new QTreeWidgetItem(section, {tr("%1×  %2").arg(each.places.size()).arg(expr)});
        item->setFont(0, fixedFont());
        QString tip = expr;
        if (!each.recorded.empty()) {
            const auto node = graph.find(each.recorded.front().id());
            tip += QLatin1Char('\n') +
                   (node ? tr("Already recorded as %1: read that.").arg(QString::fromStdString(graph.nodes[*node].name))
                         : tr("Already recorded: read that."));
        }
        item->setToolTip(0, Qt::convertFromPlainText(tip, Qt::WhiteSpaceNormal));
        std::set<std::string> seen;
        for (const rules::RepeatedExpression::Place &place : each.places) {
            const std::string id = place.rule.id();
            const auto node = graph.find(id);
            if (node && seen.insert(id).second && seen.size() <= mostEntries)
                addNode(item, graph.nodes[*node], QString::fromStdString(place.rule.group));
        }
        addRest(item, seen.size());
    }
    addRest(section, repeated.size());
}

void GraphFindingsPanel::addRest(QTreeWidgetItem *section, std::size_t count)
{
    if (count <= mostEntries)
        return;
    auto *rest = new QTreeWidgetItem(section, {tr("and %n more", nullptr, int(count - mostEntries))});
    rest->setForeground(0, Theme::of(palette()).muted);
    rest->setFlags(Qt::ItemIsEnabled);
}

void GraphFindingsPanel::setFindings(const rules::DependencyGraph &graph, const Findings &findings,
                                     const GraphFacts &facts)
{
    m_facts = facts;
    m_tree->clear();
    m_count =
        int(findings.cycles.size() + findings.dangling.size() + findings.orphans.size() + findings.repeated.size());
    if (!findings.chain.nodes.empty()) {
        const int steps = int(findings.chain.nodes.size()) - 1;
        QString title = tr("Longest chain: %n step(s)", nullptr, steps);
        if (findings.chain.lagSeconds > 0)
            title += QStringLiteral("  ·  ") +
                     tr("up to %1 old").arg(QString::fromStdString(rules::formatDuration(findings.chain.lagSeconds)));
        QTreeWidgetItem *section =
            addSection(title, tr("Each step in another group adds the time until that group is evaluated again."));
        for (const std::size_t node : findings.chain.nodes)
            addNode(section, graph.nodes[node]);
    }
    if (!findings.cycles.empty()) {
        QTreeWidgetItem *section =
            addSection(tr("Circles (%1)").arg(findings.cycles.size()),
                       tr("These rules read each other: each evaluation works with values of the one before."));
        std::size_t nodes = 0;
        for (const std::vector<std::size_t> &cycle : findings.cycles) {
            for (const std::size_t node : cycle) {
                if (++nodes <= mostEntries)
                    addNode(section, graph.nodes[node]);
            }
        }
        addRest(section, nodes);
    }
    if (!findings.dangling.empty()) {
        QTreeWidgetItem *section =
            addSection(tr("Recorded by nobody (%1)").arg(findings.dangling.size()),
                       findings.endpointAsked
                           ? tr("These names look like recording rules; no rule here defines them and the endpoint "
                                "does not have them.")
                           : tr("These names look like recording rules and no rule here defines them. No endpoint was "
                                "asked whether it has them."));
        for (std::size_t i = 0; i < std::min(findings.dangling.size(), mostEntries); ++i)
            addNode(section, graph.nodes[findings.dangling[i]]);
        addRest(section, findings.dangling.size());
    }
    if (!findings.orphans.empty()) {
        QTreeWidgetItem *section =
            addSection(tr("Read by nobody (%1)").arg(findings.orphans.size()),
                       tr("Nothing in this workspace reads these recording rules. Dashboards elsewhere may."));
        for (std::size_t i = 0; i < std::min(findings.orphans.size(), mostEntries); ++i)
            addNode(section, graph.nodes[findings.orphans[i].node],
                    findings.orphans[i].perhapsRead ? tr("perhaps by a selector without a name") : QString());
        addRest(section, findings.orphans.size());
    }
    addRepeated(graph, findings.repeated);
    if (m_tree->topLevelItemCount() == 0)
        addSection(tr("Nothing stands out."), {});
}

} // namespace widgets

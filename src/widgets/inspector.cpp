#include "widgets/inspector.h"

#include "promql/printer.h"
#include "rules/duration.h"
#include "widgets/appearance.h"
#include "widgets/icons.h"
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

/// The wrappers that say nothing by themselves.
const promql::Expr &unwrapped(const promql::Expr &expr)
{
    const auto *paren = promql::as<promql::ParenExpr>(&expr);
    return paren && paren->expr ? unwrapped(*paren->expr) : expr;
}

/// The bytes of a node on one line, without comments' line breaks.
QString snippet(const promql::Tree &tree, const promql::Expr &expr)
{
    return QString::fromStdString(std::string(tree.text().substr(expr.range.start, expr.range.size()))).simplified();
}

/// What a node does to its parts, which stand below it.
QString headline(const promql::Tree &tree, const promql::Expr &expr)
{
    const auto bytes = [&tree](base::ByteRange range) {
        return QString::fromStdString(std::string(tree.text().substr(range.start, range.size()))).simplified();
    };
    if (const auto *binary = promql::as<promql::BinaryExpr>(&expr)) {
        const QString matching = binary->matching.written ? ' ' + bytes(binary->matching.range) : QString();
        return bytes(binary->opRange) + (binary->returnBool ? " bool" : "") + matching;
    }
    if (const auto *call = promql::as<promql::Call>(&expr))
        return bytes(call->name.range) + "(…)";
    if (const auto *aggregation = promql::as<promql::Aggregation>(&expr)) {
        QStringList labels;
        for (const promql::Name &label : aggregation->labels)
            labels.append(QString::fromUtf8(label.value.data(), static_cast<qsizetype>(label.value.size())));
        const QString clause = aggregation->grouped
                                   ? (aggregation->without ? " without (" : " by (") + labels.join(", ") + ')'
                                   : QString();
        return bytes(aggregation->opRange) + clause;
    }
    return snippet(tree, expr);
}

/// Deeper trees are nothing that anybody reads, and too much for a tree view.
constexpr int deepestLevel = 200;

void addNode(QTreeWidget *view, QTreeWidgetItem *parent, const promql::Tree &tree, const promql::Expr &wrapped,
             int level = 0)
{
    const promql::Expr &expr = unwrapped(wrapped);
    auto *item = parent ? new QTreeWidgetItem(parent) : new QTreeWidgetItem(view);
    item->setText(0, headline(tree, expr));
    item->setFont(0, fixedFont());
    item->setText(1, QString::fromLatin1(promql::typeName(expr.type)));
    item->setForeground(1, view->palette().placeholderText());
    item->setToolTip(0, snippet(tree, expr));
    item->setData(0, Qt::UserRole, QPoint(static_cast<int>(expr.range.start), static_cast<int>(expr.range.end)));
    if (expr.kind != promql::ExprKind::MatrixSelector && level < deepestLevel)
        promql::forEachChild(expr, [&](const promql::Expr &child) { addNode(view, item, tree, child, level + 1); });
    item->setExpanded(true);
}

} // namespace

Inspector::Inspector(workspace::Workspace *workspace, QWidget *parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_expressionTitle(new QLabel(this)),
      m_expression(new QTreeWidget(this)),
      m_neighboursTitle(new QLabel(this)),
      m_neighbours(new QTreeWidget(this)),
      m_empty(new QLabel(this))
{
    setObjectName("inspector");
    m_expression->setObjectName("expressionTree");
    m_neighbours->setObjectName("neighboursTree");
    for (QTreeWidget *tree : {m_expression, m_neighbours}) {
        tree->setHeaderHidden(true);
        tree->setColumnCount(2);
        tree->setUniformRowHeights(true);
        tree->setIndentation(12);
        tree->header()->setStretchLastSection(false);
        tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
        tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
        tree->setTextElideMode(Qt::ElideRight);
    }
    m_empty->setWordWrap(true);
    m_empty->setMargin(16);
    m_empty->setAlignment(Qt::AlignTop);
    for (QLabel *title : {m_expressionTitle, m_neighboursTitle})
        title->setContentsMargins(12, 8, 12, 4);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_expressionTitle);
    layout->addWidget(m_expression, 3);
    layout->addWidget(m_neighboursTitle);
    layout->addWidget(m_neighbours, 2);
    layout->addWidget(m_empty, 1);
    connect(workspace, &workspace::Workspace::graphChanged, this, &Inspector::refresh);
    connect(m_neighbours, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem *item) {
        if (const QString id = item->data(0, Qt::UserRole).toString(); !id.isEmpty())
            emit nodeActivated(id.toStdString());
    });
    connect(m_expression, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem *item) {
        const QPoint range = item->data(0, Qt::UserRole).toPoint();
        emit expressionPartActivated({static_cast<std::size_t>(range.x()), static_cast<std::size_t>(range.y())});
    });
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
    for (QWidget *each :
         std::initializer_list<QWidget *>{m_expressionTitle, m_expression, m_neighboursTitle, m_neighbours})
        each->setVisible(rule != nullptr);
    m_empty->setVisible(rule == nullptr);
    if (!rule)
        return;
    fillExpression(*rule);
    fillNeighbours();
}

void Inspector::fillExpression(const rules::Rule &rule)
{
    m_expression->clear();
    if (!rule.expr.value.empty())
        addNode(m_expression, nullptr, *rule.tree, *rule.tree->root());
}

void Inspector::fillNeighbours()
{
    m_neighbours->clear();
    const rules::DependencyGraph &graph = m_workspace->graph();
    const auto self = graph.find(m_ref->id());
    if (!self)
        return;
    const Theme &theme = Theme::current();
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
        const bool metric = node.kind == rules::NodeKind::Metric;
        const bool recording = node.kind == rules::NodeKind::Recording;
        item->setIcon(0, icon(metric      ? "metric"
                              : recording ? "recording"
                                          : "alert",
                              metric      ? theme.metric
                              : recording ? theme.recordingRule
                                          : theme.critical));
        item->setFont(0, fixedFont());
        item->setToolTip(0, item->text(0));
        item->setData(0, Qt::UserRole, QString::fromStdString(node.id));
        if (edge.lagSeconds && *edge.lagSeconds > 0) {
            item->setText(1, QString::fromStdString("≤ " + rules::formatDuration(*edge.lagSeconds)));
            item->setToolTip(1, tr("The value that is read can be older by this much."));
            item->setForeground(1, palette().placeholderText());
        }
    };
    for (const rules::GraphEdge &edge : graph.edges) {
        if (edge.to == *self)
            add(fedBy, graph.nodes[edge.from], edge);
        if (edge.from == *self)
            add(feeds, graph.nodes[edge.to], edge);
    }
    for (QTreeWidgetItem *item : {fedBy, feeds}) {
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
    m_expressionTitle->setText(tr("Expression"));
    m_neighboursTitle->setText(tr("Dependencies"));
    m_expression->setAccessibleName(tr("The expression as a tree, each part with its type"));
    m_neighbours->setAccessibleName(tr("What feeds the rule and what it feeds"));
    m_empty->setText(tr("Select a rule to see what it is made of and what depends on it."));
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, Theme::current().muted);
    for (QLabel *label : {m_expressionTitle, m_neighboursTitle, m_empty})
        label->setPalette(muted);
}

} // namespace widgets

#include "widgets/dependencytree.h"

#include "widgets/kindshape.h"
#include "widgets/theme.h"

#include <QIcon>

#include <algorithm>

namespace widgets {

/// A section, a node, or one of the two branches below a node of a section.
struct DependencyTree::Entry
{
    enum class Kind { Root, Section, Node, FedBy, Feeds };

    Kind kind = Kind::Root;
    Entry *parent = nullptr;
    int row = 0;
    /// Of sections.
    rules::NodeKind section = rules::NodeKind::Metric;
    int node = -1;
    /// Of nodes below a branch: the edge that leads here.
    int edge = -1;
    bool built = false;
    std::vector<std::unique_ptr<Entry>> children;

    Entry &add(Kind childKind, int childNode)
    {
        auto child = std::make_unique<Entry>();
        child->kind = childKind;
        child->parent = this;
        child->row = int(children.size());
        child->node = childNode;
        children.push_back(std::move(child));
        return *children.back();
    }
    /// The branch a node stands below, or Section.
    [[nodiscard]] Kind direction() const
    {
        const Entry *entry = parent;
        while (entry->kind == Kind::Node)
            entry = entry->parent;
        return entry->kind;
    }
};

DependencyTree::DependencyTree(QObject *parent) : QAbstractItemModel(parent), m_root(std::make_unique<Entry>())
{
    m_root->built = true;
}

DependencyTree::~DependencyTree() = default;

void DependencyTree::setGraph(rules::DependencyGraph graph, std::vector<Row> rows)
{
    beginResetModel();
    m_graph = std::move(graph);
    m_rows = std::move(rows);
    m_in.assign(m_graph.nodes.size(), {});
    m_out.assign(m_graph.nodes.size(), {});
    for (std::size_t i = 0; i < m_graph.edges.size(); ++i) {
        m_in[m_graph.edges[i].to].push_back(i);
        m_out[m_graph.edges[i].from].push_back(i);
    }
    const auto byName = [this](auto end) {
        return [this, end](std::size_t a, std::size_t b) {
            return m_graph.nodes[m_graph.edges[a].*end].name < m_graph.nodes[m_graph.edges[b].*end].name;
        };
    };
    for (auto &edges : m_in)
        std::stable_sort(edges.begin(), edges.end(), byName(&rules::GraphEdge::from));
    for (auto &edges : m_out)
        std::stable_sort(edges.begin(), edges.end(), byName(&rules::GraphEdge::to));
    buildSections();
    endResetModel();
}

void DependencyTree::setPalette(const QPalette &palette)
{
    m_palette = palette;
    if (!m_root->children.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

void DependencyTree::setFilter(const QString &text)
{
    if (text == m_filter)
        return;
    beginResetModel();
    m_filter = text;
    buildSections();
    endResetModel();
}

bool DependencyTree::matches(std::size_t node, const QString &text) const
{
    const rules::GraphNode &graphNode = m_graph.nodes[node];
    const auto holds = [&](const std::string &part) {
        return QString::fromStdString(part).contains(text, Qt::CaseInsensitive);
    };
    return holds(graphNode.name) || m_rows[node].labels.contains(text, Qt::CaseInsensitive) ||
           m_rows[node].detail.contains(text, Qt::CaseInsensitive) ||
           (graphNode.rule && (holds(graphNode.rule->file) || holds(graphNode.rule->group)));
}

void DependencyTree::buildSections()
{
    m_root->children.clear();
    for (const rules::NodeKind kind : {rules::NodeKind::Alerting, rules::NodeKind::Recording, rules::NodeKind::Metric,
                                       rules::NodeKind::ScrapeJob, rules::NodeKind::Dashboard}) {
        std::vector<int> nodes;
        for (std::size_t i = 0; i < m_graph.nodes.size(); ++i) {
            if (m_graph.nodes[i].kind == kind && (m_filter.isEmpty() || matches(i, m_filter)))
                nodes.push_back(int(i));
        }
        if (nodes.empty())
            continue;
        std::stable_sort(nodes.begin(), nodes.end(), [this](int a, int b) {
            return m_graph.nodes[std::size_t(a)].name < m_graph.nodes[std::size_t(b)].name;
        });
        Entry &section = m_root->add(Entry::Kind::Section, -1);
        section.section = kind;
        section.built = true;
        for (const int node : nodes)
            section.add(Entry::Kind::Node, node);
    }
}

void DependencyTree::build(Entry &entry) const
{
    if (entry.built)
        return;
    entry.built = true;
    const std::size_t node = std::size_t(entry.node);
    Entry::Kind direction = entry.kind;
    if (entry.kind == Entry::Kind::Node) {
        direction = entry.direction();
        if (direction == Entry::Kind::Section) {
            if (!m_in[node].empty())
                entry.add(Entry::Kind::FedBy, entry.node);
            if (!m_out[node].empty())
                entry.add(Entry::Kind::Feeds, entry.node);
            return;
        }
    }
    const bool fedBy = direction == Entry::Kind::FedBy;
    for (const std::size_t edge : fedBy ? m_in[node] : m_out[node])
        entry.add(Entry::Kind::Node, int(fedBy ? m_graph.edges[edge].from : m_graph.edges[edge].to)).edge = int(edge);
}

DependencyTree::Entry &DependencyTree::entryOf(const QModelIndex &index) const
{
    return index.isValid() ? *static_cast<Entry *>(index.internalPointer()) : *m_root;
}

QModelIndex DependencyTree::indexOf(std::size_t node) const
{
    for (const auto &section : m_root->children) {
        if (section->section != m_graph.nodes[node].kind)
            continue;
        for (const auto &entry : section->children) {
            if (entry->node == int(node))
                return createIndex(entry->row, 0, entry.get());
        }
    }
    return {};
}

int DependencyTree::nodeOf(const QModelIndex &index) const
{
    const Entry &entry = entryOf(index);
    return entry.kind == Entry::Kind::Node ? entry.node : -1;
}

QModelIndex DependencyTree::index(int row, int column, const QModelIndex &parent) const
{
    Entry &entry = entryOf(parent);
    build(entry);
    if (column != 0 || row < 0 || row >= int(entry.children.size()))
        return {};
    return createIndex(row, 0, entry.children[std::size_t(row)].get());
}

QModelIndex DependencyTree::parent(const QModelIndex &child) const
{
    const Entry &entry = entryOf(child);
    if (!entry.parent || entry.parent == m_root.get())
        return {};
    return createIndex(entry.parent->row, 0, entry.parent);
}

int DependencyTree::rowCount(const QModelIndex &parent) const
{
    Entry &entry = entryOf(parent);
    build(entry);
    return int(entry.children.size());
}

int DependencyTree::columnCount(const QModelIndex &) const
{
    return 1;
}

bool DependencyTree::hasChildren(const QModelIndex &parent) const
{
    const Entry &entry = entryOf(parent);
    if (entry.kind != Entry::Kind::Node || entry.built)
        return rowCount(parent) > 0;
    const std::size_t node = std::size_t(entry.node);
    switch (entry.direction()) {
    case Entry::Kind::FedBy:
        return !m_in[node].empty();
    case Entry::Kind::Feeds:
        return !m_out[node].empty();
    default:
        return !m_in[node].empty() || !m_out[node].empty();
    }
}

QString DependencyTree::text(const Entry &entry) const
{
    switch (entry.kind) {
    case Entry::Kind::Section: {
        const int count = int(entry.children.size());
        switch (entry.section) {
        case rules::NodeKind::Metric:
            return tr("Metrics (%1)").arg(count);
        case rules::NodeKind::Recording:
            return tr("Recording rules (%1)").arg(count);
        case rules::NodeKind::Alerting:
            return tr("Alerting rules (%1)").arg(count);
        case rules::NodeKind::ScrapeJob:
            return tr("Scrape jobs (%1)").arg(count);
        case rules::NodeKind::Dashboard:
            return tr("Dashboards (%1)").arg(count);
        }
        return {};
    }
    case Entry::Kind::FedBy:
        return tr("Fed by (%1)").arg(m_in[std::size_t(entry.node)].size());
    case Entry::Kind::Feeds:
        return tr("Feeds (%1)").arg(m_out[std::size_t(entry.node)].size());
    case Entry::Kind::Node:
        return QString::fromStdString(m_graph.nodes[std::size_t(entry.node)].name).simplified();
    case Entry::Kind::Root:
        break;
    }
    return {};
}

QString DependencyTree::spokenText(const Entry &entry) const
{
    if (entry.kind != Entry::Kind::Node)
        return text(entry);
    const std::size_t node = std::size_t(entry.node);
    QStringList parts = {text(entry), kindText(m_graph.nodes[node].kind)};
    if (!m_rows[node].severity.isEmpty())
        parts << m_rows[node].severity;
    if (!m_rows[node].detail.isEmpty())
        parts << m_rows[node].detail;
    if (m_rows[node].problem)
        parts << tr("has a problem");
    if (entry.edge >= 0) {
        switch (m_graph.edges[std::size_t(entry.edge)].certainty) {
        case rules::Certainty::Exact:
            break;
        case rules::Certainty::Regex:
            parts << tr("by regex");
            break;
        case rules::Certainty::Indeterminate:
            parts << tr("indeterminate");
            break;
        case rules::Certainty::Meta:
            parts << tr("through ALERTS");
            break;
        }
    }
    return parts.join(QStringLiteral(", "));
}

QVariant DependencyTree::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Entry &entry = entryOf(index);
    const Theme &theme = Theme::of(m_palette);
    switch (role) {
    case Qt::DisplayRole:
        return text(entry);
    case Qt::AccessibleTextRole:
        return spokenText(entry);
    case NodeRole:
        return nodeOf(index);
    case Qt::ToolTipRole:
        return entry.kind == Entry::Kind::Node ? QVariant(m_rows[std::size_t(entry.node)].toolTip) : QVariant();
    case Qt::ForegroundRole:
        return entry.kind == Entry::Kind::Node ? QVariant() : QVariant(theme.muted);
    case Qt::DecorationRole:
        if (entry.kind == Entry::Kind::Node) {
            const rules::NodeKind kind = m_graph.nodes[std::size_t(entry.node)].kind;
            const Row &row = m_rows[std::size_t(entry.node)];
            return kindIcon(kind, kindColour(theme, kind, row.severity), 16, row.problem);
        }
        return {};
    default:
        return {};
    }
}

} // namespace widgets

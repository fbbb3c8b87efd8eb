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

DependencyTree::DependencyTree(QObject *parent)
    : QAbstractItemModel(parent),
      m_content(contentOf(std::make_shared<const rules::DependencyGraph>(), {})),
      m_root(std::make_unique<Entry>())
{
    m_root->built = true;
}

DependencyTree::~DependencyTree() = default;

std::shared_ptr<const DependencyTree::Content>
DependencyTree::contentOf(std::shared_ptr<const rules::DependencyGraph> graph, GraphFacts facts)
{
    auto content = std::make_shared<Content>();
    content->in.resize(graph->nodes.size());
    content->out.resize(graph->nodes.size());
    for (std::size_t i = 0; i < graph->edges.size(); ++i) {
        content->in[graph->edges[i].to].push_back(i);
        content->out[graph->edges[i].from].push_back(i);
    }
    const auto sortByName = [&graph](std::vector<std::vector<std::size_t>> &lists, std::size_t rules::GraphEdge::*end) {
        for (std::vector<std::size_t> &edges : lists)
            std::ranges::stable_sort(edges, {}, [&graph, end](std::size_t edge) -> const std::string & {
                return graph->nodes[graph->edges[edge].*end].name;
            });
    };
    sortByName(content->in, &rules::GraphEdge::from);
    sortByName(content->out, &rules::GraphEdge::to);
    for (std::size_t i = 0; i < graph->nodes.size(); ++i)
        content->sections[std::size_t(graph->nodes[i].kind)].push_back(i);
    for (std::vector<std::size_t> &section : content->sections)
        std::ranges::stable_sort(
            section, {}, [&graph](std::size_t place) -> const std::string & { return graph->nodes[place].name; });
    content->graph = std::move(graph);
    content->facts = std::move(facts);
    return content;
}

void DependencyTree::setContent(std::shared_ptr<const Content> content)
{
    beginResetModel();
    m_content = std::move(content);
    m_facts = m_content->facts;
    m_matches.reset();
    buildSections();
    endResetModel();
}

void DependencyTree::setFacts(GraphFacts facts)
{
    m_facts = std::move(facts);
    // Whatever is in sight is asked for again, at any depth.
    if (!m_root->children.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

void DependencyTree::setPalette(const QPalette &palette)
{
    m_palette = palette;
    if (!m_root->children.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

void DependencyTree::setMatches(std::optional<std::vector<std::size_t>> matches)
{
    if (matches == m_matches)
        return;
    beginResetModel();
    m_matches = std::move(matches);
    buildSections();
    endResetModel();
}

void DependencyTree::buildSections()
{
    m_root->children.clear();
    for (const rules::NodeKind kind : {rules::NodeKind::Alerting, rules::NodeKind::Recording, rules::NodeKind::Metric,
                                       rules::NodeKind::ScrapeJob, rules::NodeKind::Dashboard}) {
        std::vector<std::size_t> nodes = m_content->sections[std::size_t(kind)];
        if (m_matches)
            std::erase_if(nodes, [this](std::size_t place) { return !std::ranges::binary_search(*m_matches, place); });
        if (nodes.empty())
            continue;
        Entry &section = m_root->add(Entry::Kind::Section, -1);
        section.section = kind;
        section.built = true;
        section.children.reserve(nodes.size());
        for (const std::size_t place : nodes)
            section.add(Entry::Kind::Node, int(place));
    }
}

void DependencyTree::build(Entry &entry) const
{
    if (entry.built)
        return;
    entry.built = true;
    const auto place = std::size_t(entry.node);
    Entry::Kind direction = entry.kind;
    if (entry.kind == Entry::Kind::Node) {
        direction = entry.direction();
        if (direction == Entry::Kind::Section) {
            if (!m_content->in[place].empty())
                entry.add(Entry::Kind::FedBy, entry.node);
            if (!m_content->out[place].empty())
                entry.add(Entry::Kind::Feeds, entry.node);
            return;
        }
    }
    const bool fedBy = direction == Entry::Kind::FedBy;
    const std::vector<rules::GraphEdge> &edges = m_content->graph->edges;
    for (const std::size_t edge : fedBy ? m_content->in[place] : m_content->out[place])
        entry.add(Entry::Kind::Node, int(fedBy ? edges[edge].from : edges[edge].to)).edge = int(edge);
}

DependencyTree::Entry &DependencyTree::entryOf(const QModelIndex &index) const
{
    return index.isValid() ? *static_cast<Entry *>(index.internalPointer()) : *m_root;
}

QModelIndex DependencyTree::indexOf(std::size_t place) const
{
    for (const auto &section : m_root->children) {
        if (section->section != node(place).kind)
            continue;
        for (const auto &entry : section->children) {
            if (entry->node == int(place))
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
    const std::vector<std::size_t> &in = m_content->in[std::size_t(entry.node)];
    const std::vector<std::size_t> &out = m_content->out[std::size_t(entry.node)];
    switch (entry.direction()) {
    case Entry::Kind::FedBy:
        return !in.empty();
    case Entry::Kind::Feeds:
        return !out.empty();
    default:
        return !in.empty() || !out.empty();
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
        return tr("Fed by (%1)").arg(m_content->in[std::size_t(entry.node)].size());
    case Entry::Kind::Feeds:
        return tr("Feeds (%1)").arg(m_content->out[std::size_t(entry.node)].size());
    case Entry::Kind::Node:
        return QString::fromStdString(node(std::size_t(entry.node)).name).simplified();
    case Entry::Kind::Root:
        break;
    }
    return {};
}

QString DependencyTree::spokenText(const Entry &entry) const
{
    if (entry.kind != Entry::Kind::Node)
        return text(entry);
    const rules::GraphNode &shown = node(std::size_t(entry.node));
    const NodeInfo info = nodeInfo(m_facts, shown);
    QStringList parts = {text(entry), kindText(shown.kind)};
    if (!info.severity.isEmpty())
        parts << info.severity;
    if (!info.detail.isEmpty())
        parts << info.detail;
    if (info.problem)
        parts << tr("has a problem");
    if (entry.edge >= 0) {
        switch (m_content->graph->edges[std::size_t(entry.edge)].certainty) {
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
        return entry.kind == Entry::Kind::Node ? QVariant(nodeToolTip(m_facts, node(std::size_t(entry.node))))
                                               : QVariant();
    case Qt::ForegroundRole:
        return entry.kind == Entry::Kind::Node ? QVariant() : QVariant(theme.muted);
    case Qt::DecorationRole:
        if (entry.kind == Entry::Kind::Node) {
            const rules::GraphNode &shown = node(std::size_t(entry.node));
            const NodeInfo *info = m_facts.infoOf(shown);
            return kindIcon(shown.kind, kindColour(theme, shown.kind, info ? info->severity : QString()), 16,
                            m_facts.hasProblem(shown));
        }
        return {};
    default:
        return {};
    }
}

} // namespace widgets

#pragma once

#include "rules/dependencygraph.h"
#include "widgets/graphcards.h"

#include <QAbstractItemModel>
#include <QPalette>

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace widgets {

/// The dependency graph as a tree: a section for each kind; below a node what feeds it and what it feeds, and so on
/// along the edges, as deep as somebody opens it. Made of names and words only, so that a screen reader gets what the
/// picture shows.
class DependencyTree : public QAbstractItemModel
{
    Q_OBJECT

public:
    /// What the tree shows, made in any thread.
    struct Content
    {
        std::shared_ptr<const rules::DependencyGraph> graph;
        GraphFacts facts;
        /// Edges by the node they enter and by the node they leave, in the order of the names at their other ends.
        std::vector<std::vector<std::size_t>> in;
        std::vector<std::vector<std::size_t>> out;
        /// The nodes of each kind in the order of their names.
        std::array<std::vector<std::size_t>, rules::nodeKindCount> sections;
    };
    enum Role { NodeRole = Qt::UserRole };

    explicit DependencyTree(QObject *parent = nullptr);
    ~DependencyTree() override;

    [[nodiscard]] static std::shared_ptr<const Content> contentOf(std::shared_ptr<const rules::DependencyGraph> graph,
                                                                  GraphFacts facts);
    void setContent(std::shared_ptr<const Content> content);
    /// Other facts about the same nodes.
    void setFacts(GraphFacts facts);
    void setPalette(const QPalette &palette);
    /// Only these nodes, in ascending order, stay in the sections; nothing for all of them.
    void setMatches(std::optional<std::vector<std::size_t>> matches);

    /// The node's place in its section; invalid if it is filtered out.
    [[nodiscard]] QModelIndex indexOf(std::size_t place) const;
    /// −1 for sections and branches.
    [[nodiscard]] int nodeOf(const QModelIndex &index) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Entry;
    [[nodiscard]] Entry &entryOf(const QModelIndex &index) const;
    void build(Entry &entry) const;
    void buildSections();
    [[nodiscard]] QString text(const Entry &entry) const;
    [[nodiscard]] QString spokenText(const Entry &entry) const;

    [[nodiscard]] const rules::GraphNode &node(std::size_t place) const { return m_content->graph->nodes[place]; }

    /// Never null.
    std::shared_ptr<const Content> m_content;
    GraphFacts m_facts;
    std::optional<std::vector<std::size_t>> m_matches;
    QPalette m_palette;
    std::unique_ptr<Entry> m_root;
};

} // namespace widgets

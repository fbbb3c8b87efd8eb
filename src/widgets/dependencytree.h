#pragma once

#include "rules/dependencygraph.h"

#include <QAbstractItemModel>
#include <QPalette>
#include <QStringList>

#include <memory>
#include <vector>

namespace widgets {

/// The dependency graph as a tree: a section for each kind; below a node what feeds it and what it feeds, and so on
/// along the edges, as deep as somebody opens it. Made of names and words only, so that a screen reader gets what the
/// picture shows.
class DependencyTree : public QAbstractItemModel
{
    Q_OBJECT

public:
    struct Row
    {
        QString detail;
        QString severity;
        QString toolTip;
        bool problem = false;
        /// Names of labels that the rule reads.
        QStringList labels = {};
    };
    enum Role { NodeRole = Qt::UserRole };

    explicit DependencyTree(QObject *parent = nullptr);
    ~DependencyTree() override;

    /// `rows` by node of the graph.
    void setGraph(rules::DependencyGraph graph, std::vector<Row> rows);
    void setPalette(const QPalette &palette);
    /// Only nodes that hold this stay in the sections; empty for all of them.
    void setFilter(const QString &text);
    /// Whether a search for `text` finds the node: in its name, detail, file, group and labels.
    [[nodiscard]] bool matches(std::size_t node, const QString &text) const;

    /// The node's place in its section; invalid if it is filtered out.
    [[nodiscard]] QModelIndex indexOf(std::size_t node) const;
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

    rules::DependencyGraph m_graph;
    std::vector<Row> m_rows;
    /// Edges by the node they enter and by the node they leave.
    std::vector<std::vector<std::size_t>> m_in;
    std::vector<std::vector<std::size_t>> m_out;
    QString m_filter;
    QPalette m_palette;
    std::unique_ptr<Entry> m_root;
};

} // namespace widgets

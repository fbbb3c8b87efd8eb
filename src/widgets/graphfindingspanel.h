#pragma once

#include "rules/graphfindings.h"
#include "widgets/graphcards.h"

#include <QWidget>

#include <memory>
#include <set>
#include <string>
#include <vector>

QT_BEGIN_NAMESPACE
class QTreeWidget;
class QTreeWidgetItem;
QT_END_NAMESPACE

namespace widgets {

/// What the graph tells about the rule set, as a list: longest chain, circles, recording rules that nobody reads,
/// recorded names that nobody records, expressions that several rules compute. Picking an entry lights its nodes up.
class GraphFindingsPanel : public QWidget
{
    Q_OBJECT

public:
    /// Nodes are indices into the graph that is passed along.
    struct Findings
    {
        std::vector<rules::Orphan> orphans;
        std::vector<std::size_t> dangling;
        std::vector<std::vector<std::size_t>> cycles;
        rules::Chain chain;
        std::vector<rules::RepeatedExpression> repeated;
        /// Whether the endpoint's series were taken into account.
        bool endpointAsked = false;
    };

    explicit GraphFindingsPanel(QWidget *parent = nullptr);

    void setFindings(const rules::DependencyGraph &graph, const Findings &findings, const GraphFacts &facts);
    /// How many things are worth a look; the longest chain is none of them.
    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] QTreeWidget *view() const { return m_tree; }

signals:
    /// Node ids; of one entry, or of all in a section.
    void nodesPicked(const std::set<std::string> &ids);
    void nodeActivated(const std::string &id);

private:
    QTreeWidgetItem *addSection(const QString &title, const QString &explanation);
    void addNode(QTreeWidgetItem *parent, const rules::GraphNode &node, const QString &note = {});
    /// Of `count` findings only the first are listed: says how many more there are.
    void addRest(QTreeWidgetItem *section, std::size_t count);
    void addRepeated(const rules::DependencyGraph &graph, const std::vector<rules::RepeatedExpression> &repeated);

    QTreeWidget *m_tree;
    GraphFacts m_facts;
    int m_count = 0;
};

} // namespace widgets

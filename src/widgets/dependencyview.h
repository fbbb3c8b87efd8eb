#pragma once

#include "base/result.h"
#include "rules/dependencygraph.h"
#include "rules/graphcomparison.h"
#include "rules/graphqueries.h"

#include <QStringList>
#include <QWidget>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

QT_BEGIN_NAMESPACE
class QMenu;
QT_END_NAMESPACE

namespace widgets {

/// What a node's card says besides its name.
struct NodeInfo
{
    /// One line: series count, threshold, state.
    QString detail;
    /// The `severity` label of alerting rules; decides their colour.
    QString severity;
    /// Missing at the endpoint, or a check found something.
    bool problem = false;
    /// The `team` label.
    QString team = {};
    QString expression = {};
    /// Names of labels that the rule reads, for the search.
    QStringList labels = {};
    /// Of a comparison: the older version's, where it is another one.
    QString expressionBefore = {};
};

/// By node id.
using NodeInfos = std::map<std::string, NodeInfo>;

/// What the endpoint knows of a node.
struct NodeState
{
    enum class Alert { Unknown, NotLoaded, Inactive, Pending, Firing };

    /// Series of this name at the endpoint, now.
    std::optional<std::size_t> series;
    /// Of the only series there is.
    std::optional<double> value;
    /// The endpoint was asked and has no series of this name now.
    bool missing = false;
    /// The strongest state of all instances, and how many instances are in it.
    Alert alert = Alert::Unknown;
    int instances = 0;
    /// Why the endpoint cannot evaluate the rule; empty when it can.
    QString error;
};

/// By node id.
using NodeStates = std::map<std::string, NodeState>;

/// The dependency graph as a picture and, beside it, as a tree; both show the same selection. Layouts, and of large
/// graphs everything else, are computed off the GUI thread, the newest wins; while hidden the view only remembers.
/// Above 2 000 nodes rules are folded by group or file. Instead of one version it can show what changed between two.
class DependencyView : public QWidget
{
    Q_OBJECT

public:
    using Documents = std::vector<std::shared_ptr<const rules::RuleDocument>>;

    explicit DependencyView(QWidget *parent = nullptr);
    ~DependencyView() override;

    /// `infos` by node id; nodes without one show their kind or group. A small change keeps the picture and the
    /// selection. `documents` are what the graph was made of; the findings look into them.
    void setGraph(const rules::DependencyGraph &graph, const NodeInfos &infos, Documents documents = {});
    /// The same without a copy; none of them null.
    void setGraph(std::shared_ptr<const rules::DependencyGraph> graph, std::shared_ptr<const NodeInfos> infos,
                  Documents documents);
    /// Whether an empty graph is one that is still being made.
    void setPreparing(bool preparing);
    /// What the endpoint says, by node id; nothing moves. `known` are the names of all its series, if they were asked.
    void setStates(std::shared_ptr<const NodeStates> states, const QString &endpoint,
                   std::shared_ptr<const std::set<std::string>> known = {});
    /// Shows two versions in one picture until closed; null ends it. `title` says which two, `infos` what their nodes
    /// say; null: what the nodes of the one version say.
    void setComparison(std::shared_ptr<const rules::GraphComparison> comparison, const QString &title = {},
                       std::shared_ptr<const NodeInfos> infos = {});
    /// Somebody else chooses what is compared: the picture offers neither to close the comparison nor another one.
    void setComparisonFixed(bool fixed);
    /// Folders: files below them are named from there.
    void setRoots(const QStringList &roots);
    [[nodiscard]] bool isComparing() const;

    /// Selects and reveals the node, in the fold that holds it if it is folded; an unknown id selects nothing. Sends no
    /// signal.
    void selectNode(const std::string &id);
    /// Empty for none.
    [[nodiscard]] const std::string &selectedNode() const;
    /// Leaves only the node and what is within `hops` of it.
    void focusOn(const std::string &id, rules::Direction direction, std::size_t hops = rules::anyHops);
    /// Lights these nodes up as long as none is selected; empty for none.
    void setHighlight(const std::set<std::string> &ids);
    void setFilter(const rules::GraphFilter &filter);
    /// Adds what can be done about the open fold that the node came from, if it came from one, to its menu.
    void addFoldActions(QMenu *menu, const std::string &id);
    /// What is shown: focus and filters applied, folds open.
    [[nodiscard]] const rules::DependencyGraph &visibleGraph() const;
    /// Asks for a file and writes what is shown: `svg`, `png`, `pdf`, `dot`, `mmd` or `json`.
    void exportAs(const QString &format);
    /// Whether a layout is under way.
    [[nodiscard]] bool isBusy() const;

signals:
    /// Somebody selected a node; empty: nothing.
    void nodeSelected(const std::string &id);
    void nodeActivated(const std::string &id);
    void nodeMenuRequested(const std::string &id, const QPoint &globalPosition);
    /// Somebody wants to choose two versions to compare.
    void compareRequested();
    void comparisonClosed();
    /// The picture shows the newest graph.
    void laidOut();
    void exported(const QString &path);
    void exportFailed(const base::Error &error);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace widgets

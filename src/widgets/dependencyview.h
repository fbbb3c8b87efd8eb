#pragma once

#include "rules/dependencygraph.h"

#include <QWidget>

#include <map>
#include <memory>
#include <set>
#include <string>

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
};

/// The dependency graph as a picture and, beside it, as a tree; both show the same selection. Layouts are computed off
/// the GUI thread, the newest wins; while hidden the view only remembers. Above 2 000 nodes rules are folded by group
/// or file.
class DependencyView : public QWidget
{
    Q_OBJECT

public:
    explicit DependencyView(QWidget *parent = nullptr);
    ~DependencyView() override;

    /// `infos` by node id; nodes without one show their kind or group. A small change keeps the picture and the
    /// selection.
    void setGraph(const rules::DependencyGraph &graph, const std::map<std::string, NodeInfo> &infos);
    /// Selects and reveals the node, in the fold that holds it if it is folded; an unknown id selects nothing. Sends no
    /// signal.
    void selectNode(const std::string &id);
    /// Empty for none.
    [[nodiscard]] const std::string &selectedNode() const;
    /// Lights these nodes up as long as none is selected; empty for none.
    void setHighlight(const std::set<std::string> &ids);
    /// Whether a layout is under way.
    [[nodiscard]] bool isBusy() const;

signals:
    /// Somebody selected a node; empty: nothing.
    void nodeSelected(const std::string &id);
    void nodeActivated(const std::string &id);
    void nodeMenuRequested(const std::string &id, const QPoint &globalPosition);
    /// The picture shows the newest graph.
    void laidOut();

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace widgets

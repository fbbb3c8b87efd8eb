#pragma once

#include "alerting/loadedrules.h"
#include "rules/dependencygraph.h"
#include "widgets/dependencyview.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace prometheus {
class Client;
}

namespace widgets {

/// Asks an endpoint what it knows of the nodes of a dependency graph: state and errors of the rules it has loaded,
/// number and last value of series. Asks again every half minute while somebody looks; the newest answer wins. GUI
/// thread.
class GraphStates : public QObject
{
    Q_OBJECT

public:
    using Documents = std::vector<std::shared_ptr<const rules::RuleDocument>>;

    explicit GraphStates(QObject *parent = nullptr);
    ~GraphStates() override;

    /// Whom to ask; null for nobody. Its states are forgotten.
    void setClient(prometheus::Client *client);
    void setGraph(const rules::DependencyGraph &graph, const Documents &documents);
    /// Nobody is asked while nobody looks.
    void setWatched(bool watched);

    [[nodiscard]] const std::map<std::string, NodeState> &states() const { return m_states; }
    /// Names of all series at the endpoint; nothing while it has not said.
    [[nodiscard]] const std::optional<std::set<std::string>> &knownSeries() const { return m_known; }
    [[nodiscard]] QString endpointName() const;

signals:
    void changed();

private:
    struct LocalRule
    {
        std::string id;
        bool alerting = false;
        std::string name;
        std::string group;
        std::string expr;
        alerting::Labels labels;
    };

    void ask();
    void askForSeries();
    void takeRules(const alerting::LoadedRules &loaded);
    void takeSeries(std::size_t batch, const alerting::QueryResult &result);
    void takePattern(const std::string &id, const alerting::QueryResult &result);
    void answered();

    prometheus::Client *m_client = nullptr;
    QTimer m_timer;
    bool m_watched = false;
    bool m_stale = false;
    int m_open = 0;
    std::vector<std::unique_ptr<alerting::PendingQuery>> m_queries;
    std::vector<LocalRule> m_rules;
    /// Series names and the nodes that stand for them.
    std::multimap<std::string, std::string> m_nodesOf;
    std::vector<std::vector<std::string>> m_batches;
    /// Nodes of regex matchers, and those matchers.
    std::vector<std::pair<std::string, std::string>> m_patterns;
    std::map<std::string, NodeState> m_states;
    std::optional<std::set<std::string>> m_known;
};

} // namespace widgets

#pragma once

#include "alerting/loadedrules.h"
#include "rules/dependencygraph.h"
#include "widgets/dependencyview.h"
#include "widgets/newestjob.h"

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
/// number and last value of series. Asks again every half minute while somebody looks at the graph; the newest answer
/// wins. GUI thread.
class GraphStates : public QObject
{
    Q_OBJECT

public:
    using Documents = std::vector<std::shared_ptr<const rules::RuleDocument>>;

    explicit GraphStates(QObject *parent = nullptr);
    ~GraphStates() override;

    /// Whom to ask; null for nobody. Its states are forgotten.
    void setClient(prometheus::Client *client);
    /// `graph` is never null.
    void setGraph(std::shared_ptr<const rules::DependencyGraph> graph, Documents documents);
    enum class Watch { None, Seldom, Closely };

    /// Nobody is asked while nobody looks. Who looks at the list of rules only asks once for each graph and every five
    /// minutes, and not for the names of all series: that is not to burden a server all day.
    void setWatched(Watch watched);

    /// By node id; never null.
    [[nodiscard]] std::shared_ptr<const NodeStates> states() const { return m_states; }
    /// Names of all series at the endpoint; null while it has not said.
    [[nodiscard]] std::shared_ptr<const std::set<std::string>> knownSeries() const { return m_known; }
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
    /// What is asked for a graph.
    struct Questions
    {
        std::vector<LocalRule> rules;
        /// Series names and the nodes that stand for them.
        std::multimap<std::string, std::string> nodesOf;
        std::vector<std::vector<std::string>> batches;
        /// Nodes of regex matchers, and those matchers.
        std::vector<std::pair<std::string, std::string>> patterns;
    };
    using Loaded = std::shared_ptr<const alerting::LoadedRules>;
    using SeriesNames = std::shared_ptr<const std::set<std::string>>;
    struct Joined
    {
        std::shared_ptr<const NodeStates> states;
        SeriesNames known;
    };

    [[nodiscard]] static Questions questionsOf(const rules::DependencyGraph &graph, const Documents &documents);
    [[nodiscard]] static std::shared_ptr<const NodeStates> joined(const Questions &questions, const Loaded &loaded,
                                                                  const NodeStates &before, const NodeStates &series);
    /// The names as a set; the one there was if it is the same.
    [[nodiscard]] static SeriesNames namesOf(const std::vector<std::string> &names, const SeriesNames &before);
    /// Small sets are worked on at once.
    [[nodiscard]] bool isSmall() const;
    [[nodiscard]] bool areAnswersSmall() const;
    void prepare();
    void ask();
    void askForNames();
    void askForSeries();
    void takeSeries(std::size_t batch, const alerting::QueryResult &result);
    void takePattern(const std::string &id, const alerting::QueryResult &result);
    void answered();

    prometheus::Client *m_client = nullptr;
    QTimer m_timer;
    Watch m_watched = Watch::None;
    bool m_stale = false;
    int m_open = 0;
    std::vector<std::unique_ptr<alerting::PendingQuery>> m_queries;
    std::shared_ptr<const rules::DependencyGraph> m_graph = std::make_shared<const rules::DependencyGraph>();
    Documents m_documents;
    NewestJob m_preparing;
    NewestJob m_joining;
    /// Null until somebody is asked.
    std::shared_ptr<const Questions> m_questions;
    /// Answers of this round: what is loaded, and what is said of series.
    Loaded m_loaded;
    NodeStates m_series;
    /// The names as they came, if they were asked; null when there was no answer.
    std::optional<std::shared_ptr<const std::vector<std::string>>> m_names;
    std::shared_ptr<const NodeStates> m_states = std::make_shared<const NodeStates>();
    SeriesNames m_known;
};

} // namespace widgets

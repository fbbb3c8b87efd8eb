#include "prometheus/endpointfacts.h"

#include "prometheus/requestbuilder.h"
#include "promql/parser.h"
#include "promql/printer.h"
#include "rules/duration.h"

#include <algorithm>
#include <map>
#include <utility>

namespace prometheus {

namespace {

/// Where the retention is longer, or not known.
constexpr double longestWindow = 90 * 86400;
constexpr double shortestWindow = 3600;

std::map<std::string, std::string> mapOf(const alerting::Labels &labels)
{
    return {labels.begin(), labels.end()};
}

deployment::ComparedRule compared(const alerting::LoadedRule &rule)
{
    deployment::ComparedRule result;
    result.kind = rule.alerting ? rules::RuleKind::Alerting : rules::RuleKind::Recording;
    result.name = rule.name;
    promql::Dialect dialect;
    dialect.experimentalFunctions = dialect.durationExpressions = true;
    dialect.extendedRangeSelectors = dialect.binopFillModifiers = true;
    const promql::Tree tree = promql::parse(rule.expr, dialect);
    // Servers of other versions print some details in other ways.
    result.expr = tree.valid() ? promql::print(tree.root()) : rule.expr;
    result.forSeconds = rule.forSeconds;
    result.keepFiringForSeconds = rule.keepFiringForSeconds;
    result.labels = mapOf(rule.labels);
    result.annotations = mapOf(rule.annotations);
    return result;
}

/// Collects the answers; calls back when the last one is in.
class FactsQuery : public alerting::PendingQuery
{
public:
    FactsQuery(Client &client, double now, std::function<void(base::Result<deployment::EndpointFacts>)> done)
        : m_client(client), m_now(now), m_done(std::move(done))
    {
        m_facts.name = displayName(client.endpoint());
        constexpr int requests = 7;
        m_waiting = requests;
        hold(client.loadedRules([this](auto answer) { takeRules(std::move(answer)); }));
        hold(client.buildInfo([this](auto answer) {
            if (answer)
                m_facts.version = answer->version;
            answered();
        }));
        hold(client.activeAlertmanagers([this](auto answer) {
            if (answer)
                m_facts.activeAlertmanagers = std::move(*answer);
            answered();
        }));
        hold(client.scrapeTargets([this](auto answer) {
            if (answer) {
                m_facts.targets.emplace();
                for (const ScrapeTarget &target : *answer)
                    m_facts.targets->push_back({target.job, target.url, target.health, target.lastError});
            }
            answered();
        }));
        hold(client.configuration([this](auto answer) {
            if (answer && !answer->empty())
                m_facts.config = std::move(*answer);
            answered();
        }));
        hold(client.labelValues("__name__", [this](auto answer) {
            if (answer)
                m_facts.metricNames = std::set<std::string>(answer->begin(), answer->end());
            answered();
        }));
        hold(client.runtimeInfo([this](auto answer) { takeRuntimeInfo(std::move(answer)); }));
    }

private:
    void hold(std::unique_ptr<alerting::PendingQuery> query) { m_queries.push_back(std::move(query)); }

    void takeRules(base::Result<alerting::LoadedRules> answer)
    {
        if (!answer) {
            m_error = answer.error();
            return answered();
        }
        constexpr double nanoseconds = 1e9;
        m_facts.groups.emplace();
        for (const alerting::LoadedGroup &group : *answer) {
            deployment::ComparedGroup result;
            result.name = group.name;
            result.file = group.file;
            if (group.intervalSeconds > 0)
                result.interval = group.intervalSeconds;
            result.limit = group.limit;
            std::vector<deployment::EndpointFacts::LoadedRule> health;
            for (const alerting::LoadedRule &rule : group.rules) {
                result.rules.push_back(compared(rule));
                health.push_back({rule.health, rule.lastError});
            }
            m_facts.groups->push_back(std::move(result));
            m_facts.health.push_back(std::move(health));
            m_facts.lastEvaluations.push_back(static_cast<double>(group.lastEvaluation) / nanoseconds);
        }
        answered();
    }

    void takeRuntimeInfo(base::Result<RuntimeInfo> answer)
    {
        if (answer) {
            m_facts.reloaded = answer->reloaded;
            m_facts.retention = answer->retention;
            if (answer->configTime > 0)
                m_facts.configTime = answer->configTime;
        }
        // The loaded rules are those of the configuration; before it was loaded, others may have run. Of `15d or 1TB`
        // the time counts.
        const std::string time = m_facts.retention.substr(0, m_facts.retention.find(' '));
        const double kept = std::min(longestWindow, rules::parseDuration(time).value_or(longestWindow));
        const double window = m_facts.configTime ? std::min(kept, m_now - *m_facts.configTime) : 0;
        if (window >= shortestWindow)
            askForFirings(window);
        else
            answered();
    }

    void askForFirings(double window)
    {
        constexpr double steps = 1000;
        constexpr double shortestStep = 60;
        const double step = std::max(shortestStep, window / steps);
        const std::string expr = "count_over_time(count by (alertname) (ALERTS{alertstate=\"firing\"})[" +
                                 std::to_string(static_cast<long long>(window)) +
                                 "s:" + std::to_string(static_cast<long long>(step)) + "s])";
        hold(m_client.queryInstant(expr, m_now, [this, window, step](base::Result<alerting::QueryResult> answer) {
            if (answer) {
                m_facts.firings.emplace();
                m_facts.firingWindow = window;
                const double total = std::max(1.0, window / static_cast<double>(static_cast<long long>(step)));
                for (const alerting::Series &series : answer->series) {
                    if (series.labels.empty() || series.samples.empty())
                        continue;
                    m_facts.firings->push_back(
                        {series.labels.front().second, std::min(1.0, series.samples.back().value / total)});
                }
            }
            answered();
        }));
    }

    void answered()
    {
        if (--m_waiting > 0)
            return;
        // The callback may delete this object.
        const auto done = std::exchange(m_done, nullptr);
        if (m_error)
            done(*m_error);
        else
            done(std::move(m_facts));
    }

    Client &m_client;
    double m_now;
    std::function<void(base::Result<deployment::EndpointFacts>)> m_done;
    std::vector<std::unique_ptr<alerting::PendingQuery>> m_queries;
    deployment::EndpointFacts m_facts;
    std::optional<base::Error> m_error;
    int m_waiting = 0;
};

} // namespace

std::unique_ptr<alerting::PendingQuery> askForFacts(Client &client, double now,
                                                    std::function<void(base::Result<deployment::EndpointFacts>)> done)
{
    return std::make_unique<FactsQuery>(client, now, std::move(done));
}

} // namespace prometheus

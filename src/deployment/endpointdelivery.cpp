#include "deployment/endpointdelivery.h"

#include "deployment/deliveryparts.h"
#include "rules/duration.h"
#include "rules/selectors.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace deployment {

namespace {

/// Alerts that are there to fire: they prove that delivery works.
bool meantToFire(const std::string &name)
{
    constexpr std::array<std::string_view, 5> names = {"Watchdog", "DeadMansSwitch", "DeadManSwitch", "Deadman",
                                                       "InfoInhibitor"};
    return std::ranges::find(names, name) != names.end();
}

std::string percent(double ratio)
{
    // One digit, never rounded up to a whole that it is not.
    const int tenths = static_cast<int>(std::floor(ratio * 1000));
    return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10);
}

class EndpointBoard
{
public:
    EndpointBoard(const DeliveryInput &input, const EndpointFacts &facts) : m_input(input), m_facts(facts) {}

    std::vector<Finding> run()
    {
        checkServer();
        checkHealth();
        checkTargets();
        checkMetrics();
        checkFirings();
        sortFindings(m_findings);
        return std::move(m_findings);
    }

private:
    Finding &add(const char *id, base::Severity severity)
    {
        Finding finding;
        finding.id = id;
        finding.severity = severity;
        finding.ground = Ground::Endpoint;
        m_findings.push_back(std::move(finding));
        return m_findings.back();
    }

    /// Points the finding at the rule as it is written: in source, else in GitOps.
    /// `reads` is a metric that its expression names, where several rules have the name.
    void placeAt(Finding &finding, const std::string &group, const std::string &rule,
                 const std::string &reads = {}) const
    {
        const std::array<std::pair<const RuleDocuments *, const Repository *>, 2> sides = {
            {{&m_input.sourceRules, &m_input.source}, {&m_input.gitopsRules, &m_input.gitops}}};
        for (const auto &[documents, repository] : sides) {
            for (const auto &[path, document] : *documents) {
                for (const rules::RuleGroup &each : document->groups()) {
                    if (!group.empty() && each.name.value != group)
                        continue;
                    const auto found = std::ranges::find_if(each.rules, [&](const rules::Rule &candidate) {
                        return candidate.name.value == rule && candidate.expr.value.find(reads) != std::string::npos;
                    });
                    if (found == each.rules.end())
                        continue;
                    finding.role = repository->role;
                    finding.file = path;
                    finding.range = found->range;
                    const auto manifest = repository->find(path);
                    finding.line = manifest ? manifest->lineOf(found->range.start) : 1;
                    return;
                }
            }
        }
    }

    void checkServer()
    {
        const bool alerts = m_facts.groups && std::ranges::any_of(*m_facts.groups, [](const ComparedGroup &group) {
                                return std::ranges::any_of(group.rules, [](const ComparedRule &rule) {
                                    return rule.kind == rules::RuleKind::Alerting;
                                });
                            });
        if (m_facts.activeAlertmanagers && m_facts.activeAlertmanagers->empty() && (alerts || !m_facts.groups)) {
            Finding &finding = add("delivery/no-alertmanager", base::Severity::Error);
            finding.text = {TRANSLATABLE("Core", "%1 has no active Alertmanager: it sends its alerts nowhere."),
                            {m_facts.name}};
            finding.fix = TRANSLATABLE("Core", "Name the Alertmanager under alerting.alertmanagers, and see that it is "
                                               "discovered.");
        }
        if (m_facts.reloaded && !*m_facts.reloaded) {
            Finding &finding = add("delivery/reload-failed", base::Severity::Error);
            finding.text = {TRANSLATABLE("Core", "The last reload of %1 failed: it still runs its previous "
                                                 "configuration and rules."),
                            {m_facts.name}};
            finding.fix = TRANSLATABLE("Core", "Look for the reason in its log, and reload again.");
        }
    }

    void checkHealth()
    {
        if (!m_facts.groups)
            return;
        for (std::size_t i = 0; i < m_facts.groups->size(); ++i) {
            const ComparedGroup &group = (*m_facts.groups)[i];
            for (std::size_t k = 0; k < group.rules.size(); ++k) {
                const EndpointFacts::LoadedRule &health = m_facts.health[i][k];
                if (health.health != "err")
                    continue;
                Finding &finding = add("delivery/rule-failing", base::Severity::Error);
                finding.text = {TRANSLATABLE("Core", "%1 cannot evaluate %2 (group %3): %4"),
                                {m_facts.name, group.rules[k].name, group.name, health.lastError}};
                finding.fix = TRANSLATABLE("Core", "Mend the rule, or what it reads.");
                placeAt(finding, group.name, group.rules[k].name);
            }
        }
    }

    template <class Visit> void forLoadedSelectors(Visit visit) const
    {
        if (!m_facts.groups)
            return;
        for (const ComparedGroup &group : *m_facts.groups) {
            for (const ComparedRule &rule : group.rules) {
                const promql::Tree tree = promql::parse(rule.expr);
                for (const rules::Selector &selector : rules::selectorsOf(tree.root()))
                    visit(group, rule, selector);
            }
        }
    }

    void checkTargets()
    {
        if (!m_facts.targets)
            return;
        std::map<std::string, std::pair<int, int>> jobs;
        std::map<std::string, std::string> errors;
        for (const EndpointFacts::ScrapeTarget &target : *m_facts.targets) {
            ++jobs[target.job].first;
            jobs[target.job].second += target.health == "down" ? 1 : 0;
            if (!target.lastError.empty())
                errors[target.job] = target.lastError;
        }
        for (const auto &[job, counts] : jobs) {
            if (counts.second < counts.first)
                continue;
            Finding &finding = add("delivery/job-down", base::Severity::Warning);
            finding.text = {TRANSLATABLE("Core", "%1 cannot scrape any target of the job %2: %3"),
                            {m_facts.name, job, errors[job]}};
            finding.fix = TRANSLATABLE("Core", "See that the target runs and is reachable.");
        }
        std::set<std::string> scraped;
        for (const auto &[job, counts] : jobs)
            scraped.insert(job);
        std::set<std::string> told;
        const std::set<std::string> recorded = recordedNames();
        forLoadedSelectors([&](const ComparedGroup &group, const ComparedRule &rule, const rules::Selector &selector) {
            const std::string name = selector.exactName.value_or("");
            if (name == "ALERTS" || name == "ALERTS_FOR_STATE" || recorded.contains(name))
                return;
            for (const rules::NameTest &matcher : selector.labelMatchers) {
                if (!delivery::missesEveryJob(matcher, scraped) || !told.insert(matcher.text()).second)
                    continue;
                Finding &finding = add("delivery/job-not-scraped", base::Severity::Warning);
                finding.text = {TRANSLATABLE("Core", "%1 reads %2, and %3 scrapes no such job."),
                                {rule.name, matcher.text(), m_facts.name}};
                finding.fix = TRANSLATABLE("Core", "Add the scrape job, or mend the matcher.");
                placeAt(finding, group.name, rule.name);
            }
        });
    }

    [[nodiscard]] std::set<std::string> recordedNames() const
    {
        std::set<std::string> names;
        if (!m_facts.groups)
            return names;
        for (const ComparedGroup &group : *m_facts.groups) {
            for (const ComparedRule &rule : group.rules) {
                if (rule.kind == rules::RuleKind::Recording)
                    names.insert(rule.name);
            }
        }
        return names;
    }

    /// One finding for each metric, with the alerts that read it.
    void checkMetrics()
    {
        if (!m_facts.metricNames || m_facts.metricNames->empty())
            return;
        struct Readers
        {
            std::set<std::string> alerts;
            std::string group;
            std::string first;
        };
        std::map<std::string, Readers> missing;
        forLoadedSelectors([&](const ComparedGroup &group, const ComparedRule &rule, const rules::Selector &selector) {
            if (!selector.exactName || m_facts.metricNames->contains(*selector.exactName) ||
                selector.exactName->starts_with("ALERTS"))
                return;
            Readers &readers = missing[*selector.exactName];
            if (readers.alerts.empty()) {
                readers.group = group.name;
                readers.first = rule.name;
            }
            readers.alerts.insert(rule.name);
        });
        const std::set<std::string> recorded = recordedNames();
        for (const auto &[metric, readers] : missing) {
            // A recording rule that has no result yet is another matter.
            if (recorded.contains(metric))
                continue;
            std::string names;
            for (const std::string &name : readers.alerts)
                names += (names.empty() ? "" : ", ") + name;
            Finding &finding = add("delivery/metric-missing", base::Severity::Warning);
            finding.text = {TRANSLATABLE("Core",
                                         "No series at %1 within its retention (%2): %3, read by %4. A labelled "
                                         "counter appears only after its first event."),
                            {m_facts.name, m_facts.retention.empty() ? "?" : m_facts.retention, metric, names}};
            finding.fix = TRANSLATABLE("Core", "See that something exports it, or mend the name.");
            placeAt(finding, readers.group, readers.first, metric);
        }
    }

    void checkFirings()
    {
        constexpr double nearlyAlways = 0.9;
        constexpr double longEnough = 86400;
        if (!m_facts.firings || !m_facts.groups)
            return;
        const std::string window = rules::formatDuration(std::floor(m_facts.firingWindow / 60) * 60);
        std::map<std::string, std::string> groupOf;
        for (const ComparedGroup &group : *m_facts.groups) {
            for (const ComparedRule &rule : group.rules) {
                if (rule.kind == rules::RuleKind::Alerting && !meantToFire(rule.name))
                    groupOf.emplace(rule.name, group.name);
            }
        }
        for (const auto &[alert, group] : groupOf) {
            const auto firing = std::ranges::find(*m_facts.firings, alert, &EndpointFacts::Firing::alert);
            if (firing != m_facts.firings->end() && firing->ratio >= nearlyAlways) {
                Finding &finding = add("delivery/fires-always", base::Severity::Warning);
                finding.text = {TRANSLATABLE("Core", "%1 was firing %2 % of the time since %3 loaded it (%4)."),
                                {alert, percent(firing->ratio), m_facts.name, window}};
                finding.fix = TRANSLATABLE("Core", "An alert that always fires tells nothing: raise its threshold, or "
                                                   "measure something else.");
                placeAt(finding, group, alert);
            } else if (firing == m_facts.firings->end() && m_facts.firingWindow >= longEnough) {
                Finding &finding = add("delivery/never-fired", base::Severity::Hint);
                finding.text = {TRANSLATABLE("Core", "%1 has not fired since %2 loaded it (%3)."),
                                {alert, m_facts.name, window}};
                placeAt(finding, group, alert);
            }
        }
    }

    const DeliveryInput &m_input;
    const EndpointFacts &m_facts;
    std::vector<Finding> m_findings;
};

} // namespace

std::vector<Finding> endpointFindings(const DeliveryInput &input, const EndpointFacts &facts)
{
    return EndpointBoard(input, facts).run();
}

} // namespace deployment

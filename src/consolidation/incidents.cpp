#include "consolidation/incidents.h"

#include "consolidation/observedlines.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace consolidation {

namespace {

constexpr double mostIncidentPoints = 10000;

/// One container's.
std::vector<std::string> containerKey(const alerting::Labels &labels)
{
    return {valueOf(labels, "namespace"), valueOf(labels, "pod"), valueOf(labels, "container")};
}

bool isWordAt(const std::string &text, const std::string &word)
{
    const auto joint = [](char c) { return c == '-' || c == '_' || c == '.' || c == '/' || c == ':'; };
    if (text == word)
        return true;
    if (text.size() <= word.size())
        return false;
    return (text.starts_with(word) && joint(text[word.size()])) ||
           (text.ends_with(word) && joint(text[text.size() - word.size() - 1]));
}

/// Labels by which alerts say whom they are about.
bool saysWhom(const std::string &label)
{
    constexpr std::array<std::string_view, 9> names = {"service",  "job",        "app",      "container", "pod",
                                                       "instance", "deployment", "workload", "component"};
    return std::ranges::find(names, label) != names.end();
}

bool concerns(const alerting::Labels &alert, const std::string &subject)
{
    if (subject.empty())
        return true;
    bool says = false;
    for (const auto &[name, value] : alert) {
        if (isWordAt(value, subject))
            return true;
        says = says || saysWhom(name);
    }
    return !says;
}

/// Which incidents the alerts caught, and firings that belong to none.
IncidentScore scoreOf(const std::vector<alerting::AlertHistory> &alerts, const std::vector<Incident> &incidents,
                      const IncidentOptions &options, std::vector<bool> &caught)
{
    IncidentScore score;
    caught.assign(incidents.size(), false);
    for (const alerting::AlertHistory &alert : alerts) {
        for (const alerting::Band &band : alert.firing) {
            bool belongs = false;
            for (std::size_t i = 0; i < incidents.size(); ++i) {
                const Incident &incident = incidents[i];
                if (band.begin <= incident.to + options.lag &&
                    band.end.value_or(options.to) > incident.from - options.lead &&
                    concerns(alert.labels, incident.subject)) {
                    belongs = true;
                    caught[i] = true;
                }
            }
            score.falseAlarms += belongs ? 0 : 1;
        }
    }
    score.caught = static_cast<std::size_t>(std::ranges::count(caught, true));
    score.missed = incidents.size() - score.caught;
    return score;
}

} // namespace

IncidentSearch::IncidentSearch(Milliseconds from, Milliseconds to, alerting::SeriesSource &source)
    : m_from(from), m_to(to), m_source(source)
{}

IncidentSearch::~IncidentSearch() = default;

void IncidentSearch::start(std::function<void()> finished)
{
    m_finished = std::move(finished);
    const double from = static_cast<double>(m_from) / 1000;
    const double to = static_cast<double>(m_to) / 1000;
    const double step = std::max(30.0, std::ceil((to - from) / mostIncidentPoints));
    const alerting::RangeQuery restarts{"kube_pod_container_status_restarts_total", from, to, step};
    const alerting::RangeQuery reasons{"kube_pod_container_status_last_terminated_reason{reason=\"OOMKilled\"} == 1",
                                       from, to, step};
    const auto finish = [this] {
        if (const auto done = std::exchange(m_finished, nullptr))
            done();
    };
    m_pending = m_source.queryRange(restarts, [this, reasons, finish](base::Result<alerting::QueryResult> result) {
        const auto pending = std::move(m_pending);
        if (!result) {
            m_error = result.error();
            finish();
            return;
        }
        m_restarts = std::move(result->series);
        m_pending = m_source.queryRange(reasons, [this, finish](base::Result<alerting::QueryResult> killed) {
            const auto again = std::move(m_pending);
            if (killed)
                take(m_restarts, killed->series);
            else
                m_error = killed.error();
            finish();
        });
    });
}

void IncidentSearch::take(const std::vector<alerting::Series> &restarts, const std::vector<alerting::Series> &reasons)
{
    std::map<std::vector<std::string>, std::vector<double>> killedAt;
    for (const alerting::Series &series : reasons) {
        std::vector<double> &times = killedAt[containerKey(series.labels)];
        for (const alerting::Sample &sample : series.samples)
            times.push_back(sample.time);
    }
    std::map<std::vector<std::string>, bool> counted;
    for (const alerting::Series &series : restarts) {
        const auto key = containerKey(series.labels);
        counted[key] = true;
        const auto killed = killedAt.find(key);
        for (std::size_t i = 1; i < series.samples.size(); ++i) {
            if (series.samples[i].value <= series.samples[i - 1].value)
                continue;
            const double at = series.samples[i].time;
            const bool oom = killed != killedAt.end() && std::ranges::binary_search(killed->second, at);
            m_incidents.push_back({std::llround(series.samples[i - 1].time * 1000), std::llround(at * 1000), key[2],
                                   oom ? Incident::Kind::OomKill : Incident::Kind::Restart});
        }
    }
    // Without a count of restarts only the first kill of a container shows.
    for (const auto &[key, times] : killedAt) {
        if (counted.contains(key) || times.empty() || std::llround(times.front() * 1000) == m_from)
            continue;
        const auto at = std::llround(times.front() * 1000);
        m_incidents.push_back({at, at, key[2], Incident::Kind::OomKill});
    }
    std::ranges::sort(m_incidents, {},
                      [](const Incident &incident) { return std::pair(incident.from, incident.subject); });
}

IncidentReport judgeIncidents(const Proof &proof, const std::vector<Incident> &incidents,
                              const IncidentOptions &options)
{
    IncidentReport report;
    std::vector<bool> before;
    std::vector<bool> after;
    report.before = scoreOf(proof.before, incidents, options, before);
    report.after = scoreOf(proof.after, incidents, options, after);
    for (std::size_t i = 0; i < incidents.size(); ++i)
        report.caught.emplace_back(before[i], after[i]);
    return report;
}

std::vector<Evidence> incidentEvidence(const Proof &proof, const std::vector<Incident> &incidents, Milliseconds to)
{
    if (incidents.empty())
        return {};
    IncidentOptions options;
    options.to = to;
    const IncidentReport report = judgeIncidents(proof, incidents, options);
    std::vector<Evidence> evidence = {{"incidents", {}, {}, {}, {}, report.sentence()}};
    for (std::size_t i = 0; i < incidents.size(); ++i) {
        const auto word = [](bool caught) { return std::string(caught ? "caught" : "missed"); };
        const bool killed = incidents[i].kind == Incident::Kind::OomKill;
        evidence.push_back({"incident",
                            word(report.caught[i].first),
                            word(report.caught[i].second),
                            incidents[i].from,
                            incidents[i].to,
                            {killed ? TRANSLATABLE("Core", "OOM kill of %1.") : TRANSLATABLE("Core", "Restart of %1."),
                             {incidents[i].subject}}});
    }
    return evidence;
}

base::Text IncidentReport::sentence() const
{
    const auto text = [](std::size_t number) { return std::to_string(number); };
    return {TRANSLATABLE("Core", "Before: %1 caught, %2 missed, %3 false alarms. After: %4 caught, %5 missed, %6 false "
                                 "alarms."),
            {text(before.caught), text(before.missed), text(before.falseAlarms), text(after.caught), text(after.missed),
             text(after.falseAlarms)}};
}

} // namespace consolidation

#include "consolidation/incidents.h"

#include "consolidation/observedlines.h"
#include "promql/literals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace consolidation {

namespace {

constexpr double mostIncidentPoints = 10000;

double stepSeconds(Milliseconds from, Milliseconds to)
{
    return std::max(30.0, std::ceil(static_cast<double>(to - from) / 1000 / mostIncidentPoints));
}

/// The value of the label, or of what a scrape without `honor_labels` made of it.
std::string placeOf(const alerting::Labels &alert, const std::string &label)
{
    const std::string exported = valueOf(alert, "exported_" + label);
    return exported.empty() ? valueOf(alert, label) : exported;
}

/// One container's.
std::vector<std::string> containerKey(const alerting::Labels &labels)
{
    return {placeOf(labels, "namespace"), placeOf(labels, "pod"), placeOf(labels, "container")};
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

bool concerns(const alerting::Labels &alert, const Incident &incident)
{
    if (incident.subject.empty())
        return true;
    const auto contradicts = [&](const std::string &label, const std::string &value) {
        const std::string own = value.empty() ? std::string() : placeOf(alert, label);
        return !own.empty() && own != value;
    };
    if (contradicts("namespace", incident.nameSpace) || contradicts("pod", incident.pod))
        return false;
    const std::string container = placeOf(alert, "container");
    if (!incident.pod.empty() && !container.empty())
        return container == incident.subject;
    if (!incident.pod.empty() && placeOf(alert, "pod") == incident.pod)
        return true;
    bool says = false;
    for (const auto &[name, value] : alert) {
        if (isWordAt(value, incident.subject))
            return true;
        says = says || saysWhom(name);
    }
    return !says;
}

using Partners = std::multimap<alerting::Labels, alerting::Labels>;

bool concernsEither(const alerting::Labels &alert, const Partners &partners, const Incident &incident)
{
    const auto [begin, end] = partners.equal_range(alert);
    return concerns(alert, incident) ||
           std::any_of(begin, end, [&](const auto &each) { return concerns(each.second, incident); });
}

/// Which incidents the alerts caught, and firings that belong to none.
IncidentScore scoreOf(const std::vector<alerting::AlertHistory> &alerts, const Partners &partners,
                      const std::vector<Incident> &incidents, const IncidentOptions &options,
                      const std::vector<bool> &watched, std::vector<bool> &caught)
{
    IncidentScore score;
    caught.assign(incidents.size(), false);
    for (const alerting::AlertHistory &alert : alerts) {
        for (const alerting::Band &band : alert.firing) {
            bool belongs = false;
            for (std::size_t i = 0; i < incidents.size(); ++i) {
                const Incident &incident = incidents[i];
                if (watched[i] && band.begin <= incident.to + options.lag &&
                    band.end.value_or(options.to) > incident.from - options.lead &&
                    concernsEither(alert.labels, partners, incident)) {
                    belongs = true;
                    caught[i] = true;
                }
            }
            score.falseAlarms += belongs ? 0 : 1;
        }
    }
    score.caught = static_cast<std::size_t>(std::ranges::count(caught, true));
    score.missed = static_cast<std::size_t>(std::ranges::count(watched, true)) - score.caught;
    return score;
}

/// The times at which a container's last end is said to have had one reason, ascending.
using Reasons = std::map<std::string, std::vector<double>>;

/// The reason that came last of those that are told at `at`: one that is gone is still answered for a while where its
/// series ends without a stale marker.
std::string reasonAt(const Reasons &reasons, double at, double step)
{
    std::string newest;
    double begun = 0;
    for (const auto &[reason, times] : reasons) {
        const auto place = std::ranges::lower_bound(times, at);
        if (place == times.end() || *place > at + step)
            continue;
        auto begin = place;
        while (begin != times.begin() && *begin - *std::prev(begin) <= step * 1.5)
            --begin;
        if (newest.empty() || *begin > begun) {
            newest = reason;
            begun = *begin;
        }
    }
    return newest;
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
    const double step = stepSeconds(m_from, m_to);
    const alerting::RangeQuery restarts{"kube_pod_container_status_restarts_total", from, to, step};
    const alerting::RangeQuery reasons{"kube_pod_container_status_last_terminated_reason == 1", from, to, step};
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
    const double step = stepSeconds(m_from, m_to);
    m_hasSeries = !restarts.empty() || !reasons.empty();
    std::map<std::vector<std::string>, Reasons> reasonsOf;
    for (const alerting::Series &series : reasons) {
        std::vector<double> &times = reasonsOf[containerKey(series.labels)][valueOf(series.labels, "reason")];
        for (const alerting::Sample &sample : series.samples)
            times.push_back(sample.time);
        std::ranges::sort(times);
    }
    const auto add = [&](double from, double to, const std::vector<std::string> &key, Incident::Kind kind) {
        Incident incident{std::llround(from * 1000), std::llround(to * 1000), key[2], kind, key[0], key[1]};
        // A pair of kube-state-metrics tells everything twice.
        if (std::ranges::find(m_incidents, incident) == m_incidents.end())
            m_incidents.push_back(std::move(incident));
    };
    std::map<std::vector<std::string>, bool> counted;
    for (const alerting::Series &series : restarts) {
        const auto key = containerKey(series.labels);
        counted[key] = true;
        for (std::size_t i = 1; i < series.samples.size(); ++i) {
            if (series.samples[i].value <= series.samples[i - 1].value)
                continue;
            const double at = series.samples[i].time;
            const auto told = reasonsOf.find(key);
            const bool oom = told != reasonsOf.end() && reasonAt(told->second, at, step) == "OOMKilled";
            add(series.samples[i - 1].time, at, key, oom ? Incident::Kind::OomKill : Incident::Kind::Restart);
        }
    }
    // Without a count of restarts only the first kill of a container shows.
    for (const auto &[key, told] : reasonsOf) {
        const auto killed = told.find("OOMKilled");
        if (counted.contains(key) || killed == told.end() || killed->second.empty() ||
            std::llround(killed->second.front() * 1000) == m_from)
            continue;
        add(killed->second.front(), killed->second.front(), key, Incident::Kind::OomKill);
    }
    std::ranges::sort(m_incidents, {},
                      [](const Incident &incident) { return std::pair(incident.from, incident.subject); });
}

base::Text IncidentSearch::whyNone() const
{
    if (!m_incidents.empty())
        return {};
    if (!m_hasSeries)
        return {TRANSLATABLE("Core", "The endpoint has no series of kube-state-metrics that tell of restarts in this "
                                     "range: OOM kills and restarts cannot be found, incidents can be marked."),
                {}};
    return {TRANSLATABLE("Core", "kube-state-metrics tells of no restart in this range: there is no incident to hold "
                                 "the alerts against."),
            {}};
}

IncidentReport judgeIncidents(const Proof &proof, const std::vector<Incident> &incidents,
                              const IncidentOptions &options)
{
    IncidentReport report;
    Partners now;
    Partners was;
    for (const Proof::Identity &each : proof.identities) {
        now.emplace(each.before, each.after);
        was.emplace(each.after, each.before);
    }
    // Nothing is known of whom they watch where nothing was compared.
    const bool known = !proof.watchedBefore.empty() || !proof.watchedAfter.empty();
    const auto isWatched = [&](const Incident &incident) {
        const auto befalls = [&](const alerting::Labels &alert) { return concerns(alert, incident); };
        return !known || std::ranges::any_of(proof.watchedBefore, befalls) ||
               std::ranges::any_of(proof.watchedAfter, befalls);
    };
    for (const Incident &incident : incidents) {
        const bool outside = incident.to < options.from || (options.to > 0 && incident.from > options.to);
        report.outside.push_back(outside);
        report.watched.push_back(!outside && isWatched(incident));
    }
    std::vector<bool> before;
    std::vector<bool> after;
    report.before = scoreOf(proof.before, now, incidents, options, report.watched, before);
    report.after = scoreOf(proof.after, was, incidents, options, report.watched, after);
    for (std::size_t i = 0; i < incidents.size(); ++i)
        report.caught.emplace_back(before[i], after[i]);
    return report;
}

std::vector<Evidence> incidentEvidence(const Proof &proof, const IncidentSearch &search, Milliseconds to)
{
    const auto sentence = [](const char *kind, base::Text text) {
        return Evidence{kind, {}, {}, {}, {}, std::move(text)};
    };
    if (search.error())
        return {sentence("failed", search.error()->text)};
    const std::vector<Incident> &incidents = search.incidents();
    if (incidents.empty())
        return {sentence("incidents", search.whyNone())};
    IncidentOptions options;
    options.to = to;
    const IncidentReport report = judgeIncidents(proof, incidents, options);
    std::vector<Evidence> evidence;
    if (std::ranges::find(report.watched, true) != report.watched.end())
        evidence = {sentence("incidents", report.sentence()), sentence("incidents", countingSentence(options))};
    if (const base::Text others = report.elsewhere(); *others.source != '\0')
        evidence.push_back(sentence("incidents", others));
    for (std::size_t i = 0; i < incidents.size(); ++i) {
        if (!report.watched[i])
            continue;
        const auto word = [](bool caught) { return std::string(caught ? "caught" : "missed"); };
        const bool killed = incidents[i].kind == Incident::Kind::OomKill;
        const std::string who =
            incidents[i].pod.empty() ? incidents[i].subject : incidents[i].subject + " (" + incidents[i].pod + ')';
        evidence.push_back(
            {"incident",
             word(report.caught[i].first),
             word(report.caught[i].second),
             incidents[i].from,
             incidents[i].to,
             {killed ? TRANSLATABLE("Core", "OOM kill of %1.") : TRANSLATABLE("Core", "Restart of %1."), {who}}});
    }
    return evidence;
}

base::Text countingSentence(const IncidentOptions &options)
{
    const auto text = [](Milliseconds time) { return promql::formatDuration(static_cast<double>(time) / 1000); };
    return {TRANSLATABLE("Core", "A firing counts from %1 before an incident until %2 after it."),
            {text(options.lead), text(options.lag)}};
}

base::Text IncidentReport::elsewhere() const
{
    const auto others = std::ranges::count(watched, false) - std::ranges::count(outside, true);
    if (others == 0)
        return {};
    return {TRANSLATABLE("Core", "Of %1 incidents %2 befell what neither the old nor the new rules watch; they do not "
                                 "count."),
            {std::to_string(watched.size()), std::to_string(others)}};
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

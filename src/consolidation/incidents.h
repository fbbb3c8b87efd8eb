#pragma once

#include "alerting/seriessource.h"
#include "consolidation/proof.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

/// For a change that is meant to differ: which incidents the old and the new alerts catch.
namespace consolidation {

struct Incident
{
    Milliseconds from = 0;
    /// Equal to `from` for a moment.
    Milliseconds to = 0;
    /// The container, service or job it befell; empty for any.
    std::string subject;
    enum class Kind { Marked, OomKill, Restart } kind = Kind::Marked;
    /// Where it was found; empty for those that are marked.
    std::string nameSpace = {};
    std::string pod = {};

    friend bool operator==(const Incident &, const Incident &) = default;
};

/// OOM kills and restarts of containers within a range, as kube-state-metrics tells them. The thread of the source.
class IncidentSearch
{
public:
    IncidentSearch(Milliseconds from, Milliseconds to, alerting::SeriesSource &source);
    ~IncidentSearch();

    /// `finished` is called once, later. Deleting the search cancels.
    void start(std::function<void()> finished);
    /// In the order of time.
    [[nodiscard]] const std::vector<Incident> &incidents() const { return m_incidents; }
    [[nodiscard]] const std::optional<base::Error> &error() const { return m_error; }
    /// Why there are none; empty where there are some.
    [[nodiscard]] base::Text whyNone() const;

private:
    void take(const std::vector<alerting::Series> &restarts, const std::vector<alerting::Series> &reasons);

    Milliseconds m_from;
    Milliseconds m_to;
    alerting::SeriesSource &m_source;
    std::vector<Incident> m_incidents;
    std::vector<alerting::Series> m_restarts;
    bool m_hasSeries = false;
    std::optional<base::Error> m_error;
    std::unique_ptr<alerting::PendingQuery> m_pending;
    std::function<void()> m_finished;
};

struct IncidentScore
{
    std::size_t caught = 0;
    std::size_t missed = 0;
    /// Firings that belong to no incident.
    std::size_t falseAlarms = 0;

    friend bool operator==(const IncidentScore &, const IncidentScore &) = default;
};

struct IncidentReport
{
    IncidentScore before;
    IncidentScore after;
    /// For each incident whether the old and the new alerts caught it.
    std::vector<std::pair<bool, bool>> caught;
    /// For each incident whether it counts: the old or the new rules watch whom it befell, within the range.
    std::vector<bool> watched;
    /// For each incident whether it was before or after the range.
    std::vector<bool> outside;

    [[nodiscard]] base::Text sentence() const;
    /// How many befell others; empty where none did.
    [[nodiscard]] base::Text elsewhere() const;
};

struct IncidentOptions
{
    /// A firing counts as catching an incident from this long before it until this long after it.
    Milliseconds lead = 1800000;
    Milliseconds lag = 600000;
    /// The range that was compared. Alerts that still fire end there, and what was outside it does not count.
    Milliseconds from = 0;
    Milliseconds to = 0;
};

/// From when until when a firing counts as catching an incident.
[[nodiscard]] base::Text countingSentence(const IncidentOptions &options = {});

/// Firings against incidents. An alert belongs to an incident with a subject when its labels name the same container
/// and pod, or else when the value of one of its labels is the subject, or begins or ends with it as a whole word
/// (`gateway-7d9f`); alerts without any such label belong to every incident. What an old alert became speaks for it
/// too, and the other way round. Incidents of those whom neither watches are not counted.
[[nodiscard]] IncidentReport judgeIncidents(const Proof &proof, const std::vector<Incident> &incidents,
                                            const IncidentOptions &options);

/// The same as evidence: the sentence, and one entry for each incident with who caught it; why there are none, where
/// none were found.
[[nodiscard]] std::vector<Evidence> incidentEvidence(const Proof &proof, const IncidentSearch &search, Milliseconds to);

} // namespace consolidation

#pragma once

#include "alerting/seriessource.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace alerting {

/// Unix milliseconds: the resolution of Prometheus's samples, exact where doubles are not.
using Milliseconds = std::int64_t;

/// What the state machine needs of an alerting rule; durations in milliseconds, 0 for none.
struct AlertSpec
{
    std::string name;
    Milliseconds forDuration = 0;
    Milliseconds keepFiringFor = 0;
    /// Of the group; 0 for no limit.
    std::size_t limit = 0;
    /// Templates; those of the rule override the group's. Sorted by name.
    Labels labels;
};

/// Expands the template of one label: (template, labels of the series, value). Errors come back as text, as Prometheus
/// does.
using LabelExpander = std::function<std::string(const std::string &, const Labels &, double, Milliseconds)>;

/// [first tick in the state, first tick out of it); `end` is empty while open at the last tick.
struct Band
{
    Milliseconds begin = 0;
    std::optional<Milliseconds> end;

    friend bool operator==(const Band &, const Band &) = default;
};

/// One alert identity over time.
struct AlertHistory
{
    /// With `alertname` and the templated labels, without `__name__`; sorted by name.
    Labels labels;
    std::vector<Band> pending;
    std::vector<Band> firing;
    /// Transitions to firing.
    std::size_t firings = 0;
};

struct RuleHistory
{
    std::vector<AlertHistory> alerts;
    std::size_t ticks = 0;
    /// Ticks at which at least one identity fires.
    std::size_t firingTicks = 0;
    /// Ticks without an answer, those at which the rule failed, and those that depend on what happened before the first
    /// tick or during a gap in the answers.
    std::size_t unknownTicks = 0;
    /// Reported ticks without an answer, in the order of time: at them a server records no ALERTS either.
    std::vector<Milliseconds> unanswered;
    /// The last tick at which an identity would fire, had it been firing before the first tick or during a gap, and
    /// does not.
    std::optional<Milliseconds> doubtUntil;
    /// Ticks at which the rule failed by itself, and the first such failure: a label collision or the limit.
    std::size_t collisions = 0;
    std::size_t limitExceeded = 0;
    std::string firstRuleError;

    [[nodiscard]] std::size_t firings() const;
    [[nodiscard]] double firingRatio() const;
    [[nodiscard]] double unknownRatio() const;
};

/// Prometheus's alerting rule over ticks in ascending order. Ticks before `reportFrom` are warm-up: they move the state
/// and are not reported; a band that reaches into the report begins at the first reported tick. Everything is assumed
/// inactive before the first tick and after a gap in what is known; ticks that would fire had it been firing there are
/// counted as unknown.
class AlertMachine
{
public:
    AlertMachine(AlertSpec spec, Milliseconds reportFrom, LabelExpander expand = {});

    /// A handle for a series, the same for equal labels.
    [[nodiscard]] std::size_t addSeries(const Labels &labels);

    struct Value
    {
        std::size_t series = 0;
        double value = 0;
    };
    /// An answered evaluation: the series in the result.
    void tick(Milliseconds time, const std::vector<Value> &values);
    /// An evaluation that failed at the server too, or was missed there: all states are kept.
    void failedTick(Milliseconds time);
    /// A tick of which nothing is known, not even whether the server could evaluate it: bands end here.
    void unknownTick(Milliseconds time);

    /// Identities that were never pending or firing within the report are left out; sorted by labels.
    [[nodiscard]] RuleHistory history() const;

private:
    enum class State { Inactive, Pending, Firing };
    struct Active
    {
        State state = State::Inactive;
        Milliseconds activeAt = 0;
        std::optional<Milliseconds> negativeSince;
    };
    struct Identity
    {
        Labels labels;
        Active active;
        /// The same, had everything been firing before the first tick.
        Active doubtful;
        /// Seen since the last gap.
        bool seen = false;
        /// In m_live.
        bool live = false;
        std::size_t lastPositive = 0;
        AlertHistory history;
        State reported = State::Inactive;
    };

    [[nodiscard]] std::size_t identityOf(std::size_t series, double value, Milliseconds time);
    [[nodiscard]] std::size_t identityFor(Labels labels);
    void step(Active &active, bool positive, Milliseconds time) const;
    [[nodiscard]] bool firedBeforeStill() const;
    void dropAll();
    void report(Milliseconds time, bool unknown);
    void reportIdentity(Identity &identity, Milliseconds time);

    AlertSpec m_spec;
    Milliseconds m_reportFrom = 0;
    LabelExpander m_expand;
    bool m_templated = false;
    std::map<Labels, std::size_t> m_seriesByLabels;
    std::vector<Labels> m_series;
    /// Without templates: the identity of each series.
    std::vector<std::size_t> m_fixedIdentity;
    std::map<Labels, std::size_t> m_identityByLabels;
    std::vector<Identity> m_identities;
    /// Identities that are not inactive, or were not at the last report; a rule with values in its labels leaves
    /// thousands of others behind.
    std::vector<std::size_t> m_live;
    std::size_t m_tick = 0;
    std::optional<Milliseconds> m_firstAnswer;
    Milliseconds m_lastAnswer = 0;
    RuleHistory m_history;
};

} // namespace alerting

#pragma once

#include "alerting/seriessource.h"
#include "promql/parser.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace alerting {

/// An alert that is pending or firing at a server.
struct LoadedAlert
{
    Labels labels;
    /// "pending" or "firing".
    std::string state;
    /// Unix nanoseconds: exactly the tick at which it became active.
    std::int64_t activeAt = 0;
};

/// A rule as a server has loaded it.
struct LoadedRule
{
    bool alerting = false;
    std::string name;
    /// The expression as the server prints it.
    std::string expr;
    double forSeconds = 0;
    double keepFiringForSeconds = 0;
    /// Merged with the group's.
    Labels labels;
    /// By name, templates as they are written.
    Labels annotations;
    /// "ok", "err" or "unknown".
    std::string health;
    std::string lastError;
    std::vector<LoadedAlert> alerts;
};

struct LoadedGroup
{
    std::string name;
    /// The path as the server knows it.
    std::string file;
    double intervalSeconds = 0;
    /// Servers before 2.31 do not say it; 0 is none.
    std::size_t limit = 0;
    /// Wall clock, Unix nanoseconds, a few milliseconds after the tick; 0 when it has not been evaluated.
    std::int64_t lastEvaluation = 0;
    std::vector<LoadedRule> rules;
};

using LoadedRules = std::vector<LoadedGroup>;

/// For so many seconds VictoriaMetrics repeats older values, or answers nothing (-search.latencyOffset, of which this
/// is the default; its value cannot be asked for).
inline constexpr double victoriaMetricsLatencyOffset = 30;

/// What a server says of itself; what it does not say keeps Prometheus's default.
struct ServerFacts
{
    /// Empty when it does not name itself.
    std::string application;
    std::string version;
    /// Of Prometheus's own version; 2.42 for other servers and where it cannot be read.
    int major = 2;
    int minor = 42;
    double lookbackSeconds = 300;
    /// Of groups without an interval of their own.
    double evaluationIntervalSeconds = 60;
    /// Of the global section, as templates see them; sorted by name.
    Labels externalLabels;
    /// It told its configuration: without a label there is none.
    bool externalLabelsKnown = false;
    /// As set by a flag; empty when it is derived from the host's name, which the API does not tell.
    std::string externalUrl;
    /// Those of --enable-feature.
    std::vector<std::string> features;
    /// How long samples are kept, as the flag has it; empty when it is not told.
    std::string retention;
    /// How far its clock is ahead of this machine's; 0 when they agree within two seconds or it is not told.
    double clockAheadSeconds = 0;

    /// The language that the server speaks: of a server that is not Prometheus the newest, as its own version says
    /// nothing about it.
    [[nodiscard]] promql::Dialect dialect() const;
    /// How old values have to be, in seconds, until its answers can be relied on.
    [[nodiscard]] double settlingSeconds() const;
};

/// A source of series that also evaluates rules.
class RuleServer : public SeriesSource
{
public:
    [[nodiscard]] virtual std::unique_ptr<PendingQuery>
    loadedRules(std::function<void(base::Result<LoadedRules>)> done) = 0;
    /// Never fails: what cannot be asked keeps its default.
    [[nodiscard]] virtual std::unique_ptr<PendingQuery> serverFacts(std::function<void(ServerFacts)> done) = 0;
};

} // namespace alerting

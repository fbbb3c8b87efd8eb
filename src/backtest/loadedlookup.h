#pragma once

#include "alerting/loadedrules.h"
#include "backtest/recordingrule.h"

#include <optional>
#include <string>

/// Rules of the workspace among those that a server has loaded. Pure functions.
namespace backtest {

/// The loaded group that the file's group became, by its name; of several the one whose file is named alike, else the
/// one that shares most rules. Null when there is none.
[[nodiscard]] const alerting::LoadedGroup *findLoadedGroup(const alerting::LoadedRules &loaded,
                                                           const rules::RuleRef &ref, const rules::RuleGroup &group);

/// Whether both expressions mean the same text, spacing, comments and order of matchers apart.
[[nodiscard]] bool sameExpr(const promql::Tree &tree, const std::string &expr);

enum class LoadedState { NotLoaded, Different, Same };

/// By name, expression, labels and interval, in any loaded group.
[[nodiscard]] LoadedState loadedStateOf(const RecordingRule &rule, const alerting::LoadedRules &loaded);

/// The loaded alerting rule with the same name, expression, labels and durations; null when there is none.
[[nodiscard]] const alerting::LoadedRule *findLoadedAlert(const alerting::LoadedRules &loaded,
                                                          const rules::RuleGroup &group, const rules::Rule &rule);

enum class PhaseSource { ActiveAt, Sample, Hash, Unknown };

/// "activeAt", "sample", "hash" or "unknown".
[[nodiscard]] const char *phaseSourceName(PhaseSource source);

struct Phase
{
    Milliseconds phase = 0;
    PhaseSource source = PhaseSource::Unknown;
};

/// When a loaded group is evaluated, as far as its alerts or its name tell; nothing when neither agrees with its last
/// evaluation, or there was none.
[[nodiscard]] std::optional<Phase> phaseOfLoaded(const alerting::LoadedGroup &group,
                                                 const alerting::ServerFacts &facts);

/// The phase of the ticks that recorded samples with these Unix milliseconds tell.
[[nodiscard]] Phase phaseOfSample(Milliseconds sample, const GroupTiming &timing);

} // namespace backtest

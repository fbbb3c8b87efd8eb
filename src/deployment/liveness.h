#pragma once

#include "deployment/endpointfacts.h"
#include "deployment/ruleset.h"

#include <optional>
#include <string>
#include <vector>

/// Whether a server runs what a change made of rules.
namespace deployment {

/// A rule as a change left it.
struct ChangedRule
{
    std::string group;
    ComparedRule rule;
    /// The change took it away; `rule` is what it was.
    bool removed = false;
};

/// The rules that differ between two states of a file. A group whose interval or limit changed counts with all of its
/// rules.
[[nodiscard]] std::vector<ChangedRule> changedRules(const std::vector<ComparedGroup> &before,
                                                    const std::vector<ComparedGroup> &after);

struct RuleLiveness
{
    /// The server has the rule as the change left it (or no longer has a removed one).
    bool loaded = false;
    /// It was evaluated without an error after it was loaded.
    bool evaluated = false;
    /// The error of its last evaluation; empty when there was none.
    std::string error;
};

/// When what a server runs has surely been loaded, Unix seconds of its clock; nothing where it does not say.
[[nodiscard]] std::optional<double> surelyLoaded(const EndpointFacts &facts);

/// One for each of `rules`. `loadedSince` (Unix seconds) is when the server began to run what it runs where it does not
/// say so itself; 0 when nobody knows: then nothing counts as evaluated.
[[nodiscard]] std::vector<RuleLiveness> livenessOf(const std::vector<ChangedRule> &rules, const EndpointFacts &facts,
                                                   double loadedSince);

/// An instant query at `now` that counts the series which the rule left after `since` (Unix seconds of the server's
/// clock; `now` may be off by three of them): its recorded series, or its ALERTS. What another version of the rule left
/// before is not counted. Labels that are templates are not asked for.
[[nodiscard]] std::string seriesQuery(const ChangedRule &rule, double since, double now);

} // namespace deployment

#pragma once

#include "base/result.h"
#include "consolidation/proof.h"
#include "consolidation/proposal.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Where Alertmanager sends alerts, as its configuration says. Pure functions.
namespace consolidation {

struct AlertMatcher
{
    std::string label;
    bool regex = false;
    bool negated = false;
    std::string value;

    /// A label that is absent is empty; regular expressions are anchored.
    [[nodiscard]] bool matches(const alerting::Labels &labels) const;
};

struct AlertRoute
{
    /// Inherited where the route has none of its own, as all that follows.
    std::string receiver;
    std::vector<std::string> groupBy;
    /// `group_by: ['...']`.
    bool groupByAll = false;
    std::string groupWait;
    std::string groupInterval;
    std::string repeatInterval;
    /// Not inherited.
    std::vector<std::string> muteTimes;
    std::vector<std::string> activeTimes;
    std::vector<AlertMatcher> matchers;
    bool continues = false;
    std::vector<AlertRoute> routes;
};

struct Inhibition
{
    std::vector<AlertMatcher> source;
    std::vector<AlertMatcher> target;
    std::vector<std::string> equal;
};

struct AlertmanagerConfig
{
    AlertRoute root;
    std::vector<Inhibition> inhibitions;
};

/// Of an alertmanager.yml, or of a ConfigMap or Secret (`stringData`) that holds one. Invalid with the reason
/// otherwise: a matcher that cannot be read is not guessed.
[[nodiscard]] base::Result<AlertmanagerConfig> readAlertmanagerConfig(const std::string &text);

/// `a="b"`, `{a=~"b|c", d!=e}`: one string of a `matchers` list; nothing when it cannot be read.
[[nodiscard]] std::optional<std::vector<AlertMatcher>> readMatchers(std::string_view text);

/// The routes that take an alert with these labels, in order; never empty.
[[nodiscard]] std::vector<const AlertRoute *> routesFor(const AlertmanagerConfig &config,
                                                        const alerting::Labels &labels);

/// How Alertmanager would treat the new alert otherwise than the old one: receivers, grouping and its waits, time
/// intervals, inhibition as target and as source.
[[nodiscard]] std::vector<Evidence> routingChanges(const AlertmanagerConfig &config, const alerting::Labels &before,
                                                   const alerting::Labels &after);

/// The same for all identities, each finding once; that nothing changes is said too.
[[nodiscard]] std::vector<Evidence> routingChanges(const AlertmanagerConfig &config,
                                                   const std::vector<Proof::Identity> &identities);

/// The alerts of each takeover as far as rules tell: name and static labels, labels that exact matchers fix, and those
/// that the takeover gives. For where no history is known.
[[nodiscard]] std::vector<Proof::Identity> staticIdentities(const Family &family, const Proposal &proposal);

/// routingChanges() of these. That nothing changes is said with the reservation that labels of series are not known.
[[nodiscard]] std::vector<Evidence> staticRoutingChanges(const AlertmanagerConfig &config, const Family &family,
                                                         const Proposal &proposal);

} // namespace consolidation

#include "deployment/liveness.h"

#include <algorithm>
#include <cmath>

namespace deployment {

namespace {

bool runsAs(const ComparedRule &loaded, const ChangedRule &changed, bool operated)
{
    Blind blind;
    blind.queryOffset = blind.defaultInterval = true;
    blind.operatorRewrites = operated;
    const auto groupOf = [&](const ComparedRule &rule) {
        ComparedGroup group;
        group.name = changed.group;
        group.rules.push_back(rule);
        return std::vector{group};
    };
    return compareRules(groupOf(changed.rule), groupOf(loaded), blind).empty();
}

std::string quotedValue(const std::string &value)
{
    std::string text = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\')
            text += '\\';
        if (c == '\n')
            text += "\\n";
        else
            text += c;
    }
    return text + '"';
}

} // namespace

std::vector<ChangedRule> changedRules(const std::vector<ComparedGroup> &before, const std::vector<ComparedGroup> &after)
{
    std::vector<ChangedRule> changed;
    const auto add = [&](const std::string &group, const ComparedRule &rule, bool removed) {
        const bool known = std::ranges::any_of(changed, [&](const ChangedRule &each) {
            return each.group == group && each.rule.at.range == rule.at.range && each.removed == removed;
        });
        if (!known)
            changed.push_back({group, rule, removed});
    };
    const auto addAt = [&](const std::vector<ComparedGroup> &groups, const RuleDifference &difference,
                           const WrittenAt &at, bool removed) {
        for (const ComparedGroup &group : groups) {
            for (const ComparedRule &rule : group.rules) {
                const bool whole = difference.rule.empty() && group.at.range == at.range;
                if (whole || (!difference.rule.empty() && rule.at.range == at.range))
                    add(group.name, rule, removed);
            }
        }
    };
    for (const RuleDifference &difference : compareRules(before, after)) {
        const bool removed = difference.kind == RuleDifference::Kind::OnlyLeft;
        addAt(removed ? before : after, difference, removed ? difference.leftAt : difference.rightAt, removed);
    }
    return changed;
}

std::optional<double> surelyLoaded(const EndpointFacts &facts)
{
    // Prometheus names the second in which it loaded, and that may have begun long before.
    return facts.configTime ? std::optional(std::floor(*facts.configTime) + 1) : std::nullopt;
}

std::vector<RuleLiveness> livenessOf(const std::vector<ChangedRule> &rules, const EndpointFacts &facts,
                                     double loadedSince)
{
    std::vector<RuleLiveness> result(rules.size());
    if (!facts.groups)
        return result;
    const double since = surelyLoaded(facts).value_or(loadedSince);
    const bool operated = std::ranges::any_of(
        *facts.groups, [](const ComparedGroup &group) { return group.file.find("-rulefiles-") != std::string::npos; });
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const ChangedRule &changed = rules[i];
        RuleLiveness &live = result[i];
        bool there = false;
        for (std::size_t g = 0; g < facts.groups->size(); ++g) {
            const ComparedGroup &group = (*facts.groups)[g];
            for (std::size_t r = 0; r < group.rules.size() && group.name == changed.group; ++r) {
                const ComparedRule &loaded = group.rules[r];
                if (loaded.kind != changed.rule.kind || loaded.name != changed.rule.name ||
                    !runsAs(loaded, changed, operated))
                    continue;
                there = true;
                const bool after = since > 0 && facts.lastEvaluations[g] > since;
                if (facts.health[g][r].health == "err")
                    live.error = facts.health[g][r].lastError;
                live.evaluated = live.evaluated || (after && facts.health[g][r].health == "ok");
            }
        }
        live.loaded = there != changed.removed;
        // What is gone has nothing left to evaluate.
        if (changed.removed) {
            live.evaluated = live.loaded;
            live.error.clear();
        }
    }
    return result;
}

std::string seriesQuery(const ChangedRule &rule, double since, double now)
{
    const bool alerting = rule.rule.kind == rules::RuleKind::Alerting;
    std::string matchers = alerting ? "__name__=\"ALERTS\",alertname=" + quotedValue(rule.rule.name)
                                    : "__name__=" + quotedValue(rule.rule.name);
    for (const auto &[label, value] : rule.rule.labels) {
        if (value.find("{{") == std::string::npos && label != "alertname")
            matchers += ',' + label + '=' + quotedValue(value);
    }
    constexpr double clockError = 3;
    constexpr double milliseconds = 1000;
    const auto sinceText = std::to_string(static_cast<long long>(std::ceil(since * milliseconds)));
    std::string query = "count(timestamp({" + matchers + "}) * 1000 > " + sinceText + ')';
    // Samples tell their time exactly while they are the latest; those of alerts that came and went need a range.
    const double seconds = std::floor(now - since - clockError);
    if (seconds >= 1)
        query +=
            " or count(last_over_time({" + matchers + "}[" + std::to_string(static_cast<long long>(seconds)) + "s]))";
    return query;
}

} // namespace deployment

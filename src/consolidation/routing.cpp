#include "consolidation/routing.h"

#include "backtest/recordingrule.h"
#include "consolidation/observedlines.h"
#include "consolidation/provingrun.h"
#include "promql/labelflow.h"
#include "promql/regex.h"

#include <algorithm>
#include <functional>
#include <map>

namespace consolidation {

namespace {

std::string listText(const std::vector<std::string> &names)
{
    std::string text;
    for (const std::string &name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

bool allMatch(const std::vector<AlertMatcher> &matchers, const alerting::Labels &labels)
{
    return std::ranges::all_of(matchers, [&](const AlertMatcher &each) { return each.matches(labels); });
}

/// The first child that matches takes the alert, and later ones only when it continues; without any the route itself.
void collectRoutes(const AlertRoute &route, const alerting::Labels &labels, std::vector<const AlertRoute *> &found)
{
    const std::size_t before = found.size();
    for (const AlertRoute &child : route.routes) {
        if (!allMatch(child.matchers, labels))
            continue;
        collectRoutes(child, labels, found);
        if (!child.continues)
            break;
    }
    if (found.size() == before)
        found.push_back(&route);
}

std::string groupText(const AlertRoute &route, const alerting::Labels &labels)
{
    // Each alert is alone then, whatever its labels.
    if (route.groupByAll)
        return "...";
    alerting::Labels group;
    for (const std::string &label : route.groupBy)
        group.emplace_back(label, valueOf(labels, label));
    std::ranges::sort(group);
    return textOf(group);
}

struct Treatment
{
    std::vector<std::string> receivers;
    std::vector<std::string> groups;
    std::vector<std::string> waits;
    std::vector<std::string> times;
};

void addOnce(std::vector<std::string> &texts, std::string text)
{
    if (std::ranges::find(texts, text) == texts.end())
        texts.push_back(std::move(text));
}

std::string timesText(const AlertRoute &route)
{
    std::string text = listText(route.muteTimes);
    if (!route.activeTimes.empty())
        text += " / " + listText(route.activeTimes);
    return text.empty() ? "-" : text;
}

Treatment treatmentBy(const std::vector<const AlertRoute *> &routes, const alerting::Labels &labels)
{
    Treatment treatment;
    for (const AlertRoute *route : routes) {
        treatment.receivers.push_back(route->receiver);
        addOnce(treatment.groups, groupText(*route, labels));
        addOnce(treatment.waits, route->groupWait + ' ' + route->groupInterval + ' ' + route->repeatInterval);
        addOnce(treatment.times, timesText(*route));
    }
    return treatment;
}

/// The routes to receivers that `others` lead to as well.
std::vector<const AlertRoute *> commonRoutes(std::vector<const AlertRoute *> routes,
                                             const std::vector<const AlertRoute *> &others)
{
    std::erase_if(routes, [&](const AlertRoute *route) {
        return std::ranges::find(others, route->receiver, &AlertRoute::receiver) == others.end();
    });
    return routes;
}

Evidence changed(const char *kind, const std::string &was, const std::string &is, base::Text text)
{
    return {kind, was, is, {}, {}, std::move(text)};
}

/// Of all identities, each finding once.
std::vector<Evidence> changesOfAll(const AlertmanagerConfig &config, const std::vector<Proof::Identity> &identities)
{
    std::vector<Evidence> all;
    for (const Proof::Identity &identity : identities) {
        for (Evidence &evidence : routingChanges(config, identity.before, identity.after)) {
            const bool said = std::ranges::any_of(
                all, [&](const Evidence &each) { return each.kind == evidence.kind && each.text == evidence.text; });
            if (!said)
                all.push_back(std::move(evidence));
        }
    }
    return all;
}

/// The labels that decide whether a source inhibits a target.
std::string inhibitionText(const Inhibition &rule, const alerting::Labels &labels)
{
    std::string text;
    for (const std::string &label : rule.equal)
        text += (text.empty() ? "" : ", ") + label + '=' + valueOf(labels, label);
    return text.empty() ? "-" : text;
}

} // namespace

bool AlertMatcher::matches(const alerting::Labels &labels) const
{
    const std::string own = valueOf(labels, label);
    const bool equal = regex ? promql::Regex(value).matches(own) : own == value;
    return equal != negated;
}

std::vector<const AlertRoute *> routesFor(const AlertmanagerConfig &config, const alerting::Labels &labels)
{
    std::vector<const AlertRoute *> found;
    collectRoutes(config.root, labels, found);
    return found;
}

std::vector<Evidence> routingChanges(const AlertmanagerConfig &config, const alerting::Labels &before,
                                     const alerting::Labels &after)
{
    std::vector<Evidence> evidence;
    const std::vector<const AlertRoute *> oldRoutes = routesFor(config, before);
    const std::vector<const AlertRoute *> newRoutes = routesFor(config, after);
    Treatment was = treatmentBy(oldRoutes, before);
    Treatment is = treatmentBy(newRoutes, after);
    const std::string who = textOf(before);
    if (was.receivers != is.receivers)
        evidence.push_back(changed("route", listText(was.receivers), listText(is.receivers),
                                   {TRANSLATABLE("Core", "Alertmanager sends %1 to %2, and would send it to %3."),
                                    {who, listText(was.receivers), listText(is.receivers)}}));
    // A receiver that comes or goes is said; for those that stay, what changes on the way to them.
    if (const auto stays = commonRoutes(oldRoutes, newRoutes); !stays.empty()) {
        was = treatmentBy(stays, before);
        is = treatmentBy(commonRoutes(newRoutes, oldRoutes), after);
    }
    if (was.groups != is.groups)
        evidence.push_back(
            changed("grouping", listText(was.groups), listText(is.groups),
                    {TRANSLATABLE("Core", "Alertmanager groups %1 by %2, and would group it by %3: it comes with other "
                                          "alerts in one notification."),
                     {who, listText(was.groups), listText(is.groups)}}));
    if (was.waits != is.waits)
        evidence.push_back(changed("route", listText(was.waits), listText(is.waits),
                                   {TRANSLATABLE("Core", "The route of %1 waits and repeats otherwise: %2 before, %3 "
                                                         "after (group_wait, group_interval, repeat_interval)."),
                                    {who, listText(was.waits), listText(is.waits)}}));
    if (was.times != is.times)
        evidence.push_back(changed("route", listText(was.times), listText(is.times),
                                   {TRANSLATABLE("Core", "The route of %1 is mute or active at other times: %2 before, "
                                                         "%3 after."),
                                    {who, listText(was.times), listText(is.times)}}));
    for (std::size_t i = 0; i < config.inhibitions.size(); ++i) {
        const Inhibition &rule = config.inhibitions[i];
        const std::string place = std::to_string(i + 1);
        const auto compare = [&](const std::vector<AlertMatcher> &matchers, bool source) {
            const bool did = allMatch(matchers, before);
            const bool does = allMatch(matchers, after);
            if (did && does && inhibitionText(rule, before) == inhibitionText(rule, after))
                return;
            if (!did && !does)
                return;
            const std::string old = did ? inhibitionText(rule, before) : std::string();
            const std::string now = does ? inhibitionText(rule, after) : std::string();
            const char *text = nullptr;
            if (did && does)
                text = TRANSLATABLE("Core", "Inhibition rule %2 compares other values of %1: %3 before, %4 after.");
            else if (source)
                text = did ? TRANSLATABLE("Core", "%1 inhibits others by inhibition rule %2, and would no longer.")
                           : TRANSLATABLE("Core", "%1 would inhibit others by inhibition rule %2.");
            else
                text = did ? TRANSLATABLE("Core", "%1 is inhibited by inhibition rule %2, and would no longer be.")
                           : TRANSLATABLE("Core", "%1 would be inhibited by inhibition rule %2.");
            evidence.push_back(changed("inhibition", old, now, {text, {who, place, old, now}}));
        };
        compare(rule.target, false);
        compare(rule.source, true);
    }
    return evidence;
}

std::vector<Evidence> routingChanges(const AlertmanagerConfig &config, const std::vector<Proof::Identity> &identities)
{
    std::vector<Evidence> all = changesOfAll(config, identities);
    if (all.empty() && !identities.empty())
        all.push_back(changed("route", {}, {},
                              {TRANSLATABLE("Core", "Alertmanager treats the old and the new alerts alike: receivers, "
                                                    "grouping and inhibition stay."),
                               {}}));
    return all;
}

std::vector<Evidence> staticRoutingChanges(const AlertmanagerConfig &config, const Family &family,
                                           const Proposal &proposal)
{
    const std::vector<Proof::Identity> identities = staticIdentities(family, proposal);
    std::vector<Evidence> all = changesOfAll(config, identities);
    if (all.empty() && !identities.empty())
        all.push_back(changed("route", {}, {},
                              {TRANSLATABLE("Core", "As far as the rules tell, Alertmanager treats the old and the new "
                                                    "alerts alike: receivers, grouping and inhibition stay."),
                               {}}));
    return all;
}

std::vector<Proof::Identity> staticIdentities(const Family &family, const Proposal &proposal)
{
    std::vector<Proof::Identity> all;
    for (const Takeover &takeover : proposal.takeovers) {
        std::map<std::string, std::string> now;
        for (const auto &[name, value] : family.members[takeover.members.front()].group->labels)
            now[name.value] = value.value;
        for (const auto &[name, value] : takeover.alerting.rule.labels)
            now[name] = value;
        now["alertname"] = takeover.alerting.rule.name;
        for (std::size_t i = 0; i < takeover.members.size(); ++i) {
            const Member &member = family.members[takeover.members[i]];
            if (member.rule->kind != rules::RuleKind::Alerting)
                continue;
            std::map<std::string, std::string> fixed;
            const promql::LabelFlow flow(*member.rule->tree);
            for (const auto &[name, fact] : flow.of(*member.rule->tree->root()).named) {
                if (fact.value && name != "__name__" && fact.presence == promql::LabelPresence::Guaranteed)
                    fixed[name] = *fact.value;
            }
            std::map<std::string, std::string> was = fixed;
            for (const auto &[name, value] : backtest::labelsOf(*member.group, *member.rule))
                was[name] = value;
            was["alertname"] = member.rule->name.value;
            std::map<std::string, std::string> is = fixed;
            for (const auto &[label, values] : takeover.gained) {
                if (!values[i].empty())
                    is[label] = values[i];
            }
            const Labels series(is.begin(), is.end());
            for (const auto &[name, value] : now)
                is[name] = expandLabel(value, series);
            all.push_back({i, with({was.begin(), was.end()}, {}), with({is.begin(), is.end()}, {})});
        }
    }
    return all;
}

} // namespace consolidation

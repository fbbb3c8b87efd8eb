#include "consolidation/loadingday.h"

#include "backtest/recordingrule.h"
#include "consolidation/observedlines.h"
#include "consolidation/structure.h"
#include "promql/literals.h"
#include "rules/duration.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace consolidation {

namespace {

/// Prometheus tells Alertmanager that an alert ends after four times the interval, or the resend delay if longer.
constexpr Milliseconds resendDelay = 60000;
/// Shorter ones are not restored after a restart (--rules.alert.for-grace-period).
constexpr Milliseconds graceFor = 600000;

Labels labelsOf(const Family &family, const Takeover &takeover)
{
    std::map<std::string, std::string> labels;
    for (const auto &[name, value] : family.members[takeover.members.front()].group->labels)
        labels[name.value] = value.value;
    for (const auto &[name, value] : takeover.alerting.rule.labels)
        labels[name] = value;
    std::erase_if(labels, [](const auto &label) { return label.second.empty(); });
    return {labels.begin(), labels.end()};
}

Milliseconds waitOf(const Takeover &takeover)
{
    const auto seconds = rules::parseDuration(takeover.alerting.rule.forDuration);
    return seconds && *seconds > 0 ? std::llround(*seconds * 1000) : 0;
}

std::string durationText(Milliseconds time)
{
    return promql::formatDuration(static_cast<double>(time) / 1000);
}

bool openAtTheEnd(const std::vector<alerting::Band> &bands)
{
    return !bands.empty() && !bands.back().end;
}

Evidence loading(std::string before, std::string after, base::Text text)
{
    return {"loading", std::move(before), std::move(after), {}, {}, std::move(text)};
}

} // namespace

const std::vector<std::size_t> &RulesByName::of(const rules::RuleGroup &group, std::string_view name)
{
    const auto [entry, isNew] = m_groups.try_emplace(&group);
    for (std::size_t i = 0; isNew && i < group.rules.size(); ++i)
        entry->second[group.rules[i].name.value].push_back(i);
    static const std::vector<std::size_t> none;
    const auto found = entry->second.find(name);
    return found == entry->second.end() ? none : found->second;
}

std::optional<std::size_t> heirOf(const Family &family, const Takeover &takeover)
{
    RulesByName byName;
    return heirOf(family, takeover, byName);
}

std::optional<std::size_t> heirOf(const Family &family, const Takeover &takeover, RulesByName &byName)
{
    const Member &first = family.members[takeover.members.front()];
    const Labels now = labelsOf(family, takeover);
    std::size_t earlier = 0;
    std::vector<std::optional<std::size_t>> alike;
    for (const std::size_t index : byName.of(*first.group, takeover.alerting.rule.name)) {
        const rules::Rule &rule = first.group->rules[index];
        if (rule.kind != first.rule->kind || backtest::labelsOf(*first.group, rule) != now)
            continue;
        const auto own = std::ranges::find_if(takeover.members, [&](std::size_t member) {
            const Member &each = family.members[member];
            return each.ref.index == index && backtest::sameGroup(each.ref, first.ref);
        });
        if (own == takeover.members.end()) {
            earlier += index < first.ref.index ? 1 : 0;
            alike.emplace_back();
        } else {
            alike.emplace_back(static_cast<std::size_t>(own - takeover.members.begin()));
        }
    }
    return earlier < alike.size() ? alike[earlier] : std::nullopt;
}

std::vector<Evidence> loadingDay(const Family &family, const Takeover &takeover)
{
    RulesByName byName;
    return loadingDay(family, takeover, byName);
}

std::vector<Evidence> loadingDay(const Family &family, const Takeover &takeover, RulesByName &byName)
{
    if (family.members[takeover.members.front()].rule->kind != rules::RuleKind::Alerting)
        return {};
    const auto heir = heirOf(family, takeover, byName);
    const std::string wait = durationText(waitOf(takeover));
    std::vector<Evidence> evidence;
    if (heir) {
        const Member &member = family.members[takeover.members[*heir]];
        const std::string who =
            member.rule->name.value + " (" + member.ref.group + '#' + std::to_string(member.ref.index) + ')';
        evidence.push_back(loading(
            who, {},
            {TRANSLATABLE("Core", "On loading day only the state of %1 is handed over: other alerts that fire fall "
                                  "back to pending and start their `for` (%2) again."),
             {who, wait}}));
    } else if (waitOf(takeover) == 0) {
        evidence.push_back(loading(
            {}, {},
            {TRANSLATABLE("Core", "On loading day no state is handed over, as name, labels or group change: alerts "
                                  "that fire begin anew."),
             {}}));
    } else {
        evidence.push_back(loading(
            {}, {},
            {TRANSLATABLE("Core", "On loading day no state is handed over, as name, labels or group change: alerts "
                                  "that fire start their `for` (%1) again."),
             {wait}}));
    }
    return evidence;
}

std::vector<Evidence> loadingDay(const Family &family, const Takeover &takeover, const Proof &proof,
                                 Milliseconds interval)
{
    if (family.members[takeover.members.front()].rule->kind != rules::RuleKind::Alerting)
        return {};
    const auto heir = heirOf(family, takeover);
    const Milliseconds wait = waitOf(takeover);
    const Milliseconds held = 4 * std::max(interval, resendDelay);
    std::vector<Evidence> evidence;
    bool restartKeeps = false;
    for (const alerting::AlertHistory &alert : proof.before) {
        const bool firing = openAtTheEnd(alert.firing);
        if (!firing && !openAtTheEnd(alert.pending))
            continue;
        const std::string who = textOf(alert.labels);
        const auto identity = std::ranges::find(proof.identities, alert.labels, &Proof::Identity::before);
        const bool watched =
            identity != proof.identities.end() && std::ranges::any_of(proof.after, [&](const auto &now) {
                return now.labels == identity->after && (openAtTheEnd(now.firing) || openAtTheEnd(now.pending));
            });
        if (!watched) {
            if (firing)
                evidence.push_back(loading(
                    who, {},
                    {TRANSLATABLE("Core", "On loading day %1 is resolved: the new rule does not see it."), {who}}));
            continue;
        }
        const std::string now = textOf(identity->after);
        const bool sameLabels = identity->after == alert.labels;
        if (sameLabels && heir == identity->rule) {
            evidence.push_back(loading(who, now, {TRANSLATABLE("Core", "On loading day %1 keeps its state."), {who}}));
        } else if (!firing) {
            evidence.push_back(
                loading(who, now,
                        {TRANSLATABLE("Core", "On loading day %1, which is pending, starts its `for` (%2) again."),
                         {who, durationText(wait)}}));
        } else if (!sameLabels) {
            evidence.push_back(
                loading(who, now,
                        {TRANSLATABLE("Core", "On loading day %1 is resolved after about %3, and %2 pages after %4."),
                         {who, now, durationText(held), durationText(wait)}}));
        } else if (wait < held) {
            evidence.push_back(loading(
                who, now,
                {TRANSLATABLE("Core", "On loading day %1 starts its `for` (%2) again. Alertmanager holds it for about "
                                      "%3, so that it is not resolved."),
                 {who, durationText(wait), durationText(held)}}));
        } else {
            evidence.push_back(
                loading(who, now,
                        {TRANSLATABLE("Core", "On loading day %1 starts its `for` again: it is resolved after about "
                                              "%2 and pages again after %3."),
                         {who, durationText(held), durationText(wait)}}));
        }
        restartKeeps = restartKeeps || (sameLabels && heir != identity->rule);
    }
    if (evidence.empty())
        return {loading({}, {},
                        {TRANSLATABLE("Core", "Nothing is pending or firing at the end of the range: loading the "
                                              "change then resolves nothing and pages nobody."),
                         {}})};
    if (restartKeeps && wait >= graceFor)
        evidence.push_back(
            loading({}, {},
                    {TRANSLATABLE("Core", "A restart instead of a reload would restore the alerts whose labels stay "
                                          "the same from ALERTS_FOR_STATE."),
                     {}}));
    return evidence;
}

std::vector<Evidence> structuralEvidence(const Family &family, const Proposal &proposal)
{
    RulesByName byName;
    return structuralEvidence(family, proposal, byName);
}

std::vector<Evidence> structuralEvidence(const Family &family, const Proposal &proposal, RulesByName &byName)
{
    std::vector<Evidence> evidence = structureOf(family, proposal);
    for (const Takeover &takeover : proposal.takeovers)
        std::ranges::move(loadingDay(family, takeover, byName), std::back_inserter(evidence));
    return evidence;
}

} // namespace consolidation

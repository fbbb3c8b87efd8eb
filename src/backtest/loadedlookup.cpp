#include "backtest/loadedlookup.h"

#include "alerting/phase.h"
#include "promql/printer.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace backtest {

namespace {

constexpr std::int64_t nanosecondsPerMillisecond = 1'000'000;
/// An evaluation begins a few milliseconds after its tick; much later than this it was not this tick.
constexpr Milliseconds latestStart = 1000;

std::string_view fileName(std::string_view path)
{
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool namedAlike(const alerting::LoadedGroup &loaded, const rules::RuleRef &ref)
{
    return fileName(loaded.file) == (ref.key ? std::string_view(*ref.key) : fileName(ref.file));
}

std::size_t sharedRules(const alerting::LoadedGroup &loaded, const rules::RuleGroup &group)
{
    std::size_t shared = 0;
    for (const rules::Rule &rule : group.rules)
        shared += std::ranges::find(loaded.rules, rule.name.value, &alerting::LoadedRule::name) != loaded.rules.end();
    return shared;
}

/// Labels without empty values, which are none.
alerting::Labels effective(alerting::Labels labels)
{
    std::erase_if(labels, [](const auto &label) { return label.second.empty(); });
    return labels;
}

bool sameSeconds(double seconds, Milliseconds milliseconds)
{
    return std::llround(seconds * 1000) == milliseconds;
}

Milliseconds modulo(Milliseconds value, Milliseconds by)
{
    return (value % by + by) % by;
}

} // namespace

const alerting::LoadedGroup *findLoadedGroup(const alerting::LoadedRules &loaded, const rules::RuleRef &ref,
                                             const rules::RuleGroup &group)
{
    const alerting::LoadedGroup *best = nullptr;
    std::size_t most = 0;
    for (const alerting::LoadedGroup &each : loaded) {
        if (each.name != group.name.value)
            continue;
        const std::size_t shared = sharedRules(each, group) + (namedAlike(each, ref) ? group.rules.size() + 1 : 0);
        // A group of this name without a single rule of ours is another one.
        if (shared > most) {
            best = &each;
            most = shared;
        }
    }
    return best;
}

bool sameExpr(const promql::Tree &tree, const std::string &expr)
{
    if (tree.text() == expr)
        return true;
    const promql::Tree other = promql::parse(expr, tree.dialect());
    return tree.valid() && other.valid() && promql::print(tree.root()) == promql::print(other.root());
}

LoadedState loadedStateOf(const RecordingRule &rule, const alerting::LoadedRules &loaded)
{
    LoadedState state = LoadedState::NotLoaded;
    for (const alerting::LoadedGroup &group : loaded) {
        for (const alerting::LoadedRule &each : group.rules) {
            if (each.alerting || each.name != rule.name)
                continue;
            if (effective(each.labels) == effective(rule.labels) && sameExpr(*rule.tree, each.expr) &&
                sameSeconds(group.intervalSeconds, rule.timing.interval))
                return LoadedState::Same;
            state = LoadedState::Different;
        }
    }
    return state;
}

const alerting::LoadedRule *findLoadedAlert(const alerting::LoadedRules &loaded, const rules::RuleGroup &group,
                                            const rules::Rule &rule)
{
    const alerting::AlertSpec alert = alertSpecOf(group, rule);
    for (const alerting::LoadedGroup &each : loaded) {
        for (const alerting::LoadedRule &candidate : each.rules) {
            if (candidate.alerting && candidate.name == alert.name &&
                sameSeconds(candidate.forSeconds, alert.forDuration) &&
                sameSeconds(candidate.keepFiringForSeconds, alert.keepFiringFor) &&
                effective(candidate.labels) == effective(alert.labels) && sameExpr(*rule.tree, candidate.expr))
                return &candidate;
        }
    }
    return nullptr;
}

const char *phaseSourceName(PhaseSource source)
{
    switch (source) {
    case PhaseSource::ActiveAt:
        return "activeAt";
    case PhaseSource::Sample:
        return "sample";
    case PhaseSource::Hash:
        return "hash";
    case PhaseSource::Unknown:
        break;
    }
    return "unknown";
}

std::optional<Phase> phaseOfLoaded(const alerting::LoadedGroup &group, const alerting::ServerFacts &facts)
{
    const Milliseconds interval = std::llround(group.intervalSeconds * 1000);
    if (interval <= 0)
        return std::nullopt;
    // The rest of a whole interval after the tick: small when the last evaluation was at this phase.
    const auto agrees = [&](Milliseconds phase) {
        return group.lastEvaluation == 0 || modulo(group.lastEvaluation / nanosecondsPerMillisecond - phase,
                                                   interval) <= std::min(latestStart, interval / 4);
    };
    // An alert that was restored after a restart became active between ticks; others did at one.
    for (const alerting::LoadedRule &rule : group.rules) {
        for (const alerting::LoadedAlert &alert : rule.alerts) {
            const Milliseconds phase = modulo(alert.activeAt / nanosecondsPerMillisecond, interval);
            if (alert.activeAt != 0 && group.lastEvaluation != 0 && agrees(phase))
                return Phase{phase, PhaseSource::ActiveAt};
        }
    }
    const std::int64_t nanoseconds = interval * nanosecondsPerMillisecond;
    using Form = std::int64_t (*)(std::string_view, std::string_view, std::int64_t);
    const bool sized = facts.major > 3 || (facts.major == 3 && facts.minor >= 4);
    const bool packed = !sized && (facts.major > 2 || facts.minor >= 44);
    const Form own = sized ? alerting::groupPhaseSized : packed ? alerting::groupPhasePacked : alerting::groupPhase;
    // Builds differ from their version, too.
    for (const Form form : {own, &alerting::groupPhaseSized, &alerting::groupPhasePacked, &alerting::groupPhase}) {
        const Milliseconds milliseconds = form(group.file, group.name, nanoseconds) / nanosecondsPerMillisecond;
        // Without an evaluation to prove it, only the form that this version has.
        if (group.lastEvaluation == 0 || agrees(milliseconds))
            return Phase{milliseconds, PhaseSource::Hash};
    }
    return std::nullopt;
}

Phase phaseOfSample(Milliseconds sample, const GroupTiming &timing)
{
    return {modulo(sample + timing.queryOffset, std::max<Milliseconds>(1, timing.interval)), PhaseSource::Sample};
}

} // namespace backtest

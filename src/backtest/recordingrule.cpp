#include "backtest/recordingrule.h"

#include "rules/duration.h"

#include <charconv>
#include <cmath>
#include <map>

namespace backtest {

namespace {

Milliseconds millisecondsOf(const std::optional<rules::Field> &field, Milliseconds fallback = 0)
{
    const std::optional<double> seconds = field ? rules::parseDuration(field->value) : std::nullopt;
    return seconds && *seconds > 0 ? std::llround(*seconds * 1000) : fallback;
}

} // namespace

GroupTiming timingOf(const rules::RuleGroup &group, Milliseconds globalInterval)
{
    GroupTiming timing;
    timing.interval = millisecondsOf(group.interval, globalInterval);
    timing.queryOffset = millisecondsOf(group.queryOffset);
    return timing;
}

alerting::Labels labelsOf(const rules::RuleGroup &group, const rules::Rule &rule)
{
    std::map<std::string, std::string> labels;
    for (const rules::Pairs *pairs : {&group.labels, &rule.labels}) {
        for (const auto &[name, value] : *pairs)
            labels[name.value] = value.value;
    }
    return {labels.begin(), labels.end()};
}

alerting::AlertSpec alertSpecOf(const rules::RuleGroup &group, const rules::Rule &rule)
{
    alerting::AlertSpec alert;
    alert.name = rule.name.value;
    alert.forDuration = millisecondsOf(rule.forDuration);
    alert.keepFiringFor = millisecondsOf(rule.keepFiringFor);
    if (group.limit) {
        const std::string &text = group.limit->value;
        // A limit that is no positive number is none, as in Prometheus.
        long long limit = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
        if (error == std::errc() && end == text.data() + text.size() && limit > 0)
            alert.limit = static_cast<std::size_t>(limit);
    }
    alert.labels = labelsOf(group, rule);
    return alert;
}

std::vector<RecordingRule> recordingRulesOf(std::span<const std::shared_ptr<const rules::RuleDocument>> documents,
                                            Milliseconds globalInterval)
{
    std::vector<RecordingRule> recordings;
    for (const auto &document : documents) {
        for (const rules::RuleGroup &group : document->groups()) {
            for (std::size_t i = 0; i < group.rules.size(); ++i) {
                const rules::Rule &rule = group.rules[i];
                if (rule.kind == rules::RuleKind::Recording)
                    recordings.push_back({document->refOf(group, i), rule.name.value, rule.tree, labelsOf(group, rule),
                                          timingOf(group, globalInterval)});
            }
        }
    }
    return recordings;
}

bool sameGroup(const rules::RuleRef &a, const rules::RuleRef &b)
{
    return a.file == b.file && a.document == b.document && a.key == b.key && a.group == b.group;
}

} // namespace backtest

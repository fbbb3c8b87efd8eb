#include "rules/completionnames.h"

#include "rules/recordedlabels.h"
#include "rules/selectors.h"

namespace rules {

namespace {

bool holdsAlerts(std::string_view metric)
{
    return metric == "ALERTS" || metric == "ALERTS_FOR_STATE";
}

void addSelectors(CompletionNames &names, const Rule &rule)
{
    for (const Selector &selector : selectorsOf(rule.tree->root())) {
        if (selector.exactName)
            names.metrics.insert(*selector.exactName);
        for (const NameTest &test : selector.labelMatchers) {
            names.labels.insert(test.label());
            if (test.op() == promql::MatchOp::Equal && !test.value().empty())
                names.values[test.label()].insert(test.value());
        }
    }
}

void addLabels(CompletionNames &names, const Pairs &labels)
{
    for (const auto &[name, value] : labels) {
        names.labels.insert(name.value);
        if (!value.value.empty() && value.value.find("{{") == std::string::npos)
            names.values[name.value].insert(value.value);
    }
}

CompletionNames::MetricLabels labelsOf(RecordedLabels &recorded, const std::string &metric)
{
    promql::VectorSelector selector;
    selector.kind = promql::ExprKind::VectorSelector;
    selector.metric.value = metric;
    CompletionNames::MetricLabels labels;
    const auto set = recorded.of(selector);
    if (!set)
        return labels;
    labels.complete = set->others.presence == promql::LabelPresence::Impossible;
    for (const auto &[name, fact] : set->named) {
        if (fact.presence != promql::LabelPresence::Impossible)
            labels.names.insert(name);
    }
    return labels;
}

} // namespace

std::set<std::string> CompletionNames::valuesOf(std::string_view metric, std::string_view label) const
{
    if (label == "__name__")
        return metrics;
    if (holdsAlerts(metric) && label == "alertname")
        return alerts;
    if (metric == "ALERTS" && label == "alertstate")
        return {"firing", "pending"};
    const auto found = values.find(label);
    return found == values.end() ? std::set<std::string>() : found->second;
}

CompletionNames completionNames(std::span<const std::shared_ptr<const RuleDocument>> documents)
{
    CompletionNames names;
    std::set<std::string> recordedNames;
    for (const auto &document : documents) {
        for (const RuleGroup &group : document->groups()) {
            addLabels(names, group.labels);
            for (const Rule &rule : group.rules) {
                (rule.kind == RuleKind::Recording ? recordedNames : names.alerts).insert(rule.name.value);
                addLabels(names, rule.labels);
                addSelectors(names, rule);
            }
        }
    }
    if (!names.alerts.empty())
        recordedNames.insert({"ALERTS", "ALERTS_FOR_STATE"});
    RecordedLabels recorded(documents);
    for (const std::string &metric : recordedNames)
        names.labelsOfMetric[metric] = labelsOf(recorded, metric);
    names.metrics.merge(recordedNames);
    // A rule without a name is being written.
    names.metrics.erase(std::string());
    names.alerts.erase(std::string());
    return names;
}

} // namespace rules

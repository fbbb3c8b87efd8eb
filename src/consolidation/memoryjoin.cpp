#include "consolidation/memoryjoin.h"

#include "consolidation/mergedtexts.h"
#include "promql/functions.h"
#include "promql/literals.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace consolidation {

namespace {

constexpr std::array<std::string_view, 6> joinLabels = {"pod", "container", "service", "app", "job", "component"};
/// What kube-state-metrics and its scrape say of the limit, not of whose it is.
constexpr std::array<std::string_view, 7> ownLabels = {"__name__", "resource", "unit", "job",
                                                       "instance", "node",     "uid"};

std::string valueOf(const alerting::Series &series, std::string_view label)
{
    for (const auto &[name, value] : series.labels) {
        if (name == label)
            return value;
    }
    return {};
}

std::set<std::string> labelsOf(const std::vector<alerting::Series> &series)
{
    std::set<std::string> names;
    for (const alerting::Series &each : series) {
        for (const auto &label : each.labels)
            names.insert(label.first);
    }
    return names;
}

std::size_t rankOf(std::string_view label)
{
    return static_cast<std::size_t>(std::ranges::find(joinLabels, label) - joinLabels.begin());
}

} // namespace

std::string residentMemory(const promql::VectorSelector &heapUsed)
{
    const auto renamed = [](std::string_view name) {
        std::size_t at = name.find("nodejs_heap");
        if (at == std::string_view::npos)
            at = name.find("heap");
        return at == std::string_view::npos ? std::string()
                                            : std::string(name.substr(0, at)) + "process_resident_memory_bytes";
    };
    std::string text;
    if (!heapUsed.metric.value.empty()) {
        text = renamed(heapUsed.metric.value);
        if (text.empty())
            return {};
    }
    std::string matchers;
    for (const promql::LabelMatcher &matcher : heapUsed.matchers) {
        const std::string value = matcher.name == "__name__" ? renamed(matcher.value) : std::string(matcher.value);
        if (matcher.name == "__name__" && value.empty())
            return {};
        matchers += (matchers.empty() ? "" : ", ") + std::string(matcher.name) +
                    std::string(promql::matchOpText(matcher.op)) + promql::quote(value);
    }
    return matchers.empty() ? text : text + '{' + matchers + '}';
}

void findJoin(MemoryJoin &join)
{
    const std::set<std::string> memoryLabels = labelsOf(join.memorySeries);
    std::vector<JoinTried> all;
    for (const std::string &limitLabel : labelsOf(join.limitSeries)) {
        if (std::ranges::find(ownLabels, limitLabel) != ownLabels.end() || limitLabel == "namespace")
            continue;
        std::set<std::string> values;
        for (const alerting::Series &each : join.limitSeries)
            values.insert(valueOf(each, limitLabel));
        for (const std::string &memoryLabel : memoryLabels) {
            if (memoryLabel == "__name__")
                continue;
            JoinTried tried{memoryLabel, limitLabel, 0};
            for (const alerting::Series &each : join.memorySeries) {
                const std::string value = valueOf(each, memoryLabel);
                tried.matched += !value.empty() && values.contains(value) ? 1 : 0;
            }
            if (tried.matched > 0)
                all.push_back(std::move(tried));
        }
    }
    std::ranges::stable_sort(all, [](const JoinTried &a, const JoinTried &b) {
        const auto order = [](const JoinTried &each) {
            return std::tuple(-static_cast<long>(each.matched), each.memoryLabel != each.limitLabel,
                              rankOf(each.memoryLabel), rankOf(each.limitLabel));
        };
        return order(a) < order(b);
    });
    // What one writes first, so that it is seen to be empty.
    for (const char *label : {"pod", "container"}) {
        const auto found = std::ranges::find_if(
            all, [&](const JoinTried &each) { return each.memoryLabel == label && each.limitLabel == label; });
        join.tried.push_back(found == all.end() ? JoinTried{label, label, 0} : *found);
    }
    if (all.empty())
        return;
    join.best = all.front();
    if (join.best->memoryLabel != join.best->limitLabel)
        join.tried.push_back(*join.best);
}

std::string joinedRatio(const MemoryJoin &join, bool percent)
{
    const JoinTried &best = *join.best;
    std::string memory = join.memory;
    if (best.memoryLabel != best.limitLabel)
        memory = "label_replace(" + memory + ", " + promql::quote(best.limitLabel) + ", \"$1\", " +
                 promql::quote(best.memoryLabel) + ", \"(.+)\")";
    // Replicas have one limit each: the strictest counts.
    return std::string(percent ? "100 * " : "") + memory + "\n/ on (" + best.limitLabel + ") group_left () min by (" +
           best.limitLabel + ") (kube_pod_container_resource_limits{resource=\"memory\"})";
}

std::optional<double> commonLimit(const MemoryJoin &join)
{
    std::set<std::string> joined;
    for (const alerting::Series &each : join.memorySeries)
        joined.insert(valueOf(each, join.best->memoryLabel));
    std::set<double> limits;
    for (const alerting::Series &each : join.limitSeries) {
        if (joined.contains(valueOf(each, join.best->limitLabel)) && !each.samples.empty())
            limits.insert(each.samples.back().value);
    }
    return limits.size() == 1 && *limits.begin() > 0 ? std::optional(*limits.begin()) : std::nullopt;
}

void readFromLabel(Takeover &takeover, const Family &family, const MemoryJoin &join)
{
    const std::string &label = join.best->limitLabel;
    rules::NewRule &rule = takeover.alerting.rule;
    std::set<std::string> values;
    for (const alerting::Series &each : join.memorySeries)
        values.insert(valueOf(each, join.best->memoryLabel));
    for (auto &[name, value] : rule.labels) {
        const auto varies = std::ranges::find_if(family.varies, [&key = name](const Variation &each) {
            return each.slot == Slot::Label && each.name == key;
        });
        const bool carried =
            varies == family.varies.end()
                ? family.members.size() == 1 && values.contains(value)
                : std::ranges::all_of(varies->values, [&](const auto &each) { return values.contains(each); });
        if (carried)
            value = "{{ $labels." + label + " }}";
    }
    // Words that name the first member.
    std::vector<std::string> who;
    for (const Variation &variation : family.varies) {
        if (variation.path != "name" && variation.slot != Slot::Annotation && variation.slot != Slot::Threshold)
            who.push_back(variation.values.front());
    }
    for (auto &[name, text] : rule.annotations) {
        for (const std::string &word : who) {
            if (const auto replaced = replaceWords(text, word, "{{ $labels." + label + " }}", false)) {
                text = *replaced;
                break;
            }
        }
    }
}

} // namespace consolidation

#include "consolidation/memoryjoin.h"

#include "consolidation/mergedtexts.h"
#include "consolidation/observedlines.h"
#include "promql/functions.h"
#include "promql/literals.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

namespace consolidation {

namespace {

constexpr std::array<std::string_view, 6> joinLabels = {"pod", "container", "service", "app", "job", "component"};
/// What kube-state-metrics and its scrape say of the limit, not of whose it is.
constexpr std::array<std::string_view, 7> ownLabels = {"__name__", "resource", "unit", "job",
                                                       "instance", "node",     "uid"};
/// What is the same in several pods or containers: no join by itself, but one that needs them mixes others without.
constexpr std::array<std::string_view, 4> placeLabels = {"cluster", "namespace", "pod", "container"};

using Pair = std::pair<std::string, std::string>;

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

/// The name that the place has at the limit: scraped without `honor_labels`, its own are those of kube-state-metrics.
std::string atLimit(std::string_view label, const std::set<std::string> &limitLabels)
{
    const std::string exported = "exported_" + std::string(label);
    return limitLabels.contains(exported) ? exported : std::string(label);
}

std::vector<std::string> keyOf(const alerting::Series &series, const std::vector<Pair> &pairs, bool limit)
{
    std::vector<std::string> key;
    key.reserve(pairs.size());
    for (const auto &[memoryLabel, limitLabel] : pairs)
        key.push_back(valueOf(series.labels, limit ? limitLabel : memoryLabel));
    return key;
}

std::set<std::vector<std::string>> limitKeys(const MemoryJoin &join, const std::vector<Pair> &pairs)
{
    std::set<std::vector<std::string>> keys;
    for (const alerting::Series &each : join.limitSeries)
        keys.insert(keyOf(each, pairs, true));
    return keys;
}

bool finds(const alerting::Series &memory, const std::vector<Pair> &pairs,
           const std::set<std::vector<std::string>> &keys)
{
    const std::vector<std::string> key = keyOf(memory, pairs, false);
    return std::ranges::none_of(key, &std::string::empty) && keys.contains(key);
}

JoinTried triedWith(const MemoryJoin &join, std::vector<Pair> pairs)
{
    const auto keys = limitKeys(join, pairs);
    const auto matched = std::ranges::count_if(join.memorySeries,
                                               [&](const alerting::Series &each) { return finds(each, pairs, keys); });
    return {std::move(pairs), static_cast<std::size_t>(matched)};
}

std::string listed(const std::vector<Pair> &pairs, std::string Pair::*side)
{
    std::string text;
    for (const Pair &pair : pairs)
        text += (text.empty() ? "" : ", ") + pair.*side;
    return text;
}

/// More labels that the two sides agree in without a series losing its limit by it.
void refine(MemoryJoin &join, const std::set<std::string> &memoryLabels, const std::set<std::string> &limitLabels)
{
    JoinTried &best = *join.best;
    const auto add = [&](const std::string &memoryLabel, const std::string &limitLabel) {
        if (!memoryLabels.contains(memoryLabel) || !limitLabels.contains(limitLabel) ||
            std::ranges::find(best.labels, limitLabel, &Pair::second) != best.labels.end())
            return;
        std::vector<Pair> more = best.labels;
        more.emplace_back(memoryLabel, limitLabel);
        if (JoinTried refined = triedWith(join, std::move(more)); refined.matched == best.matched)
            best = std::move(refined);
    };
    for (const std::string_view label : placeLabels)
        add(std::string(label), atLimit(label, limitLabels));
    // Which container of the pod it is, another label may say.
    for (const std::string_view label : joinLabels)
        add(std::string(label), atLimit("container", limitLabels));
    const auto order = [&](const Pair &pair) {
        const std::string_view label = pair.second.starts_with("exported_") ? std::string_view(pair.second).substr(9)
                                                                            : std::string_view(pair.second);
        return std::ranges::find(placeLabels, label) - placeLabels.begin();
    };
    std::ranges::stable_sort(best.labels, {}, order);
}

/// Whether a joined pod has several containers that the join does not tell apart.
bool mixesContainers(const MemoryJoin &join, const std::set<std::string> &limitLabels)
{
    const std::string container = atLimit("container", limitLabels);
    const std::string pod = atLimit("pod", limitLabels);
    const std::vector<Pair> &pairs = join.best->labels;
    if (std::ranges::find(pairs, pod, &Pair::second) == pairs.end() ||
        std::ranges::find(pairs, container, &Pair::second) != pairs.end())
        return false;
    std::map<std::vector<std::string>, std::string> containers;
    std::set<std::vector<std::string>> joined;
    for (const alerting::Series &each : join.memorySeries)
        joined.insert(keyOf(each, pairs, false));
    return std::ranges::any_of(join.limitSeries, [&](const alerting::Series &each) {
        const std::vector<std::string> key = keyOf(each, pairs, true);
        const std::string name = valueOf(each.labels, container);
        return joined.contains(key) && containers.try_emplace(key, name).first->second != name;
    });
}

} // namespace

std::string JoinTried::memoryLabels() const
{
    return listed(labels, &Pair::first);
}

std::string JoinTried::limitLabels() const
{
    return listed(labels, &Pair::second);
}

const std::string &MemoryJoin::subjectLabel() const
{
    const auto container =
        std::ranges::find_if(best->labels, [](const Pair &pair) { return pair.second.ends_with("container"); });
    return container == best->labels.end() ? best->labels.back().second : container->second;
}

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
        // A part of the heap, which the process does not have.
        if (matcher.name == "space")
            continue;
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
    const std::set<std::string> limitLabels = labelsOf(join.limitSeries);
    std::vector<JoinTried> all;
    for (const std::string &limitLabel : limitLabels) {
        const bool place = limitLabel.ends_with("namespace") || limitLabel == "cluster";
        const bool scrape = limitLabels.contains("exported_" + limitLabel);
        if (place || scrape || std::ranges::find(ownLabels, limitLabel) != ownLabels.end())
            continue;
        for (const std::string &memoryLabel : memoryLabels) {
            if (memoryLabel == "__name__")
                continue;
            if (JoinTried tried = triedWith(join, {{memoryLabel, limitLabel}}); tried.matched > 0)
                all.push_back(std::move(tried));
        }
    }
    std::ranges::stable_sort(all, {}, [](const JoinTried &each) {
        const auto &[memoryLabel, limitLabel] = each.labels.front();
        return std::tuple(-static_cast<long>(each.matched), memoryLabel != limitLabel, rankOf(memoryLabel),
                          rankOf(limitLabel));
    });
    // What one writes first, so that it is seen to be empty.
    for (const char *label : {"pod", "container"})
        join.tried.push_back(triedWith(join, {{label, label}}));
    if (all.empty())
        return;
    join.best = all.front();
    refine(join, memoryLabels, limitLabels);
    const bool known =
        std::ranges::any_of(join.tried, [&](const JoinTried &each) { return each.labels == join.best->labels; });
    if (!known)
        join.tried.push_back(*join.best);
    join.severalContainers = mixesContainers(join, limitLabels);
    const auto keys = limitKeys(join, join.best->labels);
    std::vector<Labels> others;
    for (const alerting::Series &each : join.memorySeries)
        others.push_back(each.labels);
    for (std::size_t i = 0; i < join.memorySeries.size(); ++i) {
        const alerting::Series &each = join.memorySeries[i];
        if (finds(each, join.best->labels, keys))
            continue;
        std::vector<Labels> without = others;
        without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
        join.unmatched.push_back(subjectOf(each.labels, without));
    }
}

std::string joinedRatio(const MemoryJoin &join, bool percent)
{
    std::string memory = join.memory;
    for (const auto &[memoryLabel, limitLabel] : join.best->labels) {
        if (memoryLabel != limitLabel)
            memory = "label_replace(" + memory + ", " + promql::quote(limitLabel) + ", \"$1\", " +
                     promql::quote(memoryLabel) + ", \"(.+)\")";
    }
    const std::string labels = join.best->limitLabels();
    // Replicas have one limit each: the strictest counts. The process is the largest of a pod's containers, where
    // nothing says which of them it is.
    const std::string of = join.severalContainers ? "max" : "min";
    return std::string(percent ? "100 * " : "") + memory + "\n/ on (" + labels + ") group_left () " + of + " by (" +
           labels + ") (kube_pod_container_resource_limits{resource=\"memory\"})";
}

std::string joinedName(const MemoryJoin &join, bool percent)
{
    std::string level;
    for (const Pair &pair : join.best->labels)
        level += (level.empty() ? "" : "_") + pair.second;
    // Of the metric's name, or the constant parts of its pattern.
    const promql::Tree tree = promql::parse(join.memory);
    const auto *selector = promql::as<promql::VectorSelector>(tree.root());
    std::string metric;
    int depth = 0;
    for (const char c : selector ? std::string(metricOf(*selector)) : std::string()) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (depth > 0 || c == ')')
            continue;
        if (word)
            metric += c;
        else if (!metric.empty() && metric.back() != '_')
            metric += '_';
    }
    if (metric.ends_with("_bytes"))
        metric.erase(metric.size() - 6);
    if (metric.empty() || metric.back() == '_')
        metric = "memory";
    return level + ':' + metric + "_of_limit:" + (percent ? "percent" : "ratio");
}

std::optional<double> commonLimit(const MemoryJoin &join)
{
    std::set<std::vector<std::string>> joined;
    for (const alerting::Series &each : join.memorySeries)
        joined.insert(keyOf(each, join.best->labels, false));
    std::map<std::vector<std::string>, double> limitOf;
    for (const alerting::Series &each : join.limitSeries) {
        const std::vector<std::string> key = keyOf(each, join.best->labels, true);
        if (!joined.contains(key) || each.samples.empty())
            continue;
        const double value = each.samples.back().value;
        const auto [place, isNew] = limitOf.try_emplace(key, value);
        if (!isNew)
            place->second = join.severalContainers ? std::max(place->second, value) : std::min(place->second, value);
    }
    std::set<double> limits;
    for (const auto &[key, limit] : limitOf)
        limits.insert(limit);
    return limits.size() == 1 && *limits.begin() > 0 ? std::optional(*limits.begin()) : std::nullopt;
}

void readFromLabel(Takeover &takeover, const Family &family, const MemoryJoin &join)
{
    const std::string &label = join.subjectLabel();
    const auto pair = std::ranges::find(join.best->labels, label, &Pair::second);
    rules::NewRule &rule = takeover.alerting.rule;
    std::set<std::string> values;
    for (const alerting::Series &each : join.memorySeries)
        values.insert(valueOf(each.labels, pair->first));
    for (const auto &[memoryLabel, limitLabel] : join.best->labels) {
        if (memoryLabel != limitLabel)
            takeover.gained[limitLabel] = std::vector<std::string>(takeover.members.size());
    }
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

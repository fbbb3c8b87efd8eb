#include "consolidation/candidate.h"

#include "promql/literals.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <unordered_map>

namespace consolidation {

namespace {

std::string valuesOf(const std::vector<ShapeValue> &values)
{
    std::string text;
    for (const ShapeValue &value : values)
        text += value.value + '\n';
    return text;
}

std::string durationOf(const std::optional<rules::Field> &field)
{
    return field ? field->value : std::string();
}

std::string staticLabels(const rules::Rule &rule)
{
    std::vector<std::string> labels;
    for (const auto &[name, value] : rule.labels)
        labels.push_back(name.value + '=' + value.value);
    std::ranges::sort(labels);
    std::string text;
    for (const std::string &label : labels)
        text += label + '\n';
    return text;
}

/// Whether every value can be read off the value that tells the members apart: equal to it but for case and
/// punctuation, or with one beginning and end around it.
bool followsFrom(const std::vector<std::string> &values, const std::vector<std::string> &who)
{
    const auto plain = [](const std::string &text) {
        std::string joined;
        for (const std::string &word : wordsOf(text))
            joined += word;
        return joined;
    };
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::string value = plain(values[i]);
        const std::string other = plain(who[i]);
        if (value.empty() || other.empty() ||
            (value.find(other) == std::string::npos && other.find(value) == std::string::npos))
            return false;
    }
    return true;
}

using TwoTexts = std::optional<std::pair<std::string, std::string>>;

/// Two values of a small family that mirror each other.
TwoTexts mirrorsAmong(const Cluster &cluster, const std::vector<Variation> &varies)
{
    const auto among = [](const std::vector<std::string> &values) -> TwoTexts {
        const std::set<std::string> distinct(values.begin(), values.end());
        if (distinct.size() > 2 || distinct.size() < 2 || !areMirrors(*distinct.begin(), *distinct.rbegin()))
            return std::nullopt;
        return std::pair(*distinct.begin(), *distinct.rbegin());
    };
    if (!cluster.parts.empty())
        return among(cluster.parts);
    for (const Variation &variation : varies) {
        if (variation.slot == Slot::Matcher && senseOf(variation.name) != LabelSense::Identity) {
            if (auto mirrors = among(variation.values))
                return mirrors;
        }
    }
    return std::nullopt;
}

/// The labels that the templates of annotations name, where members of a metric family name others than the first.
TwoTexts differingTemplates(const std::vector<Candidate> &candidates, const Cluster &cluster)
{
    if (cluster.parts.empty())
        return std::nullopt;
    const auto labelsOf = [&](std::size_t i) {
        std::set<std::string> names;
        for (const auto &annotation : candidates[i].member.rule->annotations) {
            const std::string_view text = annotation.second.value;
            constexpr std::string_view marker = "$labels.";
            for (std::size_t at = text.find(marker); at != std::string_view::npos; at = text.find(marker, at + 1)) {
                std::size_t end = at + marker.size();
                while (end < text.size() &&
                       (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_'))
                    ++end;
                names.emplace(text.substr(at + marker.size(), end - at - marker.size()));
            }
        }
        std::string joined;
        for (const std::string &name : names)
            joined += (joined.empty() ? "" : ", ") + name;
        return joined;
    };
    const std::string first = labelsOf(cluster.members.front());
    for (std::size_t i = 0; i < cluster.members.size(); ++i) {
        const std::string other = labelsOf(cluster.members[i]);
        // Only where a label is named after the part are the series of another kind.
        if (other != first && other.find(cluster.parts[i]) != std::string::npos)
            return std::pair(first, other);
    }
    return std::nullopt;
}

} // namespace

bool carriedBySeries(const Variation &label, const std::vector<Variation> &varies)
{
    return std::ranges::any_of(varies, [&](const Variation &each) {
        return each.slot == Slot::Matcher && each.name == label.name && each.values == label.values;
    });
}

std::vector<Cluster> findTiers(const std::vector<Candidate> &candidates)
{
    std::vector<Indices> groups;
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const auto [place, isNew] =
            places.try_emplace(candidates[i].shape.full + '\n' + dataKey(candidates[i]), groups.size());
        if (isNew)
            groups.emplace_back();
        groups[place->second].push_back(i);
    }
    std::vector<Cluster> tiers;
    for (Indices &group : groups) {
        if (group.size() < 2)
            continue;
        const auto differ = [&](auto &&key) {
            return std::ranges::any_of(
                group, [&](std::size_t i) { return key(candidates[i]) != key(candidates[group.front()]); });
        };
        const bool windows = differ([](const Candidate &each) { return valuesOf(each.shape.durations); });
        const bool thresholds = differ([](const Candidate &each) { return valuesOf(each.shape.thresholds); });
        const bool waits = differ([](const Candidate &each) { return durationOf(each.member.rule->forDuration); });
        const bool severities = differ([](const Candidate &each) { return each.severity; });
        const bool labels = differ([](const Candidate &each) { return staticLabels(*each.member.rule); });
        if (candidates[group.front()].recording() && !windows)
            continue;
        Cluster cluster;
        cluster.merge = Merge::None;
        if (windows && candidates[group.front()].recording()) {
            cluster.why = {TRANSLATABLE("Core", "They record the same series over other windows."), {}};
            cluster.remedy = {TRANSLATABLE("Core", "Each window is a series of its own. Only if their readers could do "
                                                   "with one window would they be one rule."),
                              {}};
        } else if (windows) {
            cluster.why = {TRANSLATABLE("Core", "They look at the same series over other windows."), {}};
            cluster.remedy = {
                TRANSLATABLE("Core", "The same window in all of them would make them tiers; a recording rule for each "
                                     "window can be shared."),
                {}};
        } else if (thresholds && candidates[group.front()].shape.onlyStates) {
            cluster.why = {TRANSLATABLE("Core", "They wait for different states of the same series."), {}};
            cluster.remedy = {TRANSLATABLE("Core", "A label that names the state, in place of a number, would let one "
                                                   "rule say which one it is."),
                              {}};
        } else if (thresholds || severities || waits) {
            cluster.why = {TRANSLATABLE("Core", "They are tiers of one condition: the same series with another "
                                                "threshold, duration or severity."),
                           {}};
            cluster.remedy = {
                TRANSLATABLE("Core", "One rule has one severity. They can read one recording rule, and Alertmanager "
                                     "can inhibit the lower tier."),
                {}};
        } else if (labels) {
            cluster.why = {TRANSLATABLE("Core", "They are one condition with other labels, for other receivers."), {}};
            cluster.remedy = {TRANSLATABLE("Core", "Routes in Alertmanager can send one alert to several receivers."),
                              {}};
        } else {
            continue;
        }
        cluster.members = std::move(group);
        tiers.push_back(std::move(cluster));
    }
    return tiers;
}

void judge(const std::vector<Candidate> &candidates, Cluster &cluster, const std::vector<Variation> &varies)
{
    if (cluster.merge == Merge::None)
        return;
    std::set<std::string> differing;
    bool thresholds = false;
    std::vector<std::vector<std::string>> who;
    std::string whoName;
    for (const Variation &variation : varies) {
        if (variation.slot == Slot::Metric || variation.slot == Slot::Matcher) {
            who.push_back(variation.values);
            // What a member lacks by mistake tells nobody apart.
            if (whoName.empty() && std::ranges::find(variation.values, "") == variation.values.end())
                whoName = variation.slot == Slot::Metric ? "__name__" : variation.name;
        }
        thresholds = thresholds || variation.slot == Slot::Threshold;
        if (variation.slot == Slot::Duration)
            differing.insert(variation.path);
    }
    if (const auto mirrors = mirrorsAmong(cluster, varies)) {
        cluster.merge = Merge::None;
        cluster.why = twoSides(mirrors->first, mirrors->second);
        cluster.remedy = oneMetricForBothSides();
        return;
    }
    if (const auto labels = differingTemplates(candidates, cluster)) {
        cluster.merge = Merge::None;
        cluster.why = {TRANSLATABLE("Core", "Their series carry other labels: %1 and %2."),
                       {labels->first, labels->second}};
        cluster.remedy = {TRANSLATABLE("Core", "The same labels on all of these metrics would make them one rule."),
                          {}};
        return;
    }
    if (!cluster.parts.empty()) {
        promql::DurationError error{};
        static_cast<void>(promql::parseDuration(cluster.parts.front(), &error));
        if (error == promql::DurationError::None) {
            cluster.merge = Merge::None;
            cluster.why = {TRANSLATABLE("Core", "They look at the same series over other windows."), {}};
            cluster.remedy = {
                TRANSLATABLE("Core", "The same window in all of them would make them tiers; a recording rule for each "
                                     "window can be shared."),
                {}};
            return;
        }
    }
    const RuleShape &first = candidates[cluster.members.front()].shape;
    for (std::size_t s = 0; s < first.selectors.size(); ++s) {
        const ShapeSelector &selector = first.selectors[s];
        const bool varying = std::ranges::any_of(cluster.members, [&](std::size_t i) {
            const ShapeSelector &other = candidates[i].shape.selectors[s];
            return other.metric != selector.metric || !std::ranges::equal(other.matchers, selector.matchers, {},
                                                                          &ShapeMatcher::value, &ShapeMatcher::value);
        });
        const std::string &expr = candidates[cluster.members.front()].member.rule->expr.value;
        const bool quoted = !selector.metric.empty() && selector.metricRange.start < expr.size() &&
                            std::string_view("\"'`").find(expr[selector.metricRange.start]) != std::string_view::npos;
        if (quoted && std::ranges::any_of(cluster.members, [&](std::size_t i) {
                return candidates[i].shape.selectors[s].metric != selector.metric;
            })) {
            cluster.merge = Merge::None;
            cluster.why = {TRANSLATABLE("Core", "The names of their metrics stand within the braces."), {}};
            cluster.remedy = {TRANSLATABLE("Core", "Written in front of the braces, they can be merged."), {}};
            return;
        }
        for (std::size_t m = 0; m < selector.matchers.size(); ++m) {
            const ShapeMatcher &matcher = selector.matchers[m];
            const bool negative =
                matcher.op == promql::MatchOp::NotEqual || matcher.op == promql::MatchOp::RegexNoMatch;
            const bool differs = std::ranges::any_of(cluster.members, [&](std::size_t i) {
                const auto &own = candidates[i].shape.selectors[s].matchers;
                return own.size() == selector.matchers.size() && own[m].value != matcher.value;
            });
            const bool absent = differs && std::ranges::any_of(cluster.members, [&](std::size_t i) {
                                    const auto &own = candidates[i].shape.selectors[s].matchers;
                                    return own.size() == selector.matchers.size() && own[m].value.empty();
                                });
            if (absent) {
                cluster.merge = Merge::None;
                cluster.why = {TRANSLATABLE("Core", "One of them watches the series that have no label %1."),
                               {matcher.name}};
                cluster.remedy = {TRANSLATABLE("Core", "A value of that label on all series would make them one rule."),
                                  {}};
                return;
            }
            if (!negative || !differs)
                continue;
            cluster.merge = Merge::None;
            cluster.why = {TRANSLATABLE("Core", "They leave out other values of the label %1: one rule would leave out "
                                                "all of them."),
                           {matcher.name}};
            cluster.remedy = {TRANSLATABLE("Core", "Matchers that say what is taken, not what is left out, would make "
                                                   "them one rule."),
                              {}};
            return;
        }
        if (varying && selector.answeredForAll) {
            cluster.merge = Merge::None;
            cluster.why = {TRANSLATABLE("Core", "absent(), scalar() and `or vector()` answer for all series at once: "
                                                "merged, the rule would be silent until every one of them is gone."),
                           {}};
            cluster.remedy = {TRANSLATABLE("Core", "A series that lists what has to be there would make one rule of "
                                                   "them: `expected unless on (job) up`."),
                              {}};
            return;
        }
    }
    auto lost = lostByWidening(candidates, cluster, varies);
    if (!lost)
        lost = mixedByMerging(candidates, cluster, varies);
    if (lost) {
        cluster.merge = Merge::None;
        cluster.why = std::move(*lost);
        cluster.remedy = {TRANSLATABLE("Core", "A label with one value for each copy, on every series that is read, "
                                               "would make them one rule."),
                          {}};
        return;
    }
    if (candidates[cluster.members.front()].recording() &&
        std::ranges::any_of(varies, [](const Variation &each) { return each.path == "name"; })) {
        cluster.merge = Merge::None;
        cluster.why = {TRANSLATABLE("Core", "They record series of different names, which other rules and dashboards "
                                            "read."),
                       {}};
        cluster.remedy = {TRANSLATABLE("Core", "One name for all of them, with a label for what differs, would make "
                                               "them one rule; their readers then select by the label."),
                          {}};
        return;
    }
    const bool recording = candidates[cluster.members.front()].recording();
    for (const Variation &variation : varies) {
        if (variation.slot != Slot::Label || variation.path == "name")
            continue;
        const bool follows = recording ? carriedBySeries(variation, varies)
                                       : variation.name != "severity" &&
                                             std::ranges::any_of(who, [&](const std::vector<std::string> &values) {
                                                 return followsFrom(variation.values, values);
                                             });
        if (!follows)
            differing.insert(variation.path);
    }
    if (thresholds || !differing.empty()) {
        std::string fields;
        for (const std::string &field : differing)
            fields += (fields.empty() ? "" : ", ") + field;
        cluster.merge = Merge::Template;
        if (fields.empty())
            cluster.why = {TRANSLATABLE("Core", "Each copy has a threshold of its own."), {}};
        else if (thresholds)
            cluster.why = {TRANSLATABLE("Core", "Each copy has a threshold of its own, and they differ in %1."),
                           {fields}};
        else
            cluster.why = {TRANSLATABLE("Core", "The copies also differ in %1."), {fields}};
        return;
    }
    cluster.why = cluster.merge == Merge::MetricRegex
                      ? base::Text(TRANSLATABLE("Core", "The copies differ in a part of their metrics' names."))
                      : base::Text(TRANSLATABLE("Core", "The copies differ in the value of the label %1."), {whoName});
}

} // namespace consolidation

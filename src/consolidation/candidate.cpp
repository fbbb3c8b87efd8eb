#include "consolidation/candidate.h"

#include <algorithm>
#include <array>

namespace consolidation {

namespace {

/// How many parts of a name may differ together: `ai_analysis`, `github_worker`.
constexpr std::size_t longestPart = 3;

bool isJoint(char c)
{
    return c == '_' || c == ':';
}

template <std::size_t N> bool contains(const std::array<std::string_view, N> &words, std::string_view word)
{
    return std::ranges::find(words, word) != words.end();
}

constexpr std::array<std::string_view, 57> identityLabels = {
    "job",         "instance",  "service",     "app",      "application", "namespace",  "pod",       "container",
    "deployment",  "daemonset", "statefulset", "node",     "host",        "hostname",   "cluster",   "component",
    "team",        "env",       "environment", "region",   "zone",        "datacenter", "target",    "site",
    "tenant",      "customer",  "vhost",       "workload", "cronjob",     "topic",      "queue",     "mountpoint",
    "device",      "database",  "datname",     "db",       "bucket",      "stream",     "endpoint",  "consumergroup",
    "url",         "table",     "index",       "disk",     "interface",   "filesystem", "domain",    "exporter",
    "ingress",     "backend",   "upstream",    "release",  "channel",     "product",    "partition", "group",
    "microservice"};

constexpr std::array<std::string_view, 26> meaningLabels = {
    "status",   "code",   "state",   "phase",     "mode",      "reason", "condition", "quantile", "le",
    "level",    "result", "outcome", "direction", "operation", "verb",   "method",    "type",     "kind",
    "severity", "stage",  "action",  "error",     "signal",    "op",     "scope",     "color"};

} // namespace

std::optional<base::ByteRange> findPart(std::string_view metric, std::string_view part)
{
    for (std::size_t at = metric.find(part); at != std::string_view::npos; at = metric.find(part, at + 1)) {
        const std::size_t end = at + part.size();
        if ((at == 0 || isJoint(metric[at - 1])) && (end == metric.size() || isJoint(metric[end])))
            return base::ByteRange{at, end};
    }
    return std::nullopt;
}

std::string withoutPart(std::string_view metric, std::string_view part)
{
    std::string text;
    while (const auto found = findPart(metric, part)) {
        text += metric.substr(0, found->start);
        text += '*';
        metric.remove_prefix(found->end);
    }
    return text += metric;
}

std::vector<std::string> metricPartsOf(const Candidate &candidate)
{
    std::set<std::string> parts;
    for (const ShapeSelector &selector : candidate.shape.selectors) {
        const std::string &metric = selector.metric;
        std::vector<std::size_t> starts = {0};
        for (std::size_t i = 0; i < metric.size(); ++i) {
            if (metric[i] == '_' || metric[i] == ':')
                starts.push_back(i + 1);
        }
        starts.push_back(metric.size() + 1);
        for (std::size_t first = 0; first + 1 < starts.size(); ++first) {
            for (std::size_t last = first + 1; last < starts.size() && last <= first + longestPart; ++last) {
                const std::string part = metric.substr(starts[first], starts[last] - 1 - starts[first]);
                if (!part.empty() && part.size() < metric.size())
                    parts.insert(part);
            }
        }
    }
    return {parts.begin(), parts.end()};
}

std::string keyOf(const Candidate &candidate, const KeyParts &parts)
{
    const RuleShape &shape = candidate.shape;
    std::string key = parts.bare ? shape.bare : shape.full;
    for (const ShapeSelector &selector : shape.selectors) {
        key += '\n';
        key += parts.metricPart ? withoutPart(selector.metric, *parts.metricPart) : selector.metric;
        if (parts.bare)
            continue;
        for (const ShapeMatcher &matcher : selector.matchers) {
            key += '\t';
            if (parts.matchers == KeyParts::Matchers::Exact ||
                (parts.matchers == KeyParts::Matchers::Meanings && senseOf(matcher.name) == LabelSense::Meaning) ||
                (parts.matchers == KeyParts::Matchers::AllButIdentity && senseOf(matcher.name) != LabelSense::Identity))
                key += matcher.value;
        }
    }
    if (parts.durations) {
        for (const ShapeValue &duration : shape.durations)
            (key += "\n~") += duration.value;
    }
    if (parts.thresholds) {
        for (const ShapeValue &threshold : shape.thresholds)
            (key += "\n#") += threshold.value;
    }
    return key;
}

std::string dataKey(const Candidate &candidate)
{
    std::string key;
    for (const ShapeSelector &selector : candidate.shape.selectors) {
        (key += '\n') += selector.metric;
        for (const ShapeMatcher &matcher : selector.matchers)
            ((key += '\t') += matcher.name + '=') += matcher.value;
    }
    return key;
}

std::string metricsKey(const Candidate &candidate)
{
    std::set<std::string_view> metrics;
    for (const ShapeSelector &selector : candidate.shape.selectors)
        metrics.insert(selector.metric);
    std::string key;
    for (const std::string_view metric : metrics)
        (key += metric) += '\n';
    return key;
}

std::string nameWithout(const std::vector<std::string> &words, std::string_view value)
{
    const std::vector<std::string> left = wordsOf(value);
    std::string joined;
    for (const std::string &word : left)
        joined += word;
    std::string name;
    for (const std::string &word : words) {
        if (word != joined && std::ranges::find(left, word) == left.end())
            (name += ' ') += word;
    }
    return name;
}

double likeness(const Words &a, const Words &b)
{
    if (a.empty() || b.empty())
        return 0;
    const auto common =
        static_cast<double>(std::ranges::count_if(a, [&b](const std::string &word) { return b.contains(word); }));
    return common / (static_cast<double>(a.size() + b.size()) - common);
}

bool tellTheSame(const Candidate &a, const Candidate &b)
{
    constexpr double enough = 0.5;
    return a.member.rule->name.value == b.member.rule->name.value || likeness(a.nameWordSet, b.nameWordSet) >= enough ||
           likeness(a.annotationWords, b.annotationWords) >= enough;
}

bool explainTheSame(const Candidate &a, const Candidate &b)
{
    constexpr double enough = 0.5;
    if (likeness(a.nameWordSet, b.nameWordSet) == 0)
        return false;
    if (a.annotationWords.empty() || b.annotationWords.empty())
        return true;
    // Who it is about is what copies differ in.
    const auto story = [](const Candidate &candidate) {
        Words words = candidate.annotationWords;
        for (const ShapeSelector &selector : candidate.shape.selectors) {
            for (const ShapeMatcher &matcher : selector.matchers) {
                for (const std::string &word : wordsOf(matcher.value))
                    words.erase(word);
            }
        }
        return words;
    };
    const Words one = story(a);
    const Words other = story(b);
    return (one.empty() && other.empty()) || likeness(one, other) >= enough;
}

bool labelledAlike(const Candidate &a, const Candidate &b)
{
    const auto plain = [](std::string_view text) {
        std::string joined;
        for (const std::string &word : wordsOf(text))
            joined += word;
        return joined;
    };
    const auto ownLabels = [&](const Candidate &candidate) {
        std::set<std::string> matched;
        for (const ShapeSelector &selector : candidate.shape.selectors) {
            for (const ShapeMatcher &matcher : selector.matchers)
                matched.insert(plain(matcher.value));
        }
        std::set<std::string> labels;
        for (const auto &[name, value] : candidate.member.rule->labels) {
            if (name.value != "severity")
                labels.insert(name.value + (matched.contains(plain(value.value)) ? "" : '=' + value.value));
        }
        return labels;
    };
    const auto &one = a.member.rule->labels;
    return (one.empty() && b.member.rule->labels.empty()) || ownLabels(a) == ownLabels(b);
}

LabelSense senseOf(std::string_view label)
{
    const std::vector<std::string> words = wordsOf(label);
    if (words.empty())
        return LabelSense::Unknown;
    if (contains(meaningLabels, words.back()))
        return LabelSense::Meaning;
    const bool identity =
        std::ranges::any_of(words, [](const std::string &word) { return contains(identityLabels, word); });
    return identity ? LabelSense::Identity : LabelSense::Unknown;
}

const char *mergeName(Merge merge)
{
    switch (merge) {
    case Merge::LabelRegex:
        return "label-regex";
    case Merge::MetricRegex:
        return "metric-regex";
    case Merge::Template:
        return "template";
    case Merge::None:
        break;
    }
    return "none";
}

const char *slotName(Slot slot)
{
    constexpr const char *names[] = {"metric", "matcher", "label", "threshold", "duration", "annotation"};
    return names[static_cast<int>(slot)];
}

} // namespace consolidation

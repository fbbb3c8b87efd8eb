#include "consolidation/candidate.h"

#include <algorithm>
#include <array>
#include <unordered_map>

/// Two sides of one thing: rules that are equal when the words for the sides are taken out of their metrics' names.
/// They are shown as a family that cannot be merged.
namespace consolidation {

namespace {

constexpr std::array<std::array<std::string_view, 2>, 50> mirrors = {{
    {"read", "write"},
    {"reads", "writes"},
    {"rx", "tx"},
    {"receive", "transmit"},
    {"received", "transmitted"},
    {"received", "sent"},
    {"recv", "send"},
    {"receive", "send"},
    {"in", "out"},
    {"input", "output"},
    {"inbound", "outbound"},
    {"incoming", "outgoing"},
    {"ingress", "egress"},
    {"upload", "download"},
    {"uploads", "downloads"},
    {"request", "response"},
    {"requests", "responses"},
    {"get", "set"},
    {"get", "put"},
    {"hits", "misses"},
    {"hit", "miss"},
    {"success", "failure"},
    {"successes", "failures"},
    {"succeeded", "failed"},
    {"commit", "rollback"},
    {"commits", "rollbacks"},
    {"min", "max"},
    {"used", "free"},
    {"available", "total"},
    {"used", "total"},
    {"push", "pull"},
    {"publish", "consume"},
    {"published", "consumed"},
    {"producer", "consumer"},
    {"producers", "consumers"},
    {"source", "target"},
    {"client", "server"},
    {"start", "stop"},
    {"opened", "closed"},
    {"active", "passive"},
    {"primary", "replica"},
    {"local", "remote"},
    {"enqueued", "dequeued"},
    {"acquired", "released"},
    {"created", "deleted"},
    {"soft", "hard"},
    {"completed", "failed"},
    {"lower", "upper"},
    {"alerting", "recording"},
    {"master", "slave"},
}};

/// Which of the two sides of a pair of words this is, also in the plural.
std::optional<std::size_t> sideIn(const std::array<std::string_view, 2> &pair, std::string_view word)
{
    const bool plural = word.ends_with('s');
    for (std::size_t side = 0; side < pair.size(); ++side) {
        if (word == pair[side] || (plural && word.substr(0, word.size() - 1) == pair[side]))
            return side;
    }
    return std::nullopt;
}

/// A rule seen as one side of a pair of words.
struct Side
{
    std::size_t side = 0;
    /// Equal for the rules of both sides.
    std::string key;
};

/// Nothing when no metric names a side, or when some name one and some the other.
std::optional<Side> sideOf(const Candidate &candidate, const std::array<std::string_view, 2> &pair)
{
    std::optional<std::size_t> found;
    std::string key = candidate.shape.full + '\n' + candidate.severity;
    for (const ShapeSelector &selector : candidate.shape.selectors) {
        key += '\n';
        for (const std::string &word : wordsOf(selector.metric)) {
            const auto side = sideIn(pair, word);
            if (side && found && *found != *side)
                return std::nullopt;
            if (side)
                found = side;
            (key += '_') += side ? "*" : word;
        }
        for (const ShapeMatcher &matcher : selector.matchers)
            (key += '\t') += matcher.value;
    }
    for (const ShapeValue &duration : candidate.shape.durations)
        (key += '\n') += duration.value;
    if (!found)
        return std::nullopt;
    return Side{*found, std::move(key)};
}

} // namespace

std::vector<Cluster> findMirrors(const std::vector<Candidate> &candidates, const std::vector<Cluster> &clusters)
{
    std::vector<bool> taken(candidates.size());
    for (const Cluster &cluster : clusters) {
        for (const std::size_t member : cluster.members)
            taken[member] = true;
    }
    std::unordered_map<std::string, Indices> pairsOf;
    for (std::size_t p = 0; p < mirrors.size(); ++p) {
        for (const std::string_view word : mirrors[p]) {
            pairsOf[std::string(word)].push_back(p);
            pairsOf[std::string(word) + 's'].push_back(p);
        }
    }
    std::array<Indices, mirrors.size()> naming;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (taken[i] || candidates[i].recording())
            continue;
        for (const std::string &word : candidates[i].metricWords) {
            const auto pairs = pairsOf.find(word);
            for (const std::size_t p : pairs == pairsOf.end() ? Indices() : pairs->second) {
                if (naming[p].empty() || naming[p].back() != i)
                    naming[p].push_back(i);
            }
        }
    }
    std::vector<Cluster> found;
    for (std::size_t p = 0; p < mirrors.size(); ++p) {
        const auto &pair = mirrors[p];
        std::unordered_map<std::string, std::array<Indices, 2>> sides;
        std::vector<std::string> order;
        for (const std::size_t i : naming[p]) {
            if (taken[i])
                continue;
            if (auto side = sideOf(candidates[i], pair)) {
                const auto [entry, isNew] = sides.try_emplace(side->key);
                if (isNew)
                    order.push_back(side->key);
                entry->second[side->side].push_back(i);
            }
        }
        for (const std::string &key : order) {
            const auto &[one, other] = sides.at(key);
            if (one.empty() || other.empty())
                continue;
            Cluster cluster;
            cluster.members = {std::min(one.front(), other.front()), std::max(one.front(), other.front())};
            const bool swapped = cluster.members.front() != one.front();
            cluster.parts = {std::string(pair[swapped ? 1 : 0]), std::string(pair[swapped ? 0 : 1])};
            cluster.merge = Merge::None;
            cluster.why = twoSides(cluster.parts[0], cluster.parts[1]);
            cluster.remedy = oneMetricForBothSides();
            for (const std::size_t member : cluster.members)
                taken[member] = true;
            found.push_back(std::move(cluster));
        }
    }
    return found;
}

base::Text twoSides(const std::string &one, const std::string &other)
{
    return {TRANSLATABLE("Core", "%1 and %2 are two sides of one thing, not two of a kind."), {one, other}};
}

base::Text oneMetricForBothSides()
{
    return {TRANSLATABLE("Core", "One metric with a label for the side would make them one rule."), {}};
}

bool areMirrors(std::string_view a, std::string_view b)
{
    const std::vector<std::string> left = wordsOf(a);
    const std::vector<std::string> right = wordsOf(b);
    if (left.size() != right.size())
        return false;
    std::size_t differing = 0;
    bool opposite = false;
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (left[i] == right[i])
            continue;
        ++differing;
        opposite = std::ranges::any_of(mirrors, [&](const auto &pair) {
            return (left[i] == pair[0] && right[i] == pair[1]) || (left[i] == pair[1] && right[i] == pair[0]);
        });
    }
    return differing == 1 && opposite;
}

bool namesASide(std::string_view word)
{
    return std::ranges::any_of(mirrors, [&](const auto &pair) { return word == pair[0] || word == pair[1]; });
}

} // namespace consolidation

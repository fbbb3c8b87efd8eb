#include "consolidation/candidate.h"

#include "promql/functions.h"

#include <algorithm>
#include <unordered_map>

namespace consolidation {

namespace {

/// For each selector and matcher of the first member: whether it has one value in all members.
using Constants = std::vector<std::vector<bool>>;

Constants constantsOf(const std::vector<Candidate> &candidates, const Cluster &cluster)
{
    Constants constants;
    const RuleShape &first = candidates[cluster.members.front()].shape;
    for (std::size_t s = 0; s < first.selectors.size(); ++s) {
        auto &row = constants.emplace_back();
        for (std::size_t m = 0; m < first.selectors[s].matchers.size(); ++m)
            row.push_back(std::ranges::all_of(cluster.members, [&](std::size_t i) {
                return candidates[i].shape.selectors[s].matchers[m].value == first.selectors[s].matchers[m].value;
            }));
    }
    return constants;
}

/// The matchers that `candidate` lacks, as text; nothing when it is no copy of the cluster without them.
std::optional<std::string> lacking(const Candidate &candidate, const Candidate &first, const Constants &constants)
{
    std::set<std::string> missing;
    for (std::size_t s = 0; s < first.shape.selectors.size(); ++s) {
        const auto &own = candidate.shape.selectors[s].matchers;
        const auto &others = first.shape.selectors[s].matchers;
        std::size_t next = 0;
        for (std::size_t m = 0; m < others.size(); ++m) {
            const bool there = next < own.size() && own[next].name == others[m].name && own[next].op == others[m].op &&
                               (!constants[s][m] || own[next].value == others[m].value);
            if (there)
                ++next;
            else if (constants[s][m])
                missing.insert(others[m].name + std::string(promql::matchOpText(others[m].op)) + '"' + others[m].value +
                               '"');
            else
                return std::nullopt;
        }
        if (next < own.size())
            return std::nullopt;
    }
    if (missing.empty())
        return std::nullopt;
    std::string text;
    for (const std::string &matcher : missing)
        text += (text.empty() ? "" : ", ") + matcher;
    return text;
}

/// Its name has all words that the names of the cluster share.
bool namedLike(const std::vector<Candidate> &candidates, const Cluster &cluster, const Candidate &candidate)
{
    Words shared = candidates[cluster.members.front()].nameWordSet;
    for (const std::size_t member : cluster.members)
        std::erase_if(shared, [&](const std::string &word) { return !candidates[member].nameWordSet.contains(word); });
    return !shared.empty() &&
           std::ranges::all_of(shared, [&](const std::string &word) { return candidate.nameWordSet.contains(word); });
}

/// Members whose selectors disagree about who they are about, where those of all other members agree.
class MixedFinder
{
public:
    MixedFinder(const std::vector<Candidate> &candidates, const Cluster &cluster)
        : m_candidates(candidates), m_cluster(cluster)
    {
        for (std::size_t i = 0; i < cluster.members.size(); ++i) {
            if (std::ranges::find(cluster.drift, i, &Drift::member) == cluster.drift.end())
                m_whole.push_back(i);
        }
        const auto &selectors = candidates[cluster.members[m_whole.front()]].shape.selectors;
        for (std::size_t s = 0; s < selectors.size(); ++s) {
            for (std::size_t m = 0; m < selectors[s].matchers.size(); ++m)
                m_places.emplace_back(s, m);
        }
    }

    [[nodiscard]] std::optional<Drift> find() const;

private:
    using Place = std::pair<std::size_t, std::size_t>;

    [[nodiscard]] const ShapeMatcher &matcherOf(std::size_t member, const Place &place) const
    {
        return m_candidates[m_cluster.members[member]].shape.selectors[place.first].matchers[place.second];
    }
    /// The one member that has other values in the two places.
    [[nodiscard]] std::optional<std::size_t> odd(const Place &a, const Place &b) const;
    /// Another member has the value there.
    [[nodiscard]] bool isOthers(std::size_t member, const Place &place) const
    {
        return std::ranges::any_of(m_whole, [&](std::size_t i) {
            return i != member && matcherOf(i, place).value == matcherOf(member, place).value;
        });
    }

    const std::vector<Candidate> &m_candidates;
    const Cluster &m_cluster;
    /// Members with all matchers.
    std::vector<std::size_t> m_whole;
    std::vector<Place> m_places;
};

std::optional<std::size_t> MixedFinder::odd(const Place &a, const Place &b) const
{
    if (matcherOf(m_whole.front(), a).name != matcherOf(m_whole.front(), b).name)
        return std::nullopt;
    std::optional<std::size_t> found;
    for (const std::size_t i : m_whole) {
        if (matcherOf(i, a).value == matcherOf(i, b).value)
            continue;
        if (found)
            return std::nullopt;
        found = i;
    }
    return found;
}

std::optional<Drift> MixedFinder::find() const
{
    std::optional<Drift> drift;
    if (m_whole.size() < 3)
        return drift;
    for (std::size_t a = 0; a < m_places.size(); ++a) {
        for (std::size_t b = a + 1; b < m_places.size(); ++b) {
            const auto member = odd(m_places[a], m_places[b]);
            if (!member || (drift && drift->member != *member))
                continue;
            const ShapeMatcher &one = matcherOf(*member, m_places[a]);
            const ShapeMatcher &other = matcherOf(*member, m_places[b]);
            if (!drift)
                drift = {*member,
                         {TRANSLATABLE("Core", "%1 reads %2=\"%3\" in one selector and %2=\"%4\" in another; in all "
                                               "other copies they agree."),
                          {m_candidates[m_cluster.members[*member]].member.rule->name.value, one.name, one.value,
                           other.value}},
                         {}};
            const bool first = isOthers(*member, m_places[a]);
            if (first != isOthers(*member, m_places[b]))
                drift->borrowed.emplace_back(first ? one.range : other.range, first ? other.range : one.range);
        }
    }
    return drift;
}

} // namespace

void addDrifted(const std::vector<Candidate> &candidates, std::vector<Cluster> &clusters, const std::stop_token &stop)
{
    std::vector<bool> taken(candidates.size());
    std::unordered_map<std::string, Indices> byKey;
    std::set<std::string> parts;
    for (std::size_t c = 0; c < clusters.size(); ++c) {
        for (const std::size_t member : clusters[c].members)
            taken[member] = true;
        KeyParts key;
        key.bare = true;
        key.thresholds = true;
        if (!clusters[c].parts.empty()) {
            parts.insert(clusters[c].parts.begin(), clusters[c].parts.end());
            key.metricPart = clusters[c].parts.front();
        }
        byKey[keyOf(candidates[clusters[c].members.front()], key)].push_back(c);
    }
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (stop.stop_requested())
            return;
        if (taken[i])
            continue;
        const auto tryKey = [&](const std::optional<std::string> &part) {
            KeyParts key;
            key.bare = true;
            key.thresholds = true;
            key.metricPart = part;
            const auto found = byKey.find(keyOf(candidates[i], key));
            if (found == byKey.end())
                return false;
            for (const std::size_t c : found->second) {
                Cluster &cluster = clusters[c];
                const Candidate &first = candidates[cluster.members.front()];
                if (cluster.parts.empty() == part.has_value() || first.severity != candidates[i].severity ||
                    !(tellTheSame(first, candidates[i]) || namedLike(candidates, cluster, candidates[i])))
                    continue;
                // Members that were added as drift stand behind; the first ones have all matchers.
                Cluster whole = cluster;
                whole.members.resize(whole.members.size() - whole.drift.size());
                const auto missing = lacking(candidates[i], first, constantsOf(candidates, whole));
                if (!missing)
                    continue;
                cluster.drift.push_back({cluster.members.size(),
                                         {TRANSLATABLE("Core", "%1 has no matcher %2, which all other copies have."),
                                          {candidates[i].member.rule->name.value, *missing}},
                                         {}});
                cluster.members.push_back(i);
                if (part)
                    cluster.parts.push_back(*part);
                taken[i] = true;
                return true;
            }
            return false;
        };
        if (tryKey(std::nullopt))
            continue;
        for (const std::string &part : parts.empty() ? std::vector<std::string>() : metricPartsOf(candidates[i])) {
            if (parts.contains(part) && tryKey(part))
                break;
        }
    }
    // Members in the order of the files, and what was said of them with them.
    for (Cluster &cluster : clusters) {
        if (!cluster.drift.empty()) {
            Indices order(cluster.members.size());
            for (std::size_t i = 0; i < order.size(); ++i)
                order[i] = i;
            std::ranges::sort(order, {}, [&](std::size_t i) { return cluster.members[i]; });
            Cluster sorted = cluster;
            for (std::size_t i = 0; i < order.size(); ++i) {
                sorted.members[i] = cluster.members[order[i]];
                if (!cluster.parts.empty())
                    sorted.parts[i] = cluster.parts[order[i]];
                for (std::size_t d = 0; d < cluster.drift.size(); ++d) {
                    if (cluster.drift[d].member == order[i])
                        sorted.drift[d].member = i;
                }
            }
            cluster = std::move(sorted);
        }
        if (auto mixed = MixedFinder(candidates, cluster).find())
            cluster.drift.push_back(std::move(*mixed));
        std::ranges::sort(cluster.drift, {}, &Drift::member);
    }
}

} // namespace consolidation

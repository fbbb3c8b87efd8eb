#include "consolidation/candidate.h"

#include "promql/literals.h"

#include <algorithm>
#include <map>
#include <unordered_map>

/// Copies are rules of one shape that differ in the values of label matchers (a label cluster) or in one part of their
/// metrics' names (a metric cluster). Each step hashes keys in which what may differ is left open, so the cost grows
/// with the number of rules; where a rule fits several clusters, the largest takes it.
namespace consolidation {

namespace {

/// Beyond so many different stories told over one series, the rest is left alone.
constexpr std::size_t mostStories = 64;

/// In the order of the first member.
template <class KeyOf> std::vector<Indices> groupBy(const Indices &members, KeyOf &&key)
{
    std::vector<Indices> groups;
    std::unordered_map<std::string, std::size_t> places;
    for (const std::size_t member : members) {
        const auto [place, isNew] = places.try_emplace(key(member), groups.size());
        if (isNew)
            groups.emplace_back();
        groups[place->second].push_back(member);
    }
    return groups;
}

class CopyFinder
{
public:
    CopyFinder(const std::vector<Candidate> &candidates, const std::stop_token &stop)
        : m_candidates(candidates), m_stop(stop), m_taken(candidates.size())
    {
        for (const Candidate &candidate : candidates)
            m_data.push_back(dataKey(candidate));
    }

    std::vector<Cluster> find();

private:
    struct Proposal
    {
        Indices members;
        std::vector<std::string> parts;
        std::size_t distinct = 0;
        /// Among proposals of one size the lower goes first.
        std::size_t rank = 0;
    };

    bool takeFrom(const Indices &bucket, std::vector<Cluster> &clusters);
    void propose(const Indices &bucket);
    void proposeByMetric(const Indices &bucket);
    void proposeGroup(const Indices &group, std::size_t rank);
    void addProposal(Indices members, std::vector<std::string> parts, std::size_t rank);
    [[nodiscard]] std::vector<Indices> byStory(const Indices &group) const;
    [[nodiscard]] std::vector<Indices> byTier(const Indices &group) const;
    [[nodiscard]] const std::string &nameOf(std::size_t i) const { return m_candidates[i].member.rule->name.value; }
    [[nodiscard]] std::string thresholdsOf(std::size_t i) const;
    [[nodiscard]] std::string waitOf(std::size_t i) const;
    [[nodiscard]] std::string roleOf(std::size_t i) const;
    [[nodiscard]] bool acceptsPart(const Indices &members, const std::vector<std::string> &parts) const;
    [[nodiscard]] std::size_t distinctData(const Indices &members) const;

    const std::vector<Candidate> &m_candidates;
    const std::stop_token &m_stop;
    std::vector<bool> m_taken;
    std::vector<std::string> m_data;
    std::vector<Proposal> m_proposals;
};

std::string CopyFinder::thresholdsOf(std::size_t i) const
{
    std::string key;
    for (const ShapeValue &value : m_candidates[i].shape.thresholds)
        key += value.value + '\n';
    return key;
}

std::string CopyFinder::waitOf(std::size_t i) const
{
    const auto &field = m_candidates[i].member.rule->forDuration;
    return field ? field->value : std::string();
}

/// The alert's name without the words that say who it is about.
std::string CopyFinder::roleOf(std::size_t i) const
{
    std::string who;
    for (const ShapeSelector &selector : m_candidates[i].shape.selectors) {
        for (const ShapeMatcher &matcher : selector.matchers) {
            if (senseOf(matcher.name) == LabelSense::Identity)
                who += ' ' + matcher.value;
        }
    }
    return nameWithout(m_candidates[i].nameWords, who);
}

std::size_t CopyFinder::distinctData(const Indices &members) const
{
    std::set<std::string_view> data;
    for (const std::size_t member : members)
        data.insert(m_data[member]);
    return data.size();
}

/// Rules over one metric whose matchers differ in labels that need not name instances: only those that tell the same
/// story stay together.
std::vector<Indices> CopyFinder::byStory(const Indices &group) const
{
    const RuleShape &first = m_candidates[group.front()].shape;
    bool clear = true;
    for (std::size_t s = 0; s < first.selectors.size() && clear; ++s) {
        for (std::size_t m = 0; m < first.selectors[s].matchers.size() && clear; ++m) {
            const ShapeMatcher &matcher = first.selectors[s].matchers[m];
            clear = senseOf(matcher.name) == LabelSense::Identity || std::ranges::all_of(group, [&](std::size_t i) {
                        return m_candidates[i].shape.selectors[s].matchers[m].value == matcher.value;
                    });
        }
    }
    if (clear)
        return {group};
    std::vector<Indices> stories;
    for (const std::size_t member : group) {
        const auto same = std::ranges::find_if(stories, [&](const Indices &story) {
            const Candidate &a = m_candidates[story.front()];
            const Candidate &b = m_candidates[member];
            // Under one name the author takes them for one thing; else names that sound alike are not enough.
            return nameOf(story.front()) == nameOf(member) ||
                   (tellTheSame(a, b) && explainTheSame(a, b) && labelledAlike(a, b) &&
                    thresholdsOf(story.front()) == thresholdsOf(member) && a.severity == b.severity);
        });
        if (same != stories.end())
            same->push_back(member);
        else if (stories.size() < mostStories)
            stories.push_back({member});
    }
    return stories;
}

/// Where several rules of the group watch the same series, they are tiers of one thing; each tier is a group of its
/// own.
std::vector<Indices> CopyFinder::byTier(const Indices &group) const
{
    const auto severity = [this](std::size_t i) { return m_candidates[i].severity; };
    if (distinctData(group) == group.size()) {
        auto tiers = groupBy(group, severity);
        if (!std::ranges::all_of(tiers, [](const Indices &tier) { return tier.size() > 1; }))
            tiers.assign(1, group);
        return tiers;
    }
    std::vector<Indices> tiers = {group};
    const auto split = [&](auto key) {
        std::vector<Indices> finer;
        for (const Indices &tier : tiers) {
            if (distinctData(tier) == tier.size())
                finer.push_back(tier);
            else
                std::ranges::move(groupBy(tier, key), std::back_inserter(finer));
        }
        tiers = std::move(finer);
    };
    split(severity);
    split([this](std::size_t i) { return roleOf(i); });
    split([this](std::size_t i) { return thresholdsOf(i); });
    split([this](std::size_t i) { return waitOf(i); });
    split([this](std::size_t i) { return m_candidates[i].member.ref.file; });
    split([this](std::size_t i) { return nameOf(i); });
    for (Indices &tier : tiers) {
        std::set<std::string_view> seen;
        std::erase_if(tier, [&](std::size_t i) { return !seen.insert(m_data[i]).second; });
    }
    return tiers;
}

void CopyFinder::addProposal(Indices members, std::vector<std::string> parts, std::size_t rank)
{
    const std::size_t distinct = distinctData(members);
    if (distinct > 1)
        m_proposals.push_back({std::move(members), std::move(parts), distinct, rank});
}

void CopyFinder::proposeGroup(const Indices &group, std::size_t rank)
{
    if (group.size() < 2)
        return;
    for (const Indices &story : byStory(group)) {
        for (Indices &tier : byTier(story))
            addProposal(std::move(tier), {}, rank);
    }
}

/// Whether the part of the names says who the rules are about, not what: the alerts have one name, or the part is a
/// static label, or it stands near the beginning of the name, or all texts are equal but for it.
bool CopyFinder::acceptsPart(const Indices &members, const std::vector<std::string> &parts) const
{
    const bool sameName = std::ranges::all_of(members, [&](std::size_t i) { return nameOf(i) == nameOf(members[0]); });
    std::vector<std::vector<std::string>> words;
    for (const std::string &part : parts)
        words.push_back(wordsOf(part));
    const auto agree = [&](auto &&word) {
        return std::ranges::all_of(words, [&](const auto &each) { return word(each) == word(words[0]); });
    };
    // What all parts begin or end with belongs to the metric.
    while (std::ranges::all_of(words, [](const auto &each) { return each.size() > 1; }) &&
           agree([](const auto &each) { return each.front(); })) {
        for (auto &each : words)
            each.erase(each.begin());
    }
    std::string part;
    for (const std::string &word : words[0])
        part += (part.empty() ? "" : "_") + word;
    const Candidate &first = m_candidates[members[0]];
    const auto varying = std::ranges::find_if(
        first.shape.selectors, [&](const ShapeSelector &each) { return findPart(each.metric, parts[0]).has_value(); });
    if (varying == first.shape.selectors.end())
        return false;
    const std::string &metric = varying->metric;
    const std::size_t at = findPart(metric, parts[0])->end - std::min(part.size(), metric.size());
    const auto countParts = [](std::string_view text) {
        std::size_t count = 0;
        for (std::size_t i = 0; i < text.size(); ++i)
            count += text[i] != '_' && text[i] != ':' && (i == 0 || text[i - 1] == '_' || text[i - 1] == ':') ? 1 : 0;
        return count;
    };
    const std::size_t before = countParts(std::string_view(metric).substr(0, at));
    const std::size_t behind = countParts(std::string_view(metric).substr(findPart(metric, parts[0])->end));
    if (behind == 0 || before + behind < 2)
        return false;
    if (sameName)
        return true;
    // How many copies name themselves so in a static label too.
    std::size_t labelled = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const auto &labels = m_candidates[members[i]].member.rule->labels;
        labelled +=
            std::ranges::any_of(labels, [&](const auto &each) { return wordsOf(each.second.value) == words[i]; }) ? 1
                                                                                                                  : 0;
    }
    if (behind < 2 && before + behind < 3 && labelled < members.size())
        return false;
    // Found in order to be said: two sides of one thing.
    if (std::set<std::string>(parts.begin(), parts.end()).size() == 2 &&
        areMirrors(parts[0], *std::ranges::find_if(parts, [&](const auto &each) { return each != parts[0]; })))
        return true;
    const auto same = [&](auto &&key) {
        return std::ranges::all_of(members, [&](std::size_t i) { return key(i) == key(members[0]); });
    };
    if (!same([this](std::size_t i) { return thresholdsOf(i); }) || !same([this](std::size_t i) { return waitOf(i); }))
        return false;
    for (const auto &a : words) {
        for (const auto &b : words) {
            if (a.size() < b.size() && std::search(b.begin(), b.end(), a.begin(), a.end()) != b.end())
                return false;
        }
    }
    const bool sameTexts = members.size() > 2 && same([&](std::size_t i) {
                               const std::size_t place =
                                   static_cast<std::size_t>(std::ranges::find(members, i) - members.begin());
                               std::string text;
                               for (const std::string &word : m_candidates[i].annotationWords) {
                                   if (std::ranges::find(words[place], word) == words[place].end())
                                       text += word + ' ';
                               }
                               return text;
                           });
    return 2 * labelled > members.size() || before < 2 || sameTexts;
}

void CopyFinder::proposeByMetric(const Indices &bucket)
{
    const auto metrics = groupBy(bucket, [this](std::size_t i) {
        std::string key;
        for (const ShapeSelector &selector : m_candidates[i].shape.selectors)
            key += selector.metric + '\n';
        return key;
    });
    if (metrics.size() < 2)
        return;
    struct Open
    {
        Indices members;
        std::vector<std::string> parts;
    };
    std::vector<Open> groups;
    std::unordered_map<std::string, std::size_t> places;
    for (const std::size_t member : bucket) {
        if (m_stop.stop_requested())
            return;
        const Candidate &candidate = m_candidates[member];
        for (const std::string &part : metricPartsOf(candidate)) {
            KeyParts open;
            open.matchers = KeyParts::Matchers::AllButIdentity;
            open.metricPart = part;
            // `NetRxDrop` of `receive`: a side has several words.
            std::vector<std::string> nameWords = candidate.nameWords;
            if (namesASide(part))
                std::erase_if(nameWords, [](const std::string &word) { return namesASide(word); });
            const std::string key = keyOf(candidate, open) + '\n' + nameWithout(nameWords, part);
            const auto [place, isNew] = places.try_emplace(key, groups.size());
            if (isNew)
                groups.emplace_back();
            Open &group = groups[place->second];
            if (group.members.empty() || group.members.back() != member) {
                group.members.push_back(member);
                group.parts.push_back(part);
            }
        }
    }
    for (const Open &group : groups) {
        if (m_stop.stop_requested())
            return;
        const std::set<std::string> values(group.parts.begin(), group.parts.end());
        if (values.size() < 2)
            continue;
        if (!acceptsPart(group.members, group.parts))
            continue;
        std::map<std::size_t, std::string> partOf;
        for (std::size_t i = 0; i < group.members.size(); ++i)
            partOf.emplace(group.members[i], group.parts[i]);
        for (Indices &tier : byTier(group.members)) {
            std::vector<std::string> parts;
            std::size_t words = 0;
            for (const std::size_t member : tier) {
                parts.push_back(partOf.at(member));
                words += wordsOf(parts.back()).size();
            }
            addProposal(std::move(tier), std::move(parts), 1 + words);
        }
    }
}

void CopyFinder::propose(const Indices &bucket)
{
    for (const Indices &group : groupBy(bucket, [this](std::size_t i) {
             KeyParts parts;
             parts.matchers = KeyParts::Matchers::Meanings;
             return keyOf(m_candidates[i], parts);
         })) {
        if (m_stop.stop_requested())
            return;
        proposeGroup(group, 0);
    }
    proposeByMetric(bucket);
    for (const Indices &group : groupBy(bucket, [this](std::size_t i) {
             return keyOf(m_candidates[i], {}) + '\n' + m_candidates[i].member.rule->name.value;
         }))
        proposeGroup(group, 1'000'000);
}

/// Takes what is proposed for the bucket, the largest first; whether there was any.
bool CopyFinder::takeFrom(const Indices &bucket, std::vector<Cluster> &clusters)
{
    const std::size_t before = clusters.size();
    m_proposals.clear();
    propose(bucket);
    std::ranges::stable_sort(m_proposals, [](const Proposal &a, const Proposal &b) {
        return a.distinct != b.distinct ? a.distinct > b.distinct : a.rank < b.rank;
    });
    for (const Proposal &proposal : m_proposals) {
        Cluster cluster;
        cluster.merge = proposal.parts.empty() ? Merge::LabelRegex : Merge::MetricRegex;
        for (std::size_t i = 0; i < proposal.members.size(); ++i) {
            if (m_taken[proposal.members[i]])
                continue;
            cluster.members.push_back(proposal.members[i]);
            if (!proposal.parts.empty())
                cluster.parts.push_back(proposal.parts[i]);
        }
        if (distinctData(cluster.members) < 2)
            continue;
        for (const std::size_t member : cluster.members)
            m_taken[member] = true;
        clusters.push_back(std::move(cluster));
    }
    return clusters.size() > before;
}

std::vector<Cluster> CopyFinder::find()
{
    std::vector<Cluster> clusters;
    Indices all;
    for (std::size_t i = 0; i < m_candidates.size(); ++i)
        all.push_back(i);
    for (const Indices &bucket : groupBy(all, [this](std::size_t i) {
             std::string key = m_candidates[i].shape.full;
             for (const ShapeValue &duration : m_candidates[i].shape.durations)
                 key += '\n' + duration.value;
             return key;
         })) {
        if (m_stop.stop_requested())
            break;
        if (bucket.size() < 2)
            continue;
        // What is left of a group that was split, as its tiers are not alike, may hold copies of its own.
        for (Indices rest = bucket; rest.size() > 1 && takeFrom(rest, clusters) && !m_stop.stop_requested();)
            std::erase_if(rest, [this](std::size_t i) { return m_taken[i]; });
    }
    return clusters;
}

} // namespace

std::vector<Cluster> findCopies(const std::vector<Candidate> &candidates, const std::stop_token &stop)
{
    return CopyFinder(candidates, stop).find();
}

} // namespace consolidation

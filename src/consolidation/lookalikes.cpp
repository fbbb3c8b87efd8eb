#include "consolidation/candidate.h"

#include <algorithm>
#include <unordered_map>

/// Look-alikes: a rule outside a family that an eye would put beside it, with the first thing that keeps it apart.
namespace consolidation {

namespace {

constexpr double alike = 0.5;
/// How many groups of one shape are compared with a rule, at most.
constexpr std::size_t mostCompared = 64;

bool sameMetrics(const Candidate &a, const Candidate &b)
{
    return metricsKey(a) == metricsKey(b);
}

std::string metricsText(const Candidate &candidate)
{
    std::string text;
    std::set<std::string> metrics;
    for (const ShapeSelector &selector : candidate.shape.selectors) {
        if (!selector.metric.empty() && metrics.insert(selector.metric).second)
            text += (text.empty() ? "" : ", ") + selector.metric;
    }
    return text;
}

base::Text differingOperator(const std::string &a, const std::string &b)
{
    static const std::set<std::string, std::less<>> aggregations = {
        "sum", "avg", "count", "min", "max", "group", "stddev", "stdvar", "topk", "bottomk", "quantile"};
    if (aggregations.contains(a) && aggregations.contains(b))
        return {TRANSLATABLE("Core", "They aggregate in another way: %1 and %2."), {a, b}};
    const bool words = !a.empty() && a[0] >= 'a' && a[0] <= 'z';
    if (words && a != "and" && a != "or" && a != "unless")
        return {TRANSLATABLE("Core", "They use another function: %1 and %2."), {a, b}};
    return {TRANSLATABLE("Core", "They use another operator: %1 and %2."), {a, b}};
}

std::string matcherNames(const ShapeSelector &selector)
{
    std::string text;
    for (const ShapeMatcher &matcher : selector.matchers)
        text += (text.empty() ? "" : ", ") + matcher.name;
    return text.empty() ? "no labels" : text;
}

/// The first difference between rules of one loose shape.
base::Text differenceOf(const Candidate &a, const Candidate &b)
{
    const RuleShape &x = a.shape;
    const RuleShape &y = b.shape;
    if (x.loose != y.loose)
        return {TRANSLATABLE("Core", "They read the same series in another form."), {}};
    for (std::size_t i = 0; i < x.operators.size() && i < y.operators.size(); ++i) {
        if (x.operators[i] != y.operators[i])
            return differingOperator(x.operators[i], y.operators[i]);
    }
    for (std::size_t s = 0; s < x.selectors.size() && s < y.selectors.size(); ++s) {
        if (areMirrors(x.selectors[s].metric, y.selectors[s].metric))
            return twoSides(x.selectors[s].metric, y.selectors[s].metric);
    }
    if (!sameMetrics(a, b))
        return {TRANSLATABLE("Core", "They have the same shape over unrelated series: %1 and %2."),
                {metricsText(a), metricsText(b)}};
    const auto number = std::mismatch(x.numbers.begin(), x.numbers.end(), y.numbers.begin(), y.numbers.end());
    if (number.first != x.numbers.end() && number.second != y.numbers.end())
        return {TRANSLATABLE("Core", "They compute with other numbers: %1 and %2."), {*number.first, *number.second}};
    if (x.groupings != y.groupings)
        return {TRANSLATABLE("Core", "They group by other labels."), {}};
    for (std::size_t s = 0; s < x.selectors.size() && s < y.selectors.size(); ++s) {
        const auto &own = x.selectors[s].matchers;
        const auto &other = y.selectors[s].matchers;
        if (!std::ranges::equal(own, other, {}, &ShapeMatcher::name, &ShapeMatcher::name))
            return {TRANSLATABLE("Core", "They select by other labels: %1 and %2."),
                    {matcherNames(x.selectors[s]), matcherNames(y.selectors[s])}};
        for (std::size_t m = 0; m < own.size(); ++m) {
            if (own[m].value != other[m].value && senseOf(own[m].name) != LabelSense::Identity)
                return {TRANSLATABLE("Core", "They watch another %1: %2 and %3."),
                        {own[m].name, own[m].value, other[m].value}};
        }
    }
    if (!std::ranges::equal(x.durations, y.durations, {}, &ShapeValue::value, &ShapeValue::value))
        return {TRANSLATABLE("Core", "They look at other windows."), {}};
    for (std::size_t i = 0; i < x.thresholds.size() && i < y.thresholds.size(); ++i) {
        const std::string &own = x.thresholds[i].value;
        const std::string &other = y.thresholds[i].value;
        if (own == other)
            continue;
        return x.onlyStates
                   ? base::Text{TRANSLATABLE("Core", "They wait for different states: %1 and %2."), {own, other}}
                   : base::Text{TRANSLATABLE("Core", "They have other thresholds: %1 and %2."), {own, other}};
    }
    if (a.severity != b.severity)
        return {TRANSLATABLE("Core", "They have another severity: %1 and %2."),
                {a.severity.empty() ? "-" : a.severity, b.severity.empty() ? "-" : b.severity}};
    return {TRANSLATABLE("Core", "They are about different things by their names and texts."), {}};
}

/// The names say the same of other metrics: PostgresDown of `postgres_up`, RedisDown of `redis_up`.
bool sameRole(const Candidate &a, const Candidate &b)
{
    const std::string role = nameWithout(a.nameWords, metricsKey(a));
    return !role.empty() && role == nameWithout(b.nameWords, metricsKey(b));
}

class LookAlikeFinder
{
public:
    LookAlikeFinder(const std::vector<Candidate> &candidates, const std::vector<Cluster> &clusters)
        : m_candidates(candidates)
    {
        std::vector<bool> inside(candidates.size());
        for (const Cluster &cluster : clusters) {
            if (std::ranges::any_of(cluster.members,
                                    [&](std::size_t i) { return inside[i] || candidates[i].recording(); }))
                continue;
            for (const std::size_t member : cluster.members)
                inside[member] = true;
            m_groups.push_back({cluster.members, true});
        }
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            if (!inside[i] && !candidates[i].recording())
                m_groups.push_back({{i}, false});
        }
    }

    std::vector<LookAlikes> find()
    {
        std::unordered_map<std::string, Indices> byShape;
        std::unordered_map<std::string, Indices> byMetrics;
        for (std::size_t g = 0; g < m_groups.size(); ++g) {
            const Candidate &first = m_candidates[m_groups[g].members.front()];
            compare(g, byShape[first.shape.loose], false);
            if (const std::string metrics = metricsKey(first); metrics.size() > 1)
                compare(g, byMetrics[metrics], true);
        }
        return std::move(m_found);
    }

private:
    struct Group
    {
        Indices members;
        bool family = false;
    };

    /// Compares with the groups that came before, and adds this one to them. Families come first.
    void compare(std::size_t group, Indices &earlier, bool byMetrics)
    {
        const Candidate &own = m_candidates[m_groups[group].members.front()];
        std::optional<std::size_t> best;
        double bestScore = 0;
        for (std::size_t i = 0; i < earlier.size() && i < mostCompared; ++i) {
            const Group &other = m_groups[earlier[i]];
            const Candidate &first = m_candidates[other.members.front()];
            const bool same = sameMetrics(own, first);
            if (byMetrics && own.shape.loose == first.shape.loose)
                continue;
            const double metrics = likeness(own.metricWords, first.metricWords);
            const double names =
                std::max(likeness(own.nameWordSet, first.nameWordSet), sameRole(own, first) ? 1.0 : 0.0);
            const double score = same ? 2 + names : metrics >= alike || names >= alike ? std::max(metrics, names) : 0;
            if (score > bestScore) {
                bestScore = score;
                best = earlier[i];
            }
        }
        if (best)
            add(m_groups[*best], m_groups[group]);
        earlier.push_back(group);
    }

    void add(const Group &a, const Group &b)
    {
        const Candidate &other = m_candidates[b.members.front()];
        // The member that is nearest: most values of its matchers in common.
        std::size_t nearest = a.members.front();
        std::size_t most = 0;
        const auto valuesOf = [](const Candidate &candidate) {
            Words values;
            for (const ShapeSelector &selector : candidate.shape.selectors) {
                for (const ShapeMatcher &matcher : selector.matchers)
                    values.insert(matcher.name + '=' + matcher.value);
            }
            return values;
        };
        const Words wanted = valuesOf(other);
        for (std::size_t i = 0; i < a.members.size() && i < mostCompared; ++i) {
            const Words own = valuesOf(m_candidates[a.members[i]]);
            const auto common = static_cast<std::size_t>(
                std::ranges::count_if(own, [&](const std::string &v) { return wanted.contains(v); }));
            if (common > most) {
                most = common;
                nearest = a.members[i];
            }
        }
        const Candidate &one = m_candidates[nearest];
        // The same rule once more is no look-alike; checks find duplicates.
        const auto sameValues = [](const auto &x, const auto &y) {
            return std::ranges::equal(x, y, {}, &ShapeValue::value, &ShapeValue::value);
        };
        if (one.shape.full == other.shape.full && dataKey(one) == dataKey(other) &&
            sameValues(one.shape.thresholds, other.shape.thresholds) &&
            sameValues(one.shape.durations, other.shape.durations))
            return;
        m_found.push_back({{one.member, other.member}, differenceOf(one, other)});
    }

    const std::vector<Candidate> &m_candidates;
    std::vector<Group> m_groups;
    std::vector<LookAlikes> m_found;
};

} // namespace

std::vector<LookAlikes> findLookAlikes(const std::vector<Candidate> &candidates, const std::vector<Cluster> &clusters)
{
    return LookAlikeFinder(candidates, clusters).find();
}

} // namespace consolidation

#include "consolidation/candidate.h"

#include "consolidation/combinations.h"
#include "consolidation/mergedexpr.h"
#include "promql/functions.h"

#include <algorithm>
#include <map>
#include <set>

/// One rule selects for each side of an operator what all members select there. It computes what they did only if no
/// series of one member meets one of another: by a label that both sides have, or because every pair is a member.
namespace consolidation {

namespace {

using promql::Expr;

class Pairing
{
public:
    Pairing(const std::vector<Candidate> &candidates, const Cluster &cluster, const std::vector<Variation> &varies)
        : m_tree(*candidates[cluster.members.front()].member.rule->tree)
    {
        for (const Variation &each : varies) {
            if ((each.slot == Slot::Matcher || each.slot == Slot::Metric) && !each.ranges.front().empty())
                m_places.push_back(&each);
        }
        // What one member alone does is a mistake, not the family's way.
        for (std::size_t i = 0; i < cluster.members.size(); ++i) {
            if (std::ranges::find(cluster.drift, i, &Drift::member) == cluster.drift.end())
                m_members.push_back(i);
        }
    }

    /// What would meet: values of one side and of the other.
    std::optional<std::pair<std::string, std::string>> mixed() const
    {
        std::optional<std::pair<std::string, std::string>> found;
        promql::walk(m_tree.root(), [&](const Expr &each) {
            const auto *binary = promql::as<promql::BinaryExpr>(&each);
            if (binary && !found && binary->lhs->type != promql::ValueType::Scalar &&
                binary->rhs->type != promql::ValueType::Scalar)
                found = mixedBy(*binary);
            return !found;
        });
        return found;
    }

private:
    using Places = std::vector<const Variation *>;

    [[nodiscard]] Places placesIn(const Expr *side) const
    {
        Places places;
        std::ranges::copy_if(m_places, std::back_inserter(places),
                             [&](const Variation *each) { return side->range.contains(each->ranges.front()); });
        return places;
    }

    [[nodiscard]] static std::string textOf(const Places &places, std::size_t member)
    {
        std::string text;
        std::set<std::string> seen;
        for (const Variation *each : places) {
            const std::string one =
                each->slot == Slot::Metric ? each->values[member] : each->name + "=\"" + each->values[member] + '"';
            if (seen.insert(one).second)
                text += (text.empty() ? "" : ", ") + one;
        }
        return text;
    }

    /// The places whose values have to agree where the sides meet: labels, and names of metrics, that differ alike on
    /// both sides.
    [[nodiscard]] Places commonOf(const Places &left, const Places &right) const
    {
        Places common;
        for (const Variation *each : left) {
            const auto same = [&](const Variation *other) {
                return other->slot == each->slot && other->name == each->name;
            };
            const auto alike = [&](const Variation *other) {
                return !same(other) || std::ranges::all_of(m_members, [&](std::size_t i) {
                    return other->values[i] == each->values[i];
                });
            };
            if (std::ranges::any_of(right, same) && std::ranges::all_of(left, alike) &&
                std::ranges::all_of(right, alike))
                common.push_back(each);
        }
        return common;
    }

    [[nodiscard]] std::optional<std::pair<std::string, std::string>> mixedBy(const promql::BinaryExpr &binary) const
    {
        const Places left = placesIn(binary.lhs);
        const Places right = placesIn(binary.rhs);
        if (left.empty() || right.empty())
            return std::nullopt;
        const Places common = commonOf(left, right);
        struct Sides
        {
            std::set<std::string> left;
            std::set<std::string> right;
            std::set<std::pair<std::string, std::string>> pairs;
        };
        std::map<std::string, Sides> byCommon;
        for (const std::size_t member : m_members) {
            Sides &sides = byCommon[textOf(common, member)];
            const std::string &one = *sides.left.insert(textOf(left, member)).first;
            const std::string &other = *sides.right.insert(textOf(right, member)).first;
            sides.pairs.emplace(one, other);
        }
        for (const auto &each : byCommon) {
            const Sides &sides = each.second;
            if (sides.pairs.size() == sides.left.size() * sides.right.size())
                continue;
            for (const std::string &one : sides.left) {
                for (const std::string &other : sides.right) {
                    if (!sides.pairs.contains({one, other}))
                        return std::pair(one, other);
                }
            }
        }
        return std::nullopt;
    }

    const promql::Tree &m_tree;
    Places m_places;
    Indices m_members;
};

/// Selectors of other metrics joined by `or` hide each other where their labels can be the same.
bool hidesOthers(const std::vector<Candidate> &candidates, const Cluster &cluster, const std::vector<Variation> &varies)
{
    const Candidate &first = candidates[cluster.members.front()];
    for (const ShapeSelector &selector : first.shape.selectors) {
        std::vector<const Variation *> places;
        for (const Variation &each : varies) {
            const bool inside =
                selector.metricRange.contains(each.ranges.front()) ||
                std::ranges::any_of(selector.matchers, [&](const auto &m) { return m.range == each.ranges.front(); });
            if (each.path == "expr" && inside && (each.slot == Slot::Metric || each.slot == Slot::Matcher))
                places.push_back(&each);
        }
        if (places.size() < 2 || places.front()->slot != Slot::Metric)
            continue;
        std::vector<Rectangle> parts;
        for (std::size_t i = 0; i < cluster.members.size(); ++i) {
            Rectangle part;
            for (const Variation *place : places) {
                const auto listed = place->slot == Slot::Metric
                                        ? std::nullopt
                                        : selectedValues(candidates[cluster.members[i]].member, place->ranges[i]);
                part.push_back(listed ? *listed : std::vector{place->values[i]});
            }
            parts.push_back(std::move(part));
        }
        const std::vector<Rectangle> rectangles = joinedRectangles(std::move(parts));
        for (std::size_t a = 0; a < rectangles.size(); ++a) {
            for (std::size_t b = a + 1; b < rectangles.size(); ++b) {
                if (rectangles[a].front() != rectangles[b].front() && overlap(rectangles[a], rectangles[b], 1))
                    return true;
            }
        }
    }
    return false;
}

} // namespace

std::optional<base::Text> mixedByMerging(const std::vector<Candidate> &candidates, const Cluster &cluster,
                                         const std::vector<Variation> &varies)
{
    if (const auto pair = Pairing(candidates, cluster, varies).mixed())
        return base::Text{TRANSLATABLE("Core", "One rule would also bring together what no copy does: %1 and %2."),
                          {pair->first, pair->second}};
    if (hidesOthers(candidates, cluster, varies))
        return base::Text{TRANSLATABLE("Core", "Which metric is read depends on the labels: in one rule the series of "
                                               "one metric would hide those of another."),
                          {}};
    return std::nullopt;
}

} // namespace consolidation

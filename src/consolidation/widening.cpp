#include "consolidation/candidate.h"

#include "consolidation/mergedexpr.h"
#include "promql/functions.h"

#include <algorithm>
#include <set>

/// What a merged rule keeps apart by a label that the members' aggregations dropped has to compute what they did: each
/// member has one value of it, the same on all sides, and no operator meets a side that lacks it.
namespace consolidation {

namespace {

using promql::Expr;

bool names(std::span<const promql::Name> labels, std::string_view label)
{
    return std::ranges::find(labels, label, &promql::Name::value) != labels.end();
}

/// How a part of the expression tells the members apart by one label.
enum class Carries {
    Nothing,
    /// The series have it already.
    Own,
    /// Only once aggregations keep it.
    Widened,
};

class Widening
{
public:
    /// `ranges`: bytes of what differs.
    Widening(std::string_view label, std::set<std::size_t> starts) : m_label(label), m_starts(std::move(starts)) {}

    Carries of(const Expr *expr);
    /// An operator beside a side that does not have the label.
    [[nodiscard]] bool meetsNothing() const { return m_meetsNothing; }

private:
    Carries ofSelector(const promql::VectorSelector &selector) const;
    Carries ofBinary(const promql::BinaryExpr &binary);

    std::string_view m_label;
    std::set<std::size_t> m_starts;
    bool m_meetsNothing = false;
};

Carries Widening::ofSelector(const promql::VectorSelector &selector) const
{
    const auto inside = m_starts.lower_bound(selector.range.start);
    return inside != m_starts.end() && *inside < selector.range.end ? Carries::Own : Carries::Nothing;
}

Carries Widening::ofBinary(const promql::BinaryExpr &binary)
{
    const Carries left = of(binary.lhs);
    const Carries right = of(binary.rhs);
    const bool isNumber =
        binary.lhs->type == promql::ValueType::Scalar || binary.rhs->type == promql::ValueType::Scalar;
    if (isNumber)
        return std::max(left, right);
    const auto &matching = binary.matching;
    const bool oneSided = left == Carries::Nothing || right == Carries::Nothing;
    const bool selectsOn = promql::isSetOperator(binary.op) && matching.written && matching.on;
    if (oneSided && std::max(left, right) == Carries::Widened && !selectsOn)
        m_meetsNothing = true;
    if (!oneSided && matching.written && !matching.on && names(matching.labels, m_label))
        m_meetsNothing = true;
    return std::max(left, right);
}

Carries Widening::of(const Expr *expr)
{
    if (const auto *selector = promql::as<promql::VectorSelector>(expr))
        return ofSelector(*selector);
    if (const auto *binary = promql::as<promql::BinaryExpr>(expr))
        return ofBinary(*binary);
    Carries found = Carries::Nothing;
    promql::forEachChild(*expr, [&](const Expr &child) { found = std::max(found, of(&child)); });
    const auto *aggregation = promql::as<promql::Aggregation>(expr);
    if (aggregation && found != Carries::Nothing && names(aggregation->labels, m_label) == aggregation->without)
        found = Carries::Widened;
    return found;
}

} // namespace

std::optional<base::Text> lostByWidening(const std::vector<Candidate> &candidates, const Cluster &cluster,
                                         const std::vector<Variation> &varies)
{
    const Candidate &first = candidates[cluster.members.front()];
    // What one member alone does is a mistake, not the family's way.
    const auto mistaken = [&](std::size_t i) {
        return std::ranges::find(cluster.drift, i, &Drift::member) != cluster.drift.end();
    };
    const auto differs = [&](const Variation &each) {
        std::set<std::string_view> values;
        for (std::size_t i = 0; i < cluster.members.size(); ++i) {
            if (!mistaken(i))
                values.insert(each.values[i]);
        }
        return values.size() > 1;
    };
    std::set<std::string> labels;
    for (const Variation &each : varies) {
        if (each.slot == Slot::Matcher && differs(each))
            labels.insert(each.name);
    }
    for (const std::string &label : labels) {
        std::set<std::size_t> starts;
        for (const Variation &each : varies) {
            if (each.slot == Slot::Matcher && each.name == label && !each.ranges.front().empty())
                starts.insert(each.ranges.front().start);
        }
        Widening widening(label, starts);
        const bool widened = widening.of(first.member.rule->tree->root()) == Carries::Widened;
        if (widening.meetsNothing())
            return base::Text{TRANSLATABLE("Core", "One rule would have to keep them apart by %1, which only one side "
                                                   "of an operator has: the sides would never meet."),
                              {label}};
        for (std::size_t i = 0; widened && i < cluster.members.size(); ++i) {
            if (mistaken(i))
                continue;
            std::set<std::string> values;
            for (const Variation &each : varies) {
                if (each.slot != Slot::Matcher || each.name != label || each.ranges[i].empty())
                    continue;
                const auto listed = selectedValues(candidates[cluster.members[i]].member, each.ranges[i]);
                if (!listed || listed->size() != 1)
                    return base::Text{TRANSLATABLE("Core", "They aggregate over several values of the label %1: kept "
                                                           "apart by it, one rule would compute something else."),
                                      {label}};
                values.insert(listed->front());
            }
            if (values.size() > 1)
                return base::Text{TRANSLATABLE("Core", "Their sides have other values of the label %1: kept apart by "
                                                       "it, they would never meet."),
                                  {label}};
        }
    }
    return std::nullopt;
}

} // namespace consolidation

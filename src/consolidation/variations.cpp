#include "consolidation/candidate.h"

#include "rules/ruleedits.h"

#include <algorithm>
#include <functional>

namespace consolidation {

namespace {

/// What one member has in a slot.
struct Value
{
    std::string text;
    base::ByteRange exprRange;
    base::ByteRange fileRange;
};

using ValueOf = std::function<std::optional<Value>(std::size_t member)>;

/// The values of all members in one slot; nothing when they agree.
std::optional<Variation> variation(std::size_t count, const ValueOf &valueOf)
{
    Variation result;
    bool differ = false;
    std::optional<std::optional<std::string>> seen;
    for (std::size_t i = 0; i < count; ++i) {
        const std::optional<Value> value = valueOf(i);
        const std::optional<std::string> text = value ? std::optional(value->text) : std::nullopt;
        differ = differ || (seen && *seen != text);
        seen = text;
        result.values.push_back(text.value_or(""));
        result.ranges.push_back(value ? value->exprRange : base::ByteRange());
        if (value && result.place.empty())
            result.place = value->fileRange;
    }
    return differ ? std::optional(std::move(result)) : std::nullopt;
}

class Varying
{
public:
    Varying(const std::vector<Candidate> &candidates, const Cluster &cluster) : m_cluster(cluster)
    {
        for (const std::size_t member : cluster.members)
            m_members.push_back(&candidates[member]);
        // Of members without all matchers, one that has most shows the places.
        m_fullest = *std::ranges::max_element(m_members, {}, [](const Candidate *each) {
            std::size_t count = 0;
            for (const ShapeSelector &selector : each->shape.selectors)
                count += selector.matchers.size();
            return count;
        });
    }

    std::vector<Variation> all()
    {
        selectors();
        values(Slot::Threshold, &RuleShape::thresholds);
        values(Slot::Duration, &RuleShape::durations);
        field("for", &rules::Rule::forDuration);
        field("keep_firing_for", &rules::Rule::keepFiringFor);
        pairs(Slot::Label, "labels", &rules::Rule::labels);
        pairs(Slot::Annotation, "annotations", &rules::Rule::annotations);
        return std::move(m_found);
    }

private:
    void add(Slot slot, std::string name, std::string path, const ValueOf &valueOf)
    {
        if (auto found = variation(m_members.size(), valueOf)) {
            found->slot = slot;
            found->name = std::move(name);
            found->path = std::move(path);
            m_found.push_back(std::move(*found));
        }
    }
    [[nodiscard]] Value inExpr(std::size_t member, std::string text, base::ByteRange range) const
    {
        return {std::move(text), range, m_members[member]->member.rule->expr.map.toSource(range)};
    }

    void selectors()
    {
        for (std::size_t s = 0; s < m_fullest->shape.selectors.size(); ++s) {
            add(Slot::Metric, {}, "expr", [&, s](std::size_t i) -> std::optional<Value> {
                const ShapeSelector &selector = m_members[i]->shape.selectors[s];
                if (!m_cluster.parts.empty()) {
                    if (const auto part = findPart(selector.metric, m_cluster.parts[i]))
                        return inExpr(
                            i, m_cluster.parts[i],
                            {selector.metricRange.start + part->start, selector.metricRange.start + part->end});
                }
                return inExpr(i, selector.metric, selector.metricRange);
            });
            const auto &matchers = m_fullest->shape.selectors[s].matchers;
            for (std::size_t m = 0; m < matchers.size(); ++m) {
                std::size_t nth = 0;
                for (std::size_t before = 0; before < m; ++before)
                    nth += same(matchers[before], matchers[m]) ? 1 : 0;
                add(Slot::Matcher, matchers[m].name, "expr", [&, s, m, nth](std::size_t i) -> std::optional<Value> {
                    std::size_t skip = nth;
                    for (const ShapeMatcher &own : m_members[i]->shape.selectors[s].matchers) {
                        if (same(own, matchers[m]) && skip-- == 0)
                            return inExpr(i, own.value, own.range);
                    }
                    return std::nullopt;
                });
            }
        }
    }
    static bool same(const ShapeMatcher &a, const ShapeMatcher &b) { return a.name == b.name && a.op == b.op; }

    void values(Slot slot, std::vector<ShapeValue> RuleShape::*list)
    {
        for (std::size_t v = 0; v < (m_fullest->shape.*list).size(); ++v)
            add(slot, {}, "expr", [&, v](std::size_t i) -> std::optional<Value> {
                const ShapeValue &value = (m_members[i]->shape.*list)[v];
                return inExpr(i, value.value, value.range);
            });
    }

    void field(const char *name, std::optional<rules::Field> rules::Rule::*which)
    {
        add(Slot::Duration, name, name, [&](std::size_t i) -> std::optional<Value> {
            const auto &own = m_members[i]->member.rule->*which;
            return own ? std::optional(Value{own->value, {}, own->range}) : std::nullopt;
        });
    }

    void pairs(Slot slot, const std::string &path, rules::Pairs rules::Rule::*list)
    {
        std::vector<std::string> names;
        for (const Candidate *each : m_members) {
            for (const auto &pair : each->member.rule->*list) {
                if (std::ranges::find(names, pair.first.value) == names.end())
                    names.push_back(pair.first.value);
            }
        }
        for (const std::string &name : names) {
            const std::string key = rules::FieldPath{path, name}.toString();
            add(slot, name, key, [&](std::size_t i) -> std::optional<Value> {
                for (const auto &[label, value] : m_members[i]->member.rule->*list) {
                    if (label.value == name)
                        return Value{value.value, {}, value.range};
                }
                return std::nullopt;
            });
        }
    }

    const Cluster &m_cluster;
    std::vector<const Candidate *> m_members;
    const Candidate *m_fullest = nullptr;
    std::vector<Variation> m_found;
};

} // namespace

std::vector<Variation> variationsOf(const std::vector<Candidate> &candidates, const Cluster &cluster)
{
    return Varying(candidates, cluster).all();
}

} // namespace consolidation

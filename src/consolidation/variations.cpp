#include "consolidation/candidate.h"

#include "consolidation/differingwords.h"
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
        names();
        selectors();
        values(Slot::Threshold, &RuleShape::thresholds);
        values(Slot::Duration, &RuleShape::durations);
        field("for", &rules::Rule::forDuration);
        field("keep_firing_for", &rules::Rule::keepFiringFor);
        pairs(Slot::Label, "labels", &rules::Rule::labels);
        annotations();
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

    void names()
    {
        const bool alerts = m_fullest->member.rule->kind == rules::RuleKind::Alerting;
        add(Slot::Label, alerts ? "alertname" : "__name__", "name", [&](std::size_t i) {
            const rules::Field &name = m_members[i]->member.rule->name;
            return std::optional(Value{name.value, {}, name.range});
        });
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

    [[nodiscard]] const rules::Field *find(std::size_t member, rules::Pairs rules::Rule::*list,
                                           const std::string &name) const
    {
        for (const auto &[key, value] : m_members[member]->member.rule->*list) {
            if (key.value == name)
                return &value;
        }
        return nullptr;
    }

    [[nodiscard]] std::vector<std::string> namesIn(rules::Pairs rules::Rule::*list) const
    {
        std::vector<std::string> names;
        for (const Candidate *each : m_members) {
            for (const auto &pair : each->member.rule->*list) {
                if (std::ranges::find(names, pair.first.value) == names.end())
                    names.push_back(pair.first.value);
            }
        }
        return names;
    }

    void pairs(Slot slot, const std::string &path, rules::Pairs rules::Rule::*list)
    {
        for (const std::string &name : namesIn(list))
            whole(slot, path, list, name);
    }

    void whole(Slot slot, const std::string &path, rules::Pairs rules::Rule::*list, const std::string &name)
    {
        add(slot, name, rules::FieldPath{path, name}.toString(), [&](std::size_t i) -> std::optional<Value> {
            const rules::Field *value = find(i, list, name);
            return value ? std::optional(Value{value->value, {}, value->range}) : std::nullopt;
        });
    }

    /// The words that differ, where every member has the annotation.
    void annotations()
    {
        constexpr auto list = &rules::Rule::annotations;
        for (const std::string &name : namesIn(list)) {
            std::vector<const rules::Field *> fields;
            std::vector<std::string_view> texts;
            for (std::size_t i = 0; i < m_members.size(); ++i) {
                fields.push_back(find(i, list, name));
                if (fields.back())
                    texts.push_back(fields.back()->value);
            }
            if (texts.size() < fields.size()) {
                whole(Slot::Annotation, "annotations", list, name);
                continue;
            }
            for (const DifferingWords &words : differingWords(texts))
                add(Slot::Annotation, name, rules::FieldPath{"annotations", name}.toString(), [&](std::size_t i) {
                    const base::ByteRange range = words.ranges[i];
                    return std::optional(Value{
                        std::string(texts[i].substr(range.start, range.size())), {}, fields[i]->map.toSource(range)});
                });
        }
    }

    const Cluster &m_cluster;
    std::vector<const Candidate *> m_members;
    const Candidate *m_fullest = nullptr;
    std::vector<Variation> m_found;
};

} // namespace

std::vector<std::pair<std::string, std::string>>
constantOf(const std::vector<Candidate> &candidates, const Cluster &cluster, const std::vector<Variation> &varies)
{
    // A member that has every place shows them.
    std::size_t shown = 0;
    const auto lacks = [&](std::size_t member) {
        return std::ranges::any_of(
            varies, [&](const Variation &each) { return each.path == "expr" && each.ranges[member].empty(); });
    };
    while (shown < cluster.members.size() && lacks(shown))
        ++shown;
    shown = shown < cluster.members.size() ? shown : 0;
    const rules::Rule &rule = *candidates[cluster.members[shown]].member.rule;
    base::TextEdits edits;
    for (const Variation &each : varies) {
        if (each.path != "expr" || each.ranges[shown].empty())
            continue;
        const std::string hole = '<' + (each.name.empty() ? slotName(each.slot) : each.name) + '>';
        edits.push_back({each.ranges[shown], each.slot == Slot::Matcher ? '"' + hole + '"' : hole});
    }
    std::ranges::sort(edits, {}, [](const base::TextEdit &edit) { return edit.range.start; });
    const auto pattern = base::applyEdits(rule.expr.value, edits);
    std::vector<std::pair<std::string, std::string>> all;
    const auto add = [&](const std::string &path, const std::string &value) {
        if (std::ranges::find(varies, path, &Variation::path) == varies.end())
            all.emplace_back(path, value);
    };
    add("name", rule.name.value);
    all.emplace_back("expr", pattern ? *pattern : rule.expr.value);
    if (rule.forDuration)
        add("for", rule.forDuration->value);
    if (rule.keepFiringFor)
        add("keep_firing_for", rule.keepFiringFor->value);
    for (const auto &[name, value] : rule.labels)
        add(rules::FieldPath{"labels", name.value}.toString(), value.value);
    for (const auto &[name, value] : rule.annotations)
        add(rules::FieldPath{"annotations", name.value}.toString(), value.value);
    return all;
}

std::vector<Variation> variationsOf(const std::vector<Candidate> &candidates, const Cluster &cluster)
{
    return Varying(candidates, cluster).all();
}

} // namespace consolidation

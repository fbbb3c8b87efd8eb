#include "consolidation/mergedexpr.h"

#include "consolidation/candidate.h"
#include "promql/literals.h"
#include "promql/regex.h"

#include <algorithm>
#include <set>

namespace consolidation {

namespace {

using base::ByteRange;
using promql::Expr;

std::string escaped(std::string_view value)
{
    std::string text;
    for (const char c : value) {
        if (std::string_view("\\.+*?()|[]{}^$").find(c) != std::string_view::npos)
            text += '\\';
        text += c;
    }
    return text;
}

/// The values of one slot among the members that are merged.
std::vector<std::string> valuesOf(const Variation &variation, const std::vector<std::size_t> &members)
{
    std::vector<std::string> values;
    for (const std::size_t member : members)
        values.push_back(variation.values[member]);
    return values;
}

bool differ(const std::vector<std::string> &values)
{
    std::set<std::string> distinct(values.begin(), values.end());
    distinct.erase("");
    return distinct.size() > 1;
}

/// Where a selector's name and braces end, before its modifiers.
std::size_t selectorEnd(const promql::VectorSelector &selector, std::string_view text)
{
    const std::size_t from = selector.matchers.empty() ? selector.metric.range.end : selector.matchers.back().range.end;
    std::size_t at = from;
    while (at < text.size() && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r' ||
                                text[at] == ',' || (selector.matchers.empty() && text[at] == '{')))
        ++at;
    return at < text.size() && text[at] == '}' ? at + 1 : from;
}

class Merger
{
public:
    Merger(const Family &family, const std::vector<std::size_t> &members, const ProposalOptions &options)
        : m_family(family),
          m_members(members),
          m_options(options),
          m_rule(*family.members[members.front()].rule),
          m_text(m_rule.expr.value)
    {}

    MergedExpr merge();

private:
    struct Target
    {
        const promql::VectorSelector *selector = nullptr;
        /// Of the metric's name: the part that differs, and what stands around it.
        std::optional<ByteRange> part;
    };

    [[nodiscard]] std::vector<std::string> partsOf(ByteRange range) const;
    void rewriteSelectors(const Expr *expr);
    void rewriteSelector(const promql::VectorSelector &selector);
    [[nodiscard]] bool varies(const Expr *expr) const;
    void widen(const Expr *expr);
    void widenAggregation(const promql::Aggregation &aggregation);
    void addLabels(std::span<const promql::Name> labels, const std::vector<std::string> &wanted);
    void nameSeries();
    void findInstanceLabels();

    const Family &m_family;
    const std::vector<std::size_t> &m_members;
    const ProposalOptions &m_options;
    const rules::Rule &m_rule;
    const std::string &m_text;
    base::TextEdits m_edits;
    MergedExpr m_merged;
    std::set<const Expr *> m_varying;
    /// Labels of matchers that differ, in the order of the expression.
    std::vector<std::string> m_labels;
    bool m_metricsDiffer = false;
};

std::string openPattern(const std::string &name, ByteRange part)
{
    return name.substr(0, part.start) + ".+" + name.substr(part.end);
}

void Merger::rewriteSelector(const promql::VectorSelector &selector)
{
    std::string inner;
    bool changed = false;
    for (const Variation &variation : m_family.varies) {
        if (variation.slot != Slot::Metric || selector.metric.value.empty())
            continue;
        const ByteRange range = variation.ranges[m_members.front()];
        const std::vector<std::string> values = valuesOf(variation, m_members);
        if (!selector.metric.range.contains(range) || !differ(values))
            continue;
        const ByteRange part{range.start - selector.metric.range.start, range.end - selector.metric.range.start};
        const std::string name(selector.metric.value);
        const std::string before = name.substr(0, part.start);
        const std::string behind = name.substr(part.end);
        const bool whole = before.empty() && behind.empty();
        const std::string pattern = m_options.open ? openPattern(name, part)
                                    : whole        ? alternation(values)
                                                   : before + '(' + alternation(values) + ')' + behind;
        inner = "__name__=~" + promql::quote(pattern);
        m_metricsDiffer = changed = true;
    }
    std::string name(inner.empty() ? selector.metric.value : std::string_view());
    for (const promql::LabelMatcher &matcher : selector.matchers) {
        std::string text = m_text.substr(matcher.range.start, matcher.range.size());
        for (const Variation &variation : m_family.varies) {
            if (variation.slot != Slot::Matcher || variation.ranges[m_members.front()] != matcher.valueRange)
                continue;
            const std::vector<std::string> values = valuesOf(variation, m_members);
            if (!differ(values))
                continue;
            changed = true;
            std::string pattern;
            std::set<std::string> seen;
            const auto add = [&](const std::string &each) {
                if (seen.insert(each).second)
                    pattern += (pattern.empty() ? "" : "|") + each;
            };
            for (const std::size_t member : m_members) {
                const std::string &value = variation.values[member];
                if (value.empty())
                    continue;
                // Other values of `=~` are patterns already; `=` and `!=` compare as they stand.
                if (m_options.givenValues) {
                    add(escaped(value));
                } else if (const auto listed = selectedValues(m_family.members[member], variation.ranges[member])) {
                    for (const std::string &each : *listed)
                        add(escaped(each));
                } else {
                    add(matcher.op == promql::MatchOp::NotEqual ? escaped(value) : value);
                }
            }
            const bool negative =
                matcher.op == promql::MatchOp::NotEqual || matcher.op == promql::MatchOp::RegexNoMatch;
            text = std::string(matcher.name) + (negative ? "!~" : "=~") +
                   promql::quote(m_options.open && !negative ? ".+" : pattern);
            if (std::ranges::find(m_labels, matcher.name) == m_labels.end())
                m_labels.emplace_back(matcher.name);
        }
        inner += (inner.empty() ? "" : ", ") + text;
    }
    if (!changed)
        return;
    m_varying.insert(&selector);
    const std::size_t end = selectorEnd(selector, m_text);
    m_edits.push_back({{selector.range.start, end}, name + '{' + inner + '}'});
}

void Merger::rewriteSelectors(const Expr *expr)
{
    promql::walk(expr, [&](const Expr &each) {
        if (const auto *selector = promql::as<promql::VectorSelector>(&each))
            rewriteSelector(*selector);
        return true;
    });
}

bool Merger::varies(const Expr *expr) const
{
    bool found = false;
    promql::walk(expr, [&](const Expr &each) {
        found = found || m_varying.contains(&each);
        return !found;
    });
    return found;
}

/// Labels by which aggregations that would mix the members keep them apart.
void Merger::findInstanceLabels()
{
    m_merged.instanceLabels = m_labels;
    m_merged.matcherLabels = m_labels;
    if (!m_labels.empty() || !m_metricsDiffer)
        return;
    promql::walk(m_rule.tree->root(), [&](const Expr &each) {
        const auto *aggregation = promql::as<promql::Aggregation>(&each);
        if (aggregation && !aggregation->without && varies(aggregation)) {
            for (const promql::Name &label : aggregation->labels) {
                const std::string name(label.value);
                if (senseOf(name) == LabelSense::Identity &&
                    std::ranges::find(m_merged.instanceLabels, name) == m_merged.instanceLabels.end())
                    m_merged.instanceLabels.push_back(name);
            }
        }
        return true;
    });
    // Who it is about, before where it runs.
    std::ranges::stable_sort(m_merged.instanceLabels, {}, [](const std::string &name) {
        return name == "service" || name == "app" ? 0 : name == "job" ? 1 : 2;
    });
    bool aggregates = false;
    promql::walk(m_rule.tree->root(), [&](const Expr &each) {
        aggregates = aggregates || (each.kind == promql::ExprKind::Aggregation && varies(&each));
        return true;
    });
    if (m_merged.instanceLabels.empty() && aggregates) {
        m_merged.instanceLabels = {"job"};
        m_labels = {"job"};
        m_merged.gained["job"] = std::vector<std::string>(m_members.size());
        m_merged.notes.push_back(
            {"assumption",
             {TRANSLATABLE("Core", "Nothing in the rules says which label tells the members apart; job "
                                   "is taken. The comparison shows whether it does."),
              {}}});
    }
}

void Merger::addLabels(std::span<const promql::Name> labels, const std::vector<std::string> &wanted)
{
    std::string text;
    for (const std::string &label : wanted) {
        if (std::ranges::find(labels, label, &promql::Name::value) == labels.end())
            text += ", " + label;
    }
    if (!text.empty() && !labels.empty())
        m_edits.push_back({{labels.back().range.end, labels.back().range.end}, text});
}

void Merger::widenAggregation(const promql::Aggregation &aggregation)
{
    std::vector<std::string> missing;
    for (const std::string &label : m_labels) {
        const bool there =
            std::ranges::find(aggregation.labels, label, &promql::Name::value) != aggregation.labels.end();
        if (there == aggregation.without)
            missing.push_back(label);
    }
    if (missing.empty())
        return;
    std::string list;
    for (const std::string &label : missing)
        list += (list.empty() ? "" : ", ") + label;
    if (aggregation.without) {
        std::string kept;
        for (const promql::Name &label : aggregation.labels) {
            if (std::ranges::find(missing, label.value) == missing.end())
                kept += (kept.empty() ? "" : ", ") + std::string(label.value);
        }
        m_edits.push_back({{aggregation.labels.front().range.start, aggregation.labels.back().range.end}, kept});
    } else if (aggregation.labels.empty() && !aggregation.grouped) {
        m_edits.push_back({{aggregation.opRange.end, aggregation.opRange.end}, " by (" + list + ") "});
    } else if (aggregation.labels.empty()) {
        m_merged.notes.push_back({"assumption", {TRANSLATABLE("Core", "An empty `by ()` mixes the members."), {}}});
    } else {
        addLabels(aggregation.labels, m_labels);
    }
}

/// Grouping and matching above what differs keep the members apart.
void Merger::widen(const Expr *expr)
{
    if (m_labels.empty())
        return;
    promql::walk(expr, [&](const Expr &each) {
        if (const auto *aggregation = promql::as<promql::Aggregation>(&each); aggregation && varies(aggregation->expr))
            widenAggregation(*aggregation);
        const auto *binary = promql::as<promql::BinaryExpr>(&each);
        if (binary && binary->matching.written && binary->matching.on && varies(binary->lhs) && varies(binary->rhs))
            addLabels(binary->matching.labels, m_labels);
        return true;
    });
}

/// A static label that names the member, carried by the series themselves: read from the metric's name. Only instant
/// selectors still have it.
void Merger::nameSeries()
{
    bool named = m_metricsDiffer;
    std::vector<std::pair<const promql::VectorSelector *, std::string>> replacements;
    const auto check = [&](const auto &self, const Expr *expr) -> void {
        switch (expr->kind) {
        case promql::ExprKind::VectorSelector:
            if (!m_varying.contains(expr))
                named = named && !m_metricsDiffer;
            return;
        case promql::ExprKind::ParenExpr:
        case promql::ExprKind::NumberLiteral:
            break;
        case promql::ExprKind::BinaryExpr:
            named = named && !static_cast<const promql::BinaryExpr *>(expr)->matching.written;
            break;
        default:
            named = false;
        }
        if (named)
            promql::forEachChild(*expr, [&](const Expr &child) { self(self, &child); });
    };
    check(check, m_rule.tree->root());
    if (!named)
        return;
    // The label whose values are the parts of the names.
    for (const Variation &label : m_family.varies) {
        if (label.slot != Slot::Label)
            continue;
        const auto metric = std::ranges::find_if(m_family.varies, [&](const Variation &each) {
            return each.slot == Slot::Metric && valuesOf(each, m_members) == valuesOf(label, m_members);
        });
        if (metric == m_family.varies.end())
            continue;
        for (base::TextEdit &edit : m_edits) {
            const auto selector = std::ranges::find_if(
                m_varying, [&](const Expr *each) { return each->range.start == edit.range.start; });
            if (selector == m_varying.end())
                continue;
            const auto &name = static_cast<const promql::VectorSelector *>(*selector)->metric;
            for (const Variation &part : m_family.varies) {
                if (part.slot != Slot::Metric || !name.range.contains(part.ranges[m_members.front()]))
                    continue;
                const ByteRange range = part.ranges[m_members.front()];
                const std::string text(name.value);
                edit.text = "label_replace(" + edit.text + ", " + promql::quote(label.name) +
                            ", \"$1\", \"__name__\", " +
                            promql::quote(text.substr(0, range.start - name.range.start) + "(.+)" +
                                          text.substr(range.end - name.range.start)) +
                            ")";
                break;
            }
        }
        m_merged.gained[label.name] = valuesOf(label, m_members);
        m_merged.instanceLabels = {label.name};
        return;
    }
}

MergedExpr Merger::merge()
{
    const Expr *root = m_rule.tree->root();
    rewriteSelectors(root);
    findInstanceLabels();
    widen(root);
    nameSeries();
    if (m_options.open)
        m_merged.notes.push_back({"assumption",
                                  {TRANSLATABLE("Core", "The open pattern also takes what comes later, and "
                                                        "what matches it by chance."),
                                   {}}});
    m_merged.expr = base::applyEdits(m_text, m_edits).ok() ? *base::applyEdits(m_text, m_edits) : m_text;
    // What the members' own series did not carry: labels that a matcher names are there already where nothing drops
    // them.
    for (const Variation &variation : m_family.varies) {
        if (variation.slot != Slot::Matcher || std::ranges::find(m_labels, variation.name) == m_labels.end())
            continue;
        std::vector<std::string> values;
        for (const std::size_t member : m_members) {
            const auto listed = selectedValues(m_family.members[member], variation.ranges[member]);
            values.push_back(listed && listed->size() == 1 ? listed->front() : std::string());
        }
        m_merged.gained.try_emplace(variation.name, std::move(values));
    }
    return std::move(m_merged);
}

} // namespace

std::optional<std::vector<std::string>> selectedValues(const Member &member, base::ByteRange valueRange)
{
    std::optional<std::vector<std::string>> values;
    promql::walk(member.rule->tree->root(), [&](const promql::Expr &each) {
        const auto *selector = promql::as<promql::VectorSelector>(&each);
        if (!selector || values)
            return !values;
        for (const promql::LabelMatcher &matcher : selector->matchers) {
            if (matcher.valueRange != valueRange)
                continue;
            if (matcher.op == promql::MatchOp::Equal)
                values = {std::string(matcher.value)};
            else if (matcher.op == promql::MatchOp::RegexMatch)
                values = promql::regexAlternatives(matcher.value);
        }
        return !values;
    });
    return values;
}

std::string alternation(const std::vector<std::string> &values)
{
    std::string text;
    std::set<std::string> seen;
    for (const std::string &value : values) {
        if (!value.empty() && seen.insert(value).second)
            text += (text.empty() ? "" : "|") + escaped(value);
    }
    return text;
}

MergedExpr mergeExpr(const Family &family, const std::vector<std::size_t> &members, const ProposalOptions &options)
{
    return Merger(family, members, options).merge();
}

} // namespace consolidation

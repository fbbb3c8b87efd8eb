#include "consolidation/mergedexpr.h"

#include "consolidation/candidate.h"
#include "consolidation/mergedselector.h"
#include "promql/functions.h"
#include "promql/labelflow.h"
#include "promql/literals.h"
#include "promql/regex.h"
#include "promql/rewrite.h"

#include <algorithm>
#include <set>

namespace consolidation {

namespace {

using base::ByteRange;
using promql::Expr;

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

/// Behind a `group_left` without labels a parenthesis would begin its labels.
bool followsGroupModifier(std::string_view text, std::size_t at)
{
    while (at > 0 && std::string_view(" \t\r\n").find(text[at - 1]) != std::string_view::npos)
        --at;
    std::string before;
    for (const char c : text.substr(0, at).substr(at - std::min<std::size_t>(at, 11)))
        before += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return before.ends_with("group_left") || before.ends_with("group_right");
}

/// Labels that differ between the series of two services, whatever else is equal: a namespace, a node or a cluster may
/// hold both.
bool namesProcess(std::string_view label)
{
    static const std::set<std::string, std::less<>> names = {
        "service",   "app",        "application", "job",         "instance", "pod",          "container",
        "component", "deployment", "daemonset",   "statefulset", "workload", "microservice", "exporter"};
    const std::vector<std::string> words = wordsOf(label);
    return !words.empty() && names.contains(words.back());
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
    void rewriteSelectors(const Expr *expr, bool enclosed);
    void rewriteSelector(const promql::VectorSelector &selector, const Expr &around, bool enclosed);
    [[nodiscard]] bool varies(const Expr *expr) const;
    [[nodiscard]] std::vector<std::string> labelsOf(const Expr *expr) const;
    void widen(const Expr *expr);
    void widenAggregation(const promql::Aggregation &aggregation);
    void addLabels(std::span<const promql::Name> labels, const std::vector<std::string> &wanted);
    void keepThroughJoins();
    void fillMatching(const promql::BinaryExpr &binary, const std::vector<std::string> &wanted);
    [[nodiscard]] bool canBeNamed(const Expr *expr, std::string_view label) const;
    void nameSeries();
    void addKnown(const Variation &variation);
    void findInstanceLabels();

    const Family &m_family;
    const std::vector<std::size_t> &m_members;
    const ProposalOptions &m_options;
    const rules::Rule &m_rule;
    const std::string &m_text;
    base::TextEdits m_edits;
    MergedExpr m_merged;
    /// The selectors that differ, with the labels of their matchers that do.
    std::map<const Expr *, std::set<std::string>> m_varying;
    /// Labels of matchers that differ, in the order of the expression.
    std::vector<std::string> m_labels;
    bool m_metricsDiffer = false;
};

/// `around` is what has to be repeated for each of several selectors: a range of series cannot be joined by `or`.
void Merger::rewriteSelector(const promql::VectorSelector &selector, const Expr &around, bool enclosed)
{
    const std::vector<SelectorPlace> places = placesOf(selector, m_family, m_members);
    if (places.empty())
        return;
    std::set<std::string> &labels = m_varying[&selector];
    for (const SelectorPlace &place : places) {
        if (!place.matcher) {
            m_metricsDiffer = true;
            continue;
        }
        labels.emplace(place.matcher->name);
        if (std::ranges::find(m_labels, place.matcher->name) == m_labels.end())
            m_labels.emplace_back(place.matcher->name);
    }
    const std::size_t end = selectorEnd(selector, m_text);
    const std::vector<Rectangle> rectangles = rectanglesOf(places, m_family, m_members, m_options);
    const auto textOf = [&](const Rectangle &rectangle) {
        return selectorText(selector, m_text, places, rectangle, m_members.front(), m_options.open);
    };
    if (rectangles.size() == 1) {
        m_edits.push_back({{selector.range.start, end}, textOf(rectangles.front())});
        return;
    }
    std::string text;
    for (const Rectangle &rectangle : rectangles)
        (((text += text.empty() ? "" : " or ") +=
          m_text.substr(around.range.start, selector.range.start - around.range.start)) += textOf(rectangle)) +=
            m_text.substr(end, around.range.end - end);
    if (!enclosed)
        text = (followsGroupModifier(m_text, around.range.start) ? "() (" : "(") + text + ')';
    m_edits.push_back({around.range, std::move(text)});
}

void Merger::rewriteSelectors(const Expr *expr, bool enclosed)
{
    if (const auto *selector = promql::as<promql::VectorSelector>(expr))
        return rewriteSelector(*selector, *selector, enclosed);
    if (const auto *call = promql::as<promql::Call>(expr)) {
        for (const Expr *argument : call->arguments) {
            const Expr *bare = argument;
            while (const auto *paren = promql::as<promql::ParenExpr>(bare))
                bare = paren->expr;
            if (const auto *matrix = promql::as<promql::MatrixSelector>(bare))
                return rewriteSelector(*matrix->selector, *call, enclosed);
            // What it says of a selector it does not say of an `or` of them.
            const auto *selector = promql::as<promql::VectorSelector>(bare);
            if (selector && call->name.value == "timestamp")
                return rewriteSelector(*selector, *call, enclosed);
        }
    }
    const bool encloses = expr->kind == promql::ExprKind::Call || expr->kind == promql::ExprKind::ParenExpr ||
                          expr->kind == promql::ExprKind::Aggregation;
    promql::forEachChild(*expr, [&](const Expr &child) { rewriteSelectors(&child, encloses); });
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

/// The labels that tell the members' series apart in an expression, in the order of m_labels.
std::vector<std::string> Merger::labelsOf(const Expr *expr) const
{
    std::set<std::string> own;
    bool onlyMetrics = false;
    promql::walk(expr, [&](const Expr &each) {
        if (const auto found = m_varying.find(&each); found != m_varying.end()) {
            own.insert(found->second.begin(), found->second.end());
            onlyMetrics = onlyMetrics || found->second.empty();
        }
        return true;
    });
    std::vector<std::string> labels;
    std::ranges::copy_if(m_labels, std::back_inserter(labels), [&](const std::string &label) {
        return own.contains(label) || (onlyMetrics && m_merged.matcherLabels.empty());
    });
    return labels;
}

/// Labels by which aggregations that would mix the members keep them apart.
void Merger::findInstanceLabels()
{
    m_merged.instanceLabels = m_labels;
    if (!m_labels.empty() || !m_metricsDiffer)
        return;
    promql::walk(m_rule.tree->root(), [&](const Expr &each) {
        const auto *aggregation = promql::as<promql::Aggregation>(&each);
        if (aggregation && !aggregation->without && varies(aggregation)) {
            for (const promql::Name &label : aggregation->labels) {
                const std::string name(label.value);
                if (namesProcess(name) &&
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
        const auto *aggregation = promql::as<promql::Aggregation>(&each);
        aggregates = aggregates || (aggregation && !aggregation->without && varies(&each));
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
    const std::vector<std::string> wanted = labelsOf(aggregation.expr);
    for (const std::string &label : wanted) {
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
        addLabels(aggregation.labels, wanted);
    }
}

/// `on ()` that has to name labels.
void Merger::fillMatching(const promql::BinaryExpr &binary, const std::vector<std::string> &wanted)
{
    const std::size_t from = binary.lhs->range.end;
    const std::string between = m_text.substr(from, binary.rhs->range.start - from);
    const std::size_t open = between.find('(');
    if (wanted.empty() || open == std::string::npos || between.find('#') < open)
        return;
    std::string list;
    for (const std::string &label : wanted)
        list += (list.empty() ? "" : ", ") + label;
    m_edits.push_back({{from + open + 1, from + open + 1}, std::move(list)});
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
        if (binary && binary->matching.written && binary->matching.on) {
            // A label that one side does not have would keep the sides from meeting.
            std::vector<std::string> both = labelsOf(binary->lhs);
            const std::vector<std::string> right = labelsOf(binary->rhs);
            std::erase_if(both, [&](const auto &label) { return std::ranges::find(right, label) == right.end(); });
            if (binary->matching.labels.empty())
                fillMatching(*binary, both);
            else
                addLabels(binary->matching.labels, both);
        }
        return true;
    });
}

/// Whether every series still has its name where it is selected, and keeps a label that it gets there.
bool Merger::canBeNamed(const Expr *expr, std::string_view label) const
{
    static const std::set<std::string_view> keeping = {
        "abs",  "ceil",  "floor", "round", "clamp", "clamp_min", "clamp_max", "ln",
        "log2", "log10", "exp",   "sqrt",  "sgn",   "sort",      "sort_desc", "histogram_quantile"};
    switch (expr->kind) {
    case promql::ExprKind::VectorSelector:
        return m_varying.contains(expr);
    case promql::ExprKind::ParenExpr:
    case promql::ExprKind::NumberLiteral:
    case promql::ExprKind::StringLiteral:
        break;
    case promql::ExprKind::BinaryExpr: {
        const auto &binary = static_cast<const promql::BinaryExpr &>(*expr);
        const auto &matching = binary.matching;
        const auto listed = [&](std::span<const promql::Name> labels) {
            return std::ranges::find(labels, label, &promql::Name::value) != labels.end();
        };
        if (listed(matching.labels) || listed(matching.include))
            return false;
        const bool left = varies(binary.lhs);
        const bool number =
            binary.lhs->type == promql::ValueType::Scalar || binary.rhs->type == promql::ValueType::Scalar;
        if (number || left == varies(binary.rhs))
            break;
        // Of two sides that meet by other labels, the one that has it has to be the one whose labels stay.
        const bool selects = promql::isSetOperator(binary.op) && binary.op != promql::BinaryOp::Or;
        const bool stays = left ? selects || matching.cardinality == promql::MatchCardinality::ManyToOne
                                : matching.cardinality == promql::MatchCardinality::OneToMany;
        return matching.on && stays && canBeNamed(left ? binary.lhs : binary.rhs, label);
    }
    case promql::ExprKind::Aggregation: {
        const auto &aggregation = static_cast<const promql::Aggregation &>(*expr);
        const bool empty = aggregation.grouped && !aggregation.without && aggregation.labels.empty();
        const bool listed =
            std::ranges::find(aggregation.labels, label, &promql::Name::value) != aggregation.labels.end();
        // Labels of matchers keep these members apart.
        if (empty || listed || !m_labels.empty())
            return false;
        break;
    }
    case promql::ExprKind::Call:
        if (!keeping.contains(static_cast<const promql::Call *>(expr)->name.value))
            return false;
        break;
    default:
        return false;
    }
    bool can = true;
    promql::forEachChild(*expr, [&](const Expr &child) { can = can && canBeNamed(&child, label); });
    return can;
}

/// A static label that names the member, carried by the series themselves: read from the metric's name. Only instant
/// selectors still have it.
void Merger::nameSeries()
{
    // The label whose values are the parts of the names.
    for (const Variation &label : m_family.varies) {
        if (!m_metricsDiffer || label.slot != Slot::Label || label.path == "name" ||
            !canBeNamed(m_rule.tree->root(), label.name))
            continue;
        const auto metric = std::ranges::find_if(m_family.varies, [&](const Variation &each) {
            return each.slot == Slot::Metric && placeValues(each, m_members) == placeValues(label, m_members);
        });
        if (metric == m_family.varies.end())
            continue;
        for (base::TextEdit &edit : m_edits) {
            const auto selector = std::ranges::find_if(
                m_varying, [&](const auto &each) { return each.first->range.start == edit.range.start; });
            if (selector == m_varying.end())
                continue;
            const auto &name = static_cast<const promql::VectorSelector *>(selector->first)->metric;
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
        m_merged.gained[label.name] = placeValues(label, m_members);
        m_merged.instanceLabels = {label.name};
        if (m_labels.empty())
            m_labels = {label.name};
        return;
    }
}

/// A static label that differs comes from a label of the series: where an operator keeps only those that its sides meet
/// by, it is kept beside them.
void Merger::keepThroughJoins()
{
    const bool needed = std::ranges::any_of(m_family.varies, [](const Variation &each) {
        return each.slot == Slot::Label && each.path != "name" && each.name != "severity";
    });
    const promql::Tree tree = promql::parse(m_merged.expr, m_rule.tree->dialect());
    if (!needed || m_labels.empty() || !tree.valid())
        return;
    const promql::LabelFlow flow(tree);
    const auto has = [&](const Expr &expr, const std::string &label) {
        return flow.of(expr).of(label).presence == promql::LabelPresence::Guaranteed;
    };
    const promql::BinaryExpr *join = nullptr;
    std::vector<std::string> kept;
    bool left = false;
    promql::walk(tree.root(), [&](const Expr &each) {
        const auto *binary = promql::as<promql::BinaryExpr>(&each);
        if (join || !binary || !binary->matching.on || promql::isSetOperator(binary->op) ||
            promql::isComparison(binary->op) || binary->matching.cardinality != promql::MatchCardinality::OneToOne)
            return !join;
        for (const std::string &label : m_labels) {
            const bool onLeft = has(*binary->lhs, label);
            if (onLeft == has(*binary->rhs, label) || (join && onLeft != left))
                continue;
            join = binary;
            left = onLeft;
            kept.push_back(label);
        }
        return !join;
    });
    if (!join)
        return;
    const std::size_t open = m_merged.expr.find('(', join->lhs->range.end);
    const std::size_t close = m_merged.expr.find(')', open);
    if (close == std::string::npos || close > join->rhs->range.start)
        return;
    std::string by;
    for (const promql::Name &label : join->matching.labels)
        (by += by.empty() ? "" : ", ") += label.value;
    for (const std::string &label : kept)
        (by += by.empty() ? "" : ", ") += label;
    const auto part = [&](std::size_t from, std::size_t to) { return m_merged.expr.substr(from, to - from); };
    // Each side has one series for these labels: the largest is the only one.
    const auto edits =
        promql::replaceExpr(tree, *join,
                            "max by (" + by + ") (" + part(join->range.start, close + 1) +
                                (left ? " group_left ()" : " group_right ()") + part(close + 1, join->range.end) + ')');
    const auto text = edits ? base::applyEdits(m_merged.expr, *edits) : base::applyEdits(m_merged.expr, {});
    if (text && promql::parse(*text, m_rule.tree->dialect()).valid())
        m_merged.expr = *text;
}

/// What a label that a matcher names says of each member.
void Merger::addKnown(const Variation &variation)
{
    std::vector<std::string> values;
    std::vector<std::string> conditions;
    for (const std::size_t member : m_members) {
        const auto [pattern, range] = saidIn(variation, m_family, member);
        const auto listed = selectedValues(m_family.members[member], range);
        values.push_back(listed && listed->size() == 1 ? listed->front() : std::string());
        std::string &condition = conditions.emplace_back();
        if (listed) {
            condition = "eq $labels." + variation.name;
            for (const std::string &value : *listed)
                condition += ' ' + promql::quote(value);
        } else if (!pattern.empty()) {
            condition = "match " + promql::quote("^(?:" + pattern + ")$") + " $labels." + variation.name;
        }
    }
    if (m_merged.gained.try_emplace(variation.name, std::move(values)).second)
        m_merged.conditions.emplace(variation.name, std::move(conditions));
}

MergedExpr Merger::merge()
{
    const Expr *root = m_rule.tree->root();
    m_merged.open = m_options.open;
    rewriteSelectors(root, true);
    m_merged.matcherLabels = m_labels;
    nameSeries();
    if (m_merged.instanceLabels.empty())
        findInstanceLabels();
    widen(root);
    if (m_options.open)
        m_merged.notes.push_back({"assumption",
                                  {TRANSLATABLE("Core", "The open pattern also takes what comes later, and "
                                                        "what matches it by chance."),
                                   {}}});
    m_merged.expr = base::applyEdits(m_text, m_edits).ok() ? *base::applyEdits(m_text, m_edits) : m_text;
    keepThroughJoins();
    // What the members' own series did not carry: labels that a matcher names are there already where nothing drops
    // them.
    for (const Variation &variation : m_family.varies) {
        if (variation.slot == Slot::Matcher && std::ranges::find(m_labels, variation.name) != m_labels.end())
            addKnown(variation);
    }
    const promql::Tree tree = promql::parse(m_merged.expr, m_rule.tree->dialect());
    const promql::LabelFlow flow(tree);
    const auto dropped = [&](const std::string &label) {
        return flow.of(*tree.root()).of(label).presence == promql::LabelPresence::Impossible;
    };
    // What an operator drops on the way up no alert has, and no template can ask for.
    std::erase_if(m_merged.gained, [&](const auto &each) { return dropped(each.first); });
    for (const auto &[label, values] : m_merged.gained) {
        if (std::ranges::any_of(values, &std::string::empty))
            continue;
        std::vector<std::string> &conditions = m_merged.conditions[label];
        conditions.clear();
        for (const std::string &value : values)
            conditions.push_back("eq $labels." + label + ' ' + promql::quote(value));
    }
    // Nor can a template ask for what it cannot name.
    std::erase_if(m_merged.conditions, [&](const auto &each) {
        return !promql::isLegacyLabelName(each.first) || dropped(each.first) ||
               std::ranges::any_of(each.second, &std::string::empty);
    });
    return std::move(m_merged);
}

} // namespace

MergedExpr mergeExpr(const Family &family, const std::vector<std::size_t> &members, const ProposalOptions &options)
{
    return Merger(family, members, options).merge();
}

} // namespace consolidation

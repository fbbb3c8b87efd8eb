// Labels flow from the selectors up. Each kind of node has a rule, taken from what Prometheus's engine does:
//   selector         everything may be there; matchers make labels guaranteed (`="x"`) or impossible (`=""`)
//   function         drops the name, except a few; label_replace, label_join, absent and histograms do more
//   aggregation      `by` keeps what it lists, `without` the rest, and neither the name; topk and the like keep all
//   operator         the side with more series gives the labels; one-to-one keeps the matching labels only, which are
//                    equal on both sides, so that either side's knowledge holds; group_left adds labels of the other
//                    side
//   and, unless, or  the left side, the left side, either side
#include "promql/labelflow.h"

#include "promql/functions.h"
#include "promql/regex.h"

#include <algorithm>
#include <array>

namespace promql {

namespace {

constexpr std::string_view flowNameLabel = "__name__";

LabelFact impossible(LabelReason reason, base::ByteRange place)
{
    LabelFact fact;
    fact.presence = LabelPresence::Impossible;
    fact.reason = reason;
    fact.place = place;
    return fact;
}

LabelSet noLabels(LabelReason reason, base::ByteRange place)
{
    LabelSet set;
    set.others = impossible(reason, place);
    return set;
}

void addSources(std::vector<const VectorSelector *> &sources, const std::vector<const VectorSelector *> &more)
{
    for (const VectorSelector *source : more) {
        if (std::ranges::find(sources, source) == sources.end())
            sources.push_back(source);
    }
}

/// Of a label that has the same value on both sides.
LabelFact equalOnBothSides(const LabelFact &left, const LabelFact &right)
{
    LabelFact fact = left;
    const bool rightKnowsMore = left.presence == LabelPresence::Possible && right.presence != LabelPresence::Possible;
    if (rightKnowsMore || (!left.value && right.value && left.presence == right.presence)) {
        fact = right;
        fact.sources = left.sources;
    }
    addSources(fact.sources, right.sources);
    return fact;
}

/// Of a label that is as on one side or as on the other.
LabelFact onEitherSide(const LabelFact &left, const LabelFact &right, base::ByteRange place)
{
    LabelFact fact = left;
    if (left.presence != right.presence) {
        fact.presence = LabelPresence::Possible;
        fact.reason = LabelReason::SetOperator;
        fact.place = place;
    }
    if (left.value != right.value)
        fact.value.reset();
    addSources(fact.sources, right.sources);
    return fact;
}

/// Calls `combine(label, left fact, right fact)` for every label that one of the sides names, and for the others.
template <class Combine> LabelSet combined(const LabelSet &left, const LabelSet &right, Combine &&combine)
{
    LabelSet result;
    for (const auto &[name, fact] : left.named)
        result.named[name] = combine(name, fact, right.of(name));
    for (const auto &[name, fact] : right.named) {
        if (!left.named.contains(name))
            result.named[name] = combine(name, left.others, fact);
    }
    result.others = combine(std::string_view(), left.others, right.others);
    return result;
}

const Expr *withoutParentheses(const Expr *expr)
{
    while (const auto *paren = as<ParenExpr>(expr))
        expr = paren->expr;
    return expr;
}

std::optional<std::string> literalArgument(const Call &call, std::size_t index)
{
    if (index >= call.arguments.size())
        return std::nullopt;
    const auto *literal = as<StringLiteral>(withoutParentheses(call.arguments[index]));
    return literal ? std::optional<std::string>(literal->value) : std::nullopt;
}

bool keepsName(std::string_view function)
{
    static constexpr std::array names = {std::string_view("first_over_time"), std::string_view("info"),
                                         std::string_view("label_join"),      std::string_view("label_replace"),
                                         std::string_view("last_over_time"),  std::string_view("sort"),
                                         std::string_view("sort_by_label"),   std::string_view("sort_by_label_desc"),
                                         std::string_view("sort_desc")};
    return std::ranges::binary_search(names, function);
}

class Flow
{
public:
    Flow(std::unordered_map<const Expr *, LabelSet> &sets, const RecordedLabels &recorded)
        : m_sets(sets), m_recorded(recorded)
    {}

    void visit(const Expr &expr)
    {
        if (const auto *last = as<BinaryExpr>(&expr)) {
            const LeftChain chain(*last);
            visit(*chain.first());
            for (const BinaryExpr *node : chain.operators()) {
                visit(*node->rhs);
                m_sets[node] = labelsOf(*node);
            }
            return;
        }
        forEachChild(expr, [this](const Expr &child) { visit(child); });
        m_sets[&expr] = labelsOf(expr);
    }

private:
    const LabelSet &of(const Expr *expr) { return m_sets.at(expr); }

    LabelSet labelsOf(const Expr &expr)
    {
        switch (expr.kind) {
        case ExprKind::VectorSelector:
            return ofSelector(static_cast<const VectorSelector &>(expr));
        case ExprKind::MatrixSelector:
            return of(static_cast<const MatrixSelector &>(expr).selector);
        case ExprKind::Subquery:
            return of(static_cast<const Subquery &>(expr).expr);
        case ExprKind::ParenExpr:
            return of(static_cast<const ParenExpr &>(expr).expr);
        case ExprKind::UnaryExpr: {
            const auto &node = static_cast<const UnaryExpr &>(expr);
            LabelSet set = of(node.expr);
            if (node.negative)
                dropName(set, expr.range);
            return set;
        }
        case ExprKind::Call:
            return ofCall(static_cast<const Call &>(expr));
        case ExprKind::Aggregation:
            return ofAggregation(static_cast<const Aggregation &>(expr));
        case ExprKind::BinaryExpr:
            return ofBinary(static_cast<const BinaryExpr &>(expr));
        case ExprKind::NumberLiteral:
        case ExprKind::StringLiteral:
            return noLabels(LabelReason::NoSeries, expr.range);
        case ExprKind::Error:
            break;
        }
        return {};
    }

    static void dropName(LabelSet &set, base::ByteRange place)
    {
        const LabelFact &name = set.of(flowNameLabel);
        if (name.presence != LabelPresence::Impossible)
            set.named[std::string(flowNameLabel)] = impossible(LabelReason::NameDropped, place);
    }

    LabelSet ofSelector(const VectorSelector &selector)
    {
        std::optional<LabelSet> recorded = m_recorded ? m_recorded(selector) : std::nullopt;
        LabelSet set = recorded ? std::move(*recorded) : LabelSet{};
        set.others.sources = {&selector};
        for (auto &[label, fact] : set.named)
            fact.sources = {&selector};
        LabelFact &name = set.named[std::string(flowNameLabel)];
        name.presence = LabelPresence::Guaranteed;
        name.sources = {&selector};
        if (!selector.metric.value.empty()) {
            name.reason = LabelReason::Matcher;
            name.place = selector.metric.range;
            name.value = std::string(selector.metric.value);
        }
        for (const LabelMatcher &matcher : selector.matchers)
            apply(matcher, selector, set);
        return set;
    }

    static void apply(const LabelMatcher &matcher, const VectorSelector &selector, LabelSet &set)
    {
        std::optional<std::string> value;
        bool allowsEmpty = false;
        bool allowsOthers = true;
        switch (matcher.op) {
        case MatchOp::Equal:
            value = std::string(matcher.value);
            allowsEmpty = matcher.value.empty();
            allowsOthers = !allowsEmpty;
            break;
        case MatchOp::NotEqual:
            allowsEmpty = !matcher.value.empty();
            break;
        case MatchOp::RegexMatch: {
            const std::optional<std::vector<std::string>> alternatives = regexAlternatives(matcher.value);
            allowsEmpty = judgeRegex(matcher.value).matchesEmpty;
            if (alternatives && alternatives->size() == 1)
                value = alternatives->front();
            allowsOthers = !value || !value->empty();
            break;
        }
        case MatchOp::RegexNoMatch:
            allowsEmpty = !judgeRegex(matcher.value).matchesEmpty;
            // Only a label that is not there escapes this one.
            allowsOthers = matcher.value != ".+";
            break;
        }
        LabelFact fact = set.of(matcher.name);
        const LabelPresence before = fact.presence;
        if (!allowsOthers)
            fact.presence = LabelPresence::Impossible;
        else if (!allowsEmpty)
            fact.presence = LabelPresence::Guaranteed;
        else
            return;
        const bool contradicts = (before == LabelPresence::Guaranteed && fact.presence == LabelPresence::Impossible) ||
                                 (before == LabelPresence::Impossible && fact.presence == LabelPresence::Guaranteed) ||
                                 (fact.value && value && fact.value != value);
        set.never = set.never || contradicts;
        fact.reason = LabelReason::Matcher;
        fact.place = matcher.range;
        fact.sources = {&selector};
        if (fact.presence == LabelPresence::Impossible)
            fact.value.reset();
        else if (value)
            fact.value = std::move(value);
        set.named[std::string(matcher.name)] = std::move(fact);
    }

    LabelSet ofCall(const Call &call)
    {
        const std::string_view name = call.name.value;
        if (call.type == ValueType::Scalar || name == "vector" || call.arguments.empty())
            return noLabels(LabelReason::NoSeries, call.range);
        if (name == "absent" || name == "absent_over_time")
            return ofAbsent(call);
        const Expr *vector = nullptr;
        for (const Expr *argument : call.arguments) {
            if (!vector && (argument->type == ValueType::InstantVector || argument->type == ValueType::RangeVector))
                vector = argument;
        }
        LabelSet set = vector ? of(vector) : LabelSet{};
        if (name == "label_replace") {
            applyLabelReplace(call, set);
        } else if (name == "label_join") {
            applyLabelJoin(call, set);
        } else if (name == "info") {
            set.others.presence = LabelPresence::Possible;
            set.others.reason = LabelReason::Info;
            set.others.place = call.range;
        } else if (name == "histogram_quantile" || name == "histogram_fraction" || name == "histogram_quantiles") {
            set.named["le"] = impossible(LabelReason::Histogram, call.range);
            if (const std::optional<std::string> label = literalArgument(call, 1);
                label && name == "histogram_quantiles")
                set.named[*label] = {
                    LabelPresence::Guaranteed, LabelReason::Histogram, call.arguments[1]->range, {}, {}};
        }
        if (!keepsName(name))
            dropName(set, call.name.range);
        return set;
    }

    static LabelSet ofAbsent(const Call &call)
    {
        LabelSet set = noLabels(LabelReason::Absent, call.range);
        const Expr *argument = withoutParentheses(call.arguments.front());
        const auto *matrix = as<MatrixSelector>(argument);
        const auto *selector = matrix ? matrix->selector : as<VectorSelector>(argument);
        if (!selector)
            return set;
        std::vector<std::string_view> seen;
        for (const LabelMatcher &matcher : selector->matchers) {
            if (matcher.name == flowNameLabel)
                continue;
            const bool first = std::ranges::find(seen, matcher.name) == seen.end();
            // A label that is matched twice, or otherwise than by `=`, has no single value to tell.
            if (matcher.op == MatchOp::Equal && first && !matcher.value.empty())
                set.named[std::string(matcher.name)] = {
                    LabelPresence::Guaranteed, LabelReason::Absent, matcher.range, std::string(matcher.value), {}};
            else
                set.named.erase(std::string(matcher.name));
            seen.push_back(matcher.name);
        }
        return set;
    }

    static void applyLabelReplace(const Call &call, LabelSet &set)
    {
        const std::optional<std::string> target = literalArgument(call, 1);
        const std::optional<std::string> replacement = literalArgument(call, 2);
        const std::optional<std::string> source = literalArgument(call, 3);
        const std::optional<std::string> pattern = literalArgument(call, 4);
        if (!target || !replacement || !source || !pattern)
            return;
        const LabelFact before = set.of(*target);
        const LabelFact &from = set.of(*source);
        const Regex regex(*pattern);
        const bool noSource = source->empty() || from.presence == LabelPresence::Impossible;
        const bool always = *pattern == ".*" || *pattern == "(.*)" || (noSource && regex.matches("")) ||
                            (from.value && from.presence == LabelPresence::Guaranteed && regex.matches(*from.value));
        const bool neverApplies =
            noSource ? !regex.matches("")
                     : from.value && from.presence == LabelPresence::Guaranteed && !regex.matches(*from.value);
        if (neverApplies)
            return;
        LabelFact after;
        after.reason = LabelReason::LabelReplace;
        after.place = call.arguments[1]->range;
        const bool constant = replacement->find('$') == std::string::npos;
        if (constant) {
            after.presence = replacement->empty() ? LabelPresence::Impossible : LabelPresence::Guaranteed;
            if (!replacement->empty())
                after.value = *replacement;
        } else if (*replacement == "$1" && (*pattern == "(.*)" || *pattern == "(.+)")) {
            // The value is copied.
            after.presence = *pattern == "(.+)" ? LabelPresence::Guaranteed : from.presence;
            after.value = from.value;
        }
        if (!always) {
            if (after.presence != before.presence)
                after.presence = LabelPresence::Possible;
            if (after.value != before.value)
                after.value.reset();
            after.sources = before.sources;
        }
        set.named[*target] = std::move(after);
    }

    static void applyLabelJoin(const Call &call, LabelSet &set)
    {
        const std::optional<std::string> target = literalArgument(call, 1);
        const std::optional<std::string> separator = literalArgument(call, 2);
        if (!target || !separator)
            return;
        LabelFact fact = impossible(LabelReason::LabelJoin, call.arguments[1]->range);
        const std::size_t sources = call.arguments.size() - 3;
        std::optional<std::string> value = std::string();
        if (sources > 1 && !separator->empty())
            fact.presence = LabelPresence::Guaranteed;
        for (std::size_t i = 3; i < call.arguments.size(); ++i) {
            const std::optional<std::string> source = literalArgument(call, i);
            const LabelFact &from = source ? set.of(*source) : set.others;
            fact.presence = std::max(fact.presence, from.presence);
            if (i > 3 && value)
                *value += *separator;
            if (from.presence == LabelPresence::Guaranteed && from.value && value)
                *value += *from.value;
            else if (from.presence != LabelPresence::Impossible)
                value.reset();
        }
        if (fact.presence == LabelPresence::Guaranteed)
            fact.value = std::move(value);
        set.named[*target] = std::move(fact);
    }

    LabelSet ofAggregation(const Aggregation &node)
    {
        const LabelSet &inner = of(node.expr);
        const bool selects = node.op == AggregateOp::Topk || node.op == AggregateOp::Bottomk ||
                             node.op == AggregateOp::Limitk || node.op == AggregateOp::LimitRatio;
        if (selects)
            return inner;
        LabelSet set;
        if (node.without) {
            set = inner;
            for (const Name &label : node.labels)
                set.named[std::string(label.value)] = impossible(LabelReason::Aggregation, label.range);
            dropName(set, node.opRange);
        } else {
            set = noLabels(LabelReason::Aggregation, node.opRange);
            set.never = inner.never;
            for (const Name &label : node.labels) {
                LabelFact fact = inner.of(label.value);
                if (fact.presence == LabelPresence::Possible && fact.reason == LabelReason::Series) {
                    fact.reason = LabelReason::Aggregation;
                    fact.place = label.range;
                }
                set.named[std::string(label.value)] = std::move(fact);
            }
        }
        const auto *label =
            node.op == AggregateOp::CountValues ? as<StringLiteral>(withoutParentheses(node.parameter)) : nullptr;
        if (label)
            set.named[std::string(label->value)] = {
                LabelPresence::Guaranteed, LabelReason::CountValues, label->range, {}, {}};
        return set;
    }

    LabelSet ofBinary(const BinaryExpr &node)
    {
        const bool leftScalar = node.lhs->type == ValueType::Scalar;
        const bool rightScalar = node.rhs->type == ValueType::Scalar;
        if (leftScalar && rightScalar)
            return noLabels(LabelReason::NoSeries, node.range);
        // atan2 does not, unlike the rest of arithmetic.
        const bool namesDropped = node.op <= BinaryOp::Pow;
        LabelSet set;
        if (leftScalar || rightScalar)
            set = of(leftScalar ? node.rhs : node.lhs);
        else if (isSetOperator(node.op))
            return ofSetOperator(node);
        else
            set = ofVectors(node);
        if (namesDropped || node.returnBool)
            dropName(set, node.opRange);
        return set;
    }

    /// Whether series of both sides must agree on the label to meet.
    static bool isMatched(const VectorMatching &matching, std::string_view label)
    {
        if (label == flowNameLabel && !matching.on)
            return false;
        const bool listed =
            std::ranges::any_of(matching.labels, [label](const Name &name) { return name.value == label; });
        return matching.on ? listed : !listed;
    }

    LabelSet ofSetOperator(const BinaryExpr &node)
    {
        const LabelSet &left = of(node.lhs);
        const LabelSet &right = of(node.rhs);
        if (node.op == BinaryOp::Unless)
            return left;
        if (node.op == BinaryOp::Or) {
            LabelSet set = combined(left, right, [&node](std::string_view, const LabelFact &a, const LabelFact &b) {
                return onEitherSide(a, b, node.opRange);
            });
            set.never = left.never && right.never;
            return set;
        }
        LabelSet set = combined(left, right, [&node](std::string_view label, const LabelFact &a, const LabelFact &b) {
            const bool matched = label.empty() ? !node.matching.on : isMatched(node.matching, label);
            if (!matched)
                return a;
            LabelFact fact = equalOnBothSides(a, b);
            fact.sources = a.sources;
            return fact;
        });
        for (const Name &label : node.matching.labels) {
            if (set.named.contains(label.value))
                continue;
            LabelFact fact = left.of(label.value);
            if (node.matching.on) {
                fact = equalOnBothSides(fact, right.of(label.value));
                fact.sources = left.of(label.value).sources;
            }
            set.named[std::string(label.value)] = std::move(fact);
        }
        set.never = left.never || right.never;
        return set;
    }

    LabelSet ofVectors(const BinaryExpr &node)
    {
        const VectorMatching &matching = node.matching;
        const bool rightGives = matching.cardinality == MatchCardinality::OneToMany;
        const LabelSet &many = of(rightGives ? node.rhs : node.lhs);
        const LabelSet &one = of(rightGives ? node.lhs : node.rhs);
        const bool oneToOne = matching.cardinality == MatchCardinality::OneToOne;
        LabelSet set = combined(many, one, [&](std::string_view label, const LabelFact &a, const LabelFact &b) {
            const bool matched = label.empty() ? !matching.on : isMatched(matching, label);
            if (matched)
                return equalOnBothSides(a, b);
            const bool kept = !oneToOne || (label == flowNameLabel && !matching.on);
            return kept ? a : impossible(LabelReason::Matching, matching.range.empty() ? node.opRange : matching.range);
        });
        for (const Name &label : matching.labels) {
            if (set.named.contains(label.value))
                continue;
            set.named[std::string(label.value)] = matching.on
                                                      ? equalOnBothSides(many.of(label.value), one.of(label.value))
                                                  : oneToOne ? impossible(LabelReason::Matching, label.range)
                                                             : many.of(label.value);
        }
        for (const Name &label : matching.include) {
            LabelFact fact = one.of(label.value);
            fact.reason = fact.presence == LabelPresence::Impossible ? LabelReason::NotIncluded : LabelReason::Included;
            fact.place = label.range;
            set.named[std::string(label.value)] = std::move(fact);
        }
        set.never = many.never || one.never;
        if (matching.hasFillLeft || matching.hasFillRight)
            weakenFilled(node, set);
        return set;
    }

    /// A filled side has the matching labels only.
    static void weakenFilled(const BinaryExpr &node, LabelSet &set)
    {
        set.never = false;
        for (auto &[label, fact] : set.named) {
            if (isMatched(node.matching, label) || fact.presence != LabelPresence::Guaranteed)
                continue;
            fact.presence = LabelPresence::Possible;
            fact.reason = LabelReason::Fill;
            fact.place = node.matching.range;
            fact.value.reset();
        }
    }

    std::unordered_map<const Expr *, LabelSet> &m_sets;
    const RecordedLabels &m_recorded;
};

} // namespace

const LabelFact &LabelSet::of(std::string_view label) const
{
    const auto found = named.find(label);
    return found == named.end() ? others : found->second;
}

LabelFlow::LabelFlow(const Tree &tree, const RecordedLabels &recorded)
{
    // Each operator of a chain knows the sources of all before it: sets grow with the square of the length.
    constexpr std::size_t mostNodes = 5000;
    std::size_t nodes = 0;
    walk(tree.root(), [&nodes](const Expr &) { return ++nodes <= mostNodes; });
    if (nodes <= mostNodes)
        Flow(m_sets, recorded).visit(*tree.root());
}

const LabelSet &LabelFlow::of(const Expr &expr) const
{
    static const LabelSet unknown;
    const auto found = m_sets.find(&expr);
    return found == m_sets.end() ? unknown : found->second;
}

base::Text labelReasonText(const LabelFact &fact)
{
    switch (fact.reason) {
    case LabelReason::Series:
        return {TRANSLATABLE("Core", "The series may have it.")};
    case LabelReason::Matcher:
        return {TRANSLATABLE("Core", "A matcher decides it.")};
    case LabelReason::Rule:
        return {TRANSLATABLE("Core", "The recording rule decides it.")};
    case LabelReason::Aggregation:
        return fact.presence == LabelPresence::Impossible
                   ? base::Text(TRANSLATABLE("Core", "The aggregation drops it."))
                   : base::Text(TRANSLATABLE("Core", "The aggregation keeps it."));
    case LabelReason::Matching:
        return {TRANSLATABLE("Core", "Vector matching drops it: it is not among the matching labels.")};
    case LabelReason::Included:
        return {TRANSLATABLE("Core", "The group modifier takes it from the other side.")};
    case LabelReason::NotIncluded:
        return {TRANSLATABLE("Core", "The group modifier takes it from the other side, which does not have it.")};
    case LabelReason::NameDropped:
        return {TRANSLATABLE("Core", "The metric name is dropped here.")};
    case LabelReason::LabelReplace:
        return {TRANSLATABLE("Core", "label_replace() sets it.")};
    case LabelReason::LabelJoin:
        return {TRANSLATABLE("Core", "label_join() sets it.")};
    case LabelReason::CountValues:
        return {TRANSLATABLE("Core", "count_values sets it.")};
    case LabelReason::Absent:
        return fact.presence == LabelPresence::Impossible
                   ? base::Text(TRANSLATABLE("Core", "absent() only has labels that are matched by equality."))
                   : base::Text(TRANSLATABLE("Core", "absent() takes it from the matcher."));
    case LabelReason::NoSeries:
        return {TRANSLATABLE("Core", "This value has no labels.")};
    case LabelReason::SetOperator:
        return {TRANSLATABLE("Core", "Only one side of the set operator has it.")};
    case LabelReason::Histogram:
        return fact.presence == LabelPresence::Impossible
                   ? base::Text(TRANSLATABLE("Core", "The histogram function drops it."))
                   : base::Text(TRANSLATABLE("Core", "The histogram function sets it."));
    case LabelReason::Info:
        return {TRANSLATABLE("Core", "info() may add it.")};
    case LabelReason::Fill:
        return {TRANSLATABLE("Core", "A filled-in series does not have it.")};
    }
    return {};
}

} // namespace promql

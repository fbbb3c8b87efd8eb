#include "consolidation/sameform.h"

#include "consolidation/ruleshape.h"
#include "consolidation/structure.h"
#include "promql/functions.h"
#include "promql/labelflow.h"
#include "promql/literals.h"
#include "promql/printer.h"
#include "promql/printerparts.h"
#include "promql/regex.h"
#include "promql/threshold.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace consolidation {

namespace {

using promql::BinaryExpr;
using promql::Expr;
using promql::VectorSelector;

/// Recording rules that read each other in a circle end somewhere.
constexpr int deepestRecording = 8;

/// An expression, and what stands around it where recording rules are read.
struct Form
{
    const Expr *expr = nullptr;
    /// Labels of matchers in the selectors that read the recording rule around it.
    std::set<std::string> filtered;
    /// Offsets and the like of these selectors and of subqueries.
    std::multiset<std::string> modifiers;
    int depth = 0;

    [[nodiscard]] Form with(const Expr *part) const
    {
        Form form = *this;
        form.expr = part;
        return form;
    }
};

struct Difference
{
    std::string before;
    std::string after;
};

std::set<std::string> labelNamesOf(std::span<const promql::Name> labels)
{
    std::set<std::string> names;
    for (const promql::Name &label : labels)
        names.emplace(label.value);
    return names;
}

std::string textOfSelector(const VectorSelector &selector)
{
    std::string text;
    promql::appendSelector(text, selector);
    return text;
}

std::string headOf(const promql::Aggregation &aggregation)
{
    std::string text;
    promql::appendAggregationHead(text, aggregation);
    return text;
}

std::string operatorOf(const BinaryExpr &binary)
{
    std::string text;
    promql::appendOperator(text, binary);
    return text;
}

void addModifiers(const promql::Modifiers &modifiers, Form &form)
{
    if (modifiers.offset && (modifiers.offset->op != promql::DurationOp::Literal || modifiers.offset->seconds != 0)) {
        std::string text = "offset ";
        promql::appendDuration(text, *modifiers.offset);
        form.modifiers.insert(std::move(text));
    }
    if (modifiers.at != promql::AtKind::None)
        form.modifiers.insert(modifiers.at == promql::AtKind::Start ? "@ start()"
                              : modifiers.at == promql::AtKind::End ? "@ end()"
                                                                    : "@ " + promql::formatNumber(modifiers.atSeconds));
    if (modifiers.anchored)
        form.modifiers.insert("anchored");
    if (modifiers.smoothed)
        form.modifiers.insert("smoothed");
}

std::string rangeText(const promql::DurationExpr *window, const promql::DurationExpr *step, bool subquery)
{
    std::string text = "[";
    if (window)
        promql::appendDuration(text, *window);
    if (subquery)
        text += ':';
    if (step)
        promql::appendDuration(text, *step);
    return text + ']';
}

const Expr *unwrapped(const Expr *expr)
{
    for (;;) {
        const auto *call = promql::as<promql::Call>(expr);
        if (const auto *paren = promql::as<promql::ParenExpr>(expr))
            expr = paren->expr;
        // These change labels only, which are compared as they are.
        else if (call && (call->name.value == "label_replace" || call->name.value == "label_join") &&
                 !call->arguments.empty())
            expr = call->arguments.front();
        else
            return expr;
    }
}

/// Whether each series is compared with the threshold of its own member as the member did.
std::optional<Difference> thresholdDifference(const promql::Tree &was, const promql::Tree &is,
                                              const std::set<std::string> &told)
{
    const auto own = promql::threshold(was);
    const auto *compares = promql::as<BinaryExpr>(unwrapped(is.root()));
    const auto tells = [&](const promql::Name &label) { return told.contains(std::string(label.value)); };
    if (own && compares && own->op == compares->op && !compares->returnBool && compares->matching.on &&
        compares->matching.cardinality == promql::MatchCardinality::ManyToOne &&
        std::ranges::all_of(compares->matching.labels, tells))
        return std::nullopt;
    return Difference{own ? std::string(promql::operatorText(own->op)) + ' ' + promql::formatNumber(own->value)
                          : promql::print(was.root()),
                      compares ? operatorOf(*compares) : promql::print(is.root())};
}

using LabelValues = std::map<std::string, std::vector<std::string>>;

/// The labels of which all values are known.
LabelValues labelValuesOf(const Expr *expr)
{
    LabelValues all;
    const promql::Tree tree = promql::parse(promql::print(expr));
    const promql::LabelFlow flow(tree);
    for (const auto &[name, fact] : flow.of(*tree.root()).named) {
        if (name == "__name__" || fact.presence != promql::LabelPresence::Guaranteed)
            continue;
        if (fact.value) {
            all[name] = {*fact.value};
            continue;
        }
        if (fact.sources.size() != 1)
            continue;
        for (const promql::LabelMatcher &matcher : fact.sources.front()->matchers) {
            if (matcher.name != name || matcher.op != promql::MatchOp::RegexMatch)
                continue;
            if (auto listed = promql::regexAlternatives(matcher.value))
                all[name] = std::move(*listed);
        }
    }
    return all;
}

bool apart(const LabelValues &one, const LabelValues &other)
{
    return std::ranges::any_of(one, [&](const auto &label) {
        const auto found = other.find(label.first);
        return found != other.end() && std::ranges::none_of(label.second, [&](const std::string &value) {
                   return std::ranges::find(found->second, value) != found->second.end();
               });
    });
}

/// What the members ask of the labels that tell them apart.
std::set<std::string> valuesOf(const Family &family, const Takeover &takeover)
{
    std::set<std::string> all;
    const auto add = [&](const std::string &value) {
        const auto listed = promql::regexAlternatives(value);
        all.insert(value);
        if (listed)
            all.insert(listed->begin(), listed->end());
    };
    for (const auto &[label, values] : takeover.gained)
        std::ranges::for_each(values, add);
    for (const Variation &variation : family.varies)
        std::ranges::for_each(variation.values, add);
    return all;
}

/// Holds two expressions against each other, node by node.
class FormComparer
{
public:
    FormComparer(std::span<const backtest::RecordingRule> recordings, std::set<std::string> told,
                 std::optional<std::set<std::string>> values)
        : m_recordings(recordings), m_told(std::move(told)), m_values(std::move(values))
    {}

    /// `condition`: numbers and operators of comparisons with constants are compared elsewhere.
    [[nodiscard]] std::optional<Difference> differenceOf(Form was, Form is, bool condition) const;
    /// Alternatives that stand beside those of the members compared so far, and are none of theirs.
    [[nodiscard]] std::vector<std::string> otherAlternatives() const;

private:
    [[nodiscard]] Form read(Form form) const;
    [[nodiscard]] bool asksForNothingElse(const promql::LabelMatcher &matcher) const;
    [[nodiscard]] bool asksAlike(const VectorSelector &old, const VectorSelector &now, const Form &around) const;
    [[nodiscard]] std::optional<Difference> ofSelectors(const VectorSelector &was, const VectorSelector &is,
                                                        Form around, Form aroundNow) const;
    [[nodiscard]] bool isOneOf(const Form &was, const Form &either, bool condition) const;
    [[nodiscard]] std::optional<Difference> ofBinaries(const Form &was, const Form &is, bool condition) const;
    [[nodiscard]] bool groupsAlike(const promql::Aggregation &was, const promql::Aggregation &is) const;
    [[nodiscard]] bool meetsAlike(const promql::VectorMatching &was, const promql::VectorMatching &is) const;
    /// Nothing of `was` gone, and nothing come but labels that tell the members apart.
    [[nodiscard]] bool keeps(const std::set<std::string> &was, const std::set<std::string> &is) const
    {
        return std::ranges::includes(is, was) && std::ranges::all_of(is, [&](const std::string &label) {
                   return was.contains(label) || m_told.contains(label);
               });
    }

    std::span<const backtest::RecordingRule> m_recordings;
    std::set<std::string> m_told;
    /// What the labels that tell the members apart may be asked for, where no data shows what else is selected.
    std::optional<std::set<std::string>> m_values;
    /// Those of the new rule that a member was one of, and whether it was this one.
    mutable std::map<const Expr *, bool> m_alternatives;
    /// Those that could take the place of another.
    mutable std::set<std::string> m_hiding;
};

/// What a recording rule records, in the place of the selector that reads it.
Form FormComparer::read(Form form) const
{
    for (;;) {
        form.expr = unwrapped(form.expr);
        const auto *selector = promql::as<VectorSelector>(form.expr);
        const auto recorded =
            !selector || selector->metric.value.empty() || form.depth == deepestRecording
                ? m_recordings.end()
                : std::ranges::find(m_recordings, selector->metric.value, &backtest::RecordingRule::name);
        if (recorded == m_recordings.end())
            return form;
        for (const promql::LabelMatcher &matcher : selector->matchers)
            form.filtered.emplace(matcher.name);
        addModifiers(selector->modifiers, form);
        ++form.depth;
        form.expr = recorded->tree->root();
    }
}

bool FormComparer::asksForNothingElse(const promql::LabelMatcher &matcher) const
{
    if (matcher.op == promql::MatchOp::Equal)
        return m_values->contains(std::string(matcher.value));
    const auto listed =
        matcher.op == promql::MatchOp::RegexMatch ? promql::regexAlternatives(matcher.value) : std::nullopt;
    return listed && std::ranges::all_of(*listed, [&](const auto &value) { return m_values->contains(value); });
}

/// Whether the new selector asks for the old series as the old one did: no matcher gone, none wider but for labels that
/// tell the members apart.
bool FormComparer::asksAlike(const VectorSelector &old, const VectorSelector &now, const Form &around) const
{
    if (containment(old, now) == Containment::NotContained)
        return false;
    return std::ranges::all_of(old.matchers, [&](const promql::LabelMatcher &matcher) {
        const std::string label(matcher.name);
        if (around.filtered.contains(label))
            return true;
        return std::ranges::any_of(now.matchers, [&](const promql::LabelMatcher &each) {
            return each.name == matcher.name && ((each.op == matcher.op && each.value == matcher.value) ||
                                                 (m_told.contains(label) && (!m_values || asksForNothingElse(each))));
        });
    });
}

std::optional<Difference> FormComparer::ofSelectors(const VectorSelector &was, const VectorSelector &is, Form around,
                                                    Form aroundNow) const
{
    if (!asksAlike(was, is, aroundNow))
        return Difference{textOfSelector(was), textOfSelector(is)};
    addModifiers(was.modifiers, around);
    addModifiers(is.modifiers, aroundNow);
    if (around.modifiers == aroundNow.modifiers)
        return std::nullopt;
    const auto textOf = [](const VectorSelector &selector, const std::multiset<std::string> &modifiers) {
        std::string text = textOfSelector(selector);
        for (const std::string &each : modifiers)
            text += ' ' + each;
        return text;
    };
    return Difference{textOf(was, around.modifiers), textOf(is, aroundNow.modifiers)};
}

bool FormComparer::groupsAlike(const promql::Aggregation &was, const promql::Aggregation &is) const
{
    if (was.without != is.without)
        return false;
    // What `without` no longer lists is kept.
    return was.without ? keeps(labelNamesOf(is.labels), labelNamesOf(was.labels))
                       : keeps(labelNamesOf(was.labels), labelNamesOf(is.labels));
}

bool FormComparer::meetsAlike(const promql::VectorMatching &was, const promql::VectorMatching &is) const
{
    const bool on = was.written && was.on;
    if (on != (is.written && is.on) || was.cardinality != is.cardinality || was.hasFillLeft != is.hasFillLeft ||
        was.hasFillRight != is.hasFillRight || was.fillLeft != is.fillLeft || was.fillRight != is.fillRight)
        return false;
    return keeps(labelNamesOf(was.include), labelNamesOf(is.include)) &&
           (on ? keeps(labelNamesOf(was.labels), labelNamesOf(is.labels))
               : keeps(labelNamesOf(is.labels), labelNamesOf(was.labels)));
}

std::optional<Difference> FormComparer::ofBinaries(const Form &was, const Form &is, bool condition) const
{
    const auto *before = promql::as<BinaryExpr>(was.expr);
    const auto *after = promql::as<BinaryExpr>(is.expr);
    if (before->op != after->op || before->returnBool != after->returnBool ||
        !meetsAlike(before->matching, after->matching))
        return Difference{operatorOf(*before), operatorOf(*after)};
    condition = condition && promql::isSetOperator(before->op);
    auto found = differenceOf(was.with(before->lhs), is.with(after->lhs), condition);
    if (!found)
        found = differenceOf(was.with(before->rhs), is.with(after->rhs), condition);
    const bool commutes = (before->op == promql::BinaryOp::Add || before->op == promql::BinaryOp::Mul) &&
                          before->matching.cardinality == promql::MatchCardinality::OneToOne;
    if (found && commutes && !differenceOf(was.with(before->lhs), is.with(after->rhs), false) &&
        !differenceOf(was.with(before->rhs), is.with(after->lhs), false))
        return std::nullopt;
    return found;
}

/// Whether a member has become one alternative of the new rule, and no other can take its place: each has another value
/// of some label.
bool FormComparer::isOneOf(const Form &was, const Form &either, bool condition) const
{
    std::vector<const Expr *> alternatives;
    std::vector<const Expr *> left = {either.expr};
    while (!left.empty()) {
        const Expr *expr = left.back();
        left.pop_back();
        while (const auto *paren = promql::as<promql::ParenExpr>(expr))
            expr = paren->expr;
        const auto *binary = promql::as<BinaryExpr>(expr);
        if (!binary || binary->op != promql::BinaryOp::Or) {
            alternatives.push_back(expr);
            continue;
        }
        if (binary->matching.written)
            return false;
        left.push_back(binary->rhs);
        left.push_back(binary->lhs);
    }
    const Expr *own = nullptr;
    for (const Expr *each : alternatives) {
        if (!own && !differenceOf(was, either.with(each), condition))
            own = each;
    }
    if (!own)
        return false;
    const LabelValues ownValues = labelValuesOf(own);
    for (const Expr *each : alternatives) {
        m_alternatives[each] = m_alternatives[each] || each == own;
        if (each != own && !apart(ownValues, labelValuesOf(each)))
            m_hiding.insert(promql::print(each));
    }
    return true;
}

std::vector<std::string> FormComparer::otherAlternatives() const
{
    std::set<std::string> all = m_hiding;
    for (const auto &[expr, members] : m_alternatives) {
        if (!members)
            all.insert(promql::print(expr));
    }
    return {all.begin(), all.end()};
}

std::optional<Difference> FormComparer::differenceOf(Form was, Form is, bool condition) const
{
    was.expr = unwrapped(was.expr);
    is.expr = unwrapped(is.expr);
    const auto *oneSelector = promql::as<VectorSelector>(was.expr);
    const auto *otherSelector = promql::as<VectorSelector>(is.expr);
    if (oneSelector && otherSelector && oneSelector->metric.value == otherSelector->metric.value)
        return ofSelectors(*oneSelector, *otherSelector, was, is);
    was = read(std::move(was));
    is = read(std::move(is));
    if (condition) {
        const auto compared = [this](Form form) {
            const auto *binary = promql::as<BinaryExpr>(form.expr);
            if (!binary || !promql::isComparison(binary->op))
                return form;
            const bool left = promql::constantValue(binary->lhs).has_value();
            if (!left && !promql::constantValue(binary->rhs))
                return form;
            return read(form.with(left ? binary->rhs : binary->lhs));
        };
        was = compared(std::move(was));
        is = compared(std::move(is));
    }
    const auto oneNumber = promql::constantValue(was.expr);
    const auto otherNumber = promql::constantValue(is.expr);
    const auto whole = [&] { return Difference{promql::print(was.expr), promql::print(is.expr)}; };
    if (oneNumber && otherNumber)
        return *oneNumber == *otherNumber ? std::nullopt : std::optional(whole());
    if (const auto *either = promql::as<BinaryExpr>(is.expr); either && either->op == promql::BinaryOp::Or) {
        const auto *both = promql::as<BinaryExpr>(was.expr);
        const bool joined = both && both->op == promql::BinaryOp::Or;
        auto found = joined ? ofBinaries(was, is, condition) : std::optional(whole());
        if (found && isOneOf(was, is, condition))
            return std::nullopt;
        return found;
    }
    if (was.expr->kind != is.expr->kind)
        return whole();
    switch (was.expr->kind) {
    case promql::ExprKind::StringLiteral:
        return promql::as<promql::StringLiteral>(was.expr)->value == promql::as<promql::StringLiteral>(is.expr)->value
                   ? std::nullopt
                   : std::optional(whole());
    case promql::ExprKind::VectorSelector:
        return ofSelectors(*promql::as<VectorSelector>(was.expr), *promql::as<VectorSelector>(is.expr), was, is);
    case promql::ExprKind::MatrixSelector: {
        const auto *one = promql::as<promql::MatrixSelector>(was.expr);
        const auto *other = promql::as<promql::MatrixSelector>(is.expr);
        const std::string before = rangeText(one->window, nullptr, false);
        const std::string after = rangeText(other->window, nullptr, false);
        if (before != after)
            return Difference{before, after};
        addModifiers(one->modifiers, was);
        addModifiers(other->modifiers, is);
        return differenceOf(was.with(one->selector), is.with(other->selector), false);
    }
    case promql::ExprKind::Subquery: {
        const auto *one = promql::as<promql::Subquery>(was.expr);
        const auto *other = promql::as<promql::Subquery>(is.expr);
        const std::string before = rangeText(one->window, one->step, true);
        const std::string after = rangeText(other->window, other->step, true);
        if (before != after)
            return Difference{before, after};
        addModifiers(one->modifiers, was);
        addModifiers(other->modifiers, is);
        return differenceOf(was.with(one->expr), is.with(other->expr), false);
    }
    case promql::ExprKind::Call: {
        const auto *one = promql::as<promql::Call>(was.expr);
        const auto *other = promql::as<promql::Call>(is.expr);
        if (one->name.value != other->name.value || one->arguments.size() != other->arguments.size())
            return Difference{std::string(one->name.value) + "()", std::string(other->name.value) + "()"};
        for (std::size_t i = 0; i < one->arguments.size(); ++i) {
            if (auto found = differenceOf(was.with(one->arguments[i]), is.with(other->arguments[i]), false))
                return found;
        }
        return std::nullopt;
    }
    case promql::ExprKind::Aggregation: {
        const auto *one = promql::as<promql::Aggregation>(was.expr);
        const auto *other = promql::as<promql::Aggregation>(is.expr);
        if (one->op != other->op || !groupsAlike(*one, *other) || !one->parameter != !other->parameter)
            return Difference{headOf(*one), headOf(*other)};
        if (one->parameter) {
            if (auto found = differenceOf(was.with(one->parameter), is.with(other->parameter), false))
                return found;
        }
        return differenceOf(was.with(one->expr), is.with(other->expr), false);
    }
    case promql::ExprKind::BinaryExpr:
        return ofBinaries(was, is, condition);
    case promql::ExprKind::UnaryExpr: {
        const auto *one = promql::as<promql::UnaryExpr>(was.expr);
        const auto *other = promql::as<promql::UnaryExpr>(is.expr);
        return one->negative == other->negative ? differenceOf(was.with(one->expr), is.with(other->expr), false)
                                                : std::optional(whole());
    }
    default:
        return whole();
    }
}

} // namespace

std::set<std::string> toldLabels(const Family &family, const Takeover &takeover)
{
    std::set<std::string> told(takeover.instanceLabels.begin(), takeover.instanceLabels.end());
    for (const auto &[label, values] : takeover.gained)
        told.insert(label);
    for (const Variation &variation : family.varies) {
        if (variation.slot == Slot::Matcher)
            told.insert(variation.name);
    }
    return told;
}

std::vector<FormDifference> formDifferences(const Family &family, const Takeover &takeover,
                                            std::span<const backtest::RecordingRule> recordings, bool unseen)
{
    // Beside thresholds that are series, only what is compared with them is computed as before.
    const auto asked = [&](const promql::Tree &tree) {
        return takeover.thresholds.empty() ? tree.root() : comparedOperand(tree.root());
    };
    const std::set<std::string> told = toldLabels(family, takeover);
    const FormComparer comparer(recordings, told, unseen ? std::optional(valuesOf(family, takeover)) : std::nullopt);
    const promql::Tree now =
        promql::parse(takeover.alerting.rule.expr, family.members[takeover.members.front()].rule->tree->dialect());
    std::vector<FormDifference> differences;
    for (const std::size_t member : takeover.members) {
        const rules::Rule &rule = *family.members[member].rule;
        auto found = takeover.thresholds.empty() ? std::nullopt : thresholdDifference(*rule.tree, now, told);
        if (!found)
            found = comparer.differenceOf({asked(*rule.tree), {}, {}, 0}, {asked(now), {}, {}, 0},
                                          takeover.thresholds.empty());
        if (found)
            differences.push_back({rule.name.value, std::move(found->before), std::move(found->after)});
    }
    for (std::string &other : comparer.otherAlternatives())
        differences.push_back({family.members[takeover.members.front()].rule->name.value, {}, std::move(other)});
    return differences;
}

} // namespace consolidation

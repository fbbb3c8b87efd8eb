#include "consolidation/sameform.h"

#include "consolidation/ruleshape.h"
#include "consolidation/structure.h"
#include "promql/functions.h"
#include "promql/literals.h"
#include "promql/printerparts.h"
#include "promql/threshold.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <set>

namespace consolidation {

namespace {

using promql::BinaryExpr;
using promql::Expr;
using promql::VectorSelector;

/// Recording rules that read each other in a circle end somewhere.
constexpr int deepestRecording = 8;

/// A selector, and which labels stand outside it in the selectors that read the recording rule around it.
struct ReadSelector
{
    const VectorSelector *selector = nullptr;
    std::set<std::string> filtered;
};

/// What an expression computes: its parts in no order, and its selectors.
struct Form
{
    std::vector<std::string> parts;
    std::vector<ReadSelector> selectors;
};

class FormReader
{
public:
    explicit FormReader(std::span<const backtest::RecordingRule> recordings) : m_recordings(recordings) {}

    Form read(const Expr *expr)
    {
        m_form = {};
        visit(expr, {}, 0);
        std::ranges::sort(m_form.parts);
        return std::move(m_form);
    }

private:
    void visit(const Expr *expr, const std::set<std::string> &filtered, int depth);
    void visitSelector(const VectorSelector &selector, std::set<std::string> filtered, int depth);
    void add(std::string part) { m_form.parts.push_back(std::move(part)); }
    void addModifiers(const promql::Modifiers &modifiers);

    std::span<const backtest::RecordingRule> m_recordings;
    Form m_form;
};

void FormReader::addModifiers(const promql::Modifiers &modifiers)
{
    if (modifiers.offset && modifiers.offset->seconds != 0)
        add("offset " + promql::formatDuration(modifiers.offset->seconds));
    if (modifiers.at != promql::AtKind::None)
        add("@ " + promql::formatNumber(modifiers.atSeconds));
    if (modifiers.anchored)
        add("anchored");
    if (modifiers.smoothed)
        add("smoothed");
}

void FormReader::visitSelector(const VectorSelector &selector, std::set<std::string> filtered, int depth)
{
    addModifiers(selector.modifiers);
    const auto recorded = selector.metric.value.empty() || depth == deepestRecording
                              ? m_recordings.end()
                              : std::ranges::find(m_recordings, selector.metric.value, &backtest::RecordingRule::name);
    if (recorded == m_recordings.end()) {
        m_form.selectors.push_back({&selector, std::move(filtered)});
        return;
    }
    for (const promql::LabelMatcher &matcher : selector.matchers)
        filtered.emplace(matcher.name);
    visit(recorded->tree->root(), filtered, depth + 1);
}

void FormReader::visit(const Expr *expr, const std::set<std::string> &filtered, int depth)
{
    if (const auto *selector = promql::as<VectorSelector>(expr))
        return visitSelector(*selector, filtered, depth);
    if (const auto *binary = promql::as<BinaryExpr>(expr)) {
        if (promql::isComparison(binary->op) && promql::constantValue(binary->rhs))
            return visit(binary->lhs, filtered, depth);
        if (promql::isComparison(binary->op) && promql::constantValue(binary->lhs))
            return visit(binary->rhs, filtered, depth);
        add(std::string(promql::operatorText(binary->op)));
        if (binary->matching.written) {
            for (const promql::Name &label : binary->matching.labels)
                add((binary->matching.on ? "on " : "ignoring ") + std::string(label.value));
        }
    } else if (const auto *call = promql::as<promql::Call>(expr)) {
        // These change labels only, which are compared as they are.
        if (call->name.value == "label_replace" || call->name.value == "label_join")
            return call->arguments.empty() ? void() : visit(call->arguments.front(), filtered, depth);
        add(std::string(call->name.value) + "()");
    } else if (const auto *aggregation = promql::as<promql::Aggregation>(expr)) {
        add(std::string(promql::aggregationInfo(aggregation->op).name));
    } else if (const auto *matrix = promql::as<promql::MatrixSelector>(expr)) {
        if (matrix->window)
            add('[' + promql::formatDuration(matrix->window->seconds) + ']');
        addModifiers(matrix->modifiers);
    } else if (const auto *subquery = promql::as<promql::Subquery>(expr)) {
        add('[' + (subquery->window ? promql::formatDuration(subquery->window->seconds) : std::string()) + ':' +
            (subquery->step ? promql::formatDuration(subquery->step->seconds) : std::string()) + ']');
        addModifiers(subquery->modifiers);
    } else if (const auto *number = promql::as<promql::NumberLiteral>(expr)) {
        add(promql::formatNumber(number->value));
    } else if (const auto *text = promql::as<promql::StringLiteral>(expr)) {
        add(promql::quote(text->value));
    }
    promql::forEachChild(*expr, [&](const Expr &child) { visit(&child, filtered, depth); });
}

std::string textOfSelector(const VectorSelector &selector)
{
    std::string text;
    promql::appendSelector(text, selector);
    return text;
}

/// Whether the new selector asks for the old series as the old one did: no matcher gone, none wider but for labels that
/// tell the members apart.
bool asksAlike(const VectorSelector &old, const ReadSelector &now, const std::set<std::string> &told)
{
    if (containment(old, *now.selector) == Containment::NotContained)
        return false;
    return std::ranges::all_of(old.matchers, [&](const promql::LabelMatcher &matcher) {
        const std::string label(matcher.name);
        if (now.filtered.contains(label))
            return true;
        return std::ranges::any_of(now.selector->matchers, [&](const promql::LabelMatcher &each) {
            return each.name == matcher.name &&
                   (told.contains(label) || (each.op == matcher.op && each.value == matcher.value));
        });
    });
}

std::optional<FormDifference> formDifferenceOf(const std::string &rule, const Form &was, const Form &is,
                                               const std::set<std::string> &told)
{
    std::vector<std::string> gone;
    std::vector<std::string> come;
    std::ranges::set_difference(was.parts, is.parts, std::back_inserter(gone));
    std::ranges::set_difference(is.parts, was.parts, std::back_inserter(come));
    std::erase_if(come,
                  [&](const std::string &part) { return part.starts_with("on ") && told.contains(part.substr(3)); });
    if (!gone.empty() || !come.empty())
        return FormDifference{rule, gone.empty() ? std::string() : gone.front(),
                              come.empty() ? std::string() : come.front()};
    for (const ReadSelector &old : was.selectors) {
        const bool alike = std::ranges::any_of(
            is.selectors, [&](const ReadSelector &now) { return asksAlike(*old.selector, now, told); });
        if (!alike)
            return FormDifference{rule, textOfSelector(*old.selector),
                                  is.selectors.size() == 1 ? textOfSelector(*is.selectors.front().selector)
                                                           : std::string()};
    }
    return std::nullopt;
}

} // namespace

std::vector<FormDifference> formDifferences(const Family &family, const Takeover &takeover,
                                            std::span<const backtest::RecordingRule> recordings)
{
    std::set<std::string> told(takeover.instanceLabels.begin(), takeover.instanceLabels.end());
    for (const auto &[label, values] : takeover.gained)
        told.insert(label);
    for (const Variation &variation : family.varies) {
        if (variation.slot == Slot::Matcher)
            told.insert(variation.name);
    }
    // Beside thresholds that are series, only what is compared with them is computed as before.
    const auto asked = [&](const promql::Tree &tree) {
        return takeover.thresholds.empty() ? tree.root() : comparedOperand(tree.root());
    };
    FormReader reader(recordings);
    const promql::Tree now =
        promql::parse(takeover.alerting.rule.expr, family.members[takeover.members.front()].rule->tree->dialect());
    const Form is = reader.read(asked(now));
    std::vector<FormDifference> differences;
    for (const std::size_t member : takeover.members) {
        const rules::Rule &rule = *family.members[member].rule;
        if (auto found = formDifferenceOf(rule.name.value, reader.read(asked(*rule.tree)), is, told))
            differences.push_back(std::move(*found));
    }
    return differences;
}

} // namespace consolidation

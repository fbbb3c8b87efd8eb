#include "mutants.h"

#include "promql/functions.h"
#include "promql/literals.h"
#include "promql/parser.h"
#include "promql/printer.h"
#include "promql/threshold.h"

#include <algorithm>
#include <functional>

using consolidation::Proposal;
using consolidation::Takeover;

namespace {

/// A change of an expression's bytes.
struct TextMutation
{
    std::string kind;
    base::ByteRange range;
    std::string text;
};

void addLabelList(std::span<const promql::Name> labels, std::string_view text, std::vector<TextMutation> &all)
{
    for (std::size_t i = 0; i < labels.size(); ++i) {
        base::ByteRange range = labels[i].range;
        // With the comma before or behind it.
        if (i + 1 < labels.size())
            range.end = labels[i + 1].range.start;
        else if (i > 0)
            range.start = text.rfind(',', range.start);
        all.push_back({"label", range, {}});
    }
}

void addMatchers(const promql::VectorSelector &selector, std::string_view text, std::vector<TextMutation> &all)
{
    for (std::size_t i = 0; i < selector.matchers.size(); ++i) {
        const promql::LabelMatcher &matcher = selector.matchers[i];
        if (matcher.name == "__name__") {
            // Any name at all is no mistake that somebody makes; another one is.
            all.push_back({"matcher", matcher.valueRange, "\".+_total\""});
            continue;
        }
        if (selector.matchers.size() == 1 && selector.metric.value.empty())
            continue;
        base::ByteRange range = matcher.range;
        if (i + 1 < selector.matchers.size())
            range.end = selector.matchers[i + 1].range.start;
        else if (i > 0)
            range.start = text.rfind(',', range.start);
        all.push_back({"matcher", range, {}});
        // One that takes nothing away, and one that takes all.
        all.push_back({"matcher", matcher.range, std::string(matcher.name) + "=~\".+\""});
        all.push_back({"matcher", matcher.valueRange, promql::quote("x" + std::string(matcher.value))});
        if (matcher.op == promql::MatchOp::RegexMatch && matcher.value.find('|') != std::string_view::npos)
            all.push_back({"matcher", matcher.valueRange,
                           promql::quote(std::string(matcher.value.substr(matcher.value.find('|') + 1)))});
        if (matcher.op == promql::MatchOp::RegexMatch && matcher.value.find('|') != std::string_view::npos)
            all.push_back({"matcher", matcher.valueRange,
                           promql::quote(std::string(matcher.value.substr(0, matcher.value.rfind('|'))))});
    }
}

void addBinary(const promql::BinaryExpr &binary, std::vector<TextMutation> &all)
{
    const bool constant = promql::constantValue(binary.lhs) || promql::constantValue(binary.rhs);
    if (promql::isComparison(binary.op) && constant) {
        const promql::Expr *number = promql::constantValue(binary.rhs) ? binary.rhs : binary.lhs;
        const double value = *promql::constantValue(number);
        for (const double other : {value == 0 ? 0.001 : value * 1.001, value * 2 + 1})
            all.push_back({"threshold", number->range, promql::formatNumber(other)});
        const bool greater = binary.op == promql::BinaryOp::Greater;
        all.push_back({"operator", binary.opRange, greater ? ">=" : "<"});
        if (binary.op == promql::BinaryOp::Less)
            all.back().text = "<=";
        return;
    }
    if (constant)
        return;
    if (promql::isComparison(binary.op))
        all.push_back({"operator", binary.opRange, binary.op == promql::BinaryOp::GreaterEqual ? ">" : ">="});
    const std::string op(promql::operatorText(binary.op));
    if (binary.matching.written) {
        for (const promql::Name &label : binary.matching.labels) {
            all.push_back({"join", label.range, "shard"});
            all.push_back({"join", label.range, std::string(label.value) + ", shard"});
        }
        for (const promql::Name &label : binary.matching.include)
            all.push_back({"group_left", label.range, "shard"});
        if (binary.matching.cardinality != promql::MatchCardinality::OneToOne && !promql::isSetOperator(binary.op))
            all.push_back({"group_left", base::ByteRange{binary.opRange.start, binary.matching.range.end},
                           op + (binary.matching.on ? " on (" : " ignoring (") +
                               (binary.matching.labels.empty() ? std::string()
                                                               : std::string(binary.matching.labels.front().value)) +
                               ")"});
        all.push_back({"join", base::ByteRange{binary.opRange.start, binary.matching.range.end}, op});
    } else {
        all.push_back({"join", binary.opRange, op + " on (shard)"});
    }
    if (binary.op == promql::BinaryOp::Or) {
        all.push_back({"or", {binary.lhs->range.end, binary.rhs->range.end}, {}});
        all.push_back({"or", {binary.lhs->range.start, binary.rhs->range.start}, {}});
        all.push_back({"operator", binary.opRange, "and"});
        all.push_back({"operator", binary.opRange, "unless"});
    }
    if (binary.op == promql::BinaryOp::Div)
        all.push_back({"operator", binary.opRange, "*"});
}

std::vector<TextMutation> mutationsOf(const std::string &expr)
{
    std::vector<TextMutation> all;
    const promql::Tree tree = promql::parse(expr);
    promql::walk(tree.root(), [&](const promql::Expr &each) {
        if (const auto *selector = promql::as<promql::VectorSelector>(&each)) {
            addMatchers(*selector, expr, all);
        } else if (const auto *matrix = promql::as<promql::MatrixSelector>(&each)) {
            for (const double factor : {2.0, 1.2}) {
                if (matrix->window->op == promql::DurationOp::Literal)
                    all.push_back(
                        {"window", matrix->window->range, promql::formatDuration(matrix->window->seconds * factor)});
            }
        } else if (const auto *aggregation = promql::as<promql::Aggregation>(&each)) {
            addLabelList(aggregation->labels, expr, all);
            for (const char *other : {"sum", "count", "max", "avg"}) {
                if (other != expr.substr(aggregation->opRange.start, aggregation->opRange.size()))
                    all.push_back({"operator", aggregation->opRange, other});
            }
        } else if (const auto *binary = promql::as<promql::BinaryExpr>(&each)) {
            addBinary(*binary, all);
        } else if (const auto *call = promql::as<promql::Call>(&each)) {
            const bool replaces = call->name.value == "label_replace" && call->arguments.size() == 5;
            if (replaces) {
                all.push_back({"label", call->arguments[1]->range, "\"another\""});
                all.push_back({"label", call->arguments[2]->range, "\"another\""});
                all.push_back({"label", call->arguments[3]->range, "\"\""});
                all.push_back({"label", call->arguments[4]->range, "\"(x.+)\""});
            }
            if (call->name.value == "rate" || call->name.value == "increase")
                all.push_back({"operator", call->name.range, "irate"});
            if (call->name.value == "vector" || call->name.value == "histogram_quantile")
                all.push_back(
                    {"threshold", call->arguments.front()->range, promql::print(call->arguments.front()) + " * 0.99"});
        }
        return true;
    });
    return all;
}

using ChangeTakeover = std::function<void(Takeover &)>;

void add(const Proposal &whole, std::size_t takeover, std::string kind, std::string what, const ChangeTakeover &change,
         std::vector<Mutant> &all)
{
    Mutant mutant{std::move(kind), std::move(what), whole};
    change(mutant.proposal.takeovers[takeover]);
    all.push_back(std::move(mutant));
}

void addExpr(const Proposal &whole, std::size_t takeover, const std::function<std::string &(Takeover &)> &exprOf,
             std::vector<Mutant> &all)
{
    Proposal copy = whole;
    const std::string expr = exprOf(copy.takeovers[takeover]);
    for (const TextMutation &mutation : mutationsOf(expr)) {
        std::string changed = expr;
        changed.replace(mutation.range.start, mutation.range.end - mutation.range.start, mutation.text);
        if (changed != expr && promql::parse(changed).valid())
            add(
                whole, takeover, mutation.kind, changed, [&](Takeover &each) { exprOf(each) = changed; }, all);
    }
}

} // namespace

std::vector<Mutant> mutantsOf(const Proposal &whole)
{
    std::vector<Mutant> all;
    for (std::size_t t = 0; t < whole.takeovers.size(); ++t) {
        const Takeover &takeover = whole.takeovers[t];
        addExpr(
            whole, t, [](Takeover &each) -> std::string & { return each.alerting.rule.expr; }, all);
        for (std::size_t r = 0; r < takeover.recording.size(); ++r)
            addExpr(
                whole, t, [r](Takeover &each) -> std::string & { return each.recording[r].rule.expr; }, all);
        if (takeover.alerting.rule.kind == rules::RuleKind::Recording)
            continue;
        for (const char *duration : {"30s", "3h"})
            add(
                whole, t, "durations", std::string("for ") + duration,
                [&](Takeover &each) { each.alerting.rule.forDuration = duration; }, all);
        add(
            whole, t, "durations", "keep_firing_for", [](Takeover &each) { each.alerting.rule.keepFiringFor = "7m"; },
            all);
        for (std::size_t label = 0; label < takeover.alerting.rule.labels.size(); ++label) {
            const std::string name = takeover.alerting.rule.labels[label].first;
            const auto at = static_cast<std::ptrdiff_t>(label);
            add(
                whole, t, "label", "without " + name,
                [&](Takeover &each) { each.alerting.rule.labels.erase(each.alerting.rule.labels.begin() + at); }, all);
            add(
                whole, t, "label", "another " + name,
                [&](Takeover &each) { each.alerting.rule.labels[label].second = "another"; }, all);
        }
        add(
            whole, t, "label", "another name", [](Takeover &each) { each.alerting.rule.name = "Another"; }, all);
        add(
            whole, t, "label", "one more",
            [](Takeover &each) { each.alerting.rule.labels.emplace_back("another", "x"); }, all);
    }
    return all;
}

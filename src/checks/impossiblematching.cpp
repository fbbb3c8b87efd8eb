#include "checks/checklist.h"
#include "checks/exprdiagnostic.h"
#include "promql/functions.h"
#include "promql/labelflow.h"

#include <algorithm>
#include <set>

namespace checks {

namespace {

using promql::LabelPresence;

/// The labels that have to be equal on both sides, as far as something is known of them.
std::set<std::string> comparedLabels(const promql::BinaryExpr &binary, const promql::LabelSet &lhs,
                                     const promql::LabelSet &rhs)
{
    std::set<std::string> labels;
    const auto written = [&](std::string_view name) {
        return std::ranges::any_of(binary.matching.labels,
                                   [name](const promql::Name &each) { return each.value == name; });
    };
    if (binary.matching.written && binary.matching.on) {
        for (const promql::Name &each : binary.matching.labels)
            labels.emplace(each.value);
        return labels;
    }
    for (const promql::LabelSet *side : {&lhs, &rhs}) {
        for (const auto &[name, fact] : side->named) {
            if (name != "__name__" && !written(name))
                labels.insert(name);
        }
    }
    return labels;
}

std::optional<base::Text> contradiction(const std::string &label, const promql::LabelFact &lhs,
                                        const promql::LabelFact &rhs)
{
    const bool leftOnly = lhs.presence == LabelPresence::Guaranteed && rhs.presence == LabelPresence::Impossible;
    const bool rightOnly = rhs.presence == LabelPresence::Guaranteed && lhs.presence == LabelPresence::Impossible;
    if (leftOnly)
        return base::Text{TRANSLATABLE("Core",
                                       "The two sides never match: the left one always has the label %1, the right one "
                                       "never."),
                          {label}};
    if (rightOnly)
        return base::Text{TRANSLATABLE("Core",
                                       "The two sides never match: the right one always has the label %1, the left one "
                                       "never."),
                          {label}};
    const bool both = lhs.presence == LabelPresence::Guaranteed && rhs.presence == LabelPresence::Guaranteed;
    if (both && lhs.value && rhs.value && *lhs.value != *rhs.value)
        return base::Text{
            TRANSLATABLE("Core", "The two sides never match: the label %1 is \"%2\" on the left and \"%3\" on the "
                                 "right."),
            {label, *lhs.value, *rhs.value}};
    return std::nullopt;
}

/// Whether series of both sides have to meet.
bool matchesVectors(const promql::BinaryExpr &binary)
{
    const bool vectors =
        binary.lhs->type == promql::ValueType::InstantVector && binary.rhs->type == promql::ValueType::InstantVector;
    const bool fills = binary.matching.hasFillLeft || binary.matching.hasFillRight;
    return vectors && !fills && binary.op != promql::BinaryOp::Or && binary.op != promql::BinaryOp::Unless;
}

void checkBinary(const rules::Rule &rule, const promql::BinaryExpr &binary, const promql::LabelFlow &flow,
                 std::vector<base::Diagnostic> &diagnostics)
{
    const promql::LabelSet &lhs = flow.of(*binary.lhs);
    const promql::LabelSet &rhs = flow.of(*binary.rhs);
    for (const std::string &label : comparedLabels(binary, lhs, rhs)) {
        if (auto text = contradiction(label, lhs.of(label), rhs.of(label))) {
            diagnostics.push_back(
                exprDiagnostic("promql/impossible", base::Severity::Warning, rule, binary.opRange, std::move(*text)));
            return;
        }
    }
}

} // namespace

/// Operators whose sides have labels that can never be equal: the result is always empty.
void impossibleMatching(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics)
{
    promql::walk(checked.expr(), [&](const promql::Expr &each) {
        if (const auto *binary = promql::as<promql::BinaryExpr>(&each); binary && matchesVectors(*binary))
            checkBinary(checked.rule(), *binary, checked.labelFlow(), diagnostics);
        return true;
    });
}

} // namespace checks

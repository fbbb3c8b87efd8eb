#pragma once

#include "consolidation/offers.h"

/// What the steps of migrations share. Inside src/consolidation only.
namespace consolidation {

/// `heap used / heap total` inside a comparison: what limits nothing, as the total grows with what is used.
struct HeapRatio
{
    const promql::VectorSelector *used = nullptr;
    const promql::VectorSelector *total = nullptr;
    /// The ratio is multiplied by 100.
    bool percent = false;
};
[[nodiscard]] std::optional<HeapRatio> heapRatioIn(const promql::Tree &tree);

/// A number of bytes that memory is compared with, or divided by.
struct LiteralLimit
{
    const promql::VectorSelector *memory = nullptr;
    /// What the memory has to exceed.
    double bytes = 0;
    /// The number that stands there for the limit: what is divided by, unless that is a unit.
    double written = 0;
    bool percent = false;
};
[[nodiscard]] std::optional<LiteralLimit> literalLimitIn(const promql::Tree &tree);

/// The metric's name, or the pattern of it.
[[nodiscard]] std::string_view metricOf(const promql::VectorSelector &selector);

/// The counter of `errors_total > 0`; null when it is none.
[[nodiscard]] const promql::VectorSelector *rawCounterIn(const promql::Tree &tree);

/// The expression in which a family or a rule asks: of its proposal's recording rule where there is one.
[[nodiscard]] promql::Tree askedExpr(const Family &family, const Proposal &proposal);

/// One rule as a family.
[[nodiscard]] Family familyOf(const Member &member);

/// How late a rule reads what is recorded there, as a note; none where it is not late.
void addReadingLag(const Member &reader, const ProposedRule &recording, std::vector<Note> &notes);

/// An alert that takes over from all members of `family`, alike in `for`, labels and annotations.
[[nodiscard]] Takeover takeoverOf(const Family &family, std::string expr);

} // namespace consolidation

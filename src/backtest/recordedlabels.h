#pragma once

#include "backtest/recordingrule.h"
#include "promql/ast.h"

#include <optional>
#include <string>
#include <vector>

/// The labels that recording gives to what an expression returns, as expressions around its text.
namespace backtest {

/// `expr` (a scalar or an instant vector) with the rule's labels and name.
[[nodiscard]] std::string withRecordedLabels(std::string expr, bool scalar, const RecordingRule &rule);

/// `expr` with the one label set, or removed where the value is empty.
[[nodiscard]] std::string withLabel(const std::string &expr, std::string_view name, std::string_view value);

/// The series of `expr`, made by withRecordedLabels(), that the matchers (without those on the name) leave: matchers on
/// the rule's own labels are decided here, others filter the result. Nothing when no series can be left.
[[nodiscard]] std::optional<std::string> matched(std::string expr, const std::vector<promql::LabelMatcher> &matchers,
                                                 const RecordingRule &rule);

/// `call`, an absent() or absent_over_time() of something that is no selector any more, with the labels that Prometheus
/// takes from the matchers of a selector.
[[nodiscard]] std::string withAbsentLabels(std::string call, const std::vector<promql::LabelMatcher> &matchers);

} // namespace backtest

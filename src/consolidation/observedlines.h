#pragma once

#include "backtest/tickvalues.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Series as a comparison sees them: without names, and over all ticks.
namespace consolidation {

using alerting::Labels;

/// Whether the two are the same number but for rounding: sums of the same addends in another order are.
[[nodiscard]] bool equalValues(double a, double b);

/// One series over the compared ticks; nothing where it has no sample.
struct Line
{
    Labels labels;
    std::vector<std::optional<double>> values;
    std::size_t samples = 0;

    /// Whether it has two values that are not the same but for rounding.
    [[nodiscard]] bool varies() const;
};

/// From the tick `first` on.
[[nodiscard]] std::vector<Line> linesOf(const backtest::TickValues &values, std::size_t first = 0);

/// Whether what the template of a label becomes may depend on the value of the alert or the time, not on labels alone.
[[nodiscard]] bool dependsOnValue(const std::string &text);

/// `{job="a", pod="b"}`.
[[nodiscard]] std::string textOf(const Labels &labels);
/// Empty where there is no such label.
[[nodiscard]] std::string valueOf(const Labels &labels, std::string_view name);
/// `labels` with those of `more` that have a value, sorted by name.
[[nodiscard]] Labels with(Labels labels, const std::map<std::string, std::string> &more);
/// What people call the series: the value that none of the others has, of the label that says most; textOf() where
/// there is none.
[[nodiscard]] std::string subjectOf(const Labels &labels, const std::vector<Labels> &others);

} // namespace consolidation

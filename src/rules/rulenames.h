#pragma once

#include "promql/parser.h"

#include <string_view>

namespace rules {

/// Whether Prometheus of this version takes it as a metric or label name of a rule file; later any UTF-8 will do.
[[nodiscard]] bool validMetricName(std::string_view name, const promql::Dialect &dialect);
[[nodiscard]] bool validLabelName(std::string_view name, const promql::Dialect &dialect);
/// `[a-zA-Z_][a-zA-Z0-9_]*`, what a template can name as `$labels.x`.
[[nodiscard]] bool isClassicLabelName(std::string_view name);

} // namespace rules

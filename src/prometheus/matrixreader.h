#pragma once

#include "prometheus/responsedecoder.h"

#include <optional>

namespace prometheus {

/// The answer of a range query, read in one pass: large ones take a third of the time and memory that a tree of the
/// whole text would. Nothing for whatever else it may be, errors included: decodeQuery() judges that. Any thread.
[[nodiscard]] std::optional<alerting::QueryResult> readMatrix(const HttpAnswer &answer);

} // namespace prometheus

#pragma once

#include "prometheus/responsedecoder.h"

#include <optional>
#include <string>
#include <vector>

namespace prometheus {

/// The answer of a range query, read in one pass: large ones take a third of the time and memory that a tree of the
/// whole text would. Nothing for whatever else it may be, errors included: decodeQuery() judges that. Any thread.
[[nodiscard]] std::optional<alerting::QueryResult> readMatrix(const HttpAnswer &answer);

/// Series as the result of a range query lists them, without the brackets around: `{"metric": …, "values": …}, …`.
/// Nothing when one cannot be read. Any thread.
[[nodiscard]] std::optional<std::vector<alerting::Series>> readSeriesList(const std::string &list);

} // namespace prometheus

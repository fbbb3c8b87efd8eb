#pragma once

#include "prometheus/responsedecoder.h"

#include <optional>
#include <string>
#include <string_view>

#include <simdjson.h>

/// What the decoders of the API's bodies share.
namespace prometheus {

/// Empty when there is no such text.
[[nodiscard]] std::string textOf(const simdjson::dom::element &parent, std::string_view key);

/// Parses the envelope and hands over its root with status "success"; `parser` owns what the root points to.
[[nodiscard]] base::Result<simdjson::dom::element> envelope(const HttpAnswer &answer, simdjson::dom::parser &parser);

/// A sample's value as the API writes it: a number, `+Inf`, `-Inf` or `NaN`.
[[nodiscard]] std::optional<double> valueOf(std::string_view text);

} // namespace prometheus

#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Literals of PromQL, read and written like Go's strconv and Prometheus's model.Duration do it.
namespace promql {

/// The text of a quoted string without its quotes and escapes; `raw` keeps its quotes. The string must be well-formed.
[[nodiscard]] std::string unquote(std::string_view raw);

/// `text` in double quotes, escaped as Go's %q.
[[nodiscard]] std::string quote(std::string_view text);

/// Appends quote(text) to `out`.
void appendQuoted(std::string &out, std::string_view text);

/// A character of `text` in single quotes, as Go's %q prints a rune.
[[nodiscard]] std::string quoteCharacter(std::string_view text);

/// A number as written: decimal, hexadecimal, octal, binary, with `_`, Inf or NaN in any case. Nothing when it is not a
/// number or, with `outOfRange` set, too large.
[[nodiscard]] std::optional<double> parseNumber(std::string_view text, bool *outOfRange = nullptr);

enum class DurationError { None, Invalid, UnknownUnit, OutOfRange };

/// Seconds of a duration like `1h30m`; `unit` becomes the one that is unknown.
[[nodiscard]] double parseDuration(std::string_view text, DurationError *error, std::string_view *unit = nullptr);

/// Seconds as Prometheus prints a duration, down to milliseconds: `1h30m`, `0s`, `-5m`.
[[nodiscard]] std::string formatDuration(double seconds);

/// The shortest decimal that reads back as `value`, without exponent: `0.001`, `+Inf`, `NaN`.
[[nodiscard]] std::string formatNumber(double value);

/// Whether `text` is [a-zA-Z_][a-zA-Z0-9_]*.
[[nodiscard]] bool isLegacyLabelName(std::string_view text);
/// Whether `text` is [a-zA-Z_:][a-zA-Z0-9_:]*.
[[nodiscard]] bool isLegacyMetricName(std::string_view text);
[[nodiscard]] bool isUtf8(std::string_view text);

} // namespace promql

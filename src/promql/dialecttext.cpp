#include "promql/dialecttext.h"

#include <array>
#include <charconv>
#include <utility>

namespace promql {

namespace {

constexpr std::array<std::pair<std::string_view, bool Dialect::*>, 4> featureFlags = {{
    {"promql-experimental-functions", &Dialect::experimentalFunctions},
    {"promql-duration-expr", &Dialect::durationExpressions},
    {"promql-extended-range-selectors", &Dialect::extendedRangeSelectors},
    {"promql-binop-fill-modifiers", &Dialect::binopFillModifiers},
}};

/// The last minor version of Prometheus 2.
constexpr int lastMinorOf2 = 55;

bool readNumber(std::string_view text, int &number)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && text.front() != '-';
}

} // namespace

std::optional<Version> versionFromText(std::string_view text)
{
    const std::size_t point = text.find('.');
    Version version;
    if (point == std::string_view::npos || point == 0 || point + 1 == text.size() ||
        !readNumber(text.substr(0, point), version.major) || !readNumber(text.substr(point + 1), version.minor))
        return std::nullopt;
    const bool known =
        version >= oldestVersion && version <= newestVersion && (version.major != 2 || version.minor <= lastMinorOf2);
    return known ? std::optional(version) : std::nullopt;
}

bool enableFeature(Dialect &dialect, std::string_view flag)
{
    for (const auto &[name, member] : featureFlags) {
        if (name == flag) {
            dialect.*member = true;
            return true;
        }
    }
    return false;
}

bool sameDialect(const Dialect &a, const Dialect &b)
{
    if (versionOf(a) != versionOf(b))
        return false;
    for (const auto &[name, member] : featureFlags) {
        if (a.*member != b.*member)
            return false;
    }
    return true;
}

} // namespace promql

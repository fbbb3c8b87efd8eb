#pragma once

#include "promql/functions.h"

#include <array>
#include <cstddef>

namespace promql {

/// What came to Prometheus's expressions, rule files and templates after the oldest version that is told apart, besides
/// functions and aggregations, which carry their versions themselves.
enum class Novelty {
    QueryOffset,
    InterchangeableDurations,
    NumberUnderscores,
    Utf8Names,
    GroupLabels,
    DotMatchesNewline,
    AngleNamedGroups,
    NoAtBeforeRange,
    TemplateElseWith,
    TemplateRangeInteger,
    AliasesOfNames,
    DurationExpressions,
    ExtendedRangeSelectors,
    FillModifiers,
    TrimOperators,
    DurationExpressionsByDefault,
};

struct DialectDifference
{
    Novelty novelty;
    /// The version that brought it.
    Version since;
    /// The flag of --enable-feature that it needs; empty for none.
    std::string_view flag;
    /// For documentation.
    std::string_view what;
};

/// In the order of Novelty. docs/dialects.md shows the same table.
inline constexpr std::array dialectDifferences = {
    DialectDifference{Novelty::QueryOffset, {2, 53}, "", "`query_offset` of a rule group"},
    DialectDifference{
        Novelty::InterchangeableDurations, {2, 54}, "", "durations as numbers of seconds, numbers as durations"},
    DialectDifference{Novelty::NumberUnderscores, {2, 54}, "", "`_` between the digits of a number"},
    DialectDifference{Novelty::Utf8Names, {3, 0}, "", "UTF-8 in names of metrics and labels, quoted in expressions"},
    DialectDifference{Novelty::GroupLabels, {3, 0}, "", "`labels` of a rule group"},
    DialectDifference{Novelty::DotMatchesNewline, {3, 0}, "", "`.` of a regular expression matches a line break"},
    DialectDifference{Novelty::AngleNamedGroups, {3, 0}, "", "`(?<name>…)` in a regular expression"},
    DialectDifference{Novelty::NoAtBeforeRange, {3, 0}, "", "`@ start()` and `@ end()` before a range are refused"},
    DialectDifference{Novelty::TemplateElseWith, {3, 0}, "", "`{{ else with }}` in a template"},
    DialectDifference{Novelty::TemplateRangeInteger, {3, 3}, "", "`{{ range 5 }}` in a template"},
    DialectDifference{
        Novelty::AliasesOfNames,
        {3, 3},
        "",
        "aliases and null as the value of `alert`, `record` and `expr`; before, the anchor's name and the "
        "word for null are the value"},
    DialectDifference{
        Novelty::DurationExpressions, {3, 4}, "promql-duration-expr", "arithmetic where a duration stands"},
    DialectDifference{
        Novelty::ExtendedRangeSelectors, {3, 7}, "promql-extended-range-selectors", "`anchored` and `smoothed`"},
    DialectDifference{
        Novelty::FillModifiers, {3, 10}, "promql-binop-fill-modifiers", "`fill`, `fill_left` and `fill_right`"},
    DialectDifference{Novelty::TrimOperators, {3, 10}, "", "`</` and `>/`, which trim native histograms"},
    DialectDifference{
        Novelty::DurationExpressionsByDefault, {3, 14}, "", "arithmetic where a duration stands, without the flag"},
};

[[nodiscard]] constexpr Version since(Novelty novelty)
{
    return dialectDifferences[static_cast<std::size_t>(novelty)].since;
}

/// Whether the version has it; flags apart.
[[nodiscard]] constexpr bool knows(const Dialect &dialect, Novelty novelty)
{
    return versionOf(dialect) >= since(novelty);
}

} // namespace promql

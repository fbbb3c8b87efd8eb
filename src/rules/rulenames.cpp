#include "rules/rulenames.h"

#include "promql/dialects.h"

#include <algorithm>

namespace rules {

namespace {

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace

bool isClassicLabelName(std::string_view name)
{
    return !name.empty() && isLetter(name.front()) &&
           std::ranges::all_of(name, [](char c) { return isLetter(c) || isDigit(c); });
}

bool validMetricName(std::string_view name, const promql::Dialect &dialect)
{
    if (promql::knows(dialect, promql::Novelty::Utf8Names))
        return !name.empty();
    return !name.empty() && (isLetter(name.front()) || name.front() == ':') &&
           std::ranges::all_of(name, [](char c) { return isLetter(c) || isDigit(c) || c == ':'; });
}

bool validLabelName(std::string_view name, const promql::Dialect &dialect)
{
    return promql::knows(dialect, promql::Novelty::Utf8Names) ? !name.empty() : isClassicLabelName(name);
}

} // namespace rules

#include "rules/rulenames.h"

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

bool atLeast(const promql::Dialect &dialect, int major, int minor)
{
    return dialect.major > major || (dialect.major == major && dialect.minor >= minor);
}

bool validMetricName(std::string_view name, const promql::Dialect &dialect)
{
    if (atLeast(dialect, 3, 0))
        return !name.empty();
    return !name.empty() && (isLetter(name.front()) || name.front() == ':') &&
           std::ranges::all_of(name, [](char c) { return isLetter(c) || isDigit(c) || c == ':'; });
}

bool validLabelName(std::string_view name, const promql::Dialect &dialect)
{
    return atLeast(dialect, 3, 0) ? !name.empty() : isClassicLabelName(name);
}

} // namespace rules

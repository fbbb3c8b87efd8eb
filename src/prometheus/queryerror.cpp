#include "prometheus/client.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace prometheus {

namespace {

constexpr std::array<std::string_view, 8> errorTypes = {"bad_data", "execution",   "timeout",   "canceled",
                                                        "internal", "unavailable", "not_found", "not_acceptable"};
constexpr std::string_view parseErrorMark = " parse error: ";

/// Reads `LINE:COLUMN:` that ends at `end`; returns where it starts, or npos.
std::size_t placeBefore(std::string_view message, std::size_t end, std::size_t &line, std::size_t &column)
{
    const auto numberBefore = [&](std::size_t colon, std::size_t &number) {
        std::size_t start = colon;
        while (start > 0 && message[start - 1] >= '0' && message[start - 1] <= '9')
            --start;
        const auto [last, error] = std::from_chars(message.data() + start, message.data() + colon, number);
        return error == std::errc() && last == message.data() + colon ? start : std::string_view::npos;
    };
    if (end == 0 || message[end - 1] != ':')
        return std::string_view::npos;
    const std::size_t columnStart = numberBefore(end - 1, column);
    if (columnStart == std::string_view::npos || columnStart == 0 || message[columnStart - 1] != ':')
        return std::string_view::npos;
    return numberBefore(columnStart - 1, line);
}

/// Lines and columns count from 1, columns in bytes. The end of the text is a place too.
std::size_t offsetOf(const std::string &expr, std::size_t line, std::size_t column)
{
    std::size_t start = 0;
    for (; line > 1; --line) {
        const std::size_t newline = expr.find('\n', start);
        if (newline == std::string::npos)
            return std::string::npos;
        start = newline + 1;
    }
    const std::size_t end = std::min(expr.find('\n', start), expr.size());
    if (line == 0 || column == 0 || column - 1 > end - start)
        return std::string::npos;
    return start + column - 1;
}

} // namespace

QueryError parseQueryError(const std::string &message, const std::string &expr)
{
    QueryError error;
    std::string_view rest = message;
    for (const std::string_view type : errorTypes) {
        if (rest.substr(0, type.size()) == type && rest.substr(type.size(), 2) == ": ") {
            error.errorType = type;
            rest.remove_prefix(type.size() + 2);
            break;
        }
    }
    error.message = rest;
    const std::size_t mark = rest.find(parseErrorMark);
    if (mark == std::string_view::npos)
        return error;
    std::size_t line = 0;
    std::size_t column = 0;
    if (placeBefore(rest, mark, line, column) == std::string_view::npos)
        return error;
    error.offset = offsetOf(expr, line, column);
    if (error.offset != std::string::npos)
        error.message = rest.substr(mark + parseErrorMark.size());
    return error;
}

} // namespace prometheus

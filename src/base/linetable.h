#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace base {

/// 1-based line and 1-based column; the column counts UTF-8 bytes.
struct Position
{
    std::size_t line = 1;
    std::size_t column = 1;

    friend bool operator==(const Position &, const Position &) = default;
};

/// Where the lines of a text begin. Lines end with LF, CRLF or a lone CR.
class LineTable
{
public:
    explicit LineTable(std::string_view text);

    [[nodiscard]] std::size_t lineCount() const { return m_starts.size(); }
    /// The position of `offset`; an offset behind the text gives the text's end.
    [[nodiscard]] Position position(std::size_t offset) const;
    /// The first byte of the 1-based `line`; the text's size for a line behind the last one.
    [[nodiscard]] std::size_t lineStart(std::size_t line) const;

private:
    std::vector<std::size_t> m_starts;
    std::size_t m_size;
};

} // namespace base

#include "base/linetable.h"

#include <algorithm>

namespace base {

LineTable::LineTable(std::string_view text) : m_size(text.size())
{
    m_starts.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool loneCarriageReturn = text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n');
        if (text[i] == '\n' || loneCarriageReturn)
            m_starts.push_back(i + 1);
    }
}

Position LineTable::position(std::size_t offset) const
{
    offset = std::min(offset, m_size);
    const auto next = std::upper_bound(m_starts.begin(), m_starts.end(), offset);
    const auto line = static_cast<std::size_t>(next - m_starts.begin());
    return {line, offset - m_starts[line - 1] + 1};
}

std::size_t LineTable::lineStart(std::size_t line) const
{
    if (line == 0)
        return 0;
    return line <= m_starts.size() ? m_starts[line - 1] : m_size;
}

} // namespace base

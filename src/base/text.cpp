#include "base/text.h"

namespace base {

std::string fill(std::string_view pattern, const std::vector<std::string> &arguments)
{
    std::string filled;
    filled.reserve(pattern.size() + 32);
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool placeholder = pattern[i] == '%' && i + 1 < pattern.size() && pattern[i + 1] >= '1' &&
                                 pattern[i + 1] <= '9' &&
                                 static_cast<std::size_t>(pattern[i + 1] - '1') < arguments.size();
        if (placeholder)
            filled += arguments[static_cast<std::size_t>(pattern[++i] - '1')];
        else
            filled += pattern[i];
    }
    return filled;
}

std::string Text::english() const
{
    return fill(source, arguments);
}

} // namespace base

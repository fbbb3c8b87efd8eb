#include "yaml/stream.h"

#include <algorithm>
#include <charconv>

namespace yaml {

bool isInteger(const Node &node)
{
    const bool tagged = node.tag == "tag:yaml.org,2002:int" || node.tag == "tag:yaml.org,2002:float";
    if (node.kind != NodeKind::Scalar || (!tagged && (node.style != ScalarStyle::Plain || !node.tag.empty())))
        return false;
    std::string digits;
    std::ranges::copy_if(node.value, std::back_inserter(digits), [](char c) { return c != '_'; });
    std::string_view number = digits;
    if (number.starts_with('+') || number.starts_with('-'))
        number.remove_prefix(1);
    const auto wholeIn = [&number](int base) {
        unsigned long long value = 0;
        const auto [end, error] = std::from_chars(number.data() + 2, number.data() + number.size(), value, base);
        return number.size() > 2 && error == std::errc() && end == number.data() + number.size();
    };
    if (number.starts_with("0x") || number.starts_with("0X"))
        return wholeIn(16);
    if (number.starts_with("0o") || number.starts_with("0O"))
        return wholeIn(8);
    if (number.starts_with("0b") || number.starts_with("0B"))
        return wholeIn(2);
    if (number.empty() || !std::ranges::all_of(number, [](char c) {
            return (c >= '0' && c <= '9') || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
        }))
        return false;
    double value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    constexpr double most = 9223372036854775807.0;
    return error == std::errc() && end == number.data() + number.size() && value <= most;
}

} // namespace yaml

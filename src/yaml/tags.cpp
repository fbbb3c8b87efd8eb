#include "yaml/tags.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace yaml {

namespace {

constexpr std::string_view standardTags = "tag:yaml.org,2002:";

enum class ScalarKind { Text, Null, Bool, Integer, Float, Timestamp };

bool isWhole(std::string_view digits)
{
    if (digits.starts_with('+') || digits.starts_with('-'))
        digits.remove_prefix(1);
    const auto all = [&digits](std::size_t skip, std::string_view allowed) {
        return digits.size() > skip && digits.find_first_not_of(allowed, skip) == std::string_view::npos;
    };
    if (digits.starts_with("0x") || digits.starts_with("0X"))
        return all(2, "0123456789abcdefABCDEF");
    if (digits.starts_with("0b") || digits.starts_with("0B"))
        return all(2, "01");
    if (digits.starts_with("0o") || digits.starts_with("0O"))
        return all(2, "01234567");
    if (digits.size() > 1 && digits.front() == '0')
        return all(1, "01234567");
    return all(0, "0123456789");
}

bool isFloat(std::string_view text)
{
    constexpr std::array<std::string_view, 12> special = {".inf",  ".Inf",  ".INF",  "+.inf", "+.Inf", "+.INF",
                                                          "-.inf", "-.Inf", "-.INF", ".nan",  ".NaN",  ".NAN"};
    if (std::ranges::find(special, text) != special.end())
        return true;
    if (text.starts_with('+') || text.starts_with('-'))
        text.remove_prefix(1);
    if (text.empty() || text.find_first_not_of("0123456789.eE+-") != std::string_view::npos || text.front() == 'e' ||
        text.front() == 'E' || text.front() == '+' || text.front() == '-')
        return false;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error != std::errc::invalid_argument && end == text.data() + text.size();
}

/// `2026-1-2` and what begins so.
bool isTimestamp(std::string_view text)
{
    const auto digits = [&text](std::size_t least, std::size_t most) {
        const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
        const bool good = end >= least && end <= most;
        text.remove_prefix(end);
        return good;
    };
    const auto dash = [&text] {
        const bool good = text.starts_with('-');
        text.remove_prefix(good ? 1 : 0);
        return good;
    };
    if (!digits(4, 4) || !dash() || !digits(1, 2) || !dash() || !digits(1, 2))
        return false;
    return text.empty() || text.front() == 'T' || text.front() == 't' || text.front() == ' ';
}

ScalarKind kindOf(std::string_view text)
{
    constexpr std::array<std::string_view, 5> nulls = {"", "~", "null", "Null", "NULL"};
    constexpr std::array<std::string_view, 6> bools = {"true", "True", "TRUE", "false", "False", "FALSE"};
    if (std::ranges::find(nulls, text) != nulls.end())
        return ScalarKind::Null;
    if (std::ranges::find(bools, text) != bools.end())
        return ScalarKind::Bool;
    std::string plain(text);
    std::erase(plain, '_');
    if (isWhole(plain))
        return ScalarKind::Integer;
    if (isFloat(plain))
        return ScalarKind::Float;
    return isTimestamp(text) ? ScalarKind::Timestamp : ScalarKind::Text;
}

/// Counts nodes as Prometheus's reader does while it decodes: those behind an alias each time.
class AliasCounter
{
public:
    /// False when it is too much.
    bool count(const Node &node, int aliasDepth)
    {
        ++m_all;
        if (aliasDepth > 0)
            ++m_aliased;
        if (m_aliased > 100 && m_all > 1000 && m_aliased > allowedShare() * m_all)
            return false;
        if (node.kind == NodeKind::Alias)
            return !node.target || count(*node.target, aliasDepth + 1);
        for (const Entry &entry : node.entries) {
            if (!count(*entry.key, aliasDepth) || !count(*entry.value, aliasDepth))
                return false;
        }
        return std::ranges::all_of(node.items, [&](const auto &item) { return count(*item, aliasDepth); });
    }

private:
    [[nodiscard]] double allowedShare() const
    {
        constexpr double low = 400'000;
        constexpr double high = 4'000'000;
        return m_all <= low ? 0.99 : m_all >= high ? 0.10 : 0.99 - 0.89 * (m_all - low) / (high - low);
    }

    double m_all = 0;
    double m_aliased = 0;
};

int sextet(char c)
{
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::size_t place = alphabet.find(c);
    return place == std::string_view::npos ? -1 : static_cast<int>(place);
}

} // namespace

bool fitsTag(const Node &node)
{
    if (!node.tag.starts_with(standardTags))
        return true;
    const std::string_view tag = std::string_view(node.tag).substr(standardTags.size());
    if (tag == "binary")
        return binaryContent(node).has_value();
    const ScalarKind kind = kindOf(node.value);
    if (tag == "int")
        return kind == ScalarKind::Integer;
    if (tag == "float")
        return kind == ScalarKind::Float || kind == ScalarKind::Integer;
    if (tag == "bool")
        return kind == ScalarKind::Bool;
    if (tag == "null")
        return kind == ScalarKind::Null;
    return tag != "timestamp" || kind == ScalarKind::Timestamp;
}

bool isMergeKey(const Node &key)
{
    return key.kind == NodeKind::Scalar && key.value == "<<" && key.style == ScalarStyle::Plain &&
           (key.tag.empty() || key.tag == std::string(standardTags) + "merge");
}

bool repeatsTooMuch(const Node &root)
{
    return !AliasCounter().count(root, 0);
}

std::optional<std::string> binaryContent(const Node &node)
{
    if (node.tag != std::string(standardTags) + "binary")
        return std::nullopt;
    std::string text = node.value;
    std::erase_if(text, [](char c) { return c == '\n' || c == '\r'; });
    if (text.size() % 4 != 0)
        return std::nullopt;
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); i += 4) {
        const bool last = i + 4 == text.size();
        const int padding = !last || text[i + 3] != '=' ? 0 : text[i + 2] != '=' ? 1 : 2;
        unsigned value = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            const int six = k >= static_cast<std::size_t>(4 - padding) ? 0 : sextet(text[i + k]);
            if (six < 0)
                return std::nullopt;
            value = value << 6U | static_cast<unsigned>(six);
        }
        for (int k = 2; k >= padding; --k)
            bytes += static_cast<char>(value >> (8U * static_cast<unsigned>(k)) & 0xFFU);
    }
    return bytes;
}

} // namespace yaml

#include "yaml/prescan.h"

#include <algorithm>
#include <cstdint>

namespace yaml {

namespace {

std::size_t sequenceLength(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead < 0xE0)
        return 2;
    if (lead >= 0xE0 && lead < 0xF0)
        return 3;
    return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

/// The code point at `at`, or nothing when the bytes are not UTF-8.
std::optional<std::uint32_t> codePoint(std::string_view text, std::size_t at, std::size_t length)
{
    if (length == 0 || at + length > text.size())
        return std::nullopt;
    const auto lead = static_cast<unsigned char>(text[at]);
    std::uint32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[at + i]);
        if ((next & 0xC0U) != 0x80U)
            return std::nullopt;
        code = (code << 6U) | (next & 0x3FU);
    }
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && (code < 0x10000 || code > 0x10FFFF));
    if (overlong || (code >= 0xD800 && code <= 0xDFFF))
        return std::nullopt;
    return code;
}

bool printable(std::uint32_t code)
{
    return code == 0x09 || code == 0x0A || code == 0x0D || (code >= 0x20 && code <= 0x7E) || code == 0x85 ||
           (code >= 0xA0 && code <= 0xD7FF) || (code >= 0xE000 && code <= 0xFFFD) || code >= 0x10000;
}

base::Diagnostic problem(base::Text text, std::size_t start, std::size_t length)
{
    base::Diagnostic result;
    result.check = "yaml/syntax";
    result.range = {start, start + length};
    result.text = std::move(text);
    return result;
}

/// Directives stand at the top, among blank lines and comments.
std::optional<base::Diagnostic> directiveProblem(std::string_view text)
{
    std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    bool directives = false;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
        const std::string_view line = text.substr(at, end - at);
        const std::size_t first = line.find_first_not_of(" \t");
        directives = directives || line.starts_with('%');
        if (line.starts_with("%YAML")) {
            if (line.substr(5).find("1.1") == std::string_view::npos)
                return problem({TRANSLATABLE("Core", "Prometheus reads YAML 1.1 only.")}, at, 5);
        } else if (line.starts_with('%')) {
            if (!line.starts_with("%TAG "))
                return problem({TRANSLATABLE("Core", "YAML knows the directives %YAML and %TAG only.")}, at,
                               line.size());
        } else if (line == "..." || line.starts_with("... ")) {
            return problem({TRANSLATABLE("Core", "No document has begun that could end here.")}, at, 3);
        } else if (first != std::string_view::npos && line[first] != '#') {
            if (directives && !line.starts_with("---"))
                return problem({TRANSLATABLE("Core", "A document begins with --- behind a directive.")}, at,
                               line.size());
            break;
        }
        at = end + 1;
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string> withoutNextLines(std::string_view text)
{
    std::size_t at = text.find("\xC2\x85");
    if (at == std::string_view::npos)
        return std::nullopt;
    std::string result(text);
    for (; at != std::string::npos; at = result.find("\xC2\x85", at))
        result.replace(at, 2, " \n");
    return result;
}

std::optional<base::Diagnostic> prescan(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        // Nearly every byte is one of these.
        if ((text[i] >= 0x20 && text[i] <= 0x7E) || text[i] == '\n') {
            ++i;
            continue;
        }
        const std::size_t length = sequenceLength(static_cast<unsigned char>(text[i]));
        const std::optional<std::uint32_t> code = codePoint(text, i, length);
        if (!code)
            return problem({TRANSLATABLE("Core", "This byte is not UTF-8.")}, i, 1);
        if (!printable(*code))
            return problem({TRANSLATABLE("Core", "YAML does not allow this control character.")}, i, length);
        i += length;
    }
    return directiveProblem(text);
}

std::string withPlainBreaks(std::string_view text)
{
    std::string result(text);
    for (std::size_t i = result.find_first_of("\r\xC2\xE2"); i != std::string::npos;
         i = result.find_first_of("\r\xC2\xE2", i + 1)) {
        if (result[i] == '\r') {
            if (i + 1 == result.size() || result[i + 1] != '\n')
                result[i] = '\n';
        } else if (text.substr(i).starts_with("\xC2\x85")) {
            result.replace(i, 2, " \n");
        } else if (text.substr(i).starts_with("\xE2\x80\xA8") || text.substr(i).starts_with("\xE2\x80\xA9")) {
            result.replace(i, 3, "  \n");
        }
    }
    return result;
}

bool hasSeparators(std::string_view text)
{
    return text.find("\xE2\x80\xA8") != std::string_view::npos || text.find("\xE2\x80\xA9") != std::string_view::npos;
}

} // namespace yaml

#include "base/jsonwriter.h"

#include <charconv>
#include <cmath>

namespace base {

namespace {

/// The length of the UTF-8 sequence at `at`, or 0 when the bytes there are none.
std::size_t utf8SequenceLength(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    const unsigned char lead = byte(at);
    if (lead < 0x80)
        return 1;
    const std::size_t length = lead >= 0xF0 && lead <= 0xF4 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    if (length == 0 || lead > 0xF4 || at + length > text.size())
        return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0) != 0x80)
            return 0;
    }
    const unsigned char second = byte(at + 1);
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool surrogate = lead == 0xED && second >= 0xA0;
    const bool tooLarge = lead == 0xF4 && second >= 0x90;
    return overlong || surrogate || tooLarge ? 0 : length;
}

} // namespace

std::string jsonString(std::string_view text)
{
    static constexpr char hex[] = "0123456789abcdef";
    std::string result = "\"";
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8SequenceLength(text, i);
        if (length == 0) {
            result += "\xEF\xBF\xBD";
            ++i;
            continue;
        }
        const char c = text[i];
        if (length > 1)
            result += text.substr(i, length);
        else if (c == '"' || c == '\\')
            (result += '\\') += c;
        else if (c == '\n')
            result += "\\n";
        else if (c == '\t')
            result += "\\t";
        else if (c == '\r')
            result += "\\r";
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            ((result += "\\u00") += hex[static_cast<unsigned char>(c) >> 4U]) +=
                hex[static_cast<unsigned char>(c) & 15U];
        else
            result += c;
        i += length;
    }
    return result += '"';
}

void JsonWriter::separate()
{
    const bool follows = !m_afterKey && !m_filled.empty() && m_filled.back();
    if (follows)
        m_text += m_break ? "," : ", ";
    if (m_break)
        m_text += '\n';
    m_break = false;
    if (!m_filled.empty())
        m_filled.back() = true;
    m_afterKey = false;
}

JsonWriter &JsonWriter::raw(std::string_view token)
{
    separate();
    m_text += token;
    return *this;
}

JsonWriter &JsonWriter::beginObject()
{
    raw("{");
    m_filled.push_back(false);
    return *this;
}

JsonWriter &JsonWriter::endObject()
{
    m_filled.pop_back();
    if (m_break)
        m_text += '\n';
    m_break = false;
    m_text += '}';
    return *this;
}

JsonWriter &JsonWriter::beginArray()
{
    raw("[");
    m_filled.push_back(false);
    return *this;
}

JsonWriter &JsonWriter::endArray()
{
    m_filled.pop_back();
    if (m_break)
        m_text += '\n';
    m_break = false;
    m_text += ']';
    return *this;
}

JsonWriter &JsonWriter::key(std::string_view name)
{
    raw(jsonString(name));
    m_text += ": ";
    m_afterKey = true;
    return *this;
}

JsonWriter &JsonWriter::string(std::string_view value)
{
    return raw(jsonString(value));
}

JsonWriter &JsonWriter::number(std::size_t value)
{
    return raw(std::to_string(value));
}

JsonWriter &JsonWriter::number(double value)
{
    if (!std::isfinite(value))
        return null();
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value);
    return raw(std::string_view(buffer, static_cast<std::size_t>(end.ptr - buffer)));
}

JsonWriter &JsonWriter::boolean(bool value)
{
    return raw(value ? "true" : "false");
}

JsonWriter &JsonWriter::null()
{
    return raw("null");
}

JsonWriter &JsonWriter::line()
{
    m_break = true;
    return *this;
}

} // namespace base

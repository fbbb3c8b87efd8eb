#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace base {

/// `text` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string jsonString(std::string_view text);

/// Writes JSON, commas and escapes included; the caller balances begin and end. Compact: no spaces between tokens but
/// one after `:` and `,`.
class JsonWriter
{
public:
    JsonWriter &beginObject();
    JsonWriter &endObject();
    JsonWriter &beginArray();
    JsonWriter &endArray();
    JsonWriter &key(std::string_view name);
    JsonWriter &string(std::string_view value);
    JsonWriter &number(std::size_t value);
    /// Not-a-number and infinities become null, which JSON has in their place.
    JsonWriter &number(double value);
    JsonWriter &boolean(bool value);
    JsonWriter &null();
    /// Breaks the line before the next value or end, to keep long lists readable and diffable.
    JsonWriter &line();

    [[nodiscard]] const std::string &text() const { return m_text; }
    /// What was written since the last call: long documents are handed on piece by piece.
    [[nodiscard]] std::string take() { return std::exchange(m_text, {}); }

private:
    void separate();
    JsonWriter &raw(std::string_view token);

    std::string m_text;
    /// One entry for each open object or array: whether it holds something already.
    std::vector<bool> m_filled;
    bool m_afterKey = false;
    bool m_break = false;
};

} // namespace base

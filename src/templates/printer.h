#pragma once

#include "base/text.h"
#include "templates/format.h"

#include <optional>

namespace templates {

struct FormatFlags
{
    bool plus = false;
    bool minus = false;
    bool sharp = false;
    bool space = false;
    bool zero = false;
    bool plusV = false;
    bool sharpV = false;
    std::optional<int> width;
    std::optional<int> precision;
};

/// fmt's printer: verbs, flags, and what they make of each kind of value.
class Printer
{
public:
    explicit Printer(bool since3) : m_since3(since3) {}

    void format(std::string_view format, std::span<const Value> arguments);
    void print(const Value &value, char32_t verb);
    void append(std::string_view text) { add(text); }
    [[nodiscard]] std::string take() { return std::move(m_out); }

private:
    void add(std::string_view text)
    {
        if (m_out.size() + text.size() > largestText)
            throw Unsupported{TRANSLATABLE("Core", "a text of more than 1 MiB")};
        m_out += text;
    }
    void addPadding(std::size_t count)
    {
        if (m_out.size() + count > largestText)
            throw Unsupported{TRANSLATABLE("Core", "a text of more than 1 MiB")};
        m_out.append(count, m_flags.zero ? '0' : ' ');
    }
    [[nodiscard]] std::string nameOf(const Value &value) const { return typeName(value.type, m_since3); }

    std::size_t readFlags(std::string_view format, std::size_t i);
    std::size_t readWidth(std::string_view format, std::size_t i, std::span<const Value> arguments);
    std::size_t readPrecision(std::string_view format, std::size_t i, std::span<const Value> arguments);
    std::size_t readIndex(std::string_view format, std::size_t i, std::size_t count);
    std::optional<int> fromArgument(std::span<const Value> arguments);

    void pad(std::string_view text);
    void bad(char32_t verb, const Value &value);
    void integer(std::uint64_t number, bool isSigned, char32_t verb, const Value &value);
    void digits(std::uint64_t number, unsigned base, bool isSigned, char32_t verb, bool upper);
    void character(std::int64_t number);
    void unicode(std::uint64_t number);
    void real(double number, char32_t verb, const Value &value);
    void decimal(double number, char format, int precision, bool general);
    void complex(const Value &value, char32_t verb);
    void string(const std::string &text, char32_t verb, const Value &value);
    void hexadecimal(std::string_view text, bool upper);
    void nested(const Value &value, char32_t verb, int depth);
    void map(const Value &value, char32_t verb, int depth);
    void fields(const Value &value, char32_t verb, int depth);
    [[nodiscard]] bool described(const Value &value, char32_t verb);

    bool m_since3;
    std::string m_out;
    FormatFlags m_flags;
    std::size_t m_argument = 0;
    bool m_afterIndex = false;
    bool m_goodArgument = true;
    bool m_reordered = false;
};

} // namespace templates

#include "templates/printer.h"

#include "base/text.h"
#include "templates/gofloat.h"
#include "templates/runes.h"
#include "templates/timevalue.h"

#include <algorithm>
#include <utility>

namespace templates {

void Printer::pad(std::string_view text)
{
    const std::size_t length = m_flags.width ? runeCount(text) : 0;
    const auto width = static_cast<std::size_t>(m_flags.width.value_or(0));
    const std::size_t padding = width > length ? width - length : 0;
    if (!m_flags.minus)
        addPadding(padding);
    add(text);
    if (m_flags.minus)
        addPadding(padding);
}

void Printer::bad(char32_t verb, const Value &value)
{
    std::string text = "%!";
    appendRune(text, verb);
    add(text + "(");
    if (value.type == Type::None) {
        add("<nil>");
    } else {
        add(nameOf(value) + "=");
        print(value, U'v');
    }
    add(")");
}

void Printer::digits(std::uint64_t number, unsigned base, bool isSigned, char32_t verb, bool upper)
{
    const bool negative = isSigned && static_cast<std::int64_t>(number) < 0;
    if (negative)
        number = 0 - number;
    const bool zero = std::exchange(m_flags.zero, false);
    int atLeast = 0;
    if (m_flags.precision) {
        atLeast = *m_flags.precision;
        if (atLeast == 0 && number == 0) {
            addPadding(static_cast<std::size_t>(m_flags.width.value_or(0)));
            m_flags.zero = zero;
            return;
        }
    } else if (zero && m_flags.width) {
        atLeast = *m_flags.width - (negative || m_flags.plus || m_flags.space ? 1 : 0);
    }
    const char *alphabet = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    std::string text;
    do {
        text += alphabet[number % base];
        number /= base;
    } while (number > 0);
    while (static_cast<int>(text.size()) < atLeast)
        text += '0';
    if (m_flags.sharp) {
        if (base == 2)
            text += "b0";
        else if (base == 8 && text.back() != '0')
            text += '0';
        else if (base == 16)
            text += upper ? "X0" : "x0";
    }
    if (verb == U'O')
        text += "o0";
    if (negative)
        text += '-';
    else if (m_flags.plus)
        text += '+';
    else if (m_flags.space)
        text += ' ';
    std::ranges::reverse(text);
    pad(text);
    m_flags.zero = zero;
}

void Printer::character(std::int64_t number)
{
    std::string text;
    appendRune(text, number < 0 || number > maxRune ? runeError : static_cast<char32_t>(number));
    pad(text);
}

void Printer::unicode(std::uint64_t number)
{
    constexpr const char *alphabet = "0123456789ABCDEF";
    std::string text;
    for (std::uint64_t rest = number; rest > 0; rest /= 16)
        text += alphabet[rest % 16];
    const auto atLeast = static_cast<std::size_t>(std::max(4, m_flags.precision.value_or(4)));
    while (text.size() < atLeast)
        text += '0';
    std::ranges::reverse(text);
    text = "U+" + text;
    if (m_flags.sharp && number <= maxRune && isPrint(static_cast<char32_t>(number))) {
        text += " '";
        appendRune(text, static_cast<char32_t>(number));
        text += '\'';
    }
    const bool zero = std::exchange(m_flags.zero, false);
    pad(text);
    m_flags.zero = zero;
}

void Printer::integer(std::uint64_t number, bool isSigned, char32_t verb, const Value &value)
{
    switch (verb) {
    case U'v':
        if (m_flags.sharpV && !isSigned) {
            const bool sharp = std::exchange(m_flags.sharp, true);
            digits(number, 16, false, verb, false);
            m_flags.sharp = sharp;
            break;
        }
        digits(number, 10, isSigned, verb, false);
        break;
    case U'd':
        digits(number, 10, isSigned, verb, false);
        break;
    case U'b':
        digits(number, 2, isSigned, verb, false);
        break;
    case U'o':
    case U'O':
        digits(number, 8, isSigned, verb, false);
        break;
    case U'x':
    case U'X':
        digits(number, 16, isSigned, verb, verb == U'X');
        break;
    case U'c':
        character(static_cast<std::int64_t>(number));
        break;
    case U'q':
        pad(quotedRune(number > maxRune ? runeError : static_cast<char32_t>(number), m_flags.plus));
        break;
    case U'U':
        unicode(number);
        break;
    default:
        bad(verb, value);
    }
}

void Printer::decimal(double number, char format, int precision, bool general)
{
    precision = m_flags.precision.value_or(precision);
    std::string text = formatFloat(number, format, precision);
    if (text.front() != '-' && text.front() != '+')
        text.insert(text.begin(), '+');
    if (m_flags.space && text.front() == '+' && !m_flags.plus)
        text.front() = ' ';
    if (text[1] == 'I' || text[1] == 'N') {
        const bool zero = std::exchange(m_flags.zero, false);
        if (text[1] == 'N' && !m_flags.space && !m_flags.plus)
            text.erase(0, 1);
        pad(text);
        m_flags.zero = zero;
        return;
    }
    if (m_flags.sharp && format != 'b') {
        const bool hex = format == 'x' || format == 'X';
        int wanted = general || hex ? (precision < 0 ? 6 : precision) : 0;
        const std::size_t tailAt = text.find_first_of(hex ? "pP" : "eE", 1);
        const std::string tail = tailAt == std::string::npos ? std::string() : text.substr(tailAt);
        text.resize(std::min(tailAt, text.size()));
        bool significant = false;
        for (const char c : text.substr(1)) {
            if (c == '.')
                continue;
            significant = significant || c != '0';
            wanted -= significant ? 1 : 0;
        }
        if (text.find('.') == std::string::npos) {
            if (text.size() == 2 && text[1] == '0')
                --wanted;
            text += '.';
        }
        if (wanted > 0)
            text.append(static_cast<std::size_t>(wanted), '0');
        text += tail;
    }
    if (!m_flags.plus && text.front() == '+') {
        pad(std::string_view(text).substr(1));
        return;
    }
    const int length = static_cast<int>(text.size());
    if (m_flags.zero && m_flags.width && *m_flags.width > length) {
        // The sign stands before the zeros.
        add(text.substr(0, 1));
        addPadding(static_cast<std::size_t>(*m_flags.width - length));
        add(std::string_view(text).substr(1));
        return;
    }
    pad(text);
}

void Printer::real(double number, char32_t verb, const Value &value)
{
    switch (verb) {
    case U'v':
        decimal(number, 'g', -1, true);
        break;
    case U'g':
    case U'G':
        decimal(number, static_cast<char>(verb), -1, true);
        break;
    case U'b':
    case U'x':
    case U'X':
        decimal(number, static_cast<char>(verb), -1, false);
        break;
    case U'e':
    case U'E':
        decimal(number, static_cast<char>(verb), 6, false);
        break;
    case U'f':
    case U'F':
        decimal(number, 'f', 6, false);
        break;
    default:
        bad(verb, value);
    }
}

void Printer::complex(const Value &value, char32_t verb)
{
    if (std::u32string_view(U"vbgGxXfFeE").find(verb) == std::u32string_view::npos) {
        bad(verb, value);
        return;
    }
    const bool plus = m_flags.plus;
    add("(");
    real(value.number, verb, value);
    m_flags.plus = true;
    real(value.imaginary, verb, value);
    add("i)");
    m_flags.plus = plus;
}

void Printer::hexadecimal(std::string_view text, bool upper)
{
    const char *alphabet = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    if (m_flags.precision)
        text = text.substr(0, static_cast<std::size_t>(*m_flags.precision));
    const std::string prefix = upper ? "0X" : "0x";
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (m_flags.space && i > 0)
            result += ' ';
        if (m_flags.sharp && (i == 0 || m_flags.space))
            result += prefix;
        const auto byte = static_cast<unsigned char>(text[i]);
        result += alphabet[byte >> 4U];
        result += alphabet[byte & 0xFU];
    }
    pad(result);
}

void Printer::string(const std::string &text, char32_t verb, const Value &value)
{
    std::string_view shown = text;
    if (m_flags.precision && (verb == U's' || verb == U'v' || verb == U'q')) {
        std::size_t end = 0;
        for (int runes = 0; runes < *m_flags.precision && end < text.size(); ++runes)
            end += runeAt(text, end).size;
        shown = shown.substr(0, end);
    }
    switch (verb) {
    case U'v':
    case U's':
        if (verb == U's' || !m_flags.sharpV) {
            pad(shown);
            break;
        }
        [[fallthrough]];
    case U'q':
        if (m_flags.sharp && canBackquote(shown))
            pad("`" + std::string(shown) + "`");
        else
            pad(quoted(shown, m_flags.plus));
        break;
    case U'x':
    case U'X':
        hexadecimal(text, verb == U'X');
        break;
    default:
        bad(verb, value);
    }
}

/// Values that describe themselves (Go's Stringer).
bool Printer::described(const Value &value, char32_t verb)
{
    const bool describes = value.type == Type::Time || value.type == Type::Duration || value.type == Type::Month ||
                           value.type == Type::Weekday;
    if (!describes)
        return false;
    const bool asText = std::u32string_view(U"vsxXq").find(verb) != std::u32string_view::npos;
    if (value.type == Type::Time && (!asText || m_flags.sharpV))
        throw Unsupported{TRANSLATABLE("Core", "printing a time with another verb than %v or %s")};
    if (!asText || m_flags.sharpV)
        return false;
    string(timeText(value), verb, value);
    return true;
}

void Printer::map(const Value &value, char32_t verb, int depth)
{
    add(m_flags.sharpV ? nameOf(value) + "{" : "map[");
    bool first = true;
    const auto entry = [&](const std::string &key, const Value &each) {
        if (!std::exchange(first, false))
            add(m_flags.sharpV ? ", " : " ");
        nested(stringValue(key), verb, depth + 1);
        add(":");
        nested(each, verb, depth + 1);
    };
    if (value.type == Type::LabelMap) {
        for (const auto &[key, text] : *value.labels)
            entry(key, stringValue(text));
    } else {
        for (const auto &[key, each] : *value.map)
            entry(key, each);
    }
    add(m_flags.sharpV ? "}" : "]");
}

void Printer::fields(const Value &value, char32_t verb, int depth)
{
    std::vector<std::pair<const char *, Value>> fields;
    std::string name = nameOf(value);
    if (value.type == Type::Sample) {
        name = "template.sample";
        fields = {{"Labels", labelsValue(value.sample->labels)}, {"Value", floatValue(value.sample->value)}};
    } else {
        fields = {{"Labels", labelsValue(value.data->labels)},
                  {"ExternalLabels", labelsValue(value.data->externalLabels)},
                  {"ExternalURL", stringValue(value.data->externalUrl)},
                  {"Value", floatValue(value.data->value)}};
    }
    add(m_flags.sharpV ? name + "{" : "{");
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0)
            add(m_flags.sharpV ? ", " : " ");
        if (m_flags.plusV || m_flags.sharpV)
            add(std::string(fields[i].first) + ":");
        nested(fields[i].second, verb, depth + 1);
    }
    add("}");
}

void Printer::nested(const Value &value, char32_t verb, int depth)
{
    if (described(value, verb))
        return;
    switch (value.type) {
    case Type::None:
        add(m_flags.sharpV ? "interface {}(nil)" : "<nil>");
        break;
    case Type::Bool:
        if (verb == U't' || verb == U'v')
            pad(value.integer != 0 ? "true" : "false");
        else
            bad(verb, value);
        break;
    case Type::Int:
    case Type::Int64:
    case Type::Month:
    case Type::Weekday:
    case Type::Duration:
        integer(static_cast<std::uint64_t>(value.integer), true, verb, value);
        break;
    case Type::Byte:
        integer(static_cast<std::uint64_t>(value.integer), false, verb, value);
        break;
    case Type::Float:
        real(value.number, verb, value);
        break;
    case Type::Complex:
        complex(value, verb);
        break;
    case Type::String:
    case Type::Html:
        string(value.text, verb, value);
        break;
    case Type::LabelMap:
    case Type::AnyMap:
        map(value, verb, depth);
        break;
    case Type::Samples:
        if (lengthOf(value) > 0)
            throw Unsupported{
                TRANSLATABLE("Core", "printing a query's result as it is: Prometheus prints memory addresses")};
        add(m_flags.sharpV ? nameOf(value) + (value.samples ? "{}" : "(nil)") : "[]");
        break;
    case Type::Sample:
        if (!value.sample) {
            if (verb == U'v')
                pad(m_flags.sharpV ? "(*template.sample)(nil)" : "<nil>");
            else
                bad(verb, value);
            break;
        }
        if (depth > 0)
            throw Unsupported{
                TRANSLATABLE("Core", "printing a sample within another value: Prometheus prints its memory address")};
        add("&");
        fields(value, verb, depth);
        break;
    case Type::AlertData:
        fields(value, verb, depth);
        break;
    case Type::Time:
        break;
    }
}

void Printer::print(const Value &value, char32_t verb)
{
    if (value.type == Type::None) {
        if (verb == U'T' || verb == U'v')
            pad("<nil>");
        else
            bad(verb, value);
        return;
    }
    if (verb == U'T') {
        string(nameOf(value), U's', value);
        return;
    }
    if (verb == U'p') {
        const Kind kind = value.kind();
        if (kind == Kind::Map || kind == Kind::Slice || kind == Kind::Pointer)
            throw Unsupported{TRANSLATABLE("Core", "printing a memory address (%p)")};
        bad(verb, value);
        return;
    }
    nested(value, verb, 0);
}

} // namespace templates

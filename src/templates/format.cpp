#include "templates/format.h"

#include "templates/printer.h"
#include "templates/runes.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace templates {

namespace {

/// Go's bound of widths and precisions.
constexpr int largestNumber = 1'000'000;

/// Digits from `i` on; nothing when there are none or too many, which then skips the rest as Go does.
std::optional<int> readNumber(std::string_view text, std::size_t &i, std::size_t end)
{
    std::optional<int> number;
    for (; i < end && text[i] >= '0' && text[i] <= '9'; ++i) {
        if (number.value_or(0) > largestNumber) {
            i = end;
            return std::nullopt;
        }
        number = number.value_or(0) * 10 + (text[i] - '0');
    }
    return number;
}

} // namespace

std::size_t Printer::readFlags(std::string_view format, std::size_t i)
{
    m_flags = {};
    for (; i < format.size(); ++i) {
        switch (format[i]) {
        case '#':
            m_flags.sharp = true;
            break;
        case '0':
            m_flags.zero = !m_flags.minus;
            break;
        case '+':
            m_flags.plus = true;
            break;
        case '-':
            m_flags.minus = true;
            m_flags.zero = false;
            break;
        case ' ':
            m_flags.space = true;
            break;
        default:
            return i;
        }
    }
    return i;
}

/// `[n]`, the number of the next argument.
std::size_t Printer::readIndex(std::string_view format, std::size_t i, std::size_t count)
{
    m_afterIndex = false;
    if (i >= format.size() || format[i] != '[')
        return i;
    m_reordered = true;
    const std::size_t close = format.size() - i < 3 ? std::string_view::npos : format.find(']', i + 1);
    if (close == std::string_view::npos) {
        m_goodArgument = false;
        return i + 1;
    }
    std::size_t at = i + 1;
    const std::optional<int> number = readNumber(format, at, close);
    const bool read = number && at == close;
    m_afterIndex = read;
    if (read && *number >= 1 && static_cast<std::size_t>(*number) <= count)
        m_argument = static_cast<std::size_t>(*number) - 1;
    else
        m_goodArgument = false;
    return close + 1;
}

std::optional<int> Printer::fromArgument(std::span<const Value> arguments)
{
    if (m_argument >= arguments.size())
        return std::nullopt;
    const Value &value = arguments[m_argument++];
    const bool number = value.kind() == Kind::Integer || value.kind() == Kind::Unsigned;
    if (!number || value.integer > largestNumber || value.integer < -largestNumber)
        return std::nullopt;
    return static_cast<int>(value.integer);
}

std::size_t Printer::readWidth(std::string_view format, std::size_t i, std::span<const Value> arguments)
{
    if (i < format.size() && format[i] == '*') {
        m_flags.width = fromArgument(arguments);
        if (!m_flags.width)
            add("%!(BADWIDTH)");
        if (m_flags.width.value_or(0) < 0) {
            m_flags.width = -*m_flags.width;
            m_flags.minus = true;
            m_flags.zero = false;
        }
        m_afterIndex = false;
        return i + 1;
    }
    m_flags.width = readNumber(format, i, format.size());
    if (m_afterIndex && m_flags.width)
        m_goodArgument = false;
    return i;
}

std::size_t Printer::readPrecision(std::string_view format, std::size_t i, std::span<const Value> arguments)
{
    if (i >= format.size() || format[i] != '.')
        return i;
    ++i;
    if (m_afterIndex)
        m_goodArgument = false;
    i = readIndex(format, i, arguments.size());
    if (i < format.size() && format[i] == '*') {
        m_flags.precision = fromArgument(arguments);
        if (m_flags.precision.value_or(0) < 0)
            m_flags.precision.reset();
        if (!m_flags.precision)
            add("%!(BADPREC)");
        m_afterIndex = false;
        return i + 1;
    }
    m_flags.precision = readNumber(format, i, format.size()).value_or(0);
    return i;
}

void Printer::format(std::string_view format, std::span<const Value> arguments)
{
    for (std::size_t i = 0; i < format.size();) {
        m_goodArgument = true;
        const std::size_t percent = std::min(format.find('%', i), format.size());
        add(format.substr(i, percent - i));
        if (percent == format.size())
            break;
        i = readFlags(format, percent + 1);
        i = readIndex(format, i, arguments.size());
        i = readWidth(format, i, arguments);
        i = readPrecision(format, i, arguments);
        if (!m_afterIndex)
            i = readIndex(format, i, arguments.size());
        if (i >= format.size()) {
            add("%!(NOVERB)");
            break;
        }
        const Rune verb = runeAt(format, i);
        i += verb.size;
        std::string wrong = "%!";
        appendRune(wrong, verb.code);
        if (verb.code == U'%') {
            add("%");
        } else if (!m_goodArgument) {
            add(wrong + "(BADINDEX)");
        } else if (m_argument >= arguments.size()) {
            add(wrong + "(MISSING)");
        } else {
            if (verb.code == U'v') {
                m_flags.sharpV = std::exchange(m_flags.sharp, false);
                m_flags.plusV = std::exchange(m_flags.plus, false);
            }
            print(arguments[m_argument++], verb.code);
        }
    }
    if (m_reordered || m_argument >= arguments.size())
        return;
    m_flags = {};
    add("%!(EXTRA ");
    for (std::size_t i = m_argument; i < arguments.size(); ++i) {
        if (i > m_argument)
            add(", ");
        if (arguments[i].type != Type::None)
            add(nameOf(arguments[i]) + "=");
        print(arguments[i], U'v');
    }
    add(")");
}

std::string sprintf(std::string_view format, std::span<const Value> arguments, bool since3)
{
    Printer printer(since3);
    printer.format(format, arguments);
    return printer.take();
}

std::string sprint(std::span<const Value> arguments, bool since3)
{
    Printer printer(since3);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (i > 0 && arguments[i].kind() != Kind::String && arguments[i - 1].kind() != Kind::String)
            printer.append(" ");
        printer.print(arguments[i], U'v');
    }
    return printer.take();
}

std::string sprintln(std::span<const Value> arguments, bool since3)
{
    Printer printer(since3);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (i > 0)
            printer.append(" ");
        printer.print(arguments[i], U'v');
    }
    printer.append("\n");
    return printer.take();
}

std::string printed(const Value &value, bool since3)
{
    if (value.type == Type::None)
        return "<no value>";
    std::string text = sprint(std::span(&value, 1), since3);
    if (value.type == Type::Sample && value.sample)
        text.erase(0, 1);
    return text;
}

std::string printedTogether(std::span<const Value> arguments, bool since3)
{
    if (arguments.size() == 1 && arguments[0].type == Type::String)
        return arguments[0].text;
    // As Sprint does, but samples by what they point to, and nothing as the words for it.
    std::string text;
    bool afterString = true;
    for (const Value &value : arguments) {
        const bool string = value.type == Type::None || value.kind() == Kind::String;
        if (!afterString && !string)
            text += ' ';
        text += printed(value, since3);
        afterString = string;
    }
    return text;
}

} // namespace templates

#include "yaml/scalarreader.h"

#include <algorithm>
#include <charconv>

namespace yaml::reader {

namespace {

/// Collects decoded bytes and their places; neighbouring runs become one piece.
class Collector
{
public:
    void step(std::size_t source, char byte)
    {
        if (!m_pieces.empty()) {
            SourceMap::Piece &last = m_pieces.back();
            if (last.length == last.sourceLength && last.source + last.sourceLength == source && !m_sealed) {
                ++last.length;
                ++last.sourceLength;
                m_value += byte;
                return;
            }
        }
        m_pieces.push_back({m_value.size(), source, 1, 1});
        m_value += byte;
        m_sealed = false;
    }
    /// Bytes that stand for themselves.
    void run(std::size_t source, std::string_view bytes)
    {
        if (bytes.empty())
            return;
        step(source, bytes.front());
        m_pieces.back().length += bytes.size() - 1;
        m_pieces.back().sourceLength += bytes.size() - 1;
        m_value += bytes.substr(1);
    }
    /// `decoded` stands for the source bytes `[source, source + sourceLength)` as a whole.
    void replace(std::size_t source, std::size_t sourceLength, std::string_view decoded)
    {
        if (decoded.empty())
            return;
        m_pieces.push_back({m_value.size(), source, decoded.size(), sourceLength});
        m_value += decoded;
        m_sealed = true;
    }
    Scalar take(std::size_t start, std::size_t end)
    {
        if (m_pieces.empty())
            m_pieces.push_back({0, start, 0, 0});
        Scalar result;
        result.value = std::move(m_value);
        result.pieces = std::move(m_pieces);
        result.end = end;
        return result;
    }

private:
    std::string m_value;
    std::vector<SourceMap::Piece> m_pieces;
    /// The last piece must not grow: it was a replacement.
    bool m_sealed = false;
};

void appendUtf8(std::string &out, std::uint32_t code)
{
    const auto byte = [&out](std::uint32_t value) { out += static_cast<char>(value); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xC0U | (code >> 6U));
        byte(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        byte(0xE0U | (code >> 12U));
        byte(0x80U | ((code >> 6U) & 0x3FU));
        byte(0x80U | (code & 0x3FU));
    } else {
        byte(0xF0U | (code >> 18U));
        byte(0x80U | ((code >> 12U) & 0x3FU));
        byte(0x80U | ((code >> 6U) & 0x3FU));
        byte(0x80U | (code & 0x3FU));
    }
}

struct Escape
{
    /// Bytes of the source, the backslash included; 0 when it is unknown.
    std::size_t length = 0;
    std::string decoded;
};

Escape hexEscape(std::string_view text, std::size_t at, std::size_t digits)
{
    if (at + 2 + digits > text.size())
        return {};
    std::uint32_t code = 0;
    const char *first = text.data() + at + 2;
    const auto [end, error] = std::from_chars(first, first + digits, code, 16);
    if (error != std::errc() || end != first + digits || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return {};
    Escape result{2 + digits, {}};
    appendUtf8(result.decoded, code);
    return result;
}

Escape readEscape(std::string_view text, std::size_t at)
{
    if (at + 1 >= text.size())
        return {};
    switch (text[at + 1]) {
    case '0':
        return {2, std::string(1, '\0')};
    case 'a':
        return {2, "\a"};
    case 'b':
        return {2, "\b"};
    case 't':
    case '\t':
        return {2, "\t"};
    case 'n':
        return {2, "\n"};
    case 'v':
        return {2, "\v"};
    case 'f':
        return {2, "\f"};
    case 'r':
        return {2, "\r"};
    case 'e':
        return {2, "\x1b"};
    case ' ':
        return {2, " "};
    case '"':
        return {2, "\""};
    case '\'':
        return {2, "'"};
    case '\\':
        return {2, "\\"};
    case 'N':
        return {2, "\xC2\x85"};
    case '_':
        return {2, "\xC2\xA0"};
    case 'L':
        return {2, "\xE2\x80\xA8"};
    case 'P':
        return {2, "\xE2\x80\xA9"};
    case 'x':
        return hexEscape(text, at, 2);
    case 'u':
        return hexEscape(text, at, 4);
    case 'U':
        return hexEscape(text, at, 8);
    default:
        return {};
    }
}

/// Where a run of blanks and line breaks that begins at `at` ends, and how many breaks it holds.
struct Gap
{
    std::size_t end;
    std::size_t breaks;
};

Gap readGap(std::string_view text, std::size_t at)
{
    Gap gap{at, 0};
    while (gap.end < text.size()) {
        if (const std::size_t length = breakLength(text, gap.end)) {
            gap.end += length;
            ++gap.breaks;
        } else if (isBlank(text[gap.end])) {
            ++gap.end;
        } else {
            break;
        }
    }
    return gap;
}

std::string folded(std::size_t breaks)
{
    return breaks == 1 ? " " : std::string(breaks - 1, '\n');
}

/// What stands for a run of blanks and breaks in which there may be line separators.
std::string foldedBreaks(std::string_view gap)
{
    std::string breaks;
    bool first = true;
    bool feed = false;
    for (std::size_t i = 0; i < gap.size(); ++i) {
        if (isBlank(gap[i]))
            continue;
        const bool isFeed = isBreak(gap[i]);
        if (isFeed)
            i += breakLength(gap, i) - 1;
        feed = first ? isFeed : feed;
        if (!first || !isFeed)
            breaks += isFeed ? '\n' : gap[i];
        // The bytes of a separator.
        first = false;
    }
    return feed && breaks.empty() ? " " : breaks;
}

/// Puts what stands for the line breaks from `at` on and returns where they end; 0 when only blanks, or none, are
/// there.
std::size_t foldBreaks(Collector &collector, std::string_view text, std::size_t at)
{
    if (!isBlank(text[at]) && !isBreak(text[at]))
        return 0;
    const Gap gap = readGap(text, at);
    if (gap.breaks == 0)
        return 0;
    collector.replace(at, gap.end - at, folded(gap.breaks));
    return gap.end;
}

Scalar unclosed(Collector &collector, std::string_view text, std::size_t at)
{
    Scalar result = collector.take(at + 1, text.size());
    result.problem = Problem{{TRANSLATABLE("Core", "This quote is never closed.")}, {at, at + 1}};
    return result;
}

} // namespace

std::size_t breakLength(std::string_view text, std::size_t at)
{
    if (at >= text.size() || !isBreak(text[at]))
        return 0;
    return text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1;
}

void restoreSeparators(Scalar &scalar, std::string_view read, std::string_view original)
{
    std::string value;
    for (SourceMap::Piece &piece : scalar.pieces) {
        const std::string_view before = read.substr(piece.source, piece.sourceLength);
        const std::string_view now = original.substr(piece.source, piece.sourceLength);
        std::string decoded = scalar.value.substr(piece.content, piece.length);
        if (before != now && piece.length == piece.sourceLength)
            decoded = now;
        else if (before != now)
            decoded = foldedBreaks(now);
        piece.content = value.size();
        piece.length = decoded.size();
        value += decoded;
    }
    scalar.value = std::move(value);
}

std::size_t tagEnd(std::string_view text, std::size_t at)
{
    constexpr std::string_view letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-"
                                         ";/?:@&=+$.!~*'()%,[]";
    if (text.substr(at, 2) == "!<") {
        const std::size_t close = text.find_first_of(">\r\n", at);
        return close != std::string_view::npos && text[close] == '>' ? close + 1 : at + 2;
    }
    return std::min(text.find_first_not_of(letters, at), text.size());
}

std::size_t tagHandle(std::string_view tag)
{
    std::size_t end = 1;
    while (end < tag.size() && isNameCharacter(tag[end]))
        ++end;
    return end < tag.size() && tag[end] == '!' ? end + 1 : 1;
}

Scalar readSingleQuoted(std::string_view text, std::size_t at)
{
    Collector collector;
    std::size_t i = at + 1;
    while (i < text.size()) {
        if (text[i] == '\'') {
            if (i + 1 >= text.size() || text[i + 1] != '\'')
                return collector.take(at + 1, i + 1);
            collector.replace(i, 2, "'");
            i += 2;
            continue;
        }
        if (const std::size_t end = foldBreaks(collector, text, i)) {
            i = end;
            continue;
        }
        const std::size_t end = std::min(text.find_first_of("' \t\r\n", i + 1), text.size());
        collector.run(i, text.substr(i, end - i));
        i = end;
    }
    return unclosed(collector, text, at);
}

Scalar readDoubleQuoted(std::string_view text, std::size_t at)
{
    Collector collector;
    std::optional<Problem> problem;
    std::size_t i = at + 1;
    while (i < text.size()) {
        if (text[i] == '"') {
            Scalar result = collector.take(at + 1, i + 1);
            result.problem = std::move(problem);
            return result;
        }
        if (text[i] == '\\') {
            if (const std::size_t length = breakLength(text, i + 1)) {
                // An escaped line break joins the lines; blanks that lead the next line go with it.
                const Gap gap = readGap(text, i + 1 + length);
                if (gap.breaks)
                    collector.replace(i, gap.end - i, std::string(gap.breaks, '\n'));
                i = gap.end;
                continue;
            }
            const Escape escape = readEscape(text, i);
            if (escape.length == 0) {
                if (!problem)
                    problem = Problem{{TRANSLATABLE("Core", "YAML does not know this escape.")},
                                      {i, std::min(i + 2, text.size())}};
                collector.step(i, text[i]);
                ++i;
                continue;
            }
            collector.replace(i, escape.length, escape.decoded);
            i += escape.length;
            continue;
        }
        if (const std::size_t end = foldBreaks(collector, text, i)) {
            i = end;
            continue;
        }
        const std::size_t end = std::min(text.find_first_of("\"\\ \t\r\n", i + 1), text.size());
        collector.run(i, text.substr(i, end - i));
        i = end;
    }
    return unclosed(collector, text, at);
}

Scalar readBlock(std::string_view text, std::size_t at, int parentIndent)
{
    const bool literal = text[at] == '|';
    std::size_t i = at + 1;
    int chomping = 0;
    std::size_t indent = 0;
    for (; i < text.size() && !isBreak(text[i]) && !isBlank(text[i]); ++i) {
        if (text[i] == '+')
            chomping = 1;
        else if (text[i] == '-')
            chomping = -1;
        else if (text[i] >= '1' && text[i] <= '9')
            indent = static_cast<std::size_t>(std::max(parentIndent, 0) + (text[i] - '0'));
    }
    while (i < text.size() && !isBreak(text[i]))
        ++i;
    i += breakLength(text, i);

    Collector collector;
    struct Break
    {
        std::size_t at;
        std::size_t length;
    };
    std::optional<Break> leadingBreak;
    std::vector<Break> trailingBreaks;
    std::optional<std::size_t> tab;
    bool leadingBlank = false;
    std::size_t lineStart = i;
    std::size_t contentEnd = i;

    const auto readBreaks = [&] {
        std::size_t deepest = 0;
        while (true) {
            while (i < text.size() && text[i] == ' ' && (indent == 0 || i - lineStart < indent))
                ++i;
            deepest = std::max(deepest, i - lineStart);
            if (!tab && i < text.size() && text[i] == '\t' && (indent == 0 || i - lineStart < indent))
                tab = i;
            const std::size_t length = breakLength(text, i);
            if (!length)
                break;
            trailingBreaks.push_back({i, length});
            i += length;
            lineStart = i;
        }
        if (indent == 0)
            indent = std::max({deepest, static_cast<std::size_t>(parentIndent + 1), std::size_t{1}});
    };
    const auto emitBreaks = [&collector](const std::vector<Break> &breaks) {
        for (const Break &each : breaks) {
            if (each.length == 1)
                collector.step(each.at, '\n');
            else
                collector.replace(each.at, each.length, "\n");
        }
    };

    readBreaks();
    while (i < text.size() && i - lineStart == indent) {
        const bool startsBlank = isBlank(text[i]);
        if (leadingBreak) {
            if (!literal && !leadingBlank && !startsBlank) {
                if (trailingBreaks.empty())
                    collector.replace(leadingBreak->at, i - leadingBreak->at, " ");
            } else {
                emitBreaks({*leadingBreak});
            }
            leadingBreak.reset();
        }
        emitBreaks(trailingBreaks);
        trailingBreaks.clear();
        leadingBlank = startsBlank;
        contentEnd = std::min(text.find_first_of("\r\n", i), text.size());
        collector.run(i, text.substr(i, contentEnd - i));
        i = contentEnd;
        if (const std::size_t length = breakLength(text, i)) {
            leadingBreak = Break{i, length};
            i += length;
            contentEnd = i;
        }
        lineStart = i;
        readBreaks();
    }
    if (chomping != -1 && leadingBreak)
        emitBreaks({*leadingBreak});
    if (chomping == 1) {
        emitBreaks(trailingBreaks);
        if (!trailingBreaks.empty())
            contentEnd = std::max(contentEnd, trailingBreaks.back().at + trailingBreaks.back().length);
    }
    Scalar result = collector.take(contentEnd, contentEnd);
    if (tab)
        result.problem = Problem{{TRANSLATABLE("Core", "A tab stands where the block is indented: YAML wants blanks.")},
                                 {*tab, *tab + 1}};
    return result;
}

Scalar readPlain(std::string_view text, std::size_t at, std::string_view value)
{
    Collector collector;
    std::size_t i = at;
    std::size_t decoded = 0;
    if (value.find('\n') == std::string_view::npos && text.substr(std::min(at, text.size())).starts_with(value)) {
        collector.run(at, value);
        return collector.take(at, at + value.size());
    }
    while (decoded < value.size() && i < text.size()) {
        if (isBlank(text[i]) || isBreak(text[i])) {
            const Gap gap = readGap(text, i);
            if (gap.breaks) {
                const std::string joined = folded(gap.breaks);
                collector.replace(i, gap.end - i, joined);
                decoded += joined.size();
                i = gap.end;
                continue;
            }
        }
        collector.step(i, text[i]);
        ++decoded;
        ++i;
    }
    return collector.take(at, i);
}

} // namespace yaml::reader

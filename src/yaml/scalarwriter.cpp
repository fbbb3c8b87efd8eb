#include "yaml/scalarwriter.h"

#include "yaml/scalarreader.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

namespace yaml {

namespace {

using reader::isBlank;
using reader::isBreak;

bool plainHolds(std::string_view value, const ScalarPlace &place)
{
    if (value.empty() || isBlank(value.front()) || isBlank(value.back()) || value.back() == ':')
        return false;
    constexpr std::string_view indicators = "!&*|>'\"%@`#,[]{}";
    if (indicators.find(value.front()) != std::string_view::npos)
        return false;
    if (value.front() == '-' || value.front() == '?' || value.front() == ':') {
        if (value.size() == 1 || isBlank(value[1]) || place.flow)
            return false;
    }
    if (value.starts_with("---") || value.starts_with("..."))
        return false;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const auto byte = static_cast<unsigned char>(value[i]);
        if (byte < 0x20 || byte == 0x7F)
            return false;
        if (value[i] == ':' && i + 1 < value.size() && (isBlank(value[i + 1]) || place.flow))
            return false;
        if (value[i] == '#' && i > 0 && isBlank(value[i - 1]))
            return false;
        if (place.flow && std::string_view(",[]{}").find(value[i]) != std::string_view::npos)
            return false;
    }
    // NEL, LS and PS break lines in YAML 1.1.
    return value.find("\xC2\x85") == std::string_view::npos && value.find("\xE2\x80\xA8") == std::string_view::npos &&
           value.find("\xE2\x80\xA9") == std::string_view::npos;
}

bool hasControl(std::string_view value, bool breaksAllowed)
{
    return std::ranges::any_of(value,
                               [breaksAllowed](char c) {
                                   const auto byte = static_cast<unsigned char>(c);
                                   return (byte < 0x20 && c != '\t' && !(breaksAllowed && c == '\n')) || byte == 0x7F;
                               }) ||
           value.find("\xC2\x85") != std::string_view::npos || value.find("\xE2\x80\xA8") != std::string_view::npos ||
           value.find("\xE2\x80\xA9") != std::string_view::npos;
}

std::string doubleQuotedContent(std::string_view value)
{
    std::string result;
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (c == '\n') {
            result += "\\n";
        } else if (c == '\t') {
            result += "\\t";
        } else if (c == '\r') {
            result += "\\r";
        } else if (byte < 0x20 || byte == 0x7F) {
            result += "\\x";
            result += digits[byte >> 4U];
            result += digits[byte & 0xFU];
        } else if (value.substr(i).starts_with("\xC2\x85")) {
            result += "\\N";
            i += 1;
        } else if (value.substr(i).starts_with("\xE2\x80\xA8") || value.substr(i).starts_with("\xE2\x80\xA9")) {
            result += value[i + 2] == '\xA8' ? "\\L" : "\\P";
            i += 2;
        } else {
            result += c;
        }
    }
    return result;
}

std::string singleQuotedContent(std::string_view value)
{
    std::string result;
    for (const char c : value)
        result += c == '\'' ? std::string("''") : std::string(1, c);
    return result;
}

std::string_view chomping(std::string_view value)
{
    if (!value.ends_with('\n'))
        return "-";
    return value.size() == 1 || value.ends_with("\n\n") ? "+" : "";
}

/// A block scalar with its lines at column `indent`; without the last line end when the value has none.
std::string blockText(std::string_view value, bool folded, std::size_t parent, std::size_t indent,
                      std::string_view lineEnd)
{
    const std::size_t firstLine = value.find_first_not_of('\n');
    std::string result(1, folded ? '>' : '|');
    if (firstLine != std::string_view::npos && value[firstLine] == ' ')
        result += std::to_string(indent - parent);
    result += chomping(value);
    const std::string margin(indent, ' ');
    std::string_view rest = value;
    if (rest.ends_with('\n'))
        rest.remove_suffix(1);
    bool first = true;
    while (true) {
        const std::size_t end = rest.find('\n');
        const std::string_view line = rest.substr(0, end);
        result += lineEnd;
        // A single break between two lines of a folded scalar would become a space.
        if (folded && !first && !line.empty())
            result += lineEnd;
        if (!line.empty())
            result.append(margin).append(line);
        first = line.empty();
        if (end == std::string_view::npos)
            break;
        rest.remove_prefix(end + 1);
    }
    return result;
}

bool foldedHolds(std::string_view value)
{
    // Lines that begin with a blank keep their breaks, and runs of blank lines count differently: literal is exact
    // there.
    return !value.empty() && !isBlank(value.front()) && value.find("\n ") == std::string_view::npos &&
           value.find("\n\t") == std::string_view::npos && value.find("\n\n") == std::string_view::npos &&
           value.front() != '\n';
}

std::size_t columnOf(std::string_view text, std::size_t at)
{
    std::size_t start = at;
    while (start > 0 && !isBreak(text[start - 1]))
        --start;
    return at - start;
}

/// Where the scalar's own text starts, behind anchor and tag.
std::size_t ownStart(std::string_view text, const Node &scalar)
{
    std::size_t at = scalar.range.start;
    while (at < scalar.range.end && (text[at] == '&' || text[at] == '!')) {
        while (at < scalar.range.end && !isBlank(text[at]) && !isBreak(text[at]))
            ++at;
        while (at < scalar.range.end && (isBlank(text[at]) || isBreak(text[at])))
            ++at;
    }
    return at;
}

bool isBlock(const Node &scalar)
{
    return scalar.kind == NodeKind::Scalar &&
           (scalar.style == ScalarStyle::Literal || scalar.style == ScalarStyle::Folded);
}

/// The column of a block scalar's lines.
std::size_t blockColumn(std::string_view text, const Node &scalar, const ScalarPlace &place)
{
    for (const SourceMap::Piece &piece : scalar.map.pieces()) {
        const bool lineStart = piece.content == 0 || scalar.value[piece.content - 1] == '\n';
        if (lineStart && piece.length > 0 && !isBreak(text[piece.source]))
            return columnOf(text, piece.source);
    }
    return static_cast<std::size_t>(place.parentIndent + 2);
}

/// One edit of a literal's content as an edit of its source.
base::TextEdit literalEdit(std::string_view text, const Node &scalar, const base::TextEdit &edit,
                           const std::string &margin, std::string_view lineEnd)
{
    const std::string &value = scalar.value;
    base::ByteRange range{scalar.map.toSource(edit.range.start), 0};
    const bool toEnd = edit.range.end == value.size();
    const bool endsLine = !edit.range.empty() && value[edit.range.end - 1] == '\n';
    range.end = edit.range.empty()   ? range.start
                : endsLine && !toEnd ? scalar.map.toSource(edit.range.end)
                                     : scalar.map.toSource(edit.range).end;
    std::size_t column = columnOf(text, range.start);
    // A blank line behind has no margin of its own to stand in for the one that is left.
    const bool beforeBlank = endsLine && !toEnd && edit.text.empty() && columnOf(text, range.end) == 0;
    // A line that goes takes its margin with it, and one that becomes empty keeps none.
    if (((endsLine && toEnd) || beforeBlank || edit.text.starts_with('\n')) && column == margin.size()) {
        range.start -= column;
        column = 0;
    }
    bool needsMargin = column == 0 && !margin.empty();
    std::string replacement;
    for (std::size_t i = 0; i < edit.text.size(); ++i) {
        if (edit.text[i] == '\n') {
            replacement += lineEnd;
            needsMargin = true;
            continue;
        }
        if (needsMargin)
            replacement += margin;
        needsMargin = false;
        replacement += edit.text[i];
    }
    // What follows on the line has lost its margin, unless it stands behind its own.
    const bool moreOnLine = range.end < text.size() && !isBreak(text[range.end]) && columnOf(text, range.end) != 0;
    if (needsMargin && moreOnLine && !edit.text.empty())
        replacement += margin;
    return {range, replacement};
}

/// The end of the first line behind `at` that is not blank.
std::size_t endOfNextContent(std::string_view text, std::size_t at)
{
    while (at < text.size() && (isBlank(text[at]) || isBreak(text[at])))
        ++at;
    return std::min(text.find_first_of("\r\n", at), text.size());
}

/// Content edits through the source map, where the style allows; nothing when it does not come out exactly.
std::optional<base::TextEdits> mappedEdits(std::string_view text, const Node &scalar, const ScalarPlace &place,
                                           const base::TextEdits &contentEdits, std::string_view wanted)
{
    base::TextEdits edits;
    const std::size_t start = ownStart(text, scalar);
    const std::string margin = isBlock(scalar) ? std::string(blockColumn(text, scalar, place), ' ') : std::string();
    for (const base::TextEdit &edit : contentEdits) {
        const bool hasBreak = edit.text.find('\n') != std::string::npos;
        if (scalar.style != ScalarStyle::DoubleQuoted && hasControl(edit.text, true))
            return std::nullopt;
        switch (scalar.style) {
        case ScalarStyle::Literal:
            edits.push_back(literalEdit(text, scalar, edit, margin, place.lineEnd));
            continue;
        case ScalarStyle::DoubleQuoted:
            edits.push_back({scalar.map.toSource(edit.range), doubleQuotedContent(edit.text)});
            continue;
        case ScalarStyle::SingleQuoted:
            if (hasBreak || hasControl(edit.text, false))
                return std::nullopt;
            edits.push_back({scalar.map.toSource(edit.range), singleQuotedContent(edit.text)});
            continue;
        case ScalarStyle::Folded:
        case ScalarStyle::Plain:
            if (hasBreak)
                return std::nullopt;
            edits.push_back({scalar.map.toSource(edit.range), edit.text});
            continue;
        }
    }
    // Reading back needs no more than the scalar, and of a block what ends it: a file of many scalars stays cheap to
    // edit.
    const std::size_t windowEnd = isBlock(scalar) ? endOfNextContent(text, scalar.range.end) : scalar.range.end;
    base::TextEdits inWindow = edits;
    for (base::TextEdit &edit : inWindow)
        edit.range = {edit.range.start - start, edit.range.end - start};
    const base::Result<std::string> changed = base::applyEdits(text.substr(start, windowEnd - start), inWindow);
    if (!changed)
        return std::nullopt;
    reader::Scalar read;
    if (isBlock(scalar))
        read = reader::readBlock(*changed, 0, place.parentIndent);
    else if (scalar.style == ScalarStyle::DoubleQuoted)
        read = reader::readDoubleQuoted(*changed, 0);
    else if (scalar.style == ScalarStyle::SingleQuoted)
        read = reader::readSingleQuoted(*changed, 0);
    else
        return plainHolds(wanted, place) && reader::readPlain(*changed, 0, wanted).value == wanted
                   ? std::optional(edits)
                   : std::nullopt;
    const std::size_t tail = windowEnd - scalar.range.end;
    const bool sameEnd = read.end + tail == changed->size() || isBlock(scalar);
    return !read.problem && sameEnd && read.value == wanted ? std::optional(edits) : std::nullopt;
}

} // namespace

bool looksTyped(std::string_view plain)
{
    constexpr std::array<std::string_view, 26> words = {
        "~",  "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE", "yes", "Yes", "YES",
        "no", "No",   "NO",   "on",   "On",   "ON",   "off",  "Off",   "OFF",   "y",     "Y",   "n",   "N"};
    if (plain.empty() || std::ranges::find(words, plain) != words.end() || plain == "<<" || plain == "=")
        return true;
    std::string digits;
    std::ranges::copy_if(plain, std::back_inserter(digits), [](char c) { return c != '_'; });
    std::string_view number = digits;
    if (!number.empty() && (number.front() == '+' || number.front() == '-'))
        number.remove_prefix(1);
    if (number.empty())
        return false;
    if (number == ".inf" || number == ".Inf" || number == ".INF" || number == ".nan" || number == ".NaN" ||
        number == ".NAN")
        return true;
    if (!std::isdigit(static_cast<unsigned char>(number.front())) && number.front() != '.')
        return false;
    // Numbers of every base, sexagesimals and dates: whatever consists of their characters is taken for one.
    return std::ranges::all_of(number, [](char c) {
        return std::isxdigit(static_cast<unsigned char>(c)) ||
               std::string_view(".:xobeE+-TZ ").find(c) != std::string_view::npos;
    });
}

std::string_view lineEndOf(std::string_view text)
{
    const std::size_t end = text.find('\n');
    return end != std::string_view::npos && end > 0 && text[end - 1] == '\r' ? "\r\n" : "\n";
}

std::string scalarText(std::string_view value, ScalarStyle preferred, const ScalarPlace &place)
{
    const bool oneLine = place.flow || place.key;
    const bool blockHolds = !oneLine && !value.empty() && value.find_first_not_of('\n') != std::string_view::npos &&
                            !hasControl(value, true);
    const auto parent = static_cast<std::size_t>(std::max(place.parentIndent, 0));
    if (preferred == ScalarStyle::Plain && value.find('\n') != std::string_view::npos)
        preferred = ScalarStyle::Literal;
    if (preferred == ScalarStyle::Folded && !foldedHolds(value))
        preferred = ScalarStyle::Literal;
    if (preferred == ScalarStyle::Folded && blockHolds)
        return blockText(value, true, parent, parent + 2, place.lineEnd);
    if (preferred == ScalarStyle::Literal && blockHolds)
        return blockText(value, false, parent, parent + 2, place.lineEnd);
    if (preferred == ScalarStyle::Plain && plainHolds(value, place) && !looksTyped(value))
        return std::string(value);
    // Expressions are full of double quotes: single ones read better around them.
    const bool singleReadsBetter = preferred == ScalarStyle::Plain && value.find('"') != std::string_view::npos;
    if ((preferred == ScalarStyle::SingleQuoted || singleReadsBetter) && !hasControl(value, false))
        return "'" + singleQuotedContent(value) + "'";
    return '"' + doubleQuotedContent(value) + '"';
}

base::TextEdits setScalarEdits(std::string_view text, const Node &scalar, const ScalarPlace &place,
                               std::string_view value)
{
    if (scalar.kind == NodeKind::Null) {
        // Behind the anchor or tag, in place of a null that is spelt out.
        const base::ByteRange range{ownStart(text, scalar), scalar.range.end};
        const bool spaced = range.start > 0 && (isBlank(text[range.start - 1]) || isBreak(text[range.start - 1]));
        return {{range, (spaced ? "" : " ") + scalarText(value, ScalarStyle::Plain, place)}};
    }
    if (scalar.value == value)
        return {};
    const bool typedStays = scalar.style == ScalarStyle::Plain && looksTyped(scalar.value) && looksTyped(value);
    const std::size_t start = ownStart(text, scalar);
    const bool oneLine = text.substr(start, scalar.range.end - start).find_first_of("\r\n") == std::string_view::npos;
    const bool bendsPlain =
        scalar.style == ScalarStyle::Plain && (!plainHolds(value, place) || (looksTyped(value) && !typedStays));
    // At the end of the text a block without its last line break would hold the value too: the break is not the
    // field's.
    const bool dropsLastBreak = isBlock(scalar) && scalar.range.end == text.size() && text.ends_with('\n') &&
                                scalar.value.ends_with('\n') && !value.ends_with('\n');
    if (!value.empty() && !bendsPlain && !dropsLastBreak &&
        (!oneLine || scalar.style == ScalarStyle::DoubleQuoted || scalar.style == ScalarStyle::SingleQuoted)) {
        if (auto edits = mappedEdits(text, scalar, place, base::differenceEdits(scalar.value, value), value))
            return *edits;
    }
    base::ByteRange range{start, scalar.range.end};
    if (!bendsPlain && scalar.style == ScalarStyle::Plain && !value.empty() &&
        value.find('\n') == std::string_view::npos)
        return {{range, std::string(value)}};
    std::string replacement;
    const bool folded = scalar.style == ScalarStyle::Folded && foldedHolds(value);
    if (isBlock(scalar) && !hasControl(value, true) && value.find_first_not_of('\n') != std::string_view::npos) {
        const auto parent = static_cast<std::size_t>(std::max(place.parentIndent, 0));
        replacement =
            blockText(value, folded, parent, std::max(blockColumn(text, scalar, place), parent + 1), place.lineEnd);
    } else {
        replacement = scalarText(value, scalar.style, place);
    }
    // A block scalar's range ends behind its last line end.
    if (isBlock(scalar) && scalar.range.end > start && isBreak(text[scalar.range.end - 1])) {
        replacement += place.lineEnd;
        return {{range, replacement}};
    }
    const std::size_t headerEnd = replacement.find_first_of("\r\n");
    if (headerEnd == std::string::npos)
        return {{range, replacement}};
    // What stood behind the value on its line (a comment) goes behind the block's header.
    std::size_t lineEnd = scalar.range.end;
    while (lineEnd < text.size() && !isBreak(text[lineEnd]))
        ++lineEnd;
    std::string_view behind = text.substr(scalar.range.end, lineEnd - scalar.range.end);
    while (!behind.empty() && isBlank(behind.back()))
        behind.remove_suffix(1);
    replacement.insert(headerEnd, behind);
    range.end = lineEnd;
    if (lineEnd == text.size() && value.ends_with('\n'))
        replacement += place.lineEnd;
    return {{range, replacement}};
}

base::TextEdits embeddedEdits(std::string_view text, const Node &scalar, const ScalarPlace &place,
                              const base::TextEdits &contentEdits)
{
    base::TextEdits wantedEdits = contentEdits;
    // A strip-chomped scalar has no line end of its own: an edit that brings one at its end leaves it out.
    if (!scalar.value.ends_with('\n')) {
        for (base::TextEdit &edit : wantedEdits) {
            if (edit.range.end == scalar.value.size() && edit.text.ends_with('\n'))
                edit.text.pop_back();
        }
    }
    const base::Result<std::string> wanted = base::applyEdits(scalar.value, wantedEdits);
    if (!wanted)
        return {};
    if (auto edits = mappedEdits(text, scalar, place, wantedEdits, *wanted))
        return *edits;
    return setScalarEdits(text, scalar, place, *wanted);
}

} // namespace yaml

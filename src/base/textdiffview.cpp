#include "base/textdiff.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace base {

namespace {

using Lines = std::vector<std::string_view>;

std::string_view withoutLineEnd(std::string_view line)
{
    if (line.ends_with('\n'))
        line.remove_suffix(1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

bool isWordByte(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

/// Words, runs of blanks and single other characters.
Lines wordsOf(std::string_view line)
{
    Lines words;
    while (!line.empty()) {
        std::size_t size = 1;
        if (isWordByte(line[0]))
            size = static_cast<std::size_t>(std::ranges::find_if_not(line, isWordByte) - line.begin());
        else if (line[0] == ' ' || line[0] == '\t')
            size = std::min(line.find_first_not_of(" \t"), line.size());
        words.push_back(line.substr(0, size));
        line.remove_prefix(size);
    }
    return words;
}

/// The bytes of `parts` in the text that begins at `text`.
ByteRange bytesOf(const Lines &parts, std::size_t first, std::size_t count, const char *text)
{
    const std::string_view from = parts[first];
    const std::string_view to = parts[first + count - 1];
    return {static_cast<std::size_t>(from.data() - text), static_cast<std::size_t>(to.data() - text) + to.size()};
}

DiffRow changedRow(const Lines &before, std::size_t oldLine, const Lines &after, std::size_t newLine,
                   const char *beforeText, const char *afterText)
{
    DiffRow row{DiffRow::Kind::Changed, oldLine, newLine, {}, {}};
    const Lines oldWords = wordsOf(withoutLineEnd(before[oldLine]));
    const Lines newWords = wordsOf(withoutLineEnd(after[newLine]));
    for (const LineChange &change : lineChanges(oldWords, newWords)) {
        if (change.oldCount > 0)
            row.oldWords.push_back(bytesOf(oldWords, change.oldStart, change.oldCount, beforeText));
        if (change.newCount > 0)
            row.newWords.push_back(bytesOf(newWords, change.newStart, change.newCount, afterText));
    }
    return row;
}

/// Bytes of words that both lines have in order, against the longer line: 0 … 1000.
int likeness(std::string_view a, std::string_view b)
{
    const Lines oldWords = wordsOf(withoutLineEnd(a));
    const Lines newWords = wordsOf(withoutLineEnd(b));
    std::size_t size = 0;
    for (const std::string_view word : oldWords)
        size += word[0] == ' ' ? 0 : word.size();
    std::size_t newSize = 0;
    for (const std::string_view word : newWords)
        newSize += word[0] == ' ' ? 0 : word.size();
    std::size_t common = size;
    for (const LineChange &change : lineChanges(oldWords, newWords)) {
        for (std::size_t i = 0; i < change.oldCount; ++i)
            common -= oldWords[change.oldStart + i][0] == ' ' ? 0 : oldWords[change.oldStart + i].size();
    }
    return static_cast<int>(1000 * common / std::max<std::size_t>({size, newSize, 1}));
}

/// Which lines of a changed run stand beside each other: pairs of offsets into the run, both rising.
std::vector<std::pair<std::size_t, std::size_t>> pairLines(const LineChange &change, const Lines &before,
                                                           const Lines &after)
{
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    constexpr std::size_t maximumComparisons = 900;
    if (change.oldCount == change.newCount || change.oldCount * change.newCount > maximumComparisons) {
        for (std::size_t i = 0; i < std::min(change.oldCount, change.newCount); ++i)
            pairs.emplace_back(i, i);
        return pairs;
    }
    constexpr int leastLikeness = 300;
    std::vector<std::vector<int>> like(change.oldCount, std::vector<int>(change.newCount));
    std::vector<std::vector<int>> best(change.oldCount + 1, std::vector<int>(change.newCount + 1));
    for (std::size_t i = change.oldCount; i-- > 0;) {
        for (std::size_t k = change.newCount; k-- > 0;) {
            const int here = likeness(before[change.oldStart + i], after[change.newStart + k]);
            like[i][k] = here < leastLikeness ? -1 : here;
            best[i][k] =
                std::max({best[i + 1][k], best[i][k + 1], like[i][k] < 0 ? 0 : like[i][k] + best[i + 1][k + 1]});
        }
    }
    std::size_t i = 0;
    std::size_t k = 0;
    while (i < change.oldCount && k < change.newCount) {
        if (like[i][k] >= 0 && best[i][k] == like[i][k] + best[i + 1][k + 1])
            pairs.emplace_back(i++, k++);
        else if (best[i][k] == best[i + 1][k])
            ++i;
        else
            ++k;
    }
    return pairs;
}

/// Changes with at most 2 * context equal lines between them belong to one hunk.
std::vector<std::vector<LineChange>> groupChanges(const std::vector<LineChange> &changes, std::size_t context)
{
    std::vector<std::vector<LineChange>> groups;
    for (const LineChange &change : changes) {
        const bool near =
            !groups.empty() &&
            change.oldStart - (groups.back().back().oldStart + groups.back().back().oldCount) <= 2 * context;
        if (!near)
            groups.emplace_back();
        groups.back().push_back(change);
    }
    return groups;
}

void appendLine(std::string &diff, char sign, std::string_view line)
{
    diff += sign;
    diff += line;
    if (!line.ends_with('\n'))
        diff += "\n\\ No newline at end of file\n";
}

std::string hunkSide(std::size_t start, std::size_t count)
{
    const std::string first = std::to_string(count == 0 ? start : start + 1);
    return count == 1 ? first : first + "," + std::to_string(count);
}

} // namespace

std::string unifiedDiff(std::string_view before, std::string_view after, const UnifiedDiffOptions &options)
{
    const Lines oldLines = splitLines(before);
    const Lines newLines = splitLines(after);
    std::string diff;
    for (const std::vector<LineChange> &group : groupChanges(lineChanges(oldLines, newLines), options.context)) {
        if (diff.empty())
            diff = "--- " + options.oldName + "\n+++ " + options.newName + "\n";
        const std::size_t lead = std::min(options.context, group.front().oldStart);
        const std::size_t oldStart = group.front().oldStart - lead;
        const std::size_t newStart = group.front().newStart - lead;
        const std::size_t lastOld = group.back().oldStart + group.back().oldCount;
        const std::size_t tail = std::min(options.context, oldLines.size() - lastOld);
        const std::size_t newEnd = group.back().newStart + group.back().newCount + tail;
        diff += "@@ -" + hunkSide(oldStart, lastOld + tail - oldStart) + " +" + hunkSide(newStart, newEnd - newStart) +
                " @@\n";
        std::size_t line = oldStart;
        for (const LineChange &change : group) {
            for (; line < change.oldStart; ++line)
                appendLine(diff, ' ', oldLines[line]);
            for (std::size_t i = 0; i < change.oldCount; ++i, ++line)
                appendLine(diff, '-', oldLines[line]);
            for (std::size_t i = 0; i < change.newCount; ++i)
                appendLine(diff, '+', newLines[change.newStart + i]);
        }
        for (; line < lastOld + tail; ++line)
            appendLine(diff, ' ', oldLines[line]);
    }
    return diff;
}

std::vector<DiffHunk> diffHunks(std::string_view before, std::string_view after, std::size_t context)
{
    const Lines oldLines = splitLines(before);
    const Lines newLines = splitLines(after);
    std::vector<DiffHunk> hunks;
    for (const std::vector<LineChange> &group : groupChanges(lineChanges(oldLines, newLines), context)) {
        const std::size_t lead = std::min(context, group.front().oldStart);
        DiffHunk hunk{group.front().oldStart - lead, group.front().newStart - lead, {}};
        std::size_t oldLine = hunk.oldStart;
        std::size_t newLine = hunk.newStart;
        const auto sameUntil = [&](std::size_t end) {
            for (; oldLine < end; ++oldLine, ++newLine)
                hunk.rows.push_back({DiffRow::Kind::Same, oldLine, newLine, {}, {}});
        };
        const auto gapsUntil = [&](std::size_t oldEnd, std::size_t newEnd) {
            for (; oldLine < oldEnd; ++oldLine)
                hunk.rows.push_back({DiffRow::Kind::Removed, oldLine, {}, {}, {}});
            for (; newLine < newEnd; ++newLine)
                hunk.rows.push_back({DiffRow::Kind::Added, {}, newLine, {}, {}});
        };
        for (const LineChange &change : group) {
            sameUntil(change.oldStart);
            for (const auto &[oldOffset, newOffset] : pairLines(change, oldLines, newLines)) {
                gapsUntil(change.oldStart + oldOffset, change.newStart + newOffset);
                hunk.rows.push_back(changedRow(oldLines, oldLine, newLines, newLine, before.data(), after.data()));
                ++oldLine;
                ++newLine;
            }
            gapsUntil(change.oldStart + change.oldCount, change.newStart + change.newCount);
        }
        sameUntil(std::min(oldLine + context, oldLines.size()));
        hunks.push_back(std::move(hunk));
    }
    return hunks;
}

std::optional<std::string> mergeLines(std::string_view before, std::string_view after, std::string_view other)
{
    const Lines oldLines = splitLines(before);
    const std::array<Lines, 2> lines = {splitLines(after), splitLines(other)};
    const std::array<std::vector<LineChange>, 2> changes = {lineChanges(oldLines, lines[0]),
                                                            lineChanges(oldLines, lines[1])};
    const auto sameChange = [&](const LineChange &a, const LineChange &b) {
        return a.oldStart == b.oldStart && a.oldCount == b.oldCount && a.newCount == b.newCount &&
               std::equal(lines[0].begin() + static_cast<std::ptrdiff_t>(a.newStart),
                          lines[0].begin() + static_cast<std::ptrdiff_t>(a.newStart + a.newCount),
                          lines[1].begin() + static_cast<std::ptrdiff_t>(b.newStart));
    };
    std::string merged;
    std::size_t oldLine = 0;
    std::array<std::size_t, 2> next = {0, 0};
    const auto take = [&](std::size_t side) {
        const LineChange &change = changes[side][next[side]++];
        for (; oldLine < change.oldStart; ++oldLine)
            merged += oldLines[oldLine];
        for (std::size_t i = 0; i < change.newCount; ++i)
            merged += lines[side][change.newStart + i];
        oldLine = change.oldStart + change.oldCount;
    };
    while (next[0] < changes[0].size() || next[1] < changes[1].size()) {
        if (next[1] == changes[1].size()) {
            take(0);
            continue;
        }
        if (next[0] == changes[0].size()) {
            take(1);
            continue;
        }
        const LineChange &ours = changes[0][next[0]];
        const LineChange &theirs = changes[1][next[1]];
        if (sameChange(ours, theirs)) {
            take(0);
            ++next[1];
        } else if (ours.oldStart + ours.oldCount < theirs.oldStart) {
            take(0);
        } else if (theirs.oldStart + theirs.oldCount < ours.oldStart) {
            take(1);
        } else {
            return std::nullopt;
        }
    }
    for (; oldLine < oldLines.size(); ++oldLine)
        merged += oldLines[oldLine];
    return merged;
}

} // namespace base

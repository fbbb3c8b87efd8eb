#pragma once

#include "base/byterange.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Differences of two texts by lines: as runs, as a unified diff, as rows for a side-by-side view, and merged into a
/// third.
namespace base {

/// The lines of a text with their line ends (LF or CRLF); the last one may have none. An empty text has no lines.
[[nodiscard]] std::vector<std::string_view> splitLines(std::string_view text);

/// A run of lines that differ: `oldCount` lines from the 0-based `oldStart` became `newCount` lines from `newStart`.
struct LineChange
{
    std::size_t oldStart = 0;
    std::size_t oldCount = 0;
    std::size_t newStart = 0;
    std::size_t newCount = 0;

    friend bool operator==(const LineChange &, const LineChange &) = default;
};

/// The changed runs in the order of the text. Shortest where the texts are near each other; texts that have little in
/// common come out in coarse runs instead of taking quadratic time.
[[nodiscard]] std::vector<LineChange> lineChanges(std::string_view before, std::string_view after);
[[nodiscard]] std::vector<LineChange> lineChanges(const std::vector<std::string_view> &before,
                                                  const std::vector<std::string_view> &after);

struct UnifiedDiffOptions
{
    /// What stands behind `--- ` and `+++ `; "/dev/null" for a missing side.
    std::string oldName;
    std::string newName;
    std::size_t context = 3;
};

/// A unified diff as `diff -u` and git print it; empty when the texts are equal.
[[nodiscard]] std::string unifiedDiff(std::string_view before, std::string_view after,
                                      const UnifiedDiffOptions &options);

/// One row of a side-by-side view. Lines are 0-based; a side without line is a gap.
struct DiffRow
{
    enum class Kind { Same, Changed, Removed, Added };
    Kind kind = Kind::Same;
    std::optional<std::size_t> oldLine;
    std::optional<std::size_t> newLine;
    /// For Changed: the bytes of the whole texts that differ, word by word.
    std::vector<ByteRange> oldWords;
    std::vector<ByteRange> newWords;

    friend bool operator==(const DiffRow &, const DiffRow &) = default;
};

/// Rows around one or more neighbouring changes; what lies between hunks is equal on both sides.
struct DiffHunk
{
    std::size_t oldStart = 0;
    std::size_t newStart = 0;
    std::vector<DiffRow> rows;
};

[[nodiscard]] std::vector<DiffHunk> diffHunks(std::string_view before, std::string_view after, std::size_t context = 3);

/// `other` with the change from `before` to `after` made to it by lines, or nothing where both changed the same or
/// touching lines differently.
[[nodiscard]] std::optional<std::string> mergeLines(std::string_view before, std::string_view after,
                                                    std::string_view other);

} // namespace base

#pragma once

#include "base/byterange.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace support {

/// A text whose interesting places are marked: `expr: ⟦up⟧` is the text `expr: up` with the range of `up`. An empty
/// pair marks a place between two bytes. Marks may nest; ranges come in the order of their starts, outer ones first.
struct Annotated
{
    std::string text;
    std::vector<base::ByteRange> ranges;
};

[[nodiscard]] inline Annotated annotated(std::string_view marked)
{
    constexpr std::string_view open = "⟦";
    constexpr std::string_view close = "⟧";
    Annotated result;
    std::vector<std::size_t> unclosed;
    while (!marked.empty()) {
        if (marked.starts_with(open)) {
            unclosed.push_back(result.ranges.size());
            result.ranges.push_back({result.text.size(), result.text.size()});
            marked.remove_prefix(open.size());
        } else if (marked.starts_with(close)) {
            result.ranges[unclosed.back()].end = result.text.size();
            unclosed.pop_back();
            marked.remove_prefix(close.size());
        } else {
            result.text += marked.front();
            marked.remove_prefix(1);
        }
    }
    return result;
}

/// `text` with marks around the ranges: what annotated() reads, for comparing and for messages. Ranges must be in the
/// order of their starts.
[[nodiscard]] inline std::string marked(const std::string &text, std::vector<base::ByteRange> ranges)
{
    struct Mark
    {
        std::size_t at;
        /// A place's close comes behind its open; of others at one place the closes come first, inner before outer.
        int rank;
        std::size_t order;
        const char *mark;
    };
    std::vector<Mark> marks;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        marks.push_back({ranges[i].start, ranges[i].empty() ? 1 : 2, 2 * i, "⟦"});
        marks.push_back(
            {ranges[i].end, ranges[i].empty() ? 1 : 0, ranges[i].empty() ? 2 * i + 1 : 2 * (ranges.size() - i), "⟧"});
    }
    std::ranges::sort(marks, [](const Mark &a, const Mark &b) {
        return a.at != b.at ? a.at < b.at : a.rank != b.rank ? a.rank < b.rank : a.order < b.order;
    });
    std::string result;
    std::size_t done = 0;
    for (const Mark &mark : marks) {
        result.append(text, done, mark.at - done).append(mark.mark);
        done = mark.at;
    }
    return result.append(text, done);
}

} // namespace support

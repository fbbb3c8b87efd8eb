#pragma once

#include <cstddef>

namespace base {

/// Half-open range of UTF-8 byte offsets, [start, end). Offsets count from the first byte of the text at hand, a BOM
/// included.
struct ByteRange
{
    std::size_t start = 0;
    std::size_t end = 0;

    [[nodiscard]] constexpr std::size_t size() const { return end - start; }
    [[nodiscard]] constexpr bool empty() const { return start == end; }
    [[nodiscard]] constexpr bool contains(std::size_t offset) const { return offset >= start && offset < end; }
    [[nodiscard]] constexpr bool contains(const ByteRange &other) const
    {
        return other.start >= start && other.end <= end;
    }
    [[nodiscard]] constexpr bool overlaps(const ByteRange &other) const
    {
        return start < other.end && other.start < end;
    }
    friend constexpr bool operator==(const ByteRange &, const ByteRange &) = default;
};

} // namespace base

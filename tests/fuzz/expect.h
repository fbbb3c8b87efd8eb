#pragma once

#include "base/byterange.h"

#include <cstdio>
#include <cstdlib>

/// Ends the process, as libFuzzer wants it, when a property does not hold; active in every build type.
#define EXPECT(condition)                                                                                              \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);                        \
            std::abort();                                                                                              \
        }                                                                                                              \
    } while (false)

inline bool within(const base::ByteRange &range, std::size_t size)
{
    return range.start <= range.end && range.end <= size;
}

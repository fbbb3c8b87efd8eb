#pragma once

#include <cstdint>
#include <string_view>

namespace alerting {

/// XXH64 with seed 0. https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
[[nodiscard]] std::uint64_t xxhash64(std::string_view bytes);

/// When Prometheus evaluates a group: nanoseconds t with t mod `intervalNanoseconds` equal to the result. `file` is the
/// path as the server knows it (`file` in /api/v1/rules). Holds for builds whose labels are slices, as they were before
/// 2.44. 0 for an interval that is not positive.
[[nodiscard]] std::int64_t groupPhase(std::string_view file, std::string_view group, std::int64_t intervalNanoseconds);

/// The same for builds whose labels are packed into one string with sizes in groups of seven bits, as they are by
/// default since 2.44.
[[nodiscard]] std::int64_t groupPhasePacked(std::string_view file, std::string_view group,
                                            std::int64_t intervalNanoseconds);

/// The same for builds that pack sizes into one byte, or four where they are 255 and more, as late ones of 3 do. Parts
/// of less than 128 bytes look the same in both.
[[nodiscard]] std::int64_t groupPhaseSized(std::string_view file, std::string_view group,
                                           std::int64_t intervalNanoseconds);

} // namespace alerting

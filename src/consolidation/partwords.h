#pragma once

#include "base/text.h"

#include <string>

namespace consolidation {

/// Whether sentences speak of the part as such; other parts are named by their expressions.
[[nodiscard]] inline bool isWorded(const std::string &part)
{
    return part.empty() || part == "numerator" || part == "denominator";
}

/// One sentence about the whole that is compared, its numerator and its denominator.
struct Wording
{
    const char *whole;
    const char *numerator;
    const char *denominator;

    [[nodiscard]] const char *of(const std::string &part) const
    {
        return part == "numerator" ? numerator : part == "denominator" ? denominator : whole;
    }
};

inline constexpr Wording valuesDiffer = {
    TRANSLATABLE("Core", "The values of %1 differ at %2 of %3 evaluations, by up to %4."),
    TRANSLATABLE("Core", "The values of the numerator of %1 differ at %2 of %3 evaluations, by up to %4."),
    TRANSLATABLE("Core", "The values of the denominator of %1 differ at %2 of %3 evaluations, by up to %4.")};

inline constexpr Wording valuesMissing = {
    TRANSLATABLE("Core", "The new rule has no value of %1 at %2 of %3 evaluations."),
    TRANSLATABLE("Core", "The new rule has no numerator of %1 at %2 of %3 evaluations."),
    TRANSLATABLE("Core", "The new rule has no denominator of %1 at %2 of %3 evaluations.")};

inline constexpr Wording valuesExtra = {
    TRANSLATABLE("Core", "The new rule has a value of %1 at %2 of %3 evaluations where %4 had none."),
    TRANSLATABLE("Core", "The new rule has a numerator of %1 at %2 of %3 evaluations where %4 had none."),
    TRANSLATABLE("Core", "The new rule has a denominator of %1 at %2 of %3 evaluations where %4 had none.")};

inline constexpr Wording partEmpty = {TRANSLATABLE("Core", "The %2 of %1 has no data in this range."),
                                      TRANSLATABLE("Core", "The numerator of %1 has no data in this range."),
                                      TRANSLATABLE("Core", "The denominator of %1 has no data in this range.")};

} // namespace consolidation

#pragma once

#include <cstddef>
#include <string>
#include <vector>

/// Combinations of values that copies take in several places at once, and rectangles of them.
namespace consolidation {

/// For each place the values it may take, each once; it stands for every combination of them. Values keep their order.
using Rectangle = std::vector<std::vector<std::string>>;

/// Rectangles that together hold exactly the combinations that `parts` hold, joined as far as two of them differ in one
/// place only; in the order of `parts`. One rectangle where the values of the places do not depend on each other.
/// Linear in the number of parts for each round of joining.
[[nodiscard]] std::vector<Rectangle> joinedRectangles(std::vector<Rectangle> parts);

/// Whether the two have a combination of the places from `firstPlace` on in common.
[[nodiscard]] bool overlap(const Rectangle &a, const Rectangle &b, std::size_t firstPlace = 0);

} // namespace consolidation

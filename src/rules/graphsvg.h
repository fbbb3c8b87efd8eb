#pragma once

#include "rules/dependencygraph.h"
#include "rules/graphcomparison.h"

#include <string>

namespace rules {

/// The graph as a stand-alone SVG picture, light or dark as the viewer prefers: cards in columns, edges by certainty,
/// full names as titles, a legend. Valid XML for any name: markup is escaped, what XML cannot hold becomes U+FFFD.
[[nodiscard]] std::string toSvg(const DependencyGraph &graph);
/// The same with what was added, removed, rewired and changed in colour, and in words in the cards.
[[nodiscard]] std::string toSvg(const GraphComparison &comparison);

} // namespace rules

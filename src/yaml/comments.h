#pragma once

#include "yaml/stream.h"

#include <string_view>
#include <vector>

namespace yaml {

/// The comments that stand in `within`, outside the scalars of `node`: each from its `#` to the end of its line, in the
/// order of the text. `node` holds every scalar that reaches into `within`.
[[nodiscard]] std::vector<base::ByteRange> commentsIn(std::string_view text, const Node &node, base::ByteRange within);

} // namespace yaml

#pragma once

#include "yaml/stream.h"

#include <optional>
#include <string>

namespace yaml {

/// Whether the content is what the scalar's tag says, where Prometheus's reader checks that: `!!int five` is not, `!x
/// five` and `!!str 5` are.
[[nodiscard]] bool fitsTag(const Node &node);

/// Whether the key merges another mapping: a plain `<<`, which no tag makes a text.
[[nodiscard]] bool isMergeKey(const Node &key);

/// The bytes that a scalar with the tag `!!binary` stands for; nothing when it is not base64, or has another tag.
[[nodiscard]] std::optional<std::string> binaryContent(const Node &node);

/// Whether Prometheus's reader refuses the document for its aliases: what they repeat outweighs by far what is written.
/// Takes a bounded number of steps.
[[nodiscard]] bool repeatsTooMuch(const Node &root);

} // namespace yaml

#pragma once

#include "base/textedit.h"
#include "yaml/twintext.h"

#include <optional>
#include <string>
#include <string_view>

/// A person's decision about a conflict, shown and written. Inside src/yaml only.
namespace yaml::twin {

/// The node's text as it reads at the margin; empty for none.
[[nodiscard]] std::string shownText(const Side &side, const Node *node);

struct Overwrite
{
    base::TextEdit edit;
    /// form() of what was written.
    std::string form;
};

/// Puts `text`, YAML at the margin, in the place of `node`, a part of `collection` (null for a document's root).
/// Nothing when it is not one YAML value.
[[nodiscard]] std::optional<Overwrite> overwrite(const Side &twin, const Node &node, const Node *collection,
                                                 const std::string &text, std::string_view lineEnd);

} // namespace yaml::twin

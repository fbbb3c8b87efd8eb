#pragma once

#include "base/textedit.h"
#include "yaml/stream.h"

#include <string>
#include <string_view>

namespace yaml {

/// Where a scalar stands, as far as its text depends on it.
struct ScalarPlace
{
    /// Column of the enclosing block collection; -1 at the top.
    int parentIndent = 0;
    /// Inside `[…]` or `{…}`: no block scalars there.
    bool flow = false;
    /// The scalar is a mapping's key: one line.
    bool key = false;
    std::string_view lineEnd = "\n";
};

/// The text of a scalar that decodes to `value`, without a line end behind it: `preferred` where it can hold the value,
/// else the nearest style that can. The lines of a block scalar stand at `parentIndent` + 2.
[[nodiscard]] std::string scalarText(std::string_view value, ScalarStyle preferred, const ScalarPlace &place);

/// Whether a plain scalar would be read as null, a boolean or a number instead of a string.
[[nodiscard]] bool looksTyped(std::string_view plain);

/// Edits of `text` that make `scalar` decode to `value`. Its style, indentation and the lines that do not change stay.
[[nodiscard]] base::TextEdits setScalarEdits(std::string_view text, const Node &scalar, const ScalarPlace &place,
                                             std::string_view value);

/// Edits of `text` that carry out `contentEdits`, made against the decoded content of `scalar` (YAML embedded in a
/// block scalar, say). A trailing line break that the scalar's chomping drops is not kept up.
[[nodiscard]] base::TextEdits embeddedEdits(std::string_view text, const Node &scalar, const ScalarPlace &place,
                                            const base::TextEdits &contentEdits);

/// "\r\n" when the text's first line ends so, else "\n".
[[nodiscard]] std::string_view lineEndOf(std::string_view text);

} // namespace yaml

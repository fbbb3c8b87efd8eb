#pragma once

#include "base/byterange.h"
#include "base/result.h"
#include "base/textedit.h"

#include <string>
#include <string_view>
#include <vector>

/// Where two texts that are copies of each other mean different things.
namespace yaml {

struct Difference
{
    enum class Kind { OnlyLeft, OnlyRight, Changed };
    Kind kind = Kind::Changed;
    /// From the outermost text inwards: `Deployment gateway` (a document), keys, names of list items (`job_name api`)
    /// or their places from 1. Embedded texts are entered under their key.
    std::vector<std::string> path;
    /// Bytes of each text, its margin not included; on a side that lacks the place an empty range where its nearest
    /// surroundings begin.
    base::ByteRange left;
    base::ByteRange right;
    /// The values, on one line; empty on a side that lacks them.
    std::string leftValue;
    std::string rightValue;
    /// Edits of the right text that take the left side's part, and of the left text that take the right's. Nothing when
    /// the text does not let it be carried alone.
    base::TextEdits takeLeft;
    base::TextEdits takeRight;
};

/// Comments, styles, the order of keys and the line breaks at the end of block scalars do not count. Items and
/// documents are paired as carryToTwin() pairs them; embedded YAML is entered as there, and so are, at any depth, other
/// texts of several lines and JSON where both sides can be read. Fails with ErrorKind::Invalid when a text is not valid
/// YAML.
[[nodiscard]] base::Result<std::vector<Difference>> differences(std::string_view left, std::string_view right);

} // namespace yaml

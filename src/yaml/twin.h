#pragma once

#include "base/textedit.h"

#include <string>
#include <string_view>
#include <vector>

/// Carries the change between two versions of a source text to its twin: a copy that has grown parts of its own.
namespace yaml {

/// A change that cannot be carried to the twin without a person's decision.
struct TwinConflict
{
    enum class Kind {
        /// Both sides changed the same place differently, or both added something there.
        BothChanged,
        /// The source changed something that the twin does not have.
        MissingInTwin,
        /// The source removed something in which the twin has values of its own.
        RemovedButChanged,
        /// The change is clear, its text is not: unusual YAML, say. It has to be made by hand.
        NotCarried,
    };
    Kind kind = Kind::BothChanged;
    /// Where, for a person: `data › rules.yml › groups › gateway › HighErrorRate › expr`.
    std::string path;
    base::Text text;
    /// The place's YAML in the source before and after the change and in the twin; empty where there is none.
    std::string before;
    std::string after;
    std::string twin;
    /// Bytes of the twin: the place, or the nearest one around it that exists.
    base::ByteRange range;
};

struct TwinChange
{
    /// Against the twin's text; empty when there are conflicts.
    base::TextEdits edits;
    std::vector<TwinConflict> conflicts;
};

/// Places are found by YAML path: mapping keys; list items by their `alert`, `record`, `name` or `job_name` (equal
/// names by likeness, then by their order), others by value or place; documents by kind and name; YAML inside ConfigMap
/// data is entered. What only the twin has stays, with its comments, styles and line ends. The result is checked: it is
/// read back and holds exactly the twin with the change. Fails with ErrorKind::Invalid when a text is not valid YAML.
[[nodiscard]] base::Result<TwinChange> carryToTwin(std::string_view before, std::string_view after,
                                                   std::string_view twin);

} // namespace yaml

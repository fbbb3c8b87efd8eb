#pragma once

#include "yaml/twin.h"
#include "yaml/twintext.h"

#include <string>
#include <vector>

/// The three-way merge by YAML path. Inside src/yaml only.
namespace yaml::twin {

struct Merged
{
    TwinChange change;
    /// formOfDocuments() of the twin with the change, made from the trees alone: what the edited text has to mean.
    std::string form;
};

/// Merges and picks the most faithful text for it: the source's own lines where they fit, else edits by path; checked
/// by reading the result back. `path` leads to the three texts.
[[nodiscard]] Merged mergeSides(const Side &before, const Side &after, const Side &twin,
                                const std::vector<std::string> &path);

} // namespace yaml::twin

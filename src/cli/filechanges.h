#pragma once

#include "base/result.h"

#include <iosfwd>
#include <string>
#include <vector>

namespace cli {

/// A file, what was read from it, and what it is to hold.
struct FileChange
{
    std::string file;
    std::string before;
    std::string after;
};

/// The unified diff of a change as git prints it: `a/` and `b/` before the name, which `patch -p1` takes off as well.
void printDiff(const FileChange &change, std::ostream &out);

/// Writes all files that change, or none: refused with Conflict when one no longer holds what was read, and taken back
/// when one cannot be written.
[[nodiscard]] base::Result<void> writeChanges(const std::vector<FileChange> &changes);

} // namespace cli

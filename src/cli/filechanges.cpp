#include "cli/filechanges.h"

#include "base/textdiff.h"
#include "cli/rulefiles.h"

#include <filesystem>
#include <ostream>

namespace cli {

namespace {

/// As git names it: without `./`, relative to the root where it is absolute.
std::string nameInDiff(const std::string &file)
{
    return std::filesystem::path(file).lexically_normal().relative_path().string();
}

} // namespace

void printDiff(const FileChange &change, std::ostream &out)
{
    const std::string name = nameInDiff(change.file);
    // Without a tab behind it, a name would end at its first space.
    const char *end = name.find(' ') == std::string::npos ? "" : "\t";
    out << base::unifiedDiff(change.before, change.after, {"a/" + name + end, "b/" + name + end});
}

base::Result<void> writeChanges(const std::vector<FileChange> &changes)
{
    for (const FileChange &change : changes) {
        const auto now = readFile(change.file);
        if (!now)
            return now.error();
        if (*now != change.before)
            return base::Error{base::ErrorKind::Conflict,
                               {TRANSLATABLE("Core", "%1 was changed by somebody else meanwhile: nothing was written."),
                                {change.file}},
                               {}};
    }
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (changes[i].before == changes[i].after)
            continue;
        const auto written = writeFile(changes[i].file, changes[i].after);
        if (written)
            continue;
        for (std::size_t back = i; back-- > 0;) {
            // Where this fails too, the first reason is the one to be told.
            if (changes[back].before != changes[back].after)
                static_cast<void>(writeFile(changes[back].file, changes[back].before));
        }
        return written.error();
    }
    return {};
}

} // namespace cli

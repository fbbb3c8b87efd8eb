#pragma once

#include "base/result.h"
#include "rules/ruledocument.h"

#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include <QStringList>

namespace cli {

/// A file that a command works on.
struct InputFile
{
    /// As written on the command line; files of a folder begin with the folder as written.
    std::string file;
    /// Named itself, not found in a folder.
    bool named = false;

    /// Whether a file that cannot be read for this reason was only come across, and is too large to be a rule file.
    [[nodiscard]] bool canBeSkipped(const base::Error &error) const;
};

/// The files of PATH...: folders recurse over .yml, .yaml, .json and .rules without .git, sorted; a file that is
/// reached twice appears once. Fails for a path that is not there or a folder that cannot be read.
[[nodiscard]] base::Result<std::vector<InputFile>> expandPaths(const QStringList &paths);

/// All bytes of a file; refuses more than 64 MB.
[[nodiscard]] base::Result<std::string> readFile(const std::string &file);

/// Writes a file by an atomic replace that keeps its permissions.
[[nodiscard]] base::Result<void> writeFile(const std::string &file, const std::string &text);

/// The rule documents of PATH...; files of folders that hold no rules are skipped, a named file without rules is an
/// error. What is passed over is told on `err`: files of folders that are too large, and what is no YAML, where rules
/// may be missing.
[[nodiscard]] base::Result<std::vector<std::shared_ptr<const rules::RuleDocument>>>
requireRuleFiles(const QStringList &paths, const char *command, std::ostream &err, const promql::Dialect &dialect = {});

} // namespace cli

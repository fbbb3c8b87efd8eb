#pragma once

#include "base/diagnostic.h"
#include "base/linetable.h"

#include <iosfwd>
#include <string>
#include <vector>

namespace cli {

/// A problem with its place in its file.
struct FileProblem
{
    std::string file;
    base::Position start;
    base::Position end;
    /// The columns in UTF-16 units, 1-based.
    std::size_t startUnit = 1;
    std::size_t endUnit = 1;
    base::Diagnostic diagnostic;
};

/// `file:line:column: severity: text [check-id]`, one line each.
void printText(const std::vector<FileProblem> &problems, std::ostream &out);
/// One JSON object with `problems` and `rules`.
void printJson(const std::vector<FileProblem> &problems, std::size_t ruleCount, std::ostream &out);
/// SARIF 2.1.0.
void printSarif(const std::vector<FileProblem> &problems, std::ostream &out);
/// GitHub's workflow commands.
void printGithub(const std::vector<FileProblem> &problems, std::ostream &out);

} // namespace cli

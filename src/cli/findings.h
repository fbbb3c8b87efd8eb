#pragma once

#include "deployment/finding.h"
#include "workspace/inspection.h"

#include <iosfwd>
#include <string>
#include <vector>

#include <QString>

namespace cli {

/// A finding with its file as the command line names it.
struct ShownFinding
{
    deployment::Finding finding;
    /// Absolute where WORKSPACE was given so, else relative to the current folder; empty without a file.
    std::string file;
};

[[nodiscard]] std::vector<ShownFinding> shownFindings(std::vector<deployment::Finding> findings,
                                                      const workspace::Inspection &inspection,
                                                      const QString &workspaceArgument);

/// `format` is text, json or sarif.
void printFindings(const std::vector<ShownFinding> &findings, const QString &format, std::ostream &out);

} // namespace cli

#pragma once

#include "base/diagnostic.h"
#include "base/result.h"

#include <QString>

#include <string>
#include <utility>
#include <vector>

namespace workspace {

/// A file or folder below `source` and its twin below `gitops`, relative to them, without slashes at the ends; empty
/// for the whole folder.
struct Mapping
{
    QString source;
    QString gitops;
};

/// An endpoint as the workspace file writes it: `name`, `url` and any further keys as text, in Prometheus's names;
/// nested keys as `basic_auth.username`.
struct EndpointEntry
{
    QString name;
    QString url;
    std::vector<std::pair<std::string, std::string>> options;
};

/// rulewright.yaml. All repository paths are absolute here.
struct WorkspaceFile
{
    /// The file itself; empty for a folder or file that was opened without one.
    QString path;
    QString source;
    /// The same as `source` when the file names none.
    QString gitops;
    std::vector<Mapping> mappings;
    std::vector<EndpointEntry> endpoints;

    /// The GitOps twins (absolute paths) of a file in the source repository; empty when it is not mapped. The longest
    /// mapping wins, equal ones are several targets. Symlinks and `..` that lead out of the repositories give none.
    [[nodiscard]] std::vector<QString> twinsOf(const QString &sourceFile) const;
};

/// Reads rulewright.yaml (or the one in a folder). Errors name the line. Paths are relative to the file.
[[nodiscard]] base::Result<WorkspaceFile> readWorkspaceFile(const QString &fileOrFolder);

} // namespace workspace

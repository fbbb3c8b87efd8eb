#pragma once

#include "base/result.h"
#include "deployment/drift.h"
#include "workspace/repositoryfiles.h"
#include "workspace/workspacefile.h"

#include <QString>

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace workspace {

/// How a workspace is looked at.
struct InspectionOptions
{
    /// Texts of open buffers by absolute path; they go over the disk.
    std::map<QString, std::string> buffers;
    /// Where `kustomize` and `kubectl` are looked for, as PATH is written; the process's own PATH when empty.
    QString searchPath;
    /// Whether a builder may run at all.
    bool mayBuild = true;
    /// The person accepted what the workspace file names. Without, only builds that are known to read files of the
    /// repository alone run; why others do not is among the unknown.
    bool accepted = true;
    /// Whether delivery is looked at, too, and not drift and registration only.
    bool delivery = true;
    /// What a server said; nothing when none was asked.
    std::optional<deployment::EndpointFacts> endpoint;
};

/// Everything that drift, registration and delivery say about a workspace. Immutable; made from one state of the disk.
struct Inspection
{
    /// One for each repository; `gitops` is `source` for a single one.
    std::shared_ptr<const RepositoryFiles> source;
    std::shared_ptr<const RepositoryFiles> gitops;
    /// All differences, expected ones included.
    std::vector<deployment::DriftRow> rows;
    std::vector<deployment::Finding> registration;
    std::vector<deployment::Finding> delivery;
    std::vector<deployment::Rendering> renderings;
    /// What could not be known, and why.
    std::vector<base::Text> unknown;

    /// The absolute path of a file of a finding.
    [[nodiscard]] QString absolutePath(const std::string &role, const std::string &file) const;
};

/// Reads both repositories and compares. Runs a builder where there is one and nothing would be fetched. Worker thread
/// or CLI; stops early (with what it has) when asked to.
[[nodiscard]] Inspection inspect(const WorkspaceFile &file, const InspectionOptions &options = {},
                                 const std::stop_token &stop = {});

} // namespace workspace

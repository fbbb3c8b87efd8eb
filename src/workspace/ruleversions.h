#pragma once

#include "base/result.h"
#include "rules/ruledocument.h"

#include <QSet>
#include <QString>

#include <memory>
#include <stop_token>
#include <vector>

namespace workspace {

class Workspace;

/// Where a version of the rule set is read from. The endpoint's is not here: this folder knows no servers.
struct RuleVersion
{
    enum class Kind {
        /// What is being edited: open buffers over the disk.
        Buffers,
        Disk,
        /// A commit of the source repository.
        Revision,
        /// The GitOps copies.
        GitOps
    };
    Kind kind = Kind::Buffers;
    /// As git understands it: `HEAD`, `main~3`, an id.
    QString revision;
};

using RuleDocuments = std::vector<std::shared_ptr<const rules::RuleDocument>>;

/// What a job needs to read versions.
struct VersionSources
{
    /// Analysed buffers and files: of the source, and the GitOps copies.
    RuleDocuments buffers;
    RuleDocuments copies;
    /// Folder or file of the source.
    QString source;
    /// Files that belong to the GitOps side, wherever they lie.
    QSet<QString> copyPaths;
};

[[nodiscard]] VersionSources versionSources(const Workspace &workspace);

/// The rule documents of a version. Reads disk and git: for a job, not for the GUI thread. Fails with a sentence when
/// the revision is unknown or the source is in no repository; files that vanished are left out.
[[nodiscard]] base::Result<RuleDocuments> readVersion(const VersionSources &sources, const RuleVersion &version,
                                                      const std::stop_token &stop = {});

} // namespace workspace

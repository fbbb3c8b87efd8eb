#pragma once

#include "base/diagnostic.h"
#include "base/result.h"
#include "promql/functions.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace workspace {

/// One line of a mapping's `files`: a pattern of paths below the mapping's source folder. `*` and `?` stay within a
/// folder, `**` crosses folders; a pattern without a slash matches names at any depth.
struct MappedFiles
{
    QString pattern;
    /// Written with a `!`: files that fit are left out. The last pattern that fits a file decides.
    bool excluded = false;
    /// The twin's path below the mapping's target, when the line renames the file; then `pattern` is one path.
    QString target;
};

/// A file or folder below `source` and its twin below `gitops`, relative to them, without slashes at the ends; empty
/// for the whole folder. Several targets of one mapping are several of these.
struct Mapping
{
    QString source;
    QString gitops;
    /// Empty: every file.
    std::vector<MappedFiles> files = {};
    /// Only rule groups are carried: source and twin may be different containers.
    bool rulesOnly = false;
    /// With `rulesOnly`: the ConfigMap key of the twin that holds the rules; empty: the one that fits.
    QString key = {};
};

/// A twin of a source file.
struct Twin
{
    /// Absolute.
    QString path;
    bool rulesOnly = false;
    QString key;

    friend bool operator==(const Twin &, const Twin &) = default;
};

/// An endpoint as the workspace file writes it: `name`, `url` and any further keys as text, in Prometheus's names;
/// nested keys as `basic_auth.username`.
struct EndpointEntry
{
    QString name;
    QString url;
    std::vector<std::pair<std::string, std::string>> options = {};
    /// The command that opens the way to `url`, as words; started without a shell. Empty: there is none.
    QStringList via = {};
};

/// A place that the GitOps repository is deployed to.
struct EnvironmentEntry
{
    QString name;
    /// Relative to the GitOps repository: the folder that kustomize builds; empty when there is none.
    QString build;
    /// Names of endpoints; empty when there are none.
    QString endpoint;
    QString alertmanager;
};

/// A repository that the file names by URL and that has no known clone here.
struct MissingClone
{
    /// "source" or "gitops".
    QString role;
    QString url;
};

/// rulewright.yaml. All repository paths are absolute here.
struct WorkspaceFile
{
    /// The file itself; empty for a folder or file that was opened without one.
    QString path;
    QString source;
    /// The same as `source` when the file names none.
    QString gitops;
    /// The remote URLs by which the file names the repositories; empty for paths.
    QString sourceUrl;
    QString gitopsUrl;
    /// Their `source` or `gitops` is where a clone would be expected; nothing may be written there.
    std::vector<MissingClone> missing;
    std::vector<Mapping> mappings;
    std::vector<EndpointEntry> endpoints;
    std::vector<EnvironmentEntry> environments;
    /// The Prometheus whose language the rules are written in, whatever the endpoint is.
    std::optional<promql::Version> version;
    /// Of --enable-feature, besides the endpoint's own.
    std::vector<std::string> features;

    /// The GitOps twins (absolute paths) of a file in the source repository; empty when it is not mapped. The longest
    /// mapping that fits wins, equal ones are several targets. Symlinks and `..` that lead out of the repositories
    /// give none.
    [[nodiscard]] std::vector<Twin> twins(const QString &sourceFile) const;
    /// Their paths.
    [[nodiscard]] std::vector<QString> twinsOf(const QString &sourceFile) const;
    /// An environment names this endpoint as its Alertmanager.
    [[nodiscard]] bool isAlertmanager(const QString &endpoint) const;
};

/// Reads rulewright.yaml (or the one in a folder). Errors name the line. Paths are relative to the file; repositories
/// that are named by URL are looked up in the person's settings and beside the file (findClone()). Contacts nothing.
[[nodiscard]] base::Result<WorkspaceFile> readWorkspaceFile(const QString &fileOrFolder);

} // namespace workspace

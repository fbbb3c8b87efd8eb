#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

#include <vector>

/// The demo's files as they lie in the resources (resources/demo/demo.qrc), and how they get on disk.
namespace workspace {

/// Something that stood in a file at an earlier commit, in place of what stands there now.
struct DemoReplacement
{
    QString file;
    QByteArray now;
    QByteArray then;
};

struct DemoCommit
{
    /// From the end of the history; negative.
    double hours = 0;
    QString message;
    std::vector<DemoReplacement> instead;
};

struct DemoRepository
{
    /// "source" or "gitops".
    QString role;
    /// Its folder's name on disk.
    QString folder;
    std::vector<DemoCommit> commits;
};

/// The recipe of the history, for DemoHistory.
[[nodiscard]] QByteArray demoHistoryRecipe();
/// The repositories, oldest commit first.
[[nodiscard]] base::Result<std::vector<DemoRepository>> demoRepositories();
/// Writes the files of a repository as they were at one of its commits. `endpoint` replaces the address in
/// rulewright.yaml.
[[nodiscard]] base::Result<void> writeDemoFiles(const DemoRepository &repository, const DemoCommit &commit,
                                                const QString &folder, const QString &endpoint);
/// The rule file inside the GitOps copy of the ConfigMap: what the demo's server loads.
[[nodiscard]] QByteArray demoDeployedRules();
/// The prometheus.yml that the GitOps repository deploys, for a server beside which nothing of the platform runs.
[[nodiscard]] QByteArray demoDeployedConfiguration();
/// Writes a whole file; the error names it and the reason.
[[nodiscard]] base::Result<void> writeDemoFile(const QString &path, const QByteArray &content);

} // namespace workspace

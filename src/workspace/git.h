#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

#include <optional>

/// The git command. Calls run in a worker thread or the CLI, never on the GUI thread: they wait for the process. Reads
/// take no optional locks, and the person's configuration, hooks and credentials are git's own business.
namespace workspace {

struct GitOutput
{
    int exitCode = 0;
    QByteArray standardOutput;
    QByteArray standardError;
};

struct RepositoryStatus
{
    QString root;
    /// Empty when HEAD is detached.
    QString branch;
    QString headId;
    int changedFiles = 0;
    int ahead = 0;
    int behind = 0;
    bool hasUpstream = false;
    /// "merge", "rebase", "cherry-pick", "revert", "bisect" or empty.
    QString operation;
    bool bare = false;
};

class Git
{
public:
    explicit Git(QString workTree) : m_workTree(std::move(workTree)) {}

    [[nodiscard]] const QString &workTree() const { return m_workTree; }
    /// Fails when git cannot be started or does not end; any exit code is success here.
    [[nodiscard]] base::Result<GitOutput> run(const QStringList &arguments, const QByteArray &input = {},
                                              const QStringList &environment = {}) const;
    /// Standard output of a command that must exit with 0; else git's message as the error's detail.
    [[nodiscard]] base::Result<QByteArray> output(const QStringList &arguments, const QByteArray &input = {},
                                                  const QStringList &environment = {}) const;
    [[nodiscard]] base::Result<RepositoryStatus> status() const;
    /// The file's bytes at a revision as a checkout would write them; nothing when it is not there.
    [[nodiscard]] base::Result<std::optional<QByteArray>> fileAt(const QString &revision,
                                                                 const QString &relativePath) const;

private:
    QString m_workTree;
};

/// The environment for a git that is started by other means than Git::run(), with `additions` ("NAME=value") on top.
[[nodiscard]] QProcessEnvironment gitEnvironment(const QStringList &additions = {});

/// The top of the work tree that holds `path`; fails with the reason when it is in none.
[[nodiscard]] base::Result<QString> repositoryRoot(const QString &path);

} // namespace workspace

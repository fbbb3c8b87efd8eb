#pragma once

#include "workspace/savechecks.h"
#include "workspace/twinhistory.h"
#include "workspace/workspacefile.h"

#include <QElapsedTimer>
#include <QString>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// What source files and their twins have in common, from the histories of both. Reads git only, and only what is in
/// the clone. Inside src/workspace only.
namespace workspace::save {

/// The texts of blobs named `REVISION:PATH`, as git stores them; nothing for what is not there.
[[nodiscard]] base::Result<std::vector<std::optional<std::string>>> readBlobs(const Git &git, const QStringList &names);

/// For one plan: bounds the time that all pairs take together.
class PairHistory
{
public:
    PairHistory(const Repository &source, const Repository &gitops);

    /// Of two files that both are in their HEADs, with these texts there. Paths are relative to the repositories.
    [[nodiscard]] base::Result<TwinHistory> of(const QString &sourcePath, const std::string &source,
                                               const QString &twinPath, const std::string &twin, const Twin &target);

private:
    /// A commit that changed a file.
    struct Version
    {
        QString id;
        QStringList parents;
        QString author;
        QString subject;
        qint64 time = 0;
        QStringList saves;
        QString sourceCommit;
        QStringList notTransferred;
        std::optional<std::string> text = {};
        std::optional<std::string> textBefore = {};
    };
    struct Log
    {
        std::vector<Version> versions;
        /// There are more.
        bool cut = false;
    };

    class Walk;

    [[nodiscard]] static base::Result<Log> log(const Git &git, const QString &path);
    [[nodiscard]] base::Result<void> readTexts(Log &source, const QString &sourcePath, Log &gitops,
                                               const QString &twinPath) const;
    [[nodiscard]] base::Result<std::set<QString>> ancestors(const QString &commit, const QString &path) const;
    [[nodiscard]] base::Result<std::map<QString, std::size_t>>
    savedTogether(const Log &source, const QString &sourcePath, const Log &gitops, const QString &twinPath) const;
    [[nodiscard]] bool timeIsUp() const;

    const Repository &m_source;
    const Repository &m_gitops;
    base::Text m_unreadable;
    bool m_shallow = false;
    QElapsedTimer m_timer;
};

} // namespace workspace::save

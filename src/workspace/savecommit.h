#pragma once

#include "base/result.h"
#include "workspace/savejournal.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

/// The commit object of one repository, made without touching its branch, its index or its files. Inside src/workspace
/// only.
namespace workspace::save {

class CommitBuilder
{
public:
    CommitBuilder(const Journal &journal, JournalRepository &repository);

    /// The index that the hooks and the commit see: HEAD and the saved files, nothing else that is staged.
    [[nodiscard]] base::Result<void> makeIndex();
    /// ErrorKind::Refused with the hook's own words when it says no. `arguments` go to the hook.
    [[nodiscard]] base::Result<void> runHook(const QString &name, const QStringList &arguments = {}) const;
    /// Notes what the hooks left of the files.
    [[nodiscard]] base::Result<void> rereadFiles();
    /// Runs the message hooks, writes tree and commit; sets newId and entries.
    [[nodiscard]] base::Result<void> makeCommit(const QString &message, const QStringList &trailers);
    /// The person's own index with the committed entries in it, ready to be renamed into place.
    [[nodiscard]] base::Result<void> makeNextIndex();

private:
    [[nodiscard]] base::Result<QByteArray> cleanMessage(const QByteArray &text, bool keepComments) const;
    [[nodiscard]] base::Result<void> setEntries(const QStringList &environment, const QByteArray &entries) const;

    const Journal &m_journal;
    JournalRepository &m_repository;
    QString m_folder;
    QStringList m_environment;
};

/// `update-index --index-info` lines that bring the person's index up to the commit: for the saved files always when
/// `force`, for all others only where the index still holds what was committed before.
[[nodiscard]] base::Result<QByteArray> indexLines(const JournalRepository &repository, bool force);

} // namespace workspace::save

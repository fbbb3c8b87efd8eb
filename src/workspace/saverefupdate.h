#pragma once

#include "base/result.h"
#include "workspace/savejournal.h"

#include <QProcess>

#include <memory>

namespace workspace::save {

/// `git update-ref --stdin` held open: the branch is locked and checked by prepare() and moved by commit(). Ended
/// before commit(), it moves nothing. Inside src/workspace only.
class RefUpdate
{
public:
    explicit RefUpdate(const JournalRepository &repository) : m_repository(repository) {}
    ~RefUpdate();

    /// Starts git and notes its process in the repository's journal entry.
    [[nodiscard]] base::Result<void> start(JournalRepository &entry, const QString &reason);
    /// ErrorKind::Conflict when the branch is not where it was.
    [[nodiscard]] base::Result<void> prepare();
    /// Only success counts as a moved branch.
    [[nodiscard]] base::Result<void> commit();

private:
    [[nodiscard]] bool answers(const QByteArray &command, const QByteArray &expected);

    const JournalRepository &m_repository;
    QProcess m_process;
};

} // namespace workspace::save

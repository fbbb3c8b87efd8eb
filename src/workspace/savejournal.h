#pragma once

#include "base/result.h"
#include "workspace/git.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

/// What a save is about to do, on disk before it does it: enough to finish or undo it after a crash. Inside
/// src/workspace only.
namespace workspace::save {

struct JournalFile
{
    /// Relative to the repository.
    QString path;
    /// Bytes before and after; nothing for a file that is not there.
    std::optional<QByteArray> before;
    std::optional<QByteArray> after;
    /// What the hooks made of `after`, if they changed it.
    std::optional<QByteArray> hooked;
    /// Permission bits before; nothing for a new file.
    std::optional<unsigned> mode;
};

/// One path that the commit changes, hooks' additions included: `mode blob` before and after, empty for none.
struct JournalEntry
{
    QString path;
    QString before;
    QString after;
};

struct JournalRepository
{
    QString role;
    QString root;
    /// The repository's own git folder, and the one that holds the branches (the same but for linked work trees).
    QString gitFolder;
    QString commonFolder;
    QString indexPath;
    /// The branch that gets the commit; `headRef` is what HEAD named before.
    QString ref;
    QString headRef;
    QString oldId;
    /// Empty until the commit object is made.
    QString newId;
    std::vector<JournalFile> files;
    /// Known once the commit object is made.
    std::vector<JournalEntry> entries;
    /// Folders that the save creates, outermost first.
    QStringList newFolders;
    /// Hooks have been started: what the saved files hold now may be their work, until `hooked` is known.
    bool hooking = false;
    /// The `git update-ref` that holds the branch's lock.
    qint64 updaterPid = 0;
    qint64 updaterStart = 0;

    [[nodiscard]] bool createsRef() const { return ref != headRef; }
    [[nodiscard]] Git git() const { return Git(root); }
    /// Everything that a save puts beside git's own files.
    [[nodiscard]] QString saveFolder() const { return gitFolder + "/rulewright"; }
    [[nodiscard]] QString indexLock() const { return indexPath + ".lock"; }
    [[nodiscard]] QString absolute(const QString &path) const { return root + '/' + path; }
};

struct Journal
{
    QString id;
    /// The commits exist and branches may have moved; before that only files were written.
    bool committing = false;
    QString boot;
    qint64 pid = 0;
    qint64 pidStart = 0;
    std::vector<JournalRepository> repositories;

    /// The journal itself stands in the first repository; the others hold a pointer to it.
    [[nodiscard]] QString path() const { return repositories.front().saveFolder() + "/journal.json"; }
    [[nodiscard]] QString workFolder(const JournalRepository &repository) const
    {
        return repository.saveFolder() + '/' + id;
    }
    [[nodiscard]] QString temporary(const JournalRepository &repository, const JournalFile &file) const;
    /// The content of index.lock by which recovery knows it for its own.
    [[nodiscard]] QByteArray lockText() const { return "rulewright-save " + id.toLatin1() + '\n'; }
};

/// Fills in the folders of a repository from its `root`.
[[nodiscard]] base::Result<void> locate(JournalRepository &repository);

/// Synced to the disk when it returns.
[[nodiscard]] base::Result<void> writeJournal(const Journal &journal);
/// Makes the other repositories point to the journal.
[[nodiscard]] base::Result<void> writePointers(const Journal &journal);
/// The save is over: removes the journal, then the pointers.
[[nodiscard]] base::Result<void> removeJournal(const Journal &journal);
/// The journal of a save that touches the repository with this save folder; follows pointers, and removes those that
/// lead nowhere. ErrorKind::Invalid when it cannot be read.
[[nodiscard]] base::Result<std::optional<Journal>> readJournal(const QString &saveFolder);

} // namespace workspace::save

#include "workspace/saverecovery.h"

#include "workspace/savecommit.h"

#include <algorithm>
#include <set>

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QThread>

namespace workspace {

namespace save {

namespace {

enum class RefState { Old, New, Beyond, Elsewhere };

base::Result<QString> currentId(const JournalRepository &repository)
{
    const base::Result<GitOutput> found = repository.git().run({"rev-parse", "--quiet", "--verify", repository.ref});
    if (!found)
        return found.error();
    return found->exitCode == 0 ? QString::fromLatin1(found->standardOutput).trimmed() : QString();
}

base::Result<RefState> refState(const JournalRepository &repository)
{
    const base::Result<QString> id = currentId(repository);
    if (!id)
        return id.error();
    if (!repository.newId.isEmpty() && *id == repository.newId)
        return RefState::New;
    if (*id == (repository.createsRef() ? QString() : repository.oldId))
        return RefState::Old;
    if (repository.newId.isEmpty() || id->isEmpty())
        return RefState::Elsewhere;
    const base::Result<GitOutput> ancestor =
        repository.git().run({"merge-base", "--is-ancestor", repository.newId, *id});
    if (!ancestor)
        return ancestor.error();
    return ancestor->exitCode == 0 ? RefState::Beyond : RefState::Elsewhere;
}

/// The lock does not change any more: whoever made it has died or hangs.
bool isAbandoned(const QString &path, const QByteArray &content)
{
    constexpr int settleMilliseconds = 300;
    const QDateTime changed = QFileInfo(path).lastModified();
    QThread::msleep(settleMilliseconds);
    const base::Result<std::optional<QByteArray>> again = readBytes(path);
    return again && *again && **again == content && QFileInfo(path).lastModified() == changed;
}

/// A killed update-ref leaves the branch's lock with the new id in it (or nothing yet) and an empty HEAD.lock.
void removeDeadRefLocks(const Journal &journal, const JournalRepository &repository)
{
    if (!journal.committing)
        return;
    constexpr int patienceMilliseconds = 20'000;
    QElapsedTimer timer;
    timer.start();
    while (journal.boot == bootId() && repository.updaterPid != 0 &&
           processStart(repository.updaterPid) == repository.updaterStart) {
        if (timer.elapsed() > patienceMilliseconds)
            return;
        constexpr int pollMilliseconds = 10;
        QThread::msleep(pollMilliseconds);
    }
    const QDateTime start = QFileInfo(journal.path()).lastModified();
    const QByteArray refLine = "ref: " + repository.ref.toUtf8() + '\n';
    const QByteArray headLine = "ref: " + repository.headRef.toUtf8() + '\n';
    const std::pair<QString, std::vector<QByteArray>> locks[] = {
        {repository.commonFolder + '/' + repository.ref + ".lock",
         {repository.newId.toLatin1() + '\n', repository.oldId.toLatin1() + '\n'}},
        {repository.gitFolder + "/HEAD.lock", {refLine, headLine}},
    };
    for (const auto &[path, ours] : locks) {
        const base::Result<std::optional<QByteArray>> content = readBytes(path);
        // git writes the id and its line end one after the other, so a beginning is ours too.
        const bool known = content && *content && std::ranges::any_of(ours, [&](const QByteArray &whole) {
                               return whole.startsWith(**content);
                           });
        // A lock from before the journal's last entry was there before our update-ref.
        if (known && QFileInfo(path).lastModified().addSecs(1) >= start && isAbandoned(path, **content))
            (void)removeFile(path);
    }
}

base::Result<void> moveRef(const JournalRepository &repository, const QString &from, const QString &to,
                           const char *reason)
{
    const base::Result<QByteArray> moved =
        to.isEmpty() ? repository.git().output({"update-ref", "-m", reason, "-d", repository.ref, from})
                     : repository.git().output({"update-ref", "-m", reason, repository.ref, to,
                                                from.isEmpty() ? QString(to.size(), '0') : from});
    return moved ? base::Result<void>() : moved.error();
}

base::Result<void> moveHead(const JournalRepository &repository, const QString &from, const QString &to)
{
    const base::Result<GitOutput> head = repository.git().run({"symbolic-ref", "--quiet", "HEAD"});
    if (!head)
        return head.error();
    if (from == to || QString::fromUtf8(head->standardOutput).trimmed() != from)
        return {};
    const auto shortName = [](const QString &ref) { return QString(ref).remove("refs/heads/"); };
    const QString reason = "checkout: moving from " + shortName(from) + " to " + shortName(to);
    const base::Result<QByteArray> moved = repository.git().output({"symbolic-ref", "-m", reason, "HEAD", to});
    return moved ? base::Result<void>() : moved.error();
}

base::Result<bool> holdsIndexLock(const Journal &journal, const JournalRepository &repository)
{
    const base::Result<std::optional<QByteArray>> content = readBytes(repository.indexLock());
    if (!content)
        return content.error();
    return *content && **content == journal.lockText();
}

base::Result<void> restoreFile(const Journal &journal, const JournalRepository &repository, const JournalFile &file,
                               Undone &undone)
{
    const QString path = repository.absolute(file.path);
    (void)removeFile(journal.temporary(repository, file));
    const base::Result<std::optional<QByteArray>> current = readBytes(path);
    if (!current)
        return current.error();
    if (*current == file.before)
        return {};
    // While hooks run nobody knows yet what they make of a file.
    const bool hooking = repository.hooking && !journal.committing && *current != file.after;
    const bool hooked = (file.hooked && *current == file.hooked) || hooking;
    if (*current != file.after && !hooked) {
        undone.left += path;
        return {};
    }
    if (hooked && *current) {
        // Most likely a hook's formatting, but somebody may have typed while it ran.
        const QString copy = repository.saveFolder() + "/kept/" + journal.id + '/' + file.path;
        QDir().mkpath(QFileInfo(copy).path());
        const auto written = replaceFile(copy, copy + ".new", **current, std::nullopt);
        if (!written)
            return written.error();
        if (hooking)
            undone.copies += copy;
    }
    return file.before ? replaceFile(path, journal.temporary(repository, file), *file.before, file.mode)
                       : removeFile(path);
}

/// Entries of the index that are still what the save found become what it committed; others are somebody's later work.
base::Result<void> updateIndexEntries(const JournalRepository &repository)
{
    const base::Result<QByteArray> lines = indexLines(repository, false);
    if (!lines)
        return lines.error();
    if (lines->isEmpty())
        return {};
    const base::Result<QByteArray> updated = repository.git().output({"update-index", "-z", "--index-info"}, *lines);
    return updated ? base::Result<void>() : updated.error();
}

base::Result<void> installIndex(const Journal &journal, const JournalRepository &repository)
{
    const QString next = journal.workFolder(repository) + "/next-index";
    const base::Result<bool> locked = holdsIndexLock(journal, repository);
    if (!locked)
        return locked.error();
    if (!*locked) {
        // Without the lock somebody may have used the index since; if it was renamed before the crash nothing differs.
        return QFileInfo::exists(next) ? updateIndexEntries(repository) : base::Result<void>();
    }
    if (QFileInfo::exists(next)) {
        const auto renamed = renameFile(next, repository.indexPath);
        if (!renamed)
            return renamed.error();
    }
    return removeFile(repository.indexLock());
}

} // namespace

base::Result<RepositoryLocks> lockRepositories(const std::vector<JournalRepository> &repositories)
{
    std::set<QString> paths;
    for (const JournalRepository &repository : repositories) {
        // One that was deleted since the journal was written must not come back as an empty folder.
        if (QFileInfo(repository.gitFolder).isDir())
            paths.insert(repository.saveFolder() + "/lock");
    }
    RepositoryLocks locks;
    for (const QString &path : paths) {
        base::Result<ProcessLock> lock = ProcessLock::take(path);
        if (!lock)
            return lock.error();
        locks.push_back(std::move(lock.value()));
    }
    return locks;
}

base::Result<void> undoSave(const Journal &journal, Undone &undone)
{
    for (const JournalRepository &repository : journal.repositories) {
        if (!QFileInfo(repository.root).isDir())
            continue;
        removeDeadRefLocks(journal, repository);
        const base::Result<RefState> state = refState(repository);
        if (!state)
            return state.error();
        if (*state == RefState::New) {
            auto moved = moveHead(repository, repository.ref, repository.headRef);
            if (moved)
                moved = moveRef(repository, repository.newId, repository.createsRef() ? QString() : repository.oldId,
                                "rulewright: undo save");
            if (!moved)
                return moved.error();
        }
        for (const JournalFile &file : repository.files) {
            const auto restored = restoreFile(journal, repository, file, undone);
            if (!restored)
                return restored.error();
        }
        for (qsizetype i = repository.newFolders.size(); i-- > 0;)
            QDir().rmdir(repository.absolute(repository.newFolders[i]));
        const base::Result<bool> locked = holdsIndexLock(journal, repository);
        if (!locked)
            return locked.error();
        if (*locked) {
            const auto removed = removeFile(repository.indexLock());
            if (!removed)
                return removed.error();
        }
    }
    return {};
}

base::Result<void> finishSave(const Journal &journal)
{
    for (const JournalRepository &repository : journal.repositories) {
        removeDeadRefLocks(journal, repository);
        const base::Result<RefState> state = refState(repository);
        if (!state)
            return state.error();
        if (*state == RefState::Old) {
            const auto moved = moveRef(repository, repository.createsRef() ? QString() : repository.oldId,
                                       repository.newId, "commit: finish save");
            if (!moved)
                return moved.error();
        }
    }
    for (const JournalRepository &repository : journal.repositories) {
        auto done = moveHead(repository, repository.headRef, repository.ref);
        if (done)
            done = installIndex(journal, repository);
        if (!done)
            return done.error();
    }
    return {};
}

void removeWorkFiles(const Journal &journal)
{
    for (const JournalRepository &repository : journal.repositories) {
        for (const JournalFile &file : repository.files)
            (void)removeFile(journal.temporary(repository, file));
        (void)removeFile(repository.saveFolder() + "/journal.json.new");
        QDir(journal.workFolder(repository)).removeRecursively();
    }
}

Recovery settleJournal(const Journal &journal)
{
    using Outcome = Recovery::Outcome;
    const auto failed = [&](const base::Error &error) {
        return Recovery{Outcome::Failed,
                        {TRANSLATABLE("Core", "An interrupted save could not be put right: %1 %2"),
                         {error.text.english(), error.detail}}};
    };
    bool anyMoved = false;
    bool allCanMove = true;
    bool allCanReturn = true;
    std::string where;
    for (const JournalRepository &repository : journal.repositories) {
        removeDeadRefLocks(journal, repository);
        base::Result<RefState> state = RefState::Elsewhere;
        if (QFileInfo(repository.root).isDir())
            state = refState(repository);
        if (!state)
            return failed(state.error());
        const bool moved = journal.committing && (*state == RefState::New || *state == RefState::Beyond);
        anyMoved = anyMoved || moved;
        allCanMove = allCanMove && (moved || *state == RefState::Old);
        allCanReturn = allCanReturn && *state != RefState::Beyond;
        if (moved)
            where += (where.empty() ? "" : ", ") + repository.root.toStdString();
    }
    if (anyMoved && !allCanMove && !allCanReturn) {
        // Somebody went on from one half and moved the other branch away: only a person can tell what is wanted.
        (void)renameFile(journal.path(), journal.path() + ".unfinished");
        (void)removeJournal(journal);
        return {
            Outcome::Failed,
            {TRANSLATABLE(
                 "Core",
                 "An interrupted save is in one repository only (%1), and both branches have moved on. Apply it to the "
                 "other one by hand."),
             {where}}};
    }
    Undone undone;
    const bool forward = anyMoved && allCanMove;
    const base::Result<void> settled = forward ? finishSave(journal) : undoSave(journal, undone);
    if (!settled)
        return failed(settled.error());
    removeWorkFiles(journal);
    const base::Result<void> removed = removeJournal(journal);
    if (!removed)
        return failed(removed.error());
    if (forward)
        return {Outcome::Finished,
                TRANSLATABLE("Core", "A save that was interrupted has been finished: its commits are in place.")};
    if (!undone.left.isEmpty()) {
        return {
            Outcome::Undone,
            {TRANSLATABLE(
                 "Core",
                 "A save that was interrupted has been undone: there is no new commit. These files were changed since "
                 "and stay as they are: %1"),
             {undone.left.join(", ").toStdString()}}};
    }
    if (!undone.copies.isEmpty()) {
        return {Outcome::Undone,
                {TRANSLATABLE("Core", "A save that was interrupted has been undone: there is no new commit, and the "
                                      "files are as before. What hooks had made of them is kept in %1"),
                 {undone.copies.join(", ").toStdString()}}};
    }
    return {Outcome::Undone,
            TRANSLATABLE(
                "Core",
                "A save that was interrupted has been undone: there is no new commit, and the files are as before.")};
}

} // namespace save

namespace {

/// The locks, after a while of waiting where whoever took them has died.
base::Result<save::RepositoryLocks> locksOf(const std::vector<save::JournalRepository> &repositories)
{
    constexpr int patienceMilliseconds = 20'000;
    constexpr int shortPatienceMilliseconds = 300;
    constexpr int pollMilliseconds = 10;
    QElapsedTimer timer;
    timer.start();
    for (;;) {
        base::Result<save::RepositoryLocks> locks = save::lockRepositories(repositories);
        if (locks || locks.error().kind != base::ErrorKind::Busy)
            return locks;
        const bool atWork = std::ranges::any_of(repositories, [](const save::JournalRepository &repository) {
            return save::ProcessLock::isTakerAlive(repository.saveFolder() + "/lock");
        });
        if (timer.hasExpired(atWork ? shortPatienceMilliseconds : patienceMilliseconds))
            return locks;
        QThread::msleep(pollMilliseconds);
    }
}

} // namespace

Recovery recoverSave(const QStringList &repositoryRoots)
{
    Recovery result;
    for (const QString &root : repositoryRoots) {
        save::JournalRepository place;
        place.root = root;
        if (!QFileInfo(root).isDir() || !save::locate(place))
            continue;
        const auto failed = [](const base::Error &error) { return Recovery{Recovery::Outcome::Failed, error.text}; };
        base::Result<std::optional<save::Journal>> found = save::readJournal(place.saveFolder());
        if (!found)
            return failed(found.error());
        const QString draft = place.saveFolder() + "/journal.json.new";
        if (!*found && !QFileInfo::exists(draft))
            continue;
        const base::Result<save::RepositoryLocks> locks = locksOf(*found ? (*found)->repositories : std::vector{place});
        if (!locks && locks.error().kind == base::ErrorKind::Busy)
            return {Recovery::Outcome::InProgress, locks.error().text};
        if (!locks)
            return failed(locks.error());
        // It may have ended, or gone on, before the locks were ours.
        found = save::readJournal(place.saveFolder());
        if (!found)
            return failed(found.error());
        if (!*found) {
            (void)save::removeFile(draft);
            continue;
        }
        result = save::settleJournal(**found);
        if (result.outcome == Recovery::Outcome::Failed)
            return result;
    }
    return result;
}

} // namespace workspace

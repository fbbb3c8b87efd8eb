#include "workspace/savecommit.h"
#include "workspace/saveplan.h"
#include "workspace/savepush.h"
#include "workspace/saverecovery.h"
#include "workspace/saverefupdate.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QUuid>

// The order of things is the safety: journal, locks, files, hooks, commit objects, journal with their ids, both
// branches prepared, both moved, indexes, locks, journal gone. Until a branch has moved everything can be taken back;
// afterwards everything can be finished. recoverSave() does one of the two from the journal alone.

namespace workspace {

namespace {

using save::Journal;
using save::JournalFile;
using save::JournalRepository;

std::optional<QByteArray> toBytes(const std::optional<std::string> &text)
{
    return text ? std::optional(QByteArray::fromStdString(*text)) : std::nullopt;
}

class SaveExecution
{
public:
    SaveExecution(const SavePlan &plan, const SaveOptions &options) : m_plan(plan), m_options(options) {}

    base::Result<SaveResult> run();

private:
    void step(const char *name) const
    {
        if (m_options.onStep)
            m_options.onStep(name);
    }
    base::Result<void> prepareJournal();
    base::Result<void> chooseBranch(JournalRepository &repository) const;
    base::Result<void> checkUnchanged() const;
    base::Result<void> writeEverything();
    base::Result<void> holdIndexes();
    base::Result<void> writeFiles();
    base::Result<void> makeCommits();
    base::Result<void> moveBranches();
    base::Error takeBack(base::Error error);

    const SavePlan &m_plan;
    const SaveOptions &m_options;
    Journal m_journal;
    save::RepositoryLocks m_locks;
    std::vector<save::CommitBuilder> m_commits;
};

base::Result<void> SaveExecution::chooseBranch(JournalRepository &repository) const
{
    const QString wanted = "refs/heads/" + m_options.branch;
    if (m_options.branch.isEmpty() || wanted == repository.headRef) {
        repository.ref = repository.headRef;
        return {};
    }
    const Git git = repository.git();
    const base::Result<GitOutput> valid = git.run({"check-ref-format", "--branch", m_options.branch});
    if (!valid)
        return valid.error();
    if (valid->exitCode != 0) {
        return base::Error{base::ErrorKind::Invalid,
                           {TRANSLATABLE("Core", "\"%1\" is no name for a branch."), {m_options.branch.toStdString()}},
                           {}};
    }
    const base::Result<GitOutput> exists = git.run({"rev-parse", "--quiet", "--verify", wanted});
    if (!exists)
        return exists.error();
    if (exists->exitCode == 0) {
        return base::Error{
            base::ErrorKind::Conflict,
            {TRANSLATABLE("Core", "The branch %1 exists already in %2. Choose another name, or check it out first."),
             {m_options.branch.toStdString(), repository.root.toStdString()}},
            {}};
    }
    repository.ref = wanted;
    return {};
}

base::Result<void> SaveExecution::prepareJournal()
{
    m_journal.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    m_journal.boot = save::bootId();
    m_journal.pid = QCoreApplication::applicationPid();
    m_journal.pidStart = save::processStart(m_journal.pid).value_or(0);
    for (const PlannedRepository &planned : m_plan.repositories) {
        if (planned.files.empty())
            continue;
        JournalRepository repository;
        repository.role = planned.role;
        repository.root = planned.root;
        repository.headRef = planned.ref;
        repository.oldId = planned.headId;
        base::Result<void> ready = save::locate(repository);
        if (ready)
            ready = chooseBranch(repository);
        if (!ready)
            return ready.error();
        for (const PlannedFile &file : planned.files) {
            const QString path = repository.absolute(file.path);
            repository.files.push_back(
                {file.path, toBytes(file.before), toBytes(file.after), {}, save::fileMode(path)});
            QStringList missing;
            for (QString folder = QFileInfo(file.path).path(); folder != "."; folder = QFileInfo(folder).path()) {
                if (!QFileInfo::exists(repository.absolute(folder)) && !repository.newFolders.contains(folder))
                    missing.prepend(folder);
            }
            repository.newFolders += missing;
        }
        m_journal.repositories.push_back(std::move(repository));
    }
    return {};
}

base::Result<void> SaveExecution::checkUnchanged() const
{
    for (const JournalRepository &repository : m_journal.repositories) {
        const base::Result<RepositoryStatus> status = repository.git().status();
        if (!status)
            return status.error();
        if (!status->operation.isEmpty() || "refs/heads/" + status->branch != repository.headRef) {
            return base::Error{
                base::ErrorKind::Conflict,
                {TRANSLATABLE("Core",
                              "Not saved: another branch was checked out in %1 meanwhile. Nothing was changed."),
                 {repository.root.toStdString()}},
                {}};
        }
        if (status->headId != repository.oldId) {
            return base::Error{
                base::ErrorKind::Conflict,
                {TRANSLATABLE("Core",
                              "Not saved: somebody committed to %1 in %2 while you were editing (%3). Nothing was "
                              "changed in either repository."),
                 {status->branch.toStdString(), repository.root.toStdString(), status->headId.left(7).toStdString()}},
                {}};
        }
        for (const JournalFile &file : repository.files) {
            const base::Result<std::optional<QByteArray>> bytes = save::readBytes(repository.absolute(file.path));
            if (!bytes)
                return bytes.error();
            if (*bytes != file.before) {
                return base::Error{
                    base::ErrorKind::Conflict,
                    {TRANSLATABLE(
                         "Core",
                         "Not saved: %1 was changed on disk meanwhile. Nothing was changed in either repository."),
                     {repository.absolute(file.path).toStdString()}},
                    {}};
            }
        }
    }
    return {};
}

base::Result<void> SaveExecution::holdIndexes()
{
    for (const JournalRepository &repository : m_journal.repositories) {
        step("lock index");
        const QString draft = m_journal.workFolder(repository) + "/index-lock";
        QDir().mkpath(m_journal.workFolder(repository));
        const base::Result<void> locked = save::createExclusively(repository.indexLock(), draft, m_journal.lockText());
        if (!locked && locked.error().kind == base::ErrorKind::Busy) {
            return base::Error{
                base::ErrorKind::Busy,
                {TRANSLATABLE("Core", "Not saved: another git command is at work in %1. If there is none, remove %2."),
                 {repository.root.toStdString(), repository.indexLock().toStdString()}},
                {}};
        }
        if (!locked)
            return locked.error();
    }
    return {};
}

base::Result<void> SaveExecution::writeFiles()
{
    for (const JournalRepository &repository : m_journal.repositories) {
        for (const JournalFile &file : repository.files) {
            if (file.before == file.after)
                continue;
            step("write file");
            const QString path = repository.absolute(file.path);
            QDir().mkpath(QFileInfo(path).path());
            const base::Result<void> written =
                file.after ? save::replaceFile(path, m_journal.temporary(repository, file), *file.after, file.mode)
                           : save::removeFile(path);
            if (!written)
                return written.error();
        }
    }
    return {};
}

base::Result<void> SaveExecution::makeCommits()
{
    m_commits.reserve(m_journal.repositories.size());
    for (JournalRepository &repository : m_journal.repositories) {
        step("make index");
        m_commits.emplace_back(m_journal, repository);
        const base::Result<void> made = m_commits.back().makeIndex();
        if (!made)
            return made.error();
    }
    bool hooks = false;
    for (JournalRepository &repository : m_journal.repositories) {
        const auto planned = std::ranges::find(m_plan.repositories, repository.root, &PlannedRepository::root);
        repository.hooking = !planned->hooks.isEmpty();
        hooks = hooks || repository.hooking;
    }
    if (hooks) {
        step("write journal before hooks");
        const base::Result<void> noted = save::writeJournal(m_journal);
        if (!noted)
            return noted.error();
    }
    for (save::CommitBuilder &commit : m_commits) {
        step("pre-commit hook");
        const base::Result<void> hook = commit.runHook("pre-commit");
        // A hook that refuses may have changed the files before.
        const base::Result<void> reread = commit.rereadFiles();
        if (!hook || !reread)
            return hook ? reread.error() : hook.error();
    }
    for (std::size_t i = 0; i < m_commits.size(); ++i) {
        step("make commit");
        QStringList trailers = {"Rulewright-Save: " + m_journal.id};
        if (i > 0)
            trailers += "Source-Commit: " + m_journal.repositories.front().newId;
        else if (m_journal.repositories.size() == 1 && !m_plan.sourceId.isEmpty())
            trailers += "Source-Commit: " + m_plan.sourceId;
        const auto planned =
            std::ranges::find(m_plan.repositories, m_journal.repositories[i].root, &PlannedRepository::root);
        for (const PlannedFile &file : planned->files) {
            if (file.leavesOut)
                trailers += "Not-Transferred: " + file.path;
        }
        base::Result<void> made = m_commits[i].makeCommit(m_options.message, trailers);
        const base::Result<void> reread = m_commits[i].rereadFiles();
        if (made)
            made = reread;
        if (made)
            made = m_commits[i].makeNextIndex();
        if (!made)
            return made.error();
    }
    return {};
}

base::Result<void> SaveExecution::moveBranches()
{
    std::vector<std::unique_ptr<save::RefUpdate>> updates;
    const QString subject = m_options.message.trimmed().section('\n', 0, 0);
    for (JournalRepository &repository : m_journal.repositories) {
        step("start branch update");
        updates.push_back(std::make_unique<save::RefUpdate>(repository));
        const base::Result<void> started = updates.back()->start(repository, "commit: " + subject);
        if (!started)
            return started.error();
    }
    step("write journal with commits");
    m_journal.committing = true;
    const base::Result<void> written = save::writeJournal(m_journal);
    if (!written)
        return written.error();
    for (const auto &update : updates) {
        step("prepare branch");
        const base::Result<void> prepared = update->prepare();
        if (!prepared)
            return prepared.error();
    }
    for (const auto &update : updates) {
        step("move branch");
        const base::Result<void> moved = update->commit();
        if (!moved)
            return moved.error();
    }
    step("branches moved");
    return {};
}

base::Result<void> SaveExecution::writeEverything()
{
    step("write journal");
    base::Result<void> done = save::writeJournal(m_journal);
    step("write pointer");
    if (done)
        done = save::writePointers(m_journal);
    if (done)
        done = holdIndexes();
    if (done)
        done = writeFiles();
    if (done)
        done = makeCommits();
    if (done)
        done = moveBranches();
    return done;
}

base::Error SaveExecution::takeBack(base::Error error)
{
    step("take back");
    save::Undone undoneFiles;
    const base::Result<void> undone = save::undoSave(m_journal, undoneFiles);
    if (!undone) {
        error.detail += "\n" + undone.error().text.english() + " " + undone.error().detail;
        return error;
    }
    save::removeWorkFiles(m_journal);
    step("remove journal");
    (void)save::removeJournal(m_journal);
    for (const QString &path : undoneFiles.left)
        error.detail += "\nChanged meanwhile and left as it is: " + path.toStdString();
    return error;
}

base::Result<SaveResult> SaveExecution::run()
{
    if (m_options.message.trimmed().isEmpty())
        return base::Error{base::ErrorKind::Invalid, TRANSLATABLE("Core", "A save needs a message."), {}};
    if (m_plan.empty())
        return base::Error{base::ErrorKind::Invalid, TRANSLATABLE("Core", "There is nothing to save."), {}};
    for (const PlanProblem &problem : m_plan.problems) {
        if (problem.blocking && (problem.kind != PlanProblem::Kind::Behind || m_options.branch.isEmpty()))
            return base::Error{base::ErrorKind::Refused, problem.text, {}};
    }
    base::Result<void> done = prepareJournal();
    if (!done)
        return done.error();
    base::Result<save::RepositoryLocks> locks = save::lockRepositories(m_journal.repositories);
    if (!locks)
        return locks.error();
    m_locks = std::move(locks.value());
    for (const JournalRepository &repository : m_journal.repositories) {
        const base::Result<std::optional<Journal>> left = save::readJournal(repository.saveFolder());
        if (!left)
            return left.error();
        if (*left)
            return base::Error{
                base::ErrorKind::Busy,
                TRANSLATABLE("Core", "A save was interrupted here before. Let it be finished or undone first."),
                {}};
    }
    done = checkUnchanged();
    if (!done)
        return done.error();
    done = writeEverything();
    if (!done)
        return takeBack(done.error());
    step("finish");
    SaveResult result;
    result.id = m_journal.id;
    for (const JournalRepository &repository : m_journal.repositories)
        result.commits.push_back({repository.role, repository.root, repository.newId, false, {}});
    // From here the save stands. What fails now is finished by the next recovery: the journal stays for it.
    if (save::finishSave(m_journal)) {
        step("clean up");
        save::removeWorkFiles(m_journal);
        step("remove journal");
        (void)save::removeJournal(m_journal);
    }
    step("done");
    for (const JournalRepository &repository : m_journal.repositories)
        (void)repository.git().run({"hook", "run", "--ignore-missing", "post-commit"});
    if (m_options.push) {
        step("push");
        save::pushBranches(m_journal, m_options, result);
    }
    return result;
}

} // namespace

base::Result<SaveResult> executeSave(const SavePlan &plan, const SaveOptions &options)
{
    return SaveExecution(plan, options).run();
}

} // namespace workspace

#include "workspace/savecommit.h"

#include "workspace/savefiles.h"

#include <algorithm>

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace workspace::save {

namespace {

/// The copy is as old as the original: git holds the index's age against those of files to see which may have changed
/// since within the same second. A younger copy would take such a change for committed.
bool copyIndex(const QString &from, const QString &to)
{
    const QDateTime age = QFileInfo(from).lastModified();
    QFile copy(to);
    return QFile::copy(from, to) && copy.open(QIODevice::ReadWrite) &&
           copy.setFileTime(age, QFileDevice::FileModificationTime);
}

/// What `ls-tree` or `ls-files --stage` says of the paths: `mode blob` by path.
std::map<QString, QString> entriesOf(const QByteArray &output, bool tree)
{
    std::map<QString, QString> entries;
    for (const QByteArray &line : output.split('\0')) {
        const QString text = QString::fromUtf8(line);
        const QStringList words = text.section('\t', 0, 0).split(' ');
        if (words.size() >= 3)
            entries[text.section('\t', 1)] = words[0] + ' ' + words[tree ? 2 : 1];
    }
    return entries;
}

QByteArray indexLine(const QString &entry, const QString &path, qsizetype idSize)
{
    const QString wanted = entry.isEmpty() ? "0 " + QString(idSize, '0') : entry;
    return wanted.toLatin1() + '\t' + path.toUtf8() + '\0';
}

} // namespace

CommitBuilder::CommitBuilder(const Journal &journal, JournalRepository &repository)
    : m_journal(journal),
      m_repository(repository),
      m_folder(journal.workFolder(repository)),
      m_environment{"GIT_INDEX_FILE=" + m_folder + "/commit-index", "GIT_EDITOR=:"}
{}

base::Result<void> CommitBuilder::setEntries(const QStringList &environment, const QByteArray &entries) const
{
    const Git git = m_repository.git();
    const base::Result<QByteArray> set =
        git.output({"update-index", "-z", "--add", "--remove", "--replace", "--index-info"}, entries, environment);
    if (!set)
        return set.error();
    // Notes the files' times, so that nobody has to compare contents; files that differ stay so.
    const base::Result<GitOutput> refreshed = git.run({"update-index", "-q", "--refresh"}, {}, environment);
    return refreshed ? base::Result<void>() : refreshed.error();
}

base::Result<void> CommitBuilder::makeIndex()
{
    const Git git = m_repository.git();
    if (!QDir().mkpath(m_folder)) {
        return base::Error{base::ErrorKind::Permission,
                           {TRANSLATABLE("Core", "%1 could not be written."), {m_folder.toStdString()}},
                           {}};
    }
    QStringList listing = {"ls-tree", "-z", m_repository.oldId, "--"};
    for (const JournalFile &file : m_repository.files)
        listing += file.path;
    // Pathspecs of ls-tree are literal; those of a path below a folder name the entry itself.
    const base::Result<QByteArray> listed = git.output(listing);
    if (!listed)
        return listed.error();
    const std::map<QString, QString> committed = entriesOf(*listed, true);
    if (QFile::exists(m_repository.indexPath))
        (void)copyIndex(m_repository.indexPath, m_folder + "/commit-index");
    const base::Result<QByteArray> read = git.output({"read-tree", "--reset", m_repository.oldId}, {}, m_environment);
    if (!read)
        return read.error();
    QByteArray entries;
    for (const JournalFile &file : m_repository.files) {
        QString entry;
        if (file.after) {
            const base::Result<QByteArray> blob = git.output(
                {"-c", "core.fsync=committed,loose-object", "hash-object", "-w", "--stdin", "--path=" + file.path},
                *file.after);
            if (!blob)
                return blob.error();
            constexpr unsigned executable = 0100;
            const bool runs = file.mode && (*file.mode & executable) != 0;
            const auto old = committed.find(file.path);
            const QString mode =
                old == committed.end() ? QString(runs ? "100755" : "100644") : old->second.section(' ', 0, 0);
            entry = mode + ' ' + QString::fromLatin1(blob->trimmed());
        }
        entries += indexLine(entry, file.path, m_repository.oldId.size());
    }
    return setEntries(m_environment, entries);
}

base::Result<void> CommitBuilder::runHook(const QString &name, const QStringList &arguments) const
{
    QStringList command = {"hook", "run", "--ignore-missing", name};
    if (!arguments.isEmpty())
        command += QStringList("--") + arguments;
    const base::Result<GitOutput> output = m_repository.git().run(command, {}, m_environment);
    if (!output)
        return output.error();
    if (output->exitCode == 0)
        return {};
    const QByteArray words = output->standardOutput + output->standardError;
    return base::Error{
        base::ErrorKind::Refused,
        {TRANSLATABLE("Core",
                      "Not saved: the %1 hook of %2 refused the commit. Nothing was changed in either repository."),
         {name.toStdString(), m_repository.root.toStdString()}},
        words.trimmed().toStdString()};
}

base::Result<void> CommitBuilder::rereadFiles()
{
    for (JournalFile &file : m_repository.files) {
        base::Result<std::optional<QByteArray>> bytes = readBytes(m_repository.absolute(file.path));
        if (!bytes)
            return bytes.error();
        if (*bytes != file.after)
            file.hooked = std::move(bytes.value());
    }
    return {};
}

base::Result<QByteArray> CommitBuilder::cleanMessage(const QByteArray &text, bool keepComments) const
{
    QStringList command = {"stripspace"};
    if (!keepComments)
        command += "--strip-comments";
    return m_repository.git().output(command, text);
}

base::Result<void> CommitBuilder::makeCommit(const QString &message, const QStringList &trailers)
{
    const Git git = m_repository.git();
    // A person's own line may begin with #; without one, such lines come from hooks and are comments.
    const bool ownComments = message.startsWith('#') || message.contains("\n#");
    base::Result<QByteArray> text = cleanMessage(message.toUtf8(), true);
    // git would put the trailers above closing lines that look like comments to it.
    QStringList command;
    for (const char sign : {';', '@', '!', '%', '~'}) {
        if (ownComments && command.isEmpty() && !message.startsWith(sign) && !message.contains(QByteArray("\n") + sign))
            command = {"-c", QStringLiteral("core.commentChar=") + QLatin1Char(sign)};
    }
    command += "interpret-trailers";
    for (const QString &trailer : trailers)
        command += {"--trailer", trailer};
    if (text)
        text = git.output(command, *text);
    if (!text)
        return text.error();
    const QString path = m_folder + "/message";
    base::Result<void> done = replaceFile(path, path + ".new", *text, std::nullopt);
    if (done)
        done = runHook("prepare-commit-msg", {path, "message"});
    if (done)
        done = runHook("commit-msg", {path});
    if (!done)
        return done.error();
    const base::Result<std::optional<QByteArray>> edited = readBytes(path);
    if (!edited)
        return edited.error();
    const base::Result<QByteArray> final = cleanMessage(edited->value_or(QByteArray()), ownComments);
    if (!final)
        return final.error();
    if (final->trimmed().isEmpty()) {
        return base::Error{base::ErrorKind::Invalid,
                           {TRANSLATABLE("Core", "Not saved: the commit message is empty after the hooks of %1."),
                            {m_repository.root.toStdString()}},
                           {}};
    }
    const QStringList durable = {"-c", "core.fsync=committed,loose-object"};
    const base::Result<QByteArray> tree = git.output(durable + QStringList{"write-tree"}, {}, m_environment);
    if (!tree)
        return tree.error();
    const QString treeId = QString::fromLatin1(tree->trimmed());
    const base::Result<QByteArray> difference =
        git.output({"diff-tree", "-r", "-z", "--no-renames", m_repository.oldId, treeId});
    if (!difference)
        return difference.error();
    if (difference->isEmpty()) {
        return base::Error{
            base::ErrorKind::Refused,
            {TRANSLATABLE("Core", "Not saved: nothing is left to commit in %1; its hooks or filters undo the change."),
             {m_repository.root.toStdString()}},
            {}};
    }
    // :oldmode newmode oldid newid status NUL path NUL
    const QList<QByteArray> fields = difference->split('\0');
    m_repository.entries.clear();
    for (qsizetype i = 0; i + 1 < fields.size(); i += 2) {
        const QStringList words = QString::fromLatin1(fields[i]).mid(1).split(' ');
        const QString before = words.value(4) == "A" ? QString() : words.value(0) + ' ' + words.value(2);
        const QString after = words.value(4) == "D" ? QString() : words.value(1) + ' ' + words.value(3);
        m_repository.entries.push_back({QString::fromUtf8(fields[i + 1]), before, after});
    }
    const base::Result<QByteArray> sign =
        git.output({"config", "--type=bool", "--default=false", "--get", "commit.gpgsign"});
    if (!sign)
        return sign.error();
    QStringList commit = durable + QStringList{"commit-tree", treeId, "-p", m_repository.oldId};
    if (sign->trimmed() == "true")
        commit += "-S";
    const base::Result<QByteArray> id = git.output(commit, *final);
    if (!id && sign->trimmed() == "true") {
        return base::Error{base::ErrorKind::Refused,
                           {TRANSLATABLE("Core", "Not saved: git could not make the signed commit in %1. Nothing was "
                                                 "changed in either repository."),
                            {m_repository.root.toStdString()}},
                           id.error().detail};
    }
    if (!id)
        return id.error();
    m_repository.newId = QString::fromLatin1(id->trimmed());
    return {};
}

base::Result<void> CommitBuilder::makeNextIndex()
{
    const QString next = m_folder + "/next-index";
    const QStringList environment = {"GIT_INDEX_FILE=" + next};
    if (QFile::exists(m_repository.indexPath) && !copyIndex(m_repository.indexPath, next)) {
        return base::Error{
            base::ErrorKind::Io, {TRANSLATABLE("Core", "%1 could not be written."), {next.toStdString()}}, {}};
    }
    const base::Result<QByteArray> lines = indexLines(m_repository, true);
    return lines ? setEntries(environment, *lines) : lines.error();
}

base::Result<QByteArray> indexLines(const JournalRepository &repository, bool force)
{
    QStringList listing = {"ls-files", "--stage", "-z", "--"};
    for (const JournalEntry &entry : repository.entries)
        listing += ":(top,literal)" + entry.path;
    const base::Result<QByteArray> listed = repository.git().output(listing);
    if (!listed)
        return listed.error();
    const std::map<QString, QString> current = entriesOf(*listed, false);
    QByteArray lines;
    for (const JournalEntry &entry : repository.entries) {
        const bool own =
            std::ranges::any_of(repository.files, [&](const JournalFile &file) { return file.path == entry.path; });
        const auto found = current.find(entry.path);
        const QString now = found == current.end() ? QString() : found->second;
        if ((force && own) || (now == entry.before && now != entry.after))
            lines += indexLine(entry.after, entry.path, repository.oldId.size());
    }
    return lines;
}

} // namespace workspace::save

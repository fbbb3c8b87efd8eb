#include "workspace/git.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>

namespace workspace {

namespace {

/// Hooks and pushes may take their time; what runs longer hangs.
constexpr int gitTimeoutMilliseconds = 10 * 60 * 1000;

base::Error gitFailure(const QStringList &arguments, const GitOutput &output)
{
    QStringList words = arguments;
    while (words.size() > 2 && words.first() == "-c")
        words = words.mid(2);
    std::string detail = output.standardError.trimmed().toStdString();
    if (detail.empty())
        detail = output.standardOutput.trimmed().toStdString();
    return {base::ErrorKind::Io,
            {TRANSLATABLE("Core", "The command \"git %1\" failed."), {words.value(0).toStdString()}},
            std::move(detail)};
}

QString operationUnderWay(const QString &gitFolder)
{
    static constexpr std::pair<const char *, const char *> markers[] = {
        {"MERGE_HEAD", "merge"},    {"rebase-merge", "rebase"},
        {"rebase-apply", "rebase"}, {"CHERRY_PICK_HEAD", "cherry-pick"},
        {"REVERT_HEAD", "revert"},  {"BISECT_LOG", "bisect"},
    };
    const QDir folder(gitFolder);
    for (const auto &[file, operation] : markers) {
        if (folder.exists(QLatin1String(file)))
            return QLatin1String(operation);
    }
    return {};
}

} // namespace

QProcessEnvironment gitEnvironment(const QStringList &additions)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    // Set when the program itself runs inside a hook: they would lead git to another repository.
    for (const char *name :
         {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE",
          "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH"})
        environment.remove(QLatin1String(name));
    environment.insert("GIT_OPTIONAL_LOCKS", "0");
    environment.insert("GIT_TERMINAL_PROMPT", "0");
    for (const QString &addition : additions)
        environment.insert(addition.section('=', 0, 0), addition.section('=', 1));
    return environment;
}

base::Result<GitOutput> Git::run(const QStringList &arguments, const QByteArray &input,
                                 const QStringList &environment) const
{
    if (!QFileInfo(m_workTree).isDir()) {
        return base::Error{base::ErrorKind::NotFound,
                           {TRANSLATABLE("Core", "The folder %1 is not there."), {m_workTree.toStdString()}},
                           {}};
    }
    QProcess process;
    process.setWorkingDirectory(m_workTree);
    process.setProcessEnvironment(gitEnvironment(environment));
    process.start("git", arguments);
    if (!process.waitForStarted()) {
        return base::Error{
            base::ErrorKind::NotFound,
            TRANSLATABLE("Core", "The program \"git\" could not be started. Install git, or add it to the PATH."),
            process.errorString().toStdString()};
    }
    if (!input.isEmpty())
        process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(gitTimeoutMilliseconds)) {
        process.kill();
        process.waitForFinished();
        return base::Error{
            base::ErrorKind::Timeout,
            {TRANSLATABLE("Core", "The command \"git %1\" did not end within 10 minutes and was stopped."),
             {arguments.value(0).toStdString()}},
            {}};
    }
    GitOutput output{process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    if (process.exitStatus() == QProcess::CrashExit)
        return gitFailure(arguments, output);
    return output;
}

base::Result<QByteArray> Git::output(const QStringList &arguments, const QByteArray &input,
                                     const QStringList &environment) const
{
    base::Result<GitOutput> result = run(arguments, input, environment);
    if (!result)
        return result.error();
    if (result->exitCode != 0)
        return gitFailure(arguments, *result);
    return std::move(result.value().standardOutput);
}

base::Result<RepositoryStatus> Git::status() const
{
    RepositoryStatus status;
    // A bare repository has no top level: git prints the first two answers and fails.
    const base::Result<GitOutput> place =
        run({"rev-parse", "--is-bare-repository", "--absolute-git-dir", "--show-toplevel"});
    if (!place)
        return place.error();
    const QStringList answers = QString::fromUtf8(place->standardOutput).split('\n', Qt::SkipEmptyParts);
    status.bare = answers.value(0) == "true";
    if (place->exitCode != 0 && !status.bare)
        return gitFailure({"rev-parse"}, *place);
    status.operation = operationUnderWay(answers.value(1));
    status.root = status.bare ? answers.value(1) : answers.value(2);
    if (status.bare) {
        const base::Result<GitOutput> head = run({"symbolic-ref", "--quiet", "--short", "HEAD"});
        if (head && head->exitCode == 0)
            status.branch = QString::fromUtf8(head->standardOutput).trimmed();
        const base::Result<GitOutput> id = run({"rev-parse", "--quiet", "--verify", "HEAD"});
        if (id && id->exitCode == 0)
            status.headId = QString::fromUtf8(id->standardOutput).trimmed();
        return status;
    }
    const base::Result<QByteArray> text =
        output({"status", "--porcelain=v2", "--branch", "-z", "--untracked-files=normal"});
    if (!text)
        return text.error();
    bool originalPath = false;
    for (const QByteArray &field : text->split('\0')) {
        if (originalPath) {
            originalPath = false;
            continue;
        }
        const QString line = QString::fromUtf8(field);
        const QStringList words = line.split(' ');
        if (line.startsWith("# branch.oid ") && words.value(2) != "(initial)") {
            status.headId = words.value(2);
        } else if (line.startsWith("# branch.head ") && words.value(2) != "(detached)") {
            status.branch = words.value(2);
        } else if (line.startsWith("# branch.ab ")) {
            status.hasUpstream = true;
            status.ahead = words.value(2).mid(1).toInt();
            status.behind = words.value(3).mid(1).toInt();
        } else if (!line.isEmpty() && !line.startsWith('#') && !line.startsWith('!')) {
            ++status.changedFiles;
            originalPath = line.startsWith('2');
        }
    }
    return status;
}

base::Result<std::optional<QByteArray>> Git::fileAt(const QString &revision, const QString &relativePath) const
{
    const QString name = revision + ':' + relativePath;
    const base::Result<GitOutput> found = run({"rev-parse", "--quiet", "--verify", name});
    if (!found)
        return found.error();
    if (found->exitCode != 0)
        return std::optional<QByteArray>();
    base::Result<QByteArray> bytes = output({"cat-file", "--filters", name});
    if (!bytes)
        return bytes.error();
    return std::optional<QByteArray>(std::move(bytes.value()));
}

base::Result<QString> repositoryRoot(const QString &path)
{
    QFileInfo place(QDir::cleanPath(QFileInfo(path).absoluteFilePath()));
    while (!place.isDir() && !place.isRoot())
        place = QFileInfo(place.absolutePath());
    const base::Result<GitOutput> found = Git(place.filePath()).run({"rev-parse", "--show-toplevel"});
    if (!found)
        return found.error();
    if (found->exitCode != 0) {
        return base::Error{base::ErrorKind::NotFound,
                           {TRANSLATABLE("Core", "%1 is in no git work tree."), {path.toStdString()}},
                           found->standardError.trimmed().toStdString()};
    }
    QString root = QString::fromUtf8(found->standardOutput);
    root.chop(root.endsWith('\n') ? 1 : 0);
    return root;
}

} // namespace workspace

#include "workspace/savechecks.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace workspace::save {

namespace {

using Kind = PlanProblem::Kind;

PlanProblem repositoryProblem(const Repository &repository, base::Text text, Kind kind = Kind::Repository)
{
    return {kind, std::move(text), true, repository.role, {}, {}};
}

bool writable(const QFileInfo &place)
{
    constexpr auto anyone = QFile::WriteOwner | QFile::WriteGroup | QFile::WriteOther;
    // An administrator may write everything; a file without any write bit is meant to stay as it is all the same.
    return place.isWritable() && (place.permissions() & anyone) != 0;
}

} // namespace

std::optional<Repository> openRepository(const QString &role, const QString &folder, std::vector<PlanProblem> &problems)
{
    const auto refuse = [&](base::Text text) {
        problems.push_back({Kind::Repository, std::move(text), true, role, {}, {}});
        return std::nullopt;
    };
    if (!QFileInfo(folder).isDir()) {
        return refuse(
            {TRANSLATABLE("Core", "The repository folder %1 is not there. Clone it, or correct the workspace file."),
             {folder.toStdString()}});
    }
    const base::Result<RepositoryStatus> status = Git(folder).status();
    if (!status && status.error().kind != base::ErrorKind::Io)
        return refuse(status.error().text);
    if (!status) {
        return refuse({TRANSLATABLE("Core", "%1 is in no git repository that can be used: %2"),
                       {folder.toStdString(), status.error().detail}});
    }
    if (status->bare) {
        return refuse(
            {TRANSLATABLE("Core", "%1 is a bare repository: there are no files to save. Name a clone of it instead."),
             {folder.toStdString()}});
    }
    return Repository{role, Git(status->root), *status};
}

void checkRepository(const Repository &repository, std::vector<PlanProblem> &problems)
{
    const RepositoryStatus &status = repository.status;
    const std::string root = status.root.toStdString();
    if (!status.operation.isEmpty()) {
        problems.push_back(
            repositoryProblem(repository, {TRANSLATABLE("Core", "A %1 is under way in %2. Finish or abort it first."),
                                           {status.operation.toStdString(), root}}));
    }
    if (status.headId.isEmpty()) {
        problems.push_back(repositoryProblem(
            repository,
            {TRANSLATABLE("Core", "The repository %1 has no commit yet. Make the first one by hand."), {root}}));
    } else if (status.branch.isEmpty()) {
        problems.push_back(repositoryProblem(
            repository,
            {TRANSLATABLE("Core",
                          "HEAD is detached in %1: a commit would belong to no branch. Check out a branch first."),
             {root}}));
    }
    if (status.behind > 0) {
        problems.push_back(
            repositoryProblem(repository,
                              {TRANSLATABLE("Core", "The branch %1 in %2 is behind its upstream; missing commits: %3. "
                                                    "Pull first, or save to a new branch."),
                               {status.branch.toStdString(), root, std::to_string(status.behind)}},
                              Kind::Behind));
    }
    for (const char *variable : {"GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"}) {
        const base::Result<GitOutput> identity = repository.git.run({"var", variable});
        if (identity && identity->exitCode == 0)
            continue;
        problems.push_back(repositoryProblem(
            repository,
            {TRANSLATABLE("Core",
                          "git does not know who you are in %1. Run: git config --global user.name \"Your Name\" "
                          "and: git config --global user.email you@example.org"),
             {root}}));
        break;
    }
    const base::Result<QByteArray> folder = repository.git.output({"rev-parse", "--absolute-git-dir"});
    if (!folder || !writable(QFileInfo(QString::fromUtf8(folder->trimmed())))) {
        problems.push_back(
            repositoryProblem(repository, {TRANSLATABLE("Core", "The repository %1 is read-only."), {root}}));
    }
}

QStringList commitHooks(const Repository &repository)
{
    const base::Result<QByteArray> folder =
        repository.git.output({"rev-parse", "--path-format=absolute", "--git-path", "hooks"});
    QStringList hooks;
    for (const char *name :
         {"pre-commit", "prepare-commit-msg", "commit-msg", "reference-transaction", "post-commit"}) {
        const QFileInfo hook(QString::fromUtf8(folder ? folder->trimmed() : QByteArray()) + '/' + name);
        if (folder && hook.isFile() && hook.isExecutable())
            hooks += name;
    }
    return hooks;
}

base::Result<std::map<QString, FileStatus>> changedFiles(const Repository &repository, const QStringList &paths,
                                                         std::vector<PlanProblem> &problems)
{
    QStringList arguments = {"status", "--porcelain=v2", "-z", "--no-renames", "--untracked-files=all", "--"};
    for (const QString &path : paths)
        arguments += ":(top,literal)" + path;
    const base::Result<QByteArray> output = repository.git.output(arguments);
    if (!output)
        return output.error();
    std::map<QString, FileStatus> files;
    for (const QByteArray &line : output->split('\0')) {
        if (line.size() < 3)
            continue;
        // 1 XY sub mH mI mW hH hI path; u XY sub m1 m2 m3 mW h1 h2 h3 path; ? path
        const char type = line[0];
        const qsizetype fields = type == '1' ? 8 : type == 'u' ? 10 : 1;
        qsizetype at = 0;
        QList<QByteArray> words;
        for (qsizetype i = 0; i < fields; ++i) {
            const qsizetype space = line.indexOf(' ', at);
            words += line.mid(at, space - at);
            at = space + 1;
        }
        const QByteArray name = line.mid(at);
        const QString path = QString::fromUtf8(name);
        if (path.toUtf8() != name) {
            problems.push_back({Kind::Refused,
                                {TRANSLATABLE("Core", "A changed file's name is not UTF-8, so it is left out: %1"),
                                 {name.toPercentEncoding("/").toStdString()}},
                                false,
                                repository.role,
                                {},
                                {}});
            continue;
        }
        FileStatus &file = files[path];
        if (type == '?') {
            // A file that is staged as deleted and still there has both lines.
            file.tracked = file.staged;
            continue;
        }
        file.unmerged = type == 'u';
        file.staged = type == 'u' || words[1][0] != '.';
        file.submodule = words[2].startsWith('S');
        file.indexBlob = type == '1' ? QString::fromLatin1(words[7]) : QString();
    }
    return files;
}

std::optional<PlanProblem> refusal(const Repository &repository, const QString &path)
{
    const auto refuse = [&](base::Text text) {
        return PlanProblem{Kind::Refused, std::move(text), true, repository.role, path, {}};
    };
    const std::string shown = repository.absolute(path).toStdString();
    const QStringList parts = path.split('/');
    if (parts.contains("..") || parts.contains(".git") || path.startsWith('/'))
        return refuse({TRANSLATABLE("Core", "%1 lies outside the repository's files."), {shown}});
    for (qsizetype i = 1; i <= parts.size(); ++i) {
        const QFileInfo place(repository.absolute(parts.mid(0, i).join('/')));
        if (place.isSymLink())
            return refuse(
                {TRANSLATABLE("Core", "%1 is, or lies behind, a symbolic link. It is not written."), {shown}});
        if (i < parts.size() && QFileInfo::exists(place.filePath() + "/.git"))
            return refuse({TRANSLATABLE("Core", "%1 lies in a submodule, which is a repository of its own."), {shown}});
        if (place.exists() && i == parts.size() && !place.isFile())
            return refuse({TRANSLATABLE("Core", "%1 is not a file."), {shown}});
    }
    return std::nullopt;
}

std::optional<PlanProblem> writeRefusal(const Repository &repository, const QString &path)
{
    const auto refuse = [&](base::Text text) {
        return PlanProblem{Kind::Refused, std::move(text), true, repository.role, path, {}};
    };
    const QFileInfo file(repository.absolute(path));
    if (file.exists() && !writable(file))
        return refuse({TRANSLATABLE("Core", "%1 is read-only."), {file.filePath().toStdString()}});
    // A file is replaced in its folder, so that has to be writable too; for a new one the nearest folder there is.
    QFileInfo folder(file.path());
    while (!folder.exists() && !folder.isRoot())
        folder = QFileInfo(folder.path());
    if (!writable(folder))
        return refuse({TRANSLATABLE("Core", "The folder %1 is read-only."), {folder.filePath().toStdString()}});
    return std::nullopt;
}

base::Result<std::optional<std::string>> readText(const QString &absolutePath)
{
    QFile file(absolutePath);
    if (!file.exists())
        return std::optional<std::string>();
    constexpr qint64 largest = 64 << 20;
    if (!file.open(QIODevice::ReadOnly)) {
        return base::Error{base::ErrorKind::Permission,
                           {TRANSLATABLE("Core", "%1 could not be read."), {absolutePath.toStdString()}},
                           file.errorString().toStdString()};
    }
    const QByteArray bytes = file.read(largest + 1);
    if (bytes.size() > largest) {
        return base::Error{base::ErrorKind::Unsupported,
                           {TRANSLATABLE("Core", "%1 is larger than 64 MB."), {absolutePath.toStdString()}},
                           {}};
    }
    if (bytes.contains('\0')) {
        return base::Error{base::ErrorKind::Unsupported,
                           {TRANSLATABLE("Core", "%1 holds binary data."), {absolutePath.toStdString()}},
                           {}};
    }
    return std::optional(bytes.toStdString());
}

} // namespace workspace::save

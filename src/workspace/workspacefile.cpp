#include "workspace/workspacefile.h"

#include <algorithm>
#include <optional>

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace workspace {

namespace {

/// The path with the symlinks of its existing part resolved; parts that do not exist are kept.
QString resolvedPath(const QString &path)
{
    QString existing = QDir::cleanPath(path);
    QString rest;
    while (!QFileInfo::exists(existing)) {
        // A dangling link exists for whoever writes through it.
        if (QFileInfo(existing).isSymLink())
            return QFileInfo(existing).symLinkTarget() + rest;
        const qsizetype slash = existing.lastIndexOf('/');
        if (slash <= 0)
            return QDir::cleanPath(path);
        rest.prepend(existing.mid(slash));
        existing.truncate(slash);
    }
    return QDir::cleanPath(QFileInfo(existing).canonicalFilePath() + rest);
}

bool isInside(const QString &path, const QString &folder)
{
    return path == folder || path.startsWith(folder.endsWith('/') ? folder : folder + '/');
}

/// `path` relative to `folder` when it lies inside it, also behind symlinks.
std::optional<QString> relativeTo(const QString &folder, const QString &path)
{
    const QString clean = QDir::cleanPath(path);
    if (!isInside(resolvedPath(clean), resolvedPath(folder)))
        return std::nullopt;
    if (isInside(clean, folder))
        return clean.mid(folder.size() + 1);
    return resolvedPath(clean).mid(resolvedPath(folder).size() + 1);
}

bool fitsPattern(const QString &pattern, const QString &path)
{
    QString expression;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (pattern.mid(i, 3) == "**/") {
            expression += "(?:.*/)?";
            i += 2;
        } else if (pattern.mid(i, 2) == "**") {
            expression += ".*";
            ++i;
        } else if (pattern[i] == '*') {
            expression += "[^/]*";
        } else if (pattern[i] == '?') {
            expression += "[^/]";
        } else {
            expression += QRegularExpression::escape(pattern.mid(i, 1));
        }
    }
    const QRegularExpression whole(QRegularExpression::anchoredPattern(expression),
                                   QRegularExpression::DotMatchesEverythingOption);
    return whole.match(pattern.contains('/') ? path : path.section('/', -1)).hasMatch();
}

/// The path of the twin below the mapping's target; nothing when the mapping leaves the file out.
std::optional<QString> targetOf(const Mapping &mapping, const QString &rest)
{
    // As in .gitignore the last line that fits decides; a list of exceptions only starts from everything.
    const bool onlyExceptions = std::ranges::all_of(mapping.files, &MappedFiles::excluded);
    std::optional<QString> target = onlyExceptions ? std::optional(rest) : std::nullopt;
    for (const MappedFiles &files : mapping.files) {
        if (!files.target.isEmpty() ? files.pattern == rest : fitsPattern(files.pattern, rest))
            target = files.excluded ? std::nullopt : std::optional(files.target.isEmpty() ? rest : files.target);
    }
    return target;
}

} // namespace

std::vector<Twin> WorkspaceFile::twins(const QString &sourceFile) const
{
    const std::optional<QString> inner = relativeTo(source, sourceFile);
    if (!inner || gitops.isEmpty())
        return {};
    // The longest mapping wins: a file's own mapping over that of its folder. Several equal ones are several targets.
    qsizetype longest = -1;
    std::vector<Twin> found;
    for (const Mapping &mapping : mappings) {
        const bool file = *inner == mapping.source;
        const bool folder = mapping.source.isEmpty() || inner->startsWith(mapping.source + '/');
        if ((!file && !folder) || mapping.source.size() < longest)
            continue;
        const QString rest = file ? QString() : inner->mid(mapping.source.isEmpty() ? 0 : mapping.source.size() + 1);
        const std::optional<QString> target = file ? std::optional(rest) : targetOf(mapping, rest);
        if (!target)
            continue;
        if (mapping.source.size() > longest)
            found.clear();
        longest = mapping.source.size();
        const Twin twin{QDir::cleanPath(gitops + '/' + mapping.gitops + '/' + *target), mapping.rulesOnly, mapping.key};
        const bool outside = !isInside(resolvedPath(twin.path), resolvedPath(gitops));
        const bool itself = resolvedPath(twin.path) == resolvedPath(sourceFile);
        if (!outside && !itself && std::ranges::find(found, twin) == found.end())
            found.push_back(twin);
    }
    return found;
}

std::vector<QString> WorkspaceFile::twinsOf(const QString &sourceFile) const
{
    std::vector<QString> paths;
    for (const Twin &twin : twins(sourceFile)) {
        if (std::ranges::find(paths, twin.path) == paths.end())
            paths.push_back(twin.path);
    }
    return paths;
}

bool WorkspaceFile::isAlertmanager(const QString &endpoint) const
{
    return std::ranges::find(environments, endpoint, &EnvironmentEntry::alertmanager) != environments.end();
}

} // namespace workspace

#include "workspace/ruleversions.h"

#include "workspace/git.h"
#include "workspace/workspace.h"

#include <QFile>
#include <QFileInfo>

namespace workspace {

namespace {

bool mayBeRuleFile(const QString &path)
{
    return path.endsWith(".yml") || path.endsWith(".yaml") || path.endsWith(".json") || path.endsWith(".rules");
}

RuleDocuments readDisk(const VersionSources &sources, const std::stop_token &stop)
{
    RuleDocuments documents;
    for (const auto &buffer : sources.buffers) {
        if (stop.stop_requested())
            break;
        QFile file(QString::fromStdString(buffer->file()));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        std::string text = file.readAll().toStdString();
        documents.push_back(text == buffer->text() ? buffer
                                                   : rules::load(buffer->file(), std::move(text), buffer->dialect()));
    }
    return documents;
}

base::Result<RuleDocuments> readRevision(const VersionSources &sources, const QString &revision,
                                         const std::stop_token &stop)
{
    const QFileInfo source(sources.source);
    const QString folder = source.isDir() ? source.absoluteFilePath() : source.absolutePath();
    const base::Result<QString> top = repositoryRoot(folder);
    if (!top)
        return top.error();
    const Git git(folder);
    const auto commit = git.run({"rev-parse", "--quiet", "--verify", "--end-of-options", revision + "^{commit}"});
    if (!commit)
        return commit.error();
    if (commit->exitCode != 0)
        return base::Error{base::ErrorKind::NotFound,
                           {TRANSLATABLE("Core", "The repository has no commit %1."), {revision.toStdString()}},
                           {}};
    const QString id = QString::fromLatin1(commit->standardOutput.trimmed());
    const auto listed = git.output({"ls-tree", "-r", "-z", "--full-name", "--name-only", id});
    if (!listed)
        return listed.error();
    RuleDocuments documents;
    for (const QByteArray &name : listed->split('\0')) {
        if (stop.stop_requested())
            break;
        const QString relative = QString::fromUtf8(name);
        const QString path = *top + '/' + relative;
        if (!mayBeRuleFile(relative) || sources.copyPaths.contains(path) || (source.isFile() && path != sources.source))
            continue;
        const auto bytes = git.fileAt(id, relative);
        if (!bytes)
            return bytes.error();
        if (!*bytes)
            continue;
        auto document = rules::load(path.toStdString(), (*bytes)->toStdString());
        if (document->holdsRules())
            documents.push_back(std::move(document));
    }
    return documents;
}

} // namespace

VersionSources versionSources(const Workspace &workspace)
{
    VersionSources sources;
    if (!workspace.roots().empty())
        sources.source = workspace.roots().front().path;
    for (const RuleFile &file : workspace.files()) {
        const bool copy = file.twin || file.root > 0;
        (copy ? sources.copies : sources.buffers).push_back(file.rules);
        if (copy)
            sources.copyPaths.insert(file.path);
    }
    return sources;
}

base::Result<RuleDocuments> readVersion(const VersionSources &sources, const RuleVersion &version,
                                        const std::stop_token &stop)
{
    switch (version.kind) {
    case RuleVersion::Kind::Buffers:
        return sources.buffers;
    case RuleVersion::Kind::GitOps:
        return sources.copies;
    case RuleVersion::Kind::Disk:
        return readDisk(sources, stop);
    case RuleVersion::Kind::Revision:
        return readRevision(sources, version.revision, stop);
    }
    return RuleDocuments();
}

} // namespace workspace

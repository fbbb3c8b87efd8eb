#include "workspace/repositoryfiles.h"

#include "deployment/kustomization.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

namespace workspace {

namespace {

constexpr qint64 largestManifest = 8LL << 20;

bool mayHoldManifests(const QString &fileName)
{
    for (const char *suffix : {".yaml", ".yml", ".json", ".rules"}) {
        if (fileName.endsWith(QLatin1String(suffix), Qt::CaseInsensitive))
            return true;
    }
    return deployment::isKustomizationName(fileName.toStdString());
}

void readFolder(const QString &folder, const QString &inner, RepositoryFiles &files,
                const std::map<QString, std::string> &buffers, const std::stop_token &stop)
{
    const QFileInfoList entries = QDir(folder).entryInfoList(
        QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot | QDir::Hidden | QDir::System, QDir::Name);
    for (const QFileInfo &entry : entries) {
        if (stop.stop_requested())
            return;
        const QString path = inner.isEmpty() ? entry.fileName() : inner + '/' + entry.fileName();
        files.repository.paths.insert(path.toStdString());
        if (entry.isSymLink()) {
            // What a link names exists for kustomize; it is not read twice.
            if (entry.isDir())
                files.repository.paths.insert(path.toStdString() + '/');
            continue;
        }
        if (entry.isDir()) {
            if (entry.fileName() == QLatin1String(".git") || entry.fileName() == QLatin1String("node_modules"))
                continue;
            files.repository.paths.insert(path.toStdString() + '/');
            readFolder(entry.filePath(), path, files, buffers, stop);
            continue;
        }
        // A pipe has nothing to read until somebody writes.
        if (!entry.isFile() || !mayHoldManifests(entry.fileName()) || entry.size() > largestManifest)
            continue;
        std::string text;
        if (const auto buffer = buffers.find(entry.filePath()); buffer != buffers.end()) {
            text = buffer->second;
        } else {
            QFile file(entry.filePath());
            if (!file.open(QIODevice::ReadOnly))
                continue;
            text = file.readAll().toStdString();
        }
        auto document = rules::load(path.toStdString(), text);
        if (document->holdsRules())
            files.rules.emplace(path.toStdString(), std::move(document));
        files.repository.manifests.emplace(path.toStdString(),
                                           deployment::Manifest::read(path.toStdString(), std::move(text)));
    }
}

} // namespace

RepositoryFiles readRepositoryFiles(const QString &root, const std::string &role,
                                    const std::map<QString, std::string> &buffers, const std::stop_token &stop)
{
    RepositoryFiles files;
    files.root = root;
    files.repository.role = role;
    readFolder(QDir::cleanPath(root), {}, files, buffers, stop);
    return files;
}

} // namespace workspace

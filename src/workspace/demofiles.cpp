#include "workspace/demofiles.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

// The resources are in a static library: without this call the linker leaves them out. The macro must stand outside
// namespaces.
static void initDemoResources()
{
    Q_INIT_RESOURCE(demo);
}

namespace workspace {

namespace {

const char *endpointPlaceholder()
{
    return "http://127.0.0.1:9090";
}

QByteArray demoResource(const QString &path)
{
    initDemoResources();
    QFile file(":/demo/" + path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

base::Error demoFileError(const QString &path, const QString &reason)
{
    return {
        base::ErrorKind::Io,
        base::Text(TRANSLATABLE("Core", "The demo cannot write %1: %2"), {path.toStdString(), reason.toStdString()}),
        {}};
}

} // namespace

QByteArray demoHistoryRecipe()
{
    return demoResource("history.json");
}

base::Result<std::vector<DemoRepository>> demoRepositories()
{
    std::vector<DemoRepository> repositories;
    const QJsonArray entries = QJsonDocument::fromJson(demoResource("commits.json"))["repositories"].toArray();
    for (const QJsonValue &entry : entries) {
        DemoRepository repository{entry["role"].toString(), entry["folder"].toString(), {}};
        const QJsonArray commits = entry["commits"].toArray();
        for (const QJsonValue &one : commits) {
            DemoCommit commit{one["hours"].toDouble(), one["message"].toString(), {}};
            const QJsonArray replacements = one["instead"].toArray();
            for (const QJsonValue &instead : replacements)
                commit.instead.push_back({instead["file"].toString(), instead["now"].toString().toUtf8(),
                                          instead["then"].toString().toUtf8()});
            repository.commits.push_back(std::move(commit));
        }
        repositories.push_back(std::move(repository));
    }
    if (repositories.empty())
        return base::Error{
            base::ErrorKind::Invalid,
            base::Text(TRANSLATABLE("Core", "The description of the demo's repositories cannot be read.")),
            {}};
    return repositories;
}

base::Result<void> writeDemoFiles(const DemoRepository &repository, const DemoCommit &commit, const QString &folder,
                                  const QString &endpoint)
{
    initDemoResources();
    const QString top = ":/demo/" + repository.role + '/';
    QDirIterator files(top, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString relative = files.next().mid(top.size());
        QByteArray content = demoResource(repository.role + '/' + relative);
        if (relative == "rulewright.yaml")
            content.replace(endpointPlaceholder(), endpoint.toUtf8());
        for (const DemoReplacement &instead : commit.instead) {
            if (instead.file != relative)
                continue;
            if (!content.contains(instead.now))
                return demoFileError(relative, "its earlier version is not described by its present one");
            content.replace(instead.now, instead.then);
        }
        const QString path = folder + '/' + relative;
        if (!QDir().mkpath(QFileInfo(path).path()))
            return demoFileError(path, "its folder cannot be made");
        if (const base::Result<void> written = writeDemoFile(path, content); !written)
            return written;
    }
    return {};
}

namespace {

/// The text under a key of one of our own ConfigMaps: one key, a block scalar indented by four to the end of the file.
QByteArray deployedText(const QString &file, const QByteArray &key)
{
    const QByteArray configMap = demoResource("gitops/platform/base/monitoring/" + file);
    const QByteArray start = "  " + key + ": |\n";
    QByteArray text;
    const QList<QByteArray> lines = configMap.mid(configMap.indexOf(start) + start.size()).split('\n');
    for (const QByteArray &line : lines)
        text += line.mid(4) + '\n';
    return text;
}

} // namespace

QByteArray demoDeployedRules()
{
    return deployedText("prometheus-rules.yaml", "algosu-alerts.yml");
}

QByteArray demoDeployedConfiguration()
{
    // The platform does not run here: its jobs have no targets that could be asked.
    QByteArray text;
    for (const QByteArray &line : deployedText("prometheus-config.yaml", "prometheus.yml").split('\n')) {
        if (line.trimmed().startsWith("- targets:"))
            continue;
        text += line;
        text += line.trimmed() == "static_configs:" ? " []\n" : "\n";
    }
    return text.replace("/etc/prometheus/rules/", "rules/");
}

base::Result<void> writeDemoFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.flush())
        return demoFileError(path, file.errorString());
    return {};
}

} // namespace workspace

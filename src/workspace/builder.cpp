#include "workspace/builder.h"

#include <QProcess>
#include <QProcessEnvironment>
#include <QStandardPaths>

namespace workspace {

namespace {

constexpr int buildTimeoutMilliseconds = 60'000;

/// The line of a builder's messages that says what is wrong: neither its deprecations nor its log prefix.
QString reasonOf(const QString &messages)
{
    QString last;
    for (const QString &line : messages.split('\n', Qt::SkipEmptyParts)) {
        if (!line.startsWith('#'))
            last = line.trimmed();
    }
    const qsizetype logged = last.indexOf("err=\"");
    if (logged >= 0)
        last = last.mid(logged + 5).chopped(last.endsWith('"') ? 1 : 0);
    if (last.startsWith("Error: ", Qt::CaseInsensitive))
        last = last.mid(7);
    return last;
}

} // namespace

std::optional<Builder> findBuilder(const QString &searchPath)
{
    const QStringList folders = searchPath.isEmpty() ? QStringList() : searchPath.split(':', Qt::SkipEmptyParts);
    const QString kustomize = QStandardPaths::findExecutable("kustomize", folders);
    if (!kustomize.isEmpty())
        return Builder{kustomize, {"build"}};
    const QString kubectl = QStandardPaths::findExecutable("kubectl", folders);
    if (!kubectl.isEmpty())
        return Builder{kubectl, {"kustomize"}};
    return std::nullopt;
}

base::Result<std::string> build(const Builder &builder, const QString &folder)
{
    QProcess process;
    // What a kustomization names elsewhere is not fetched, whatever spelling was overlooked: no protocol of git, and
    // a proxy that nobody listens at. Plugins and Helm need options that are not given.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("GIT_ALLOW_PROTOCOL", "none");
    for (const char *name : {"http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"})
        environment.insert(name, "http://127.0.0.1:9");
    for (const char *name : {"no_proxy", "NO_PROXY"})
        environment.remove(name);
    process.setProcessEnvironment(environment);
    process.start(builder.program, builder.arguments + QStringList{folder});
    if (!process.waitForStarted()) {
        return base::Error{base::ErrorKind::NotFound,
                           {TRANSLATABLE("Core", "%1 could not be started."), {builder.program.toStdString()}},
                           process.errorString().toStdString()};
    }
    process.closeWriteChannel();
    if (!process.waitForFinished(buildTimeoutMilliseconds)) {
        process.kill();
        process.waitForFinished();
        return base::Error{base::ErrorKind::Timeout,
                           {TRANSLATABLE("Core", "The build of %1 did not end within a minute and was stopped."),
                            {folder.toStdString()}},
                           {}};
    }
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        const std::string reason = reasonOf(QString::fromUtf8(process.readAllStandardError())).toStdString();
        return base::Error{base::ErrorKind::Invalid,
                           {TRANSLATABLE("Core", "The build of %1 fails: %2"), {folder.toStdString(), reason}},
                           reason};
    }
    return process.readAllStandardOutput().toStdString();
}

} // namespace workspace

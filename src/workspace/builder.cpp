#include "workspace/builder.h"

#include <QProcess>
#include <QStandardPaths>

namespace workspace {

namespace {

constexpr int buildTimeoutMilliseconds = 60'000;

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
        const QString message = QString::fromUtf8(process.readAllStandardError()).trimmed();
        return base::Error{base::ErrorKind::Invalid,
                           {TRANSLATABLE("Core", "The build of %1 fails: %2"),
                            {folder.toStdString(), message.section('\n', 0, 0).toStdString()}},
                           message.toStdString()};
    }
    return process.readAllStandardOutput().toStdString();
}

} // namespace workspace

#pragma once

#include "support/failpointcontrol.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <vector>

/// Runs a program so that it, and everything it starts, dies at the n-th call that changes a file or starts a program
/// (open for writing, write, rename, link, unlink, mkdir, rmdir, chmod, fsync, execve), or finds the disk full from
/// there on. The calls are counted by a preloaded library.
namespace support {

struct Failpoint
{
    unsigned long number = 0;
    QByteArray call;
    QByteArray program;
    /// Where the call names one.
    QByteArray path;
};

struct FailpointRun
{
    unsigned long calls = 0;
    bool killed = false;
    int exitCode = 0;
    QByteArray standardError;
};

class Failpoints
{
public:
    /// `folder` is where the control file and the log go.
    explicit Failpoints(const QString &folder);

    /// The calls of an undisturbed run.
    [[nodiscard]] std::vector<Failpoint> record(const QString &program, const QStringList &arguments) const;
    [[nodiscard]] FailpointRun run(const QString &program, const QStringList &arguments, unsigned long at,
                                   FailpointControl::Action action) const;

private:
    [[nodiscard]] FailpointRun start(const QString &program, const QStringList &arguments, unsigned long at,
                                     FailpointControl::Action action, bool log) const;

    QString m_control;
    QString m_log;
};

} // namespace support

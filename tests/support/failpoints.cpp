#include "support/failpoints.h"

#include <QFile>
#include <QProcess>

#include <unistd.h>

#include <cstring>
#include <stdexcept>

namespace support {

Failpoints::Failpoints(const QString &folder) : m_control(folder + "/failpoints"), m_log(folder + "/failpoints.log") {}

FailpointRun Failpoints::start(const QString &program, const QStringList &arguments, unsigned long at,
                               FailpointControl::Action action, bool log) const
{
    QFile file(m_control);
    if (!file.open(QIODevice::ReadWrite) || !file.resize(sizeof(FailpointControl)))
        throw std::runtime_error("no control file");
    auto *control = reinterpret_cast<FailpointControl *>(file.map(0, sizeof(FailpointControl)));
    control->count = 0;
    control->at = at;
    control->action = action;
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("LD_PRELOAD", RULEWRIGHT_FAILPOINT_LIBRARY);
    environment.insert(failpointVariable, m_control);
    if (log)
        environment.insert(failpointLogVariable, m_log);
    process.setProcessEnvironment(environment);
    // Everything that the program starts dies with it, and nothing else.
    process.setChildProcessModifier([] { ::setpgid(0, 0); });
    process.start(program, arguments);
    constexpr int timeoutMilliseconds = 120'000;
    if (!process.waitForFinished(timeoutMilliseconds))
        throw std::runtime_error("the program did not end");
    return {control->count, process.exitStatus() == QProcess::CrashExit, process.exitCode(),
            process.readAllStandardError()};
}

std::vector<Failpoint> Failpoints::record(const QString &program, const QStringList &arguments) const
{
    QFile::remove(m_log);
    const FailpointRun run = start(program, arguments, 0, FailpointControl::Kill, true);
    std::vector<Failpoint> points;
    QFile log(m_log);
    if (!log.open(QIODevice::ReadOnly))
        throw std::runtime_error("no log of the calls: " + run.standardError.toStdString());
    for (const QByteArray &line : log.readAll().split('\n')) {
        const QList<QByteArray> words = line.split('\t');
        if (words.size() == 4)
            points.push_back({words[0].toULong(), words[1], words[2], words[3]});
    }
    return points;
}

FailpointRun Failpoints::run(const QString &program, const QStringList &arguments, unsigned long at,
                             FailpointControl::Action action) const
{
    return start(program, arguments, at, action, false);
}

} // namespace support

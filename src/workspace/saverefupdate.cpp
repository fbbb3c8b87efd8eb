#include "workspace/saverefupdate.h"

#include "workspace/savefiles.h"

namespace workspace::save {

namespace {

constexpr int refTimeoutMilliseconds = 60'000;

} // namespace

RefUpdate::~RefUpdate()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(refTimeoutMilliseconds)) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

bool RefUpdate::answers(const QByteArray &command, const QByteArray &expected)
{
    m_process.write(command);
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(refTimeoutMilliseconds))
            return false;
    }
    return m_process.readLine().trimmed() == expected;
}

base::Result<void> RefUpdate::start(JournalRepository &entry, const QString &reason)
{
    m_process.setWorkingDirectory(m_repository.root);
    m_process.setProcessEnvironment(gitEnvironment());
    m_process.start("git", {"update-ref", "-m", reason, "--stdin"});
    if (m_process.waitForStarted() && answers("start\n", "start: ok")) {
        entry.updaterPid = m_process.processId();
        entry.updaterStart = processStart(entry.updaterPid).value_or(0);
        return {};
    }
    return base::Error{base::ErrorKind::Io, TRANSLATABLE("Core", "The command \"git update-ref\" failed."),
                       m_process.readAllStandardError().toStdString()};
}

base::Result<void> RefUpdate::prepare()
{
    const QByteArray ref = m_repository.ref.toUtf8();
    const QByteArray command = m_repository.createsRef() ? "create " + ref + ' ' + m_repository.newId.toLatin1() + '\n'
                                                         : "update " + ref + ' ' + m_repository.newId.toLatin1() + ' ' +
                                                               m_repository.oldId.toLatin1() + '\n';
    if (answers(command + "prepare\n", "prepare: ok"))
        return {};
    m_process.waitForFinished(refTimeoutMilliseconds);
    const std::string detail = m_process.readAllStandardError().trimmed().toStdString();
    const std::string branch = QString(m_repository.ref).remove("refs/heads/").toStdString();
    const base::Result<GitOutput> now = m_repository.git().run({"rev-parse", "--quiet", "--verify", m_repository.ref});
    const QString id = now ? QString::fromLatin1(now->standardOutput).trimmed() : QString();
    if (id != (m_repository.createsRef() ? QString() : m_repository.oldId)) {
        return base::Error{
            base::ErrorKind::Conflict,
            {TRANSLATABLE("Core", "Not saved: somebody committed to %1 in %2 while you were editing (%3). Nothing was "
                                  "changed in either repository."),
             {branch, m_repository.root.toStdString(), id.left(7).toStdString()}},
            detail};
    }
    return base::Error{
        base::ErrorKind::Refused,
        {TRANSLATABLE("Core",
                      "Not saved: git refused to move the branch %1 in %2. Nothing was changed in either repository."),
         {branch, m_repository.root.toStdString()}},
        detail};
}

base::Result<void> RefUpdate::commit()
{
    if (answers("commit\n", "commit: ok")) {
        m_process.closeWriteChannel();
        m_process.waitForFinished(refTimeoutMilliseconds);
        return {};
    }
    m_process.waitForFinished(refTimeoutMilliseconds);
    return base::Error{
        base::ErrorKind::Io,
        {TRANSLATABLE("Core",
                      "Not saved: git could not move the branch %1 in %2. Nothing was changed in either repository."),
         {QString(m_repository.ref).remove("refs/heads/").toStdString(), m_repository.root.toStdString()}},
        m_process.readAllStandardError().trimmed().toStdString()};
}

} // namespace workspace::save

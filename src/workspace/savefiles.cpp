#include "workspace/savefiles.h"

#include <cerrno>
#include <cstring>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace workspace::save {

namespace {

base::Error systemError(base::Text text)
{
    const int number = errno;
    const base::ErrorKind kind = number == EACCES || number == EPERM || number == EROFS ? base::ErrorKind::Permission
                                 : number == EEXIST || number == EWOULDBLOCK            ? base::ErrorKind::Busy
                                                                                        : base::ErrorKind::Io;
    return {kind, std::move(text), std::strerror(number)};
}

base::Error notWritten(const QString &path)
{
    return systemError({TRANSLATABLE("Core", "%1 could not be written."), {path.toStdString()}});
}

bool writeAll(int file, const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t written = ::write(file, bytes.constData() + done, static_cast<size_t>(bytes.size() - done));
        if (written < 0 && errno != EINTR)
            return false;
        done += written < 0 ? 0 : written;
    }
    return true;
}

bool syncFolder(const QString &path)
{
    const int folder =
        ::open(QFile::encodeName(QFileInfo(path).path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return false;
    // Some file systems cannot sync folders and say so.
    const bool synced = ::fsync(folder) == 0 || errno == EINVAL;
    ::close(folder);
    return synced;
}

/// Names a process of this machine for good; ends with a line, so that half of it is none.
QByteArray takerText(qint64 pid)
{
    return QByteArray::number(pid) + ' ' + QByteArray::number(processStart(pid).value_or(0)) + ' ' +
           bootId().toLatin1() + '\n';
}

} // namespace

std::optional<unsigned> fileMode(const QString &path)
{
    struct stat state = {};
    if (::lstat(QFile::encodeName(path).constData(), &state) != 0)
        return std::nullopt;
    return state.st_mode & 07777U;
}

base::Result<std::optional<QByteArray>> readBytes(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return std::optional<QByteArray>();
    if (!file.open(QIODevice::ReadOnly)) {
        return base::Error{base::ErrorKind::Io,
                           {TRANSLATABLE("Core", "%1 could not be read."), {path.toStdString()}},
                           file.errorString().toStdString()};
    }
    return std::optional(file.readAll());
}

base::Result<void> replaceFile(const QString &path, const QString &temporary, const QByteArray &bytes,
                               std::optional<unsigned> mode)
{
    const QByteArray name = QFile::encodeName(temporary);
    ::unlink(name.constData());
    const int file = ::open(name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0)
        return notWritten(path);
    const bool written = (!mode || ::fchmod(file, *mode) == 0) && writeAll(file, bytes) && ::fsync(file) == 0;
    std::optional<base::Error> error;
    if (!written)
        error = notWritten(path);
    ::close(file);
    if (!error && ::rename(name.constData(), QFile::encodeName(path).constData()) != 0)
        error = notWritten(path);
    if (error) {
        ::unlink(name.constData());
        return *error;
    }
    if (!syncFolder(path))
        return notWritten(path);
    return {};
}

base::Result<void> removeFile(const QString &path)
{
    if (::unlink(QFile::encodeName(path).constData()) == 0)
        syncFolder(path);
    else if (errno != ENOENT)
        return systemError({TRANSLATABLE("Core", "%1 could not be removed."), {path.toStdString()}});
    return {};
}

base::Result<void> renameFile(const QString &from, const QString &to)
{
    if (::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0 || !syncFolder(to))
        return notWritten(to);
    return {};
}

base::Result<void> createExclusively(const QString &path, const QString &temporary, const QByteArray &bytes)
{
    const QByteArray name = QFile::encodeName(path);
    const QByteArray draft = QFile::encodeName(temporary);
    base::Result<void> written = replaceFile(temporary, temporary + ".new", bytes, std::nullopt);
    if (!written)
        return written;
    // A link appears with all of its content or not at all, and never over another file.
    if (::link(draft.constData(), name.constData()) != 0)
        written = notWritten(path);
    ::unlink(draft.constData());
    return written;
}

ProcessLock::~ProcessLock()
{
    if (m_file >= 0)
        ::close(m_file);
}

base::Result<ProcessLock> ProcessLock::take(const QString &path)
{
    QDir().mkpath(QFileInfo(path).path());
    ProcessLock lock;
    lock.m_file = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (lock.m_file < 0)
        return notWritten(path);
    if (::flock(lock.m_file, LOCK_EX | LOCK_NB) != 0)
        return systemError(
            TRANSLATABLE("Core", "Another save is at work in these repositories. Try again when it is done."));
    // Only for those who wait for the lock: it holds without these words, on a full disk for instance.
    const QByteArray taker = takerText(::getpid());
    if (::ftruncate(lock.m_file, 0) == 0)
        (void)writeAll(lock.m_file, taker);
    return lock;
}

bool ProcessLock::isTakerAlive(const QString &path)
{
    const base::Result<std::optional<QByteArray>> text = readBytes(path);
    return text && *text && !(*text)->isEmpty() && **text == takerText((*text)->split(' ').first().toLongLong());
}

std::optional<qint64> processStart(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QByteArray text = file.readAll();
    // The command's name stands in parentheses and may hold anything; the start time is the 20th word behind it.
    const QList<QByteArray> words = text.mid(text.lastIndexOf(')') + 2).split(' ');
    constexpr qsizetype startTimeWord = 19;
    // A zombie has ended: nobody waits for it any more.
    if (words.size() <= startTimeWord || words[0] == "Z")
        return std::nullopt;
    return words[startTimeWord].toLongLong();
}

QString bootId()
{
    QFile file(QStringLiteral("/proc/sys/kernel/random/boot_id"));
    return file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.readAll().trimmed()) : QString();
}

} // namespace workspace::save

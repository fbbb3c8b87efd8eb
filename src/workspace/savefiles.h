#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

/// File operations of a save that have to survive a crash: synced to the disk, or not done at all. Inside src/workspace
/// only.
namespace workspace::save {

/// Permission bits of a file, or nothing when it is not there.
[[nodiscard]] std::optional<unsigned> fileMode(const QString &path);

/// The bytes of a regular file; nothing when it is not there.
[[nodiscard]] base::Result<std::optional<QByteArray>> readBytes(const QString &path);

/// Replaces `path` by way of `temporary` (same folder): written, synced, renamed, folder synced. Without `mode` the
/// process's usual one.
[[nodiscard]] base::Result<void> replaceFile(const QString &path, const QString &temporary, const QByteArray &bytes,
                                             std::optional<unsigned> mode);
/// A file that is not there is fine.
[[nodiscard]] base::Result<void> removeFile(const QString &path);
[[nodiscard]] base::Result<void> renameFile(const QString &from, const QString &to);
/// Creates the file by way of `temporary` (same file system), complete from its first moment; ErrorKind::Busy when it
/// is there.
[[nodiscard]] base::Result<void> createExclusively(const QString &path, const QString &temporary,
                                                   const QByteArray &bytes);

/// A lock that ends with the process, however it ends. Released by the destructor.
class ProcessLock
{
public:
    ProcessLock() = default;
    ProcessLock(ProcessLock &&other) noexcept : m_file(other.m_file) { other.m_file = -1; }
    ProcessLock &operator=(ProcessLock &&) = delete;
    ~ProcessLock();

    /// ErrorKind::Busy when another process, or another lock of this one, has it.
    [[nodiscard]] static base::Result<ProcessLock> take(const QString &path);
    /// The process that took the lock last is there. A lock that is held though it is not will be free in a moment: the
    /// programs that it was about to start die with it, not at the same instant.
    [[nodiscard]] static bool isTakerAlive(const QString &path);

private:
    int m_file = -1;
};

/// When the process with this id was started, in ticks since boot; with the id it names a process for good. Nothing
/// when there is none.
[[nodiscard]] std::optional<qint64> processStart(qint64 pid);
/// Changes with every start of the machine.
[[nodiscard]] QString bootId();

} // namespace workspace::save

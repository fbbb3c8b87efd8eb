// Preloaded into a program under test: counts the calls with which it and everything it starts changes files or starts
// programs, and at the n-th of them kills the whole process group or makes the disk full. See support/failpoints.h.

#include "support/failpointcontrol.h"

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <csignal>

namespace {

using support::FailpointControl;

FailpointControl *control()
{
    static FailpointControl *mapped = [] {
        const char *path = std::getenv(support::failpointVariable);
        const int file =
            path == nullptr ? -1 : static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC));
        if (file < 0)
            return static_cast<FailpointControl *>(nullptr);
        void *memory = mmap(nullptr, sizeof(FailpointControl), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        syscall(SYS_close, file);
        return memory == MAP_FAILED ? nullptr : static_cast<FailpointControl *>(memory);
    }();
    return mapped;
}

// Programs are started from a child that has the parent's memory and 4 KiB of stack (Qt's vfork): what runs there must
// need little of it, so nothing is looked up or formatted by the C library on the way to execve.
[[gnu::constructor]] void prepare()
{
    (void)control();
}

void note(unsigned long number, const char *call, const char *path)
{
    const char *log = std::getenv(support::failpointLogVariable);
    if (log == nullptr)
        return;
    char digits[24];
    char *first = digits + sizeof digits;
    for (*--first = '\t'; number != 0; number /= 10)
        *--first = static_cast<char>('0' + number % 10);
    const auto part = [](const char *text) { return iovec{const_cast<char *>(text), std::strlen(text)}; };
    const iovec parts[] = {{first, static_cast<std::size_t>(digits + sizeof digits - first)},
                           part(call),
                           part("\t"),
                           part(program_invocation_short_name),
                           part("\t"),
                           part(path == nullptr ? "" : path),
                           part("\n")};
    const int file =
        static_cast<int>(syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (file < 0)
        return;
    syscall(SYS_writev, file, parts, sizeof parts / sizeof *parts);
    syscall(SYS_close, file);
}

/// Counts the call. False when it has to fail because the disk is full; does not return when everything has to die.
bool mayGoOn(const char *call, const char *path, bool needsSpace)
{
    FailpointControl *shared = control();
    if (shared == nullptr)
        return true;
    const unsigned long number = shared->count.fetch_add(1) + 1;
    const int error = errno;
    note(number, call, path);
    errno = error;
    const unsigned long at = shared->at;
    if (at == 0 || number < at)
        return true;
    if (shared->action == FailpointControl::Kill) {
        kill(0, SIGKILL);
        pause();
    }
    if (!needsSpace)
        return true;
    errno = ENOSPC;
    return false;
}

bool isRegular(int file)
{
    struct stat state = {};
    return fstat(file, &state) == 0 && S_ISREG(state.st_mode);
}

bool changes(int flags)
{
    return (flags & (O_CREAT | O_TRUNC)) != 0 || (flags & O_ACCMODE) != O_RDONLY;
}

/// A file that is only opened needs no space; devices and pipes are no files.
bool mayOpen(const char *call, const char *path, int flags)
{
    if (!changes(flags) || std::strncmp(path, "/dev/", 5) == 0 || std::strncmp(path, "/proc/", 6) == 0)
        return true;
    return mayGoOn(call, path, (flags & O_CREAT) != 0 && access(path, F_OK) != 0);
}

bool writes(std::FILE *stream)
{
    const int file = stream == nullptr ? -1 : fileno(stream);
    return file > 2 && (fcntl(file, F_GETFL) & O_ACCMODE) != O_RDONLY && isRegular(file);
}

template <class Function> Function *next(const char *name)
{
    return reinterpret_cast<Function *>(dlsym(RTLD_NEXT, name));
}

mode_t modeOf(int flags, va_list arguments)
{
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

} // namespace

// NOLINTBEGIN: these are the C library's names and shapes.
#define FORWARD(name, ...)                                                                                             \
    static auto *const real = next<decltype(name)>(#name);                                                             \
    return real(__VA_ARGS__)
#define OPEN(name)                                                                                                     \
    extern "C" int name(const char *path, int flags, ...)                                                              \
    {                                                                                                                  \
        va_list arguments;                                                                                             \
        va_start(arguments, flags);                                                                                    \
        const mode_t mode = modeOf(flags, arguments);                                                                  \
        va_end(arguments);                                                                                             \
        if (!mayOpen("open", path, flags))                                                                             \
            return -1;                                                                                                 \
        FORWARD(name, path, flags, mode);                                                                              \
    }
#define OPENAT(name)                                                                                                   \
    extern "C" int name(int folder, const char *path, int flags, ...)                                                  \
    {                                                                                                                  \
        va_list arguments;                                                                                             \
        va_start(arguments, flags);                                                                                    \
        const mode_t mode = modeOf(flags, arguments);                                                                  \
        va_end(arguments);                                                                                             \
        if (!mayOpen("open", path, flags))                                                                             \
            return -1;                                                                                                 \
        FORWARD(name, folder, path, flags, mode);                                                                      \
    }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

#define CHANGE(result, name, shape, call, path, space, ...)                                                            \
    extern "C" result name shape                                                                                       \
    {                                                                                                                  \
        if (!mayGoOn(call, path, space))                                                                               \
            return -1;                                                                                                 \
        FORWARD(name, __VA_ARGS__);                                                                                    \
    }
CHANGE(int, rename, (const char *from, const char *to) noexcept, "rename", to, false, from, to)
CHANGE(int, renameat, (int a, const char *from, int b, const char *to) noexcept, "rename", to, false, a, from, b, to)
CHANGE(int, renameat2, (int a, const char *from, int b, const char *to, unsigned flags) noexcept, "rename", to, false,
       a, from, b, to, flags)
CHANGE(int, link, (const char *from, const char *to) noexcept, "link", to, true, from, to)
CHANGE(int, linkat, (int a, const char *from, int b, const char *to, int flags) noexcept, "link", to, true, a, from, b,
       to, flags)
CHANGE(int, symlink, (const char *from, const char *to) noexcept, "link", to, true, from, to)
CHANGE(int, unlink, (const char *path) noexcept, "unlink", path, false, path)
CHANGE(int, unlinkat, (int folder, const char *path, int flags) noexcept, "unlink", path, false, folder, path, flags)
CHANGE(int, rmdir, (const char *path) noexcept, "rmdir", path, false, path)
CHANGE(int, mkdir, (const char *path, mode_t mode) noexcept, "mkdir", path, true, path, mode)
CHANGE(int, mkdirat, (int folder, const char *path, mode_t mode) noexcept, "mkdir", path, true, folder, path, mode)
CHANGE(int, chmod, (const char *path, mode_t mode) noexcept, "chmod", path, false, path, mode)
extern "C" int execve(const char *path, char *const arguments[], char *const environment[]) noexcept
{
    if (!mayGoOn("execve", path, false))
        return -1;
    return static_cast<int>(syscall(SYS_execve, path, arguments, environment));
}
CHANGE(int, execv, (const char *path, char *const arguments[]) noexcept, "execve", path, false, path, arguments)
CHANGE(int, execvp, (const char *path, char *const arguments[]) noexcept, "execve", path, false, path, arguments)
CHANGE(int, execvpe, (const char *path, char *const arguments[], char *const environment[]) noexcept, "execve", path,
       false, path, arguments, environment)
CHANGE(int, posix_spawn,
       (pid_t * pid, const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes,
        char *const arguments[], char *const environment[]) noexcept,
       "execve", path, false, pid, path, actions, attributes, arguments, environment)
CHANGE(int, posix_spawnp,
       (pid_t * pid, const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes,
        char *const arguments[], char *const environment[]) noexcept,
       "execve", path, false, pid, path, actions, attributes, arguments, environment)

#define CHANGE_OPEN_FILE(result, name, shape, call, file, space, ...)                                                  \
    extern "C" result name shape                                                                                       \
    {                                                                                                                  \
        if (isRegular(file) && !mayGoOn(call, nullptr, space))                                                         \
            return -1;                                                                                                 \
        FORWARD(name, __VA_ARGS__);                                                                                    \
    }
CHANGE_OPEN_FILE(ssize_t, write, (int file, const void *bytes, size_t size), "write", file, true, file, bytes, size)
CHANGE_OPEN_FILE(ssize_t, pwrite, (int file, const void *bytes, size_t size, off_t at), "write", file, true, file,
                 bytes, size, at)
CHANGE_OPEN_FILE(ssize_t, pwrite64, (int file, const void *bytes, size_t size, off64_t at), "write", file, true, file,
                 bytes, size, at)
CHANGE_OPEN_FILE(ssize_t, writev, (int file, const struct iovec *parts, int count), "write", file, true, file, parts,
                 count)
CHANGE_OPEN_FILE(ssize_t, sendfile, (int to, int from, off_t *at, size_t size) noexcept, "write", to, true, to, from,
                 at, size)
CHANGE_OPEN_FILE(ssize_t, sendfile64, (int to, int from, off64_t *at, size_t size) noexcept, "write", to, true, to,
                 from, at, size)
CHANGE_OPEN_FILE(ssize_t, copy_file_range,
                 (int from, off64_t *fromAt, int to, off64_t *toAt, size_t size, unsigned flags), "write", to, true,
                 from, fromAt, to, toAt, size, flags)
CHANGE_OPEN_FILE(int, ftruncate, (int file, off_t size) noexcept, "write", file, false, file, size)
CHANGE_OPEN_FILE(int, ftruncate64, (int file, off64_t size) noexcept, "write", file, false, file, size)
CHANGE_OPEN_FILE(int, fchmod, (int file, mode_t mode) noexcept, "chmod", file, false, file, mode)
CHANGE_OPEN_FILE(int, fdatasync, (int file), "fsync", file, false, file)

extern "C" int fsync(int file)
{
    // Folders are synced too.
    if (!mayGoOn("fsync", nullptr, false))
        return -1;
    FORWARD(fsync, file);
}

// Buffered streams write inside the C library, where nothing can be put in between: their flushing counts instead.
extern "C" int fflush(std::FILE *stream)
{
    if (writes(stream) && !mayGoOn("write", nullptr, true))
        return EOF;
    FORWARD(fflush, stream);
}

extern "C" int fclose(std::FILE *stream)
{
    if (writes(stream) && !mayGoOn("write", nullptr, false))
        return EOF;
    FORWARD(fclose, stream);
}
// NOLINTEND

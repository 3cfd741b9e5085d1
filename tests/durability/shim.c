// Stands between a program and the disk: writes down every change that the program makes to files of one folder, and
// makes changes fail. It is loaded before libc (LD_PRELOAD) and set by three variables:
//
//   SHIM_FOLDER  the folder, an absolute path
//   SHIM_TRACE   the file that the changes are added to, outside of the folder
//   SHIM_FAULT   a fault, `NAME@NUMBER` (see `faults`): it comes at the change of that number, from 1; none if unset
//
// A record of the trace is a line of words, of which the last one is a length, then so many bytes, then a line break
// (`trace.rs` reads it). What the program tells on standard output is recorded too, so that the trace says what was
// told before which change.
//
// Nothing is really synced: a loss of power is made from the trace, and the disk of the machine takes no part in it.
//
// A name that changes without a call of libc (some libraries call the kernel) is found by looking at the folder.

#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

// What becomes of a change.
enum fate { DONE, FAILED, SHORTENED, KILLED_BEFORE, KILLED_WITHIN, KILLED_AFTER };

struct fault {
    const char *name;
    enum fate fate;
    int error;
    bool lasts;       // it comes from that change on, and not only there
    bool needs_space; // it comes only at changes that need space
    bool is_read;     // it comes at the read of that number, and not at a change
};

static const struct fault faults[] = {
    {.name = "eio", .fate = FAILED, .error = EIO},
    {.name = "eio-from", .fate = FAILED, .error = EIO, .lasts = true},
    {.name = "enospc", .fate = FAILED, .error = ENOSPC, .needs_space = true},
    {.name = "enospc-from", .fate = FAILED, .error = ENOSPC, .lasts = true, .needs_space = true},
    {.name = "read", .fate = FAILED, .error = EIO, .is_read = true},
    {.name = "short", .fate = SHORTENED, .needs_space = true},
    {.name = "kill-before", .fate = KILLED_BEFORE},
    {.name = "kill-within", .fate = KILLED_WITHIN},
    {.name = "kill-after", .fate = KILLED_AFTER},
};

enum { DESCRIPTORS = 4096, FILES = 16 };

// The files of a folder.
struct names {
    int count;
    struct {
        char name[NAME_MAX + 1];
        ino_t file;
    } all[FILES];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static int trace = -1;
static const struct fault *fault;
static long fault_number;
static long changes, reads;
// Which descriptors are of files in the folder, or of the folder itself.
static bool watched[DESCRIPTORS];
// The files as they were when the folder was last looked at.
static struct names known;

static void give_up(const char *why)
{
    dprintf(2, "shim: %s: %s\n", why, strerror(errno));
    abort();
}

static struct names listed(void)
{
    struct names names = {0};
    DIR *entries = opendir(folder);
    struct dirent *entry;
    while (entries != NULL && (entry = readdir(entries)) != NULL) {
        if (entry->d_type != DT_REG)
            continue;
        if (names.count == FILES)
            give_up("there are too many files");
        strcpy(names.all[names.count].name, entry->d_name);
        names.all[names.count++].file = entry->d_ino;
    }
    if (entries != NULL)
        closedir(entries);
    return names;
}

__attribute__((constructor)) static void begin(void)
{
    const char *file = getenv("SHIM_TRACE"), *text = getenv("SHIM_FAULT");
    folder = getenv("SHIM_FOLDER");
    if (folder == NULL || file == NULL)
        return;
    trace = syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (trace < 0)
        give_up(file);
    known = listed();
    if (text == NULL)
        return;
    size_t length = strcspn(text, "@");
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (strlen(faults[i].name) == length && strncmp(faults[i].name, text, length) == 0)
            fault = &faults[i];
    fault_number = text[length] == '@' ? atol(text + length + 1) : 0;
    errno = EINVAL;
    if (fault == NULL || fault_number < 1)
        give_up(text);
}

// Adds a record to the trace.
__attribute__((format(printf, 3, 4))) static void record(const void *bytes, size_t length, const char *form, ...)
{
    char head[128];
    va_list words;
    va_start(words, form);
    int at = vsnprintf(head, sizeof head, form, words);
    va_end(words);
    at += snprintf(head + at, sizeof head - at, " %zu\n", length);
    struct iovec parts[] = {{head, at}, {(void *)bytes, length}, {"\n", 1}};
    if (syscall(SYS_writev, trace, parts, 3) != (long)(at + length + 1))
        give_up("can't write the trace");
}

static void record_rename(const char *from, const char *to)
{
    char both[2 * PATH_MAX];
    int length = snprintf(both, sizeof both, "%s\n%s", from, to);
    record(both, length, "rename");
}

static int place(const struct names *names, const char *name)
{
    int at = 0;
    while (at < names->count && strcmp(names->all[at].name, name) != 0)
        at++;
    return at < names->count ? at : -1;
}

// Records the names that changed since the folder was last looked at.
static void look(void)
{
    struct names now = listed();
    for (int i = 0; i < known.count; i++) {
        if (place(&now, known.all[i].name) >= 0)
            continue;
        int to = 0;
        while (to < now.count && (now.all[to].file != known.all[i].file || place(&known, now.all[to].name) >= 0))
            to++;
        char old[PATH_MAX], new[PATH_MAX];
        int length = snprintf(old, sizeof old, "%s/%s", folder, known.all[i].name);
        if (to == now.count) {
            record(old, length, "unlink");
        } else {
            snprintf(new, sizeof new, "%s/%s", folder, now.all[to].name);
            record_rename(old, new);
        }
    }
    known = now;
}

static void die(void)
{
    kill(getpid(), SIGKILL);
    pause();
}

// Begins what is recorded: one thread after the other.
static void enter(void)
{
    pthread_mutex_lock(&lock);
    look();
}

// Ends what is recorded, where names may have changed; `error` is for the program.
static void leave(enum fate fate, bool is_renamed, int error)
{
    if (fate == KILLED_WITHIN || fate == KILLED_AFTER)
        die();
    if (is_renamed)
        known = listed();
    pthread_mutex_unlock(&lock);
    errno = error;
}

enum kind { NEEDS_SPACE, NEEDS_NONE, IS_READ };

// Counts a change, or a read, and answers what becomes of it.
static enum fate next(enum kind kind)
{
    bool is_read = kind == IS_READ;
    long number = is_read ? ++reads : ++changes;
    bool is_meant = fault != NULL && fault->is_read == is_read && (!fault->needs_space || kind == NEEDS_SPACE);
    if (!is_meant || number < fault_number || (number > fault_number && !fault->lasts))
        return DONE;
    if (fault->fate == KILLED_BEFORE)
        die();
    errno = fault->error;
    return fault->fate;
}

static bool is_inside(const char *path)
{
    size_t length = trace < 0 ? 0 : strlen(folder);
    return length > 0 && strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static bool is_watched(int fd)
{
    return fd >= 0 && fd < DESCRIPTORS && watched[fd];
}

static int opened(int at, const char *path, int flags, mode_t mode)
{
    if (!is_inside(path))
        return syscall(SYS_openat, at, path, flags, mode);
    enter();
    bool is_new = flags & O_CREAT && syscall(SYS_faccessat, AT_FDCWD, path, F_OK) != 0;
    bool is_emptied = !is_new && flags & O_TRUNC;
    enum fate fate = is_new || is_emptied ? next(is_new ? NEEDS_SPACE : NEEDS_NONE) : DONE;
    int fd = fate == FAILED ? -1 : (int)syscall(SYS_openat, at, path, flags, mode);
    int error = errno;
    if (fd >= DESCRIPTORS)
        give_up("a descriptor is too high");
    if (fd >= 0) {
        watched[fd] = true;
        record(path, strlen(path), "open %d %s", fd, is_new ? "new" : is_emptied ? "emptied" : "old");
    }
    leave(fate, is_new, error);
    return fd;
}

#define OPEN(NAME)                                                      \
    int NAME(const char *path, int flags, ...)                          \
    {                                                                   \
        va_list rest;                                                   \
        va_start(rest, flags);                                          \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest);                                                   \
        return opened(AT_FDCWD, path, flags, mode);                     \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(NAME)                                                    \
    int NAME(int at, const char *path, int flags, ...)                  \
    {                                                                   \
        va_list rest;                                                   \
        va_start(rest, flags);                                          \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest);                                                   \
        return opened(at, path, flags, mode);                           \
    }
OPENAT(openat)
OPENAT(openat64)

int creat(const char *path, mode_t mode)
{
    return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int creat64(const char *path, mode_t mode)
{
    return creat(path, mode);
}

int close(int fd)
{
    if (!is_watched(fd))
        return syscall(SYS_close, fd);
    enter();
    watched[fd] = false;
    record("", 0, "close %d", fd);
    int result = syscall(SYS_close, fd);
    leave(DONE, false, errno);
    return result;
}

// Writes to a file in the folder; at `offset`, or where the file stands if that is negative.
static ssize_t changed(int fd, const void *bytes, size_t length, off_t offset)
{
    enter();
    enum fate fate = next(NEEDS_SPACE);
    size_t count = (fate == SHORTENED || fate == KILLED_WITHIN) && length > 1 ? length / 2 : length;
    ssize_t done = -1;
    if (fate != FAILED)
        done = offset < 0 ? syscall(SYS_write, fd, bytes, count) : syscall(SYS_pwrite64, fd, bytes, count, offset);
    int error = errno;
    if (done > 0) {
        off_t from = offset < 0 ? lseek(fd, 0, SEEK_CUR) - done : offset;
        record(bytes, done, "write %d %lld", fd, (long long)from);
    }
    leave(fate, false, error);
    return done;
}

ssize_t write(int fd, const void *bytes, size_t length)
{
    if (is_watched(fd))
        return changed(fd, bytes, length, -1);
    if (fd != 1 || trace < 0)
        return syscall(SYS_write, fd, bytes, length);
    enter();
    ssize_t done = syscall(SYS_write, fd, bytes, length);
    int error = errno;
    if (done > 0)
        record(bytes, done, "told");
    leave(DONE, false, error);
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
    return is_watched(fd) ? changed(fd, bytes, length, offset) : syscall(SYS_pwrite64, fd, bytes, length, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset)
{
    return pwrite(fd, bytes, length, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    if (!is_watched(fd) && (fd != 1 || trace < 0))
        return syscall(SYS_writev, fd, parts, count);
    size_t length = 0;
    for (int i = 0; i < count; i++)
        length += parts[i].iov_len;
    char *all = malloc(length + 1), *at = all;
    if (all == NULL)
        give_up("no memory");
    for (int i = 0; i < count; i++)
        at = mempcpy(at, parts[i].iov_base, parts[i].iov_len);
    ssize_t done = write(fd, all, length);
    int error = errno;
    free(all);
    errno = error;
    return done;
}

int ftruncate(int fd, off_t length)
{
    if (!is_watched(fd))
        return syscall(SYS_ftruncate, fd, length);
    enter();
    enum fate fate = next(NEEDS_NONE);
    int result = fate == FAILED ? -1 : (int)syscall(SYS_ftruncate, fd, length);
    int error = errno;
    if (result == 0)
        record("", 0, "length %d %lld", fd, (long long)length);
    leave(fate, false, error);
    return result;
}

int ftruncate64(int fd, off64_t length)
{
    return ftruncate(fd, length);
}

int fsync(int fd)
{
    if (!is_watched(fd))
        return syscall(SYS_fsync, fd);
    enter();
    enum fate fate = next(NEEDS_NONE);
    int error = errno;
    if (fate != KILLED_WITHIN)
        record("", 0, "sync %d %s", fd, fate == FAILED ? "failed" : "done");
    leave(fate, false, error);
    return fate == FAILED ? -1 : 0;
}

int fdatasync(int fd)
{
    return fsync(fd);
}

int unlink(const char *path)
{
    if (!is_inside(path))
        return syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    enter();
    enum fate fate = next(NEEDS_NONE);
    int result = fate == FAILED ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    int error = errno;
    if (result == 0)
        record(path, strlen(path), "unlink");
    leave(fate, true, error);
    return result;
}

int rename(const char *from, const char *to)
{
    if (!is_inside(from) || !is_inside(to))
        return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    enter();
    enum fate fate = next(NEEDS_NONE);
    int result = fate == FAILED ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    int error = errno;
    if (result == 0)
        record_rename(from, to);
    leave(fate, true, error);
    return result;
}

// Counts a read of the folder and records it without its bytes; answers whether it fails.
static bool is_unreadable(int fd)
{
    if (!is_watched(fd))
        return false;
    enter();
    enum fate fate = next(IS_READ);
    int error = errno;
    record("", 0, "read %d", fd);
    leave(DONE, false, error);
    return fate == FAILED;
}

ssize_t read(int fd, void *bytes, size_t length)
{
    return is_unreadable(fd) ? -1 : syscall(SYS_read, fd, bytes, length);
}

ssize_t pread(int fd, void *bytes, size_t length, off_t offset)
{
    return is_unreadable(fd) ? -1 : syscall(SYS_pread64, fd, bytes, length, offset);
}

ssize_t pread64(int fd, void *bytes, size_t length, off64_t offset)
{
    return pread(fd, bytes, length, offset);
}

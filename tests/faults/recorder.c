/* Notes, in order, what a program does to the files whose path begins with $RECORDED: loaded before it by LD_PRELOAD.

   $RECORD names the file of notes. A note is an op, a descriptor, an offset, a length, and that many bytes:
   O opened (the bytes are its path), W written, T cut to the offset, S brought to the disk.
   With $FAIL_AT=n the n-th W, T or S fails once with an I/O error instead, and is not done. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define DESCRIPTORS 4096
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static char watched[DESCRIPTORS];
static int record = -1;
static long fail_at = -1, done = 0;

#define REAL(name) ((__typeof__(name) *)dlsym(RTLD_NEXT, #name))

static void note(char op, int fd, uint64_t offset, const void *bytes, uint32_t length) {
    unsigned char head[17];
    int32_t number = fd;
    head[0] = (unsigned char)op;
    memcpy(head + 1, &number, 4);
    memcpy(head + 5, &offset, 8);
    memcpy(head + 13, &length, 4);
    if (REAL(write)(record, head, sizeof head) != sizeof head) abort();
    if (length && REAL(write)(record, bytes, length) != (ssize_t)length) abort();
}

static int is_watched(int fd) { return fd >= 0 && fd < DESCRIPTORS && watched[fd]; }

static void opened(int fd, const char *path) {
    const char *prefix = getenv("RECORDED"), *place = getenv("RECORD");
    if (fd < 0 || fd >= DESCRIPTORS || !prefix || !place) return;
    watched[fd] = strncmp(path, prefix, strlen(prefix)) == 0;
    if (!watched[fd]) return;
    pthread_mutex_lock(&turn);
    if (record < 0) {
        record = REAL(open)(place, O_WRONLY | O_CREAT | O_APPEND, 0600);
        fail_at = getenv("FAIL_AT") ? atol(getenv("FAIL_AT")) : -1;
    }
    note('O', fd, 0, path, (uint32_t)strlen(path));
    pthread_mutex_unlock(&turn);
}

/* Say whether this step is the one that fails; the lock is held. */
static int fails(void) {
    if (++done != fail_at) return 0;
    errno = EIO;
    return 1;
}

#define OPENS(name)                                                                   \
    int name(const char *path, int flags, ...) {                                      \
        va_list more;                                                                 \
        va_start(more, flags);                                                        \
        int fd = REAL(name)(path, flags, (mode_t)va_arg(more, int));                  \
        va_end(more);                                                                 \
        opened(fd, path);                                                             \
        return fd;                                                                    \
    }
OPENS(open)
OPENS(open64)

#define WATCHED_STEP(op, fd, offset, bytes, length, result, real) \
    if (!is_watched(fd)) return real;                             \
    pthread_mutex_lock(&turn);                                    \
    result = -1;                                                  \
    if (!fails() && (result = real) >= 0) note(op, fd, offset, bytes, length); \
    pthread_mutex_unlock(&turn);                                  \
    return result;

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
    ssize_t result;
    WATCHED_STEP('W', fd, (uint64_t)offset, bytes, (uint32_t)result, result, REAL(pwrite64)(fd, bytes, length, offset))
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
    ssize_t result;
    WATCHED_STEP('W', fd, (uint64_t)offset, bytes, (uint32_t)result, result, REAL(pwrite)(fd, bytes, length, offset))
}
ssize_t write(int fd, const void *bytes, size_t length) {
    ssize_t result;
    if (!is_watched(fd)) return REAL(write)(fd, bytes, length);
    uint64_t place = (uint64_t)lseek(fd, 0, SEEK_END);
    WATCHED_STEP('W', fd, place, bytes, (uint32_t)result, result, REAL(write)(fd, bytes, length))
}
int ftruncate64(int fd, off64_t length) {
    int result;
    WATCHED_STEP('T', fd, (uint64_t)length, NULL, 0, result, REAL(ftruncate64)(fd, length))
}
int ftruncate(int fd, off_t length) {
    int result;
    WATCHED_STEP('T', fd, (uint64_t)length, NULL, 0, result, REAL(ftruncate)(fd, length))
}
int fsync(int fd) {
    int result;
    WATCHED_STEP('S', fd, 0, NULL, 0, result, REAL(fsync)(fd))
}
int fdatasync(int fd) {
    int result;
    WATCHED_STEP('S', fd, 0, NULL, 0, result, REAL(fdatasync)(fd))
}
int close(int fd) {
    if (fd >= 0 && fd < DESCRIPTORS) watched[fd] = 0;
    return REAL(close)(fd);
}

/*
 * spool.h - bytes on their way, in a file without a name
 *
 * The file goes when its descriptor is closed, also when the process dies.
 */
#ifndef BASE_SPOOL_H
#define BASE_SPOOL_H

#include <stdbool.h>
#include <stddef.h>

/* The setting SKRANKE_SPOOL: a folder on a disk; /tmp when unset or empty. */
const char *spool_dir(void);

/* To read and write, mode 0600, closed on exec.  -1 and errno when none can be made there. */
int spool_open(const char *dir);

/* All of it.  false and errno when the folder takes no more. */
bool spool_write(int fd, const void *, size_t n);

#endif

/*
 * scan.h - has a file a known virus in it?  Asks clamd (INSTREAM of clamd(8)) over a Unix socket
 *
 * Never scanned is not clean: whatever is not a clear answer is SCAN_UNKNOWN, to be asked again
 * later.  Nothing here logs the name or the bytes of a file.
 */
#ifndef SCAN_SCAN_H
#define SCAN_SCAN_H

#include "base/str.h"

struct arena;

enum scan_verdict { SCAN_CLEAN, SCAN_INFECTED, SCAN_UNKNOWN };

/* The setting SKRANKE_CLAMD: path of clamd's socket; NULL when there is no scanner here. */
const char *scan_socket(void);

/*
 * scan_fd - send a whole file to clamd and wait for what it says
 *
 * takes  socket      scan_socket(); NULL gives SCAN_UNKNOWN at once
 *        fd          a file that can be read at an offset; its own offset is not moved
 *        timeout_ms  for all of it together: connecting, sending, waiting
 * gives  *virus      the signature's name when SCAN_INFECTED (in the arena), else empty
 *
 * A clamd that is away, hangs or talks rubbish is not asked again by this process for 30 seconds:
 * SCAN_UNKNOWN at once, so that a dead scanner does not make every page wait.  One that answers,
 * if only to say that the file is too big for it, is asked again.
 */
enum scan_verdict scan_fd(struct arena *, const char *socket, int fd, int timeout_ms,
    struct str *virus);

/* Would scan_fd not ask at all just now?  False after SCAN_UNKNOWN: it is that file that the
   scanner could say nothing of. */
bool scan_resting(const char *socket);

#endif

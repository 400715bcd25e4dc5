/*
 * log.h - one line per happening, to stderr, in logfmt: at=… level=… what=… key="value"
 *
 * Never a name, a national identity number, an address, an answer or a token: ids, codes,
 * counts and durations only.  Values are quoted and control characters dropped.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/err.h"
#include "base/str.h"

enum log_level { LOG_INFO, LOG_WARN, LOG_ERROR };

void log_program(const char *name);	/* said on every line; kept, not copied */

/* key, value pairs of C strings, ended by NULL: log_line(LOG_WARN, "db-away", "error", e, NULL) */
__attribute__((sentinel))
void log_line(enum log_level, const char *what, ...);

/* Log and hand back e, so that a failure is logged once, where it is found. */
enum err log_err(enum err e, const char *what, const char *detail_z);

#endif

#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char *program = "skranke";

void
log_program(const char *name)
{
	program = name;
}

static size_t
add_quoted(char *line, size_t n, size_t size, const char *v)
{
	for (; v != NULL && *v != '\0' && n + 4 < size; v++) {
		if (*v == '"' || *v == '\\')
			line[n++] = '\\';
		line[n++] = (unsigned char)*v < 0x20 ? ' ' : *v;
	}
	return n;
}

static size_t
add_head(char *line, size_t size, enum log_level level, const char *what)
{
	static const char *const names[] = { "info", "warn", "error" };
	struct timespec ts;
	struct tm tm;
	char at[32];
	int n;

	clock_gettime(CLOCK_REALTIME, &ts);
	gmtime_r(&ts.tv_sec, &tm);
	strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%S", &tm);
	n = snprintf(line, size, "at=%s.%03ldZ level=%s program=%s pid=%d what=%s", at,
	    ts.tv_nsec / 1000000, names[level], program, (int)getpid(), what);
	return n < 0 ? 0 : (size_t)n;
}

void
log_line(enum log_level level, const char *what, ...)
{
	char line[1024];
	size_t n = add_head(line, sizeof line - 8, level, what);
	va_list ap;
	const char *key;

	va_start(ap, what);
	while ((key = va_arg(ap, const char *)) != NULL && n + strlen(key) + 16 < sizeof line) {
		n += (size_t)snprintf(line + n, sizeof line - n, " %s=\"", key);
		n = add_quoted(line, n, sizeof line - 4, va_arg(ap, const char *));
		line[n++] = '"';
	}
	va_end(ap);
	line[n++] = '\n';
	if (write(STDERR_FILENO, line, n) < 0)
		return;		/* nowhere left to say it */
}

enum err
log_err(enum err e, const char *what, const char *detail_z)
{
	log_line(LOG_ERROR, what, "error", err_text(e), "detail", detail_z, NULL);
	return e;
}

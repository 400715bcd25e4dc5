/* log_catch.h - what a test makes the program log */
#ifndef LOG_CATCH_H
#define LOG_CATCH_H

#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"

static FILE *caught;
static int stderr_was;

/* What is logged between the two goes to a file; count_of() counts in what was caught. */
static inline void
log_catch_begin(void)
{
	caught = tmpfile();
	assert_non_null(caught);
	stderr_was = dup(STDERR_FILENO);
	dup2(fileno(caught), STDERR_FILENO);
}

static inline const char *
log_catch_end(struct arena *a)
{
	struct buf b = buf_new(a, 4096);
	int ch;

	dup2(stderr_was, STDERR_FILENO);
	close(stderr_was);
	rewind(caught);
	while ((ch = fgetc(caught)) != EOF)
		buf_add_char(&b, (char)ch);
	fclose(caught);
	return str_z(a, buf_str(&b));
}

static inline int
count_of(const char *text, const char *what)
{
	int n = 0;

	for (; (text = strstr(text, what)) != NULL; text++)
		n++;
	return n;
}

#endif

#include "skranke/told.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "skranke/says.h"

static bool
before(const struct told *t, const char *message)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->v[i], message) == 0)
			return true;
	return false;
}

/* "LANGUAGES/nn/FILE:5: …", said of TEMPLATES/po/nn.po. */
static const char *
of_catalogue(const struct told *t, const char *message)
{
	struct str rest = str_from_z(message), lang;

	if (t->languages == NULL || !str_starts(rest, str_from_z(t->languages)) ||
	    message[strlen(t->languages)] != '/')
		return message;
	rest = str_skip(rest, strlen(t->languages) + 1);
	lang = str_cut(&rest, '/');
	return str_fmt(t->a, SAY_OF_CATALOGUE, t->templates, STR_ARG(lang), STR_ARG(rest)).p;
}

void
told_line(void *ctx, int line, const char *message)
{
	struct told *t = ctx;

	(void)line;
	message = of_catalogue(t, message);
	if (before(t, message))		/* of a part that several letters share */
		return;
	if (t->n == t->size) {
		const char **more = arena_alloc(t->a, (2 * t->size + 16) * sizeof *more);

		if (t->n > 0)
			memcpy(more, t->v, t->n * sizeof *more);
		t->v = more;
		t->size = 2 * t->size + 16;
	}
	t->v[t->n++] = str_z(t->a, str_from_z(message));
	fflush(stdout);
	fprintf(stderr, "%s\n", message);
}

bool
told_of(const struct told *t, const char *path)
{
	size_t n = strlen(path);

	for (size_t i = 0; i < t->n; i++)
		if (strncmp(t->v[i], path, n) == 0 && t->v[i][n] == ':')
			return true;
	return false;
}

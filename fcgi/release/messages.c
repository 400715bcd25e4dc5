#include "release/messages.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/setting.h"

#define SCRATCH_BYTES	((size_t)8 << 20)

static void
complain(void *ctx, int line, const char *message)
{
	char at[32];

	snprintf(at, sizeof at, "%d", line);
	log_line(LOG_ERROR, "template-refused", "file", (const char *)ctx, "line", at, "message",
	    message, NULL);
}

static enum err
load(struct arena *a, const char *dir, enum lang l, const struct form_messages **out)
{
	struct arena *scratch = arena_new(SCRATCH_BYTES);
	char *path = (char *)(uintptr_t)str_fmt(scratch, "%s/shared/messages.xml", dir).p;
	enum err e = ERR_CONFIG;
	xmlDoc *doc;

	if (xml_parse_file(scratch, path, complain, path, &doc) == ERR_OK) {
		xml_in_lang(doc, l);
		e = form_messages_load(a, doc, complain, path, out);
	}
	arena_free(&scratch);
	return e;
}

enum err
messages_load(struct arena *a, const char *templates, const struct messages **out)
{
	struct messages *m = ARENA_NEW(a, struct messages);

	for (unsigned l = 0; l < LANG_COUNT; l++) {
		const char *dir = languages_dir(a, templates, l);

		m->in[l] = m->in[LANG_NB];
		if (dir != NULL)
			TRY(load(a, dir, l, &m->in[l]));
	}
	*out = m;
	return ERR_OK;
}

#include "release/messages.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/setting.h"

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
	char *path = (char *)(uintptr_t)str_fmt(a, "%s/shared/messages.xml", dir).p;
	xmlDoc *doc;

	if (xml_parse_file(a, path, complain, path, &doc) != ERR_OK)
		return ERR_CONFIG;
	xml_in_lang(doc, l);
	return form_messages_load(a, doc, complain, path, out);
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

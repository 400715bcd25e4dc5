#include "release/shared.h"

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
load(struct arena *a, const char *dir, const char *name, const struct letter **out)
{
	char *path = (char *)(uintptr_t)str_fmt(a, "%s/letters/%s.xml", dir, name).p;
	struct letter_dir parts = { a, str_fmt(a, "%s/shared/letters", dir).p, complain, path };
	struct letter *made = NULL;
	xmlDoc *doc;

	if (xml_parse_file(a, path, complain, path, &doc) != ERR_OK)
		return ERR_CONFIG;
	TRY(letter_load(a, doc, letter_part_from_dir, &parts, NULL, STR(""), complain, path,
	    &made));
	*out = made;
	return ERR_OK;
}

enum err
shared_letter_load(struct arena *a, const char *templates, const char *name,
    struct release_letter out[LANG_COUNT])
{
	for (unsigned l = 0; l < LANG_COUNT; l++) {
		const char *dir = languages_dir(a, templates, l);

		out[l] = out[LANG_NB];
		if (dir == NULL)
			continue;
		TRY(load(a, dir, name, &out[l].letter));
		out[l].name = str_dup(a, str_from_z(name));
		out[l].lang = l;
	}
	return ERR_OK;
}

const struct release_letter *
shared_letter(const struct release *r, const struct release_letter shared[LANG_COUNT])
{
	const struct release_letter *own = release_letter(r, shared[LANG_NB].name);

	return own != NULL ? own : &shared[r->lang];
}

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/setting.h"
#include "base/time.h"
#include "letter/letter.h"
#include "letter/values.h"
#include "postman/postman.h"

static void
complain(void *ctx, int line, const char *message)
{
	char where[64];

	snprintf(where, sizeof where, "%s:%d", (const char *)ctx, line);
	log_line(LOG_ERROR, "template", "at", where, "error", message, NULL);
}

static enum err
load(struct arena *process, const char *dir, const char *name, const struct letter **out)
{
	char *path = (char *)(uintptr_t)str_fmt(process, "%s/letters/%s.xml", dir, name).p;
	struct letter *made = NULL;
	xmlDoc *doc;

	if (xml_parse_file(process, path, complain, path, &doc) != ERR_OK)
		return ERR_CONFIG;
	TRY(letter_load(process, doc, NULL, NULL, NULL, STR(""), complain, path, &made));
	*out = made;
	return ERR_OK;
}

/* The page of one's drafts, at a counter that may be written with a slash at its end. */
static struct str
drafts_url(struct arena *a, struct str counter)
{
	while (str_ends(counter, STR("/")))
		counter.n--;
	return counter.n == 0 ? STR_NONE : str_fmt(a, STR_FMT "/mine-saker", STR_ARG(counter));
}

enum err
notice_load(struct arena *process, const char *templates, const char *name,
    const struct letter *out[LANG_COUNT])
{
	for (unsigned l = 0; l < LANG_COUNT; l++) {
		const char *dir = languages_dir(process, templates, l);

		out[l] = out[LANG_NB];
		if (dir != NULL)
			TRY(load(process, dir, name, &out[l]));
	}
	return ERR_OK;
}

enum err
notice_make(const struct letter *notice, struct arena *a, enum lang l,
    const struct tenant_facts *t, int64_t deleted_at, struct str *subject_out,
    struct str *text_out)
{
	struct letter_facts facts = { .lang = l, .at = time_now_at(), .tenant_name = t->name,
	    .tenant_email = t->email,
		.tenant_phone = t->phone, .tenant_address = t->address, .tenant_url = t->url,
		.deleted_at = deleted_at, .drafts_url = drafts_url(a, t->counter) };
	struct buf xml = buf_new(a, 2048), text = buf_new(a, 2048);

	TRY(letter_make(notice, letter_values(a, &facts), &xml));
	TRY(letter_title(a, buf_str(&xml), subject_out));
	TRY(letter_text(a, buf_str(&xml), &text));
	*text_out = buf_str(&text);
	return ERR_OK;
}

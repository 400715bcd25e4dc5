#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
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

enum err
notice_load(struct arena *process, const char *templates_dir, const struct letter **out)
{
	static char name[] = "letters/notice.xml";
	const char *path = str_z(process, str_fmt(process, "%s/%s", templates_dir, name));
	struct letter *made = NULL;
	xmlDoc *doc;

	if (xml_parse_file(process, path, complain, name, &doc) != ERR_OK)
		return ERR_CONFIG;
	TRY(letter_load(process, doc, NULL, NULL, NULL, complain, name, &made));
	*out = made;
	return ERR_OK;
}

enum err
notice_make(const struct letter *notice, struct arena *a, const struct tenant_facts *t,
    struct str *subject_out, struct str *text_out)
{
	struct letter_facts facts = { .at = time_now_at(), .tenant_name = t->name,
	    .tenant_email = t->email,
		.tenant_phone = t->phone, .tenant_address = t->address, .tenant_url = t->url };
	struct buf xml = buf_new(a, 2048), text = buf_new(a, 2048);

	TRY(letter_make(notice, letter_values(a, &facts), &xml));
	TRY(letter_title(a, buf_str(&xml), subject_out));
	TRY(letter_text(a, buf_str(&xml), &text));
	*text_out = buf_str(&text);
	return ERR_OK;
}

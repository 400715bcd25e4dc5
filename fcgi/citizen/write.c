#include "citizen/write.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/id.h"
#include "case/files.h"
#include "citizen/sql.h"
#include "page/page.h"
#include "release/messages.h"

#define DROP		"fjern:"
#define STORED_BYTES	20000

const struct form_item write_question = {
	.kind = FORM_UPLOAD, .type = FORM_IDS, .name = { "filer", 5 },
	.accept = { "application/pdf image/*", 23 },
	.max_files = WRITE_FILES, .max_bytes = (size_t)25 << 20,
};

enum err
write_files_read(struct req *r, struct files **out)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	struct draft any = { 0 };

	TRY(page_look(r));
	TRY(page_commit(r));
	TRY(files_read_loose(r, page_session(r) != NULL && db_count(rows) > 0 ? &any : NULL,
	    &write_question, out));
	return page_begin(r);
}

struct draft
write_draft(struct req *r, const struct page_case *c, struct str id, struct str lines)
{
	struct draft d = { .id = id, .release = c->release, .world = c->world };

	(void)case_files_read(r->a, lines, &d.world);
	return d;
}

struct str
write_drop(const struct req *r)
{
	struct str button = page_field(r, "handling");

	if (!str_starts(button, STR(DROP)))
		return STR("");
	button = str_skip(button, strlen(DROP));
	return id_is(button) ? button : STR("");
}

struct str
write_cut(struct str text)
{
	size_t n = text.n < STORED_BYTES ? text.n : STORED_BYTES;

	while (n > 0 && n < text.n && ((unsigned char)text.p[n] & 0xc0) == 0x80)
		n--;
	return (struct str){ text.p, n };
}

struct str
write_mark(struct arena *a, struct str text)
{
	return str_fmt(a, "%016llx", (unsigned long long)hash_quick(text));
}

struct str
write_array(struct arena *a, const struct str *v, size_t n)
{
	struct buf b = buf_new(a, 1024);

	buf_add_char(&b, '{');
	for (size_t i = 0; i < n; i++) {
		buf_add_z(&b, i > 0 ? ",\"" : "\"");
		for (size_t k = 0; k < v[i].n; k++) {
			if (v[i].p[k] == '"' || v[i].p[k] == '\\')
				buf_add_char(&b, '\\');
			buf_add_char(&b, v[i].p[k]);
		}
		buf_add_char(&b, '"');
	}
	buf_add_char(&b, '}');
	return buf_str(&b);
}

static struct str
said(const struct req *r, const char *id, struct str label)
{
	return form_message(page_app(r)->messages->in[page_lang(r)], r->a, id, label);
}

struct str
write_said(const struct req *r, const char *id)
{
	return said(r, id, STR(""));
}

struct str
write_receipt(const struct req *r, struct str text, const struct db_rows *rows)
{
	struct buf b = buf_new(r->a, 1024), names = buf_new(r->a, 256);

	buf_add(&b, write_said(r, "message-receipt-text"));
	if (text.n > 0) {
		buf_add_z(&b, "\n\n");
		buf_add(&b, said(r, "message-receipt-said", text));
	}
	for (size_t i = 0; i < db_count(rows); i++) {
		buf_add_z(&names, i > 0 ? ", " : "");
		buf_add(&names, db_get(rows, i, "name"));
	}
	if (names.n > 0) {
		buf_add_z(&b, "\n\n");
		buf_add(&b, said(r, "message-receipt-files", buf_str(&names)));
	}
	return buf_str(&b);
}

enum err
write_over(struct req *r, struct str back, bool files_lost)
{
	r->status = err_http(ERR_LOGIN);
	vset_flag(page_map(r), "files_lost", files_lost);
	vset(page_map(r), "again_href", page_login_href(r, back));
	page_back(r, back);
	return page_show(r, "citizen/session-over");
}

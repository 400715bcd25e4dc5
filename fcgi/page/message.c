#include "page/message.h"

#include "base/arena.h"
#include "form/form.h"
#include "page/page.h"

static void
put_file(struct req *r, struct vmap *in, const struct db_rows *rows, size_t i, const char *id,
    struct str room)
{
	struct vmap *m = vadd(in, "files");
	struct str verdict = db_get(rows, i, "verdict");

	vset(m, "id", db_get(rows, i, id));
	vset(m, "name", db_get(rows, i, "name"));
	vset(m, "size", form_bytes_show(r->a, page_lang(r), (size_t)db_int(rows, i, "size")));
	vset(m, "href", str_fmt(r->a, STR_FMT "/" STR_FMT, STR_ARG(room),
	    STR_ARG(db_get(rows, i, id))));
	vset_flag(m, "waiting", str_eq_z(verdict, "waiting"));
	vset_flag(m, "infected", str_eq_z(verdict, "infected"));
}

static struct vmap *
put_message(struct req *r, const struct db_rows *rows, size_t i)
{
	struct vmap *m = vadd(page_map(r), "messages");
	int64_t seen_at = db_at(rows, i, "seen_at");

	vset(m, "id", db_get(rows, i, "id"));
	vset(m, "at", page_at(r, db_at(rows, i, "at")));
	vset(m, "text", db_get(rows, i, "text"));
	vset(m, "letter", db_get(rows, i, "letter_title"));
	vset(m, "letter_lang", db_get(rows, i, "letter_lang"));
	vset(m, "letter_id", db_get(rows, i, "letter_id"));
	vset(m, "item", db_get(rows, i, "item"));
	vset(m, "seen_at", page_at(r, seen_at));
	vset(m, "seen_by", db_get(rows, i, "seen_by"));
	vset_flag(m, "seen", seen_at != 0);
	vlist(m, "files");
	return m;
}

void
messages_fill(struct req *r, const struct db_rows *rows, struct str base)
{
	struct str last = STR_NONE, room = str_fmt(r->a, STR_FMT "/vedlegg", STR_ARG(base));
	struct vmap *m = NULL;
	int64_t unseen = 0;

	vlist(page_map(r), "messages");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct str id = db_get(rows, i, "id");

		if (m == NULL || !str_eq(id, last)) {
			m = put_message(r, rows, i);
			unseen += db_at(rows, i, "seen_at") == 0;
			last = id;
		}
		if (db_get(rows, i, "file_id").p != NULL)
			put_file(r, m, rows, i, "file_id", room);
	}
	vset_int(page_map(r), "messages_new", unseen);
}

void
message_files_fill(struct req *r, struct vmap *m, const struct db_rows *rows, int64_t n,
    struct str room)
{
	vlist(m, "files");
	for (size_t i = 0; i < db_count(rows); i++)
		if (db_int(rows, i, "n") == n)
			put_file(r, m, rows, i, "id", room);
}

void
message_answer_fill(struct req *r, struct vmap *m, const struct db_rows *rows, struct str round,
    struct str n, struct str base)
{
	struct str room = str_fmt(r->a, STR_FMT "/vedlegg", STR_ARG(base));

	vlist(m, "files");
	vset(m, "after", STR(""));
	for (size_t i = 0; i < db_count(rows); i++) {
		if (!str_eq(db_get(rows, i, "round"), round) || !str_eq(db_get(rows, i, "n"), n))
			continue;
		vset(m, "after", db_get(rows, i, "text"));
		if (db_get(rows, i, "file_id").p != NULL)
			put_file(r, m, rows, i, "file_id", room);
	}
}

#include "desk/enclosed.h"

#include "base/arena.h"
#include "base/buf.h"
#include "desk/sql.h"
#include "desk/work.h"

const struct db_rows *
enclosed_ask(struct req *r, struct str ref)
{
	return DB_ADD(page_db(r), SQL_LETTER_THINGS, ref);
}

static struct str
value_of(struct arena *a, const struct db_rows *rows, size_t i)
{
	return str_fmt(a, STR_FMT ":" STR_FMT, STR_ARG(db_get(rows, i, "kind")),
	    STR_ARG(db_get(rows, i, "id")));
}

static void
choose(const struct req *r, struct enclosed *e, struct str value)
{
	for (size_t i = 0; i < db_count(e->rows); i++) {
		if (!str_eq(value_of(r->a, e->rows, i), value))
			continue;
		if (db_get(e->rows, i, "why").n > 0)
			break;
		e->n += !e->chosen[i];
		e->bytes += e->chosen[i] ? 0 : (size_t)db_int(e->rows, i, "size");
		e->chosen[i] = true;
		return;
	}
	e->wrong = "enclosed-gone";
}

struct enclosed
enclosed_read(const struct req *r, const struct params *form, const struct db_rows *rows)
{
	struct enclosed e = { .rows = rows };

	if (rows == NULL)
		return e;
	e.chosen = arena_alloc(r->a, (db_count(rows) + 1) * sizeof *e.chosen);
	for (size_t i = 0; i < form->n; i++)
		if (str_eq_z(form->v[i].name, ENCLOSED_FIELD))
			choose(r, &e, form->v[i].value);
	if (e.n > ENCLOSED_MOST)
		e.wrong = "enclosed-many";
	else if (e.bytes > ENCLOSED_MOST_BYTES)
		e.wrong = "enclosed-large";
	return e;
}

void
enclosed_fill(struct req *r, const struct enclosed *e, bool tell)
{
	struct vmap *v = page_map(r);

	vlist(v, "enclosures");
	vlist(v, "not_enclosed");
	vset(v, "error_enclosed", tell && e->wrong != NULL ? work_say(r, e->wrong, STR("")) :
	    STR(""));
	vset_int(v, "enclosed", (int64_t)e->n);
	for (size_t i = 0; e->rows != NULL && i < db_count(e->rows); i++) {
		struct str why = db_get(e->rows, i, "why");
		struct vmap *m = vadd(v, why.n > 0 ? "not_enclosed" : "enclosures");

		vset(m, "value", value_of(r->a, e->rows, i));
		vset(m, "id", str_fmt(r->a, "vedlegg-%zu", i + 1));
		vset(m, "name", db_get(e->rows, i, "name"));
		vset(m, "size", form_bytes_show(r->a, LANG_NB, (size_t)db_int(e->rows, i, "size")));
		vset(m, "at", page_day_short(r, db_at(e->rows, i, "at")));
		vset_flag(m, "letter", str_eq_z(db_get(e->rows, i, "kind"), "letter"));
		vset(m, "why", why);
		vset_flag(m, "checked", e->chosen[i]);
	}
}

void
enclosed_carry(struct req *r, const struct enclosed *e)
{
	for (size_t i = 0; e->rows != NULL && i < db_count(e->rows); i++) {
		struct vmap *m = e->chosen[i] ? vadd(page_map(r), "carried") : NULL;

		if (m == NULL)
			continue;
		vset_z(m, "name", ENCLOSED_FIELD);
		vset(m, "value", value_of(r->a, e->rows, i));
	}
}

const struct letter_file *
enclosed_facts(struct arena *a, const struct enclosed *e)
{
	struct letter_file *v = arena_alloc(a, (e->n + 1) * sizeof *v);
	size_t n = 0;

	for (size_t i = 0; n < e->n; i++)
		if (e->chosen[i])
			v[n++] = (struct letter_file){ db_get(e->rows, i, "name"),
				db_get(e->rows, i, "sha256"), (size_t)db_int(e->rows, i, "size") };
	return v;
}

const struct case_enclosed *
enclosed_things(struct arena *a, const struct enclosed *e)
{
	struct case_enclosed *v = arena_alloc(a, (e->n + 1) * sizeof *v);
	size_t n = 0;

	for (size_t i = 0; n < e->n; i++)
		if (e->chosen[i])
			v[n++] = (struct case_enclosed){ str_eq_z(db_get(e->rows, i, "kind"),
			    "letter"), db_get(e->rows, i, "id") };
	return v;
}

void
enclosed_json(struct buf *b, const struct enclosed *e)
{
	size_t n = 0;

	buf_add_char(b, '[');
	for (size_t i = 0; n < e->n; i++) {
		if (!e->chosen[i])
			continue;
		buf_add_z(b, n++ > 0 ? ",{\"name\":\"" : "{\"name\":\"");
		buf_json(b, db_get(e->rows, i, "name"));
		buf_fmt(b, "\",\"sha256\":\"" STR_FMT "\"}", STR_ARG(db_get(e->rows, i, "sha256")));
	}
	buf_add_char(b, ']');
}

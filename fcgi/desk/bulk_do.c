/* bulk_do.c - one act on many cases, in one transaction; and undone again */
#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/time.h"
#include "desk/bulk.h"
#include "desk/give.h"
#include "desk/mark.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "outbox/outbox.h"
#include "release/shared.h"

/* How many each colleague has been given. */
struct spread {
	struct str	*id;
	size_t		*given, n;
};

struct job {
	const struct bulk *b;
	const struct db_rows *rows;
	struct form_world world;		/* the time alone */
	struct spread	 spread;
};

static struct spread
spread_of(struct req *r, const struct bulk *b)
{
	struct spread s = { arena_alloc(r->a, (b->npeople + 1) * sizeof *s.id),
	    arena_alloc(r->a, (b->npeople + 1) * sizeof *s.given), 0 };
	struct str rest = b->people;

	while (rest.n > 0)
		s.id[s.n++] = str_cut(&rest, ' ');
	return s;
}

static bool
has_word(struct str list, struct str word)
{
	while (list.n > 0)
		if (str_eq(str_cut(&list, ' '), word))
			return true;
	return false;
}

/* The one with the fewest so far of those who may have it. */
static struct str
next_of(struct spread *s, struct str may)
{
	size_t best = s->n;

	for (size_t i = 0; i < s->n; i++)
		if (has_word(may, s->id[i]) && (best == s->n || s->given[i] < s->given[best]))
			best = i;
	if (best == s->n)
		return STR_NONE;
	s->given[best]++;
	return s->id[best];
}

/* What became of one case. */
struct became {
	const char	*skipped;
	struct str	 after, outbox_id;
};

static struct became
skip(const char *why)
{
	return (struct became){ .skipped = why };
}

static bool
moved(struct req *r, const struct job *j, size_t i)
{
	struct str expected;

	return bulk_expected(r, db_get(j->rows, i, "ref"), &expected) &&
	    !str_eq(expected, db_get(j->rows, i, "assigned_to"));
}

static enum err
move_one(struct req *r, struct job *j, size_t i, struct case_event *e, struct became *out)
{
	struct str now = db_get(j->rows, i, "assigned_to");
	bool back = j->b->kind == BULK_GIVE_BACK;

	*out = skip(NULL);
	if (db_bool(j->rows, i, "closed"))
		out->skipped = "closed";
	else if (moved(r, j, i))
		out->skipped = "moved";
	else if (back ? now.p == NULL : j->b->npeople == 1 && str_eq(now, j->b->people))
		out->skipped = "already";
	if (out->skipped != NULL)
		return ERR_OK;
	out->after = back ? STR_NONE : next_of(&j->spread, db_get(j->rows, i, "may"));
	if (!back && out->after.p == NULL) {
		out->skipped = "nobody";
		return ERR_OK;
	}
	if (!str_eq(out->after, now) || back)
		TRY(give_case(r, *e, out->after));
	give_message(r, e->case_id, j->b->message, out->after);
	return ERR_OK;
}

static enum err
label_one(struct req *r, struct job *j, size_t i, struct case_event *e, struct became *out)
{
	bool on = j->b->kind == BULK_LABEL;

	*out = skip(NULL);
	if (e->by == 0)
		return ERR_DENIED;
	if (db_bool(j->rows, i, "labelled") == on) {
		out->skipped = "already";
		return ERR_OK;
	}
	DB_ADD(page_db(r), *(on ? &SQL_LABEL_PUT : &SQL_LABEL_DROP), e->tenant_id, e->case_id,
	    j->b->label);
	e->event = on ? "desk.label" : "desk.unlabel";
	e->data = about_json(r->a, j->b->label);
	case_happen(page_db(r), e);
	return ERR_OK;
}

static struct str
letter_payload(struct req *r, const struct bulk *b)
{
	struct buf p = buf_new(r->a, b->text.n + b->title.n + 256);

	buf_add_z(&p, "{\"template\":\"" SHARED_MESSAGE "\",\"to\":\"applicant\",\"title\":\"");
	buf_json(&p, b->title);
	buf_add_z(&p, "\",\"text\":\"");
	buf_json(&p, b->text);
	buf_add_z(&p, "\",\"by\":\"");
	buf_json(&p, page_session(r)->name);
	buf_add_z(&p, "\"}");
	return buf_str(&p);
}

/* What the letter is about, and what went with it. */
static struct str
letter_json(struct req *r, const struct bulk *b)
{
	struct str about = about_json(r->a, b->title);
	struct buf out = buf_new(r->a, about.n + 256);

	if (b->enclosed.n == 0)
		return about;
	CHECK(str_ends(about, STR("}")));
	buf_add(&out, (struct str){ about.p, about.n - 1 });
	buf_add_z(&out, ",\"files\":");
	enclosed_json(&out, &b->enclosed);
	buf_add_char(&out, '}');
	return buf_str(&out);
}

static enum err
write_one(struct req *r, struct job *j, size_t i, struct case_event *e, struct became *out)
{
	(void)i;
	*out = skip(NULL);
	if (e->by == 0)
		return ERR_DENIED;
	out->outbox_id = id_new(r->a);
	outbox_put(page_db(r), r->a, &(struct outbox_item){ .id = out->outbox_id,
	    .tenant_id = e->tenant_id, .case_id = e->case_id, .kind = STR("letter"),
	    .payload = letter_payload(r, j->b) });
	e->enclosed = enclosed_things(r->a, &j->b->enclosed);
	e->nenclosed = j->b->enclosed.n;
	case_enclose(page_db(r), r->a, e, out->outbox_id);
	e->event = "desk.letter";
	e->data = letter_json(r, j->b);
	case_happen(page_db(r), e);
	return ERR_OK;
}

static enum err
do_one(struct req *r, struct job *j, size_t i)
{
	static enum err (*const acts[])(struct req *, struct job *, size_t, struct case_event *,
	    struct became *) = { move_one, move_one, label_one, label_one, write_one };
	struct case_event e;
	struct became b;

	TRY(bulk_event(r, j->rows, i, &j->world, &e));
	if (db_get(j->rows, i, "disqualified").n > 0)
		b = skip("disqualified");
	else
		TRY(acts[j->b->kind](r, j, i, &e, &b));
	DB_ADD(page_db(r), SQL_BULK_CASE_PUT, e.tenant_id, j->b->id, e.case_id,
	    b.skipped != NULL ? str_from_z(b.skipped) : STR_NONE,
	    db_get(j->rows, i, "assigned_to"), b.skipped == NULL ? b.after : STR_NONE,
	    b.outbox_id.n > 0 ? b.outbox_id : STR_NONE);
	return ERR_OK;
}

static struct str
result_href(struct req *r, struct str id)
{
	return str_fmt(r->a, "/saksbehandling/utvalg/" STR_FMT, STR_ARG(id));
}

static enum err
do_all(struct req *r, const struct bulk *b, const struct db_rows *begun,
    const struct db_rows *rows)
{
	struct job j = { .b = b, .rows = rows, .world = { .now_at = time_now_at() },
	    .spread = spread_of(r, b) };

	for (size_t i = 0; db_count(begun) > 0 && i < db_count(rows); i++)
		TRY(do_one(r, &j, i));
	TRY(page_commit(r));
	reply_redirect(r, result_href(r, b->id));	/* pressed twice: what was done the first
							   time */
	return ERR_OK;
}

enum err
desk_bulk_do(struct req *r)
{
	const struct db_rows *begun = NULL, *rows = NULL, *things;
	struct bulk b;
	enum err e;

	if (!bulk_take(r, &b))
		return ERR_INPUT;
	things = bulk_enclosed_ask(r, &b);
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, STR("/saksbehandling/utvalg"));
	bulk_enclosed(r, &b, things);
	e = page_judge(r);
	if (e == ERR_OK && (b.wrong != NULL || b.n == 0))
		e = ERR_INVALID;
	if (e != ERR_OK)
		return bulk_refuse(r, &b, e);
	begun = DB_ADD(page_db(r), SQL_BULK_BEGIN, b.id, str_from_z(bulk_name(b.kind)),
	    str_fmt(r->a, "%zu", b.n), b.kind == BULK_LETTER ? b.title : b.label);
	rows = DB_ADD(page_db(r), SQL_BULK_LOCK, b.refs, b.people, b.label);
	TRY(db_run(page_db(r)));
	if (db_count(rows) == 0 && db_count(begun) > 0)
		return ERR_DENIED;
	return do_all(r, &b, begun, rows);
}

/* ---- undo ---- */

static enum err
undo_one(struct req *r, const struct db_rows *act, const struct db_rows *rows, size_t i,
    struct form_world *world)
{
	struct str kind = db_get(act, 0, "kind"), what = db_get(act, 0, "what");
	bool was_put = str_eq_z(kind, "label");
	struct case_event e;

	if (db_get(rows, i, "disqualified").n > 0)
		return ERR_OK;
	TRY(bulk_event(r, rows, i, world, &e));
	if (!was_put && !str_eq_z(kind, "unlabel"))
		return db_bool(rows, i, "may") ? give_case(r, e, db_get(rows, i, "before_id")) :
		    ERR_OK;
	DB_ADD(page_db(r), *(was_put ? &SQL_LABEL_DROP : &SQL_LABEL_PUT), e.tenant_id, e.case_id,
	    what);
	e.event = was_put ? "desk.unlabel" : "desk.label";
	e.data = about_json(r->a, what);
	case_happen(page_db(r), &e);
	return ERR_OK;
}

enum err
desk_bulk_undo(struct req *r)
{
	struct form_world world = { .now_at = time_now_at() };
	const struct db_rows *act, *rows;

	if (!id_is(r->seg[0]))
		return ERR_GONE;
	act = DB_ADD(page_db(r), SQL_BULK_ACT_UNDO, r->seg[0]);
	rows = DB_ADD(page_db(r), SQL_BULK_UNDO_LOCK, r->seg[0]);
	TRY(page_open(r));
	for (size_t i = 0; db_count(act) > 0 && i < db_count(rows); i++)
		TRY(undo_one(r, act, rows, i, &world));
	TRY(page_commit(r));
	reply_redirect(r, result_href(r, r->seg[0]));
	return ERR_OK;
}

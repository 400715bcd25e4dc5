/* exempt.c - a document is exempted from the party's access, by law and with a reason, and shown
   again */
#include "base/arena.h"
#include "base/id.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "desk/work.h"

#define MOST_CHARS	2000		/* of a reason, as the table has it */

/* What the addresses call the kinds of documents. */
static const struct {
	const char	*room, *kind;
} kinds[] = { { "vedlegg", "file" }, { "brev", "letter" }, { "notater", "note" } };

static const char *const laws[] = { "18a", "18b", "19-1", "19-2" };

struct exempt {
	struct str	 kind, id, law, reason;
	struct work	 w;
	const struct db_rows *thing;
	bool		 law_ok, reason_ok;
};

static struct str
kind_of(struct str room)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_eq_z(room, kinds[i].room))
			return str_from_z(kinds[i].kind);
	return STR_NONE;
}

static bool
is_law(struct str s)
{
	for (size_t i = 0; i < sizeof laws / sizeof *laws; i++)
		if (str_eq_z(s, laws[i]))
			return true;
	return false;
}

/* ref, room and id of the address; ERR_GONE when it can be no document. */
static enum err
address(struct req *r, struct exempt *x)
{
	*x = (struct exempt){ .kind = kind_of(r->seg[1]), .id = r->seg[2] };
	return x->kind.p == NULL || !id_is(x->id) ? ERR_GONE : ERR_OK;
}

static enum err
take(struct req *r, const struct db_rows *rows, struct exempt *x)
{
	TRY(work_take(r, rows, &x->w));
	if (db_count(x->thing) == 0)
		return ERR_GONE;
	if (x->w.c.by == 0)
		return ERR_DENIED;
	return db_bool(x->thing, 0, "own") ? ERR_STALE : ERR_OK;
}

static void
read_form(struct req *r, struct exempt *x)
{
	x->law = page_field(r, "hjemmel");
	x->reason = str_trim(page_field(r, "grunn"));
	x->law_ok = is_law(x->law);
	x->reason_ok = x->reason.n > 0 && str_chars(x->reason) <= MOST_CHARS;
}

static struct str
here(struct req *r, const struct exempt *x)
{
	return str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/unnta/" STR_FMT "/" STR_FMT,
	    STR_ARG(url_encode(r->a, r->seg[0])), STR_ARG(r->seg[1]), STR_ARG(x->id));
}

static enum err
show(struct req *r, const struct exempt *x, bool tell)
{
	struct vmap *v = page_map(r);

	work_head(r, &x->w);
	vset(v, "document", db_get(x->thing, 0, "title"));
	vset(v, "at", page_at(r, db_at(x->thing, 0, "at")));
	vset(v, "exempt_href", here(r, x));
	for (size_t i = 0; i < sizeof laws / sizeof *laws; i++)
		vset_flag(v, str_z(r->a, str_fmt(r->a, "law_%s", laws[i])),
		    str_eq_z(x->law, laws[i]));
	vset(v, "reason", x->reason);
	vset_flag(v, "law_missing", tell && !x->law_ok);
	vset_flag(v, "reason_wrong", tell && !x->reason_ok);
	vset_flag(v, "reason_missing", tell && x->reason.n == 0);
	vset_flag(v, "reason_long", tell && x->reason.n > 0 && !x->reason_ok);
	vset_flag(v, "error", tell);
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	return page_show(r, "desk/exempt");
}

static void
back_to_documents(struct req *r, const char *done)
{
	reply_redirect(r, str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/dokumenter%s",
	    STR_ARG(url_encode(r->a, r->seg[0])), done));
}

static void
note_event(struct req *r, const struct exempt *x, const char *event, struct str law)
{
	struct case_event e = page_case_event(r, &x->w.c, event);

	e.data = str_fmt(r->a, "{\"kind\":\"" STR_FMT "\",\"id\":\"" STR_FMT "\",\"law\":\"" STR_FMT
	    "\"}", STR_ARG(x->kind), STR_ARG(x->id), STR_ARG(law));
	case_happen(page_db(r), &e);
}

/* GET; and POST of what was typed when the session had run out, which is only shown. */
enum err
desk_exempt_ask(struct req *r)
{
	const struct db_rows *rows;
	struct exempt x;

	TRY(address(r, &x));
	rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	x.thing = DB_ADD(page_db(r), SQL_EXEMPT_THING, r->seg[0], x.kind, x.id);
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("exempt"));
	TRY(page_read(r));
	TRY(take(r, rows, &x));
	return show(r, &x, false);
}

static enum err
put(struct req *r, struct exempt *x, enum err token)
{
	if (token != ERR_OK || !x->law_ok || !x->reason_ok) {
		TRY(page_commit(r));
		r->status = err_http(token != ERR_OK ? token : ERR_INVALID);
		return show(r, x, token == ERR_OK);
	}
	if (!db_bool(x->thing, 0, "exempt")) {
		DB_ADD(page_db(r), SQL_EXEMPT_PUT, id_new(r->a), page_tenant(r)->id, x->w.c.id,
		    x->kind, x->id, x->law, x->reason);
		note_event(r, x, "desk.exempt", x->law);
	}
	TRY(page_commit(r));
	back_to_documents(r, "?unntatt=1");
	return ERR_OK;
}

enum err
desk_exempt(struct req *r)
{
	const struct db_rows *rows;
	struct exempt x;
	enum err token;

	TRY(address(r, &x));
	rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	x.thing = DB_ADD(page_db(r), SQL_EXEMPT_THING, r->seg[0], x.kind, x.id);
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("exempt"));
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, here(r, &x));
	token = page_judge(r);
	TRY(take(r, rows, &x));
	read_form(r, &x);
	return put(r, &x, token);
}

enum err
desk_exempt_lift(struct req *r)
{
	const struct db_rows *rows, *lifted;
	struct exempt x;

	TRY(address(r, &x));
	rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	x.thing = DB_ADD(page_db(r), SQL_EXEMPT_THING, r->seg[0], x.kind, x.id);
	lifted = DB_ADD(page_db(r), SQL_EXEMPT_LIFT, r->seg[0], x.kind, x.id);
	TRY(page_open(r));
	TRY(take(r, rows, &x));
	if (db_count(lifted) > 0)
		note_event(r, &x, "desk.exempt-lift", db_get(lifted, 0, "law"));
	TRY(page_commit(r));
	back_to_documents(r, "?vises=1");
	return ERR_OK;
}

enum err
desk_back_to_documents(struct req *r)
{
	TRY(page_read(r));
	back_to_documents(r, "");
	return ERR_OK;
}

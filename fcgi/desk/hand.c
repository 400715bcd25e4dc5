/* hand.c - who has a case: taken, given to a colleague with a message, given back */
#include "base/id.h"
#include "desk/give.h"
#include "desk/over.h"
#include "desk/list.h"
#include "desk/routes.h"
#include "desk/sql.h"

#define MESSAGE_CHARS	2000
#define NOBODY		"ingen"

struct hand {
	struct str	 to, message;
	struct str	 from;		/* who had it when the page was made; empty: nobody */
	const char	*wrong;			/* message */
	const char	*wrong_at;
};

static bool
is_colleague(const struct db_rows *people, struct str id)
{
	for (size_t i = 0; i < db_count(people); i++)
		if (str_eq(db_get(people, i, "id"), id))
			return true;
	return false;
}

static struct hand
read_hand(struct req *r, const struct work *w, const struct db_rows *people)
{
	struct hand h = { .to = page_field(r, "til"), .from = page_field(r, "fra"),
	    .message = str_trim(page_field(r, "melding")) };
	bool nobody = str_eq_z(h.to, NOBODY) && w->assigned_to.p != NULL;

	if (!nobody && !is_colleague(people, h.to)) {
		h.wrong = "hand-to";
		h.wrong_at = "#til";
	} else if (str_chars(h.message) > MESSAGE_CHARS) {
		h.wrong = "hand-message";
		h.wrong_at = "#melding";
	}
	return h;
}

static void
fill_people(struct req *r, const struct db_rows *people, const struct work *w, struct str chosen)
{
	vlist(page_map(r), "people");
	for (size_t i = 0; i < db_count(people); i++) {
		struct str id = db_get(people, i, "id");
		struct vmap *m;

		if (str_eq(id, w->assigned_to))
			continue;
		m = vadd(page_map(r), "people");
		vset(m, "id", str_fmt(r->a, "til-" STR_FMT, STR_ARG(id)));
		vset(m, "value", id);
		vset(m, "name", db_get(people, i, "name"));
		vset(m, "open_cases", db_get(people, i, "open_cases"));
		vset_flag(m, "me", db_bool(people, i, "me"));
		vset_flag(m, "checked", str_eq(id, chosen));
	}
}

static enum err
show(struct req *r, const struct work *w, const struct db_rows *people, const struct hand *h,
    bool stale)
{
	struct vmap *v = page_map(r);

	work_head(r, w);
	fill_people(r, people, w, h->to);
	work_error(r, "error_text", r->status == err_http(ERR_INVALID) ? h->wrong : NULL,
	    h->wrong_at);
	vset_flag(v, "error_to", r->status == err_http(ERR_INVALID) &&
	    str_eq_z(str_from_z(h->wrong), "hand-to"));
	vset_flag(v, "old", r->status == err_http(ERR_CSRF) && w->disqualified.n == 0);
	vset_flag(v, "stale", stale);
	vset(v, "assigned", w->assigned);
	vset_flag(v, "mine", w->mine);
	vset_flag(v, "nobody", str_eq_z(h->to, NOBODY));
	vset(v, "from", w->assigned_to);
	vset(v, "message", h->message);
	vset(v, "ground", w->disqualified);
	vset(v, "hand_href", str_fmt(r->a, STR_FMT "/gi-videre", STR_ARG(w->base)));
	return page_show(r, "desk/hand");
}

/* Who is disqualified in a case they have may let go of it, and no more. */
static bool
lets_go(const struct work *w)
{
	return w->disqualified.n > 0 && w->mine && work_acting(w->role, STR("")) != 0;
}

static enum err
may_hand(const struct req *r, const struct work *w)
{
	if (w->closed)
		return ERR_STALE;
	if (w->disqualified.n > 0 && !lets_go(w))
		return ERR_DISQUALIFIED;
	return work_writes(r, w) || lets_go(w) ? ERR_OK : ERR_DENIED;
}

static enum err
give(struct req *r, const struct work *w, const struct hand *h)
{
	struct str to = str_eq_z(h->to, NOBODY) ? STR_NONE : h->to;

	TRY((lets_go(w) ? give_away : give_case)(r, page_case_event(r, &w->c, ""), to));
	give_message(r, w->c.id, h->message, to);
	TRY(page_commit(r));
	reply_redirect(r, str_fmt(r->a, STR_FMT "?gitt=1", STR_ARG(w->base)));
	return ERR_OK;
}

/* Nothing is done: say why, with what was typed. */
static enum err
refuse(struct req *r, const struct work *w, const struct db_rows *people, const struct hand *h,
    enum err why)
{
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("write"));
	TRY(page_commit(r));
	r->status = err_http(why);
	return show(r, w, people, h, why == ERR_STALE);
}

enum err
desk_hand(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *people = DB_ADD(page_db(r), SQL_COLLEAGUE_LIST, r->seg[0]);
	struct hand h = { .to = STR_NONE };
	struct work w;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("write"));
	TRY(page_read(r));
	TRY(work_take_any(r, rows, &w));
	TRY(may_hand(r, &w));
	return show(r, &w, people, &h, false);
}

enum err
desk_hand_over(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	const struct db_rows *people = DB_ADD(page_db(r), SQL_COLLEAGUE_LIST, r->seg[0]);
	struct hand h;
	struct work w;
	enum err token;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/gi-videre",
		    STR_ARG(url_encode(r->a, r->seg[0]))));
	token = page_judge(r);
	TRY(work_take_any(r, rows, &w));
	TRY(may_hand(r, &w));
	h = read_hand(r, &w, people);
	if (token == ERR_OK && lets_go(&w) && h.message.n > 0)
		return refuse(r, &w, people, &h, ERR_DISQUALIFIED);
	if (token != ERR_OK)
		return refuse(r, &w, people, &h, token);
	if (!str_eq(h.from, w.assigned_to))
		return refuse(r, &w, people, &h, ERR_STALE);
	if (h.wrong != NULL)
		return refuse(r, &w, people, &h, ERR_INVALID);
	return give(r, &w, &h);
}

/* Somebody was quicker: show who, and let it be taken over knowingly. */
static enum err
taken_meanwhile(struct req *r, const struct work *w)
{
	TRY(page_commit(r));
	r->status = err_http(ERR_STALE);
	work_head(r, w);
	vset(page_map(r), "assigned", w->assigned);
	vset(page_map(r), "from", w->assigned_to);
	return page_show(r, "desk/taken");
}

enum err
desk_take(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	struct work w;

	TRY(page_open(r));
	TRY(work_take(r, rows, &w));
	TRY(may_hand(r, &w));
	if (w.mine) {			/* pressed twice */
		TRY(page_commit(r));
		reply_redirect(r, str_fmt(r->a, STR_FMT "?tatt=1" STR_FMT, STR_ARG(w.base),
		    STR_ARG(list_keep(r, '&'))));
		return ERR_OK;
	}
	if (params_has(&r->form, "fra") &&
	    !str_eq(page_field(r, "fra"), w.assigned_to))
		return taken_meanwhile(r, &w);
	TRY(give_case(r, page_case_event(r, &w.c, ""), page_session(r)->desk_user_id));
	TRY(page_commit(r));
	reply_redirect(r, str_fmt(r->a, STR_FMT "?tatt=1" STR_FMT, STR_ARG(w.base),
	    STR_ARG(list_keep(r, '&'))));
	return ERR_OK;
}

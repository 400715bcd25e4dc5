/* missing.c - what is missing is asked for, read over as the very letter, sent; or not needed after
   all */
#include "base/arena.h"
#include "base/buf.h"
#include "desk/ask.h"
#include "desk/check.h"
#include "desk/missing.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "letter/letter.h"
#include "page/compare.h"

static struct str
door(struct req *r, const char *end)
{
	return str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/mangler%s",
	    STR_ARG(url_encode(r->a, r->seg[0])), end);
}

static enum err
show_form(struct req *r, const struct work *w, const struct ask *k, bool tell)
{
	vset_flag(page_map(r), "old", r->status == err_http(ERR_CSRF));
	work_head(r, w);
	ask_fill(r, w, k, tell);
	return page_show(r, "desk/ask");
}

/* Only who has the case, and only in a state where something can be asked for. */
static enum err
may(const struct req *r, const struct work *w, const char *event)
{
	if (w->disqualified.n > 0)
		return ERR_DISQUALIFIED;
	if (!page_case_may(r, &w->c, event))
		return ERR_STALE;
	return w->mine ? ERR_OK : ERR_DENIED;
}

enum err
desk_ask(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *unanswered = DB_ADD(page_db(r), SQL_DEFICIENCY_UNANSWERED,
	    r->seg[0]);
	const struct db_rows *checked = DB_ADD(page_db(r), SQL_CHECK_LIST, r->seg[0]);
	struct ask k;
	struct work w;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("ask"));
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return r->method == POST ? over_show(r, door(r, "")) : ERR_LOGIN;
	TRY(page_commit(r));		/* what is posted is only shown: any form token will do */
	TRY(work_take(r, rows, &w));
	TRY(may(r, &w, "ask"));
	k = r->method == POST ? ask_read(r, &w) : ask_suggest(r, &w, unanswered);
	if (r->method != POST)
		check_suggest(&w, checked, &k);
	return show_form(r, &w, &k, false);
}

static enum err
show_letter(struct req *r, const struct work *w, const struct ask *k)
{
	struct buf letter = buf_new(r->a, 16 * 1024);
	struct vmap *v = page_map(r);

	TRY(ask_letter(r, w, k, &letter));
	TRY(letter_read(r->a, buf_str(&letter), v));
	work_head(r, w);
	ask_carry(r, k);
	vset(v, "ask_href", door(r, ""));
	vset(v, "ask_send_href", door(r, "/send"));
	return page_show(r, "desk/ask-preview");
}

enum err
desk_ask_preview(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	struct ask k;
	struct work w;
	enum err token;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("ask"));
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, door(r, ""));
	token = page_judge(r);
	TRY(page_commit(r));
	TRY(work_take(r, rows, &w));
	TRY(may(r, &w, "ask"));
	k = ask_read(r, &w);
	if (token == ERR_OK && k.ok)
		return show_letter(r, &w, &k);
	r->status = err_http(token != ERR_OK ? token : ERR_INVALID);
	return show_form(r, &w, &k, token == ERR_OK);
}

static enum err
send(struct req *r, const struct work *w, const struct ask *k)
{
	const struct case_ask ask = { (int)k->days, k->answer_by_at, k->text };
	struct case_event e = page_case_event(r, &w->c, "ask");
	const struct db_rows *moved;

	e.data = ask_json(r, k);
	TRY(case_fire(page_db(r), r->a, &e, &moved));
	case_ask(page_db(r), r->a, &e, &ask);
	TRY(page_commit(r));
	if (db_count(moved) == 0)
		return ERR_STALE;
	reply_redirect(r, str_fmt(r->a, STR_FMT "?spurt=1", STR_ARG(w->base)));
	return ERR_OK;
}

enum err
desk_ask_send(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	struct ask k;
	struct work w;
	enum err token;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, door(r, ""));
	token = page_judge(r);
	TRY(work_take(r, rows, &w));
	TRY(may(r, &w, "ask"));
	k = ask_read(r, &w);
	if (token == ERR_OK && k.ok)
		return send(r, &w, &k);
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("ask"));
	TRY(page_commit(r));
	r->status = err_http(token != ERR_OK ? token : ERR_INVALID);
	return show_form(r, &w, &k, token == ERR_OK);
}

enum err
desk_unask(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]), *moved;
	struct case_event e;
	struct work w;

	TRY(page_open(r));
	TRY(work_take(r, rows, &w));
	TRY(may(r, &w, "unask"));
	e = page_case_event(r, &w.c, "unask");
	TRY(case_fire(page_db(r), r->a, &e, &moved));
	case_unask(page_db(r), &e);
	TRY(page_commit(r));
	if (db_count(moved) == 0)
		return ERR_STALE;
	reply_redirect(r, str_fmt(r->a, STR_FMT "?avlyst=1", STR_ARG(w.base)));
	return ERR_OK;
}

/* ---- on the case's page ---- */

void
missing_fill(struct req *r, const struct db_rows *rows, const struct work *w)
{
	struct vmap *v = page_map(r);
	int64_t by_at = db_count(rows) > 0 ? db_at(rows, 0, "answer_by") : 0;

	compare_asked(r, rows, &w->c);
	vset_flag(v, "answer_late", by_at != 0 && by_at < w->c.world.now_at);
	vset_flag(v, "can_ask", w->mine && page_case_may(r, &w->c, "ask"));
	vset_flag(v, "can_unask", w->mine && page_case_may(r, &w->c, "unask"));
	vset(v, "ask_href", door(r, ""));
	vset(v, "unask_href", door(r, "/trekk"));
	vset(v, "answers_href", str_fmt(r->a, STR_FMT "/svar", STR_ARG(w->base)));
}

enum err
desk_answers(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *asked = DB_ADD(page_db(r), SQL_DEFICIENCY_LIST, r->seg[0]);
	const struct db_rows *versions = DB_ADD(page_db(r), SQL_ANSWERS_LIST, r->seg[0]);
	const struct db_rows *messages = DB_ADD(page_db(r), SQL_MESSAGE_LIST, r->seg[0]);
	struct work w;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("answers"));
	TRY(page_read(r));
	TRY(work_take(r, rows, &w));
	work_head(r, &w);
	TRY(compare_rounds(r, asked, versions, &w.c, rows, messages, w.base));
	return page_show(r, "desk/answers");
}

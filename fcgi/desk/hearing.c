/* hearing.c - others are asked for their view in a case, and what they say stands there */
#include "hearing/hearing.h"

#include <string.h>

#include "base/buf.h"
#include "base/id.h"
#include "desk/hearing.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "json/out.h"
#include "page/file.h"

#define CONSULT		"consult"
#define LETTER		"svar:"		/* who has answered by letter */
#define MOST_DAYS	90
#define NAME_BYTES	200
#define TEXT_BYTES	10000

struct body {			/* who is asked, as typed */
	struct str	 name, email, text;
	struct str	 answer;	/* of one who answered by letter */
	int64_t		 days;
	const char	*wrong;		/* name, email, days, long or answer-long; "" when all
					   is well */
};

static const struct db_rows *
ask_list(struct req *r)
{
	return DB_ADD(page_db(r), SQL_HEARING_LIST, r->seg[0]);
}

static struct str
title_of(const struct work *w, struct str id)
{
	const struct service_hearing *h = service_hearing(w->c.release->service, id);

	return h != NULL ? h->desk : id;
}

static void
fill_party(struct req *r, const struct db_rows *rows, size_t i, const struct work *w)
{
	struct vmap *m = vadd(page_map(r), "hearings");

	vset_int(m, "n", (int64_t)i + 1);
	vset(m, "id", db_get(rows, i, "id"));
	vset(m, "what", title_of(w, db_get(rows, i, "hearing")));
	vset(m, "name", db_get(rows, i, "name"));
	vset(m, "property", db_get(rows, i, "property"));
	vset_flag(m, "graded", db_bool(rows, i, "graded"));
	vset(m, "sent", page_day(r, db_at(rows, i, "sent_at")));
	vset(m, "due", page_day(r, db_at(rows, i, "due_at")));
	vset(m, "answered", page_day(r, db_at(rows, i, "answered_at")));
	vset(m, "answer", db_get(rows, i, "answer"));
	vset(m, "text", db_get(rows, i, "text"));
	vset(m, "comment", db_get(rows, i, "comment"));
	vset_flag(m, "late", db_bool(rows, i, "late"));
	vset_flag(m, "withheld", db_bool(rows, i, "withheld"));
	page_files_fill(r, m, "files", db_get(rows, i, "files"), str_fmt(r->a, STR_FMT "/vedlegg",
	    STR_ARG(w->base)));
	vset(m, "complaint_href", !db_bool(rows, i, "complains") ? STR("") : str_fmt(r->a,
	    STR_FMT "/klage#andre", STR_ARG(w->base)));
	vset_flag(m, "by_desk", str_eq_z(db_get(rows, i, "how"), "desk"));
	vset(m, "typed", r->method != POST ? STR("") : page_field(r, str_fmt(r->a,
	    "tekst." STR_FMT, STR_ARG(db_get(rows, i, "id"))).p));
}

void
hearing_list_fill(struct req *r, const struct db_rows *rows, const struct work *w)
{
	bool may = service_hearing_on(w->c.release->service, false) != NULL;

	vlist(page_map(r), "hearings");
	for (size_t i = 0; i < db_count(rows); i++)
		fill_party(r, rows, i, w);
	vset(page_map(r), "hearing_href", !may && db_count(rows) == 0 ? STR("") : str_fmt(r->a,
	    STR_FMT "/horing", STR_ARG(w->base)));
}

/* ---- the page ---- */

/* What a body is not told of somebody with a graded address; and that files may tell it too. */
static void
fill_untold(struct req *r, const struct work *w, const struct service_hearing *h)
{
	const struct str *label;
	size_t n = h == NULL || !w->graded ? 0 : hearing_untold(r->a, h, w->c.answers, &label);

	vlist(page_map(r), "untold");
	for (size_t i = 0; i < n; i++)
		vset(vadd(page_map(r), "untold"), "label", label[i]);
	vset_flag(page_map(r), "graded_case", w->graded);
}

static enum err
show(struct req *r, const struct work *w, const struct db_rows *rows, const struct body *b)
{
	const struct service_hearing *h = service_hearing_on(w->c.release->service, false);
	struct vmap *v = page_map(r);

	work_head(r, w);
	hearing_list_fill(r, db_part(r->a, rows, "hearing"), w);
	vset(v, "action", str_fmt(r->a, STR_FMT "/horing", STR_ARG(w->base)));
	vset_flag(v, "can_ask", h != NULL && work_writes(r, w) && !w->closed &&
	    w->decided_on.n == 0);
	vset_flag(v, "can_register", work_writes(r, w) && !w->closed && w->decided_on.n == 0);
	fill_untold(r, w, h);
	vset_z(v, "wrong", b->wrong);
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset(v, "typed_name", b->name);
	vset(v, "typed_email", b->email);
	vset(v, "typed_text", b->text);
	vset_int(v, "days", b->days);
	vset(v, "law", h != NULL ? h->law : STR(""));
	vset_flag(v, "sent", params_has(&r->query, "sendt"));
	vset_flag(v, "kept", params_has(&r->query, "lagret"));
	return page_show(r, "desk/hearing");
}

enum err
desk_hearing(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *all = ask_list(r);
	const struct service_hearing *h;
	struct body b = { .wrong = "" };
	struct work w;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("case"));
	TRY(page_read(r));
	TRY(work_take(r, rows, &w));
	h = service_hearing_on(w.c.release->service, false);
	if (h == NULL && db_count(all) == 0)
		return ERR_GONE;
	b.days = h != NULL ? h->answer_days : 0;
	return show(r, &w, all, &b);
}

/* ---- asking ---- */

static struct body
read_body(struct req *r, const struct work *w)
{
	struct body b = { .name = str_trim(page_field(r, "navn")), .wrong = "",
	    .email = str_trim(page_field(r, "epost")), .text = str_trim(page_field(r, "tekst")) };
	bool number = str_int(str_trim(page_field(r, "dager")), &b.days);
	struct str email;

	if (b.name.n == 0 || b.name.n > NAME_BYTES)
		b.wrong = "name";
	else if (!form_type_read(r->a, FORM_EMAIL, b.email, &w->c.world, &email))
		b.wrong = "email";
	else if (!number || b.days < 1 || b.days > MOST_DAYS)
		b.wrong = "days";
	else if (b.text.n > TEXT_BYTES)
		b.wrong = "long";
	return b;
}

static struct str
body_json(struct req *r, const struct body *body)
{
	struct buf b = buf_new(r->a, 512);

	json_open(&b, NULL, '{');
	json_say(&b, "key", body->email);
	json_say(&b, "kind", STR("organisation"));
	json_say(&b, "name", body->name);
	json_say(&b, "email", body->email);
	json_close(&b, '}');
	return buf_str(&b);
}

/* The flow is told of the first; those that are asked while one waits come beside it. */
static enum err
ask(struct req *r, struct work *w, const struct service_hearing *h, const struct body *b)
{
	const struct db_rows *moved = NULL;
	struct case_event e = page_case_event(r, &w->c, CONSULT);
	struct hearing_content told = hearing_content(r->a, h, w->c.answers, w->graded);

	if (page_case_may(r, &w->c, CONSULT))
		TRY(case_fire(page_db(r), r->a, &e, &moved));
	DB_ADD(page_db(r), SQL_HEARING_ASK, r->seg[0], h->id, h->letter,
	    str_fmt(r->a, "%lld", (long long)b->days),
	    hearing_content_json(r->a, &told, b->text, h->law), body_json(r, b));
	TRY(page_commit(r));
	if (moved != NULL && db_count(moved) == 0)
		return ERR_STALE;
	reply_redirect(r, str_fmt(r->a, STR_FMT "/horing?sendt=1", STR_ARG(w->base)));
	return ERR_OK;
}

/* ---- an answer by letter ---- */

static struct body
read_answer(struct req *r, const struct service_hearing *h, struct str id)
{
	struct body b = { .days = h != NULL ? h->answer_days : 0, .wrong = "" };

	b.answer = str_trim(page_field(r, str_fmt(r->a, "tekst." STR_FMT, STR_ARG(id)).p));
	if (b.answer.n > TEXT_BYTES)
		b.wrong = "answer-long";
	return b;
}

static enum err
keep(struct req *r, const struct work *w, const struct body *b, struct str id)
{
	const struct db_rows *kept;

	if (!id_is(id))
		return ERR_GONE;
	kept = DB_ADD(page_db(r), SQL_HEARING_REGISTER, r->seg[0], id,
	    b->answer.n > 0 ? STR("remarks") : STR("none"), b->answer);
	TRY(page_commit(r));
	if (!db_bool(kept, 0, "kept"))
		return ERR_STALE;
	reply_redirect(r, str_fmt(r->a, STR_FMT "/horing?lagret=1", STR_ARG(w->base)));
	return ERR_OK;
}

/* Nothing is done: what was typed is shown again. */
static enum err
show_again(struct req *r, const struct work *w, const struct db_rows *all, const struct body *b,
    enum err why)
{
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("case"));
	TRY(page_commit(r));
	r->status = err_http(why);
	return show(r, w, all, b);
}

enum err
desk_hearing_do(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	const struct db_rows *all = ask_list(r);
	struct str button = page_field(r, "handling");
	bool letter = str_starts(button, STR(LETTER));
	const struct service_hearing *h;
	struct body b;
	struct work w;
	enum err e;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, r->path);
	e = page_judge(r);
	TRY(work_take(r, rows, &w));
	h = service_hearing_on(w.c.release->service, false);
	if (h == NULL && !letter)
		return ERR_GONE;
	if (w.closed || w.decided_on.n > 0)
		return ERR_STALE;
	button = str_skip(button, letter ? strlen(LETTER) : 0);
	b = letter ? read_answer(r, h, button) : read_body(r, &w);
	if (e != ERR_OK)
		b.wrong = "";
	else if (b.wrong[0] != '\0')
		e = ERR_INVALID;
	if (e != ERR_OK)
		return show_again(r, &w, all, &b, e);
	return letter ? keep(r, &w, &b, button) : ask(r, &w, h, &b);
}

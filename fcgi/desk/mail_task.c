/* mail_task.c - what a person does about a letter that did not arrive */
#include "base/buf.h"
#include "base/id.h"
#include "base/time.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "desk/work.h"
#include "page/day.h"

enum how { HOW_NONE, HOW_AGAIN, HOW_ADDRESS, HOW_PAPER, HOW_TOLD };

static const struct {
	const char	*word, *name, *event;	/* in the form and the address; to PostgreSQL */
} hows[] = {
	[HOW_NONE] = { "", "", "" },
	[HOW_AGAIN] = { "igjen", "again", "desk.mail-again" },
	[HOW_ADDRESS] = { "adresse", "address", "desk.mail-address" },
	[HOW_PAPER] = { "papir", "paper", "desk.mail-paper" },
	[HOW_TOLD] = { "sagt", "told", "desk.mail-told" },
};

static const char *const lines[] = { "linje1", "linje2", "postnummer", "poststed", "land" };

#define ALREADY		"gjort"
#define LINES		(sizeof lines / sizeof *lines)
#define LINE_CHARS	100
#define CITY_CHARS	60

struct task {
	const struct db_rows *of_case, *rows;
	struct work	 w;
	bool		 letter;		/* there is one; else nothing of it can be posted */
	bool		 addressed;		/* an address may be given: not of a complaint body,
						   not where an address is graded */
	enum how	 how;			/* as chosen, if it may be */
	struct str	 line[LINES], day, iso;
	unsigned	 wrong;
};

static struct task
task_ask(struct req *r, const struct db_stmt *of_case)
{
	struct task t = { .of_case = db_add(page_db(r), of_case, &r->seg[0], 1) };

	t.rows = DB_ADD(page_db(r), SQL_MAIL_TASK_OF, r->seg[0], r->seg[1]);
	return t;
}

static bool
offered(const struct task *t, enum how how)
{
	return how == HOW_ADDRESS ? t->addressed : how == HOW_AGAIN || t->letter;
}

static enum err
task_take(struct req *r, struct task *t)
{
	struct str receiver;

	TRY(work_take(r, t->of_case, &t->w));
	if (db_count(t->rows) == 0)
		return ERR_GONE;
	receiver = db_get(t->rows, 0, "receiver");
	t->letter = db_get(t->rows, 0, "document_id").p != NULL;
	t->addressed = t->letter && str_eq_z(receiver, "applicant") && !t->w.graded;
	for (size_t i = 1; i < sizeof hows / sizeof *hows; i++)
		if (str_eq_z(page_field(r, "hva"), hows[i].word) && offered(t, (enum how)i))
			t->how = (enum how)i;
	for (size_t i = 0; i < LINES; i++)
		t->line[i] = str_trim(page_field(r, lines[i]));
	t->day = str_trim(page_field(r, "dag"));
	return ERR_OK;
}

/* ---- what is wrong ---- */

static void
wrong(struct req *r, struct task *t, const char *field, const char *message)
{
	struct str text = work_say(r, message, STR(""));
	struct vmap *m = vadd(page_map(r), "errors");

	vset(page_map(r), str_fmt(r->a, "error_%s", field).p, text);
	vset(m, "text", text);
	vset(m, "href", str_fmt(r->a, "#%s", field));
	vset_flag(page_map(r), "error", true);
	t->wrong++;
}

static void
judge_address(struct req *r, struct task *t)
{
	bool abroad = t->line[4].n > 0 && !str_eq_z(t->line[4], "Norge");
	size_t digits = 0;

	for (size_t i = 0; i < t->line[2].n; i++)
		digits += t->line[2].p[i] >= '0' && t->line[2].p[i] <= '9';
	if (t->line[0].n == 0 || str_chars(t->line[0]) > LINE_CHARS)
		wrong(r, t, lines[0], "mail-line");
	if (str_chars(t->line[1]) > LINE_CHARS)
		wrong(r, t, lines[1], "mail-long");
	if (abroad ? t->line[2].n < 2 || t->line[2].n > 12 : digits != 4 || t->line[2].n != 4)
		wrong(r, t, lines[2], "mail-postcode");
	if (t->line[3].n == 0 || str_chars(t->line[3]) > CITY_CHARS)
		wrong(r, t, lines[3], "mail-city");
	if (str_chars(t->line[4]) > CITY_CHARS)
		wrong(r, t, lines[4], "mail-long");
}

static bool
day_has_come(struct req *r, struct task *t)
{
	return page_day_read(r, t->day, &t->iso) &&
	    str_cmp(t->iso, time_date_iso(r->a, time_oslo_date(time_now_at()))) <= 0;
}

/* What is missing or wrong goes to the page; true when nothing is. */
static bool
judge(struct req *r, struct task *t)
{
	if (t->how == HOW_NONE)
		wrong(r, t, "hva", "mail-how");
	if (t->how == HOW_ADDRESS)
		judge_address(r, t);
	if ((t->how == HOW_PAPER || t->how == HOW_TOLD) && !day_has_come(r, t))
		wrong(r, t, "dag", "mail-day");
	return t->wrong == 0;
}

/* ---- the page ---- */

static void
fill_typed(struct req *r, const struct task *t)
{
	struct vmap *v = page_map(r);
	struct str today = page_day_short(r, time_now_at());

	for (size_t i = 0; i < LINES; i++)
		vset(v, lines[i], r->method == POST || i < LINES - 1 ? t->line[i] : STR("Norge"));
	vset(v, "dag", r->method == POST ? t->day : today);
	for (size_t i = 1; i < sizeof hows / sizeof *hows; i++)
		vset_flag(v, str_fmt(r->a, "is_%s", hows[i].name).p, t->how == (enum how)i);
}

/* Every error is empty until something is wrong. */
static void
no_errors(struct req *r)
{
	vlist(page_map(r), "errors");
	vset(page_map(r), "error_hva", STR(""));
	vset(page_map(r), "error_dag", STR(""));
	for (size_t i = 0; i < LINES; i++)
		vset(page_map(r), str_fmt(r->a, "error_%s", lines[i]).p, STR(""));
}

static enum err
show(struct req *r, const struct task *t)
{
	struct vmap *v = page_map(r);

	work_head(r, &t->w);
	fill_typed(r, t);
	vset(v, "code", db_get(t->rows, 0, "code"));
	vset(v, "opened_at", page_at(r, db_at(t->rows, 0, "opened_at")));
	vset(v, "title", db_get(t->rows, 0, "title"));
	vset(v, "title_lang", db_get(t->rows, 0, "language"));
	vset(v, "letter_href", !t->letter ? STR("") : str_fmt(r->a, STR_FMT "/brev/" STR_FMT,
	    STR_ARG(t->w.base), STR_ARG(db_get(t->rows, 0, "document_id"))));
	vset(v, "letters_href", str_fmt(r->a, STR_FMT "/brev", STR_ARG(t->w.base)));
	vset(v, "task_href", str_fmt(r->a, STR_FMT "/brevoppgave/" STR_FMT, STR_ARG(t->w.base),
	    STR_ARG(r->seg[1])));
	vset_flag(v, "letter", t->letter);
	vset_flag(v, "addressed", t->addressed);
	vset_flag(v, "can_act", work_writes(r, &t->w));
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "busy", r->status == err_http(ERR_STALE));
	return page_show(r, "desk/mail-task");
}

static enum err
to_letters(struct req *r, const struct task *t, const char *what)
{
	reply_redirect(r, str_fmt(r->a, STR_FMT "/brev?oppgave=%s", STR_ARG(t->w.base), what));
	return ERR_OK;
}

static bool
closed(const struct task *t)
{
	return db_at(t->rows, 0, "closed_at") != 0;
}

enum err
desk_mail_task(struct req *r)
{
	struct task t;

	if (!id_is(r->seg[1]))
		return ERR_GONE;
	t = task_ask(r, &SQL_CASE_READ);
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("letters"));
	TRY(page_read(r));
	TRY(task_take(r, &t));
	if (closed(&t))
		return to_letters(r, &t, ALREADY);
	if (db_bool(t.rows, 0, "notice")) {
		reply_redirect(r, str_fmt(r->a, "/saksbehandling/varsel/" STR_FMT,
		    STR_ARG(r->seg[1])));
		return ERR_OK;
	}
	no_errors(r);
	return show(r, &t);
}

/* ---- done ---- */

static struct str
facts(struct req *r, const struct task *t)
{
	static const char *const names[] = { "line1", "line2", "postcode", "city", "country" };
	struct buf b = buf_new(r->a, 512);

	buf_fmt(&b, "{\"day\":\"" STR_FMT "\"", STR_ARG(t->iso));
	for (size_t i = 0; t->how == HOW_ADDRESS && i < LINES; i++) {
		buf_fmt(&b, ",\"%s\":\"", names[i]);
		buf_json(&b, t->line[i]);
		buf_add_z(&b, "\"");
	}
	buf_add_z(&b, "}");
	return buf_str(&b);
}

/* The chain says that it was done, and by whom; an address stands in its own place alone. */
static void
say(struct req *r, const struct task *t)
{
	struct case_event e = page_case_event(r, &t->w.c, hows[t->how].event);

	e.data = str_fmt(r->a, "{\"task\":\"" STR_FMT "\"}", STR_ARG(r->seg[1]));
	case_happen(page_db(r), &e);
}

static enum err
act(struct req *r, const struct task *t)
{
	const struct db_rows *done = DB_ADD(page_db(r), SQL_MAIL_TASK_CLOSE, r->seg[1],
	    str_from_z(hows[t->how].name), facts(r, t));

	TRY(db_run(page_db(r)));
	if (db_bool(done, 0, "done"))
		say(r, t);
	TRY(page_commit(r));
	return to_letters(r, t, db_bool(done, 0, "done") ? hows[t->how].word : ALREADY);
}

enum err
desk_mail_task_do(struct req *r)
{
	struct task t;
	enum err e;

	if (!id_is(r->seg[1]))
		return ERR_GONE;
	t = task_ask(r, &SQL_CASE_LOCK);
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/brevoppgave/"
		    STR_FMT, STR_ARG(url_encode(r->a, r->seg[0])), STR_ARG(r->seg[1])));
	e = page_judge(r);
	TRY(task_take(r, &t));
	no_errors(r);
	if (!work_writes(r, &t.w))
		return ERR_DENIED;
	if (closed(&t)) {
		TRY(page_commit(r));
		return to_letters(r, &t, ALREADY);
	}
	if (e == ERR_OK && !judge(r, &t))
		e = ERR_INVALID;
	if (e == ERR_OK)
		e = act(r, &t);
	else
		TRY(page_commit(r));
	if (e == ERR_OK)
		return e;
	if (e != ERR_CSRF && e != ERR_INVALID && e != ERR_STALE)
		return e;
	r->status = err_http(e);
	return show(r, &t);
}

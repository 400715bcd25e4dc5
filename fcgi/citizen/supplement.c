/* supplement.c - what a case was asked for is answered: the door to apply/ where that is open */
#include "apply/draft.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "case/case.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "citizen/supplement.h"
#include "letter/answers.h"
#include "page/page.h"
#include "page/steps.h"
#include "release/messages.h"

#define MESSAGE_CHARS	10000

/* ---- which questions are open ---- */

struct reopened {
	struct arena	*a;
	struct str	 asked;			/* a line for each: field name, code of why */
	const struct answers *sent;		/* as they stand in the case */
};

static bool
is_asked(const struct reopened *o, const struct answer *n)
{
	struct str rest = o->asked, field = answer_field(o->a, n);

	while (rest.n > 0) {
		struct str line = str_cut(&rest, '\n');

		if (str_eq(str_cut(&line, ' '), field))
			return true;
	}
	return false;
}

/* In a repeat that was asked for as a whole, every row is open, and must be whole. */
static bool
in_asked(const struct reopened *o, const struct answer *n)
{
	for (; n->row->parent != NULL; n = n->row->parent)
		if (is_asked(o, n->row->parent))
			return true;
	return false;
}

static enum form_open
open_now(void *ctx, const struct answer *n)
{
	const struct reopened *o = ctx;
	const struct answer *before;

	if (is_asked(o, n))
		return FORM_OPEN_ASKED;
	if (in_asked(o, n))
		return FORM_OPEN_TOO;
	before = answers_find(o->sent, answer_field(o->a, n));
	return before == NULL || !before->relevant ? FORM_OPEN_TOO : FORM_OPEN_NOT;
}

static enum err
read_sent(struct req *r, const struct db_rows *rows, const struct draft *d, struct answers **out)
{
	TRY(answers_read(r->a, d->release->form, db_get(rows, 0, "sent_answers"),
	    case_pairs(r->a, db_get(rows, 0, "pids")), out));
	answers_sent(*out, &d->world);
	return ERR_OK;
}

/* What the applicant says beside the answers: typed now, or kept when the session ran out. */
static struct str
message(struct req *r, struct str parked)
{
	struct params kept;

	if (r->method == POST)
		return str_trim(page_field(r, "melding"));
	if (parked.p == NULL || params_read(r->a, parked, &kept) != ERR_OK)
		return STR("");
	return str_trim(params_get(&kept, "melding"));
}

static void
put_asked(struct vmap *v, const struct draft *d, struct str question, struct str code)
{
	const struct service_deficiency *why = service_deficiency(d->release->service, code);
	struct vmap *m = vadd(v, "items");

	vset(m, "question", question);
	vset(m, "text", why != NULL ? why->text : STR(""));
	vset(m, "law", why != NULL ? why->law : STR(""));
}

/* Above the questions: parts/asked. */
static void
fill_asked(struct req *r, const struct db_rows *rows, const struct draft *d)
{
	struct vmap *v = vwith(page_map(r), "asked");
	struct str rest = db_get(rows, 0, "asked"), extra = db_get(rows, 0, "extra");

	vset(v, "answer_by", page_day(r, db_at(rows, 0, "answer_by")));
	vset(v, "note", db_get(rows, 0, "note"));
	vlist(v, "items");
	while (rest.n > 0) {
		struct str line = str_cut(&rest, '\n'), field = str_cut(&line, ' ');

		put_asked(v, d, letter_label(r->a, d->answers, field), line);
	}
	while (extra.n > 0) {
		struct str line = str_cut(&extra, '\n'), code;

		(void)str_cut(&line, ' ');
		code = str_cut(&line, ' ');
		put_asked(v, d, page_nb(r, line), code);
	}
}

static enum err
ready(struct req *r, const struct db_rows *rows, struct draft *d)
{
	struct reopened *o = ARENA_NEW(r->a, struct reopened);
	struct answers *sent;

	if (!str_eq(db_get(rows, 0, "supplement_ref"), r->seg[0]))
		return ERR_GONE;
	TRY(read_sent(r, rows, d, &sent));
	*o = (struct reopened){ r->a, db_get(rows, 0, "asked"), sent };
	answers_reopen(d->answers, open_now, o);
	answers_rules(d->answers, &d->world);
	vset(page_map(r), "case_href", str_fmt(r->a, "/mine-saker/" STR_FMT, STR_ARG(r->seg[0])));
	vset(page_map(r), "message", message(r, db_get(rows, 0, "parked")));
	vset(page_map(r), "error_message", STR(""));
	fill_asked(r, rows, d);
	d->at_sent = sent;
	return ERR_OK;
}

/* ---- sent ---- */

struct changed {
	struct arena	*a;
	const struct answers *sent;
	struct str	*v;
	size_t		 n;
};

static bool
differs(const struct changed *x, const struct answer *n, struct str field)
{
	const struct answer *before = answers_find(x->sent, field);
	struct str was = before != NULL && before->relevant ? before->text : STR("");

	return !str_eq(was, n->relevant ? n->text : STR(""));
}

/* Questions with another answer than before.  A repeat is among them when a row is. */
static bool
walk(struct changed *x, const struct form_item *i, struct answer_row *row)
{
	bool any = false;

	for (; i != NULL; i = i->next) {
		const struct answer *n = answer_of(row, i);
		struct str field = answer_field(x->a, n);
		bool other = false;

		if (i->kind == FORM_PAGE || i->kind == FORM_SECTION)
			any |= walk(x, i->first, row);
		else if (i->kind == FORM_REPEAT) {
			const struct answer *before = answers_find(x->sent, field);

			other = before == NULL || before->nrows != n->nrows;
			for (size_t k = 0; k < n->nrows; k++)
				other |= walk(x, i->first, n->rows[k]);
		} else if (form_is_question(i) && !n->closed)
			other = differs(x, n, field);
		if (other)
			x->v[x->n++] = field;
		any |= other;
	}
	return any;
}

static size_t
count(const struct form_item *i, const struct answer_row *row)
{
	size_t n = 0;

	for (; i != NULL; i = i->next) {
		const struct answer *x = &row->node[i->slot];

		n += 1 + (i->kind == FORM_PAGE || i->kind == FORM_SECTION ?
		    count(i->first, row) : 0);
		for (size_t k = 0; i->kind == FORM_REPEAT && k < x->nrows; k++)
			n += count(i->first, x->rows[k]);
	}
	return n;
}

static struct changed
changes(struct req *r, const struct draft *d)
{
	const struct form_item *pages = d->answers->form->pages;
	struct changed x = { .a = r->a, .sent = d->at_sent };

	x.v = arena_alloc(r->a, (count(pages, d->answers->root) + 1) * sizeof *x.v);
	(void)walk(&x, pages, d->answers->root);
	return x;
}

/* Nothing wrong, and something said. */
static bool
may_send(struct req *r, const struct draft *d)
{
	struct str text = message(r, STR_NONE);
	const char *wrong = NULL;

	if (r->method != POST || d->answers->nerrors > 0)
		return d->answers->nerrors == 0;
	if (str_chars(text) > MESSAGE_CHARS)
		wrong = "answer-text";
	else if (text.n == 0 && changes(r, d).n == 0 && !extras_said(d->at->ctx))
		wrong = "answer-none";
	if (wrong != NULL)
		vset(page_map(r), "error_message", form_message(d->release->form->messages, r->a,
		    wrong, STR("")));
	return wrong == NULL;
}

static struct str
json(struct req *r, const struct changed *x)
{
	struct buf b = buf_new(r->a, 256);

	buf_add_z(&b, "{\"answered\":[");
	for (size_t i = 0; i < x->n; i++)
		buf_fmt(&b, "%s\"" STR_FMT "\"", i > 0 ? "," : "", STR_ARG(x->v[i]));
	buf_add_z(&b, "]}");
	return buf_str(&b);
}

static const struct db_rows *
hold(struct req *r, const struct apply *at)
{
	(void)at;
	return DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
}

static enum err
answer(struct req *r, struct draft *d, const struct db_rows **made)
{
	struct changed x = changes(r, d);
	const struct db_rows *moved;
	struct page_case c;
	struct case_event e;

	TRY(page_case_take(r, d->held, &c));
	answers_reopen(d->answers, NULL, NULL);		/* the case is judged whole */
	answers_rules(d->answers, &d->world);
	c.answers = d->answers;
	c.world = d->world;
	e = page_case_event(r, &c, "answer");
	e.data = json(r, &x);
	*made = case_answer(page_db(r), r->a, &e, &(struct case_answer){ .draft_id = d->id,
	    .message = message(r, STR_NONE), .answered = x.v, .nanswered = x.n });
	return case_fire(page_db(r), r->a, &e, &moved);
}

/* ---- the door ---- */

static struct str
became(struct req *r, const struct db_rows *rows)
{
	return str_fmt(r->a, "/mine-saker/" STR_FMT "?besvart=1", STR_ARG(db_get(rows, 0, "ref")));
}

static enum err
checking(struct req *r, const struct draft *d)
{
	extras_fill(r, d->at->ctx, d);
	if (steps_first(d->answers) == NULL)
		vset(page_map(r), "back_href", str_fmt(r->a, STR_FMT "/tillegg",
		    STR_ARG(d->base)));
	return ERR_OK;
}

static const struct apply_door door = {
	.form = "citizen/form", .check = "citizen/check", .erase = "citizen/draft-delete",
	.over = "citizen/session-over",
	.later = "/mine-saker?lagret=1", .erased = "/mine-saker",
	.became = became, .ready = ready, .hold = hold, .checking = checking,
	.may_send = may_send, .send = answer,
};

struct apply
supplement_here(struct req *r, struct extras *extras)
{
	return (struct apply){ .door = &door, .id = r->seg[1], .ctx = extras,
		.base = str_fmt(r->a, "/mine-saker/" STR_FMT "/svar/" STR_FMT,
		    STR_ARG(url_encode(r->a, r->seg[0])), STR_ARG(url_encode(r->a, r->seg[1]))) };
}

enum err
citizen_answer_resume(struct req *r)
{
	struct apply at = supplement_here(r, NULL);

	return apply_resume(r, &at);
}

enum err
citizen_answer_page(struct req *r)
{
	struct apply at = supplement_here(r, NULL);

	return apply_page(r, &at, r->seg[2]);
}

enum err
citizen_answer_save(struct req *r)
{
	struct apply at = supplement_here(r, NULL);

	return apply_save(r, &at, r->seg[2]);
}

enum err
citizen_answer_check(struct req *r)
{
	struct extras x = { .typed = false };
	struct apply at = supplement_here(r, &x);

	if (!id_is(at.id))
		return ERR_GONE;
	extras_ask(r, &x);
	return apply_check(r, &at);
}

enum err
citizen_answer_send(struct req *r)
{
	struct extras x = { .typed = false };
	struct apply at = supplement_here(r, &x);

	if (!id_is(at.id))
		return ERR_GONE;
	extras_ask(r, &x);
	return apply_send(r, &at);
}

enum err
citizen_answer_send_again(struct req *r)
{
	struct apply at = supplement_here(r, NULL);

	return apply_send_again(r, &at);
}

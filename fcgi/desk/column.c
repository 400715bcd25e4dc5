#include "desk/column.h"

#include <string.h>

#include "base/time.h"
#include "page/case.h"
#include "page/page.h"
#include "register/register.h"
#include "release/messages.h"

/* message: of the title; after its first word, the column's id */
static const struct always {
	const char	*message;
	bool		 usual, plain;
} always[] = {
	[COLUMN_REF] = { "column-sak", true, false },
	[COLUMN_SERVICE] = { "column-gjelder", true, true },
	[COLUMN_APPLICANT] = { "column-soker", true, true },
	[COLUMN_STATE] = { "column-status", true, false },
	[COLUMN_DUE] = { "column-frist", true, false },
	[COLUMN_RECEIVED] = { "column-mottatt", true, true },
	[COLUMN_ASSIGNED] = { "column-ansvarlig", true, false },
	[COLUMN_UNIT] = { "column-enhet", false, true },
	[COLUMN_SINCE] = { "column-endret", false, true },
	[COLUMN_OUTCOME] = { "column-vedtak", false, true },
};
#define NALWAYS	(sizeof always / sizeof *always)

static void
add(struct columns *c, struct column col)
{
	if (c->n < COLUMN_MOST)
		c->v[c->n++] = col;
}

static void
add_answers(struct req *r, struct columns *c, const struct release *rel)
{
	const struct form *f = rel->form;

	for (size_t i = 0; i < f->nitems; i++)
		if (f->item[i]->column)
			add(c, (struct column){ .kind = COLUMN_ANSWER, .release = rel,
			    .item = f->item[i], .plain = true,
			    .title = f->item[i]->heading, .id = str_fmt(r->a, STR_FMT "." STR_FMT,
			    STR_ARG(rel->service_id), STR_ARG(f->item[i]->name)) });
}

static void
choose(struct columns *c, struct str chosen)
{
	bool any = chosen.n > 0;

	for (size_t i = 0; i < NALWAYS; i++)
		c->v[i].shown = i == 0 || (!any && always[i].usual);
	while (chosen.n > 0) {
		struct str id = str_cut(&chosen, ' ');

		for (size_t i = 0; i < c->n; i++)
			if (str_eq(c->v[i].id, id))
				c->v[i].shown = true;
	}
}

static void
add_always(struct req *r, struct columns *out)
{
	const struct form_messages *words = page_app(r)->messages->in[LANG_NB];

	*out = (struct columns){ .n = 0 };
	for (size_t i = 0; i < NALWAYS; i++)
		add(out, (struct column){ .kind = (enum column_kind)i,
		    .id = str_from_z(always[i].message + strlen("column-")),
		    .plain = always[i].plain, .title = form_message(words, r->a,
		    always[i].message, STR("")) });
	out->world = registers_world(page_app(r)->registers, r->a, page_tenant(r)->id);
}

void
columns_usual(struct req *r, struct columns *out)
{
	add_always(r, out);
	choose(out, STR(""));
}

enum err
columns_read(struct req *r, const struct db_rows *services, const struct db_rows *chosen,
    struct columns *out)
{
	add_always(r, out);
	for (size_t i = 0; i < db_count(services) && out->nservices < 16; i++) {
		const struct release *rel;

		TRY(page_release(r, db_get(services, i, "release_id"), &rel));
		out->service[out->nservices++] = rel;
		add_answers(r, out, rel);
	}
	choose(out, db_count(chosen) > 0 ? db_get(chosen, 0, "columns") : STR(""));
	return ERR_OK;
}

/* What is kept of an answer: the line NAME=VALUE of a row. */
static struct str
kept(const struct column *c, const struct db_rows *rows, size_t i, const struct release *rel)
{
	struct str rest;

	if (!str_eq(rel->service_id, c->release->service_id))
		return STR("");
	rest = db_get(rows, i, "answers");
	while (rest.n > 0) {
		struct str line = str_cut(&rest, '\n'), name = str_cut(&line, '=');

		if (str_eq(name, c->item->name))
			return line;
	}
	return STR("");
}

/* By the answer's own rules of showing: a case keeps its release, but a column is of today's. */
static struct str
answer_text(struct req *r, const struct columns *all, const struct column *c, struct str value)
{
	struct answer n = { .item = c->item, .text = value };

	if (c->item->type == FORM_DAY)		/* short, as the other days of the list */
		return form_type_edit(r->a, FORM_DAY, value);
	return value.n == 0 ? STR("") : answer_shown(r->a, &n, &all->world);
}

/* When it was, of a column that holds an instant; 0 when never. */
static int64_t
instant(enum column_kind kind, const struct db_rows *rows, size_t i)
{
	return db_at(rows, i, kind == COLUMN_DUE ? "due_at" : kind == COLUMN_RECEIVED ?
	    "received_at" : "state_since");
}

static bool
is_instant(enum column_kind kind)
{
	return kind == COLUMN_DUE || kind == COLUMN_RECEIVED || kind == COLUMN_SINCE;
}

static struct str
outcome_text(struct req *r, struct str outcome, const struct service *s)
{
	return outcome.n == 0 ? STR_NONE :
	    service_words(r->a, s->outcomes, s->noutcomes, outcome)->desk;
}

struct str
column_text(struct req *r, const struct columns *all, const struct column *c,
    const struct db_rows *rows, size_t i, const struct release *rel)
{
	const struct service *s = rel->service;

	switch (c->kind) {
	case COLUMN_REF:
		return db_get(rows, i, "ref");
	case COLUMN_SERVICE:
		return s->title;
	case COLUMN_APPLICANT:
		return db_get(rows, i, "applicant");
	case COLUMN_STATE:
		return service_words(r->a, s->states, s->nstates, db_get(rows, i, "state"))->desk;
	case COLUMN_DUE:
	case COLUMN_RECEIVED:
	case COLUMN_SINCE:
		return page_day_short(r, instant(c->kind, rows, i));
	case COLUMN_ASSIGNED:
		return db_bool(rows, i, "mine") ? page_session(r)->name :
		    db_get(rows, i, "assigned");
	case COLUMN_UNIT:
		return db_get(rows, i, "unit");
	case COLUMN_OUTCOME:
		return outcome_text(r, db_get(rows, i, "outcome"), s);
	case COLUMN_ANSWER:
		return answer_text(r, all, c, kept(c, rows, i, rel));
	}
	return STR_NONE;
}

struct str
column_day(struct req *r, const struct column *c, const struct db_rows *rows, size_t i,
    const struct release *rel)
{
	struct str v;
	int64_t at;

	if (c->item != NULL) {
		v = c->item->type == FORM_DAY ? kept(c, rows, i, rel) : STR_NONE;
		return v.n > 0 ? v : STR_NONE;
	}
	at = is_instant(c->kind) ? instant(c->kind, rows, i) : 0;
	return at == 0 ? STR_NONE : time_date_iso(r->a, time_oslo_date(at));
}

struct str
column_amount(struct req *r, const struct column *c, const struct db_rows *rows, size_t i,
    const struct release *rel)
{
	struct str v;
	int64_t n;

	if (c->item == NULL)
		return STR_NONE;
	v = kept(c, rows, i, rel);
	if (c->item->type == FORM_ORE && str_int(v, &n))
		return str_fmt(r->a, "%s%lld.%02lld", n < 0 ? "-" : "",
		    (long long)(n < 0 ? -n : n) / 100, (long long)(n < 0 ? -n : n) % 100);
	return c->item->type == FORM_INTEGER || c->item->type == FORM_DECIMAL ? (v.n > 0 ? v :
	    STR_NONE) : STR_NONE;
}

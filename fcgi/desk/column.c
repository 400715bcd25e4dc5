#include "desk/column.h"

#include "base/time.h"
#include "page/case.h"
#include "page/page.h"
#include "register/register.h"
#include "release/messages.h"

static const struct always {
	const char	*id;
	bool		 usual, plain;
} always[] = {
	{ "sak", true, false }, { "gjelder", true, true }, { "soker", true, true },
	{ "status", true, false }, { "frist", true, false }, { "mottatt", true, true },
	{ "ansvarlig", true, false }, { "enhet", false, true }, { "endret", false, true },
	{ "vedtak", false, true },
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
			add(c, (struct column){ .release = rel, .item = f->item[i], .plain = true,
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

enum err
columns_read(struct req *r, const struct db_rows *services, const struct db_rows *chosen,
    struct columns *out)
{
	const struct form_messages *words = page_app(r)->messages->in[LANG_NB];

	*out = (struct columns){ .n = 0 };
	for (size_t i = 0; i < NALWAYS; i++)
		add(out, (struct column){ .id = str_from_z(always[i].id),
		    .plain = always[i].plain, .title = form_message(words, r->a,
		    str_fmt(r->a, "column-%s", always[i].id).p, STR("")) });
	for (size_t i = 0; i < db_count(services) && out->nservices < 16; i++) {
		const struct release *rel;

		TRY(page_release(r, db_get(services, i, "release_id"), &rel));
		out->service[out->nservices++] = rel;
		add_answers(r, out, rel);
	}
	out->world = registers_world(page_app(r)->registers, r->a, page_tenant(r)->id);
	choose(out, db_count(chosen) > 0 ? db_get(chosen, 0, "columns") : STR(""));
	return ERR_OK;
}

/* What is kept of an answer: the line NAME=VALUE of a row. */
static struct str
kept(const struct column *c, const struct db_rows *rows, size_t i)
{
	struct str rest = db_get(rows, i, "columns");

	if (!str_eq(db_get(rows, i, "service"), c->release->service_id))
		return STR("");
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

static struct str
always_text(struct req *r, struct str id, const struct db_rows *rows, size_t i,
    const struct release *rel)
{
	const struct service *s = rel->service;

	if (str_eq_z(id, "sak"))
		return db_get(rows, i, "ref");
	if (str_eq_z(id, "gjelder"))
		return s->title;
	if (str_eq_z(id, "soker"))
		return db_get(rows, i, "applicant");
	if (str_eq_z(id, "status"))
		return service_words(r->a, s->states, s->nstates, db_get(rows, i, "state"))->desk;
	if (str_eq_z(id, "ansvarlig"))
		return db_get(rows, i, "assigned");
	if (str_eq_z(id, "enhet"))
		return db_get(rows, i, "unit");
	if (str_eq_z(id, "vedtak") && db_get(rows, i, "outcome").n > 0)
		return service_words(r->a, s->outcomes, s->noutcomes,
		    db_get(rows, i, "outcome"))->desk;
	return STR_NONE;
}

static int64_t
instant(struct str id, const struct db_rows *rows, size_t i)
{
	return db_at(rows, i, str_eq_z(id, "frist") ? "due_at" : str_eq_z(id, "mottatt") ?
	    "received_at" : "state_since");
}

static bool
is_instant(const struct column *c)
{
	return c->item == NULL && (str_eq_z(c->id, "frist") || str_eq_z(c->id, "mottatt") ||
	    str_eq_z(c->id, "endret"));
}

struct str
column_text(struct req *r, const struct columns *all, const struct column *c,
    const struct db_rows *rows, size_t i, const struct release *rel)
{
	if (c->item != NULL)
		return answer_text(r, all, c, kept(c, rows, i));
	if (is_instant(c))
		return page_day_short(r, instant(c->id, rows, i));
	return always_text(r, c->id, rows, i, rel);
}

struct str
column_day(struct req *r, const struct column *c, const struct db_rows *rows, size_t i)
{
	int64_t at;

	if (c->item != NULL)
		return c->item->type == FORM_DAY && kept(c, rows, i).n > 0 ? kept(c, rows, i) :
		    STR_NONE;
	at = is_instant(c) ? instant(c->id, rows, i) : 0;
	return at == 0 ? STR_NONE : time_date_iso(r->a, time_oslo_date(at));
}

struct str
column_amount(struct req *r, const struct column *c, const struct db_rows *rows, size_t i)
{
	struct str v;
	int64_t n;

	if (c->item == NULL)
		return STR_NONE;
	v = kept(c, rows, i);
	if (c->item->type == FORM_ORE && str_int(v, &n))
		return str_fmt(r->a, "%s%lld.%02lld", n < 0 ? "-" : "",
		    (long long)(n < 0 ? -n : n) / 100, (long long)(n < 0 ? -n : n) % 100);
	return c->item->type == FORM_INTEGER || c->item->type == FORM_DECIMAL ? (v.n > 0 ? v :
	    STR_NONE) : STR_NONE;
}

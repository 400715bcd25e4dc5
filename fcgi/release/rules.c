/* What service.xml says in expressions: facts, points, lines of the fee; and tables of limits. */
#include "release/private.h"

#include "base/arena.h"

enum err
release_load_facts(struct load *l, struct release *r)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < r->service->nfacts; i++) {
		const struct service_fact *f = &r->service->facts[i];

		if (form_fact(l->a, r->form, f->id, f->value, f->line, release_load_complain,
		    l) != ERR_OK)
			e = ERR_CONFIG;
	}
	return e;
}

enum err
release_load_points(struct load *l, struct release *r)
{
	const struct service *s = r->service;
	struct release_point *points = arena_alloc(l->a, (s->npoints + 1) * sizeof *points);
	struct release_fee *fees = arena_alloc(l->a, (s->nfees + 1) * sizeof *fees);
	enum err e = ERR_OK;

	for (size_t i = 0; i < s->npoints; i++)
		if (release_load_expr(l, r->form, "when", s->points[i].when, s->points[i].line,
		    &points[i].when) != ERR_OK)
			e = ERR_CONFIG;
	for (size_t i = 0; i < s->nfees; i++)
		if (release_load_expr(l, r->form, "when", s->fees[i].when, s->fees[i].line,
		    &fees[i].when) != ERR_OK || release_load_expr(l, r->form, "amount",
		    s->fees[i].amount, s->fees[i].line, &fees[i].amount) != ERR_OK)
			e = ERR_CONFIG;
	r->points = points;
	r->fees = fees;
	return e;
}

/* ---- tables of limits ---- */

static enum flow_overrun
overrun_of(const struct form_ruling *row)
{
	return flow_overrun(form_ruling_word(row, "overrun"));
}

static bool
percent_of(const struct form_ruling *row, int64_t *percent)
{
	struct str word = form_ruling_word(row, "percent");

	*percent = 0;
	if (overrun_of(row) != FLOW_OVERRUN_FEE)
		return word.n == 0;
	return str_int(word, percent) && *percent >= 1 && *percent <= 100;
}

/* NULL when the row can be used */
static const char *
wrong_with(const struct form_ruling *row)
{
	int64_t n;

	if (!flow_due(form_ruling_word(row, "after"), 0, false, &n))
		return "after is a duration, as in after=\"P3W\"";
	if (overrun_of(row) == 0)
		return "overrun is fee, granted or none";
	if (!percent_of(row, &n))
		return "percent is how much of the fee goes for each week begun, 1 to 100; it "
		    "stands with overrun=\"fee\" and nowhere else";
	if (form_ruling_word(row, "law").n == 0)
		return "law says what the limit stands on";
	return NULL;
}

static const struct form_rulebook *
met(const struct load *l, struct str table)
{
	for (size_t i = 0; i < l->nlimits; i++)
		if (str_eq(form_rulebook_id(l->limits[i]), table))
			return l->limits[i];
	return NULL;
}

static enum err
find_limits(struct load *l, const struct form *form, struct str table, int line,
    const struct form_rulebook **out)
{
	*out = met(l, table);
	if (*out != NULL)
		return ERR_OK;
	TRY(form_rulebook(l->a, form, table, line, release_load_complain, l, out));
	if (l->nlimits < sizeof l->limits / sizeof *l->limits)
		l->limits[l->nlimits++] = *out;
	return ERR_OK;
}

const void *
release_load_limits(struct load *l, const struct form *form, struct str table, int line,
    unsigned *overruns)
{
	const struct form_rulebook *book;
	const struct form_ruling *row;
	bool bad = false;
	size_t n;

	if (find_limits(l, form, table, line, &book) != ERR_OK)
		return NULL;
	n = form_rulings(book, &row);
	for (size_t i = 0; i < n; i++) {
		const char *what = wrong_with(&row[i]);

		*overruns |= (unsigned)overrun_of(&row[i]);
		if (what == NULL)
			continue;
		release_load_complain(l, row[i].line, str_fmt(l->a, "lists/" STR_FMT ".xml: %s",
		    STR_ARG(table), what).p);
		bad = true;
	}
	return bad ? NULL : book;
}

bool
release_limit(const void *rules, int64_t day, const struct answers *as,
    const struct form_world *world, struct flow_rule *out)
{
	const struct form_ruling *row = form_rulebook_on(rules, day, as, world);

	if (row == NULL)
		return false;
	*out = (struct flow_rule){ .after = form_ruling_word(row, "after"),
	    .law = form_ruling_word(row, "law"), .overrun = overrun_of(row) };
	(void)percent_of(row, &out->percent);
	return true;
}

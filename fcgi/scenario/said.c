/* What caseworkers say of the case, and what follows of it: facts, points, limits and the fee. */
#include "scenario/private.h"

#include "base/time.h"

/* ---- said ---- */

bool
run_check(struct run *r, xmlNode *n)
{
	bool fact = xml_attr(n, "fact").p != NULL;
	struct str id = xml_attr(n, fact ? "fact" : "point");
	struct buf b = buf_new(r->a, 256);

	if (!r->sent)
		return run_fail(r, n, "the application is not sent yet: nothing to check");
	buf_fmt(&b, "%s\t" STR_FMT "\t" STR_FMT "\n" STR_FMT, fact ? "fact" : "point",
	    STR_ARG(id), STR_ARG(xml_attr(n, "is")), STR_ARG(r->said.lines));
	r->said.lines = buf_str(&b);		/* the first line of an id counts */
	r->letters = NULL;
	release_said_in(&r->said, &r->world);
	run_cover_said(r);
	run_expect(r, n, NULL);
	return true;
}

/* ---- the coverage ---- */

static void
cover(struct run *r, const struct form_expr *x)
{
	bool so;

	if (x != NULL && r->cover != NULL && form_expr_known(x, r->stored, &r->world, &so))
		cover_cond(r->cover, x, so);
}

void
run_cover_said(struct run *r)
{
	for (size_t i = 0; i < r->rel->service->npoints; i++)
		cover(r, r->rel->points[i].when);
	for (size_t i = 0; i < r->rel->service->nfees; i++)
		cover(r, r->rel->fees[i].when);
	for (size_t i = 0; i < r->rel->service->nfacts; i++)
		cover(r, form_fact_value(r->rel->form, r->rel->service->facts[i].id));
}

/* Each row above the one that holds, and that one, has been asked. */
bool
run_rule(void *ctx, const void *rules, int64_t day, struct flow_rule *out)
{
	const struct asking *q = ctx;
	struct run *r = q->r;
	const struct form_ruling *row, *on = form_rulebook_on(rules, day, q->as, &r->world);
	size_t n = form_rulings(rules, &row);

	for (size_t i = 0; i < n && &row[i] <= on && r->cover != NULL; i++) {
		if (row[i].from > day || row[i].until < day)
			continue;
		if (row[i].when != NULL)
			cover_cond(r->cover, row[i].when, &row[i] == on);
		if (&row[i] == on)
			cover_cond(r->cover, &row[i], true);
	}
	return release_limit(rules, day, q->as, &r->world, out);
}

/* ---- expected ---- */

void
expect_fact(struct run *r, xmlNode *n, const struct form_item *page)
{
	struct str id = xml_attr(n, "id");
	const struct form_expr *x = form_fact_value(r->rel->form, id);
	const char *is = "unknown";
	bool so = false;

	(void)page;
	if (x != NULL && form_expr_known(x, r->stored, &r->world, &so))
		is = so ? "yes" : "no";
	else if (x == NULL && release_said_of(r->said.lines, "fact", id).n > 0)
		is = str_z(r->a, release_said_of(r->said.lines, "fact", id));
	if (!str_eq_z(xml_attr(n, "is"), is))
		run_fail(r, n, "expected the fact " STR_FMT " to be " STR_FMT "; it is %s",
		    STR_ARG(id), STR_ARG(xml_attr(n, "is")), is);
}

void
expect_point(struct run *r, xmlNode *n, const struct form_item *page)
{
	struct str id = xml_attr(n, "id"), said = release_said_of(r->said.lines, "point", id);
	const struct service_point *p = service_point(r->rel->service, id);
	const char *is = said.n > 0 ? str_z(r->a, said) : "open";

	(void)page;
	if (p != NULL && !release_point_asks(r->rel, (size_t)(p - r->rel->service->points),
	    r->stored, &r->world))
		is = "hidden";
	if (!str_eq_z(xml_attr(n, "is"), is))
		run_fail(r, n, "expected the point " STR_FMT " to be " STR_FMT "; it is %s",
		    STR_ARG(id), STR_ARG(xml_attr(n, "is")), is);
}

/* The fee is that of the day the application came in. */
static struct form_world
sent_world(const struct run *r)
{
	struct form_world world = r->world;

	if (r->sent)
		world.today = time_day(time_oslo_date(r->received_at));
	return world;
}

static int64_t
reduced(const struct run *r)
{
	int64_t percent = 0;

	for (const struct flow_clock *c = r->clocks.first; c != NULL; c = c->next)
		if (flow_clock_reduced(c) > percent)
			percent = flow_clock_reduced(c);
	return percent;
}

void
run_fee(struct run *r, enum lang lang)
{
	const struct service *s = r->rel->service;
	const struct release_fee_line *v;
	struct letter_facts *f = &r->facts;
	struct letter_fee *fee;
	int64_t total, percent = reduced(r), less;
	struct form_world then = sent_world(r);
	size_t n = release_fee(r->a, r->rel, r->stored, &then, &v, &total);

	f->fee = fee = arena_alloc(r->a, (n + 1) * sizeof *fee);
	for (size_t i = 0; i < n; i++)
		fee[i] = (struct letter_fee){ v[i].line->citizen, v[i].line->law,
			form_kroner(r->a, lang, v[i].ore) };
	less = (total * percent + 50) / 100;
	if (n > 0 && less > 0)
		fee[n++] = (struct letter_fee){ s->fee_overrun.citizen, s->fee_overrun.law,
			form_kroner(r->a, lang, -less) };
	f->nfee = n;
	f->fee_total = n > 0 ? form_kroner(r->a, lang, total - less) : STR("");
	f->fee_reduced = n > 0 && percent > 0 ? str_fmt(r->a, "%lld", (long long)percent) :
	    STR("");
	f->clock_from_at = f->clock_due_at = 0;
	f->clock_law = STR("");
	for (const struct flow_clock *c = r->clocks.first; c != NULL; c = c->next)
		if (c->overrun != 0 && (flow_clock_runs(c) || f->clock_from_at == 0)) {
			f->clock_from_at = c->limit_from_at;
			f->clock_due_at = flow_clock_limit(c);
			f->clock_law = c->law;
		}
}

/* Øre, whole lines; what is left out of it by weeks over the limit is not in the lines. */
void
expect_fee(struct run *r, xmlNode *n, const struct form_item *page)
{
	const struct release_fee_line *v;
	struct buf b = buf_new(r->a, 64);
	int64_t total;
	struct form_world then = sent_world(r);
	size_t k = release_fee(r->a, r->rel, r->sent ? r->stored : r->as, &then, &v, &total);
	struct str want = xml_attr(n, "lines");

	(void)page;
	for (size_t i = 0; i < k; i++)
		buf_fmt(&b, "%s" STR_FMT, i > 0 ? " " : "", STR_ARG(v[i].line->id));
	total -= (total * reduced(r) + 50) / 100;
	if (want.p != NULL && !str_eq(want, buf_str(&b)))
		run_fail(r, n, "expected the fee of the lines " STR_FMT "; they are " STR_FMT,
		    STR_ARG(want), STR_ARG(buf_str(&b)));
	if (!str_eq(xml_attr(n, "total"), str_fmt(r->a, "%lld", (long long)total)))
		run_fail(r, n, "expected a fee of " STR_FMT " (in hundredths); it is %lld",
		    STR_ARG(xml_attr(n, "total")), (long long)total);
}

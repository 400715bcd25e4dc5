/* Expectations: each says what it expected and what came, at its own line. */
#include "scenario/private.h"

#include "base/time.h"

static const char *const levels[] = { "error", "warning", "info" };

static bool
holds_text(struct arena *a, struct str text, struct str part)
{
	struct str s = one_blank(a, text), p = one_blank(a, part);

	return memmem(s.p != NULL ? s.p : "", s.n, p.p, p.n) != NULL;
}

/* ---- issues ---- */

static bool
named(struct arena *a, const struct answer *n, struct str name)
{
	return str_eq(answer_field(a, n), name);
}

/* What an <issue> or <no-issue> does not say, fits. */
static bool
fits(struct run *r, const xmlNode *n, const struct form_issue *is, const char *level)
{
	struct str name = xml_attr(n, "name"), on = xml_attr(n, "on"), said = xml_attr(n, "level");
	struct str part = xml_attr(n, "contains");

	if (said.n == 0)
		said = str_from_z(level);
	return (name.n == 0 || named(r->a, is->node, name)) &&
	    (on.n == 0 || str_eq_z(on, is->on)) &&
	    (said.n == 0 || str_eq_z(said, levels[is->level])) &&
	    (part.n == 0 || holds_text(r->a, is->text, part));
}

static const struct form_issue *
find_issue(struct run *r, const xmlNode *n, const struct form_item *page, const char *level)
{
	for (size_t i = 0; i < r->as->nissues; i++) {
		const struct form_issue *is = &r->as->issue[i];

		if ((page == NULL || is->page == page) && fits(r, n, is, level))
			return is;
	}
	return NULL;
}

static const char *
issue_words(struct run *r, const struct form_issue *is)
{
	struct str name = answer_field(r->a, is->node);

	return str_fmt(r->a, "%s on " STR_FMT " (%s: " STR_FMT ")", levels[is->level],
	    STR_ARG(name.n > 0 ? name : is->page->name), is->on, STR_ARG(is->text)).p;
}

static const char *
all_issues(struct run *r, const struct form_item *page)
{
	struct buf b = buf_new(r->a, 256);

	for (size_t i = 0; i < r->as->nissues; i++)
		if (page == NULL || r->as->issue[i].page == page)
			buf_fmt(&b, "%s%s", b.n > 0 ? ", " : "",
			    issue_words(r, &r->as->issue[i]));
	return b.n > 0 ? str_z(r->a, buf_str(&b)) : "none";
}

static const char *
wanted_words(struct run *r, const xmlNode *n)
{
	struct buf b = buf_new(r->a, 128);
	struct str name = xml_attr(n, "name"), on = xml_attr(n, "on"), level = xml_attr(n, "level");
	struct str part = xml_attr(n, "contains");

	buf_add(&b, level.n > 0 ? level : STR("error"));
	if (name.n > 0)
		buf_fmt(&b, " on " STR_FMT, STR_ARG(name));
	if (on.n > 0)
		buf_fmt(&b, " (" STR_FMT ")", STR_ARG(on));
	if (part.n > 0)
		buf_fmt(&b, " with the words '" STR_FMT "'", STR_ARG(part));
	return str_z(r->a, buf_str(&b));
}

static void
expect_issue(struct run *r, xmlNode *n, const struct form_item *page)
{
	if (find_issue(r, n, page, "error") == NULL)
		run_fail(r, n, "expected an issue: %s; came: %s", wanted_words(r, n),
		    all_issues(r, page));
}

static void
expect_no_issue(struct run *r, xmlNode *n, const struct form_item *page)
{
	const struct form_issue *is = find_issue(r, n, page, "");

	if (is != NULL)
		run_fail(r, n, "expected no such issue; came: %s", issue_words(r, is));
}

static bool
is_expected(struct run *r, const xmlNode *step, const struct form_issue *is)
{
	xmlNode *e = xml_child((xmlNode *)(uintptr_t)step, "expect");

	for (xmlNode *n = xml_first(e); n != NULL; n = xml_next(n))
		if (xml_is(n, "issue") && fits(r, n, is, "error"))
			return true;
	return false;
}

bool
run_no_other_errors(struct run *r, const xmlNode *step, const struct form_item *page)
{
	for (size_t i = 0; i < r->as->nissues; i++) {
		const struct form_issue *is = &r->as->issue[i];

		if (is->level == FORM_ERROR && (page == NULL || is->page == page) &&
		    !is_expected(r, step, is))
			return run_fail(r, step, "the person cannot go on: %s", issue_words(r, is));
	}
	return true;
}

/* ---- questions ---- */

static bool
shown(const struct run *r, struct str name, bool *out)
{
	const struct answer *n = answers_find(r->as, name);
	const struct form_item *page = form_page(r->rel->form, name);

	if (n == NULL && page != NULL)
		n = answer_of(r->as->root, page);
	*out = n != NULL && n->relevant;
	for (const struct answer_row *row = n != NULL ? n->row : NULL;
	    row != NULL && row->parent != NULL; row = row->parent->row)
		*out = *out && row->parent->relevant;
	return n != NULL;
}

static void
expect_shown(struct run *r, xmlNode *n, const struct form_item *page)
{
	struct str name = xml_attr(n, "name");
	bool is, want = xml_is(n, "shown");

	(void)page;
	if (!shown(r, name, &is) && want)
		run_fail(r, n, "expected " STR_FMT " to be shown; there is no such row",
		    STR_ARG(name));
	else if (is != want)
		run_fail(r, n, "expected " STR_FMT " to be %s; it is %s", STR_ARG(name),
		    want ? "shown" : "hidden", is ? "shown" : "hidden");
}

static void
expect_value(struct run *r, xmlNode *n, const struct form_item *page)
{
	struct str name = xml_attr(n, "name"), want = one_blank(r->a, xml_text(r->a, n)), came;
	const struct answer *node = answers_find(r->as, name);
	bool is;

	(void)page;
	if (node == NULL || !shown(r, name, &is)) {
		run_fail(r, n, "expected " STR_FMT " to be '" STR_FMT "'; there is no such row",
		    STR_ARG(name), STR_ARG(want));
		return;
	}
	came = !is ? STR("") : xml_attr(n, "as").n > 0 ? answer_shown(r->a, node, &r->world) :
	    node->text;
	came = one_blank(r->a, came);
	if (!str_eq(came, want))
		run_fail(r, n, "expected " STR_FMT " to be '" STR_FMT "'; it is '" STR_FMT "'",
		    STR_ARG(name), STR_ARG(want), STR_ARG(came));
}

static void
expect_rows(struct run *r, xmlNode *n, const struct form_item *page)
{
	const struct answer *node = answers_find(r->as, xml_attr(n, "name"));
	struct str want = xml_text(r->a, n);
	int64_t rows;

	(void)page;
	if (node == NULL || !str_int(want, &rows) || (size_t)rows != node->nrows)
		run_fail(r, n, "expected " STR_FMT " rows of " STR_FMT "; there are %zu",
		    STR_ARG(want), STR_ARG(xml_attr(n, "name")), node != NULL ? node->nrows : 0);
}

static void
expect_pages(struct run *r, xmlNode *n, const struct form_item *page)
{
	struct buf b = buf_new(r->a, 256);
	struct str want = xml_text(r->a, n);

	(void)page;
	for (const struct form_item *p = r->rel->form->pages; p != NULL; p = p->next)
		if (run_is_shown(r, p))
			buf_fmt(&b, "%s" STR_FMT, b.n > 0 ? " " : "", STR_ARG(p->name));
	if (!str_eq(buf_str(&b), want))
		run_fail(r, n, "expected the pages " STR_FMT "; shown are " STR_FMT, STR_ARG(want),
		    STR_ARG(buf_str(&b)));
}

/* ---- the case ---- */

static void
expect_state(struct run *r, xmlNode *n, const struct form_item *page)
{
	struct str want = xml_text(r->a, n);

	(void)page;
	if (!str_eq(r->state, want))
		run_fail(r, n, "expected the state " STR_FMT "; it is %s", STR_ARG(want),
		    r->sent ? str_z(r->a, r->state) : "not sent");
}

static const char *
letter_names(struct run *r)
{
	struct buf b = buf_new(r->a, 64);

	for (const struct run_letter *l = r->letters; l != NULL; l = l->next)
		buf_fmt(&b, "%s" STR_FMT, b.n > 0 ? ", " : "", STR_ARG(l->name));
	return b.n > 0 ? str_z(r->a, buf_str(&b)) : "none";
}

static const struct run_letter *
find_letter(const struct run *r, struct str name)
{
	const struct run_letter *l = r->letters;

	while (l != NULL && name.n > 0 && !str_eq(l->name, name))
		l = l->next;
	return l;
}

static void
expect_letter(struct run *r, xmlNode *n, const struct form_item *page)
{
	struct str name = xml_attr(n, "name"), has = xml_attr(n, "contains");
	struct str lacks = xml_attr(n, "lacks");
	const struct run_letter *l = find_letter(r, name);

	(void)page;
	if (l == NULL) {
		run_fail(r, n, "expected the letter " STR_FMT "; made were: %s", STR_ARG(name),
		    letter_names(r));
		return;
	}
	if (has.n > 0 && !holds_text(r->a, l->text, has))
		run_fail(r, n, "expected '" STR_FMT "' in the letter " STR_FMT "; it says: "
		    STR_FMT, STR_ARG(has), STR_ARG(name), STR_ARG(l->text));
	if (lacks.n > 0 && holds_text(r->a, l->text, lacks))
		run_fail(r, n, "expected the letter " STR_FMT " not to say '" STR_FMT "'; it does",
		    STR_ARG(name), STR_ARG(lacks));
}

static void
expect_no_letter(struct run *r, xmlNode *n, const struct form_item *page)
{
	(void)page;
	if (find_letter(r, xml_attr(n, "name")) != NULL)
		run_fail(r, n, "expected no such letter; made were: %s", letter_names(r));
}

static const struct run_deadline *
running(const struct run *r, struct str event)
{
	const struct run_deadline *d = r->deadlines;

	while (d != NULL && !(d->running && str_eq(d->event, event)))
		d = d->next;
	return d;
}

static void
expect_deadline(struct run *r, xmlNode *n, const struct form_item *page)
{
	struct str event = xml_attr(n, "event"), want = xml_attr(n, "due"), due;
	const struct run_deadline *d = running(r, event);

	(void)page;
	if (d == NULL) {
		run_fail(r, n, "expected the deadline " STR_FMT "; it is not running",
		    STR_ARG(event));
		return;
	}
	due = time_date_iso(r->a, time_oslo_date(d->due_at));
	if (want.n > 0 && !str_eq(due, want))
		run_fail(r, n, "expected the deadline " STR_FMT " to be due " STR_FMT "; it is "
		    STR_FMT, STR_ARG(event), STR_ARG(want), STR_ARG(due));
}

static void
expect_no_deadline(struct run *r, xmlNode *n, const struct form_item *page)
{
	struct str event = xml_attr(n, "event");
	const struct run_deadline *d = running(r, event);

	(void)page;
	if (d != NULL)
		run_fail(r, n, "expected no deadline " STR_FMT "; it runs to %s", STR_ARG(event),
		    time_date_iso(r->a, time_oslo_date(d->due_at)).p);
}

static const char *
clock_stands(const struct flow_clock *k)
{
	return k == NULL ? "not started" : flow_clock_runs(k) ? "running" : flow_clock_paused(k) ?
	    "paused" : "stopped";
}

static void
expect_clock(struct run *r, xmlNode *n, const struct form_item *page)
{
	struct str name = xml_attr(n, "name"), want = xml_attr(n, "due"), due = STR("never");
	const struct flow_clock *k = flow_clock(&r->clocks, name);
	int64_t due_at = k != NULL ? flow_clock_due(k) : 0;

	(void)page;
	if (!str_eq_z(xml_attr(n, "is"), clock_stands(k)))
		run_fail(r, n, "expected the clock " STR_FMT " to be " STR_FMT "; it is %s",
		    STR_ARG(name), STR_ARG(xml_attr(n, "is")), clock_stands(k));
	if (due_at != 0)
		due = time_date_iso(r->a, time_oslo_date(due_at));
	if (want.n > 0 && !str_eq(due, want))
		run_fail(r, n, "expected the clock " STR_FMT " to be due " STR_FMT "; it is "
		    STR_FMT, STR_ARG(name), STR_ARG(want), STR_ARG(due));
}

static void
expect_may(struct run *r, xmlNode *n, const struct form_item *page)
{
	struct str want = xml_text(r->a, n), rest = want, by = xml_attr(n, "by");
	struct buf b = buf_new(r->a, 64);
	const struct flow_choice *v;
	size_t k = r->sent ? run_may(r, by, &v) : 0, asked = 0, met = 0;

	(void)page;
	for (size_t i = 0; i < k; i++)
		buf_fmt(&b, "%s" STR_FMT, i > 0 ? " " : "", STR_ARG(v[i].event));
	while (rest.n > 0) {
		struct str event = str_cut(&rest, ' ');

		asked++;
		for (size_t i = 0; i < k; i++)
			met += str_eq(v[i].event, event);
	}
	if (asked != k || met != k)
		run_fail(r, n, "expected that the " STR_FMT " may: %s; may: %s", STR_ARG(by),
		    want.n > 0 ? str_z(r->a, want) : "nothing",
		    b.n > 0 ? str_z(r->a, buf_str(&b)) : "nothing");
}

static void
expect_refused(struct run *r, xmlNode *n, const struct form_item *page)
{
	(void)page;
	if (r->refused == NULL)
		run_fail(r, n, "expected that this is refused; it happened, and the state is "
		    STR_FMT, STR_ARG(r->state));
}

static const struct guide_line *
find_reason(struct run *r, struct str part)
{
	const struct guide_ending *e = r->ending;

	for (size_t i = 0; e != NULL && i < e->nbecause; i++)
		if ((e->because[i].when == NULL || form_expr_true(e->because[i].when, r->as,
		    &r->world)) && holds_text(r->a, e->because[i].text, part))
			return &e->because[i];
	return NULL;
}

static void
expect_ending(struct run *r, xmlNode *n, const struct form_item *page)
{
	struct str want = xml_text(r->a, n), came = r->ending != NULL ? r->ending->id :
	    STR("no end");

	(void)page;
	if (!str_eq(want, came))
		run_fail(r, n, "expected that the guide comes to " STR_FMT "; it comes to " STR_FMT,
		    STR_ARG(want), STR_ARG(came));
}

static void
expect_because(struct run *r, xmlNode *n, const struct form_item *page)
{
	struct str part = xml_attr(n, "contains");
	bool want = xml_is(n, "because");

	(void)page;
	if ((find_reason(r, part) != NULL) != want)
		run_fail(r, n, "expected %s reason with the words '" STR_FMT "'; there is %s",
		    want ? "a" : "no", STR_ARG(part), want ? "none" : "one");
}

static void
expect_stored(struct run *r, xmlNode *n, const struct form_item *page)
{
	(void)page;
	expect_pruned(r, n);
}

static const struct {
	const char	*name;
	void		(*fn)(struct run *, xmlNode *, const struct form_item *page);
} expectations[] = {
	{ "issue", expect_issue }, { "no-issue", expect_no_issue }, { "shown", expect_shown },
	{ "hidden", expect_shown }, { "value", expect_value }, { "rows", expect_rows },
	{ "pages", expect_pages }, { "pruned", expect_stored }, { "state", expect_state },
	{ "letter", expect_letter }, { "no-letter", expect_no_letter },
	{ "clock", expect_clock }, { "deadline", expect_deadline },
	{ "no-deadline", expect_no_deadline },
	{ "ending", expect_ending }, { "because", expect_because },
	{ "no-because", expect_because },
	{ "may", expect_may }, { "refused", expect_refused }, { "route", expect_route },
	{ "fact", expect_fact }, { "point", expect_point }, { "fee", expect_fee },
};

void
run_expect(struct run *r, const xmlNode *step, const struct form_item *page)
{
	xmlNode *e = xml_child((xmlNode *)(uintptr_t)step, "expect");

	for (xmlNode *n = xml_first(e); n != NULL; n = xml_next(n))
		for (size_t i = 0; i < sizeof expectations / sizeof *expectations; i++)
			if (xml_is(n, expectations[i].name))
				expectations[i].fn(r, n, page);
}

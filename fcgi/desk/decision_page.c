/* decision_page.c - a decision on the page where it is written, and beside another's */
#include "base/arena.h"
#include "base/buf.h"
#include "desk/private.h"
#include "release/messages.h"

static const char *const names[W_PARTS] = { "error_outcome", "error_place", "error_start",
    "error_remains", "error_until", "error_reasons", "error_text", "error_files", "error_letter" };

static struct str
message(const struct req *r, const char *id)
{
	return form_message(page_app(r)->messages->in[LANG_NB], r->a, id, STR(""));
}

/* The anchor of a part; the reasons' is that of the outcome that was chosen. */
static struct str
anchor(const struct req *r, const struct decision *d, size_t part)
{
	static const char *const anchors[W_PARTS] = { "#utfall-1", "#plass", "#oppstart",
	    "#gjenstar", "#frist", NULL, "#tekst", "#" ENCLOSED_FIELD, "#utfall-1" };

	return part != W_REASONS ? str_from_z(anchors[part]) :
	    str_fmt(r->a, "#grunn-" STR_FMT, STR_ARG(d->outcome));
}

static void
fill_messages(struct req *r, const struct decision *d, bool tell)
{
	struct vmap *v = page_map(r);
	bool any = false;

	vlist(v, "errors");
	for (size_t i = 0; i < W_PARTS; i++) {
		struct str text = tell && d->wrong[i] != NULL ? message(r, d->wrong[i]) : STR("");
		struct vmap *m = text.n > 0 ? vadd(v, "errors") : NULL;

		vset(v, names[i], text);
		if (m == NULL)
			continue;
		vset(m, "text", text);
		vset(m, "href", anchor(r, d, i));
		any = true;
	}
	vset_flag(v, "error", any);
}

static void
fill_choices(struct req *r, struct vmap *o, const char *list, const char *field, struct str outcome,
    const struct service_reason *all, size_t nall, const struct service_reason *const *chosen,
    size_t nchosen)
{
	vlist(o, list);
	for (size_t i = 0; i < nall; i++) {
		struct vmap *m;

		if (!str_eq(all[i].outcome, outcome))
			continue;
		m = vadd(o, list);
		vset_z(m, "field", field);
		vset(m, "id", str_fmt(r->a, "%s-" STR_FMT, field, STR_ARG(all[i].code)));
		vset(m, "value", all[i].code);
		vset(m, "text", all[i].text);
		vset(m, "law", all[i].law);
		vset_flag(m, "checked", decision_has(chosen, nchosen, &all[i]));
	}
}

/* The numbers of the outcomes that do not ask for something: while one of them is chosen, what asks
   is hidden. */
static struct str
not_asking(struct req *r, const struct work *w, enum decision_part part)
{
	const struct service *s = w->c.release->service;
	struct buf b = buf_new(r->a, 32);
	int n = 0;

	for (size_t i = 0; i < s->noutcomes; i++) {
		if (decision_event(r, w, s->outcomes[i].id) == NULL)
			continue;
		n++;
		if (!decision_asks(&s->outcomes[i], part))
			buf_fmt(&b, "%s%d", b.n > 0 ? " " : "", n);
	}
	return buf_str(&b);
}

static struct str
others(struct req *r, int n, int all)
{
	struct buf b = buf_new(r->a, 32);

	for (int i = 1; i <= all; i++)
		if (i != n)
			buf_fmt(&b, "%s%d", b.n > 0 ? " " : "", i);
	return buf_str(&b);
}

static int
count_outcomes(struct req *r, const struct work *w)
{
	const struct service *s = w->c.release->service;
	int n = 0;

	for (size_t i = 0; i < s->noutcomes; i++)
		n += decision_event(r, w, s->outcomes[i].id) != NULL;
	return n;
}

static void
fill_outcomes(struct req *r, const struct work *w, const struct decision *d)
{
	const struct service *s = w->c.release->service;
	int all = count_outcomes(r, w), n = 0;

	vlist(page_map(r), "outcomes");
	for (size_t i = 0; i < s->noutcomes; i++) {
		const struct service_words *o = &s->outcomes[i];
		struct vmap *m;

		if (decision_event(r, w, o->id) == NULL)
			continue;
		m = vadd(page_map(r), "outcomes");
		vset_int(m, "n", ++n);
		vset(m, "outcome", o->id);
		vset(m, "words", o->desk);
		vset_flag(m, "chosen", str_eq(o->id, d->outcome));
		vset(m, "others", others(r, n, all));
		fill_choices(r, m, "reasons", "grunn", o->id, s->reasons, s->nreasons, d->reasons,
		    d->nreasons);
		fill_choices(r, m, "conditions", "vilkar", o->id, s->conditions, s->nconditions,
		    d->conditions, d->nconditions);
	}
}

static bool
any_asks(struct req *r, const struct work *w, enum decision_part part)
{
	const struct service *s = w->c.release->service;

	for (size_t i = 0; i < s->noutcomes; i++)
		if (decision_asks(&s->outcomes[i], part) &&
		    decision_event(r, w, s->outcomes[i].id) != NULL)
			return true;
	return false;
}

static void
fill_wishes(struct req *r, const struct work *w)
{
	const struct form_item *wish = form_find(w->c.release->form,
	    w->c.release->service->decision.wishes);
	const struct answer *group = wish != NULL && wish->group != NULL ?
	    answer_of(w->c.answers->root, wish->group) : NULL;

	vset(page_map(r), "place_label", wish != NULL ? wish->label : STR(""));
	vlist(page_map(r), "wishes");
	for (size_t i = 0; group != NULL && i < group->nrows; i++)
		vset(vadd(page_map(r), "wishes"), "text", answer_shown(r->a,
		    answer_of(group->rows[i], wish), &w->c.world));
}

static void
fill_places(struct req *r, const struct work *w, const struct decision *d)
{
	struct form_options o = decision_places(w);
	struct vmap *v = page_map(r);
	bool asks = any_asks(r, w, W_PLACE);

	vset_flag(v, "asks_place", asks);
	vset(v, "not_place", not_asking(r, w, W_PLACE));
	vset(v, "places_away", asks && o.n == 0 ? message(r, DECISION_PLACES_AWAY) : STR(""));
	vlist(v, "places");
	for (size_t i = 0; i < o.n; i++) {
		struct vmap *m = vadd(v, "places");

		vset(m, "value", o.v[i].value);
		vset(m, "label", o.v[i].label);
		vset_flag(m, "checked", str_eq(o.v[i].value, d->place));
	}
}

/* What some decisions say, and others not. */
static void
fill_said(struct req *r, const struct work *w, const struct decision *d)
{
	struct vmap *v = page_map(r);

	vset_flag(v, "asks_start", any_asks(r, w, W_START));
	vset_flag(v, "asks_until", any_asks(r, w, W_UNTIL));
	vset_flag(v, "asks_remains", any_asks(r, w, W_REMAINS));
	vset(v, "not_start", not_asking(r, w, W_START));
	vset(v, "not_until", not_asking(r, w, W_UNTIL));
	vset(v, "not_remains", not_asking(r, w, W_REMAINS));
	vset(v, "start", form_type_edit(r->a, FORM_DAY, d->start));
	vset(v, "until", form_type_edit(r->a, FORM_DAY, d->until));
	vset(v, "remains", d->remains);
	vset(v, "text", d->text);
}

void
decision_fill(struct req *r, const struct work *w, const struct decision *d, bool tell)
{
	struct vmap *v = page_map(r);

	fill_messages(r, d, tell);
	fill_outcomes(r, w, d);
	fill_wishes(r, w);
	fill_places(r, w, d);
	enclosed_fill(r, &d->enclosed, tell);
	vset_flag(v, "again", w->decided_on.n > 0);
	fill_said(r, w, d);
}

static void
carry(struct req *r, const char *name, struct str value)
{
	struct vmap *m = vadd(page_map(r), "carried");

	vset_z(m, "name", name);
	vset(m, "value", value);
}

void
decision_carry(struct req *r, const struct decision *d)
{
	vlist(page_map(r), "carried");
	carry(r, "utfall", d->outcome);
	carry(r, "plass", d->place);
	carry(r, "oppstart", d->start);
	carry(r, "frist", d->until);
	carry(r, "gjenstar", d->remains);
	carry(r, "tekst", d->text);
	carry(r, "utgave", page_field(r, "utgave"));
	carry(r, "gjelder", page_field(r, "gjelder"));
	for (size_t i = 0; i < d->nreasons; i++)
		carry(r, "grunn", d->reasons[i]->code);
	for (size_t i = 0; i < d->nconditions; i++)
		carry(r, "vilkar", d->conditions[i]->code);
	enclosed_carry(r, &d->enclosed);
}

static void
show_choices(struct vmap *m, const char *list, const struct service_reason *const *v, size_t n)
{
	vlist(m, list);
	for (size_t i = 0; i < n; i++)
		vset(vadd(m, list), "text", v[i]->text);
}

static void
show_enclosed(struct arena *a, struct vmap *m, const struct enclosed *e)
{
	const struct letter_file *v = enclosed_facts(a, e);

	vlist(m, "enclosures");
	for (size_t i = 0; i < e->n; i++)
		vset(vadd(m, "enclosures"), "name", v[i].name);
}

void
decision_show(struct req *r, const struct decision *d)
{
	struct vmap *m = vwith(page_map(r), "theirs");

	vset(m, "outcome", d->is != NULL ? d->is->desk : STR(""));
	vset(m, "place", d->place_name);
	vset(m, "start", form_type_edit(r->a, FORM_DAY, d->start));
	vset(m, "until", form_type_edit(r->a, FORM_DAY, d->until));
	vset(m, "remains", d->remains);
	vset(m, "text", d->text);
	show_choices(m, "reasons", d->reasons, d->nreasons);
	show_choices(m, "conditions", d->conditions, d->nconditions);
	show_enclosed(r->a, m, &d->enclosed);
}

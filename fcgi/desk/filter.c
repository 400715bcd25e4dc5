#include "desk/filter.h"

#include "base/time.h"
#include "page/page.h"

static void
option(struct req *r, const char *list, struct str value, struct str text, struct str chosen)
{
	struct vmap *m = vadd(page_map(r), list);

	vset(m, "value", value);
	vset(m, "text", text);
	vset_flag(m, "selected", str_eq(value, chosen));
}

static void
fill_services(struct req *r, const struct list *l, const struct columns *c)
{
	vlist(page_map(r), "services");
	for (size_t i = 0; i < c->nservices; i++)
		option(r, "services", c->service[i]->service_id, c->service[i]->service->title,
		    list_get(l, "tjeneste"));
}

/* Is this state among those of an earlier service? */
static bool
met(const struct columns *c, size_t before, struct str id)
{
	for (size_t i = 0; i < before; i++)
		for (size_t k = 0; k < c->service[i]->service->nstates; k++)
			if (str_eq(c->service[i]->service->states[k].id, id))
				return true;
	return false;
}

static void
fill_states(struct req *r, const struct list *l, const struct columns *c)
{
	vlist(page_map(r), "states");
	for (size_t i = 0; i < c->nservices; i++)
		for (size_t k = 0; k < c->service[i]->service->nstates; k++) {
			const struct service_words *w = &c->service[i]->service->states[k];

			if (!met(c, i, w->id))
				option(r, "states", w->id, w->desk, list_get(l, "status"));
		}
	vset_flag(page_map(r), "state_all", str_eq_z(list_get(l, "status"), "alle"));
	vset_flag(page_map(r), "state_done", str_eq_z(list_get(l, "status"), "ferdig"));
}

static void
fill_named(struct req *r, const char *list, const struct db_rows *rows, struct str chosen)
{
	vlist(page_map(r), list);
	for (size_t i = 0; i < db_count(rows); i++)
		option(r, list, db_get(rows, i, "id"), db_get(rows, i, "name"), chosen);
}

static struct str
prefix_of(const struct column *c)
{
	return c->item->type == FORM_DAY ? STR("dato.") : c->item->list != NULL ||
	    c->item->kind == FORM_CONFIRM ? STR("valg.") : STR("svar.");
}

static const struct form_options *
options_of(struct req *r, const struct column *c, const struct columns *all)
{
	static const struct form_option yes[] = { { .value = { "true", 4 } } };
	struct form_options *o = ARENA_NEW(r->a, struct form_options);
	struct form_option *v;

	*o = c->item->list != NULL ? form_options(c->item, &all->world) :
	    (struct form_options){ .n = 0 };
	if (c->item->kind != FORM_CONFIRM)
		return o;
	v = ARENA_NEW(r->a, struct form_option);
	*v = yes[0];
	v->label = c->item->text;
	*o = (struct form_options){ .v = v, .n = 1 };
	return o;
}

/* A field for each answer that can be narrowed down by; only those of the service chosen. */
static void
fill_answer(struct req *r, const struct list *l, const struct columns *all, const struct column *c)
{
	struct str name = str_fmt(r->a, STR_FMT STR_FMT, STR_ARG(prefix_of(c)),
	    STR_ARG(c->item->name)), value = list_get(l, name.p);
	const struct form_options *o = options_of(r, c, all);
	struct vmap *m = vadd(page_map(r), "answers");

	vset(m, "name", name);
	vset(m, "id", str_fmt(r->a, "svar-" STR_FMT, STR_ARG(c->item->name)));
	vset(m, "text", c->title);
	vset(m, "value", c->item->type == FORM_DAY && value.n > 0 ?
	    form_type_edit(r->a, FORM_DAY, value) : value);
	vset_flag(m, "day", c->item->type == FORM_DAY);
	vlist(m, "options");
	for (size_t i = 0; i < o->n; i++) {
		struct vmap *op = vadd(m, "options");

		vset(op, "value", o->v[i].value);
		vset(op, "text", o->v[i].label);
		vset_flag(op, "selected", str_eq(o->v[i].value, value));
	}
}

/* Questions of one name in several services are one filter. */
static bool
repeated(const struct columns *c, size_t at, struct str service)
{
	for (size_t i = 0; i < at; i++)
		if (c->v[i].item != NULL && str_eq(c->v[i].item->name, c->v[at].item->name) &&
		    (service.n == 0 || str_eq(c->v[i].release->service_id, service)))
			return true;
	return false;
}

static void
fill_answers(struct req *r, const struct list *l, const struct columns *c)
{
	struct str service = list_get(l, "tjeneste");

	vlist(page_map(r), "answers");
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].item != NULL && (service.n == 0 ||
		    str_eq(c->v[i].release->service_id, service)) && !repeated(c, i, service))
			fill_answer(r, l, c, &c->v[i]);
}

/* ---- what is in force ---- */

static struct str
named(const struct db_rows *rows, struct str id)
{
	for (size_t i = 0; i < db_count(rows); i++)
		if (str_eq(db_get(rows, i, "id"), id))
			return db_get(rows, i, "name");
	return id;
}

static struct str
service_title(const struct columns *c, struct str id)
{
	for (size_t i = 0; i < c->nservices; i++)
		if (str_eq(c->service[i]->service_id, id))
			return c->service[i]->service->title;
	return id;
}

static struct str
state_text(struct req *r, const struct columns *c, struct str id)
{
	for (size_t i = 0; i < c->nservices; i++) {
		const struct service *s = c->service[i]->service;

		for (size_t k = 0; k < s->nstates; k++)
			if (str_eq(s->states[k].id, id))
				return s->states[k].desk;
	}
	return str_eq_z(id, "alle") || str_eq_z(id, "ferdig") ? STR("") : str_dup(r->a, id);
}

/* The column a filter is about, and its value in words. */
static struct str
answer_words(struct req *r, const struct columns *c, const struct param *p, struct str *title)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct column *col = &c->v[i];

		if (col->item == NULL || !str_eq(col->item->name, str_skip(p->name, 5)))
			continue;
		*title = col->title;
		if (str_starts(p->name, STR("svar.")))
			return p->value;
		return answer_shown(r->a, &(struct answer){ .item = col->item, .text = p->value },
		    &c->world);
	}
	*title = str_skip(p->name, 5);
	return p->value;
}

static struct str
words_of(struct req *r, const struct columns *c, const struct param *p,
    const struct db_rows *staff, const struct db_rows *units, struct str *title)
{
	*title = STR("");
	if (str_eq_z(p->name, "tjeneste"))
		return service_title(c, p->value);
	if (str_eq_z(p->name, "status"))
		return state_text(r, c, p->value);
	if (str_eq_z(p->name, "ansvarlig"))
		return named(staff, p->value);
	if (str_eq_z(p->name, "enhet"))
		return named(units, p->value);
	if (str_eq_z(p->name, "fra") || str_eq_z(p->name, "til"))
		return form_type_edit(r->a, FORM_DAY, p->value);
	if (str_eq_z(p->name, "sok") || str_eq_z(p->name, "merke"))
		return p->value;
	return answer_words(r, c, p, title);
}

static void
fill_chips(struct req *r, const struct list *l, const struct columns *c,
    const struct db_rows *staff, const struct db_rows *units)
{
	vlist(page_map(r), "chips");
	for (size_t i = 0; i < l->n; i++) {
		struct vmap *m = vadd(page_map(r), "chips");
		struct str title;

		vset(m, "value", l->filter[i].value);
		vset(m, "name", l->filter[i].name);
		vset(m, "text", words_of(r, c, &l->filter[i], staff, units, &title));
		vset(m, "title_text", title);
		vset(m, "without_href", str_fmt(r->a, LIST_HOME "?" STR_FMT,
		    STR_ARG(list_query(r->a, l, i, NULL))));
	}
}

void
filter_fill(struct req *r, const struct list *l, const struct columns *c,
    const struct db_rows *staff, const struct db_rows *units, const struct db_rows *labels)
{
	struct vmap *v = page_map(r);

	fill_services(r, l, c);
	fill_states(r, l, c);
	fill_named(r, "staff", staff, list_get(l, "ansvarlig"));
	fill_named(r, "units", units, list_get(l, "enhet"));
	fill_named(r, "labels", labels, list_get(l, "merke"));
	vset_flag(v, "no_unit", str_eq_z(list_get(l, "enhet"), "ingen"));
	fill_answers(r, l, c);
	fill_chips(r, l, c, staff, units);
	vset(v, "words", list_get(l, "sok"));
	vset(v, "from", form_type_edit(r->a, FORM_DAY, list_get(l, "fra")));
	vset(v, "to", form_type_edit(r->a, FORM_DAY, list_get(l, "til")));
	vset(v, "wrong", l->wrong);
	vset(v, "sort_value", !l->sorted ? STR("") : str_fmt(r->a, "%s" STR_FMT,
	    l->down ? "-" : "", STR_ARG(l->sort)));
	vset(v, "clear_href", str_fmt(r->a, LIST_HOME "?liste=" STR_FMT, STR_ARG(l->id)));
	vset_flag(v, "wide", list_get(l, "sok").n > 0 && (!str_eq_z(l->id, "alle") ||
	    !str_eq_z(list_get(l, "status"), "alle")));
	vset(v, "wide_href", str_fmt(r->a, LIST_HOME "?liste=alle&status=alle&sok=" STR_FMT,
	    STR_ARG(url_encode(r->a, list_get(l, "sok")))));
}

#include "desk/list.h"

#include "base/id.h"
#include "base/time.h"
#include "page/day.h"

#define VALUE_MOST	200		/* bytes of a filter's value */

static const struct kind {
	const char	*id, *sort;
	bool		 down;
} kinds[] = {
	{ "mine", "frist", false }, { "ledige", "frist", false }, { "snart", "frist", false },
	{ "over", "frist", false }, { "venter", "frist", false }, { "alle", "mottatt", true },
};

static const struct kind *
kind_of(struct str id)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_eq_z(id, kinds[i].id))
			return &kinds[i];
	return NULL;
}

/* ---- reading ---- */

static bool
is_day(struct str name)
{
	return str_eq_z(name, "fra") || str_eq_z(name, "til") || str_starts(name, STR("dato."));
}

static bool
is_filter(struct str name)
{
	return is_day(name) || str_eq_z(name, "tjeneste") || str_eq_z(name, "status") ||
	    str_eq_z(name, "enhet") ||
	    str_eq_z(name, "ansvarlig") || str_eq_z(name, "sok") || str_eq_z(name, "merke") ||
	    str_starts(name, STR("valg.")) || str_starts(name, STR("svar."));
}

static void
take_filter(struct req *r, struct list *l, struct param p)
{
	struct str day;

	p.value = str_trim(p.value);
	if (!is_filter(p.name) || p.value.n == 0 || p.value.n > VALUE_MOST ||
	    l->n == LIST_PARAMS || list_get(l, str_z(r->a, p.name)).n > 0)
		return;
	if (str_eq_z(p.name, "ansvarlig") && !id_is(p.value))
		return;
	if (is_day(p.name)) {
		if (!page_day_read(r, p.value, &day)) {
			l->wrong = p.value;
			return;
		}
		p.value = day;
	}
	l->filter[l->n++] = p;
}

static void
take_place(struct list *l, const struct params *q)
{
	struct str rest = params_get(q, "etter"), key;
	int64_t at;

	l->back = rest.n == 0;
	if (l->back)
		rest = params_get(q, "for");
	key = str_cut(&rest, ',');
	if ((time_read_pg(key, &at) || str_eq_z(key, "infinity")) && id_is(rest)) {
		l->key = key;
		l->key_id = rest;
	} else
		l->back = false;
}

static void
take_habit(struct list *l)
{
	const struct kind *k = kind_of(l->id);

	if (l->sorted || k == NULL)
		return;
	l->sort = str_from_z(k->sort);
	l->down = k->down;
}

void
list_read(struct req *r, const struct params *q, struct list *out)
{
	struct str sort = params_get(q, "sorter");

	*out = (struct list){ .sort = STR("frist") };
	if (kind_of(params_get(q, "liste")) != NULL)
		out->id = params_get(q, "liste");
	out->down = str_starts(sort, STR("-"));
	if (out->down)
		sort = str_skip(sort, 1);
	out->sorted = str_eq_z(sort, "frist") || str_eq_z(sort, "mottatt");
	out->down = out->down && out->sorted;
	if (out->sorted)
		out->sort = sort;
	take_habit(out);
	for (size_t i = 0; i < q->n; i++)
		take_filter(r, out, q->v[i]);
	take_place(out, q);
}

struct str
list_get(const struct list *l, const char *name)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_eq_z(l->filter[i].name, name))
			return l->filter[i].value;
	return STR("");
}

void
list_settle(struct list *l, bool have_mine)
{
	if (l->id.n == 0)
		l->id = have_mine ? STR("mine") : STR("ledige");
}

/* ---- asking ---- */

/* {"NAME":"VALUE",…} of the filters with this prefix, or with either. */
static struct str
json(struct arena *a, const struct list *l, struct str prefix, struct str other)
{
	struct buf b = buf_new(a, 64);

	buf_add_char(&b, '{');
	for (size_t i = 0; i < l->n; i++) {
		struct str name = l->filter[i].name;

		if (!str_starts(name, prefix) && !str_starts(name, other))
			continue;
		buf_add_z(&b, b.n > 1 ? ",\"" : "\"");
		buf_json(&b, str_skip(name, prefix.n));
		buf_add_z(&b, "\":\"");
		buf_json(&b, l->filter[i].value);
		buf_add_char(&b, '"');
	}
	buf_add_char(&b, '}');
	return buf_str(&b);
}

static struct str
or_null(struct str s)
{
	return s.n > 0 ? s : STR_NONE;
}

void
list_args(struct arena *a, const struct list *l, size_t most, struct str args[LIST_ARGS])
{
	const struct str v[LIST_ARGS] = {
		l->id.n > 0 ? l->id : STR(""), list_get(l, "tjeneste"), list_get(l, "status"),
		list_get(l, "enhet"), or_null(list_get(l, "ansvarlig")), or_null(list_get(l, "fra")),
		or_null(list_get(l, "til")), json(a, l, STR("valg."), STR("dato.")),
		json(a, l, STR("svar."), STR("svar.")), list_get(l, "sok"), list_get(l, "merke"),
		l->sort, l->down ? STR("t") : STR("f"), l->key, l->key_id, l->back ? STR("t") : STR("f"),
		str_fmt(a, "%zu", most),
	};

	for (size_t i = 0; i < LIST_ARGS; i++)
		args[i] = v[i];
}

/* ---- addresses ---- */

static void
add_pair(struct buf *b, struct arena *a, struct str name, struct str value)
{
	if (b->n > 0)
		buf_add_char(b, '&');
	buf_add(b, url_encode(a, name));
	buf_add_char(b, '=');
	buf_add(b, url_encode(a, value));
}

struct str
list_query(struct arena *a, const struct list *l, size_t but, const char *sort)
{
	struct buf b = buf_new(a, 256);

	if (l->id.n > 0)
		add_pair(&b, a, STR("liste"), l->id);
	for (size_t i = 0; i < l->n; i++)
		if (i != but)
			add_pair(&b, a, l->filter[i].name, l->filter[i].value);
	if (sort != NULL)
		add_pair(&b, a, STR("sorter"), str_from_z(sort));
	else if (l->sorted)
		add_pair(&b, a, STR("sorter"), str_fmt(a, "%s" STR_FMT, l->down ? "-" : "",
		    STR_ARG(l->sort)));
	return buf_str(&b);
}

struct str
list_href(struct arena *a, const struct list *l)
{
	struct str q = list_query(a, l, l->n, NULL);

	return str_fmt(a, LIST_HOME "%s" STR_FMT, q.n > 0 ? "?" : "", STR_ARG(q));
}

struct str
list_keep(struct req *r, char first)
{
	struct list l;

	list_read(r, &r->query, &l);
	if (l.id.n == 0)
		return STR("");
	return str_fmt(r->a, "%c" STR_FMT, first, STR_ARG(list_query(r->a, &l, l.n, NULL)));
}

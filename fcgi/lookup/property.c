/* property.c - a register of properties and their owners, of the shape that deploy/README.md has */
#include "base/arena.h"
#include "base/buf.h"
#include "lookup/lookup.h"

#define ROWS_MOST	200
#define OF_MOST		20

static bool
take_property(struct arena *a, const json_t *from, struct property *out)
{
	static const char *const names[] = { "gardsnummer", "bruksnummer", "festenummer",
	    "seksjonsnummer" };

	*out = (struct property){ .tenant = json_text(a, from, "kommunenummer"), .given = 4 };
	for (size_t i = 0; i < 4; i++) {
		const json_t *v = json_object_get(from, names[i]);

		if (v == NULL && i >= 2)
			continue;
		if (!json_is_integer(v) || json_integer_value(v) < (i < 2 ? 1 : 0))
			return false;
		out->number[i] = json_integer_value(v);
	}
	return out->tenant.n == 4;
}

static void
put(json_t *to, struct arena *a, const char *column, const json_t *from, const char *name)
{
	json_object_set_new(to, column, json_from(json_text(a, from, name)));
}

enum ask_end
property_find(const struct question *q, const struct property *p, struct hits *out)
{
	struct source *s = settings_properties(q->settings, q->tenant);
	json_t *said = NULL, *one, *to;
	enum remote_end end;
	struct property is;
	size_t i;

	*out = (struct hits){ json_own(q->a, json_array()), 0 };
	if (s == NULL)
		return ASK_UNSET;
	end = remote_get(q->a, s, str_fmt(q->a, "/eiendommer?" STR_FMT,
	    STR_ARG(property_query(q->a, p))), "eiendommer", q->until, &said);
	if (end != REMOTE_DONE)
		return ask_end_of(end);
	json_array_foreach(json_object_get(said, "eiendommer"), i, one) {
		if (!take_property(q->a, one, &is) || json_array_size(out->v) == HITS_SHOWN)
			continue;
		to = json_object();
		hits_numbers(to, q->a, &is);
		put(to, q->a, "adresse", one, "adresse");
		put(to, q->a, "postnummer", one, "postnummer");
		put(to, q->a, "poststed", one, "poststed");
		json_array_append_new(out->v, to);
		out->total++;
	}
	return ASK_SAID;
}

/* ---- neighbours ---- */

struct owners {
	const struct question *q;
	struct str	 draft;
	struct hits	*out;
};

static bool
is_digits(struct str s, size_t n)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n == n;
}

/* What it does not know of is protected too. */
static bool
is_graded(struct arena *a, const json_t *owner)
{
	struct str g = json_text(a, owner, "gradering");

	return g.n > 0 && !str_eq_z(g, "ugradert");
}

static json_t *
row(const struct owners *o, const struct property *p, const json_t *property)
{
	static const char *const empty[] = { "navn", "adresse", "postnummer", "poststed", "slag",
	    "ref", "skjermet" };
	json_t *to = json_object();

	hits_numbers(to, o->q->a, p);
	put(to, o->q->a, "eiendom_adresse", property, "adresse");
	for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
		json_object_set_new(to, empty[i], json_string(""));
	return to;
}

static void
put_owner(const struct owners *o, json_t *to, const json_t *owner)
{
	struct arena *a = o->q->a;
	struct str kind = json_text(a, owner, "slag"), number = json_text(a, owner, "nummer");
	const json_t *address = json_object_get(owner, "adresse");
	bool person = str_eq_z(kind, "person");

	if (!person && !str_eq_z(kind, "organisasjon"))
		return;
	put(to, a, "slag", owner, "slag");
	if (is_digits(number, person ? 11 : 9))
		json_object_set_new(to, "ref", json_from(ref_close(a, o->q->settings->key,
		    o->q->tenant, o->draft, number)));
	if (person && is_graded(a, owner)) {
		json_object_set_new(to, "skjermet", json_string("true"));
		json_object_set_new(to, "eiendom_adresse", json_string(""));
		return;
	}
	put(to, a, "navn", owner, "navn");
	put(to, a, "adresse", address, "linje");
	put(to, a, "postnummer", address, "postnummer");
	put(to, a, "poststed", address, "poststed");
}

/* A property whose owner nobody knows is a neighbour too. */
static void
add_property(const struct owners *o, const json_t *neighbour)
{
	const json_t *property = json_object_get(neighbour, "eiendom");
	json_t *owners = json_object_get(neighbour, "eiere"), *one, *to;
	struct property p;
	size_t i;

	if (!take_property(o->q->a, property, &p))
		return;
	if (json_array_size(owners) == 0)
		json_array_append_new(o->out->v, row(o, &p, property));
	json_array_foreach(owners, i, one) {
		if (json_array_size(o->out->v) >= ROWS_MOST)
			break;
		to = row(o, &p, property);
		put_owner(o, to, one);
		json_array_append_new(o->out->v, to);
	}
}

static struct str
query(struct arena *a, const struct property *of, size_t n)
{
	struct buf b = buf_new(a, 256);

	for (size_t i = 0; i < n && i < OF_MOST; i++)
		buf_fmt(&b, "%seiendom=" STR_FMT, i > 0 ? "&" : "",
		    STR_ARG(remote_value(a, property_text(a, &of[i]))));
	return buf_str(&b);
}

enum ask_end
property_neighbours(const struct question *q, const struct property *of, size_t n,
    struct str draft, struct hits *out)
{
	struct source *s = settings_properties(q->settings, q->tenant);
	struct owners o = { q, draft, out };
	json_t *said = NULL, *one;
	enum remote_end end;
	size_t i;

	*out = (struct hits){ json_own(q->a, json_array()), 0 };
	if (s == NULL)
		return ASK_UNSET;
	end = remote_get(q->a, s, str_fmt(q->a, "/naboer?" STR_FMT, STR_ARG(query(q->a, of, n))),
	    "naboer", q->until, &said);
	if (end != REMOTE_DONE)
		return ask_end_of(end);
	json_array_foreach(json_object_get(said, "naboer"), i, one) {
		add_property(&o, one);
	}
	out->total = json_array_size(out->v);
	return ASK_SAID;
}

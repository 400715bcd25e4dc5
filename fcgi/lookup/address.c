/* address.c - Kartverket's register of addresses */
#include "base/arena.h"
#include "lookup/lookup.h"

#define PER_PAGE	10
#define PAGES		(HITS_SHOWN / PER_PAGE)

/* An address in our words, or NULL when it is not of the format. */
static json_t *
entry(struct arena *a, const json_t *from)
{
	struct str tenant = json_text(a, from, "kommunenummer"), line = json_text(a, from,
	    "adressetekst");
	const json_t *gnr = json_object_get(from, "gardsnummer"), *bnr = json_object_get(from,
	    "bruksnummer");
	struct property p = { tenant, { json_integer_value(gnr), json_integer_value(bnr),
	    json_integer_value(json_object_get(from, "festenummer")), 0 }, 4 };
	json_t *to;

	if (tenant.n != 4 || line.n == 0 || !json_is_integer(gnr) || !json_is_integer(bnr))
		return NULL;
	to = json_own(a, json_object());
	hits_numbers(to, a, &p);
	json_object_set_new(to, "adresse", json_from(line));
	json_object_set_new(to, "postnummer", json_from(json_text(a, from, "postnummer")));
	json_object_set_new(to, "poststed", json_from(json_text(a, from, "poststed")));
	return to;
}

static void
take(struct arena *a, const json_t *page, struct hits *out)
{
	json_t *list = json_object_get(page, "adresser"), *one, *to;
	size_t i;

	json_array_foreach(list, i, one) {
		if (json_array_size(out->v) < HITS_SHOWN && (to = entry(a, one)) != NULL)
			json_array_append(out->v, to);
	}
	out->total = (size_t)json_integer_value(json_object_get(json_object_get(page, "metadata"),
	    "totaltAntallTreff"));
}

/* Page after page, as many as are shown; those that came before the time was up are an answer. */
static enum ask_end
pages(const struct question *q, struct str query, struct hits *out)
{
	struct source *s = settings_addresses(q->settings, q->tenant);
	enum remote_end end = REMOTE_DONE;

	*out = (struct hits){ json_own(q->a, json_array()), 0 };
	if (s == NULL)
		return ASK_UNSET;
	for (int side = 0; side < PAGES && (side == 0 || out->total > (size_t)side * PER_PAGE);
	    side++) {
		json_t *page = NULL;

		end = remote_get(q->a, s, str_fmt(q->a, "/sok?" STR_FMT "&treffPerSide=%d&side=%d",
		    STR_ARG(query), PER_PAGE, side), "adresser", q->until, &page);
		if (end != REMOTE_DONE)
			break;
		take(q->a, page, out);
	}
	return json_array_size(out->v) > 0 ? ASK_SAID : ask_end_of(end);
}

enum ask_end
address_search(const struct question *q, struct str words, struct str tenant, struct hits *out)
{
	return pages(q, str_fmt(q->a, "sok=" STR_FMT "&fuzzy=true%s" STR_FMT,
	    STR_ARG(remote_value(q->a, words)), tenant.n > 0 ? "&kommunenummer=" : "",
	    STR_ARG(tenant)), out);
}

/* The register of addresses has no sections. */
enum ask_end
address_of(const struct question *q, const struct property *p, struct hits *out)
{
	struct property plain = *p;

	if (plain.given > 3)
		plain.given = 3;
	if (plain.number[2] == 0)
		plain.given = 2;
	return pages(q, property_query(q->a, &plain), out);
}

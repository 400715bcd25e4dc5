/* Rows of a form as receivers of letters. */
#include "hearing/hearing.h"

#include "base/arena.h"
#include "base/hash.h"
#include "json/out.h"

static const struct form_item *
question(const struct form *f, const struct form_item *repeat, const char *name)
{
	for (size_t i = 0; i < f->nitems; i++)
		if (f->item[i]->group == repeat && str_eq_z(f->item[i]->name, name))
			return f->item[i];
	return NULL;
}

/* Empty where the form has no such question, or the row no such answer. */
static struct str
said(const struct answers *as, const struct answer_row *row, const char *name)
{
	const struct form_item *it = question(as->form, row->group, name);
	const struct answer *n = it != NULL ? answer_of(row, it) : NULL;

	return n == NULL || !n->relevant || n->wrong ? STR("") : str_trim(n->text);
}

static bool
is_zero(struct str s)
{
	return s.n == 0 || str_eq_z(s, "0");
}

/* 12/34, 12/34/1, 12/34/0/2, with the address where there is one. */
static struct str
property(struct arena *a, const struct answers *as, const struct answer_row *row)
{
	struct str fnr = said(as, row, "festenummer"), snr = said(as, row, "seksjonsnummer");
	struct str gnr = said(as, row, "gardsnummer"), bnr = said(as, row, "bruksnummer");
	struct str at = said(as, row, "eiendom_adresse"), number = STR("");

	if (gnr.n > 0 && bnr.n > 0)
		number = str_fmt(a, STR_FMT "/" STR_FMT, STR_ARG(gnr), STR_ARG(bnr));
	if (!is_zero(fnr) || !is_zero(snr))
		number = str_fmt(a, STR_FMT "/" STR_FMT, STR_ARG(number),
		    STR_ARG(is_zero(fnr) ? STR("0") : fnr));
	if (!is_zero(snr))
		number = str_fmt(a, STR_FMT "/" STR_FMT, STR_ARG(number), STR_ARG(snr));
	if (number.n == 0 || at.n == 0)
		return number.n > 0 ? number : at;
	return str_fmt(a, STR_FMT ", " STR_FMT, STR_ARG(number), STR_ARG(at));
}

/* Two owners of one property whose addresses are graded are told apart by their order alone. */
static struct str
key_of(struct arena *a, const struct hearing_receiver *r, const struct hearing_receiver *before,
    size_t n)
{
	struct str text = str_fmt(a, STR_FMT "\n" STR_FMT "\n" STR_FMT "\n" STR_FMT "\n" STR_FMT
	    "\n%d", STR_ARG(r->property), STR_ARG(r->name), STR_ARG(r->line1),
	    STR_ARG(r->postcode), STR_ARG(r->city), r->graded);
	struct str key = hash_sha256_hex(a, text);

	for (size_t i = 0; i < n; i++)
		if (str_eq(before[i].key, key))
			return key_of(a, &(struct hearing_receiver){ .property = key }, before, n);
	return key;
}

static struct hearing_receiver
receiver(struct arena *a, const struct answers *as, const struct answer_row *row)
{
	struct hearing_receiver r = {
		.name = said(as, row, "navn"), .line1 = said(as, row, "adresse"),
		.postcode = said(as, row, "postnummer"), .city = said(as, row, "poststed"),
		.ref = said(as, row, "ref"), .property = property(a, as, row),
		.organisation = str_eq_z(said(as, row, "slag"), "organisasjon"),
		.graded = str_eq_z(said(as, row, "skjermet"), "true"), .row = row,
	};

	if (r.graded)
		r.name = r.line1 = r.postcode = r.city = STR("");
	return r;
}

struct hearing_receivers
hearing_receivers(struct arena *a, const struct service_hearing *h, const struct answers *as)
{
	const struct form_item *it = h->rows.p != NULL ? form_find(as->form, h->rows) : NULL;
	const struct answer *repeat = it != NULL ? answer_of(as->root, it) : NULL;
	struct hearing_receiver *v;
	size_t n = 0;

	if (repeat == NULL || !repeat->relevant)
		return (struct hearing_receivers){ NULL, 0 };
	v = arena_alloc(a, (repeat->nrows + 1) * sizeof *v);
	for (size_t i = 0; i < repeat->nrows; i++) {
		struct hearing_receiver r = receiver(a, as, repeat->rows[i]);

		if (r.name.n == 0 && r.ref.n == 0 && !r.graded)
			continue;
		r.key = key_of(a, &r, v, n);
		v[n++] = r;
	}
	return (struct hearing_receivers){ v, n };
}

bool
hearing_reachable(const struct hearing_receiver *r)
{
	return r->ref.n > 0 || (!r->graded && r->name.n > 0 && r->line1.n > 0 &&
	    r->postcode.n > 0 && r->city.n > 0);
}

struct str
hearing_json(struct arena *a, const struct hearing_receiver *r, struct str pid)
{
	struct buf b = buf_new(a, 512);

	json_open(&b, NULL, '{');
	json_say(&b, "key", r->key);
	json_say(&b, "kind", r->organisation ? STR("organisation") : STR("person"));
	json_say(&b, "name", r->name);
	json_say(&b, "property", r->property);
	json_say(&b, "line1", r->line1);
	json_say(&b, "postcode", r->postcode);
	json_say(&b, "city", r->city);
	if (pid.n > 0)
		json_say(&b, "pid", pid);
	json_say_bool(&b, "graded", r->graded);
	json_close(&b, '}');
	return buf_str(&b);
}

struct str
hearing_content_json(struct arena *a, const struct hearing_content *c, struct str text,
    struct str law)
{
	struct buf b = buf_new(a, c->answers.n + 1024);
	struct str files = c->files;

	json_open(&b, NULL, '{');
	json_say(&b, "sha256", c->sha256);
	json_say(&b, "answers", c->answers);
	json_say(&b, "text", text);
	json_say(&b, "law", law);
	json_open(&b, "files", '[');
	while (files.n > 0)
		json_say(&b, NULL, str_cut(&files, ' '));
	json_close(&b, ']');
	json_close(&b, '}');
	return buf_str(&b);
}

/* letter.h - a letter of a test, and the transports that the stand-ins' own file describes */
#ifndef TEST_LETTER_H
#define TEST_LETTER_H

#include "../stand_in.h"
#include "base/hash.h"
#include "base/id.h"
#include "mail/transports.h"

#define PDF	STR("%PDF-1.7\nbrev\n%%EOF\n")

static struct arena *a;
static struct transports *ts;

static inline struct mail_letter
a_letter(void)
{
	return (struct mail_letter){
		.reference = STR("BHG-2026-000123"), .tenant_name = STR("Fjordvik kommune"),
		.orgnr = STR("310000001"),
		.to = { .name = STR("Uklar Plåst"), .pid = STR("10921148513"),
		    .line1 = STR("Gata 1"), .postcode = STR("0001"), .city = STR("OSLO") },
		.back = { .name = STR("Fjordvik kommune"), .line1 = STR("Torget 1"),
		    .postcode = STR("9998"), .city = STR("FJORDVIK") },
		.decision = true, .language = STR("nb"), .effective = STR("2026-11-22"),
		.pdf = PDF, .filename = STR("vedtak.pdf"),
	};
}

/* A letter with a PDF and a picture. */
static const struct mail_file enclosed[] = {
	{ { "vedlegg-1-plan.pdf", 18 }, { "application/pdf", 15 }, { "%PDF-1.4 plan", 13 } },
	{ { "vedlegg-2-bilde.png", 19 }, { "image/png", 9 }, { "\x89PNG", 4 } },
};

static inline struct mail_letter
a_letter_with(size_t n)
{
	struct mail_letter l = a_letter();

	l.files = enclosed;
	l.nfiles = n;
	return l;
}

/* What a stand-in has of them: each by its name, type and hash. */
static inline void
assert_enclosed(const json_t *taken, size_t n)
{
	const json_t *files = json_object_get(taken, "files");

	assert_int_equal(json_array_size(files), n);
	for (size_t i = 0; i < n; i++) {
		const json_t *f = json_array_get(files, i);

		assert_string_equal(json_string_value(json_object_get(f, "name")),
		    enclosed[i].name.p);
		assert_string_equal(json_string_value(json_object_get(f, "type")),
		    enclosed[i].media_type.p);
		assert_str(hash_sha256_hex(a, enclosed[i].bytes),
		    json_string_value(json_object_get(f, "sha256")));
	}
}

static inline struct mail
a_mail(const struct mail_letter *l)
{
	return (struct mail){ .key = id_new(a), .subject = STR("Svar på søknad"), .letter = l };
}

static inline struct transport *
the(const char *tenant, const char *channel)
{
	struct transport *t = transports_by(ts, str_from_z(tenant), str_from_z(channel));

	assert_non_null(t);
	return t;
}

static inline int
letters_set_up(void **state)
{
	(void)state;
	a = arena_new((size_t)256 << 20);
	stand_in_fresh(a);
	return transports_open(a, stand_in_file(a, "transports.xml").p, &ts) != ERR_OK;
}

static inline int
letters_tear_down(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

/* What a stand-in has taken over, by its name and that of the list. */
static inline json_t *
taken(const char *who, const char *list)
{
	return json_object_get(json_object_get(stand_in_seen(a), who), list);
}

static inline const char *
text_at(const json_t *j, const char *one, const char *two)
{
	j = json_object_get(j, one);
	return json_string_value(two == NULL ? j : json_object_get(j, two));
}

static inline bool
has_event(const struct mail_answer *r, enum mail_event_kind what)
{
	for (size_t i = 0; i < r->nevents; i++)
		if (r->events[i].what == what && r->events[i].at > 0)
			return true;
	return false;
}

#define T(f) cmocka_unit_test_setup_teardown(f, letters_set_up, letters_tear_down)

#endif

/* The letters in this tree, as they are: each loads, and can be filled for every outcome. */
#include "../t.h"

#include <glob.h>
#include <stdio.h>

#include "base/buf.h"
#include "letter/answers.h"
#include "letter/letter.h"
#include "letter/values.h"

#define ALL_OUTCOMES	STR("grant temporary reject annul")

static void
note(void *ctx, int line, const char *message)
{
	fprintf(stderr, "%s:%d: %s\n", (const char *)ctx, line, message);
}

struct folder {
	struct arena	*a;
	const char	*path;
};

static xmlDoc *
from(const struct folder *f, const char *below, struct str name)
{
	struct str path = str_fmt(f->a, "templates/%s/" STR_FMT ".xml", below, STR_ARG(name));
	xmlDoc *doc = NULL;

	return xml_parse_file(f->a, path.p, NULL, NULL, &doc) == ERR_OK ? doc : NULL;
}

static xmlDoc *
section(void *ctx, struct str name)
{
	return from(ctx, "shared/sections", name);
}

static xmlDoc *
table(void *ctx, struct str name)
{
	return from(ctx, "lists", name);
}

/* The form of the service that a letter stands with; NULL for a letter of no service. */
static const struct form *
form_beside(struct arena *a, char *path)
{
	struct folder folder = { a, path };
	const struct form_files files = { section, table, &folder, NULL, 0 };
	const char *tail = strstr(path, "/letters/");
	const struct form_messages *messages;
	const struct form *f = NULL;
	struct str beside;
	xmlDoc *doc;

	if (strncmp(path, "templates/services/", 19) != 0)
		return NULL;
	beside = str_fmt(a, "%.*s/form.xml", (int)(tail - path), path);
	assert_int_equal(xml_parse_file(a, "templates/shared/messages.xml", note, path, &doc), ERR_OK);
	assert_int_equal(form_messages_load(a, doc, note, path, &messages), ERR_OK);
	assert_int_equal(xml_parse_file(a, beside.p, note, path, &doc), ERR_OK);
	assert_int_equal(form_load(a, doc, messages, &files, note, path, &f), ERR_OK);
	return f;
}

static struct letter *
load(struct arena *a, const struct form *form, char *path)
{
	struct letter_dir dir = { a, "templates/shared/letters", note, path };
	struct letter *l = NULL;
	xmlDoc *doc = NULL;

	assert_int_equal(xml_parse_file(a, path, note, path, &doc), ERR_OK);
	assert_int_equal(letter_load(a, doc, letter_part_from_dir, &dir, form, ALL_OUTCOMES, note,
	    path, &l), ERR_OK);
	return l;
}

/* A decision says who decides a complaint, in how many days, and why; or it is none. */
static void
refuse_without(struct arena *a, const struct letter *l, struct letter_facts f)
{
	struct letter_facts without[3] = { f, f, f };

	without[0].complaint_body = STR("");
	without[1].complaint_days = 0;
	without[2].nreasons = 0;
	without[2].complaint.reason = STR("");
	for (size_t i = 0; i < 3 && letter_kind(l) == LETTER_DECISION; i++) {
		struct buf xml = buf_new(a, 8192);

		assert_int_equal(letter_make(l, letter_values(a, &without[i]), &xml), ERR_INVALID);
		assert_int_equal(xml.n, 0);
	}
}

static void
fill(struct arena *a, const struct letter *l, const struct form *form, struct str outcome)
{
	struct letter_reason reason = { STR("Fordi det er slik."), STR("barnehageloven § 16") };
	struct letter_facts f = { .at = 1795267980000000, .received_at = 1795267980000000,
		.case_ref = STR("BHG-2026-000123"), .outcome = outcome, .reasons = &reason,
		.nreasons = 1,
		.tenant_name = STR("Fjordvik kommune"), .person_name = STR("Kåre Ødegård"),
		.message_title = STR("Stengt"), .message_text = STR("Vi er stengt."),
		.complaint_days = 21, .complaint_body = STR("klagenemnda"),
		.complaint.reason = STR("Fordi det er slik."), .answer_by_at = 1795267980000000 };
	const struct form_world world = { .today = 20778 };
	struct vmap *v = letter_values(a, &f);
	struct buf xml = buf_new(a, 8192), text = buf_new(a, 8192);
	struct str title;

	if (form != NULL) {
		struct answers *as = answers_new(a, form);

		answers_rules(as, &world);
		letter_answers(v, a, as, &world);
	}
	letter_answers_row(letter_answers_page(v, STR("Barnet")), STR("Navn"), STR("Ola"));
	refuse_without(a, l, f);
	assert_int_equal(letter_make(l, v, &xml), ERR_OK);
	assert_int_equal(letter_title(a, buf_str(&xml), &title), ERR_OK);
	assert_true(title.n > 0);
	assert_int_equal(letter_text(a, buf_str(&xml), &text), ERR_OK);
	assert_true(memmem(text.p, text.n, "Fjordvik kommune", 16) != NULL);
}

static void
every_letter_in_the_tree_loads_and_can_be_filled(void **state)
{
	static const char *const where[] = { "templates/services/*/letters/*.xml", "templates/letters/*.xml" };
	struct arena *a = arena_new(64 << 20);
	size_t n = 0;

	(void)state;
	xml_start();
	for (size_t w = 0; w < 2; w++) {
		glob_t g;

		assert_int_equal(glob(where[w], 0, NULL, &g), 0);
		for (size_t i = 0; i < g.gl_pathc; i++, n++) {
			const struct form *f = form_beside(a, g.gl_pathv[i]);
			struct letter *l = load(a, f, g.gl_pathv[i]);

			fill(a, l, f, STR("grant"));
			fill(a, l, f, STR("temporary"));
			fill(a, l, f, STR("reject"));
		}
		globfree(&g);
	}
	assert_true(n >= 5);
	arena_free(&a);
}

TESTS(cmocka_unit_test(every_letter_in_the_tree_loads_and_can_be_filled))

/* A letter that every service has: loaded with its parts, and left for the service's own. */
#include "../t.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../log_catch.h"
#include "release/shared.h"

static void
write_file(struct arena *a, const char *dir, const char *name, const char *text)
{
	FILE *f = fopen(str_fmt(a, "%s/%s", dir, name).p, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	fclose(f);
}

static const char *
new_folder(struct arena *a)
{
	char *dir = (char *)(uintptr_t)str_fmt(a, "/tmp/shared-XXXXXX").p;

	assert_non_null(mkdtemp(dir));
	assert_int_equal(mkdir(str_fmt(a, "%s/letters", dir).p, 0700), 0);
	assert_int_equal(mkdir(str_fmt(a, "%s/shared", dir).p, 0700), 0);
	assert_int_equal(mkdir(str_fmt(a, "%s/shared/letters", dir).p, 0700), 0);
	return dir;
}

static void
the_letter_of_this_tree_is_there_in_every_language(void **state)
{
	struct release_letter out[LANG_COUNT] = { { .letter = NULL } };
	struct arena *a = arena_new(16 << 20);

	(void)state;
	xml_start();
	unsetenv("SKRANKE_LANGUAGES");
	assert_int_equal(shared_letter_load(a, "templates", SHARED_MESSAGE, out), ERR_OK);
	for (unsigned l = 0; l < LANG_COUNT; l++) {
		assert_ptr_equal(out[l].letter, out[LANG_NB].letter);	/* told of no others */
		assert_int_equal(out[l].lang, LANG_NB);
	}
	arena_free(&a);
}

static void
one_that_is_not_sound_stops_the_program_with_its_file_and_line(void **state)
{
	struct release_letter out[LANG_COUNT] = { { .letter = NULL } };
	struct arena *a = arena_new(16 << 20);
	const char *dir = new_folder(a);

	(void)state;
	log_catch_begin();
	assert_int_equal(shared_letter_load(a, dir, SHARED_MESSAGE, out), ERR_CONFIG);
	write_file(a, dir, "letters/message.xml",
	    "<letter xmlns='urn:skranke:letter:1' id='m' kind='info'>\n"
	    "<title>T</title>\n<p><value of='mesage.text'/></p></letter>");
	assert_int_equal(shared_letter_load(a, dir, SHARED_MESSAGE, out), ERR_CONFIG);
	assert_true(strstr(log_catch_end(a), "line=\"3\"") != NULL);
	arena_free(&a);
}

static void
a_service_that_has_its_own_sends_that(void **state)
{
	struct release_letter own = { .name = STR("message"), .lang = LANG_NN }, shared[LANG_COUNT];
	struct release with = { .lang = LANG_NN, .letters = &own, .nletters = 1 };
	struct release without = { .lang = LANG_NN };

	(void)state;
	for (unsigned l = 0; l < LANG_COUNT; l++)
		shared[l] = (struct release_letter){ .name = STR("message"), .lang = l };
	assert_ptr_equal(shared_letter(&with, shared), &own);
	assert_ptr_equal(shared_letter(&without, shared), &shared[LANG_NN]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_letter_of_this_tree_is_there_in_every_language),
		cmocka_unit_test(one_that_is_not_sound_stops_the_program_with_its_file_and_line),
		cmocka_unit_test(a_service_that_has_its_own_sends_that),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

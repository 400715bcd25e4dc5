/* Life events: read once at start, in their own order, or refused with the file's name. */
#include "../t.h"
#include "../log_catch.h"

#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "event/event.h"
#include "xml/xml.h"

#define EVENT(attributes, inside) \
	"<life-event xmlns='urn:skranke:life-event:1' " attributes ">" inside "</life-event>"

static struct arena *a;
static char dir[64];

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static int
setup(void **state)
{
	(void)state;
	xml_start();
	a = arena_new(4 << 20);
	snprintf(dir, sizeof dir, "/tmp/skranke-event-XXXXXX");
	assert_non_null(mkdtemp(dir));
	return mkdir(str_fmt(a, "%s/life-events", dir).p, 0700);
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&a);
	return nftw(dir, remove_one, 4, FTW_DEPTH);
}

static void
put(const char *name, const char *text)
{
	FILE *f = fopen(str_fmt(a, "%s/life-events/%s.xml", dir, name).p, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void
events_come_in_the_order_they_ask_for_and_not_by_their_names(void **state)
{
	struct events e = { NULL, 0 };

	(void)state;
	put("a", EVENT("id='a' order='20'", "<title>A</title>"));
	put("b", EVENT("id='b' order='3'", "<title>B</title><lead>Om B.</lead>"));
	assert_int_equal(events_load(a, dir, LANG_NB, &e), ERR_OK);
	assert_int_equal(e.n, 2);
	assert_str(e.v[0].id, "b");
	assert_str(e.v[0].lead, "Om B.");
	assert_str(e.v[1].title, "A");
	assert_int_equal(e.v[1].lead.n, 0);
}

static void
a_step_leads_to_a_service_of_ours_or_to_another_place(void **state)
{
	struct events e = { NULL, 0 };
	const struct event *barn;

	(void)state;
	put("barn", EVENT("id='barn' order='1'", "<title>T</title>"
	    "<step service='barnehageplass'><title>Søk</title><text>Her.</text></step>"
	    "<step href='https://www.nav.no/'><title>Penger</title><owner>Nav</owner></step>"));
	assert_int_equal(events_load(a, dir, LANG_NB, &e), ERR_OK);
	barn = events_find(&e, STR("barn"));
	assert_non_null(barn);
	assert_int_equal(barn->nsteps, 2);
	assert_str(barn->steps[0].service, "barnehageplass");
	assert_null(barn->steps[0].href.p);
	assert_null(barn->steps[1].service.p);
	assert_str(barn->steps[1].href, "https://www.nav.no/");
	assert_str(barn->steps[1].owner, "Nav");
	assert_null(events_find(&e, STR("bar")));
}

static void
a_file_that_lacks_something_stops_the_program_and_is_named_in_the_log(void **state)
{
	static const char *const bad[] = {
		EVENT("order='1'", "<title>T</title>"), EVENT("id='x'", "<title>T</title>"),
		EVENT("id='x' order='1'", ""), EVENT("id='x' order='one'", "<title>T</title>"),
		"<life-event",
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct events e = { NULL, 0 };
		const char *log;
		enum err got;

		put("x", bad[i]);
		log_catch_begin();
		got = events_load(a, dir, LANG_NB, &e);
		log = log_catch_end(a);
		assert_int_equal(got, ERR_CONFIG);
		assert_non_null(strstr(log, "life-events/x.xml"));
	}
}

static void
no_life_events_at_all_is_a_setting_gone_wrong(void **state)
{
	struct events e = { NULL, 0 };
	enum err got;

	(void)state;
	log_catch_begin();
	got = events_load(a, dir, LANG_NB, &e);
	assert_non_null(strstr(log_catch_end(a), "life-events-missing"));
	assert_int_equal(got, ERR_CONFIG);
}

static void
the_life_events_in_this_tree_load(void **state)
{
	struct events e = { NULL, 0 };

	(void)state;
	assert_int_equal(events_load(a, "templates", LANG_NB, &e), ERR_OK);
	assert_non_null(events_find(&e, STR("fa-barn")));
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
TESTS(
	T(events_come_in_the_order_they_ask_for_and_not_by_their_names),
	T(a_step_leads_to_a_service_of_ours_or_to_another_place),
	T(a_file_that_lacks_something_stops_the_program_and_is_named_in_the_log),
	T(no_life_events_at_all_is_a_setting_gone_wrong),
	T(the_life_events_in_this_tree_load))

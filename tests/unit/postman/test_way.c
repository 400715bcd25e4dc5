/* Which way a letter goes next: from what was tried, who it is to, and what there is to send by. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "mail/transports.h"
#include "postman/postman.h"

#include "../t.h"

static struct arena *a;
static struct postman p;
static char dir[] = "/tmp/skranke-way-XXXXXX";

/* Everywhere a notice by e-mail and, after it, a folder for letters; 9997 has the folder first. */
static int
open_transports(void **state)
{
	char path[64];
	FILE *f;

	(void)state;
	a = arena_new((size_t)4 << 20);
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/t.xml", dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fprintf(f, "<transports xmlns='urn:skranke:transports:1'>"
	    "<transport kind='smtp' url='smtp://127.0.0.1:9'/>"
	    "<transport kind='file' folder='%s' carries='digital print'/></transports>", dir);
	fclose(f);
	p.press = "/nowhere";
	assert_int_equal(transports_open(a, path, &p.transports), ERR_OK);
	unlink(path);
	return 0;
}

static int
close_transports(void **state)
{
	(void)state;
	rmdir(dir);
	arena_free(&a);
	return 0;
}

static struct stand
somebody(void)
{
	struct stand s = { .found = true, .known = true, .reach = true, .orgnr = STR("310000027"),
	    .paper = STR(""), .document_id = STR("d") };

	s.to.pid = STR("17857799918");
	s.to.judgement = (struct contact_judgement){ .way = CONTACT_DIGITAL, .why = "",
	    .email = STR("a@example.no"), .no_paper = "" };
	return s;
}

static struct step
next(struct stand *s)
{
	static struct ways ways;

	ways_find(&p, s, STR("9998"), &ways);
	return way_next(s, &ways);
}

static struct step
after(struct stand *s, const char *channel, bool print, const char *state, bool given_up)
{
	struct tried *more = arena_alloc(a, (s->ntried + 1) * sizeof *more);

	if (s->ntried > 0)
		memcpy(more, s->tried, s->ntried * sizeof *more);
	more[s->ntried] = (struct tried){ .channel = str_from_z(channel), .print = print,
	    .state = str_from_z(state), .given_up = given_up, .code = STR("refused") };
	s->tried = more;
	s->ntried++;
	return next(s);
}

static void
sends(struct step step, const char *channel, bool print)
{
	assert_int_equal(step.next, NEXT_SEND);
	assert_str(step.way->channel, channel);
	assert_int_equal(step.way->print, print);
}

static void
person(struct step step, enum trouble trouble)
{
	assert_int_equal(step.next, NEXT_PERSON);
	assert_int_equal(step.trouble, trouble);
}

static void
ways_are_tried_in_the_order_of_the_file_and_paper_last(void **state)
{
	struct stand s = somebody();

	(void)state;
	sends(next(&s), "email", false);
	sends(after(&s, "email", false, "failed", true), "file", false);
	sends(after(&s, "file", false, "failed", true), "file", true);
	assert_true(next(&s).last);
	person(after(&s, "file", true, "failed", true), TROUBLE_REFUSED);
}

static void
what_surely_has_not_gone_is_tried_again_the_same_way(void **state)
{
	struct stand s = somebody();

	(void)state;
	sends(after(&s, "email", false, "failed", false), "email", false);
}

static void
what_may_have_gone_is_asked_about_before_anything_else(void **state)
{
	struct stand s = somebody(), t = somebody();

	(void)state;
	assert_int_equal(after(&s, "email", false, "sending", false).next, NEXT_ASK);
	assert_int_equal(after(&t, "file", true, "uncertain", false).next, NEXT_ASK);
	s.to.judgement.way = CONTACT_PERSON;
	assert_int_equal(next(&s).next, NEXT_ASK);
}

static void
what_was_handed_over_is_done(void **state)
{
	struct stand s = somebody(), t = somebody();

	(void)state;
	assert_int_equal(after(&s, "email", false, "sent", false).next, NEXT_DONE);
	assert_int_equal(after(&t, "file", true, "arrived", false).next, NEXT_DONE);
}

static void
without_an_address_only_a_transport_that_finds_people_will_do(void **state)
{
	struct stand s = somebody();

	(void)state;
	s.to.judgement.email = STR("");
	sends(next(&s), "file", false);
	s.orgnr = STR("");
	person(next(&s), TROUBLE_NO_TRANSPORT);
	s.reach = false;
	assert_int_equal(next(&s).next, NEXT_LIES);
}

static void
who_wants_paper_gets_paper_or_a_person(void **state)
{
	struct stand s = somebody();

	(void)state;
	s.to.judgement.way = CONTACT_PRINT;
	s.to.judgement.why = "reserved";
	sends(next(&s), "file", true);
	s.to.judgement.no_paper = "no-address";
	person(next(&s), TROUBLE_NO_PAPER);
	s.to.judgement.no_paper = "graded";
	person(next(&s), TROUBLE_GRADED);
	s.to.judgement.no_paper = "";
	p.press = NULL;
	person(next(&s), TROUBLE_NO_TRANSPORT);
	p.press = "/nowhere";
}

static void
a_graded_person_is_never_printed_to(void **state)
{
	struct stand s = somebody();

	(void)state;
	s.to.judgement.no_paper = "graded";
	sends(next(&s), "email", false);
	(void)after(&s, "email", false, "failed", true);
	person(after(&s, "file", false, "failed", true), TROUBLE_REFUSED);
	s.paper = STR("asked");
	s.ntried = 0;
	person(next(&s), TROUBLE_GRADED);
}

static void
what_lay_unread_goes_on_paper_unless_it_was_opened_meanwhile(void **state)
{
	struct stand s = somebody();

	(void)state;
	s.paper = STR("unread");
	sends(next(&s), "file", true);
	s.opened = true;
	assert_int_equal(next(&s).next, NEXT_DONE);
	s.paper = STR("asked");
	sends(next(&s), "file", true);
}

static void
a_contact_register_that_is_away_is_waited_for(void **state)
{
	struct stand s = somebody();

	(void)state;
	s.to.judgement.way = CONTACT_LATER;
	s.to.judgement.why = "register-away";
	assert_int_equal(next(&s).next, NEXT_LATER);
	s.to.judgement.way = CONTACT_PERSON;
	person(next(&s), TROUBLE_REGISTER_AWAY);
}

static void
a_body_is_told_by_its_address_and_nothing_else(void **state)
{
	struct stand s = { .found = true, .to_body = true, .orgnr = STR("310000027"),
	    .paper = STR(""), .body_email = STR("klage@example.no") };

	(void)state;
	sends(next(&s), "email", false);
	person(after(&s, "email", false, "failed", true), TROUBLE_REFUSED);
	s.ntried = 0;
	s.body_email = STR("");
	person(next(&s), TROUBLE_NO_BODY);
}

static void
a_reminder_never_goes_on_paper(void **state)
{
	struct stand s = somebody();

	(void)state;
	s.reminder = true;
	s.reach = false;
	sends(next(&s), "email", false);
	s.to.judgement.email = STR("");
	assert_int_equal(next(&s).next, NEXT_LIES);
}

static void
every_trouble_has_a_code_and_a_sentence(void **state)
{
	(void)state;
	for (unsigned t = TROUBLE_KIND; t <= TROUBLE_TOO_OFTEN; t++) {
		assert_true(trouble_text((enum trouble)t).n > 20);
		assert_string_equal(trouble_code(trouble_of_code(
		    str_from_z(trouble_code((enum trouble)t)))), trouble_code((enum trouble)t));
	}
	assert_int_equal(trouble_of_code(STR("away")), TROUBLE_TOO_OFTEN);
}

#define T(f) cmocka_unit_test(f)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(ways_are_tried_in_the_order_of_the_file_and_paper_last),
		T(what_surely_has_not_gone_is_tried_again_the_same_way),
		T(what_may_have_gone_is_asked_about_before_anything_else),
		T(what_was_handed_over_is_done),
		T(without_an_address_only_a_transport_that_finds_people_will_do),
		T(who_wants_paper_gets_paper_or_a_person), T(a_graded_person_is_never_printed_to),
		T(what_lay_unread_goes_on_paper_unless_it_was_opened_meanwhile),
		T(a_contact_register_that_is_away_is_waited_for),
		T(a_body_is_told_by_its_address_and_nothing_else),
		T(a_reminder_never_goes_on_paper),
		T(every_trouble_has_a_code_and_a_sentence),
	};

	return cmocka_run_group_tests(tests, open_transports, close_transports);
}

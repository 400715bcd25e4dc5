#include "../t.h"

#include "../log_catch.h"
#include "letter.h"

static struct mail_answer
send_it(const struct mail *m)
{
	return transport_send(the("9999", "eformidling"), a, m);
}

static struct mail_answer
ask_it(struct str key, bool print)
{
	return transport_ask(the("9999", "eformidling"), a, key, STR_NONE, print);
}

static void
behave(const char *on, const char *how)
{
	stand_in_behave(a, str_z(a, str_fmt(a,
	    "{'who': 'eformidling', 'on': '%s', 'how': '%s', 'times': 1}", on, how)));
}

static const json_t *
message(size_t n)
{
	return json_array_get(taken("eformidling", "messages"), n);
}

static int
times_sent(void)
{
	return (int)json_integer_value(json_object_get(message(0), "sent"));
}

/* One that is too large for one call. */
static struct mail_letter
large_letter(void)
{
	struct mail_letter l = a_letter();
	size_t n = ((size_t)5 << 20) + 1;
	char *z = arena_alloc(a, n);

	memset(z, 'x', n);
	memcpy(z, PDF.p, PDF.n);
	l.pdf = (struct str){ z, n };
	return l;
}

static void
a_decision_goes_to_the_digital_mailbox_with_its_file(void **state)
{
	struct mail_letter l = a_letter();
	struct mail m = a_mail(&l);
	struct mail_answer r = send_it(&m);
	const json_t *d, *scope;

	(void)state;
	assert_str(stand_in_wrong(a), "");
	assert_int_equal(r.outcome, MAIL_SENT);
	assert_true(str_eq(r.reference, m.key));
	assert_str(m.key, text_at(message(0), "key", NULL));
	assert_str(hash_sha256_hex(a, PDF), text_at(message(0), "file", "sha256"));
	assert_int_equal(times_sent(), 1);
	d = json_object_get(json_object_get(message(0), "sbd"), "digital");
	assert_string_equal(text_at(d, "tittel", NULL), "Svar på søknad");
	assert_string_equal(text_at(d, "digitalPostInfo", "virkningsdato"), "2026-11-22");
	assert_true(json_is_true(json_object_get(json_object_get(d, "digitalPostInfo"),
	    "aapningskvittering")));
	assert_int_equal(json_integer_value(json_object_get(d, "sikkerhetsnivaa")), 4);
	scope = json_object_get(json_object_get(json_object_get(message(0), "sbd"),
	    "standardBusinessDocumentHeader"), "businessScope");
	assert_string_equal(text_at(json_array_get(json_object_get(scope, "scope"), 0),
	    "identifier", NULL), "urn:no:difi:profile:digitalpost:vedtak:ver1.0");
}

static void
a_letter_on_paper_has_both_addresses(void **state)
{
	struct mail_letter l = a_letter();
	struct mail m = a_mail(&l);
	const json_t *p;

	(void)state;
	l.print = true;
	l.decision = false;
	assert_int_equal(send_it(&m).outcome, MAIL_SENT);
	assert_str(stand_in_wrong(a), "");
	p = json_object_get(json_object_get(message(0), "sbd"), "print");
	assert_string_equal(text_at(p, "mottaker", "postnummer"), "0001");
	assert_string_equal(text_at(json_object_get(p, "retur"), "mottaker", "navn"),
	    "Fjordvik kommune");
	l.to.pid = STR_NONE;
	assert_string_equal(send_it(&m).code, "transport-missing");
	l = a_letter();
	l.print = true;
	l.to.line1 = STR_NONE;
	assert_string_equal(send_it(&m).code, "bad-address");
}

static void
a_letter_of_one_call_whose_answer_was_lost_is_sent_once(void **state)
{
	static const char *const how[] = { "500", "500-after", "hang-up-before", "hang-up-after",
	    "cut" };
	struct mail_letter l = a_letter();

	(void)state;
	for (size_t i = 0; i < sizeof how / sizeof how[0]; i++) {
		struct mail m = a_mail(&l);
		struct mail_answer r;

		stand_in_fresh(a);
		behave("multipart", how[i]);
		r = send_it(&m);
		if (r.outcome != MAIL_UNCERTAIN)
			fail_msg("%s", how[i]);
		if (ask_it(m.key, false).outcome == MAIL_RETRY_LATER)
			assert_int_equal(send_it(&m).outcome, MAIL_SENT);
		assert_int_equal(ask_it(m.key, false).outcome, MAIL_SENT);
		assert_int_equal(send_it(&m).outcome, MAIL_SENT);
		assert_int_equal(times_sent(), 1);
		assert_null(message(1));
	}
}

static void
a_large_letter_goes_in_three_calls(void **state)
{
	struct mail_letter l = large_letter();
	struct mail m = a_mail(&l);

	(void)state;
	assert_int_equal(send_it(&m).outcome, MAIL_SENT);
	assert_str(stand_in_wrong(a), "");
	assert_str(hash_sha256_hex(a, l.pdf), text_at(message(0), "file", "sha256"));
	assert_int_equal(stand_in_calls(a, "eformidling multipart"), 0);
	assert_int_equal(stand_in_calls(a, "eformidling upload"), 1);
}

static void
what_goes_with_a_letter_goes_with_it_in_one_call_or_in_several(void **state)
{
	struct mail_letter l = a_letter_with(2), large = large_letter();
	struct mail m = a_mail(&l), n;

	(void)state;
	assert_int_equal(send_it(&m).outcome, MAIL_SENT);
	assert_enclosed(message(0), 2);
	large.files = l.files;
	large.nfiles = 2;
	n = a_mail(&large);
	assert_int_equal(send_it(&n).outcome, MAIL_SENT);
	assert_enclosed(message(1), 2);
	assert_int_equal(json_integer_value(json_object_get(message(1), "sent")), 1);
	l = a_letter_with(1);
	l.print = true;
	m = a_mail(&l);
	assert_int_equal(send_it(&m).outcome, MAIL_SENT);
	assert_enclosed(message(2), 1);
	assert_str(stand_in_wrong(a), "");
}

/* They say of each file that they have it: the rest follows, and the letter goes. */
static void
a_large_letter_that_broke_off_between_its_files_goes_on_from_there(void **state)
{
	static const char *const how[] = { "500", "hang-up-before", "hang-up-after", "cut" };
	struct mail_letter large = large_letter();

	(void)state;
	large.files = enclosed;
	large.nfiles = 2;
	for (size_t i = 0; i < sizeof how / sizeof how[0]; i++)
		for (int broken = 0; broken < 3; broken++) {
			struct mail m = a_mail(&large);

			stand_in_fresh(a);
			stand_in_behave(a, str_z(a, str_fmt(a, "{'who': 'eformidling', 'on': "
			    "'upload', 'how': '%s', 'after': %d, 'times': 1}", how[i], broken)));
			if (send_it(&m).outcome != MAIL_RETRY_LATER)
				fail_msg("%s at %d", how[i], broken);
			assert_int_equal(send_it(&m).outcome, MAIL_SENT);
			assert_int_equal(times_sent(), 1);
			assert_enclosed(message(0), 2);
		}
}

/* Told no of a file, and not that they have it: it never leaves without. */
static void
a_letter_is_never_sent_without_some_of_what_goes_with_it(void **state)
{
	struct mail_letter large = large_letter();
	struct mail m;

	(void)state;
	large.files = enclosed;
	large.nfiles = 2;
	m = a_mail(&large);
	behave("upload", "hang-up-before");
	assert_int_equal(send_it(&m).outcome, MAIL_RETRY_LATER);
	stand_in_behave(a, "{'who': 'eformidling', 'on': 'upload', 'how': '400', 'after': 1, 'times': 1}");
	assert_int_equal(send_it(&m).outcome, MAIL_SENT);
	assert_int_equal(times_sent(), 0);
	stand_in_tell(a, "progress", "{'who': 'eformidling', 'alive': 0}");
	assert_int_equal(ask_it(m.key, false).outcome, MAIL_REFUSED);
}

static void
before_the_last_step_a_letter_was_surely_not_sent(void **state)
{
	static const char *const steps[] = { "create", "upload" };
	static const char *const how[] = { "500", "500-after", "hang-up-before", "hang-up-after",
	    "cut", "503" };
	struct mail_letter l = large_letter();

	(void)state;
	for (size_t s = 0; s < 2; s++) {
		for (size_t i = 0; i < sizeof how / sizeof how[0]; i++) {
			struct mail m = a_mail(&l);

			stand_in_fresh(a);
			behave(steps[s], how[i]);
			if (send_it(&m).outcome != MAIL_RETRY_LATER)
				fail_msg("%s %s", steps[s], how[i]);
			assert_int_equal(send_it(&m).outcome, MAIL_SENT);
			assert_int_equal(times_sent(), 1);
			assert_null(message(1));
		}
	}
}

static void
the_last_step_is_never_taken_twice(void **state)
{
	static const char *const how[] = { "500-after", "hang-up-after" };
	struct mail_letter l = large_letter();

	(void)state;
	for (size_t i = 0; i < sizeof how / sizeof how[0]; i++) {
		struct mail m = a_mail(&l);

		stand_in_fresh(a);
		behave("send", how[i]);
		assert_int_equal(send_it(&m).outcome, MAIL_UNCERTAIN);
		assert_int_equal(ask_it(m.key, false).outcome, MAIL_SENT);
		assert_int_equal(send_it(&m).outcome, MAIL_SENT);
		assert_int_equal(times_sent(), 1);
		assert_null(message(1));
	}
}

static void
what_never_came_to_their_queue_they_give_up_themselves(void **state)
{
	struct mail_letter l = large_letter();
	struct mail m = a_mail(&l);
	struct mail_answer r;

	(void)state;
	behave("send", "hang-up-before");
	assert_int_equal(send_it(&m).outcome, MAIL_UNCERTAIN);
	r = ask_it(m.key, false);
	assert_int_equal(r.outcome, MAIL_SENT);
	assert_true(r.nevents == 1 && r.events[0].what == MAIL_TAKEN && !r.final);
	assert_int_equal(times_sent(), 0);
	stand_in_tell(a, "progress", "{'who': 'eformidling', 'alive': -1}");
	r = ask_it(m.key, false);
	assert_int_equal(r.outcome, MAIL_REFUSED);
	assert_true(has_event(&r, MAIL_FAILED) && r.final);
}

static void
a_refused_letter_is_refused_and_wrong_settings_are_ours(void **state)
{
	struct mail_letter l = a_letter(), large = large_letter();
	struct mail m = a_mail(&l), big = a_mail(&large);
	struct mail_answer r;

	(void)state;
	behave("multipart", "400");
	r = send_it(&m);
	assert_int_equal(r.outcome, MAIL_REFUSED);
	assert_string_equal(r.code, "refused");
	behave("multipart", "401");
	assert_string_equal(send_it(&m).code, "settings");
	behave("create", "400");
	assert_int_equal(send_it(&big).outcome, MAIL_REFUSED);
	behave("send", "400");
	assert_int_equal(send_it(&big).outcome, MAIL_REFUSED);
}

static void
what_becomes_of_it_is_told_with_its_times(void **state)
{
	struct mail_letter l = a_letter();
	struct mail m = a_mail(&l);
	struct mail_answer r;

	(void)state;
	assert_int_equal(send_it(&m).outcome, MAIL_SENT);
	stand_in_tell(a, "progress",
	    "{'who': 'eformidling', 'digital': ['SENDT', 'MOTTATT', 'LEVERT', 'LEST']}");
	r = ask_it(m.key, false);
	assert_true(has_event(&r, MAIL_TAKEN) && !has_event(&r, MAIL_NOTIFIED) && !r.final);
	ask_it(m.key, false);
	r = ask_it(m.key, false);
	assert_true(has_event(&r, MAIL_AVAILABLE) && has_event(&r, MAIL_NOTIFIED) && !r.final);
	r = ask_it(m.key, false);
	assert_true(has_event(&r, MAIL_OPENED) && r.final);
	for (size_t i = 1; i < r.nevents; i++)
		assert_true(r.events[i].at >= r.events[i - 1].at);
}

static void
delivered_to_the_printer_is_printed(void **state)
{
	struct mail_letter l = a_letter();
	struct mail m = a_mail(&l);
	struct mail_answer r;

	(void)state;
	l.print = true;
	assert_int_equal(send_it(&m).outcome, MAIL_SENT);
	stand_in_tell(a, "progress", "{'who': 'eformidling', 'print': ['LEVERT']}");
	r = ask_it(m.key, true);
	assert_true(has_event(&r, MAIL_PRINTED) && !has_event(&r, MAIL_NOTIFIED) && r.final);
}

static void
a_letter_they_gave_up_must_go_another_way(void **state)
{
	static const char *const how[] = { "FEIL", "LEVETID_UTLOPT" };
	struct mail_letter l = a_letter();

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct mail m = a_mail(&l);
		struct mail_answer r;

		assert_int_equal(send_it(&m).outcome, MAIL_SENT);
		stand_in_tell(a, "progress", str_z(a, str_fmt(a,
		    "{'who': 'eformidling', 'digital': ['%s']}", how[i])));
		r = ask_it(m.key, false);
		assert_int_equal(r.outcome, MAIL_REFUSED);
		assert_true(has_event(&r, MAIL_FAILED) && r.final);
	}
}

static void
what_cannot_be_asked_is_not_known(void **state)
{
	static const char *const how[] = { "500", "401", "hang-up-before", "nonsense", "empty",
	    "cut" };
	struct mail_letter l = a_letter();
	struct mail m = a_mail(&l);

	(void)state;
	assert_int_equal(send_it(&m).outcome, MAIL_SENT);
	for (size_t i = 0; i < sizeof how / sizeof how[0]; i++) {
		behave("status", how[i]);
		if (ask_it(m.key, false).outcome != MAIL_UNCERTAIN)
			fail_msg("%s", how[i]);
	}
	assert_int_equal(ask_it(id_new(a), false).outcome, MAIL_RETRY_LATER);
	behave("status", "404");
	assert_int_equal(ask_it(id_new(a), false).outcome, MAIL_RETRY_LATER);
}

STAND_IN_TESTS(T(a_decision_goes_to_the_digital_mailbox_with_its_file),
    T(a_letter_on_paper_has_both_addresses),
    T(a_letter_of_one_call_whose_answer_was_lost_is_sent_once),
    T(a_large_letter_goes_in_three_calls),
    T(what_goes_with_a_letter_goes_with_it_in_one_call_or_in_several),
    T(a_large_letter_that_broke_off_between_its_files_goes_on_from_there),
    T(a_letter_is_never_sent_without_some_of_what_goes_with_it),
    T(before_the_last_step_a_letter_was_surely_not_sent),
    T(the_last_step_is_never_taken_twice),
    T(what_never_came_to_their_queue_they_give_up_themselves),
    T(a_refused_letter_is_refused_and_wrong_settings_are_ours),
    T(what_becomes_of_it_is_told_with_its_times),
    T(delivered_to_the_printer_is_printed),
    T(a_letter_they_gave_up_must_go_another_way),
    T(what_cannot_be_asked_is_not_known))

#include "../t.h"

#include "../log_catch.h"
#include "letter.h"

static struct mail_answer
send_quietly(const struct mail *m, const char *tenant)
{
	struct mail_answer r;

	log_catch_begin();
	r = transport_send(the(tenant, "svarut"), a, m);
	log_catch_end(a);
	return r;
}

static struct mail_answer
ask_quietly(struct str key, struct str reference, bool print)
{
	struct mail_answer r;

	log_catch_begin();
	r = transport_ask(the("9998", "svarut"), a, key, reference, print);
	log_catch_end(a);
	return r;
}

static void
behave(const char *on, const char *how)
{
	stand_in_behave(a, str_z(a, str_fmt(a,
	    "{'who': 'svarut', 'on': '%s', 'how': '%s', 'times': 1}", on, how)));
}

static void
a_letter_is_taken_over_whole_and_only_for_its_receiver(void **state)
{
	struct mail_letter l = a_letter();
	struct mail m = a_mail(&l);
	struct mail_answer r = send_quietly(&m, "9998");
	json_t *got, *f;

	(void)state;
	assert_str(stand_in_wrong(a), "");
	assert_int_equal(r.outcome, MAIL_SENT);
	assert_int_equal(json_array_size(taken("svarut", "letters")), 1);
	got = json_array_get(taken("svarut", "letters"), 0);
	f = json_object_get(got, "forsendelse");
	assert_str(r.reference, text_at(got, "id", NULL));
	assert_str(m.key, text_at(f, "eksternReferanse", NULL));
	assert_str(hash_sha256_hex(a, PDF), text_at(got, "sha256", NULL));
	assert_true(json_is_true(json_object_get(f, "krevNiva4Innlogging")));
	assert_true(json_is_true(json_object_get(f, "kryptert")));
	assert_true(json_is_false(json_object_get(f, "kunDigitalLevering")));
	assert_string_equal(text_at(f, "tittel", NULL), "Svar på søknad");
	assert_string_equal(text_at(f, "korrelasjonsid", NULL), "BHG-2026-000123");
	assert_string_equal(text_at(f, "mottaker", "digitalId"), "10921148513");
	assert_string_equal(text_at(f, "mottaker", "navn"), "Uklar Plåst");
	assert_string_equal(text_at(f, "svarSendesTil", "digitalId"), "310000001");
	f = json_object_get(f, "utskriftskonfigurasjon");
	assert_true(json_is_false(json_object_get(f, "utskriftMedFarger")));
	assert_true(json_is_true(json_object_get(f, "tosidig")));
}

static void
what_goes_with_a_letter_goes_whole_and_on_paper_only_what_can_be_printed(void **state)
{
	struct mail_letter l = a_letter_with(2);
	struct mail m = a_mail(&l);
	const json_t *got;

	(void)state;
	assert_int_equal(send_quietly(&m, "9998").outcome, MAIL_SENT);
	assert_str(stand_in_wrong(a), "");
	got = json_array_get(taken("svarut", "letters"), 0);
	assert_enclosed(got, 2);
	assert_true(json_is_true(json_object_get(json_object_get(got, "forsendelse"),
	    "kunDigitalLevering")));
	l = a_letter_with(1);
	m = a_mail(&l);
	assert_int_equal(send_quietly(&m, "9998").outcome, MAIL_SENT);
	got = json_array_get(taken("svarut", "letters"), 1);
	assert_enclosed(got, 1);
	assert_true(json_is_false(json_object_get(json_object_get(got, "forsendelse"),
	    "kunDigitalLevering")));
	assert_str(stand_in_wrong(a), "");
}

static void
a_letter_is_not_printed_without_what_goes_with_it(void **state)
{
	struct mail_letter l = a_letter_with(2);
	struct mail m = a_mail(&l);
	struct mail_answer r;

	(void)state;
	l.print = true;
	r = send_quietly(&m, "9998");
	assert_int_equal(r.outcome, MAIL_REFUSED);
	assert_string_equal(r.code, "files-paper");
	l.nfiles = 1;
	assert_int_equal(send_quietly(&m, "9998").outcome, MAIL_SENT);
	assert_str(stand_in_wrong(a), "");
}

static void
what_has_no_name_of_its_own_does_not_go_with_a_letter(void **state)
{
	static const struct mail_file bad[] = {
		{ { "vedtak.pdf", 10 }, { "application/pdf", 15 }, { "x", 1 } },
		{ { "../x.pdf", 8 }, { "application/pdf", 15 }, { "x", 1 } },
		{ { "a\"b.pdf", 7 }, { "application/pdf", 15 }, { "x", 1 } },
		{ { "", 0 }, { "application/pdf", 15 }, { "x", 1 } },
		{ { "a.pdf", 5 }, { "pdf", 3 }, { "x", 1 } },
		{ { "a.pdf", 5 }, { "application/pdf\r\nX: y", 21 }, { "x", 1 } },
		{ { "a.pdf", 5 }, { "application/pdf", 15 }, { "", 0 } },
	};
	struct mail_file twice[2] = { enclosed[0], enclosed[0] };
	struct mail_letter l = a_letter();
	struct mail m = a_mail(&l);

	(void)state;
	l.nfiles = 1;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		l.files = &bad[i];
		assert_int_equal(send_quietly(&m, "9998").outcome, MAIL_REFUSED);
	}
	l.files = twice;
	l.nfiles = 2;
	assert_int_equal(send_quietly(&m, "9998").outcome, MAIL_REFUSED);
	assert_int_equal(json_array_size(taken("svarut", "letters")), 0);
}

static void
a_letter_abroad_has_its_country_in_words(void **state)
{
	struct mail_letter l = a_letter();
	struct mail m = a_mail(&l);
	const json_t *to;

	(void)state;
	l.print = true;
	l.to.postcode = STR("111 22");
	l.to.city = STR("Stockholm");
	l.to.country = STR("Sverige");
	assert_int_equal(send_quietly(&m, "9998").outcome, MAIL_SENT);
	assert_str(stand_in_wrong(a), "");
	to = json_object_get(json_object_get(json_array_get(taken("svarut", "letters"), 0),
	    "forsendelse"), "mottaker");
	assert_string_equal(text_at(to, "land", NULL), "Sverige");
	assert_string_equal(text_at(to, "postnummer", NULL), "111 22");
	l.to.line1 = STR("");
	m = a_mail(&l);
	assert_int_equal(send_quietly(&m, "9998").outcome, MAIL_REFUSED);
}

static void
a_slow_answer_is_waited_for(void **state)
{
	struct mail_letter l = a_letter();
	struct mail m = a_mail(&l);

	(void)state;
	stand_in_behave(a, "{'who': 'svarut', 'on': 'send', 'how': 'slow', 'ms': 700}");
	assert_int_equal(send_quietly(&m, "9998").outcome, MAIL_SENT);
}

static void
without_an_address_it_is_never_put_on_paper(void **state)
{
	struct mail_letter l = a_letter();
	struct mail m = a_mail(&l);
	const json_t *f;

	(void)state;
	l.to.line1 = l.to.postcode = l.to.city = STR_NONE;
	l.back = l.to;
	l.back.pid = STR_NONE;
	assert_int_equal(send_quietly(&m, "9998").outcome, MAIL_SENT);
	f = json_object_get(json_array_get(taken("svarut", "letters"), 0), "forsendelse");
	assert_true(json_is_true(json_object_get(f, "kunDigitalLevering")));
	assert_null(json_object_get(f, "svarSendesTil"));
}

static void
a_letter_on_paper_needs_neither_a_number_nor_a_case(void **state)
{
	struct mail_letter l = a_letter();
	struct mail m = a_mail(&l);
	const json_t *f;

	(void)state;
	l.print = true;
	l.to.pid = STR_NONE;
	l.reference = STR("");
	assert_int_equal(send_quietly(&m, "9998").outcome, MAIL_SENT);
	assert_str(stand_in_wrong(a), "");
	f = json_object_get(json_array_get(taken("svarut", "letters"), 0), "forsendelse");
	assert_null(text_at(f, "mottaker", "digitalId"));
	assert_null(json_object_get(f, "korrelasjonsid"));
	assert_string_equal(text_at(f, "mottaker", "navn"), "Uklar Plåst");
}

static void
a_letter_on_paper_goes_without_the_number(void **state)
{
	struct mail_letter l = a_letter();
	struct mail m = a_mail(&l);
	const json_t *f;

	(void)state;
	l.print = true;
	assert_int_equal(send_quietly(&m, "9997").outcome, MAIL_SENT);
	f = json_object_get(json_array_get(taken("svarut", "letters"), 0), "forsendelse");
	assert_null(text_at(f, "mottaker", "digitalId"));
	assert_string_equal(text_at(f, "mottaker", "poststed"), "OSLO");
	assert_true(json_is_false(json_object_get(f, "kryptert")));
	l.to.city = STR_NONE;
	m.key = id_new(a);
	assert_string_equal(send_quietly(&m, "9997").code, "bad-address");
	l = a_letter();
	assert_string_equal(send_quietly(&m, "9997").code, "transport-missing");
	assert_int_equal(stand_in_calls(a, "svarut send"), 1);
}

static void
each_answer_says_what_is_known_and_no_more(void **state)
{
	static const struct {
		const char	*how;
		enum mail_outcome is;
		const char	*code;
		int		 taken;
	} cases[] = {
		{ "400", MAIL_REFUSED, "refused", 0 }, { "413", MAIL_REFUSED, "refused", 0 },
		{ "401", MAIL_SENT, NULL, 1 }, { "expired", MAIL_SENT, NULL, 1 },
		{ "403", MAIL_RETRY_LATER, "settings", 0 },
		{ "404", MAIL_RETRY_LATER, "settings", 0 },
		{ "429", MAIL_RETRY_LATER, "away", 0 },
		{ "500", MAIL_UNCERTAIN, "uncertain", 0 },
		{ "500-after", MAIL_UNCERTAIN, "uncertain", 1 },
		{ "hang-up-before", MAIL_UNCERTAIN, "uncertain", 0 },
		{ "hang-up-after", MAIL_UNCERTAIN, "uncertain", 1 },
		{ "cut", MAIL_UNCERTAIN, "uncertain", 1 },
		{ "nonsense", MAIL_UNCERTAIN, "uncertain", 1 },
		{ "empty", MAIL_UNCERTAIN, "uncertain", 1 },
	};
	struct mail_letter l = a_letter();

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct mail m = a_mail(&l);
		struct mail_answer r;

		stand_in_fresh(a);
		behave("send", cases[i].how);
		r = send_quietly(&m, "9998");
		if (r.outcome != cases[i].is ||
		    (int)json_array_size(taken("svarut", "letters")) != cases[i].taken)
			fail_msg("%s gives %d: " STR_FMT, cases[i].how, (int)r.outcome,
			    STR_ARG(r.error));
		if (cases[i].code != NULL)
			assert_string_equal(r.code, cases[i].code);
		if (r.outcome != MAIL_SENT)
			assert_null(memmem(r.error.p, r.error.n, "10921148513", 11));
	}
}

/* The heart of it: after any loss, one look tells whether it may be sent again. */
static void
a_letter_whose_answer_was_lost_is_found_by_our_key_and_sent_once(void **state)
{
	static const char *const how[] = { "hang-up-before", "hang-up-after", "500", "500-after",
	    "cut", "nonsense" };
	struct mail_letter l = a_letter();

	(void)state;
	for (size_t i = 0; i < sizeof how / sizeof how[0]; i++) {
		struct mail m = a_mail(&l);
		struct mail_answer r;

		stand_in_fresh(a);
		behave("send", how[i]);
		assert_int_equal(send_quietly(&m, "9998").outcome, MAIL_UNCERTAIN);
		r = ask_quietly(m.key, STR_NONE, false);
		if (r.outcome == MAIL_RETRY_LATER)
			assert_int_equal(send_quietly(&m, "9998").outcome, MAIL_SENT);
		else
			assert_int_equal(r.outcome, MAIL_SENT);
		assert_int_equal(json_array_size(taken("svarut", "letters")), 1);
		assert_str(stand_in_wrong(a), "");
	}
}

static void
what_cannot_be_asked_is_not_known(void **state)
{
	static const char *const how[] = { "500", "404", "hang-up-before", "nonsense", "empty",
	    "cut" };
	struct mail_letter l = a_letter();
	struct mail m = a_mail(&l);
	struct mail_answer r = send_quietly(&m, "9998");

	(void)state;
	for (size_t i = 0; i < sizeof how / sizeof how[0]; i++) {
		behave("look-up", how[i]);
		if (ask_quietly(m.key, STR_NONE, false).outcome != MAIL_UNCERTAIN)
			fail_msg("look-up %s", how[i]);
		behave("status", how[i]);
		if (ask_quietly(m.key, r.reference, false).outcome != MAIL_UNCERTAIN)
			fail_msg("status %s", how[i]);
	}
	assert_int_equal(ask_quietly(m.key, STR_NONE, false).outcome, MAIL_SENT);
	assert_int_equal(ask_quietly(id_new(a), STR_NONE, false).outcome, MAIL_RETRY_LATER);
}

static void
a_letter_that_they_have_twice_is_told_to_the_log(void **state)
{
	struct mail_letter l = a_letter();
	struct mail m = a_mail(&l);
	const char *log;

	(void)state;
	behave("send", "twice");
	send_quietly(&m, "9998");
	log_catch_begin();
	assert_int_equal(transport_ask(the("9998", "svarut"), a, m.key, STR_NONE,
	    false).outcome, MAIL_SENT);
	log = log_catch_end(a);
	assert_int_equal(count_of(log, "mail-doubled"), 1);
}

static void
each_of_their_words_proves_what_it_proves(void **state)
{
	static const struct {
		const char	*word;
		bool		 notified, opened, printed, failed, final;
	} words[] = {
		{ "MOTTATT", false, false, false, false, false },
		{ "AKSEPTERT", false, false, false, false, false },
		{ "SENDT_DIGITALT", false, false, false, false, false },
		{ "SENDT_SDP", false, false, false, false, false },
		{ "SENDT_PRINT", false, false, false, false, false },
		{ "KLAR_FOR_MOTTAK", false, false, false, false, false },
		{ "VARSLET", true, false, false, false, false },
		{ "LEVERT_SDP", true, false, false, false, false },
		{ "LEST", true, true, false, false, true },
		{ "PRINTET", false, false, true, false, true },
		{ "AVVIST", false, false, false, true, true },
		{ "IKKE_LEVERT", false, false, false, true, true },
		{ "MANUELT_HANDTERT", false, false, false, true, true },
	};
	struct mail_letter l = a_letter();
	struct mail m = a_mail(&l);
	struct str id = send_quietly(&m, "9998").reference;

	(void)state;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		struct mail_answer r;

		stand_in_tell(a, "progress", str_z(a, str_fmt(a,
		    "{'who': 'svarut', 'digital': ['%s']}", words[i].word)));
		r = ask_quietly(m.key, id, false);
		if (has_event(&r, MAIL_NOTIFIED) != words[i].notified ||
		    has_event(&r, MAIL_OPENED) != words[i].opened ||
		    has_event(&r, MAIL_PRINTED) != words[i].printed ||
		    has_event(&r, MAIL_FAILED) != words[i].failed || r.final != words[i].final)
			fail_msg("%s", words[i].word);
		assert_int_equal(r.outcome, words[i].failed ? MAIL_REFUSED : MAIL_SENT);
		assert_str(r.events[0].detail, words[i].word);
	}
	stand_in_tell(a, "progress", "{'who': 'svarut', 'digital': ['NYTT_ORD']}");
	assert_int_equal(ask_quietly(m.key, id, false).outcome, MAIL_UNCERTAIN);
}

static void
a_notice_we_did_not_see_has_the_time_it_was_given(void **state)
{
	struct mail_letter l = a_letter();
	struct mail m = a_mail(&l);
	struct str id = send_quietly(&m, "9998").reference;
	struct mail_answer r;

	(void)state;
	stand_in_tell(a, "progress", "{'who': 'svarut', 'digital': ['LEST'], 'events': "
	    "[{'tidspunkt': '2026-01-02T12:00:00.5+01:00', 'hendelse': 'Varslet mottaker'}, "
	    "{'tidspunkt': '2026-01-01T12:00:00+01:00', 'hendelse': 'Varsling feilet'}]}");
	r = ask_quietly(m.key, id, false);
	assert_true(has_event(&r, MAIL_OPENED));
	for (size_t i = 0; i < r.nevents; i++)
		if (r.events[i].what == MAIL_NOTIFIED)
			assert_int_equal(r.events[i].at, 1767351600500000);
	behave("events", "500");
	r = ask_quietly(m.key, id, false);
	assert_true(has_event(&r, MAIL_NOTIFIED));
}

static void
a_token_that_was_made_void_is_fetched_anew_and_the_letter_sent_once(void **state)
{
	struct mail_letter l = a_letter();
	struct mail m = a_mail(&l);

	(void)state;
	assert_int_equal(send_quietly(&m, "9998").outcome, MAIL_SENT);
	stand_in_tell(a, "progress", "{'who': 'maskinporten'}");
	m.key = id_new(a);
	assert_int_equal(send_quietly(&m, "9998").outcome, MAIL_SENT);
	assert_int_equal(json_array_size(taken("svarut", "letters")), 2);
	assert_int_equal(stand_in_calls(a, "maskinporten token"), 2);
}

static void
without_a_token_nothing_is_sent(void **state)
{
	struct mail_letter l = a_letter();
	struct mail m = a_mail(&l);

	(void)state;
	stand_in_behave(a, "{'who': 'maskinporten', 'on': '*', 'how': '503', 'times': 1}");
	assert_string_equal(send_quietly(&m, "9998").code, "away");
	stand_in_behave(a, "{'who': 'maskinporten', 'on': '*', 'how': 'refuse-key', 'ms': 2}");
	assert_string_equal(send_quietly(&m, "9998").code, "settings");
	assert_int_equal(ask_quietly(m.key, STR_NONE, false).outcome, MAIL_UNCERTAIN);
	assert_int_equal(stand_in_calls(a, "svarut send"), 0);
}

STAND_IN_TESTS(T(a_letter_is_taken_over_whole_and_only_for_its_receiver),
    T(what_goes_with_a_letter_goes_whole_and_on_paper_only_what_can_be_printed),
    T(a_letter_is_not_printed_without_what_goes_with_it),
    T(what_has_no_name_of_its_own_does_not_go_with_a_letter),
    T(a_letter_abroad_has_its_country_in_words),
    T(a_slow_answer_is_waited_for), T(without_an_address_it_is_never_put_on_paper),
    T(a_letter_on_paper_needs_neither_a_number_nor_a_case),
    T(a_letter_on_paper_goes_without_the_number),
    T(each_answer_says_what_is_known_and_no_more),
    T(a_letter_whose_answer_was_lost_is_found_by_our_key_and_sent_once),
    T(what_cannot_be_asked_is_not_known),
    T(a_letter_that_they_have_twice_is_told_to_the_log),
    T(each_of_their_words_proves_what_it_proves),
    T(a_notice_we_did_not_see_has_the_time_it_was_given),
    T(a_token_that_was_made_void_is_fetched_anew_and_the_letter_sent_once),
    T(without_a_token_nothing_is_sent))

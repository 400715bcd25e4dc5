#include "../t.h"

#include "../log_catch.h"
#include "letter.h"

static struct str told;			/* the lines that were complained of, "LINE: what\n" … */

static void
note(void *ctx, int line, const char *message)
{
	(void)ctx;
	told = str_fmt(a, STR_FMT "%d: %s\n", STR_ARG(told), line, message);
}

static const char *
settings(const char *inner)
{
	const char *path = stand_in_file(a, "under-test.xml").p;
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fprintf(f, "<transports xmlns='urn:skranke:transports:1'>%s</transports>", inner);
	fclose(f);
	return path;
}

static enum err
check(const char *inner)
{
	enum err e;

	told = STR_NONE;
	log_catch_begin();
	e = transports_check(a, settings(inner), note, NULL, &ts);
	log_catch_end(a);
	return e;
}

#define FILES(dir)	"<transport kind='file' folder='" dir "'/>"
#define SMTP		"<transport kind='smtp' url='smtp://127.0.0.1:25'/>"
#define POINT(rest)	"<transport kind='eformidling'" rest "/>"

static const char *
order(const char *tenant, enum mail_ability what)
{
	struct transport *const *v;
	size_t n = transports_of(ts, str_from_z(tenant), what, &v);
	struct str s = STR("");

	for (size_t i = 0; i < n; i++)
		s = str_fmt(a, STR_FMT "%s ", STR_ARG(s), transport_channel(v[i]));
	return str_z(a, s);
}

static void
each_municipality_has_its_own_in_order_and_else_the_common_ones(void **state)
{
	(void)state;
	assert_int_equal(check(SMTP POINT(" tenant='9998'") FILES("/tmp")
	    "<transport kind='file' folder='/tmp' tenant='9998' carries='print'/>"), ERR_OK);
	assert_string_equal(order("9998", MAIL_NOTICE), "email ");
	assert_string_equal(order("9998", MAIL_DIGITAL), "eformidling ");
	assert_string_equal(order("9998", MAIL_PRINT), "eformidling file ");
	assert_string_equal(order("9999", MAIL_NOTICE), "email file ");
	assert_string_equal(order("9999", MAIL_PRINT), "file ");
	assert_string_equal(order("9999", MAIL_ELECTRONIC), "email file ");
	assert_string_equal(order("9998", MAIL_ASK), "eformidling file ");
	assert_null(transports_by(ts, STR("9999"), STR("eformidling")));
	assert_non_null(transports_by(ts, STR("9999"), STR("email")));
}

static void
where_there_is_only_one_transport_it_is_everybodys(void **state)
{
	struct transport *t = NULL;

	(void)state;
	assert_int_equal(transport_open(a, "smtp://127.0.0.1:25", STR_NONE, STR_NONE, &t), ERR_OK);
	ts = transports_of_one(a, t);
	assert_string_equal(order("9998", MAIL_NOTICE), "email ");
	assert_string_equal(order("9998", MAIL_DIGITAL), "");
}

static void
the_contact_register_is_the_municipalitys_own_or_the_common_one(void **state)
{
	struct str url;
	struct machine *m;
	const char *own = str_z(a, str_fmt(a, "<maskinporten id='m' token='https://m.example/token' "
	    "audience='https://m.example/' client='c' key='%s/first.jwk' kid='first'/>"
	    "<contact-register url='https://krr.example/' maskinporten='m'/>"
	    "<contact-register url='https://own.example' maskinporten='m' tenant='9998'/>",
	    stand_in_dir));

	(void)state;
	assert_int_equal(check(own), ERR_OK);
	assert_true(transports_register(ts, STR("9998"), &url, &m));
	assert_str(url, "https://own.example");
	assert_true(transports_register(ts, STR("9999"), &url, &m));
	assert_str(url, "https://krr.example");
	assert_non_null(m);
	assert_int_equal(check(SMTP), ERR_OK);
	assert_false(transports_register(ts, STR("9998"), &url, &m));
}

static void
everything_wrong_is_told_with_its_line(void **state)
{
	static const struct {
		const char	*inner, *says;
	} cases[] = {
		{ "<transport/>", "no such kind of transport" },
		{ "<transport kind='fax'/>", "no such kind of transport: fax" },
		{ "<annet/>", "no such element: annet" },
		{ "<x xmlns='urn:x'/>", "of another namespace" },
		{ FILES("/nowhere/at/all"), "cannot be written: folder" },
		{ "<transport kind='file'/>", "missing: folder" },
		{ "<transport kind='file' folder='/tmp' mappe='/tmp'/>",
		    "no such attribute here: mappe" },
		{ "<transport kind='file' folder='/tmp' payload='pdf'/>",
		    "is svarut or eformidling: payload" },
		{ "<transport kind='smtp' url='http://127.0.0.1'/>",
		    "is neither smtp:// nor smtps://: url" },
		{ "<transport kind='smtp' url='smtp://127.0.0.1' login='/nowhere'/>",
		    "cannot be read, or is empty: login" },
		{ "<transport kind='smtp' url='smtp://127.0.0.1' carries='digital'/>",
		    "this kind does not carry: digital" },
		{ POINT(" url='http://efm.kommune.no:9093'"),
		    "must be https, or http to this machine: url" },
		{ POINT(" level='2'"), "is 3 or 4: level" },
		{ POINT(" tenant='Fjordvik'"), "is four digits: tenant" },
		{ SMTP SMTP, "a municipality has one of a kind: smtp" },
		{ "<transport kind='svarut' url='https://svarut.ks.no/api' account='1' "
		    "maskinporten='ks' integration='2' password='/nowhere'/>",
		    "no such maskinporten before this line: ks" },
		{ "<transport kind='svarut' url='https://svarut.ks.no/api' account='1' "
		    "maskinporten='ks' integration='2' password='/nowhere'/>",
		    "level 4 needs SvarUt's certificate" },
		{ "<maskinporten id='a' token='http://m.example/' audience='x' client='c' "
		    "key='/nowhere' kid='k'/>", "key or kid is wrong: a" },
		{ "<contact-register url='https://krr.example' maskinporten='b'/>",
		    "no such maskinporten before this line: b" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		ts = NULL;
		if (check(cases[i].inner) != ERR_CONFIG || ts != NULL)
			fail_msg("taken: %s", cases[i].inner);
		if (memmem(told.p, told.n, cases[i].says, strlen(cases[i].says)) == NULL)
			fail_msg("'%s' not in '" STR_FMT "'", cases[i].says, STR_ARG(told));
		assert_true(str_starts(told, STR("1: ")));
	}
}

static void
a_file_that_is_no_settings_is_refused(void **state)
{
	(void)state;
	log_catch_begin();
	assert_int_equal(transports_open(a, "/nowhere/at/all", &ts), ERR_CONFIG);
	assert_int_equal(transports_open(a, stand_in_file(a, "svarut.pem").p, &ts), ERR_CONFIG);
	log_catch_end(a);
}

static void
a_folder_holds_what_would_have_been_sent(void **state)
{
	struct mail_letter l = a_letter();
	struct mail m = a_mail(&l);
	struct mail_answer r;
	struct transport *t;
	struct str json, pdf;

	(void)state;
	assert_int_equal(check(str_z(a, str_fmt(a, "<transport kind='file' folder='%s'/>"
	    "<transport kind='file' folder='%s' payload='svarut' tenant='9998'/>", stand_in_dir,
	    stand_in_dir))), ERR_OK);
	t = the("9999", "file");
	assert_int_equal(transport_ask(t, a, m.key, STR_NONE, false).outcome, MAIL_RETRY_LATER);
	r = transport_send(t, a, &m);
	assert_int_equal(r.outcome, MAIL_SENT);
	assert_int_equal(xml_read_file(a, stand_in_file(a, str_z(a, r.reference)).p, &json), 0);
	assert_string_equal(text_at(json_object_get(json_read(a, json), "digital"), "tittel",
	    NULL), "Svar på søknad");
	assert_int_equal(xml_read_file(a, stand_in_file(a, str_z(a, str_fmt(a, STR_FMT ".pdf",
	    STR_ARG(m.key)))).p, &pdf), 0);
	assert_true(str_eq(pdf, PDF));
	l.pdf = STR("%PDF-1.7\nannet\n");
	assert_int_equal(transport_send(t, a, &m).outcome, MAIL_SENT);
	assert_int_equal(xml_read_file(a, stand_in_file(a, str_z(a, str_fmt(a, STR_FMT ".pdf",
	    STR_ARG(m.key)))).p, &pdf), 0);
	assert_true(str_eq(pdf, PDF));
	r = transport_ask(t, a, m.key, STR_NONE, false);
	assert_true(r.outcome == MAIL_SENT && has_event(&r, MAIL_TAKEN) && r.final);
	m.key = id_new(a);
	r = transport_send(the("9998", "file"), a, &m);
	assert_int_equal(xml_read_file(a, stand_in_file(a, str_z(a, r.reference)).p, &json), 0);
	assert_string_equal(text_at(json_read(a, json), "mottaker", "navn"), "Uklar Plåst");
}

static void
what_is_no_letter_is_refused_before_anybody_is_asked(void **state)
{
	struct mail_letter v[12];
	struct transport *t = the("9998", "svarut");

	(void)state;
	for (size_t i = 0; i < 12; i++)
		v[i] = a_letter();
	v[0].to.name = STR("");
	v[1].to.pid = STR("1092114851");
	v[2].to.pid = STR_NONE;
	v[3].to.line1 = STR("Gata\r\n1");
	v[4].orgnr = STR("31000000");
	v[5].language = STR("fi");
	v[6].effective = STR("2026-13-01");
	v[7].filename = STR("../vedtak.pdf");
	v[8].filename = STR("ved\"tak.pdf");
	v[9].pdf = STR("<html>");
	v[10].reference = STR("a\nb");
	v[11].filename = STR("vedtak.exe");
	for (size_t i = 0; i < 12; i++) {
		struct mail m = a_mail(&v[i]);
		struct mail_answer r = transport_send(t, a, &m);

		if (r.outcome != MAIL_REFUSED)
			fail_msg("%zu was taken", i);
		assert_string_equal(r.code, i < 4 ? "bad-address" : "refused");
	}
	assert_int_equal(stand_in_calls(a, "svarut send"), 0);
}

static void
a_letter_is_never_sent_as_e_mail(void **state)
{
	struct mail_letter l = a_letter();
	struct mail m = a_mail(&l);
	struct mail_answer r;

	(void)state;
	m.to = STR("kari@example.org");
	m.from = STR("ikke-svar@fjordvik.example");
	assert_int_equal(check(SMTP), ERR_OK);
	r = transport_send(the("9998", "email"), a, &m);
	assert_int_equal(r.outcome, MAIL_REFUSED);
	assert_string_equal(r.code, "transport-missing");
	l.print = true;
	assert_int_equal(transport_send(the("9998", "email"), a, &m).outcome, MAIL_REFUSED);
}

STAND_IN_TESTS(T(each_municipality_has_its_own_in_order_and_else_the_common_ones),
    T(where_there_is_only_one_transport_it_is_everybodys),
    T(the_contact_register_is_the_municipalitys_own_or_the_common_one),
    T(everything_wrong_is_told_with_its_line), T(a_file_that_is_no_settings_is_refused),
    T(a_folder_holds_what_would_have_been_sent),
    T(what_is_no_letter_is_refused_before_anybody_is_asked),
    T(a_letter_is_never_sent_as_e_mail))

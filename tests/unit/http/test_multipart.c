#include "../t.h"
#include "../log_catch.h"
#include "th.h"

#define FORM_TYPE "CONTENT_TYPE=application/x-www-form-urlencoded"
#define TYPE	"CONTENT_TYPE=multipart/form-data; boundary=X"
#define MOST	((uint64_t)1 << 20)
#define FIELDS	65536

#define PART(head, body)	"--X\r\n" head "\r\n\r\n" body "\r\n"
#define FIELD(name, value)	PART("Content-Disposition: form-data; name=\"" name "\"", value)
#define FILE_(params, body)	PART("Content-Disposition: form-data; " params, body)
#define END	"--X--\r\n"

/* What the sink was given, in order; bytes are counted, and shown when few. */
struct seen {
	struct buf	 b;
	struct req	*r;
	size_t		 bytes, largest;
	uint64_t	 sum;
	enum err	 refuse;
};

static enum err
seen_begin(void *ctx, const struct multipart_part *p)
{
	struct seen *s = ctx;

	assert_true(p->file);
	buf_fmt(&s->b, "{" STR_FMT "|" STR_FMT "|" STR_FMT "|%zu:", STR_ARG(p->name),
	    STR_ARG(p->filename), STR_ARG(p->media_type), s->r->form.n);
	return s->refuse;
}

static enum err
seen_data(void *ctx, const void *p, size_t n)
{
	struct seen *s = ctx;
	const unsigned char *c = p;

	assert_true(n > 0);
	for (size_t i = 0; i < n; i++)
		s->sum = (s->sum ^ c[i]) * 1099511628211u;
	s->bytes += n;
	s->largest = n > s->largest ? n : s->largest;
	if (n < 100)
		buf_add(&s->b, (struct str){ p, n });
	return ERR_OK;
}

static enum err
seen_end(void *ctx)
{
	buf_add_char(&((struct seen *)ctx)->b, '}');
	return ERR_OK;
}

static struct seen seen;
static bool with_sink;
static uint64_t most;

static enum err
take(struct req *r)
{
	struct multipart_sink sink = { seen_begin, seen_data, seen_end, &seen };
	enum err e;

	if (!r->multipart)
		return echo(r);
	seen.b = buf_new(r->a, 256);
	seen.r = r;
	e = req_multipart(r, FIELDS, most, with_sink ? &sink : NULL);
	assert_false(r->multipart);
	if (e != ERR_OK)
		return e;
	TRY(echo(r));
	buf_add(&r->body, buf_str(&seen.b));
	return ERR_OK;
}

static const struct route stream_routes[] = {
	{ POST, "/inn",   ANYONE, 100 | STREAM, take, "take" },
	{ POST, "/aldri", ANYONE, 100,          take, "never" },
};

static const struct http_program taker = { .name = "test", .routes = stream_routes, .nroutes = 2,
	.trouble = trouble, .arena_limit = 4 << 20 };

static struct req
post(struct arena *a, const char *uri, const char *type, const char *more, struct str body)
{
	const char *at = str_z(a, str_fmt(a, "REQUEST_URI=%s", uri));
	const char *env[] = { "REQUEST_METHOD=POST", at, type, more, NULL };
	struct req r = { .a = a };

	log_catch_begin();
	http_answer(&taker, &r, env, body);
	log_catch_end(a);
	return r;
}

static int
set_up(void **state)
{
	(void)state;
	seen = (struct seen){ .refuse = ERR_OK };
	with_sink = true;
	most = MOST;
	return 0;
}

static const struct {
	const char	*what, *body;
	int		 status;
	const char	*gives;
} cases[] = {
	{ "fields", FIELD("a", "1") FIELD("b", "æ\r\nø\rå") END, 200, "a=[1]b=[æ\nø\nå]" },
	{ "an empty field", FIELD("a", "") END, 200, "a=[]" },
	{ "no parts", END, 200, "" },
	{ "a file", FIELD("a", "1") FILE_("name=\"f\"; filename=\"x.pdf\"\r\nContent-Type: application/pdf",
	    "%PDF\r\n") FIELD("b", "2") END, 200, "a=[1]b=[2]{f|x.pdf|application/pdf|1:%PDF\r\n}" },
	{ "a file as claimed, parameters left out", FILE_("name=f; filename=x\r\ncontent-TYPE: text/plain; charset=x",
	    "y") END, 200, "{f|x|text/plain|0:y}" },
	{ "nothing chosen", FILE_("name=\"f\"; filename=\"\"\r\nContent-Type: application/octet-stream", "") END, 200, "" },
	{ "bytes without a name", FILE_("name=\"f\"; filename=\"\"", "x") END, 200, "{f|||0:x}" },
	{ "a name without bytes", FILE_("name=\"f\"; filename=\"x\"", "") END, 200, "{f|x||0:}" },
	{ "only filename*", FILE_("name=\"f\"; filename*=UTF-8''%C3%A5", "x") END, 200, "{f|||0:x}" },
	{ "both filenames", FILE_("name=\"f\"; filename*=UTF-8''%C3%A5; filename=\"å\"", "x") END, 200, "{f|å||0:x}" },
	{ "as browsers escape", FILE_("name=\"f%22\"; filename=\"a%22b%0D%0ac%41%2\"", "x") END, 200, "{f\"|a\"b\r\nc%41%2||0:x}" },
	{ "as others escape", FILE_("name=\"f\"; filename=\"a\\\"b\\\\c\"", "x") END, 200, "{f|a\"b\\c||0:x}" },
	{ "a path of Windows", FILE_("name=\"f\"; filename=\"C:\\mine\\x.pdf\"", "x") END, 200, "{f|C:\\mine\\x.pdf||0:x}" },
	{ "a backslash last", FILE_("name=\"f\"; filename=\"x\\\"", "x") END, 200, "{f|x\\||0:x}" },
	{ "a semicolon in a name", FILE_("name=\"f\"; filename=\"a; name=b.pdf\"", "x") END, 200, "{f|a; name=b.pdf||0:x}" },
	{ "a name that is not text", FILE_("name=\"f\"; filename=\"\xe5\"", "x") END, 200, "{f|\xe5||0:x}" },
	{ "what is nearly a boundary", FILE_("name=f;filename=x", "\r\n--\r\n-X\r\n\r--X\n--X--") END, 200,
	    "{f|x||0:\r\n--\r\n-X\r\n\r--X\n--X--}" },
	{ "something before and after", "Hei\r\nhei\r\n" FIELD("a", "1") END "more\r\n" FIELD("b", "2"), 200, "a=[1]" },
	{ "blanks after a boundary", "--X \t\r\nContent-Disposition:form-data;name=a\r\n\r\n1\r\n--X--", 200, "a=[1]" },
	{ "plain encodings", PART("Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: 8bit", "1") END, 200, "a=[1]" },
	/* refused */
	{ "nothing at all", "", 400, NULL },
	{ "urlencoded", "a=1&b=2", 400, NULL },
	{ "line feeds alone", "--X\nContent-Disposition: form-data; name=a\n\n1\n--X--\n", 400, NULL },
	{ "line feeds in a head", "--X\r\nContent-Disposition: form-data; name=a\nA: b\r\n\r\n1\r\n" END, 400, NULL },
	{ "no last boundary", FIELD("a", "1"), 400, NULL },
	{ "cut in a file", "--X\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\nabc", 400, NULL },
	{ "cut in a head", "--X\r\nContent-Disposition: form-data; name=f", 400, NULL },
	{ "another boundary", "--XY\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--XY--", 400, NULL },
	{ "no head", "--X\r\n\r\n1\r\n" END, 400, NULL },
	{ "a boundary in a head", "--X\r\nA: b\r\n--X\r\n\r\n1\r\n" END, 400, NULL },
	{ "no name", PART("Content-Disposition: form-data", "1") END, 400, NULL },
	{ "an empty name", FIELD("", "1") END, 400, NULL },
	{ "no disposition", PART("Content-Type: text/plain", "1") END, 400, NULL },
	{ "another disposition", PART("Content-Disposition: attachment; name=a", "1") END, 400, NULL },
	{ "two dispositions", PART("Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b", "1") END, 400, NULL },
	{ "two names", PART("Content-Disposition: form-data; name=a; name=b", "1") END, 400, NULL },
	{ "two filenames", PART("Content-Disposition: form-data; name=a; filename=b; filename=c", "1") END, 400, NULL },
	{ "an open quote", PART("Content-Disposition: form-data; name=\"a", "1") END, 400, NULL },
	{ "text after a quote", PART("Content-Disposition: form-data; name=\"a\"b", "1") END, 400, NULL },
	{ "a parameter of no value", PART("Content-Disposition: form-data; name", "1") END, 400, NULL },
	{ "a folded line", PART("Content-Disposition: form-data;\r\n name=a", "1") END, 400, NULL },
	{ "a line of no colon", PART("Content-Disposition: form-data; name=a\r\nxyz", "1") END, 400, NULL },
	{ "a control character", PART("Content-Disposition: form-data; name=\"a\x01\"", "1") END, 400, NULL },
	{ "base64", PART("Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: BASE64", "MQ==") END, 400, NULL },
	{ "a value that is not text", FIELD("a", "\xe5") END, 400, NULL },
	{ "a value that XML cannot hold", FIELD("a", "\x01") END, 400, NULL },
	{ "a name of a field that is not text", FIELD("\xe5", "1") END, 400, NULL },
	{ "a name of a file that is not text", FILE_("name=\"\xe5\"; filename=x", "1") END, 400, NULL },
};

static void
a_body_is_read_as_browsers_mean_it_or_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena *a = arena_new(4 << 20);
		struct req r = post(a, "/inn", TYPE, NULL, str_from_z(cases[i].body));

		if (r.status != cases[i].status || (cases[i].gives != NULL &&
		    !str_eq_z(buf_str(&r.body), cases[i].gives)))
			fail_msg("%s: gave %d '" STR_FMT "', not %d '%s'", cases[i].what, r.status,
			    STR_ARG(buf_str(&r.body)), cases[i].status, cases[i].gives);
		arena_free(&a);
	}
}

static void
the_boundary_is_what_the_head_says(void **state)
{
	static const struct {
		const char	*type, *boundary;
		int		 status;
	} rows[] = {
		{ "multipart/form-data; boundary=X", "X", 200 },
		{ "Multipart/Form-Data ; charset=utf-8; BOUNDARY=\"X\"", "X", 200 },
		{ "multipart/form-data; boundary=\"a b\"", "a b", 200 },
		{ "multipart/form-data; boundary=0123456789012345678901234567890123456789012345678901234567890123456789",
		    "0123456789012345678901234567890123456789012345678901234567890123456789", 200 },
		{ "multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012345678901234567890",
		    "01234567890123456789012345678901234567890123456789012345678901234567890", 400 },
		{ "multipart/form-data", "", 400 }, { "multipart/form-data; boundary=", "", 400 },
		{ "multipart/form-data; boundary=\"", "", 400 }, { "multipart/form-data; boundary=\"a \"", "a ", 400 },
		{ "multipart/form-data; boundary=a*b", "a*b", 400 }, { "multipart/form-datax; boundary=X", "X", 400 },
		{ "multipart/mixed; boundary=X", "X", 400 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *a = arena_new(4 << 20);
		struct str body = str_fmt(a, "--%s\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--%s--",
		    rows[i].boundary, rows[i].boundary);
		const char *type = str_z(a, str_fmt(a, "CONTENT_TYPE=%s", rows[i].type));
		struct req r = post(a, "/inn", type, NULL, body);

		if (r.status != rows[i].status)
			fail_msg("%s gave %d", rows[i].type, r.status);
		arena_free(&a);
	}
}

static void
one_handler_takes_both_kinds_of_post_but_no_other_route_does(void **state)
{
	struct arena *a = arena_new(4 << 20);
	struct req r = post(a, "/inn", FORM_TYPE, NULL, STR("a=1&b=2"));

	(void)state;
	assert_str(buf_str(&r.body), "a=[1]b=[2]");
	assert_str(r.form_raw, "a=1&b=2");
	r = post(a, "/aldri", TYPE, NULL, STR(FIELD("a", "1") END));
	assert_int_equal(r.status, 400);
	r = post(a, "/inn", FORM_TYPE, "CONTENT_LENGTH=101", STR_NONE);
	assert_int_equal(r.status, 413);
	arena_free(&a);
}

static void
what_was_typed_is_kept_as_if_posted_without_files(void **state)
{
	static const char body[] = FIELD("a b", "1&2\r\næ")
	    FILE_("name=f; filename=x", "y") FIELD("c", "");
	struct arena *a = arena_new(4 << 20);
	struct req r = post(a, "/inn", TYPE, NULL, STR(FIELD("a b", "1&2\r\næ") FIELD("c", "") END));
	struct params again;

	(void)state;
	assert_str(r.form_raw, "a%20b=1%262%0A%C3%A6&c=");
	assert_int_equal(params_read(a, r.form_raw, &again), ERR_OK);
	assert_str(params_get(&again, "a b"), "1&2\næ");
	/* broken off after the fields */
	r = post(a, "/inn", TYPE, NULL, str_from_z(body));
	assert_int_equal(r.status, 400);
	assert_str(r.form_raw, "a%20b=1%262%0A%C3%A6");
	assert_str(params_get(&r.form, "a b"), "1&2\næ");
	/* nobody wants the files */
	with_sink = false;
	r = post(a, "/inn", TYPE, NULL, STR(FILE_("name=f; filename=x", "y") FIELD("c", "d") END));
	assert_str(buf_str(&r.body), "c=[d]");
	arena_free(&a);
}

/* A file of n bytes full of what nearly is a boundary, wherever the pieces are cut. */
static struct str
file_body(struct arena *a, size_t n)
{
	struct buf b = buf_new(a, n + 256);

	buf_add_z(&b, "--X\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\n");
	for (size_t i = 0; i < n; i++)
		buf_add_char(&b, "\r\n--\r\n--\r\n-"[i % 11]);
	buf_add_z(&b, "\r\n" END);
	return buf_str(&b);
}

static uint64_t
sum_of(size_t n)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum = (sum ^ (unsigned char)"\r\n--\r\n--\r\n-"[i % 11]) * 1099511628211u;
	return sum;
}

static void
every_byte_of_a_file_arrives_wherever_it_is_cut(void **state)
{
	(void)state;
	for (size_t n = 32 * 1024 - 80; n < 32 * 1024 + 20; n++) {
		struct arena *a = arena_new(4 << 20);
		struct req r;

		seen = (struct seen){ .refuse = ERR_OK };
		r = post(a, "/inn", TYPE, NULL, file_body(a, n));
		if (r.status != 200 || seen.bytes != n || seen.sum != sum_of(n))
			fail_msg("%zu bytes: %d, %zu came", n, r.status, seen.bytes);
		assert_true(seen.largest <= 32 * 1024);
		arena_free(&a);
	}
}

static void
a_stated_limit_of_a_form_with_files_holds_to_the_byte(void **state)
{
	static const struct {
		size_t		 parts, name, head, value;
		int		 status;
	} rows[] = {
		{ 10000, 1, 0, 0, 200 }, { 10001, 1, 0, 0, 413 },
		{ 1, 200, 0, 0, 200 }, { 1, 201, 0, 0, 413 },
		{ 1, 1, 8192, 0, 200 }, { 1, 1, 8193, 0, 413 }, { 1, 1, 70000, 0, 413 },
		{ 250, 1, 8192, 0, 200 }, { 257, 1, 8192, 0, 413 },
		{ 1, 1, 0, FIELDS - 1, 200 }, { 1, 1, 0, FIELDS, 413 }, { 1, 1, 0, 70000, 413 },
	};

	(void)state;
	most = (uint64_t)4 << 20;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *a = arena_new(16 << 20);
		struct buf b = buf_new(a, 4096);
		struct req r;

		for (size_t k = 0; k < rows[i].parts; k++) {
			size_t from;

			buf_add_z(&b, "--X\r\n");
			from = b.n;
			buf_add_z(&b, "Content-Disposition: form-data; name=\"");
			for (size_t n = 0; n < rows[i].name; n++)
				buf_add_char(&b, 'n');
			buf_add_z(&b, "\"\r\nA: ");
			while (b.n - from + 4 < rows[i].head)
				buf_add_char(&b, 'h');
			buf_add_z(&b, "\r\n\r\n");
			for (size_t n = 0; n < rows[i].value; n++)
				buf_add_char(&b, 'v');
			buf_add_z(&b, "\r\n");
		}
		buf_add_z(&b, END);
		r = post(a, "/inn", TYPE, NULL, buf_str(&b));
		if (r.status != rows[i].status)
			fail_msg("row %zu gave %d, not %d", i, r.status, rows[i].status);
		arena_free(&a);
	}
}

struct source {
	struct str	 head;
	uint64_t	 left, given, calls;
};

/* A body of `left` bytes that is nowhere in memory. */
static size_t
read_source(void *ctx, char *p, size_t n)
{
	struct source *s = ctx;
	size_t h = n < s->head.n ? n : s->head.n;

	memcpy(p, s->head.p, h);
	s->head = str_skip(s->head, h);
	n = n - h < s->left ? n - h : (size_t)s->left;
	memset(p + h, 'x', n);
	s->left -= n;
	s->given += n + h;
	s->calls++;
	return n + h;
}

static enum err
read_from(struct source *s, const char *length, uint64_t max_body, size_t arena_bytes)
{
	const char *env[] = { "REQUEST_METHOD=POST", "REQUEST_URI=/inn", TYPE, length, NULL };
	struct incoming in = { .env = env, .read = read_source, .ctx = s };
	struct multipart_sink sink = { seen_begin, seen_data, seen_end, &seen };
	struct arena *a = arena_new(arena_bytes);
	struct req r = { .a = a };
	enum err e;

	seen.b = buf_new(a, 256);
	seen.r = &r;
	assert_int_equal(request_read(&r, &taker, &in), ERR_OK);
	e = req_multipart(&r, FIELDS, max_body, &sink);
	arena_free(&a);
	return e;
}

#define HEAD	"--X\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\n"

static void
a_body_past_the_limit_is_refused_before_it_is_read_or_as_soon_as_it_is(void **state)
{
	struct source s = { STR(HEAD), 1 << 30, 0, 0 };

	(void)state;
	assert_int_equal(read_from(&s, "CONTENT_LENGTH=1048577", MOST, 1 << 20), ERR_TOO_BIG);
	assert_int_equal(s.calls, 0);
	/* chunked: no length was told */
	assert_int_equal(read_from(&s, "CONTENT_LENGTH=", MOST, 1 << 20), ERR_TOO_BIG);
	assert_true(s.given <= MOST + 32 * 1024);
	s = (struct source){ STR("--X\r\n"), 100, 0, 0 };
	assert_int_equal(read_from(&s, "CONTENT_LENGTH=x", MOST, 1 << 20), ERR_INPUT);
	assert_int_equal(read_from(&s, "CONTENT_LENGTH=-1", MOST, 1 << 20), ERR_INPUT);
}

/* The arena aborts past its limit: 64 kB of fields and 192 kB, for 64 MB of file. */
static void
memory_does_not_grow_with_the_file(void **state)
{
	struct source s = { STR(HEAD), 64 << 20, 0, 0 };

	(void)state;
	assert_int_equal(read_from(&s, "CONTENT_LENGTH=", 1 << 30, (size_t)256 * 1024), ERR_INPUT);
	assert_true(seen.bytes > 63 << 20);
}

static void
a_sink_that_refuses_is_what_the_reading_gives(void **state)
{
	struct source s = { STR(HEAD), 64 << 20, 0, 0 };

	(void)state;
	seen.refuse = ERR_DENIED;
	assert_int_equal(read_from(&s, "CONTENT_LENGTH=", 1 << 30, 1 << 20), ERR_DENIED);
	assert_true(s.given <= 64 * 1024);
}

#define T(test) cmocka_unit_test_setup(test, set_up)

TESTS(
	T(a_body_is_read_as_browsers_mean_it_or_refused),
	T(the_boundary_is_what_the_head_says),
	T(one_handler_takes_both_kinds_of_post_but_no_other_route_does),
	T(what_was_typed_is_kept_as_if_posted_without_files),
	T(every_byte_of_a_file_arrives_wherever_it_is_cut),
	T(a_stated_limit_of_a_form_with_files_holds_to_the_byte),
	T(a_body_past_the_limit_is_refused_before_it_is_read_or_as_soon_as_it_is),
	T(memory_does_not_grow_with_the_file),
	T(a_sink_that_refuses_is_what_the_reading_gives),
)

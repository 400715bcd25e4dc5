/* Replies that are pulled in pieces, and files to be saved. */
#include "../t.h"
#include "../log_catch.h"
#include "th.h"

struct pieces {
	const char	*const *left;
	enum err	 at_end;
	int		 pulled;
};

static struct pieces pieces;
static uint64_t length;

static enum err
next(void *ctx, struct str *piece)
{
	struct pieces *p = ctx;

	p->pulled++;
	if (*p->left == NULL && p->at_end != ERR_OK)
		return p->at_end;
	*piece = str_from_z(*p->left);
	if (*p->left != NULL)
		p->left++;
	return ERR_OK;
}

static enum err
file(struct req *r)
{
	reply_attachment(r, STR("application/pdf"), STR("Søknad «1»\"\\%.pdf"));
	reply_stream(r, length, next, &pieces);
	return ERR_OK;
}

static const struct route stream_routes[] = { { GET, "/fil", ANYONE, 0, file, "file" } };
static const struct http_program sender = { .name = "test", .routes = stream_routes, .nroutes = 1,
	.trouble = trouble, .arena_limit = 4 << 20 };
static const char *logged;

static struct req
ask(struct arena *a, const char *method, const char *const *of, enum err at_end, uint64_t n)
{
	const char *how = str_z(a, str_fmt(a, "REQUEST_METHOD=%s", method));
	const char *env[] = { how, "REQUEST_URI=/fil", NULL };
	struct req r = { .a = a };

	pieces = (struct pieces){ of, at_end, 0 };
	length = n;
	log_catch_begin();
	http_answer(&sender, &r, env, STR_NONE);
	logged = log_catch_end(a);
	return r;
}

static bool
head_has(const struct req *r, const char *line)
{
	return memmem(r->head.p, r->head.n, line, strlen(line)) != NULL;
}

static const char *const three[] = { "ab", "cde", "f", NULL };
static const char *const none[] = { NULL };

static void
a_streamed_reply_is_its_pieces_and_tells_its_length(void **state)
{
	struct arena *a = arena_new(4 << 20);
	struct req r = ask(a, "GET", three, ERR_OK, 6);

	(void)state;
	assert_int_equal(r.status, 200);
	assert_str(buf_str(&r.body), "abcdef");
	assert_true(head_has(&r, "Content-Length: 6\r\n"));
	assert_int_equal(pieces.pulled, 3);
	assert_int_equal(count_of(logged, "status=\"200\"") + count_of(logged, "bytes=\"6\""), 2);
	assert_int_equal(count_of(logged, "body-broke-off"), 0);
	r = ask(a, "HEAD", three, ERR_OK, 6);
	assert_true(head_has(&r, "Content-Length: 6\r\n"));
	assert_int_equal(r.body.n + (size_t)pieces.pulled, 0);
	r = ask(a, "GET", none, ERR_OK, 0);
	assert_int_equal(r.status, 200);
	assert_true(head_has(&r, "Content-Length: 0\r\n"));
	arena_free(&a);
}

static void
a_first_piece_that_fails_is_told_as_a_page(void **state)
{
	struct arena *a = arena_new(4 << 20);
	struct req r = ask(a, "GET", none, ERR_DB, 6);

	(void)state;
	assert_int_equal(r.status, 503);
	assert_str(buf_str(&r.body), "<p>trouble 11</p>");
	assert_false(head_has(&r, "Content-Disposition"));
	assert_true(head_has(&r, "Content-Length: 17\r\n"));
	arena_free(&a);
}

static void
a_later_failure_or_a_wrong_length_is_logged_and_never_looks_whole(void **state)
{
	static const struct {
		enum err	 at_end;
		uint64_t	 length;
		const char	*body, *said;
	} rows[] = {
		{ ERR_DB, 7, "abcdef", "database refused" }, { ERR_OK, 7, "abcdef", "length" },
		{ ERR_OK, 4, "ab", "length" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *a = arena_new(4 << 20);
		struct req r = ask(a, "GET", three, rows[i].at_end, rows[i].length);

		assert_str(buf_str(&r.body), rows[i].body);
		assert_int_equal(count_of(logged, "what=body-broke-off route=\"file\""), 1);
		assert_int_equal(count_of(logged, rows[i].said), 1);
		arena_free(&a);
	}
}

static void
a_file_is_saved_under_its_name_and_never_run_as_a_page(void **state)
{
	struct arena *a = arena_new(4 << 20);
	struct req r = ask(a, "GET", three, ERR_OK, 6);

	(void)state;
	assert_true(head_has(&r, "Content-Type: application/pdf\r\n"));
	assert_true(head_has(&r, "Content-Disposition: attachment; filename=\"S_knad _1____.pdf\"; "
	    "filename*=UTF-8''S%C3%B8knad%20%C2%AB1%C2%BB%22%5C%25.pdf\r\n"));
	assert_true(head_has(&r, "X-Content-Type-Options: nosniff\r\n"));
	assert_true(head_has(&r, "Content-Security-Policy: default-src 'none'; sandbox\r\n"));
	arena_free(&a);
}

TESTS(
	cmocka_unit_test(a_streamed_reply_is_its_pieces_and_tells_its_length),
	cmocka_unit_test(a_first_piece_that_fails_is_told_as_a_page),
	cmocka_unit_test(a_later_failure_or_a_wrong_length_is_logged_and_never_looks_whole),
	cmocka_unit_test(a_file_is_saved_under_its_name_and_never_run_as_a_page),
)

/*
 * A posted form of any bytes: the first byte says how far the reads go, the rest is the body.  What
 * is accepted is text within the limits; a file is begun before its data and ended once; however
 * the bytes are cut, they give the same.
 */
#include "base/arena.h"
#include "base/hash.h"
#include "http/private.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct seen {
	uint64_t	 sum;
	size_t		 begun, ended, bytes;
	bool		 open;
};

static enum err
begin(void *ctx, const struct multipart_part *part)
{
	struct seen *s = ctx;

	CHECK(!s->open && part->file && str_is_text(part->name));
	s->open = true;
	s->begun++;
	s->sum ^= hash_quick(part->name) ^ hash_quick(part->filename);
	s->sum ^= hash_quick(part->media_type);
	return ERR_OK;
}

static enum err
data(void *ctx, const void *p, size_t n)
{
	struct seen *s = ctx;

	CHECK(s->open && n > 0);
	for (size_t i = 0; i < n; i++)
		s->sum = (s->sum ^ ((const unsigned char *)p)[i]) * 1099511628211u;
	s->bytes += n;
	return ERR_OK;
}

static enum err
end(void *ctx)
{
	struct seen *s = ctx;

	CHECK(s->open);
	s->open = false;
	s->ended++;
	return ERR_OK;
}

static size_t
read_all(void *ctx, char *p, size_t n)
{
	struct str *rest = ctx;

	n = n < rest->n ? n : rest->n;
	if (n > 0)
		memcpy(p, rest->p, n);
	*rest = str_skip(*rest, n);
	return n;
}

static enum err
post(struct arena *a, struct str body, struct str before, struct seen *s, struct params *out)
{
	static const char *const env[] = { "REQUEST_METHOD=POST",
	    "CONTENT_TYPE=multipart/form-data; boundary=\"X\"", NULL };
	char *p = arena_alloc(a, before.n + body.n + 1);
	struct str all = { p, before.n + body.n };
	struct incoming in = { .env = env, .read = read_all, .ctx = &all };
	struct req r = { .a = a, .multipart = true, .in = &in };
	enum err e;

	if (before.n > 0)
		memcpy(p, before.p, before.n);
	if (body.n > 0)
		memcpy(p + before.n, body.p, body.n);
	e = req_multipart(&r, 4096, 1 << 20, &(struct multipart_sink){ begin, data, end, s });
	CHECK(params_read(a, r.form_raw, out) == ERR_OK && out->n == r.form.n);
	for (size_t i = 0; i < r.form.n; i++) {
		CHECK(str_is_text(r.form.v[i].name) && r.form.v[i].name.n <= LONGEST_NAME);
		CHECK(str_eq(out->v[i].name, r.form.v[i].name));
		CHECK(str_eq(out->v[i].value, r.form.v[i].value));
	}
	return e;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct buf pad = buf_new(a, 40000);
	struct seen one = { .sum = 0 }, other = { .sum = 0 };
	struct params f = { .n = 0 }, g = { .n = 0 };
	enum err e;

	if (n > 0) {
		struct str body = { (const char *)p + 1, n - 1 };

		e = post(a, body, STR_NONE, &one, &f);
		CHECK(e == ERR_OK || e == ERR_INPUT || e == ERR_TOO_BIG);
		CHECK(e != ERR_OK || !one.open);
		CHECK(one.bytes <= n && one.ended + one.open == one.begun);
		/* the same after a preamble that moves the edge of the window through it */
		while (pad.n < 32768 - 2 - (size_t)p[0] * 4)
			buf_add_char(&pad, 'p');
		buf_add_z(&pad, "\r\n");
		CHECK(post(a, body, buf_str(&pad), &other, &g) == e);
		CHECK(f.n == g.n && one.begun == other.begun && one.ended == other.ended);
		CHECK(e != ERR_OK || one.sum == other.sum);
	}
	arena_free(&a);
	return 0;
}

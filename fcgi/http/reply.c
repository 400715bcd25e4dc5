#include <string.h>
#include <strings.h>

#include "base/hash.h"
#include "http/private.h"

static bool
has_control(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return true;
	return false;
}

void
reply_header(struct req *r, const char *name, struct str value)
{
	CHECK(!has_control(value));
	buf_add_z(&r->head, name);
	buf_add(&r->head, STR(": "));
	buf_add(&r->head, value);
	buf_add(&r->head, STR("\r\n"));
}

bool
reply_has(const struct req *r, const char *name)
{
	struct str rest = buf_str(&r->head);
	size_t n = strlen(name);

	while (rest.n > 0) {
		struct str line = str_cut(&rest, '\n');

		if (line.n > n && line.p[n] == ':' && strncasecmp(line.p, name, n) == 0)
			return true;
	}
	return false;
}

/* A header holds ASCII: what stands outside it is percent-encoded. */
void
reply_redirect(struct req *r, struct str location)
{
	struct buf b = buf_new(r->a, location.n + 64);

	CHECK(str_eq(url_local(location), location));
	for (size_t i = 0; i < location.n; i++) {
		struct str c = { location.p + i, 1 };

		buf_add(&b, *c.p > 0x20 && *c.p < 0x7f ? c : url_encode(r->a, c));
	}
	r->status = 303;
	reply_header(r, "Location", buf_str(&b));
}

static const char *
cookie_name(const struct req *r, const char *name)
{
	return r->https ? str_z(r->a, str_fmt(r->a, "__Host-%s", name)) : name;
}

/* cookie-octet of RFC 6265 §4.1.1 */
static bool
is_cookie_value(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= 0x20 || s.p[i] >= 0x7f || memchr("\",;\\", s.p[i], 4) != NULL)
			return false;
	return true;
}

void
reply_cookie(struct req *r, const char *name, struct str value, int max_age_sec)
{
	struct buf b = buf_new(r->a, value.n + 128);

	CHECK(is_cookie_value(value));
	buf_fmt(&b, "%s=" STR_FMT, cookie_name(r, name), STR_ARG(value));
	buf_add_z(&b, "; Path=/; HttpOnly; SameSite=Lax");
	if (r->https)
		buf_add_z(&b, "; Secure");
	if (max_age_sec >= 0)
		buf_fmt(&b, "; Max-Age=%d", max_age_sec);
	reply_header(r, "Set-Cookie", buf_str(&b));
}

struct str
req_cookie(const struct req *r, const char *name)
{
	return params_get(&r->cookies, cookie_name(r, name));
}

void
reply_stream(struct req *r, uint64_t length, enum err (*next)(void *ctx, struct str *piece),
    void *ctx)
{
	CHECK(r->body.n == 0 && r->stream == NULL);
	r->stream = ARENA_NEW(r->a, struct reply_stream);
	*r->stream = (struct reply_stream){ .length = length, .next = next, .ctx = ctx };
}

/* For readers that know no filename*: one _ for each character that is not plain. */
static struct str
plain_name(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c & 0xc0) == 0x80)
			continue;
		p[n++] = c < 0x20 || c >= 0x7f || memchr("\"\\%", c, 3) != NULL ? '_' : (char)c;
	}
	return (struct str){ p, n };
}

void
reply_attachment(struct req *r, struct str media_type, struct str filename)
{
	struct str plain = plain_name(r->a, filename), coded = url_encode(r->a, filename);

	reply_header(r, "Content-Type", media_type);
	reply_header(r, "Content-Disposition", str_fmt(r->a, "attachment; filename=\"" STR_FMT
	    "\"; filename*=UTF-8''" STR_FMT, STR_ARG(plain), STR_ARG(coded)));
	reply_header(r, "X-Content-Type-Options", STR("nosniff"));
	reply_header(r, "Content-Security-Policy", STR("default-src 'none'; sandbox"));
}

static bool
names(struct str list, struct str tag)
{
	while (list.n > 0) {
		struct str one = str_trim(str_cut(&list, ','));

		if (str_starts(one, STR("W/")))
			one = str_skip(one, 2);
		if (str_eq(one, tag) || str_eq_z(one, "*"))
			return true;
	}
	return false;
}

void
reply_etag(struct req *r)
{
	struct str hash = hash_sha256_hex(r->a, buf_str(&r->body));
	struct str tag = str_fmt(r->a, "\"%.32s\"", hash.p);

	reply_header(r, "ETag", tag);
	if (r->method != GET || r->status != 200 || !names(r->if_none_match, tag))
		return;
	r->status = 304;
	r->body.n = 0;
}

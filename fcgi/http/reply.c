#include <string.h>
#include <strings.h>

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

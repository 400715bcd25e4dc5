/* From CGI variables (RFC 3875) and a body to a request that has been judged. */
#include <string.h>
#include <strings.h>

#include "http/private.h"

#define LONGEST_HOST	253

struct str
env_get(const char *const *env, const char *name)
{
	size_t n = strlen(name);

	for (; *env != NULL; env++)
		if (strncmp(*env, name, n) == 0 && (*env)[n] == '=')
			return str_from_z(*env + n + 1);
	return STR_NONE;
}

bool
is_head(const struct incoming *in)
{
	return str_eq_z(env_get(in->env, "REQUEST_METHOD"), "HEAD");
}

static enum err
read_method(struct req *r, const struct incoming *in)
{
	struct str m = env_get(in->env, "REQUEST_METHOD");

	r->method = GET;
	if (str_eq_z(m, "GET") || str_eq_z(m, "HEAD"))
		return ERR_OK;
	r->method = POST;
	return str_eq_z(m, "POST") ? ERR_OK : ERR_METHOD;
}

static bool
is_host(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-'))
			return false;
	}
	return s.n <= LONGEST_HOST;
}

/* Names and IPv4 addresses; no municipality is found by an IPv6 address. */
static enum err
read_host(struct req *r, const struct incoming *in)
{
	struct str sent = env_get(in->env, "HTTP_HOST"), port = sent, host = str_cut(&port, ':');
	char *p = arena_alloc(r->a, host.n + 1);
	int64_t number = 0;

	for (size_t i = 0; i < host.n; i++)
		p[i] = host.p[i] >= 'A' && host.p[i] <= 'Z' ? (char)(host.p[i] + 32) : host.p[i];
	host.p = p;
	if (str_ends(host, STR(".")))
		host.n--;
	if (!is_host(host) || (port.n > 0 && !str_int(port, &number)))
		return ERR_INPUT;
	r->host = host;
	r->authority = port.n > 0 ? str_fmt(r->a, STR_FMT ":" STR_FMT, STR_ARG(host),
	    STR_ARG(port)) : host;
	return ERR_OK;
}

/* Begins with a slash, and no part of it is empty, . or .. */
static bool
is_plain(struct str path)
{
	if (path.n == 0 || path.p[0] != '/')
		return false;
	path = str_skip(path, 1);
	while (path.n > 0) {
		struct str part = str_cut(&path, '/');

		if (part.n == 0 || str_eq_z(part, ".") || str_eq_z(part, ".."))
			return false;
	}
	return true;
}

static bool
has_control(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return true;
	return false;
}

/* Where a slash sent encoded divides a path, nginx and the table of routes might not agree. */
static bool
hides_slash(struct str raw)
{
	for (size_t i = 0; i + 2 < raw.n; i++)
		if (strncasecmp(raw.p + i, "%2f", 3) == 0)
			return true;
	return false;
}

static enum err
read_path(struct req *r, const struct incoming *in)
{
	struct str rest = env_get(in->env, "REQUEST_URI"), path;

	r->uri = rest;
	path = str_cut(&rest, '?');
	if (path.n > LONGEST_PATH)
		return ERR_TOO_BIG;
	if (hides_slash(path))
		return ERR_INPUT;
	TRY(percent_decode(r->a, path, false, &path));
	if (!is_plain(path) || has_control(path))
		return ERR_INPUT;
	r->path = path;
	return ERR_OK;
}

static enum err
read_route(struct req *r, const struct http_program *p)
{
	bool known;

	r->route = route_find(p->routes, p->nroutes, r->method, r->path, r->seg, &known);
	if (r->route == NULL)
		return known ? ERR_METHOD : ERR_GONE;
	return ERR_OK;
}

/* A body of a length that was told. */
static enum err
read_exactly(struct req *r, const struct incoming *in, size_t n, struct str *out)
{
	char *p = arena_alloc(r->a, n + 1);

	if (in->read(in->ctx, p, n) != n)
		return ERR_INPUT;
	*out = (struct str){ p, n };
	return ERR_OK;
}

/* A body that ends when it ends (RFC 9112 §7.1 chunked, passed on unbuffered). */
static enum err
read_to_end(struct req *r, const struct incoming *in, size_t most, struct str *out)
{
	struct buf b = buf_new(r->a, 4096);
	char chunk[4096];
	size_t n;

	while ((n = in->read(in->ctx, chunk, sizeof chunk)) > 0) {
		if (n > most - b.n)
			return ERR_TOO_BIG;
		buf_add(&b, (struct str){ chunk, n });
	}
	*out = buf_str(&b);
	return ERR_OK;
}

enum err
told_length(const struct incoming *in, uint64_t *out)
{
	struct str told = env_get(in->env, "CONTENT_LENGTH");
	int64_t n = 0;

	if (told.n > 0 && (!str_int(told, &n) || n < 0))
		return ERR_INPUT;
	*out = (uint64_t)n;
	return ERR_OK;
}

static enum err
read_body(struct req *r, const struct incoming *in, struct str *out)
{
	size_t most = route_body(r->route);
	uint64_t n = 0;

	*out = STR_NONE;
	TRY(told_length(in, &n));
	if (n > most)
		return ERR_TOO_BIG;
	if (env_get(in->env, "CONTENT_LENGTH").n > 0)
		return read_exactly(r, in, (size_t)n, out);
	return r->method == POST ? read_to_end(r, in, most, out) : ERR_OK;
}

static enum err
read_form(struct req *r, const struct incoming *in)
{
	struct str type = env_get(in->env, "CONTENT_TYPE"), body;

	if ((r->route->body_bytes & STREAM) != 0 && media_is(type, "multipart/form-data")) {
		r->multipart = true;
		r->in = in;
		return ERR_OK;
	}
	TRY(read_body(r, in, &body));
	if (body.n == 0)
		return ERR_OK;
	if (!media_is(type, "application/x-www-form-urlencoded"))
		return ERR_INPUT;
	r->form_raw = body;
	return params_read(r->a, body, &r->form);
}

static enum err
read_query(struct req *r, const struct incoming *in)
{
	struct str query = env_get(in->env, "QUERY_STRING");

	if (query.n > LONGEST_QUERY)
		return ERR_TOO_BIG;
	TRY(params_read(r->a, query, &r->query));
	return cookies_read(r->a, env_get(in->env, "HTTP_COOKIE"), &r->cookies);
}

enum err
request_read(struct req *r, const struct http_program *p, const struct incoming *in)
{
	enum err host, method, query;

	r->https = str_eq_z(env_get(in->env, "HTTPS"), "on");
	r->if_none_match = env_get(in->env, "HTTP_IF_NONE_MATCH");
	r->htmx = str_eq_z(env_get(in->env, "HTTP_HX_REQUEST"), "true");
	host = read_host(r, in);
	method = read_method(r, in);
	query = read_query(r, in);	/* first: these say in what language trouble is told */
	TRY(read_path(r, in));
	TRY(method);
	TRY(host);
	TRY(read_route(r, p));
	TRY(query);
	return read_form(r, in);
}

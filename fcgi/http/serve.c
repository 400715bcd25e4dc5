#include <fcgiapp.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "http/private.h"

#define FIRST_BODY	((size_t)48 * 1024)
#define MOST_AT_ONCE	(1024 * 1024)

static void
say_allowed(struct req *r, const struct http_program *p)
{
	struct str seg[4];
	bool known, get, post;

	get = route_find(p->routes, p->nroutes, GET, r->path, seg, &known) != NULL;
	post = route_find(p->routes, p->nroutes, POST, r->path, seg, &known) != NULL;
	reply_header(r, "Allow", !post ? STR("GET, HEAD") : get ? STR("GET, HEAD, POST") :
	    STR("POST"));
}

/* The page that tells of it; where there is none, the bare number. */
static void
tell_trouble(struct req *r, const struct http_program *p, enum err e)
{
	r->head.n = r->body.n = 0;
	r->stream = NULL;
	r->status = err_http(e);
	p->trouble(r, e);
	if (r->body.n == 0 && !reply_has(r, "Location")) {
		r->head.n = 0;
		r->status = err_http(e);
		reply_header(r, "Content-Type", STR("text/plain; charset=utf-8"));
		buf_fmt(&r->body, "%d\n", r->status);
	}
}

static uint64_t
body_length(const struct req *r)
{
	return r->stream != NULL ? r->stream->length : r->body.n;
}

static void
finish(struct req *r, const struct http_program *p, bool head)
{
	CHECK(r->status >= 200 && r->status <= 599);
	if (r->status == 405 && !reply_has(r, "Allow"))
		say_allowed(r, p);
	if (r->status == 503 && !reply_has(r, "Retry-After"))
		reply_header(r, "Retry-After", STR("10"));
	if (body_length(r) > 0 && !reply_has(r, "Content-Type"))
		reply_header(r, "Content-Type", STR("text/html; charset=utf-8"));
	if (!reply_has(r, "Cache-Control"))
		reply_header(r, "Cache-Control", STR("no-store"));
	if (r->status != 304)
		reply_header(r, "Content-Length", str_fmt(r->a, "%" PRIu64, body_length(r)));
	if (head) {
		r->body.n = 0;
		r->stream = NULL;
	}
}

static double
ms_since(const struct timespec *from)
{
	struct timespec now;
	double ns;

	clock_gettime(CLOCK_MONOTONIC, &now);
	ns = (double)(now.tv_sec - from->tv_sec) * 1e9 + (double)(now.tv_nsec - from->tv_nsec);
	return ns / 1e6;
}

static const char *
route_name(const struct req *r)
{
	return r->route != NULL ? r->route->name : "-";
}

/* Neither path nor query: they may carry codes. */
static void
log_request(const struct req *r, enum err e, double took_ms)
{
	char status[8], ms[32], bytes[24];

	snprintf(status, sizeof status, "%d", r->status);
	snprintf(ms, sizeof ms, "%.1f", took_ms);
	snprintf(bytes, sizeof bytes, "%" PRIu64, body_length(r));
	log_line(r->status >= 500 ? LOG_ERROR : LOG_INFO, "request", "route", route_name(r),
	    "status", status, "ms", ms, "bytes", bytes, e != ERR_OK ? "error" : NULL, err_text(e),
	    NULL);
}

static void
answer(const struct http_program *p, struct req *r, const struct incoming *in)
{
	struct timespec begun;
	enum err e;

	clock_gettime(CLOCK_MONOTONIC, &begun);
	*r = (struct req){ .a = r->a, .app = p->app, .status = 200, .head = buf_new(r->a, 512),
		.body = buf_new(r->a, FIRST_BODY) };
	e = request_read(r, p, in);
	if (e == ERR_OK && p->before != NULL)
		e = p->before(r);
	if (e == ERR_OK)
		e = r->route->handler(r);
	if (e == ERR_OK && r->stream != NULL && r->stream->length > 0 && !is_head(in))
		e = r->stream->next(r->stream->ctx, &r->stream->first);
	if (e != ERR_OK)
		tell_trouble(r, p, e);
	finish(r, p, is_head(in));
	log_request(r, e, ms_since(&begun));
}

/* Puts the pieces out as long as `out` takes them; whether that was all of it. */
static bool
send_stream(const struct req *r, bool (*out)(void *ctx, struct str), void *ctx)
{
	const struct reply_stream *s = r->stream;
	struct str piece = s->first;
	uint64_t sent = 0;
	enum err e = ERR_OK;

	while (e == ERR_OK && sent < s->length && piece.n > 0 && piece.n <= s->length - sent) {
		if (!out(ctx, piece))
			return false;
		sent += piece.n;
		if (sent < s->length)
			e = s->next(s->ctx, &piece);
	}
	if (sent < s->length || e != ERR_OK)
		log_line(LOG_ERROR, "body-broke-off", "route", route_name(r), "error",
		    e != ERR_OK ? err_text(e) : "not of the length told", NULL);
	return sent == s->length;
}

static bool
gather(void *ctx, struct str s)
{
	buf_add(ctx, s);
	return true;
}

static size_t
read_str(void *ctx, char *p, size_t n)
{
	struct str *rest = ctx;

	n = n < rest->n ? n : rest->n;
	if (n > 0)
		memcpy(p, rest->p, n);
	*rest = str_skip(*rest, n);
	return n;
}

void
http_answer(const struct http_program *p, struct req *r, const char *const *env, struct str body)
{
	struct incoming in = { .env = env, .read = read_str, .ctx = &body };

	answer(p, r, &in);
	if (r->stream != NULL)
		send_stream(r, gather, &r->body);
}

static size_t
read_fcgi(void *ctx, char *p, size_t n)
{
	int got = FCGX_GetStr(p, (int)n, ctx);

	return got > 0 ? (size_t)got : 0;
}

static bool
put(void *ctx, struct str s)
{
	FCGX_Stream *out = ctx;

	while (s.n > 0) {
		int n = s.n < MOST_AT_ONCE ? (int)s.n : MOST_AT_ONCE;

		if (FCGX_PutStr(s.p, n, out) != n)
			return false;
		s = str_skip(s, (size_t)n);
	}
	return true;
}

/* A reply shorter than its Content-Length is cut by nginx, but only when the request ends in order:
   a connection that just closes leaves the reader waiting for the rest. */
static void
send_reply(struct req *r, FCGX_Stream *out)
{
	struct str status = str_fmt(r->a, "Status: %d\r\n", r->status);

	if (put(out, status) && put(out, buf_str(&r->head)) && put(out, STR("\r\n")) &&
	    (r->stream != NULL ? send_stream(r, put, out) : put(out, buf_str(&r->body))))
		return;
	log_line(LOG_INFO, "reply-cut", "route", route_name(r), NULL);
}

static void
on_stop(int sig)
{
	(void)sig;
	FCGX_ShutdownPending();
}

/* No SA_RESTART: a signal has to wake a worker that waits in accept(2). */
static void
stop_on_signal(void)
{
	struct sigaction sa = { .sa_handler = on_stop };

	sigemptyset(&sa.sa_mask);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGUSR1, &sa, NULL);
}

static void
check_program(const struct http_program *p)
{
	CHECK(p->trouble != NULL);
	for (size_t i = 0; i < p->nroutes; i++)
		CHECK(route_body(&p->routes[i]) <= p->arena_limit / 16);
}

int
http_main(const struct http_program *p)
{
	struct arena *a = arena_new(p->arena_limit);
	FCGX_Request fcgi;

	check_program(p);
	log_program(p->name);
	if (FCGX_Init() != 0 || FCGX_IsCGI() ||
	    FCGX_InitRequest(&fcgi, 0, FCGI_FAIL_ACCEPT_ON_INTR) != 0) {
		log_line(LOG_ERROR, "no-socket", "error", "fd 0 is not a listening socket", NULL);
		arena_free(&a);
		return 1;
	}
	stop_on_signal();
	while (FCGX_Accept_r(&fcgi) >= 0) {
		struct req r = { .a = a };
		struct incoming in = { .env = (const char *const *)fcgi.envp, .read = read_fcgi,
			.ctx = fcgi.in };

		answer(p, &r, &in);
		send_reply(&r, fcgi.out);
		FCGX_Finish_r(&fcgi);
		arena_reset(a);
	}
	FCGX_Free(&fcgi, 1);
	arena_free(&a);
	return 0;
}

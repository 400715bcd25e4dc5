/* th.h - helpers of the tests of http/: a small program and what it answers */
#ifndef TH_H
#define TH_H

#include <stdio.h>

#include "base/buf.h"
#include "http/private.h"

static enum err front(struct req *r) { buf_add_z(&r->body, "<p>front</p>"); return ERR_OK; }
static enum err gone(struct req *r) { buf_add_z(&r->body, "half a page"); return ERR_GONE; }
static enum err away(struct req *r) { (void)r; return ERR_DB; }
static enum err seg(struct req *r) { buf_add(&r->body, r->seg[0]); return ERR_OK; }
static enum err moved(struct req *r) { reply_redirect(r, STR("/mine-saker/å?b")); return ERR_OK; }

/* Every field as name=[value], so that one string tells all. */
static enum err
echo(struct req *r)
{
	const struct params *all[] = { &r->query, &r->form };

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < all[k]->n; i++)
			buf_fmt(&r->body, STR_FMT "=[" STR_FMT "]", STR_ARG(all[k]->v[i].name),
			    STR_ARG(all[k]->v[i].value));
	return ERR_OK;
}

static enum err
login(struct req *r)
{
	reply_cookie(r, "skranke", STR("t0ken"), -1);
	reply_cookie(r, "old", STR_NONE, 0);
	buf_fmt(&r->body, "[" STR_FMT "]", STR_ARG(req_cookie(r, "skranke")));
	return ERR_OK;
}

static enum err
before(struct req *r)
{
	r->ctx = r->app;
	if (r->route->who == CITIZEN)
		return ERR_LOGIN;
	return ERR_OK;
}

static void
trouble(struct req *r, enum err e)
{
	if (e == ERR_LOGIN)
		reply_redirect(r, STR("/logginn"));
	else if (e != ERR_DENIED)
		buf_fmt(&r->body, "<p>trouble %d</p>", (int)e);
}

static enum err denied(struct req *r) { buf_add_z(&r->body, "x"); return ERR_DENIED; }

static const struct route routes[] = {
	{ GET,  "/",          ANYONE,  0,    front,  "front" },
	{ GET,  "/spor",      ANYONE,  0,    echo,   "ask" },
	{ POST, "/send",      ANYONE,  4096, echo,   "send" },
	{ GET,  "/send",      ANYONE,  0,    echo,   "send-form" },
	{ POST, "/stor",      ANYONE,  100000, echo, "large" },
	{ POST, "/bare",      ANYONE,  0,    echo,   "post-only" },
	{ GET,  "/sak/{ref}", ANYONE,  0,    seg,    "case" },
	{ GET,  "/min",       CITIZEN, 0,    front,  "mine" },
	{ GET,  "/borte",     ANYONE,  0,    gone,   "gone" },
	{ GET,  "/nede",      ANYONE,  0,    away,   "away" },
	{ GET,  "/nekt",      ANYONE,  0,    denied, "denied" },
	{ GET,  "/flytt",     ANYONE,  0,    moved,  "moved" },
	{ GET,  "/inn",       ANYONE,  0,    login,  "login" },
};

static const struct http_program program = {
	.name = "test", .routes = routes, .nroutes = sizeof routes / sizeof *routes,
	.before = before,
	.trouble = trouble, .arena_limit = 4 << 20,
};

#endif

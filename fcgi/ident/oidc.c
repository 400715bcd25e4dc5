#include "ident/oidc.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/log.h"
#include "base/time.h"
#include "http/req.h"
#include "ident/acr.h"
#include "json/json.h"

#define OIDC_MAGIC	0x6f696463u
#define SEC		((int64_t)1000000)
#define KEEP		(24 * 3600 * SEC)	/* metadata and keys */
#define PAUSE		(2 * SEC)		/* between tries of a provider that is away */
#define MEMORY		((size_t)4 * 1024 * 1024)

struct metadata {
	struct str	authorize, token, end_session, jwks_uri;
	struct str	jwks;
	bool		says_iss;	/* promises iss in every callback (RFC 9207) */
	int64_t		fetched_at;	/* 0: none */
};

struct oidc {
	uint32_t	 magic;
	struct oidc_config c;
	fetch_fn	*fetch;
	struct arena	*a;		/* of m; made anew with it */
	struct metadata	 m;
	int64_t		 failed_at;
};

static void
oidc_close(void *p)
{
	struct oidc *o = p;

	arena_free(&o->a);
}

struct oidc *
oidc_new(struct arena *process, const struct oidc_config *c, fetch_fn *fetch_with)
{
	struct oidc *o = ARENA_NEW(process, struct oidc);

	o->magic = OIDC_MAGIC;
	o->c = *c;
	o->fetch = fetch_with;
	o->a = arena_new(MEMORY);
	arena_defer(process, oidc_close, o);
	return o;
}

static enum err
get_json(struct oidc *o, struct arena *a, struct str url, json_t **out)
{
	struct fetched f;

	TRY(o->fetch(a, url, STR_NONE, &f));
	*out = f.status == 200 ? json_read(a, f.body) : NULL;
	return *out != NULL ? ERR_OK : log_err(ERR_REMOTE, "login-provider",
	    "no JSON where it should be");
}

static enum err
get_keys(struct oidc *o, struct arena *a, struct str url, struct str *out)
{
	struct fetched f;

	TRY(o->fetch(a, url, STR_NONE, &f));
	if (f.status != 200 || json_read(a, f.body) == NULL)
		return log_err(ERR_REMOTE, "login-provider", "no keys where they should be");
	*out = f.body;
	return ERR_OK;
}

static enum err
metadata_read(struct oidc *o, struct arena *a, struct metadata *out)
{
	json_t *j;
	struct metadata m;

	TRY(get_json(o, a, str_fmt(a, STR_FMT "/.well-known/openid-configuration",
	    STR_ARG(o->c.issuer)), &j));
	m = (struct metadata){
		.authorize = json_text(a, j, "authorization_endpoint"),
		.token = json_text(a, j, "token_endpoint"),
		.end_session = json_text(a, j, "end_session_endpoint"),
		.jwks_uri = json_text(a, j, "jwks_uri"),
		.says_iss = json_is_true(json_object_get(j,
		"authorization_response_iss_parameter_supported")),
		.fetched_at = time_now_at(),
	};
	if (!str_eq(json_text(a, j, "issuer"), o->c.issuer))
		return log_err(ERR_CONFIG, "login-provider", "metadata are another issuer's");
	if (!fetch_allows(m.authorize) || !fetch_allows(m.token) || !fetch_allows(m.end_session) ||
	    !fetch_allows(m.jwks_uri))
		return log_err(ERR_CONFIG, "login-provider",
		    "metadata lack an address, or it is not https");
	TRY(get_keys(o, a, m.jwks_uri, &m.jwks));
	*out = m;
	return ERR_OK;
}

/* Fetch everything into an arena of its own, and only then let go of the old. */
static enum err
refresh(struct oidc *o)
{
	struct arena *a = arena_new(MEMORY);
	struct metadata m;
	enum err e = metadata_read(o, a, &m);

	if (e != ERR_OK) {
		o->failed_at = time_now_at();
		arena_free(&a);
		return e;
	}
	arena_free(&o->a);
	o->a = a;
	o->m = m;
	return ERR_OK;
}

/* Old metadata are better than none while the provider is away. */
static enum err
know_provider(struct oidc *o)
{
	int64_t now = time_now_at();
	enum err e;

	CHECK_OBJ(o, OIDC_MAGIC);
	if (o->m.fetched_at > now - KEEP)
		return ERR_OK;
	e = o->failed_at > now - PAUSE ? ERR_REMOTE : refresh(o);
	return o->m.fetched_at > 0 ? ERR_OK : e;
}

/* Before a browser is sent there: nobody should meet a dead address.  The token endpoint is what we
   must reach ourselves; the page that people see may be open to them only. */
static enum err
reach_provider(struct oidc *o, struct arena *a)
{
	enum err e;

	TRY(know_provider(o));
	if (o->failed_at > time_now_at() - PAUSE)
		return ERR_REMOTE;
	e = o->fetch(a, o->m.token, STR_NONE, NULL);
	if (e != ERR_OK)
		o->failed_at = time_now_at();
	return e;
}

struct str
oidc_issuer(const struct oidc *o)
{
	return o->c.issuer;
}

struct str
oidc_acr(const struct oidc *o, struct str asked)
{
	return acr_is(asked) ? acr_highest(asked, o->c.acr) : o->c.acr;
}

struct oidc_attempt
oidc_attempt_new(struct arena *a)
{
	return (struct oidc_attempt){ id_token(a, 32), id_token(a, 32), id_token(a, 48) };
}

static void
add_param(struct arena *a, struct buf *b, const char *name, struct str value)
{
	if (value.n == 0)
		return;
	if (b->n > 0 && b->p[b->n - 1] != '?')
		buf_add_char(b, '&');
	buf_fmt(b, "%s=", name);
	buf_add(b, url_encode(a, value));
}

static struct buf
url_open(struct arena *a, struct str endpoint)
{
	struct buf b = buf_new(a, 2048);

	buf_add(&b, endpoint);
	if (memchr(endpoint.p, '?', endpoint.n) == NULL)
		buf_add_char(&b, '?');
	return b;
}

enum err
oidc_begin(struct oidc *o, struct arena *a, const struct oidc_attempt *t, struct str redirect_uri,
    struct str acr, struct str locale, struct str *url_out)
{
	struct buf b;

	TRY(reach_provider(o, a));
	b = url_open(a, o->m.authorize);
	add_param(a, &b, "response_type", STR("code"));
	add_param(a, &b, "client_id", o->c.client_id);
	add_param(a, &b, "redirect_uri", redirect_uri);
	add_param(a, &b, "scope", o->c.scope);
	add_param(a, &b, "acr_values", oidc_acr(o, acr));
	add_param(a, &b, "ui_locales", locale);
	add_param(a, &b, "state", t->state);
	add_param(a, &b, "nonce", t->nonce);
	add_param(a, &b, "code_challenge_method", STR("S256"));
	add_param(a, &b, "code_challenge", token_challenge(a, t->verifier));
	*url_out = buf_str(&b);
	return ERR_OK;
}

static enum err
token_form(struct oidc *o, struct arena *a, const struct oidc_answer *in, struct str *out)
{
	struct buf b = buf_new(a, 4096);
	struct str assertion;

	TRY(token_assertion(a, o->c.jwk, o->c.client_id, o->c.issuer, time_now_at(), &assertion));
	add_param(a, &b, "grant_type", STR("authorization_code"));
	add_param(a, &b, "code", in->code);
	add_param(a, &b, "redirect_uri", in->redirect_uri);
	add_param(a, &b, "code_verifier", in->verifier);
	add_param(a, &b, "client_id", o->c.client_id);
	add_param(a, &b, "client_assertion_type",
	    STR("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
	add_param(a, &b, "client_assertion", assertion);
	*out = buf_str(&b);
	return ERR_OK;
}

/* invalid_grant is the person's (an old code); every other refusal is about us (RFC 6749 §5.2). */
static enum err
refusal(struct arena *a, const struct fetched *f)
{
	struct str error = json_text(a, json_read(a, f->body), "error");

	if (f->status >= 500 || error.n == 0)
		return log_err(ERR_REMOTE, "login-provider", "the token endpoint failed");
	if (str_eq_z(error, "invalid_grant"))
		return log_err(ERR_INPUT, "login-provider", "invalid_grant");
	return log_err(ERR_CONFIG, "login-provider", str_z(a, error));
}

static enum err
trade_code(struct oidc *o, struct arena *a, const struct oidc_answer *in, struct str *id_token_out)
{
	struct str form, id;
	struct fetched f;

	TRY(token_form(o, a, in, &form));
	TRY(o->fetch(a, o->m.token, form, &f));
	if (f.status != 200)
		return refusal(a, &f);
	id = json_text(a, json_read(a, f.body), "id_token");
	if (id.n == 0)
		return log_err(ERR_REMOTE, "login-provider", "no id_token");
	*id_token_out = id;
	return ERR_OK;
}

static enum token_fault
judge(struct oidc *o, struct arena *a, const struct oidc_answer *in, struct oidc_person *p)
{
	struct token_want want = {
		.issuer = o->c.issuer,
		.client_id = o->c.client_id,
		.nonce = in->nonce,
		.acr = oidc_acr(o, in->acr),
		.now_at = time_now_at(),
	};

	return token_read(a, p->id_token, o->m.jwks, &want, &p->claims);
}

enum err
oidc_finish(struct oidc *o, struct arena *a, const struct oidc_answer *in, struct oidc_person *out)
{
	struct oidc_person p = { 0 };

	TRY(know_provider(o));
	if (in->iss.n > 0 ? !str_eq(in->iss, o->c.issuer) : o->m.says_iss)
		return log_err(ERR_INPUT, "login-callback", "iss is not the provider's");
	TRY(trade_code(o, a, in, &p.id_token));
	p.fault = judge(o, a, in, &p);
	if (p.fault == TOKEN_KEY_UNKNOWN) {
		TRY(refresh(o));
		p.fault = judge(o, a, in, &p);
	}
	if (p.fault != TOKEN_HOLDS)
		log_line(LOG_WARN, "login-token", "fault", token_fault_text(p.fault), NULL);
	*out = p;
	return ERR_OK;
}

enum err
oidc_end(struct oidc *o, struct arena *a, struct str id_token, struct str return_uri,
    struct str *url_out)
{
	struct buf b;

	TRY(reach_provider(o, a));
	b = url_open(a, o->m.end_session);
	add_param(a, &b, "id_token_hint", id_token);
	add_param(a, &b, "client_id", o->c.client_id);
	add_param(a, &b, "post_logout_redirect_uri", return_uri);
	*url_out = buf_str(&b);
	return ERR_OK;
}

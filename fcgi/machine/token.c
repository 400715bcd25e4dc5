#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/log.h"
#include "base/time.h"
#include "base/url.h"
#include "json/json.h"
#include "json/jws.h"
#include "machine/machine.h"

#define MACHINE_MAGIC	0x6d6b706fu
#define SEC		((int64_t)1000000)
#define SPARE_SEC	30		/* a token is not used so near its end */
#define GRANT_SEC	100
#define SKEW_SEC	10
#define ASK_MS		10000
#define MOST_SCOPES	8
#define TOKEN_BYTES	((size_t)64 * 1024)
#define WHAT		"maskinporten"

struct key {
	struct str	 jwk, kid;
};

struct kept {
	struct arena	*a;
	struct str	 scope, token;		/* token empty: none */
	int64_t		 until_at;
};

struct machine {
	unsigned	 magic;
	struct arena	*process;
	struct machine_setting set;
	struct key	 keys[2];
	size_t		 nkeys, first;
	struct kept	 kept[MOST_SCOPES];
	size_t		 nkept;
};

static void
close_machine(void *p)
{
	struct machine *m = p;

	for (size_t i = 0; i < m->nkept; i++)
		arena_free(&m->kept[i].a);
}

static enum err
read_key(struct arena *a, struct str path, struct str kid, struct key *out)
{
	json_t *j = json_own(a, json_load_file(str_z(a, path), JSON_REJECT_DUPLICATES, NULL));
	struct str tried;

	if (!json_is_object(j))
		return log_err(ERR_CONFIG, WHAT, "a key file cannot be read, or is no JWK");
	*out = (struct key){ json_write(a, j), str_dup(a, kid) };
	return jws_sign(a, out->jwk, out->kid, j, WHAT, &tried);
}

enum err
machine_open(struct arena *a, const struct machine_setting *set, struct machine **out)
{
	struct machine *m = ARENA_NEW(a, struct machine);

	if (set->audience.n == 0 || set->client_id.n == 0 || !url_may_be_asked(set->token_url))
		return log_err(ERR_CONFIG, WHAT, "token, audience or client is missing or wrong");
	m->magic = MACHINE_MAGIC;
	m->process = a;
	m->set = (struct machine_setting){ .token_url = str_dup(a, set->token_url),
		.audience = str_dup(a, set->audience), .client_id = str_dup(a, set->client_id) };
	TRY(read_key(a, set->key_file, set->kid, &m->keys[m->nkeys++]));
	if (set->next_key_file.n > 0)
		TRY(read_key(a, set->next_key_file, set->next_kid, &m->keys[m->nkeys++]));
	arena_defer(a, close_machine, m);
	*out = m;
	return ERR_OK;
}

static enum err
grant(struct machine *m, struct arena *a, const struct key *key, struct str scope, struct str *out)
{
	json_int_t now = time_now_at() / SEC;
	json_t *claims = json_own(a, json_pack("{s:o, s:o, s:o, s:o, s:I, s:I}", "aud",
	    json_from(m->set.audience), "iss", json_from(m->set.client_id), "scope",
	    json_from(scope), "jti", json_from(id_token(a, 16)), "iat", now, "exp",
	    now + GRANT_SEC));
	struct str jwt;

	TRY(jws_sign(a, key->jwk, key->kid, claims, WHAT, &jwt));
	*out = str_fmt(a, "grant_type=urn%%3Aietf%%3Aparams%%3Aoauth%%3Agrant-type%%3Ajwt-bearer"
	    "&assertion=" STR_FMT, STR_ARG(jwt));
	return ERR_OK;
}

static enum err
keep(struct kept *k, struct arena *a, const struct machine_answer *got)
{
	json_t *j = json_read(a, got->body);
	struct str token = json_text(a, j, "access_token");
	const json_t *sec = json_object_get(j, "expires_in");
	bool bearer = strcasecmp(str_z(a, json_text(a, j, "token_type")), "bearer") == 0;

	if (token.n == 0 || token.n > TOKEN_BYTES / 4 || !bearer || !json_is_integer(sec) ||
	    json_integer_value(sec) <= 0 || json_integer_value(sec) > 24 * 3600)
		return log_err(ERR_REMOTE, WHAT, "no token where it should be");
	k->token = str_dup(k->a, token);
	k->until_at = time_now_at() + ((int64_t)json_integer_value(sec) - SPARE_SEC) * SEC;
	return ERR_OK;
}

/* RFC 6749 §5.2.  A clock that is off is refused as any other bad grant; their Date tells. */
static enum err
refusal(struct arena *a, const struct machine_answer *got)
{
	struct str error = json_text(a, json_read(a, got->body), "error");
	int64_t off = got->date_at != 0 ? (time_now_at() - got->date_at) / SEC : 0;

	if (got->status < 400 || got->status == 429 || got->status >= 500 || error.n == 0)
		return log_err(ERR_REMOTE, WHAT, "the token endpoint failed");
	if (off > SKEW_SEC || off < -SKEW_SEC) {
		log_line(LOG_ERROR, WHAT, "error", "our clock differs from theirs", "sec",
		    str_z(a, str_fmt(a, "%lld", (long long)off)), NULL);
		return ERR_CONFIG;
	}
	return log_err(ERR_CONFIG, WHAT, str_z(a, error));
}

static enum err
ask_with(struct machine *m, struct arena *a, struct kept *k, const struct key *key)
{
	struct machine_request r = { .method = "POST", .url = m->set.token_url,
		.type = STR("application/x-www-form-urlencoded"),
		.timeout_ms = m->set.timeout_ms > 0 ? m->set.timeout_ms : ASK_MS };
	struct machine_answer got;

	TRY(grant(m, a, key, k->scope, &r.body));
	TRY(machine_call(a, &r, &got));
	if (got.status == 0)
		return log_err(ERR_REMOTE, WHAT, got.trouble);
	return got.status == 200 ? keep(k, a, &got) : refusal(a, &got);
}

static enum err
ask(struct machine *m, struct arena *a, struct kept *k)
{
	enum err e = ERR_CONFIG;

	arena_reset(k->a);
	k->token = STR_NONE;
	for (size_t i = 0; i < m->nkeys && e == ERR_CONFIG; i++) {
		size_t n = (m->first + i) % m->nkeys;

		e = ask_with(m, a, k, &m->keys[n]);
		if (e == ERR_OK)
			m->first = n;
	}
	return e;
}

static struct kept *
find(struct machine *m, struct str scope)
{
	for (size_t i = 0; i < m->nkept; i++)
		if (str_eq(m->kept[i].scope, scope))
			return &m->kept[i];
	return NULL;
}

static struct kept *
find_or_make(struct machine *m, struct str scope)
{
	struct kept *k = find(m, scope);

	if (k != NULL)
		return k;
	CHECK(m->nkept < MOST_SCOPES);
	k = &m->kept[m->nkept++];
	k->a = arena_new(TOKEN_BYTES);
	k->scope = str_dup(m->process, scope);
	return k;
}

enum err
machine_token(struct machine *m, struct arena *a, struct str scope, struct str *out)
{
	struct kept *k;

	CHECK_OBJ(m, MACHINE_MAGIC);
	k = find_or_make(m, scope);
	if (k->token.n == 0 || k->until_at <= time_now_at())
		TRY(ask(m, a, k));
	*out = str_dup(a, k->token);
	return ERR_OK;
}

void
machine_token_refused(struct machine *m, struct str scope)
{
	struct kept *k;

	CHECK_OBJ(m, MACHINE_MAGIC);
	k = find(m, scope);
	if (k != NULL)
		k->token = STR_NONE;
}

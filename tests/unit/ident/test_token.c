#include "sign.h"

#include "../t.h"
#include "ident/token.h"

#define NOW	((int64_t)1795000000)

static struct arena *a;		/* keys: as long as the tests */
static json_t *key, *other;
static struct str jwks;

static const struct token_want want = {
	.issuer = { "https://test.idporten.no", 24 },
	.client_id = { "skranke", 7 },
	.nonce = { "n-1", 3 },
	.acr = { "idporten-loa-substantial", 24 },
	.now_at = NOW * 1000000,
};

static void
keys_ready(void)
{
	if (a != NULL)
		return;
	a = arena_new((size_t)32 * 1024 * 1024);
	key = sign_key(a, "k1");
	other = sign_key(a, "k2");
	jwks = sign_jwks(a, key);
}

static json_t *
head(void)
{
	return sign_own(a, json_pack("{s:s, s:s}", "alg", "RS256", "kid", "k1"));
}

/* A good token's claims, one of them changed; "null" takes it away. */
static json_t *
claims(const char *name, const char *json)
{
	json_t *c = sign_own(a, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:I}", "iss",
	    "https://test.idporten.no", "aud", "skranke", "sub", "s-1", "nonce", "n-1", "pid", "21879498012",
	    "sid", "okt-1", "acr", "idporten-loa-substantial", "iat", (json_int_t)NOW - 1, "exp",
	    (json_int_t)NOW + 119));

	if (name != NULL && strcmp(json, "null") == 0)
		json_object_del(c, name);
	else if (name != NULL)
		json_object_set_new(c, name, json_loads(json, JSON_DECODE_ANY, NULL));
	return c;
}

static enum token_fault
fault_of(struct str token)
{
	struct token_claims out;

	return token_read(a, token, jwks, &want, &out);
}

static void
a_good_token_says_who_it_is(void **state)
{
	struct token_claims out;
	struct str token;

	(void)state;
	keys_ready();
	token = sign_token(a, key, head(), claims("phone_number", "\"+4740000001\""));
	assert_int_equal(token_read(a, token, jwks, &want, &out), TOKEN_HOLDS);
	assert_str(out.sub, "s-1");
	assert_str(out.pid, "21879498012");
	assert_str(out.sid, "okt-1");
	assert_str(out.acr, "idporten-loa-substantial");
	assert_str(out.phone, "+4740000001");
	assert_int_equal(out.email.n, 0);
	assert_int_equal(out.graded.n, 0);
	token = sign_token(a, key, head(), claims("graded", "\"confidential\""));
	assert_int_equal(token_read(a, token, jwks, &want, &out), TOKEN_HOLDS);
	assert_str(out.graded, "confidential");
}

static const struct {
	const char		*name, *json;
	enum token_fault	 fault;
} changed[] = {
	{ "iss",   "\"https://test.idporten.no/\"",	TOKEN_ISSUER },
	{ "iss",   "null",				TOKEN_ISSUER },
	{ "aud",   "\"another\"",			TOKEN_AUDIENCE },
	{ "aud",   "null",				TOKEN_AUDIENCE },
	{ "aud",   "[\"skranke\"]",			TOKEN_HOLDS },
	{ "aud",   "[\"another\"]",			TOKEN_AUDIENCE },
	{ "aud",   "[\"skranke\", \"another\"]",	TOKEN_AUDIENCE },	/* two need azp */
	{ "azp",   "\"skranke\"",			TOKEN_HOLDS },
	{ "azp",   "\"another\"",			TOKEN_AUDIENCE },
	{ "nonce", "\"n-2\"",				TOKEN_NONCE },
	{ "nonce", "null",				TOKEN_NONCE },
	{ "nonce", "1",					TOKEN_NONCE },
	{ "exp",   "1794999991",			TOKEN_HOLDS },		/* 9 s ago */
	{ "exp",   "1794999990",			TOKEN_TIME },		/* 10 s ago */
	{ "exp",   "\"1795000100\"",			TOKEN_TIME },
	{ "exp",   "null",				TOKEN_TIME },
	{ "iat",   "1795000009",			TOKEN_HOLDS },
	{ "iat",   "1795000010",			TOKEN_TIME },
	{ "iat",   "null",				TOKEN_TIME },
	{ "nbf",   "1795000009",			TOKEN_HOLDS },
	{ "nbf",   "1795000010",			TOKEN_TIME },
	{ "acr",   "\"idporten-loa-high\"",		TOKEN_HOLDS },
	{ "acr",   "\"idporten-loa-low\"",		TOKEN_ACR_LOW },
	{ "acr",   "\"Level4\"",			TOKEN_ACR_LOW },
	{ "acr",   "null",				TOKEN_ACR_LOW },
	{ "sub",   "null",				TOKEN_SHAPE },
	{ "sub",   "7",					TOKEN_SHAPE },
	/* eIDAS: a person without one */
	{ "pid",   "null",				TOKEN_HOLDS },
};

static void
every_claim_must_be_as_we_asked(void **state)
{
	(void)state;
	keys_ready();
	for (size_t i = 0; i < sizeof changed / sizeof *changed; i++) {
		struct str token = sign_token(a, key, head(),
		    claims(changed[i].name, changed[i].json));

		if (fault_of(token) != changed[i].fault)
			fail_msg("%s = %s gives %s", changed[i].name, changed[i].json,
			    token_fault_text(fault_of(token)));
	}
}

static void
a_changed_token_does_not_hold(void **state)
{
	struct str token, body;
	char *z;

	(void)state;
	keys_ready();
	token = sign_token(a, key, head(), claims(NULL, NULL));
	for (size_t back = 20; back < 300; back += 90) {
		body = str_dup(a, token);
		z = (char *)(uintptr_t)body.p;
		z[body.n - back] = z[body.n - back] == 'A' ? 'B' : 'A';
		assert_int_equal(fault_of(body), TOKEN_SIGNATURE);
	}
}

static void
a_token_without_signature_does_not_hold(void **state)
{
	struct str token, rest, payload;

	(void)state;
	keys_ready();
	rest = token = sign_token(a, key, head(), claims(NULL, NULL));
	(void)str_cut(&rest, '.');
	payload = str_cut(&rest, '.');
	/* {"alg":"none"}, {"alg":"none","kid":"k1"} */
	assert_int_equal(fault_of(str_fmt(a, "eyJhbGciOiJub25lIn0." STR_FMT ".", STR_ARG(payload))),
	    TOKEN_SHAPE);
	assert_int_equal(fault_of(str_fmt(a, "eyJhbGciOiJub25lIiwia2lkIjoiazEifQ." STR_FMT ".AAAA", STR_ARG(payload))),
	    TOKEN_ALG);
}

/* The classic: our public key used as the secret of an HMAC. */
static void
another_algorithm_does_not_hold_even_when_it_verifies(void **state)
{
	json_t *secret, *h;

	(void)state;
	keys_ready();
	secret = sign_own(a, json_pack("{s:s, s:s, s:s}", "kty", "oct", "kid", "k1", "k", "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA"));
	h = sign_own(a, json_pack("{s:s, s:s}", "alg", "HS256", "kid", "k1"));
	jwks = sign_json(a, sign_own(a, json_pack("{s:[O]}", "keys", secret)));
	assert_int_equal(fault_of(sign_token(a, secret, h, claims(NULL, NULL))), TOKEN_ALG);
	jwks = sign_jwks(a, key);
}

static void
a_key_is_the_providers_own_found_by_kid(void **state)
{
	json_t *h;

	(void)state;
	keys_ready();
	h = head();
	assert_int_equal(fault_of(sign_token(a, other, h, claims(NULL, NULL))), TOKEN_SIGNATURE);
	h = sign_own(a, json_pack("{s:s, s:s}", "alg", "RS256", "kid", "k2"));
	assert_int_equal(fault_of(sign_token(a, other, h, claims(NULL, NULL))), TOKEN_KEY_UNKNOWN);
	json_object_set(h, "jwk", other);	/* brought along by the token itself */
	assert_int_equal(fault_of(sign_token(a, other, h, claims(NULL, NULL))), TOKEN_KEY_UNKNOWN);
	json_object_del(h, "kid");
	assert_int_equal(fault_of(sign_token(a, other, h, claims(NULL, NULL))), TOKEN_KEY_UNKNOWN);
}

static void
a_critical_header_is_refused(void **state)
{
	json_t *h;

	(void)state;
	keys_ready();
	h = head();
	json_object_set_new(h, "crit", json_pack("[s]", "b64"));
	json_object_set_new(h, "b64", json_true());
	assert_int_equal(fault_of(sign_token(a, key, h, claims(NULL, NULL))), TOKEN_ALG);
}

static void
rubbish_is_not_a_token(void **state)
{
	static const char *const bad[] = { "", ".", "..", "a.b", "a.b.c.d", "a.b.c", "....",
	    "e30.e30.e30", "\xff.\xff.\xff" };

	(void)state;
	keys_ready();
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		enum token_fault f = fault_of(str_from_z(bad[i]));

		assert_true(f == TOKEN_SHAPE || f == TOKEN_ALG);
	}
	assert_int_equal(fault_of((struct str){ arena_alloc(a, 20000), 20000 }), TOKEN_SHAPE);
}

static void
our_assertion_names_us_for_one_minute(void **state)
{
	struct token_want provider = want;
	struct token_claims out;
	struct str one, two;

	(void)state;
	keys_ready();
	assert_int_equal(token_assertion(a, sign_json(a, key), STR("skranke"), STR("https://op"),
	    NOW * 1000000, &one), ERR_OK);
	assert_int_equal(token_assertion(a, sign_json(a, key), STR("skranke"), STR("https://op"),
	    NOW * 1000000, &two), ERR_OK);
	assert_false(str_eq(one, two));		/* jti */
	/* The same reader stands in for the provider: signature and issuer hold, aud is the
	   provider's. */
	provider.issuer = STR("skranke");
	provider.client_id = STR("https://op");
	assert_int_equal(token_read(a, one, jwks, &provider, &out), TOKEN_NONCE);
}

static void
a_key_that_cannot_sign_is_our_own_mistake(void **state)
{
	struct str out;

	(void)state;
	keys_ready();
	assert_int_equal(token_assertion(a, STR("{}"), STR("skranke"), STR("https://op"), 0, &out),
	    ERR_CONFIG);
	assert_int_equal(token_assertion(a, STR("{\"kty\":\"RSA\",\"kid\":\"k\"}"), STR("skranke"),
	    STR("https://op"), 0, &out), ERR_CONFIG);
}

static void
the_challenge_is_the_one_id_porten_documents(void **state)
{
	(void)state;
	keys_ready();
	assert_str(token_challenge(a, STR("xyo94uhy3zKvgB0NJwLms86SwcjtWviEOpkBnGgaLlo")),
	    "b7elB7ZyxIXgFyvBznKvxl7wOB-H17Pz0a3B62NIMFI");
}

TESTS(
	cmocka_unit_test(a_good_token_says_who_it_is),
	cmocka_unit_test(every_claim_must_be_as_we_asked),
	cmocka_unit_test(a_changed_token_does_not_hold),
	cmocka_unit_test(a_token_without_signature_does_not_hold),
	cmocka_unit_test(another_algorithm_does_not_hold_even_when_it_verifies),
	cmocka_unit_test(a_key_is_the_providers_own_found_by_kid),
	cmocka_unit_test(a_critical_header_is_refused),
	cmocka_unit_test(rubbish_is_not_a_token),
	cmocka_unit_test(our_assertion_names_us_for_one_minute),
	cmocka_unit_test(a_key_that_cannot_sign_is_our_own_mistake),
	cmocka_unit_test(the_challenge_is_the_one_id_porten_documents),
)

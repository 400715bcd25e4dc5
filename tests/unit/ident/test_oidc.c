#include "sign.h"

#include "../t.h"
#include "ident/oidc.h"

/* A provider on paper: what it would answer, and how often it was asked. */
static struct {
	struct arena	*a;
	json_t		*key, *next_key;
	struct str	 metadata, jwks, nonce, acr, last_form;
	int		 asked_metadata, asked_keys, asked_token;
	int		 token_status;
	const char	*token_error;
	bool		 away, rotated, rotates_at_token, hides_key;
} op;

#define ISSUER	"https://op.example"

static struct oidc_config config;

static struct str
paper_token(void)
{
	json_t *key = op.rotated ? op.next_key : op.key;
	json_int_t now = time_now_at() / 1000000;
	json_t *head = sign_own(op.a, json_pack("{s:s, s:O}", "alg", "RS256", "kid",
	    json_object_get(key, "kid")));
	json_t *claims = sign_own(op.a, json_pack("{s:s, s:s, s:s, s:s%, s:s%, s:I, s:I}", "iss", ISSUER, "aud", "skranke",
	    "sub", "s-1", "nonce", op.nonce.p, op.nonce.n, "acr", op.acr.p, op.acr.n, "iat", now, "exp", now + 60));

	return sign_token(op.a, key, head, claims);
}

static struct str
token_answer(void)
{
	op.asked_token++;
	if (op.token_status != 200)
		return op.token_error != NULL ? str_fmt(op.a, "{\"error\":\"%s\"}", op.token_error) : STR("<html>");
	op.rotated = op.rotated || op.rotates_at_token;
	return str_fmt(op.a, "{\"id_token\":\"" STR_FMT "\"}", STR_ARG(paper_token()));
}

static enum err
paper(struct arena *a, struct str url, struct str form, struct fetched *out)
{
	(void)a;
	if (op.away)
		return ERR_REMOTE;
	if (out == NULL)
		return ERR_OK;
	*out = (struct fetched){ 200, STR_NONE };
	if (str_eq_z(url, ISSUER "/.well-known/openid-configuration")) {
		op.asked_metadata++;
		out->body = op.metadata;
	} else if (str_eq_z(url, ISSUER "/jwks")) {
		op.asked_keys++;
		out->body = sign_jwks(op.a, op.rotated && !op.hides_key ? op.next_key : op.key);
	} else if (str_eq_z(url, ISSUER "/token")) {
		op.last_form = form;
		out->body = token_answer();
		out->status = op.token_status;
	} else {
		out->status = 404;
	}
	return ERR_OK;
}

#define METADATA(issuer, authorize) STR("{\"issuer\":\"" issuer "\",\"authorization_endpoint\":\"" authorize "\"," \
	"\"token_endpoint\":\"" ISSUER "/token\",\"end_session_endpoint\":\"" ISSUER "/end?hva=alt\"," \
	"\"jwks_uri\":\"" ISSUER "/jwks\",\"authorization_response_iss_parameter_supported\":true}")

static struct oidc *
fresh(struct arena *a)
{
	if (op.a == NULL) {
		op.a = arena_new((size_t)64 << 20);
		op.key = sign_key(op.a, "k1");
		op.next_key = sign_key(op.a, "k2");
		config = (struct oidc_config){ STR(ISSUER), STR("skranke"), STR("openid profile"),
			STR("idporten-loa-substantial"), sign_json(op.a, op.key) };
	}
	op.metadata = METADATA(ISSUER, ISSUER "/auth");
	op.acr = STR("idporten-loa-high");
	op.asked_metadata = op.asked_keys = op.asked_token = 0;
	op.token_status = 200;
	op.away = op.rotated = op.rotates_at_token = op.hides_key = false;
	op.token_error = NULL;
	return oidc_new(a, &config, paper);
}

static struct oidc_answer
answer(struct arena *a)
{
	struct oidc_attempt t = oidc_attempt_new(a);

	op.nonce = t.nonce;
	return (struct oidc_answer){ .code = STR("kode&1"), .iss = STR(ISSUER), .redirect_uri = STR("https://k.no/retur"),
		.nonce = t.nonce, .verifier = t.verifier };
}

static bool
holds(struct str text, const char *part)
{
	return memmem(text.p, text.n, part, strlen(part)) != NULL;
}

static void
the_browser_is_sent_with_all_that_id_porten_asks_for(void **state)
{
	struct arena *a = arena_new((size_t)8 << 20);
	struct oidc *o = fresh(a);
	struct oidc_attempt t = { STR("st"), STR("no"), STR("xyo94uhy3zKvgB0NJwLms86SwcjtWviEOpkBnGgaLlo") };
	struct str url;

	(void)state;
	assert_int_equal(oidc_begin(o, a, &t, STR("http://k.no:80/retur"), STR_NONE, STR("nb"),
	    &url), ERR_OK);
	assert_str(url, ISSUER "/auth?response_type=code&client_id=skranke&redirect_uri=http%3A%2F%2Fk.no%3A80%2Fretur"
	    "&scope=openid%20profile&acr_values=idporten-loa-substantial&ui_locales=nb&state=st&nonce=no"
	    "&code_challenge_method=S256&code_challenge=b7elB7ZyxIXgFyvBznKvxl7wOB-H17Pz0a3B62NIMFI");
	assert_int_equal(oidc_begin(o, a, &t, STR("http://k.no/retur"), STR("idporten-loa-high"),
	    STR("nb"), &url), ERR_OK);
	assert_true(holds(url, "acr_values=idporten-loa-high"));
	assert_int_equal(oidc_begin(o, a, &t, STR("http://k.no/retur"), STR("idporten-loa-low"),
	    STR("nb"), &url), ERR_OK);
	assert_true(holds(url, "acr_values=idporten-loa-substantial"));
	assert_int_equal(op.asked_metadata, 1);
	assert_int_equal(op.asked_keys, 1);
	arena_free(&a);
}

static void
every_attempt_has_secrets_of_its_own(void **state)
{
	struct arena *a = arena_new((size_t)1 << 20);
	struct oidc_attempt one = oidc_attempt_new(a), two = oidc_attempt_new(a);

	(void)state;
	assert_int_equal(one.state.n, 43);
	assert_int_equal(one.nonce.n, 43);
	assert_int_equal(one.verifier.n, 64);		/* RFC 7636: 43 to 128 */
	assert_false(str_eq(one.state, two.state) || str_eq(one.nonce, two.nonce) ||
	    str_eq(one.verifier, two.verifier));
	assert_false(str_eq(one.state, one.nonce));
	arena_free(&a);
}

static void
a_code_becomes_a_person(void **state)
{
	struct arena *a = arena_new((size_t)8 << 20);
	struct oidc *o = fresh(a);
	struct oidc_answer in = answer(a);
	struct oidc_person p;

	(void)state;
	assert_int_equal(oidc_finish(o, a, &in, &p), ERR_OK);
	assert_int_equal(p.fault, TOKEN_HOLDS);
	assert_str(p.claims.sub, "s-1");
	assert_true(holds(op.last_form, "grant_type=authorization_code&code=kode%261&redirect_uri=https%3A%2F%2Fk.no%2Fretur&code_verifier="));
	assert_true(holds(op.last_form, "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=ey"));
	arena_free(&a);
}

static void
an_unknown_key_makes_the_keys_be_fetched_once(void **state)
{
	struct arena *a = arena_new((size_t)16 << 20);
	struct oidc *o = fresh(a);
	struct oidc_answer in = answer(a);
	struct oidc_person p;

	(void)state;
	op.rotates_at_token = true;
	assert_int_equal(oidc_finish(o, a, &in, &p), ERR_OK);
	assert_int_equal(p.fault, TOKEN_HOLDS);
	assert_int_equal(op.asked_keys, 2);
	assert_int_equal(op.asked_token, 1);
	assert_int_equal(oidc_finish(o, a, &in, &p), ERR_OK);
	assert_int_equal(op.asked_keys, 2);
	arena_free(&a);
}

static void
a_key_that_stays_unknown_is_asked_for_once_only(void **state)
{
	struct arena *a = arena_new((size_t)16 << 20);
	struct oidc *o = fresh(a);
	struct oidc_answer in = answer(a);
	struct oidc_person p;

	(void)state;
	op.rotated = op.hides_key = true;
	assert_int_equal(oidc_finish(o, a, &in, &p), ERR_OK);
	assert_int_equal(p.fault, TOKEN_KEY_UNKNOWN);
	assert_int_equal(op.asked_keys, 2);
	arena_free(&a);
}

static void
a_weak_login_is_told_from_a_false_one(void **state)
{
	struct arena *a = arena_new((size_t)8 << 20);
	struct oidc *o = fresh(a);
	struct oidc_answer in = answer(a);
	struct oidc_person p;

	(void)state;
	op.acr = STR("idporten-loa-substantial");
	in.acr = STR("idporten-loa-high");
	assert_int_equal(oidc_finish(o, a, &in, &p), ERR_OK);
	assert_int_equal(p.fault, TOKEN_ACR_LOW);
	op.nonce = STR("another");
	assert_int_equal(oidc_finish(o, a, &in, &p), ERR_OK);
	assert_int_equal(p.fault, TOKEN_NONCE);
	arena_free(&a);
}

static void
an_answer_of_another_issuer_never_reaches_the_token_endpoint(void **state)
{
	struct arena *a = arena_new((size_t)8 << 20);
	struct oidc *o = fresh(a);
	struct oidc_answer in = answer(a);
	struct oidc_person p;

	(void)state;
	in.iss = STR("https://evil.example");
	assert_int_equal(oidc_finish(o, a, &in, &p), ERR_INPUT);
	in.iss = STR_NONE;			/* this provider promises to say it */
	assert_int_equal(oidc_finish(o, a, &in, &p), ERR_INPUT);
	assert_int_equal(op.asked_token, 0);
	arena_free(&a);
}

static const struct {
	int		 status;
	const char	*error;
	enum err	 want;
} refusals[] = {
	{ 400, "invalid_grant",	 ERR_INPUT },		/* an old code: the person may try again */
	{ 401, "invalid_client", ERR_CONFIG },		/* our key is not the one they know */
	{ 400, "invalid_request", ERR_CONFIG },
	{ 503, "invalid_grant",	 ERR_REMOTE },
	{ 400, NULL,		 ERR_REMOTE },
	{ 500, NULL,		 ERR_REMOTE },
};

static void
a_refused_code_is_told_from_a_refused_client(void **state)
{
	struct arena *a = arena_new((size_t)8 << 20);
	struct oidc *o = fresh(a);
	struct oidc_answer in = answer(a);
	struct oidc_person p;

	(void)state;
	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
		op.token_status = refusals[i].status;
		op.token_error = refusals[i].error;
		assert_int_equal(oidc_finish(o, a, &in, &p), refusals[i].want);
	}
	arena_free(&a);
}

static void
a_provider_that_is_away_is_not_asked_by_everyone_at_once(void **state)
{
	struct arena *a = arena_new((size_t)8 << 20);
	struct oidc *o = fresh(a);
	struct oidc_attempt t = oidc_attempt_new(a);
	struct str url;

	(void)state;
	op.away = true;
	assert_int_equal(oidc_begin(o, a, &t, STR("https://k.no/"), STR_NONE, STR("nb"), &url),
	    ERR_REMOTE);
	op.away = false;
	assert_int_equal(oidc_begin(o, a, &t, STR("https://k.no/"), STR_NONE, STR("nb"), &url),
	    ERR_REMOTE);
	assert_int_equal(op.asked_metadata, 0);
	arena_free(&a);
}

static void
a_known_provider_that_goes_away_is_noticed_before_anyone_is_sent_there(void **state)
{
	struct arena *a = arena_new((size_t)8 << 20);
	struct oidc *o = fresh(a);
	struct oidc_attempt t = oidc_attempt_new(a);
	struct str url;

	(void)state;
	assert_int_equal(oidc_begin(o, a, &t, STR("https://k.no/"), STR_NONE, STR("nb"), &url),
	    ERR_OK);
	op.away = true;
	assert_int_equal(oidc_begin(o, a, &t, STR("https://k.no/"), STR_NONE, STR("nb"), &url),
	    ERR_REMOTE);
	assert_int_equal(oidc_end(o, a, STR("a.b.c"), STR("https://k.no/"), &url), ERR_REMOTE);
	arena_free(&a);
}

static void
metadata_of_another_issuer_or_in_the_clear_are_refused(void **state)
{
	struct arena *a = arena_new((size_t)8 << 20);
	struct oidc_attempt t = oidc_attempt_new(a);
	struct oidc *o = fresh(a);
	struct str url;

	(void)state;
	op.metadata = METADATA("https://evil.example", ISSUER "/auth");
	assert_int_equal(oidc_begin(o, a, &t, STR("https://k.no/"), STR_NONE, STR("nb"), &url),
	    ERR_CONFIG);
	o = fresh(a);
	op.metadata = METADATA(ISSUER, "http://op.example/auth");
	assert_int_equal(oidc_begin(o, a, &t, STR("https://k.no/"), STR_NONE, STR("nb"), &url),
	    ERR_CONFIG);
	o = fresh(a);
	op.metadata = STR("<html>");
	assert_int_equal(oidc_begin(o, a, &t, STR("https://k.no/"), STR_NONE, STR("nb"), &url),
	    ERR_REMOTE);
	arena_free(&a);
}

static void
the_way_out_names_session_and_return(void **state)
{
	struct arena *a = arena_new((size_t)8 << 20);
	struct oidc *o = fresh(a);
	struct str url;

	(void)state;
	assert_int_equal(oidc_end(o, a, STR("a.b.c"), STR("https://k.no/loggut/retur"), &url), ERR_OK);
	assert_str(url, ISSUER "/end?hva=alt&id_token_hint=a.b.c&client_id=skranke"
	    "&post_logout_redirect_uri=https%3A%2F%2Fk.no%2Floggut%2Fretur");
	arena_free(&a);
}

TESTS(
	cmocka_unit_test(the_browser_is_sent_with_all_that_id_porten_asks_for),
	cmocka_unit_test(every_attempt_has_secrets_of_its_own),
	cmocka_unit_test(a_code_becomes_a_person),
	cmocka_unit_test(an_unknown_key_makes_the_keys_be_fetched_once),
	cmocka_unit_test(a_key_that_stays_unknown_is_asked_for_once_only),
	cmocka_unit_test(a_weak_login_is_told_from_a_false_one),
	cmocka_unit_test(an_answer_of_another_issuer_never_reaches_the_token_endpoint),
	cmocka_unit_test(a_refused_code_is_told_from_a_refused_client),
	cmocka_unit_test(a_provider_that_is_away_is_not_asked_by_everyone_at_once),
	cmocka_unit_test(a_known_provider_that_goes_away_is_noticed_before_anyone_is_sent_there),
	cmocka_unit_test(metadata_of_another_issuer_or_in_the_clear_are_refused),
	cmocka_unit_test(the_way_out_names_session_and_return),
)

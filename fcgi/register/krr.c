#include "register/krr.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/log.h"
#include "json/json.h"
#include "machine/machine.h"

#define TIMEOUT_MS	10000
#define MOST_BYTES	((size_t)4 << 20)
#define ADDRESS_BYTES	254

struct str
krr_question(struct arena *a, const struct str *pids, size_t n)
{
	json_t *o = json_own(a, json_object()), *v = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(v, json_from(pids[i]));
	json_object_set_new(o, "personidentifikatorer", v);
	return json_write(a, o);
}

static int
compare(const void *x, const void *y)
{
	const struct str *a = x, *b = y;

	return str_cmp(*a, *b);
}

/* ---- one entry ---- */

static bool
one_of(struct str s, const char *a, const char *b, const char *c)
{
	return str_eq_z(s, a) || str_eq_z(s, b) || (c != NULL && str_eq_z(s, c));
}

static bool
like(struct str s, const char *pattern)		/* 0 a digit, + a sign, all else itself */
{
	size_t n = str_from_z(pattern).n;

	if (s.n != n)
		return false;
	for (size_t i = 0; i < n; i++) {
		bool ok = pattern[i] == '0' ? s.p[i] >= '0' && s.p[i] <= '9' :
		    pattern[i] == '+' ? s.p[i] == '+' || s.p[i] == '-' : s.p[i] == pattern[i];

		if (!ok)
			return false;
	}
	return true;
}

/* 2022-08-05T10:45:15.768Z, or without the part of a second, or +02, or +02:00 */
static bool
instant_ok(struct str s)
{
	struct str zone;

	if (s.n < 20 || !like((struct str){ s.p, 19 }, "0000-00-00T00:00:00"))
		return false;
	zone = str_skip(s, 19);
	if (zone.p[0] == '.')
		for (zone = str_skip(zone, 1); zone.n > 0 && zone.p[0] >= '0' && zone.p[0] <= '9';)
			zone = str_skip(zone, 1);
	return str_eq_z(zone, "Z") || like(zone, "+00") || like(zone, "+00:00");
}

/* An address and its two times; false when one is not of the format. */
static bool
put_channel(struct arena *a, json_t *to, const json_t *from, const char *const names[6])
{
	struct str address = json_text(a, from, names[0]);

	if (address.n == 0)
		return true;
	if (address.n > ADDRESS_BYTES || !str_is_text(address))
		return false;
	json_put(to, names[3], address);
	for (int i = 1; i < 3; i++) {
		struct str at = json_text(a, from, names[i]);

		if (at.n > 0 && !instant_ok(at))
			return false;
		json_put(to, names[i + 3], at);
	}
	return true;
}

static bool
put_channels(struct arena *a, json_t *to, const json_t *from)
{
	static const char *const email[] = { "epostadresse", "epostadresse_oppdatert",
		"epostadresse_sist_verifisert", "email", "email_updated_at", "email_verified_at" };
	static const char *const phone[] = { "mobiltelefonnummer", "mobiltelefonnummer_oppdatert",
		"mobiltelefonnummer_sist_verifisert", "phone", "phone_updated_at",
		"phone_verified_at" };

	return from == NULL || (json_is_object(from) && put_channel(a, to, from, email) &&
	    put_channel(a, to, from, phone));
}

/* Who is not registered is told of without the rest. */
static bool
put_states(struct arena *a, json_t *to, const json_t *from)
{
	struct str status = json_text(a, from, "status"), reserved = json_text(a, from,
	    "reservasjon"), notifiable = json_text(a, from, "varslingsstatus");
	bool active = str_eq_z(status, "AKTIV");

	if (!one_of(status, "AKTIV", "SLETTET", "IKKE_REGISTRERT"))
		return false;
	if ((active || reserved.n > 0) && !one_of(reserved, "JA", "NEI", NULL))
		return false;
	if ((active || notifiable.n > 0) &&
	    !one_of(notifiable, "KAN_VARSLES", "KAN_IKKE_VARSLES", NULL))
		return false;
	json_put(to, "status", status);
	json_object_set_new(to, "reserved", json_boolean(str_eq_z(reserved, "JA")));
	json_object_set_new(to, "notifiable", json_boolean(str_eq_z(notifiable, "KAN_VARSLES")));
	return true;
}

/* The entry in our words, or NULL; a language that we do not have is none. */
static json_t *
entry(struct arena *a, const json_t *from)
{
	json_t *to = json_own(a, json_object());
	struct str language = json_text(a, from, "spraak");

	json_put(to, "pid", json_text(a, from, "personidentifikator"));
	if (!put_states(a, to, from) ||
	    !put_channels(a, to, json_object_get(from, "kontaktinformasjon")))
		return NULL;
	if (one_of(language, "nb", "nn", "en") || str_eq_z(language, "se"))
		json_put(to, "language", language);
	return to;
}

enum err
krr_answers(struct arena *a, struct str body, const struct str *pids, size_t n, struct str *out,
    size_t *odd)
{
	const json_t *list = json_object_get(json_read(a, body), "personer");
	json_t *v = json_own(a, json_array()), *said, *to;
	bool *seen = arena_alloc(a, (n + 1) * sizeof *seen);
	size_t i;

	if (!json_is_array(list))
		return ERR_REMOTE;
	*odd = 0;
	json_array_foreach(list, i, said) {
		struct str pid = json_text(a, said, "personidentifikator");
		const struct str *asked = bsearch(&pid, pids, n, sizeof pid, compare);

		to = asked != NULL && !seen[asked - pids] ? entry(a, said) : NULL;
		if (to == NULL) {
			(*odd)++;
			continue;
		}
		seen[asked - pids] = true;
		json_array_append(v, to);
	}
	*out = json_write(a, v);
	return ERR_OK;
}

/* ---- asking ---- */

static enum err
post(struct arena *a, struct machine *m, struct str url, struct str question,
    struct machine_answer *out)
{
	struct machine_request q = { .method = "POST", .type = STR("application/json"),
		.body = question, .nheaders = 1, .timeout_ms = TIMEOUT_MS, .most = MOST_BYTES };
	struct str token, header;

	TRY(machine_token(m, a, STR(KRR_SCOPE), &token));
	while (str_ends(url, STR("/")))
		url.n--;
	q.url = str_fmt(a, STR_FMT "/rest/v2/personer", STR_ARG(url));
	header = str_fmt(a, "Authorization: Bearer " STR_FMT, STR_ARG(token));
	q.headers = &header;
	return machine_call(a, &q, out);
}

static enum err
refused(struct arena *a, const struct machine_answer *got)
{
	bool ours = got->status >= 400 && got->status < 500 && got->status != 429;
	const char *status = str_z(a, str_fmt(a, "%ld", got->status));

	log_line(ours ? LOG_ERROR : LOG_WARN, "contact-register", "status", status, "trouble",
	    got->trouble != NULL ? got->trouble : "", NULL);
	return ours ? ERR_CONFIG : ERR_REMOTE;
}

static enum err
take(struct arena *a, struct str body, const struct str *pids, size_t n, struct str *out)
{
	size_t odd = 0;

	if (krr_answers(a, body, pids, n, out, &odd) != ERR_OK)
		return log_err(ERR_REMOTE, "contact-register", "the answer is not of the format");
	if (odd > 0)
		log_line(LOG_WARN, "contact-register", "odd", str_z(a, str_fmt(a, "%zu", odd)),
		    NULL);
	return ERR_OK;
}

enum err
krr_ask(struct arena *a, struct machine *m, struct str url, struct str *pids, size_t n,
    struct str *out)
{
	struct str question = krr_question(a, pids, n);
	struct machine_answer got = { 0 };

	qsort(pids, n, sizeof *pids, compare);
	TRY(post(a, m, url, question, &got));
	if (got.status == 401) {
		machine_token_refused(m, STR(KRR_SCOPE));
		TRY(post(a, m, url, question, &got));
	}
	return got.status == 200 ? take(a, got.body, pids, n, out) : refused(a, &got);
}

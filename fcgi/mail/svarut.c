/*
 * SvarUt sends: one call, and it finds out itself whether the receiver's mailbox or the printer
 * takes the letter.  It does not promise to recognise a letter it has, so what may have been taken
 * over is looked up by eksternReferanse, which is our key; korrelasjonsid is the case.
 *
 * spec  KS SvarUt v2: send, eksternref, status, hendelser (ks-no/fiks-svarut-klient, openapi)
 */
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/log.h"
#include "base/time.h"
#include "json/json.h"
#include "mail/remote.h"
#include "mail/settings.h"

#define SCOPE	STR("ks:fiks")
#define SYSTEM	"Skranke"

static json_t *
address(const struct mail_receiver *r, struct str id)
{
	json_t *j = json_object();

	json_put(j, "navn", r->name);
	json_put(j, "digitalId", id);
	json_put(j, "adresselinje1", str_trim(r->line1));
	json_put(j, "adresselinje2", str_trim(r->line2));
	json_put(j, "postnummer", r->postcode);
	json_put(j, "poststed", str_trim(r->city));
	if (letter_has_address(r))
		json_put(j, "land", letter_country(r));
	return j;
}

static void
put_document(json_t *list, struct str name, struct str type)
{
	CHECK(json_array_append_new(list, json_pack("{s:o, s:o}", "filnavn", json_from(name),
	    "mimeType", json_from(type))) == 0);
}

/* The letter first, then what goes with it. */
static json_t *
documents(const struct mail_letter *l)
{
	json_t *list = json_array();

	put_document(list, l->filename, STR(MAIL_PDF));
	for (size_t i = 0; i < l->nfiles; i++)
		put_document(list, l->files[i].name, l->files[i].media_type);
	return list;
}

/* Without an address it must not be tried on paper, nor with what cannot be printed: a letter does
   not come without what goes with it.  Without the number it can be nothing else than paper.
   In a folder (no settings) the PDF lies open: whoever sends it on encrypts it. */
static json_t *
payload(const struct mail *m, const struct svarut *s)
{
	const struct mail_letter *l = m->letter;
	bool sealed = s != NULL && s->certificate != NULL;
	bool paper = l->print || (letter_has_address(&l->to) && letter_prints(l));
	json_t *j = json_pack("{s:o, s:o, s:s, s:b, s:b, s:b, s:o, s:{s:b, s:b}, s:o}",
	    "tittel", json_from(m->subject), "eksternReferanse", json_from(m->key),
	    "avgivendeSystem", SYSTEM, "krevNiva4Innlogging", s == NULL || sealed, "kryptert",
	    sealed, "kunDigitalLevering", !paper,
	    "mottaker", address(&l->to, l->print ? STR_NONE : l->to.pid),
	    "utskriftskonfigurasjon", "utskriftMedFarger", s != NULL && s->colour, "tosidig",
	    s == NULL || s->duplex, "dokumenter", documents(l));

	CHECK(j != NULL);
	json_put(j, "korrelasjonsid", l->reference);
	if (letter_has_address(&l->back))
		json_object_set_new(j, "svarSendesTil", address(&l->back, l->orgnr));
	return j;
}

struct str
svarut_payload(struct arena *a, const struct mail *m, const struct svarut *s)
{
	return json_write(a, json_own(a, payload(m, s)));
}

/* One call; a token that is refused is fetched anew, once: the call was then not taken. */
static enum err
call(const struct svarut *s, struct arena *a, struct machine_request *r,
    struct machine_answer *out)
{
	struct str *headers = arena_alloc(a, 3 * sizeof *headers), token;

	headers[1] = str_fmt(a, "IntegrasjonId: " STR_FMT, STR_ARG(s->integration));
	headers[2] = str_fmt(a, "IntegrasjonPassord: " STR_FMT, STR_ARG(s->password));
	r->headers = headers;
	r->nheaders = 3;
	for (int again = 0; again < 2; again++) {
		TRY(machine_token(s->machine, a, SCOPE, &token));
		headers[0] = str_fmt(a, "Authorization: Bearer " STR_FMT, STR_ARG(token));
		TRY(machine_call(a, r, out));
		if (out->status != 401)
			break;
		machine_token_refused(s->machine, SCOPE);
	}
	return ERR_OK;
}

static struct str
account_url(const struct svarut *s, struct arena *a, const char *tail)
{
	return str_fmt(a, STR_FMT "/v2/kontoer/" STR_FMT "/forsendelser%s", STR_ARG(s->url),
	    STR_ARG(s->account), tail);
}

static struct machine_part
file_part(const struct svarut *s, struct arena *a, struct str name, struct str type,
    struct str bytes)
{
	return (struct machine_part){ STR("filer"), name, type,
		s->certificate != NULL ? cms_encrypt(a, s->certificate, bytes) : bytes };
}

static struct mail_answer
svarut_send(struct transport *t, struct arena *a, const struct mail *m)
{
	const struct svarut *s = t->svarut;
	const struct mail_letter *l = m->letter;
	struct machine_part parts[2 + MAIL_FILES_MOST] = {
		{ STR("forsendelse"), STR_NONE, STR("application/json"), svarut_payload(a, m, s) },
	};
	struct machine_request r = { .method = "POST", .url = account_url(s, a, ""),
		.parts = parts, .nparts = 2 + l->nfiles };
	struct machine_answer got;
	struct str id;
	enum err e;

	parts[1] = file_part(s, a, l->filename, STR(MAIL_PDF), l->pdf);
	for (size_t i = 0; i < l->nfiles; i++)
		parts[2 + i] = file_part(s, a, l->files[i].name, l->files[i].media_type,
		    l->files[i].bytes);
	e = call(s, a, &r, &got);
	if (e != ERR_OK)
		return remote_no_token(e);
	if (got.status != 200)
		return remote_refusal(a, "svarut", &got, "errorCode");
	id = json_text(a, json_read(a, got.body), "id");
	if (!id_is(id))
		return answer_no(MAIL_UNCERTAIN, "uncertain", STR("svarut 200 without id"));
	return answer_sent(id);
}

/* Not found is an answer only where it was said: an empty list. */
static struct mail_answer
look_up(const struct svarut *s, struct arena *a, struct str key)
{
	struct machine_request r = { .method = "GET", .url = account_url(s, a,
	    str_z(a, str_fmt(a, "?eksternRef=" STR_FMT, STR_ARG(key)))) };
	struct machine_answer got;
	const json_t *ids;
	const char *first;
	enum err e = call(s, a, &r, &got);

	if (e != ERR_OK || got.status != 200)
		return remote_not_known(a, "svarut", e, &got);
	ids = json_object_get(json_read(a, got.body), "forsendelseIds");
	first = json_string_value(json_array_get(ids, 0));
	if (!json_is_array(ids) || (json_array_size(ids) > 0 && !id_is(str_from_z(first))))
		return answer_no(MAIL_UNCERTAIN, "away", STR("svarut 200 without forsendelseIds"));
	if (json_array_size(ids) == 0)
		return answer_no(MAIL_RETRY_LATER, "away", STR("svarut does not have it"));
	if (json_array_size(ids) > 1)
		log_line(LOG_ERROR, "mail-doubled", "key", str_z(a, key), NULL);
	return answer_sent(str_dup(a, str_from_z(first)));
}

/* What each of their words proves.  LEVERT_SDP: it lies in the digital mailbox, whose keeper tells
   its owner; SENDT_PRINT: on its way to the printer, which says PRINTET. */
static const struct meaning {
	const char	*status;
	unsigned	 proves;		/* 1u << enum mail_event_kind */
	bool		 final;
} meanings[] = {
	{ "MOTTATT", PROVES(MAIL_TAKEN), false },
	{ "AKSEPTERT", PROVES(MAIL_TAKEN), false },
	{ "SENDT_DIGITALT", PROVES(MAIL_TAKEN), false },
	{ "SENDT_SDP", PROVES(MAIL_TAKEN), false },
	{ "SENDT_PRINT", PROVES(MAIL_TAKEN), false },
	{ "KLAR_FOR_MOTTAK", PROVES(MAIL_TAKEN) | PROVES(MAIL_AVAILABLE), false },
	{ "VARSLET", PROVES(MAIL_TAKEN) | PROVES(MAIL_AVAILABLE) | PROVES(MAIL_NOTIFIED), false },
	{ "LEVERT_SDP", PROVES(MAIL_TAKEN) | PROVES(MAIL_AVAILABLE) | PROVES(MAIL_NOTIFIED), false },
	{ "LEST", PROVES(MAIL_TAKEN) | PROVES(MAIL_AVAILABLE) | PROVES(MAIL_NOTIFIED) |
	    PROVES(MAIL_OPENED), true },
	{ "PRINTET", PROVES(MAIL_TAKEN) | PROVES(MAIL_PRINTED), true },
	{ "AVVIST", PROVES(MAIL_FAILED), true },
	{ "IKKE_LEVERT", PROVES(MAIL_FAILED), true },
	{ "MANUELT_HANDTERT", PROVES(MAIL_FAILED), true },
};

static const struct meaning *
meaning_of(struct str status)
{
	for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
		if (str_eq_z(status, meanings[i].status))
			return &meanings[i];
	return NULL;
}

/* When VARSLET came and went between two of our questions, the list of what happened has its time;
   its texts are for people, and only the one word is looked for. */
static int64_t
notified_at(const struct svarut *s, struct arena *a, struct str id, int64_t otherwise)
{
	struct machine_request r = { .method = "GET", .url = str_fmt(a,
	    STR_FMT "/v2/forsendelser/" STR_FMT "/hendelser", STR_ARG(s->url), STR_ARG(id)) };
	struct machine_answer got;
	int64_t at, first = otherwise;
	const json_t *list, *h;

	if (call(s, a, &r, &got) != ERR_OK || got.status != 200)
		return otherwise;
	list = json_object_get(json_read(a, got.body), "hendelser");
	for (size_t i = 0; i < json_array_size(list); i++) {
		h = json_array_get(list, i);
		if (str_starts(json_text(a, h, "hendelse"), STR("Varslet")) &&
		    time_read_iso(json_text(a, h, "tidspunkt"), &at) && at < first)
			first = at;
	}
	return first;
}

static struct mail_answer
told(const struct svarut *s, struct arena *a, struct str id, const struct meaning *what,
    int64_t at)
{
	struct mail_answer yes = remote_events(a, id, what->proves, at, what->status);

	yes.final = what->final;
	if ((what->proves & PROVES(MAIL_FAILED)) != 0) {
		yes.outcome = MAIL_REFUSED;
		yes.code = "refused";
		yes.error = str_fmt(a, "svarut: %s", what->status);
	}
	if (strcmp(what->status, "LEST") == 0)
		remote_set_times(&yes, MAIL_NOTIFIED, notified_at(s, a, id, at));
	return yes;
}

static struct mail_answer
read_status(const struct svarut *s, struct arena *a, struct str id, const json_t *list)
{
	const struct meaning *what;
	const json_t *row;
	int64_t at;

	for (size_t i = 0; i < json_array_size(list); i++) {
		row = json_array_get(list, i);
		if (!str_eq(json_text(a, row, "id"), id))
			continue;
		what = meaning_of(json_text(a, row, "status"));
		if (what != NULL && time_read_iso(json_text(a, row, "sisteStatusEndring"), &at))
			return told(s, a, id, what, at);
	}
	return answer_no(MAIL_UNCERTAIN, "uncertain", STR("svarut says nothing we know of it"));
}

static struct mail_answer
status(const struct svarut *s, struct arena *a, struct str id)
{
	json_t *ask = json_own(a, json_pack("{s:[o]}", "forsendelseIds", json_from(id)));
	struct machine_request r = { .method = "POST", .url = account_url(s, a, "/status-sok"),
		.type = STR("application/json"), .body = json_write(a, ask) };
	struct machine_answer got;
	enum err e = call(s, a, &r, &got);

	if (e != ERR_OK || got.status != 200)
		return remote_not_known(a, "svarut", e, &got);
	return read_status(s, a, id, json_object_get(json_read(a, got.body), "statuser"));
}

static struct mail_answer
svarut_ask(struct transport *t, struct arena *a, struct str key, struct str reference,
    bool print)
{
	struct mail_answer found = answer_sent(reference);

	(void)print;
	if (!id_is(reference))
		found = look_up(t->svarut, a, key);
	return found.outcome == MAIL_SENT ? status(t->svarut, a, found.reference) : found;
}

void
svarut_transport(struct transport *t, const struct svarut *s)
{
	t->channel = "svarut";
	t->can = CAN(MAIL_DIGITAL) | CAN(MAIL_PRINT) | CAN(MAIL_ASK);
	t->svarut = s;
	t->send = svarut_send;
	t->ask = svarut_ask;
}

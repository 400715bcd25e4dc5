/*
 * An integrasjonspunkt beside us takes a letter in three calls: create, upload, send.  Our key is
 * its messageId, and it makes no second message of one id.
 *
 * Sending twice what was sent would put it in their queue twice.  So the last call is made only by
 * the one that made the first, or when a call before the last was answered with no; where the last
 * was not answered, the message lies there and is theirs: if it never came to their queue they
 * give it up themselves when its time to live is over (LEVETID_UTLOPT), and another way is found.
 *
 * spec  docs.digdir.no, eFormidling, integrasjonspunktets API; SBD with `digital` and `print`
 */
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "json/json.h"
#include "mail/remote.h"
#include "mail/settings.h"

#define AUTHORITY	"iso6523-actorid-upis"
#define STANDARD	"urn:no:difi:digitalpost:xsd:"
#define PROFILE		"urn:no:difi:profile:digitalpost:"

static json_t *
address(const struct mail_receiver *r)
{
	json_t *j = json_object();

	json_put(j, "navn", r->name);
	json_put(j, "adresselinje1", str_trim(r->line1));
	json_put(j, "adresselinje2", str_trim(r->line2));
	json_put(j, "postnummer", r->postcode);
	json_put(j, "poststed", str_trim(r->city));
	json_put(j, "land", country_said(r));
	return j;
}

static json_t *
print_body(const struct mail_letter *l)
{
	return json_pack("{s:o, s:o, s:s, s:s, s:{s:o, s:s}}", "hoveddokument",
	    json_from(l->filename), "mottaker", address(&l->to), "utskriftsfarge", "SORT_HVIT",
	    "posttype", "B_OEKONOMI", "retur", "mottaker", address(&l->back), "returhaandtering",
	    "DIREKTE_RETUR");
}

static json_t *
digital_body(struct arena *a, const struct mail *m, int level)
{
	const struct mail_letter *l = m->letter;
	struct str today = time_date_iso(a, time_oslo_date(time_now_at()));

	return json_pack("{s:i, s:o, s:o, s:o, s:{s:o, s:b}}", "sikkerhetsnivaa", level,
	    "hoveddokument", json_from(l->filename), "tittel", json_from(m->subject), "spraak",
	    json_from(l->language), "digitalPostInfo", "virkningsdato",
	    json_from(l->effective.n > 0 ? l->effective : today), "aapningskvittering",
	    l->decision);
}

static json_t *
party(struct arena *a, struct str id)
{
	return json_own(a, json_pack("[{s:{s:o, s:s}}]", "identifier", "value", json_from(id),
	    "authority", AUTHORITY));
}

static json_t *
header(struct arena *a, const struct mail *m)
{
	const struct mail_letter *l = m->letter;
	const char *type = l->print ? "print" : "digital";
	struct str sender = str_fmt(a, "0192:" STR_FMT, STR_ARG(l->orgnr));

	return json_pack("{s:s, s:O, s:O, s:{s:s, s:s, s:o, s:s}, s:{s:[{s:s, s:o, s:s}]}}",
	    "headerVersion", "1.0", "sender", party(a, sender), "receiver", party(a, l->to.pid),
	    "documentIdentification", "standard", l->print ? STANDARD "fysisk::print" :
	    STANDARD "digital::digital", "typeVersion", "1.0", "instanceIdentifier",
	    json_from(m->key), "type", type, "businessScope", "scope", "type", "ConversationId",
	    "instanceIdentifier", json_from(m->key), "identifier", l->decision ?
	    PROFILE "vedtak:ver1.0" : PROFILE "info:ver1.0");
}

struct str
eformidling_payload(struct arena *a, const struct mail *m, const struct eformidling *s)
{
	bool print = m->letter->print;
	json_t *j = json_own(a, json_pack("{s:o, s:o}", "standardBusinessDocumentHeader",
	    header(a, m), print ? "print" : "digital", print ? print_body(m->letter) :
	    digital_body(a, m, s != NULL ? s->level : 4)));

	CHECK(j != NULL);
	return json_write(a, j);
}

static enum err
call(const struct eformidling *s, struct arena *a, struct machine_request *r, const char *method,
    struct str path, struct machine_answer *out)
{
	struct str *headers = arena_alloc(a, (r->nheaders + 1) * sizeof *headers);

	for (size_t i = 0; i < r->nheaders; i++)
		headers[i] = r->headers[i];
	if (s->login.n > 0)
		headers[r->nheaders++] = machine_basic(a, s->login);
	r->headers = headers;
	r->method = method;
	r->url = str_fmt(a, STR_FMT "/api/" STR_FMT, STR_ARG(s->url), STR_ARG(path));
	return machine_call(a, r, out);
}

static struct str
message(struct arena *a, struct str key)
{
	return str_fmt(a, "messages/out/" STR_FMT, STR_ARG(key));
}

/* Whatever goes wrong before the last call, the letter was not sent. */
static struct mail_answer
not_sent(struct arena *a, const struct machine_answer *got)
{
	struct mail_answer no = remote_refusal(a, "eformidling", got, "error");

	if (no.outcome == MAIL_UNCERTAIN) {
		no.outcome = MAIL_RETRY_LATER;
		no.code = "away";
	}
	return no;
}

static bool
is_yes(const struct machine_answer *got)
{
	return got->status >= 200 && got->status < 300;
}

static const struct meaning {
	const char	*status;
	unsigned	 digital, print;	/* 1u << enum mail_event_kind */
	bool		 final;
} meanings[] = {
	{ "OPPRETTET", PROVES(MAIL_TAKEN), PROVES(MAIL_TAKEN), false },
	{ "SENDT", PROVES(MAIL_TAKEN), PROVES(MAIL_TAKEN), false },
	{ "MOTTATT", PROVES(MAIL_TAKEN), PROVES(MAIL_TAKEN), false },
	{ "LEVERT", PROVES(MAIL_AVAILABLE) | PROVES(MAIL_NOTIFIED), PROVES(MAIL_PRINTED), false },
	{ "LEST", PROVES(MAIL_OPENED), PROVES(MAIL_PRINTED), true },
	{ "LEVETID_UTLOPT", PROVES(MAIL_FAILED), PROVES(MAIL_FAILED), true },
	{ "FEIL", PROVES(MAIL_FAILED), PROVES(MAIL_FAILED), true },
};

static const struct meaning *
meaning_of(struct str status)
{
	for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
		if (str_eq_z(status, meanings[i].status))
			return &meanings[i];
	return NULL;
}

struct found {
	struct machine_answer got;
	const json_t	*list;		/* statuses, the oldest first; NULL: not known */
};

/* Pages of them hold all there can be of one message. */
static enum err
statuses(const struct eformidling *s, struct arena *a, struct str key, struct found *out)
{
	struct machine_request r = { 0 };
	json_t *list;

	*out = (struct found){ 0 };
	TRY(call(s, a, &r, "GET", str_fmt(a, "statuses/" STR_FMT "?size=100&sort=id,asc",
	    STR_ARG(key)), &out->got));
	if (out->got.status == 404)
		out->list = json_own(a, json_array());
	if (out->got.status != 200)
		return ERR_OK;
	list = json_object_get(json_read(a, out->got.body), "content");
	out->list = json_is_array(list) ? list : NULL;
	return ERR_OK;
}

/* Did it come further than to be created? */
static bool
went_on(const json_t *list)
{
	size_t i;
	json_t *row;

	json_array_foreach(list, i, row) {
		const char *status = json_string_value(json_object_get(row, "status"));

		if (status != NULL && strcmp(status, "OPPRETTET") != 0)
			return true;
	}
	return false;
}

static struct mail_answer
upload_and_send(const struct eformidling *s, struct arena *a, const struct mail *m, bool there)
{
	const struct mail_letter *l = m->letter;
	struct str title = { l->filename.p, l->filename.n - strlen(".pdf") };
	struct str name = str_fmt(a, "Content-Disposition: attachment; name=\"" STR_FMT
	    "\"; filename=\"" STR_FMT "\"", STR_ARG(title), STR_ARG(l->filename));
	struct machine_request put = { .type = STR("application/pdf"), .body = l->pdf,
		.headers = &name, .nheaders = 1 }, post = { 0 };
	struct machine_answer got;

	if (call(s, a, &put, "PUT", message(a, m->key), &got) != ERR_OK)
		return remote_no_call();
	/* one that was there may have had its file already: then that is what they refuse */
	if (!is_yes(&got) && !(there && got.status == 400))
		return not_sent(a, &got);
	if (call(s, a, &post, "POST", message(a, m->key), &got) != ERR_OK)
		return remote_no_call();
	return is_yes(&got) ? answer_sent(m->key) :
	    remote_refusal(a, "eformidling", &got, "error");
}

static struct mail_answer
eformidling_send(struct transport *t, struct arena *a, const struct mail *m)
{
	const struct eformidling *s = t->eformidling;
	struct machine_request r = { .type = STR("application/json"),
		.body = eformidling_payload(a, m, s) };
	struct machine_answer got;
	struct found f;

	if (m->letter->to.pid.n == 0)
		return answer_no(MAIL_REFUSED, "transport-missing",
		    STR("eformidling takes no letter to somebody without a number"));
	if (call(s, a, &r, "POST", STR("messages/out"), &got) != ERR_OK)
		return remote_no_call();
	if (is_yes(&got))
		return upload_and_send(s, a, m, false);
	if (got.status != 400)
		return not_sent(a, &got);
	if (statuses(s, a, m->key, &f) != ERR_OK || f.list == NULL)
		return answer_no(MAIL_RETRY_LATER, "away",
		    STR("eformidling does not say whether it has it"));
	if (json_array_size(f.list) == 0)
		return not_sent(a, &got);
	return went_on(f.list) ? answer_sent(m->key) : upload_and_send(s, a, m, true);
}

static void
add_events(struct arena *a, const json_t *row, bool print, struct mail_answer *out)
{
	const struct meaning *what = meaning_of(json_text(a, row, "status"));
	struct mail_event *v = (struct mail_event *)(uintptr_t)out->events;
	unsigned proves = what == NULL ? 0 : print ? what->print : what->digital;
	int64_t at;

	if (!time_read_iso(json_text(a, row, "lastUpdate"), &at))
		return;
	for (unsigned k = 0; k <= MAIL_FAILED; k++)
		if ((proves & PROVES(k)) != 0)
			v[out->nevents++] = (struct mail_event){ (enum mail_event_kind)k, at,
				str_from_z(what->status) };
	out->final = out->final || (what != NULL && what->final) ||
	    (print && (proves & PROVES(MAIL_PRINTED)) != 0);
	if ((proves & PROVES(MAIL_FAILED)) != 0) {
		out->outcome = MAIL_REFUSED;
		out->code = "refused";
		out->error = str_fmt(a, "eformidling: %s", what->status);
	}
}

static struct mail_answer
eformidling_ask(struct transport *t, struct arena *a, struct str key, struct str reference,
    bool print)
{
	struct mail_answer yes = answer_sent(key);
	struct found f;
	enum err e = statuses(t->eformidling, a, key, &f);
	json_t *row;
	size_t i;

	(void)reference;
	if (e != ERR_OK || f.list == NULL)
		return remote_not_known(a, "eformidling", e, &f.got);
	if (json_array_size(f.list) == 0)
		return answer_no(MAIL_RETRY_LATER, "away", STR("eformidling does not have it"));
	yes.events = arena_alloc(a, json_array_size(f.list) * 2 * sizeof *yes.events);
	json_array_foreach(f.list, i, row)
		add_events(a, row, print, &yes);
	return yes;
}

void
eformidling_transport(struct transport *t, const struct eformidling *s)
{
	t->channel = "eformidling";
	t->can = CAN(MAIL_DIGITAL) | CAN(MAIL_PRINT) | CAN(MAIL_ASK);
	t->eformidling = s;
	t->send = eformidling_send;
	t->ask = eformidling_ask;
}

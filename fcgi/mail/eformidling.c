/*
 * An integrasjonspunkt beside us takes a letter in one call up to 5 MB, and a larger one in three:
 * create, upload, send.  Our key is its messageId, and it makes no second message of one id; so a
 * call that makes one can be made again, and what it says then is looked up.
 *
 * To send what was sent would put it in their queue twice.  So the last of three calls is made
 * only by the one that made the first, or after a call before it was answered with no.  A message
 * that lies there is theirs: if it never came to their queue they give it up themselves when its
 * time to live is over (LEVETID_UTLOPT), and another way is found.
 *
 * spec  docs.digdir.no, eFormidling, integrasjonspunktets API
 */
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "json/json.h"
#include "mail/remote.h"
#include "mail/settings.h"

#define ONE_CALL_BYTES	((size_t)5 << 20)

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
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *status = json_string_value(json_object_get(json_array_get(list, i),
		    "status"));

		if (status != NULL && strcmp(status, "OPPRETTET") != 0)
			return true;
	}
	return false;
}

static enum err
upload(const struct eformidling *s, struct arena *a, struct str key, const struct mail_file *f,
    struct machine_answer *out)
{
	struct str title = mail_file_title(f->name), name = str_fmt(a,
	    "Content-Disposition: attachment; name=\"" STR_FMT "\"; filename=\"" STR_FMT "\"",
	    STR_ARG(title), STR_ARG(f->name));
	struct machine_request put = { .type = f->media_type, .body = f->bytes,
		.headers = &name, .nheaders = 1 };

	return call(s, a, &put, "PUT", message(a, key), out);
}

/* The letter, then what goes with it. */
static struct mail_file
file_of(const struct mail_letter *l, size_t i)
{
	return i > 0 ? l->files[i - 1] : (struct mail_file){ l->filename, STR(MAIL_PDF), l->pdf };
}

/* One that was there may have had this file already: then that is what they refuse.  Without the
   letter itself they would send nothing; of what goes with it they must say so. */
static bool
has_file(struct arena *a, const struct machine_answer *got, const struct mail_file *f, bool letter)
{
	json_t *said = json_read(a, got->body);
	const char *message = json_string_value(json_object_get(said, "message"));

	return got->status == 400 && (letter || (message != NULL &&
	    strstr(message, str_fmt(a, "already exists in message: " STR_FMT,
	    STR_ARG(f->name)).p) != NULL));
}

static struct mail_answer
upload_and_send(const struct eformidling *s, struct arena *a, const struct mail *m, bool there)
{
	struct machine_request post = { 0 };
	struct machine_answer got;

	for (size_t i = 0; i <= m->letter->nfiles; i++) {
		struct mail_file f = file_of(m->letter, i);

		if (upload(s, a, m->key, &f, &got) != ERR_OK)
			return remote_no_call();
		if (is_yes(&got) || (there && has_file(a, &got, &f, i == 0)))
			continue;
		if (!there || got.status != 400)
			return not_sent(a, &got);
		return answer_sent(m->key);	/* none is left out: it is not sent */
	}
	if (call(s, a, &post, "POST", message(a, m->key), &got) != ERR_OK)
		return remote_no_call();
	return is_yes(&got) ? answer_sent(m->key) :
	    remote_refusal(a, "eformidling", &got, "error");
}

/* They make no message of it: because they have it already, or because it is no good. */
static struct mail_answer
there_already(const struct eformidling *s, struct arena *a, const struct mail *m, bool one_call,
    const struct machine_answer *refused)
{
	struct found f;

	if (statuses(s, a, m->key, &f) != ERR_OK || f.list == NULL)
		return answer_no(MAIL_UNCERTAIN, "uncertain",
		    STR("eformidling does not say whether it has it"));
	if (json_array_size(f.list) == 0)
		return not_sent(a, refused);
	return one_call || went_on(f.list) ? answer_sent(m->key) :
	    upload_and_send(s, a, m, true);
}

static struct mail_answer
in_one(const struct eformidling *s, struct arena *a, const struct mail *m)
{
	struct machine_part parts[2 + MAIL_FILES_MOST] = {
		{ STR("sbd"), STR_NONE, STR("application/json"), eformidling_payload(a, m, s) },
	};
	struct machine_request r = { .parts = parts, .nparts = 2 + m->letter->nfiles };
	struct machine_answer got;

	for (size_t i = 0; i <= m->letter->nfiles; i++) {
		struct mail_file f = file_of(m->letter, i);

		parts[1 + i] = (struct machine_part){ mail_file_title(f.name), f.name,
			f.media_type, f.bytes };
	}
	if (call(s, a, &r, "POST", STR("messages/out/multipart"), &got) != ERR_OK)
		return remote_no_call();
	if (is_yes(&got))
		return answer_sent(m->key);
	return got.status == 400 ? there_already(s, a, m, true, &got) :
	    remote_refusal(a, "eformidling", &got, "error");
}

static struct mail_answer
in_three(const struct eformidling *s, struct arena *a, const struct mail *m)
{
	struct machine_request r = { .type = STR("application/json"),
		.body = eformidling_payload(a, m, s) };
	struct machine_answer got;

	if (call(s, a, &r, "POST", STR("messages/out"), &got) != ERR_OK)
		return remote_no_call();
	if (is_yes(&got))
		return upload_and_send(s, a, m, false);
	return got.status == 400 ? there_already(s, a, m, false, &got) : not_sent(a, &got);
}

static size_t
all_bytes(const struct mail_letter *l)
{
	size_t n = l->pdf.n;

	for (size_t i = 0; i < l->nfiles; i++)
		n += l->files[i].bytes.n;
	return n;
}

static const char *
not_for_us(const struct mail_letter *l, const char **code)
{
	*code = l->to.pid.n == 0 ? "transport-missing" : "bad-address";
	if (l->to.pid.n == 0)
		return "eformidling takes no letter to somebody without a number";
	if (l->print && str_trim(l->to.line1).n == 0)
		return "eformidling takes no letter on paper without an address line";
	return NULL;
}

static struct mail_answer
eformidling_send(struct transport *t, struct arena *a, const struct mail *m)
{
	const struct eformidling *s = t->eformidling;
	const char *code, *why = not_for_us(m->letter, &code);

	if (why != NULL)
		return answer_no(MAIL_REFUSED, code, str_from_z(why));
	return all_bytes(m->letter) <= ONE_CALL_BYTES ? in_one(s, a, m) : in_three(s, a, m);
}

static void
add_event(struct mail_answer *out, enum mail_event_kind kind, int64_t at, const char *detail)
{
	struct mail_event *v = (struct mail_event *)(uintptr_t)out->events;

	v[out->nevents++] = (struct mail_event){ kind, at, str_from_z(detail) };
}

/* A status we do not know says nothing. */
static void
add_events(struct arena *a, const json_t *row, bool print, struct mail_answer *out)
{
	const struct meaning *what = meaning_of(json_text(a, row, "status"));
	unsigned proves;
	int64_t at;

	if (what == NULL || !time_read_iso(json_text(a, row, "lastUpdate"), &at))
		return;
	proves = print ? what->print : what->digital;
	for (unsigned k = 0; k <= MAIL_FAILED; k++)
		if ((proves & PROVES(k)) != 0)
			add_event(out, (enum mail_event_kind)k, at, what->status);
	out->final = out->final || what->final || (proves & PROVES(MAIL_PRINTED)) != 0;
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

	(void)reference;
	if (e != ERR_OK || f.list == NULL)
		return remote_not_known(a, "eformidling", e, &f.got);
	if (json_array_size(f.list) == 0)
		return answer_no(MAIL_RETRY_LATER, "away", STR("eformidling does not have it"));
	yes.events = arena_alloc(a, json_array_size(f.list) * 2 * sizeof *yes.events);
	for (size_t i = 0; i < json_array_size(f.list); i++)
		add_events(a, json_array_get(f.list, i), print, &yes);
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

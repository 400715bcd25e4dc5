/*
 * What an integrasjonspunkt is told of a letter: a standard business document (SBD) in JSON
 *
 * spec  docs.digdir.no, eFormidling: the message types digital and print of digitalpost
 */
#include "base/arena.h"
#include "base/time.h"
#include "json/json.h"
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
	json_put(j, "land", letter_country(r));
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

/*
 * journal.c - the public journal as eInnsyn's objects (offentleglova § 10)
 *
 * No member holds more than public_journal lets anybody see: what eInnsyn calls Sensitiv, for
 * titles and names in full, is here the same as is shown.  A name that is not shown has no
 * Korrespondansepart.
 */
#include "api/ask.h"
#include "api/id.h"
#include "api/routes.h"
#include "api/sql.h"
#include "json/out.h"

#define ENTRY	"jp"
#define CASE	"sm"

static void
open_object(struct req *r, const char *name, const char *entity, struct str id)
{
	json_open(&r->body, name, '{');
	json_say(&r->body, "entity", str_from_z(entity));
	json_say(&r->body, "id", id);
	json_say_bool(&r->body, "deleted", false);
}

/* What is in an archive has our own id too, and says whose journal it is in. */
static void
open_archived(struct req *r, const char *name, const char *entity, const char *kind,
    struct str uuid)
{
	open_object(r, name, entity, api_id(r->a, kind, uuid));
	json_say(&r->body, "systemId", uuid);
	json_say(&r->body, "journalenhet", api_unit_id(r));
}

static void
say_number(struct req *r, const char *name, struct str number)
{
	int64_t n;

	CHECK(str_int(number, &n));
	json_say_int(&r->body, name, n);
}

static void
say_party(struct req *r, const struct db_rows *rows, size_t i, bool in)
{
	struct str party = db_get(rows, i, "party");

	if (party.n == 0)
		return;
	json_open(&r->body, "korrespondansepart", '[');
	open_archived(r, NULL, "Korrespondansepart", "kp", db_get(rows, i, "id"));
	json_say(&r->body, "korrespondansepartNavn", party);
	json_say(&r->body, "korrespondansepartNavnSensitiv", party);
	json_say(&r->body, "korrespondanseparttype", in ? STR("avsender") : STR("mottaker"));
	json_close(&r->body, '}');
	json_close(&r->body, ']');
}

static void
say_document(struct req *r, const struct db_rows *rows, size_t i)
{
	json_open(&r->body, "dokumentbeskrivelse", '[');
	open_archived(r, NULL, "Dokumentbeskrivelse", "db", db_get(rows, i, "id"));
	json_say(&r->body, "tittel", db_get(rows, i, "title"));
	json_say(&r->body, "tittelSensitiv", db_get(rows, i, "title"));
	json_say_int(&r->body, "dokumentnummer", 1);
	json_say(&r->body, "tilknyttetRegistreringSom", STR("hoveddokument"));
	json_close(&r->body, '}');
	json_close(&r->body, ']');
}

static void
say_screen(struct req *r, const struct db_rows *rows, size_t i)
{
	if (!db_bool(rows, i, "screened"))
		return;
	open_archived(r, "skjerming", "Skjerming", "skj", db_get(rows, i, "id"));
	json_say(&r->body, "tilgangsrestriksjon", STR("Unntatt offentlighet"));
	json_say_any(&r->body, "skjermingshjemmel", db_get(rows, i, "law"));
	json_close(&r->body, '}');
}

static void
say_case(struct req *r, const char *name, const struct db_rows *rows, size_t i, bool expand)
{
	struct str title = db_get(rows, i, "case_title");

	(void)expand;
	open_archived(r, name, "Saksmappe", CASE, db_get(rows, i, "case_id"));
	json_say(&r->body, "offentligTittel", title);
	json_say(&r->body, "offentligTittelSensitiv", title);
	say_number(r, "saksaar", db_get(rows, i, "case_year"));
	say_number(r, "sakssekvensnummer", db_get(rows, i, "case_number"));
	json_say(&r->body, "saksnummer", db_get(rows, i, "case_ref"));
	json_say_any(&r->body, "saksdato", db_get(rows, i, "case_on"));
	json_say(&r->body, "administrativEnhetObjekt", api_unit_id(r));
	json_close(&r->body, '}');
}

static void
say_parts(struct req *r, const struct db_rows *rows, size_t i, bool expand)
{
	say_party(r, rows, i, str_eq_z(db_get(rows, i, "kind"), "inngaaende_dokument"));
	say_document(r, rows, i);
	say_screen(r, rows, i);
	if (expand)
		say_case(r, "saksmappe", rows, i, expand);
	else
		json_say(&r->body, "saksmappe", api_id(r->a, CASE, db_get(rows, i, "case_id")));
}

static void
say_entry(struct req *r, const char *name, const struct db_rows *rows, size_t i, bool expand)
{
	struct str title = db_get(rows, i, "title");

	open_archived(r, name, "Journalpost", ENTRY, db_get(rows, i, "id"));
	json_say(&r->body, "offentligTittel", title);
	json_say(&r->body, "offentligTittelSensitiv", title);
	say_number(r, "journalaar", db_get(rows, i, "year"));
	say_number(r, "journalsekvensnummer", db_get(rows, i, "n"));
	say_number(r, "journalpostnummer", db_get(rows, i, "case_n"));
	json_say(&r->body, "journalposttype", db_get(rows, i, "kind"));
	json_say(&r->body, "journaldato", db_get(rows, i, "journal_on"));
	json_say(&r->body, "dokumentetsDato", db_get(rows, i, "document_on"));
	json_say(&r->body, "administrativEnhetObjekt", api_unit_id(r));
	say_parts(r, rows, i, expand);
	json_close(&r->body, '}');
}

static enum err
many(struct req *r, const char *kind, struct str of_case, api_item_fn *item)
{
	const struct db_rows *rows;
	struct api_ask q;

	TRY(api_ask_read(r, kind, &q));
	TRY(api_begin(r));
	rows = api_ask_rows(r, &q, of_case);
	TRY(api_read(r));
	api_list(r, &q, rows, item);
	return api_answer(r);
}

/* By its id in the address, as if it alone were asked for in the list. */
static enum err
one(struct req *r, const char *kind, api_item_fn *item)
{
	const struct db_rows *rows;
	struct api_ask q;
	struct str uuid;

	TRY(api_ask_read(r, kind, &q));
	if (!api_id_read(r->a, kind, r->seg[1], &uuid))
		return ERR_GONE;
	q.ids = str_fmt(r->a, "{" STR_FMT "}", STR_ARG(uuid));
	TRY(api_begin(r));
	rows = api_ask_rows(r, &q, STR_NONE);
	TRY(api_read(r));
	if (db_count(rows) == 0)
		return ERR_GONE;
	item(r, NULL, rows, 0, q.expand);
	return api_answer(r);
}

enum err
api_journal(struct req *r)
{
	return many(r, ENTRY, STR_NONE, say_entry);
}

enum err
api_journal_entry(struct req *r)
{
	return one(r, ENTRY, say_entry);
}

enum err
api_cases(struct req *r)
{
	return many(r, CASE, STR_NONE, say_case);
}

enum err
api_case(struct req *r)
{
	return one(r, CASE, say_case);
}

enum err
api_case_journal(struct req *r)
{
	struct str uuid;

	if (!api_id_read(r->a, CASE, r->seg[1], &uuid))
		return ERR_GONE;
	return many(r, ENTRY, uuid, say_entry);
}

/* One that has not said its number or address is no Enhet: eInnsyn requires both. */
enum err
api_unit(struct req *r)
{
	const struct db_rows *t;

	TRY(api_begin(r));
	TRY(api_read(r));
	t = api_tenant(r);
	if (!str_eq(r->seg[1], api_unit_id(r)) || db_get(t, 0, "orgnr").n == 0 ||
	    db_get(t, 0, "email").n == 0)
		return ERR_GONE;
	open_object(r, NULL, "Enhet", api_unit_id(r));
	json_say(&r->body, "navn", db_get(t, 0, "name"));
	json_say(&r->body, "orgnummer", db_get(t, 0, "orgnr"));
	json_say(&r->body, "enhetskode", db_get(t, 0, "id"));
	json_say(&r->body, "enhetstype", STR("KOMMUNE"));
	json_say_any(&r->body, "kontaktpunktAdresse", db_get(t, 0, "address"));
	json_say(&r->body, "kontaktpunktEpost", db_get(t, 0, "email"));
	json_say_any(&r->body, "kontaktpunktTelefon", db_get(t, 0, "phone"));
	json_say(&r->body, "innsynskravEpost", db_get(t, 0, "email"));
	json_close(&r->body, '}');
	return api_answer(r);
}

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

#define ENTRY	"jp"
#define CASE	"sm"
#define UNIT	"enh"

static struct str
unit_id(const struct req *r)
{
	return api_id(r->a, UNIT, db_get(api_tenant(r), 0, "unit_id"));
}

static json_t *
base(const struct req *r, const char *entity, const char *kind, struct str uuid)
{
	json_t *o = json_object();

	json_put(o, "entity", str_from_z(entity));
	json_put(o, "id", api_id(r->a, kind, uuid));
	CHECK(json_object_set_new(o, "deleted", json_false()) == 0);
	return o;
}

/* What is in an archive: a base with our own id, and whose journal it is in. */
static json_t *
archived(const struct req *r, const char *entity, const char *kind, struct str uuid)
{
	json_t *o = base(r, entity, kind, uuid);

	json_put(o, "systemId", uuid);
	json_put(o, "journalenhet", unit_id(r));
	return o;
}

static void
put_int(json_t *o, const char *name, struct str number)
{
	int64_t n;

	CHECK(str_int(number, &n));
	CHECK(json_object_set_new(o, name, json_integer(n)) == 0);
}

/* As it is shown, and as eInnsyn would have it in full; there also when it is empty. */
static void
put_twice(const struct req *r, json_t *o, const char *name, struct str shown)
{
	const char *full = str_fmt(r->a, "%sSensitiv", name).p;

	CHECK(json_object_set_new(o, name, json_from(shown)) == 0);
	CHECK(json_object_set_new(o, full, json_from(shown)) == 0);
}

static json_t *
list_of(json_t *one)
{
	json_t *list = json_array();

	CHECK(json_array_append_new(list, one) == 0);
	return list;
}

static json_t *
party(const struct req *r, const struct db_rows *rows, size_t i, bool in)
{
	json_t *o = archived(r, "Korrespondansepart", "kp", db_get(rows, i, "id"));

	put_twice(r, o, "korrespondansepartNavn", db_get(rows, i, "party"));
	json_put(o, "korrespondanseparttype", in ? STR("avsender") : STR("mottaker"));
	return o;
}

static json_t *
document(const struct req *r, const struct db_rows *rows, size_t i)
{
	json_t *o = archived(r, "Dokumentbeskrivelse", "db", db_get(rows, i, "id"));

	put_twice(r, o, "tittel", db_get(rows, i, "title"));
	CHECK(json_object_set_new(o, "dokumentnummer", json_integer(1)) == 0);
	json_put(o, "tilknyttetRegistreringSom", STR("hoveddokument"));
	return o;
}

static json_t *
screen(const struct req *r, const struct db_rows *rows, size_t i)
{
	json_t *o = archived(r, "Skjerming", "skj", db_get(rows, i, "id"));

	json_put(o, "tilgangsrestriksjon", STR("Unntatt offentlighet"));
	json_put(o, "skjermingshjemmel", db_get(rows, i, "law"));
	return o;
}

static json_t *
case_of(struct req *r, const struct db_rows *rows, size_t i, bool expand)
{
	json_t *o = archived(r, "Saksmappe", CASE, db_get(rows, i, "case_id"));

	(void)expand;
	put_twice(r, o, "offentligTittel", db_get(rows, i, "case_title"));
	put_int(o, "saksaar", db_get(rows, i, "case_year"));
	put_int(o, "sakssekvensnummer", db_get(rows, i, "case_number"));
	json_put(o, "saksnummer", db_get(rows, i, "case_ref"));
	json_put(o, "saksdato", db_get(rows, i, "case_on"));
	json_put(o, "administrativEnhetObjekt", unit_id(r));
	return o;
}

static void
put_parts(struct req *r, json_t *o, const struct db_rows *rows, size_t i, bool expand)
{
	bool in = str_eq_z(db_get(rows, i, "kind"), "inngaaende_dokument");

	if (db_get(rows, i, "party").n > 0)
		json_object_set_new(o, "korrespondansepart", list_of(party(r, rows, i, in)));
	json_object_set_new(o, "dokumentbeskrivelse", list_of(document(r, rows, i)));
	if (db_bool(rows, i, "screened"))
		json_object_set_new(o, "skjerming", screen(r, rows, i));
	if (expand)
		json_object_set_new(o, "saksmappe", case_of(r, rows, i, expand));
	else
		json_put(o, "saksmappe", api_id(r->a, CASE, db_get(rows, i, "case_id")));
}

static json_t *
entry(struct req *r, const struct db_rows *rows, size_t i, bool expand)
{
	json_t *o = archived(r, "Journalpost", ENTRY, db_get(rows, i, "id"));

	put_twice(r, o, "offentligTittel", db_get(rows, i, "title"));
	put_int(o, "journalaar", db_get(rows, i, "year"));
	put_int(o, "journalsekvensnummer", db_get(rows, i, "n"));
	put_int(o, "journalpostnummer", db_get(rows, i, "case_n"));
	json_put(o, "journalposttype", db_get(rows, i, "kind"));
	json_put(o, "journaldato", db_get(rows, i, "journal_on"));
	json_put(o, "dokumentetsDato", db_get(rows, i, "document_on"));
	json_put(o, "administrativEnhetObjekt", unit_id(r));
	put_parts(r, o, rows, i, expand);
	return o;
}

typedef json_t *item_fn(struct req *, const struct db_rows *, size_t, bool);

static enum err
many(struct req *r, const char *kind, struct str of_case, item_fn *item)
{
	const struct db_rows *rows;
	struct api_ask q;

	TRY(api_ask_read(r, kind, &q));
	TRY(api_begin(r));
	rows = api_ask_rows(r, &q, of_case);
	TRY(api_read(r));
	return api_answer(r, api_list(r, &q, rows, item));
}

/* By its id in the address, as if it alone were asked for in the list. */
static enum err
one(struct req *r, const char *kind, item_fn *item)
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
	return api_answer(r, item(r, rows, 0, q.expand));
}

enum err
api_journal(struct req *r)
{
	return many(r, ENTRY, STR_NONE, entry);
}

enum err
api_journal_entry(struct req *r)
{
	return one(r, ENTRY, entry);
}

enum err
api_cases(struct req *r)
{
	return many(r, CASE, STR_NONE, case_of);
}

enum err
api_case(struct req *r)
{
	return one(r, CASE, case_of);
}

enum err
api_case_journal(struct req *r)
{
	struct str uuid;

	if (!api_id_read(r->a, CASE, r->seg[1], &uuid))
		return ERR_GONE;
	return many(r, ENTRY, uuid, entry);
}

/* One that has not said its number or address is no Enhet: eInnsyn requires both. */
enum err
api_unit(struct req *r)
{
	const struct db_rows *t;
	json_t *o;

	TRY(api_begin(r));
	TRY(api_read(r));
	t = api_tenant(r);
	if (!str_eq(r->seg[1], unit_id(r)) || db_get(t, 0, "orgnr").n == 0 ||
	    db_get(t, 0, "email").n == 0)
		return ERR_GONE;
	o = base(r, "Enhet", UNIT, db_get(t, 0, "unit_id"));
	json_put(o, "navn", db_get(t, 0, "name"));
	json_put(o, "orgnummer", db_get(t, 0, "orgnr"));
	json_put(o, "enhetskode", db_get(t, 0, "id"));
	json_put(o, "enhetstype", STR("KOMMUNE"));
	json_put(o, "kontaktpunktAdresse", db_get(t, 0, "address"));
	json_put(o, "kontaktpunktEpost", db_get(t, 0, "email"));
	json_put(o, "kontaktpunktTelefon", db_get(t, 0, "phone"));
	json_put(o, "innsynskravEpost", db_get(t, 0, "email"));
	return api_answer(r, o);
}

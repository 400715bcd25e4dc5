/* How far a row has come, and what is known of its receiver: one trip. */
#include "base/arena.h"
#include "base/log.h"
#include "base/time.h"
#include "db/db.h"
#include "postman/postman.h"
#include "postman/sql.h"

/* Empty where nothing is known. */
static struct str
text_of(const struct db_rows *r, size_t row, const char *column)
{
	struct str s = db_get(r, row, column);

	if (s.p == NULL)
		s = STR("");
	return s;
}

static struct str
next_line(struct str *rest)
{
	return str_trim(str_cut(rest, '\n'));
}

/* "Rådhuset, Torgkaia 1", "9998", "Fjordvik" on lines of their own. */
static struct mail_receiver
read_back(struct str name, struct str lines)
{
	struct mail_receiver back = { .name = name };
	struct str street = next_line(&lines);

	back.line1 = str_trim(str_cut(&street, ','));
	back.line2 = str_trim(street);
	back.postcode = next_line(&lines);
	back.city = next_line(&lines);
	return back;
}

static struct tried *
read_tried(struct arena *a, const struct db_rows *r)
{
	struct tried *v = arena_alloc(a, (db_count(r) + 1) * sizeof *v);

	for (size_t i = 0; i < db_count(r); i++)
		v[i] = (struct tried){
			.id = db_get(r, i, "id"), .key = db_get(r, i, "key"),
			.state = db_get(r, i, "state"), .channel = db_get(r, i, "channel"),
			.reference = text_of(r, i, "reference"),
			.code = text_of(r, i, "code"),
			.print = db_bool(r, i, "print"), .given_up = db_bool(r, i, "given_up"),
			.begun_at = db_at(r, i, "begun_at"), .asked = db_int(r, i, "asked"),
		};
	return v;
}

/* tenant_url is where one logs in, with or without a slash at its end. */
static struct str
address_at(struct arena *a, struct str url, struct str path)
{
	while (str_ends(url, STR("/")))
		url.n--;
	return path.n == 0 ? STR("") : str_fmt(a, STR_FMT STR_FMT, STR_ARG(url), STR_ARG(path));
}

static void
read_facts(struct arena *a, const struct db_rows *r, struct stand *out)
{
	out->document_id = db_get(r, 0, "document_id");
	out->title = db_get(r, 0, "title");
	out->opened = db_bool(r, 0, "opened");
	out->paper = text_of(r, 0, "paper");
	out->expires_at = db_at(r, 0, "expires_at");
	out->about = text_of(r, 0, "about");
	out->to_body = db_bool(r, 0, "to_body");
	out->body_email = str_trim(text_of(r, 0, "body_email"));
	out->case_ref = text_of(r, 0, "ref");
	out->code = text_of(r, 0, "code");
	out->orgnr = text_of(r, 0, "orgnr");
	out->from = text_of(r, 0, "mail_from");
	out->tenant = (struct tenant_facts){ db_get(r, 0, "tenant_name"),
		db_get(r, 0, "tenant_email"), db_get(r, 0, "tenant_phone"),
		db_get(r, 0, "tenant_address"), db_get(r, 0, "tenant_url"),
		db_get(r, 0, "counter") };
	out->statement = address_at(a, db_get(r, 0, "tenant_url"), db_get(r, 0, "statement"));
	out->access = address_at(a, db_get(r, 0, "tenant_url"), db_get(r, 0, "access"));
	out->back = read_back(out->tenant.name, text_of(r, 0, "back"));
	(void)lang_of(db_get(r, 0, "language"), &out->lang);
}

enum err
stand_read(struct postman *p, struct arena *a, const struct outbox_row *row, struct stand *out)
{
	const struct db_rows *facts, *tried, *contact;

	*out = (struct stand){ .reminder = str_eq_z(row->kind, "reminder") };
	TRY(db_begin(p->db, a, STR_NONE, STR_NONE));
	facts = DB_ADD(p->db, SQL_STAND_READ, row->id);
	tried = DB_ADD(p->db, SQL_DELIVERY_LIST, row->id);
	contact = contact_add(p->db, row->id);
	TRY(db_commit(p->db));
	out->found = db_count(facts) > 0;
	if (!out->found)
		return out->reminder ? ERR_OK : log_err(ERR_GONE, "outbox-case",
		    "the case of an outbox row cannot be seen");
	read_facts(a, facts, out);
	out->tried = read_tried(a, tried);
	out->ntried = db_count(tried);
	out->known = contact_read(p->contacts, contact, row->tenant_id, time_now_at(), &out->to);
	out->reach = out->known && db_bool(contact, 0, "must_reach");
	return ERR_OK;
}

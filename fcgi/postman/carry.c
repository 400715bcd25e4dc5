/* What is handed over: the letter with its PDF as it was made, or a notice that tells nothing. */
#include <ctype.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/hex.h"
#include "base/log.h"
#include "db/db.h"
#include "letter/letter.h"
#include "postman/deliver.h"
#include "postman/sql.h"
#include "xml/xml.h"

#define MOST_NAME	60	/* of a file, without its end */

static struct str
letter_word(struct arena *a, struct str xml, const char *attr)
{
	xmlDoc *doc;

	if (xml_parse(a, xml, NULL, NULL, &doc) != ERR_OK)
		return STR("");
	return xml_attr(xml_root(doc), attr);
}

/* "Plan – første etg.pdf" is vedlegg-2-Plan-f-rste-etg.pdf: a name that no transport minds, and
   that no other has. */
static struct str
carried_name(struct arena *a, size_t n, struct str name)
{
	struct buf b = buf_new(a, MOST_NAME + 32);
	struct str end = mail_file_end(name);
	bool gap = true;

	buf_fmt(&b, "vedlegg-%zu", n);
	for (size_t i = 0; i < name.n - end.n && b.n < MOST_NAME; i++) {
		bool plain = isalnum((unsigned char)name.p[i]);

		if (plain && gap)
			buf_add_char(&b, '-');
		if (plain)
			buf_add_char(&b, name.p[i]);
		gap = !plain;
	}
	buf_add(&b, end);
	return buf_str(&b);
}

/* What goes with it, each the very bytes that the letter names. */
static enum err
fill_files(struct postman *p, struct arena *a, struct str outbox_id, struct mail_letter *out)
{
	const struct db_rows *r;
	struct mail_file *v;

	TRY(db_begin(p->db, a, STR_NONE, STR_NONE));
	r = DB_ADD(p->db, SQL_LETTER_FILE_BYTES, outbox_id);
	TRY(db_commit(p->db));
	v = arena_alloc(a, (db_count(r) + 1) * sizeof *v);
	for (size_t i = 0; i < db_count(r); i++) {
		v[i] = (struct mail_file){ carried_name(a, i + 1, db_get(r, i, "name")),
			db_get(r, i, "media_type"), STR_NONE };
		if (!hex_read(a, db_get(r, i, "hex"), &v[i].bytes) ||
		    !str_eq(hash_sha256_hex(a, v[i].bytes), db_get(r, i, "sha256")))
			return log_err(ERR_GONE, "letter-file",
			    "what goes with a letter is not what the letter names");
	}
	out->files = v;
	out->nfiles = db_count(r);
	return ERR_OK;
}

/* The letter with its PDF, as it was made; its own title is never seen outside a login. */
static enum err
fill_letter(struct postman *p, struct arena *a, const struct stand *s, struct str outbox_id,
    bool print, struct mail_letter *out)
{
	const struct contact_address *to = &s->to.address;
	const struct db_rows *r;
	struct str pdf;

	TRY(db_begin(p->db, a, STR_NONE, STR_NONE));
	r = DB_ADD(p->db, SQL_PDF_READ, s->document_id);
	TRY(db_commit(p->db));
	if (db_count(r) == 0 || !hex_read(a, db_get(r, 0, "hex"), &pdf))
		return log_err(ERR_GONE, "letter-pdf", "a letter has no PDF to send");
	*out = (struct mail_letter){
		.reference = s->case_ref, .tenant_name = s->tenant.name, .orgnr = s->orgnr,
		.to = { s->to.name, s->to.pid, to->line1, to->line2,
		to->postcode, to->city, to->country },
		.back = s->back, .print = print, .pdf = pdf, .filename = STR("brev.pdf"),
		.decision = str_eq_z(letter_word(a, db_get(r, 0, "xml"), "kind"), "decision"),
		.language = letter_word(a, db_get(r, 0, "xml"), "lang"), .effective = STR(""),
	};
	return fill_files(p, a, outbox_id, out);
}

static const struct letter *
notice_of(const struct postman *p, const struct stand *s)
{
	if (s->reminder && str_eq_z(s->about, "sign"))
		return p->sign[s->lang];
	if (s->reminder && str_eq_z(s->about, "news"))
		return p->draft[s->lang];
	if (s->reminder && str_eq_z(s->about, "taken"))
		return p->taken[s->lang];
	if (s->reminder)
		return p->reminder[s->lang];
	if (s->access.n > 0)
		return p->access[s->lang];
	if (s->statement.n > 0)
		return p->hearing[s->lang];
	return s->to_body ? p->body[s->lang] : p->notice[s->lang];
}

static enum err
notice_text(struct postman *p, struct arena *a, const struct stand *s, struct mail *m)
{
	struct tenant_facts t = s->tenant;

	if (s->statement.n > 0)
		t.url = s->statement;
	if (s->access.n > 0)
		t.url = s->access;
	return notice_make(notice_of(p, s), a, s->lang, &t, s->expires_at, &m->subject, &m->text);
}

struct mail_answer
hand_over(struct postman *p, struct arena *a, const struct stand *s, const struct way *way,
    struct str outbox_id, struct str key)
{
	struct mail m = { .key = key, .from = s->from, .from_name = s->tenant.name,
	    .to = s->to_body ? s->body_email : str_trim(s->to.judgement.email) };
	struct mail_letter letter;

	if (notice_text(p, a, s, &m) != ERR_OK ||
	    (way->letter && fill_letter(p, a, s, outbox_id, way->print,
	    &letter) != ERR_OK))
		return (struct mail_answer){ .outcome = MAIL_RETRY_LATER,
		    .error = STR("the message could not be made"), .code = "settings" };
	if (way->letter)
		m.letter = &letter;
	return transport_send(way->by, a, &m);
}

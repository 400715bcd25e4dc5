/* The finished letter and its PDF: both or neither. */
#include "base/arena.h"
#include "base/hash.h"
#include "base/hex.h"
#include "base/id.h"
#include "base/log.h"
#include "base/time.h"
#include "db/db.h"
#include "letter/letter.h"
#include "paper/paper.h"
#include "postman/fault.h"
#include "postman/postman.h"
#include "postman/sql.h"

static struct str
verify_url(struct arena *a, struct str counter)
{
	while (str_ends(counter, STR("/")))
		counter.n--;
	return counter.n == 0 ? STR("") : str_fmt(a, STR_FMT "/kontroll", STR_ARG(counter));
}

/* "Postboks 1, 0001 Oslo" on lines of its own. */
static void
body_lines(struct str address, struct paper_facts *f)
{
	for (size_t i = 0; i < PAPER_LINES && address.n > 0; i++)
		f->receiver[i] = str_trim(i + 1 < PAPER_LINES ? str_cut(&address, ',') : address);
}

/* A letter says on paper too whom it is to, though nobody knows where they live. */
static struct paper_facts
facts_of(struct arena *a, const struct stand *s, const struct finished *fin)
{
	struct paper_facts f = {
		.tenant_name = s->tenant.name, .tenant_address = s->tenant.address,
		.tenant_phone = s->tenant.phone, .tenant_email = s->tenant.email,
		.tenant_url = s->tenant.url, .case_ref = s->case_ref, .code = s->code,
		.date = time_date_show(a, fin->lang, time_oslo_date(time_now_at())),
		.verify_url = verify_url(a, s->tenant.counter),
	};
	const struct contact_address *to = &s->to.address;

	f.receiver_name = fin->to_name;
	if (s->to_body)
		body_lines(fin->to_address, &f);
	if (s->to_body || !s->known || to->line1.n == 0)
		return f;
	f.receiver_name = s->to.name;
	f.receiver[0] = to->line1;
	f.receiver[1] = to->line2;
	f.receiver[2] = str_fmt(a, STR_FMT " " STR_FMT, STR_ARG(to->postcode), STR_ARG(to->city));
	if (!str_eq_z(to->country, "Norge"))
		f.receiver[3] = to->country;
	return f;
}

/* *pdf is empty where there is no press. */
static enum err
press(struct postman *p, struct arena *a, const struct outbox_row *row, const struct stand *s,
    const struct finished *f, struct str *pdf, enum trouble *trouble, bool *away)
{
	struct paper_facts facts = facts_of(a, s, f);
	struct paper_answer answer;
	struct str fo;
	enum err e;

	if (p->press == NULL)
		return ERR_OK;
	facts.logo = f->arms;
	e = paper_fo(a, p->paper, f->xml, &facts, &fo);
	if (e != ERR_OK) {
		*trouble = TROUBLE_BROKEN;
		return ERR_OK;
	}
	answer = paper_press(a, p->press, fo, row->id);
	*pdf = answer.pdf;
	*away = answer.outcome == PAPER_AWAY;
	if (answer.outcome == PAPER_BAD || answer.outcome == PAPER_POISON)
		*trouble = answer.outcome == PAPER_BAD ? TROUBLE_BROKEN : TROUBLE_POISON;
	if (answer.outcome != PAPER_MADE)
		log_line(LOG_WARN, "press", "outbox", str_z(a, row->id), "why",
		    str_z(a, answer.why), NULL);
	return ERR_OK;
}

static enum err
save(struct postman *p, struct arena *a, const struct outbox_row *row, const struct finished *f,
    struct str pdf)
{
	struct str id = id_new(a);

	TRY(db_begin(p->db, a, STR_NONE, STR_NONE));
	DB_ADD(p->db, SQL_DOCUMENT_PUT, id, row->id, f->person_id, f->template, f->title,
	    STR(LETTER_MEDIA_TYPE), f->xml, hash_sha256_hex(a, f->xml), lang_code(f->lang),
	    f->receiver);
	if (pdf.n > 0)
		DB_ADD(p->db, SQL_PDF_PUT, id, hex_write(a, pdf.p, pdf.n), hash_sha256_hex(a, pdf));
	if (f->code.n > 0)
		DB_ADD(p->db, SQL_HEARING_CODE, id, hash_sha256_hex(a, f->code));
	TRY(db_run(p->db));
	fault_point("document-unsaved");
	return db_commit(p->db);
}

enum err
postman_make(struct postman *p, struct arena *a, const struct outbox_row *row,
    const struct stand *s, enum trouble *trouble, bool *away)
{
	struct finished f = { .lang = LANG_NB };
	struct str pdf = STR_NONE;
	enum err e;

	*away = false;
	*trouble = TROUBLE_NONE;
	TRY(db_begin(p->db, a, STR_NONE, STR_NONE));
	e = postman_letter(p, a, row->id, &f, trouble);
	db_rollback(p->db);
	if (e != ERR_OK || *trouble != TROUBLE_NONE)
		return e;
	TRY(press(p, a, row, s, &f, &pdf, trouble, away));
	if (*away || *trouble != TROUBLE_NONE)
		return ERR_OK;
	fault_point("pressed");
	return save(p, a, row, &f, pdf);
}

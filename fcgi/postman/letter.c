/* Which template, and which values: the only file of the postman that knows what a case holds. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"
#include "case/case.h"
#include "case/fee.h"
#include "case/files.h"
#include "case/wait.h"
#include "db/db.h"
#include "form/form.h"
#include "letter/answers.h"
#include "letter/letter.h"
#include "letter/values.h"
#include "postman/hearing.h"
#include "postman/postman.h"
#include "postman/sql.h"
#include "register/register.h"
#include "release/release.h"
#include "release/store.h"
#include "release/story.h"

struct read {			/* lists of what happened before the letter was asked for */
	const struct db_rows *missing, *wait, *files, *inspection;
	const struct db_rows *heard;	/* who had remarks and gets it; no row: another */
	const struct db_rows *complaint;	/* what it is about; no row: the latest */
	const struct db_rows *joined;		/* treated with the latest */
};

/* The same: a question and why it is asked are said in the letter's language. */
static const struct letter_missing *
read_missing(struct arena *a, const struct db_rows *rows, const struct service *s,
    const struct answers *answers)
{
	struct letter_missing *v = arena_alloc(a, (db_count(rows) + 1) * sizeof *v);

	for (size_t i = 0; i < db_count(rows); i++) {
		const struct service_deficiency *known = service_deficiency(s,
		    db_get(rows, i, "code"));
		struct str label = letter_label(a, answers, db_get(rows, i, "field"));

		v[i] = (struct letter_missing){ label.n > 0 ? label : db_get(rows, i, "question"),
			known != NULL ? known->text : db_get(rows, i, "text"),
			db_get(rows, i, "law") };
	}
	return v;
}

static const struct letter_file *
read_files(struct arena *a, const struct db_rows *rows)
{
	struct letter_file *v = arena_alloc(a, (db_count(rows) + 1) * sizeof *v);

	for (size_t i = 0; i < db_count(rows); i++)
		v[i] = (struct letter_file){ db_get(rows, i, "name"), db_get(rows, i, "sha256"),
			(size_t)db_int(rows, i, "size") };
	return v;
}

static void
add_wait(struct arena *a, const struct db_rows *rows, const struct service *s,
    struct letter_facts *f)
{
	struct case_wait w = case_wait_read(a, rows, s, f->at);

	f->wait_reason = w.reason;
	f->wait_pause = w.pause;
	f->expected = w.expected;
}

static struct str
role_of(const struct service *s, struct str party)
{
	const struct service_party *p = service_party(s, party);

	return p != NULL ? p->citizen : STR("");
}

static struct vmap *
read_values(struct arena *a, const struct db_rows *r, const struct read *more,
    const struct answers *answers, const struct service *s, enum lang l, struct finished *out)
{
	struct letter_facts f = {
		.lang = l,
		.at = time_now_at(), .received_at = db_at(r, 0, "received_at"),
		.party = db_get(r, 0, "party"), .role = role_of(s, db_get(r, 0, "party")),
		.person_name = db_get(r, 0, "person_name"), .case_ref = db_get(r, 0, "ref"),
		.code = db_get(r, 0, "code"), .origin = db_get(r, 0, "origin"),
		.service_title = s->title,
		.service_note = db_get(r, 0, "service_note"),
		.tenant_name = db_get(r, 0, "tenant_name"), .tenant_email = db_get(r, 0,
		"tenant_email"),
		.tenant_phone = db_get(r, 0, "tenant_phone"), .tenant_address = db_get(r, 0,
		"tenant_address"),
		.tenant_url = db_get(r, 0, "tenant_url"),
		.message_title = db_get(r, 0, "message_title"),
		.message_text = db_get(r, 0, "message_text"),
		.complaint_days = letter_complaint_days(db_get(r, 0, "complaint_days")),
		.missing = read_missing(a, more->missing, s, answers),
		.nmissing = db_count(more->missing),
		.files = read_files(a, more->files), .nfiles = db_count(more->files),
	};

	story_fill(a, s, r, &f);
	f.complaint.ground = db_get(r, 0, "ground");
	f.complaint.reason = db_get(r, 0, "reason");
	if (db_get(r, 0, "written_by").n > 0)
		f.by = db_get(r, 0, "written_by");
	story_body(s, db_get(r, 0, "complaint_body"), db_get(r, 0, "complaint_address"), &f);
	out->to_name = f.person_name;
	if (str_eq_z(db_get(r, 0, "receiver"), POSTMAN_BODY)) {
		f.receiver_name = f.complaint_body;
		out->to_name = lang_plain(a, f.complaint_body);
		out->to_address = f.complaint_address;
	}
	if (db_count(more->heard) > 0)
		hearing_heard(a, more->heard, &f, out);
	f.complaint.joined = case_joined(a, more->joined, &f.complaint.njoined);
	if (db_count(more->complaint) > 0)
		hearing_complaint(a, more->complaint, &f);
	add_wait(a, more->wait, s, &f);
	story_inspection(a, s, more->inspection, &f);
	case_fee_facts(a, s, db_get(r, 0, "fee"), db_get(r, 0, "clocks"), f.at, l, &f);
	if (f.nmissing > 0) {
		f.missing_note = db_get(more->missing, 0, "note");
		f.answer_by_at = db_at(more->missing, 0, "answer_by");
	}
	return letter_values(a, &f);
}

/* The case's own release judges the answers, as it did when they were given and on that day. */
static enum err
judge_answers(struct postman *p, struct arena *a, const struct release *rel,
    const struct db_rows *r, struct form_world *world, struct answers **out)
{
	struct form_pairs none = { NULL, 0 };

	*world = registers_world(p->registers, a, db_get(r, 0, "tenant_id"));
	(void)case_files_read(a, db_get(r, 0, "files"), world);
	world->lang = rel->lang;
	world->mask = db_bool(r, 0, "graded") &&
	    !str_eq_z(db_get(r, 0, "receiver"), "applicant");
	TRY(answers_read(a, rel->form, db_get(r, 0, "answers"), none, out));
	world->today = time_day(time_oslo_date(db_at(r, 0, "received_at")));
	answers_sent(*out, world);
	return ERR_OK;
}

static enum trouble
make(struct postman *p, struct arena *a, const struct release *rel, const struct db_rows *r,
    const struct read *more, struct finished *out)
{
	bool message = str_eq_z(db_get(r, 0, "template"), SHARED_MESSAGE);
	const struct release_letter *letter = message ? shared_letter(rel, p->message) :
	    release_letter(rel, db_get(r, 0, "template"));
	struct buf xml = buf_new(a, 16 * 1024);
	struct form_world world;
	struct answers *answers;
	struct vmap *values;

	if (letter == NULL)
		return TROUBLE_TEMPLATE;
	if (judge_answers(p, a, rel, r, &world, &answers) != ERR_OK)
		return TROUBLE_ANSWERS;
	out->person_id = db_get(r, 0, "person_id");
	out->receiver = db_get(r, 0, "receiver");
	values = read_values(a, r, more, answers, rel->service, letter->lang, out);
	letter_answers(values, a, answers, &world);
	if (letter_make(letter->letter, values, &xml) != ERR_OK ||
	    letter_title(a, buf_str(&xml), &out->title) != ERR_OK)
		return TROUBLE_INCOMPLETE;
	out->template = db_get(r, 0, "template");
	out->lang = letter->lang;
	out->arms = db_get(r, 0, "arms");
	out->xml = buf_str(&xml);
	return TROUBLE_NONE;
}

/* The case's release in the person's language; in bokmål when there is no such letter in theirs. */
static enum err
read_release(struct postman *p, struct arena *a, const struct db_rows *r,
    const struct db_rows *heard, const struct release **out)
{
	const struct release_letter *letter;
	enum lang l = LANG_NB;

	if (db_count(heard) > 0)
		(void)lang_of(db_get(heard, 0, "language"), &l);
	else if (str_eq_z(db_get(r, 0, "receiver"), "applicant"))
		(void)lang_of(db_get(r, 0, "language"), &l);
	TRY(release_get(p->releases, a, db_get(r, 0, "release_id"), l, out));
	letter = release_letter(*out, db_get(r, 0, "template"));
	if (letter == NULL || letter->lang == l)
		return ERR_OK;
	return release_get(p->releases, a, db_get(r, 0, "release_id"), LANG_NB, out);
}

static bool
known_receiver(struct str s)
{
	return str_eq_z(s, "applicant") || str_eq_z(s, POSTMAN_BODY) || str_eq_z(s, "heard");
}

enum err
postman_letter(struct postman *p, struct arena *a, struct str outbox_id, struct finished *out,
    enum trouble *trouble)
{
	const struct db_rows *r = DB_ADD(p->db, SQL_LETTER_FACTS, outbox_id);
	struct read more = { DB_ADD(p->db, SQL_LETTER_MISSING, outbox_id),
		DB_ADD(p->db, SQL_LETTER_WAIT, outbox_id),
		DB_ADD(p->db, SQL_LETTER_FILES, outbox_id),
		DB_ADD(p->db, SQL_LETTER_INSPECTION, outbox_id),
		DB_ADD(p->db, SQL_LETTER_HEARD, outbox_id),
		DB_ADD(p->db, SQL_LETTER_COMPLAINT, outbox_id),
		DB_ADD(p->db, SQL_LETTER_JOINED, outbox_id) };
	const struct db_rows *hearing = DB_ADD(p->db, SQL_LETTER_HEARING, outbox_id);
	const struct release *rel = NULL;
	enum err e;

	TRY(db_run(p->db));
	if (db_count(hearing) > 0)
		return hearing_letter(p, a, hearing, out, trouble);
	if (db_count(r) == 0) {
		*trouble = TROUBLE_CASE;
		return ERR_OK;
	}
	if (!known_receiver(db_get(r, 0, "receiver"))) {
		*trouble = TROUBLE_RECEIVER;
		return ERR_OK;
	}
	e = read_release(p, a, r, more.heard, &rel);
	if (e == ERR_GONE || e == ERR_CONFIG) {
		*trouble = TROUBLE_RELEASE;
		return ERR_OK;
	}
	TRY(e);
	*trouble = make(p, a, rel, r, &more, out);
	return ERR_OK;
}

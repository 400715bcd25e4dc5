/* The letter to one who is asked for their view: of what they are told, and of nothing else. */
#include "postman/hearing.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/time.h"
#include "case/case.h"
#include "case/files.h"
#include "db/db.h"
#include "form/form.h"
#include "letter/answers.h"
#include "letter/letter.h"
#include "letter/values.h"
#include "register/register.h"
#include "release/store.h"

#define CODE_CHARS	12		/* 60 bits, and nobody may try often */

/* A body that gets a link answers there; the others begin where a code is typed. */
static struct str
url_of(struct arena *a, const struct db_rows *r)
{
	struct str counter = db_get(r, 0, "counter");

	while (str_ends(counter, STR("/")))
		counter.n--;
	if (!db_bool(r, 0, "by_mail"))
		return str_fmt(a, STR_FMT "/uttalelse", STR_ARG(counter));
	return str_fmt(a, STR_FMT "/uttalelse/" STR_FMT, STR_ARG(counter),
	    STR_ARG(db_get(r, 0, "party_id")));
}

/* id sha256 type size verdict name, a line each. */
static const struct letter_file *
read_files(struct arena *a, struct str lines, size_t *n)
{
	struct letter_file *v = arena_alloc(a, (lines.n + 1) * sizeof *v);

	*n = 0;
	while (lines.n > 0) {
		struct str line = str_cut(&lines, '\n');
		int64_t size = 0;

		(void)str_cut(&line, ' ');
		v[*n].sha256 = str_cut(&line, ' ');
		(void)str_cut(&line, ' ');
		(void)str_int(str_cut(&line, ' '), &size);
		(void)str_cut(&line, ' ');
		v[*n].size = (size_t)size;
		v[(*n)++].name = line;
	}
	return v;
}

static struct vmap *
values(struct arena *a, const struct db_rows *r, const struct release *rel, struct str code,
    enum lang l)
{
	const struct service_hearing *h = service_hearing(rel->service, db_get(r, 0, "hearing"));
	struct letter_facts f = {
		.lang = l, .at = time_now_at(), .person_name = db_get(r, 0, "asked_by"),
		.case_ref = db_get(r, 0, "ref"), .service_title = rel->service->title,
		.service_note = db_get(r, 0, "service_note"),
		.tenant_name = db_get(r, 0, "tenant_name"),
		.tenant_email = db_get(r, 0, "tenant_email"),
		.tenant_phone = db_get(r, 0, "tenant_phone"),
		.tenant_address = db_get(r, 0, "tenant_address"),
		.tenant_url = db_get(r, 0, "tenant_url"),
		.hearing = { .title = h != NULL ? h->citizen : STR(""),
		.text = db_get(r, 0, "words"), .law = db_get(r, 0, "law"),
		.due_at = db_at(r, 0, "due_at"), .code = code, .url = url_of(a, r),
		.party = db_get(r, 0, "party"), .property = db_get(r, 0, "property") },
	};

	f.files = read_files(a, db_get(r, 0, "files"), &f.nfiles);
	return letter_values(a, &f);
}

static enum trouble
write_letter(struct postman *p, struct arena *a, const struct db_rows *r,
    const struct release *rel, struct finished *out)
{
	struct form_world w = registers_world(p->registers, a, db_get(r, 0, "tenant_id"));
	const struct release_letter *letter = release_letter(rel, db_get(r, 0, "template"));
	struct str code = db_bool(r, 0, "by_mail") ? STR("") : id_code(a, CODE_CHARS);
	struct buf xml = buf_new(a, 16 * 1024);
	struct answers *answers;
	struct vmap *v;

	if (letter == NULL)
		return TROUBLE_TEMPLATE;
	(void)case_files_read(a, db_get(r, 0, "files"), &w);
	w.lang = letter->lang;
	w.mask = db_bool(r, 0, "masked");
	if (answers_read(a, rel->form, db_get(r, 0, "answers"), (struct form_pairs){ NULL, 0 },
	    &answers) != ERR_OK)
		return TROUBLE_ANSWERS;
	answers_sent(answers, &w);
	v = values(a, r, rel, code, letter->lang);
	letter_answers(v, a, answers, &w);
	if (letter_make(letter->letter, v, &xml) != ERR_OK ||
	    letter_title(a, buf_str(&xml), &out->title) != ERR_OK)
		return TROUBLE_INCOMPLETE;
	out->lang = letter->lang;
	out->code = code;
	out->to_name = db_get(r, 0, "party");
	out->xml = buf_str(&xml);
	return TROUBLE_NONE;
}

enum err
hearing_letter(struct postman *p, struct arena *a, const struct db_rows *r, struct finished *out,
    enum trouble *trouble)
{
	const struct release *rel = NULL;
	enum lang l = LANG_NB;
	enum err e;

	(void)lang_of(db_get(r, 0, "language"), &l);
	e = release_get(p->releases, a, db_get(r, 0, "release_id"), l, &rel);
	if (e == ERR_GONE || e == ERR_CONFIG) {
		*trouble = TROUBLE_RELEASE;
		return ERR_OK;
	}
	TRY(e);
	*out = (struct finished){ .person_id = db_get(r, 0, "person_id"),
		.template = db_get(r, 0, "template"), .receiver = db_get(r, 0, "receiver"),
		.arms = db_get(r, 0, "arms") };
	*trouble = write_letter(p, a, r, rel, out);
	return ERR_OK;
}

void
hearing_heard(struct arena *a, const struct db_rows *r, struct letter_facts *f,
    struct finished *out)
{
	struct str counter = db_get(r, 0, "counter");

	while (str_ends(counter, STR("/")))
		counter.n--;
	out->code = id_code(a, CODE_CHARS);
	out->person_id = db_get(r, 0, "person_id");
	out->receiver = STR("hearing");
	out->to_name = db_get(r, 0, "party");
	f->receiver_name = out->to_name;
	f->hearing = (struct letter_hearing){ .code = out->code, .party = out->to_name,
		.property = db_get(r, 0, "property"),
		.url = str_fmt(a, STR_FMT "/uttalelse", STR_ARG(counter)) };
}

void
hearing_complaint(struct arena *a, const struct db_rows *r, struct letter_facts *f)
{
	f->complaint = (struct letter_complaint){ .received = db_get(r, 0, "received"),
		.late = db_bool(r, 0, "late"), .text = db_get(r, 0, "text"),
		.wanted = db_get(r, 0, "wanted"), .by = case_complaint_by(a, db_get(r, 0, "name"),
		db_get(r, 0, "property")), .ground = db_get(r, 0, "ground"),
		.reason = db_get(r, 0, "reason"), .assessment = f->complaint.assessment };
}

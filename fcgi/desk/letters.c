/* letters.c - the letters of a case, each with its history; their PDFs */
#include "desk/letters.h"

#include "base/hex.h"
#include "base/id.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "letter/letter.h"
#include "page/message.h"

void
letters_history(struct req *r, struct vmap *v, const struct db_rows *rows, struct str id)
{
	vlist(v, "history");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m;

		if (!str_eq(db_get(rows, i, "document_id"), id))
			continue;
		m = vadd(v, "history");
		vset(m, "what", db_get(rows, i, "what"));
		vset(m, "channel", db_get(rows, i, "channel"));
		vset(m, "at", page_at(r, db_at(rows, i, "at")));
		vset(m, "reference", db_get(rows, i, "reference"));
		vset(m, "detail", db_get(rows, i, "detail"));
	}
}

static struct str
pdf_size(struct req *r, const struct db_rows *rows, size_t i)
{
	return db_get(rows, i, "pdf").p == NULL ? STR("") :
	    form_bytes_show(r->a, LANG_NB, (size_t)db_int(rows, i, "pdf"));
}

/* What went with the letter `id`. */
static void
fill_enclosures(struct req *r, struct vmap *v, const struct db_rows *files, struct str id)
{
	vlist(v, "enclosures");
	for (size_t i = 0; i < db_count(files); i++) {
		struct str letter = db_get(files, i, "letter_id");
		struct vmap *m;

		if (!str_eq(db_get(files, i, "document_id"), id))
			continue;
		m = vadd(v, "enclosures");
		vset(m, "href", letter.n > 0 ? str_fmt(r->a,
		    "/saksbehandling/sak/" STR_FMT "/brev/" STR_FMT "/pdf", STR_ARG(r->seg[0]),
		    STR_ARG(letter)) : str_fmt(r->a,
		    "/saksbehandling/sak/" STR_FMT "/vedlegg/" STR_FMT, STR_ARG(r->seg[0]),
		    STR_ARG(db_get(files, i, "attachment_id"))));
		vset(m, "name", db_get(files, i, "name"));
		vset(m, "size", form_bytes_show(r->a, LANG_NB, (size_t)db_int(files, i, "size")));
	}
}

/* ---- all of a case ---- */

static void
fill_letters(struct req *r, const struct work *w, const struct db_rows *rows,
    const struct db_rows *proofs, const struct db_rows *files)
{
	vlist(page_map(r), "letters");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m = vadd(page_map(r), "letters");
		struct str id = db_get(rows, i, "id");

		vset(m, "id", str_fmt(r->a, "brev-" STR_FMT, STR_ARG(id)));
		vset(m, "title", db_get(rows, i, "title"));
		vset(m, "title_lang", db_get(rows, i, "language"));
		vset(m, "receiver", db_get(rows, i, "receiver"));
		vset(m, "party", db_get(rows, i, "party"));
		vset(m, "at", page_at(r, db_at(rows, i, "available_at")));
		vset(m, "read_at", page_at(r, db_at(rows, i, "read_at")));
		vset(m, "href", str_fmt(r->a, STR_FMT "/brev/" STR_FMT, STR_ARG(w->base),
		    STR_ARG(id)));
		vset(m, "pdf_size", pdf_size(r, rows, i));
		vset(m, "sha256", db_get(rows, i, "sha256"));
		vset_flag(m, "answered", db_int(rows, i, "answers") > 0);
		vset_flag(m, "answered_new", db_int(rows, i, "answers_new") > 0);
		letters_history(r, m, proofs, id);
		fill_enclosures(r, m, files, id);
	}
}

static void
fill_tasks(struct req *r, const struct work *w, const struct db_rows *rows)
{
	vlist(page_map(r), "tasks");
	vlist(page_map(r), "done_tasks");
	for (size_t i = 0; i < db_count(rows); i++) {
		bool open = db_at(rows, i, "closed_at") == 0;
		struct vmap *m = vadd(page_map(r), open ? "tasks" : "done_tasks");

		vset(m, "code", db_get(rows, i, "code"));
		vset(m, "how", db_get(rows, i, "how"));
		vset(m, "by", db_get(rows, i, "by"));
		vset(m, "title", db_get(rows, i, "title"));
		vset(m, "title_lang", db_get(rows, i, "language"));
		vset(m, "at", page_at(r, db_at(rows, i, open ? "opened_at" : "closed_at")));
		vset(m, "href", str_fmt(r->a, STR_FMT "/brevoppgave/" STR_FMT, STR_ARG(w->base),
		    STR_ARG(db_get(rows, i, "id"))));
	}
}

static const char *
done(const struct req *r)
{
	static const char *const words[][2] = { { "igjen", "again" }, { "adresse", "address" },
		{ "papir", "paper" }, { "sagt", "told" }, { "gjort", "already" } };
	struct str said = params_get(&r->query, "oppgave");

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq_z(said, words[i][0]))
			return words[i][1];
	return "";
}

enum err
desk_letters(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *letters = DB_ADD(page_db(r), SQL_LETTER_LIST, r->seg[0]);
	const struct db_rows *proofs = DB_ADD(page_db(r), SQL_LETTER_PROOFS, r->seg[0], STR_NONE);
	const struct db_rows *tasks = DB_ADD(page_db(r), SQL_MAIL_TASK_OF, r->seg[0], STR_NONE);
	const struct db_rows *files = DB_ADD(page_db(r), SQL_LETTER_FILES, r->seg[0], STR_NONE);
	const struct db_rows *hidden = DB_ADD(page_db(r), SQL_LETTERS_HIDDEN, r->seg[0], STR_NONE);
	struct work w;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("letters"));
	TRY(page_read(r));
	TRY(work_take(r, rows, &w));
	work_head(r, &w);
	fill_letters(r, &w, letters, proofs, files);
	fill_tasks(r, &w, tasks);
	vset_flag(page_map(r), "hidden", db_int(hidden, 0, "hidden") > 0);
	vset_flag(page_map(r), "can_act", work_writes(r, &w));
	vset_z(page_map(r), "done", done(r));
	return page_show(r, "desk/letters");
}

/* ---- one ---- */

/* A letter that there is none of, or that is not for who asks. */
static enum err
no_letter(struct req *r, const struct db_rows *hidden)
{
	if (db_int(hidden, 0, "hidden") == 0)
		return ERR_GONE;
	r->status = err_http(ERR_DENIED);
	vset(page_map(r), "ref", r->seg[0]);
	vset(page_map(r), "case_href", str_fmt(r->a, "/saksbehandling/sak/" STR_FMT,
	    STR_ARG(r->seg[0])));
	return page_show(r, "desk/letter-hidden");
}

enum err
desk_letter(struct req *r)
{
	const struct db_rows *rows, *proofs, *answers, *files, *hidden;
	struct vmap *v = page_map(r);
	struct str base;

	if (!id_is(r->seg[1]))
		return ERR_GONE;
	hidden = DB_ADD(page_db(r), SQL_LETTERS_HIDDEN, r->seg[0], r->seg[1]);
	rows = DB_ADD(page_db(r), SQL_LETTER_READ, r->seg[0], r->seg[1]);
	proofs = DB_ADD(page_db(r), SQL_LETTER_PROOFS, r->seg[0], r->seg[1]);
	answers = DB_ADD(page_db(r), SQL_LETTER_MESSAGES, r->seg[0], r->seg[1]);
	files = DB_ADD(page_db(r), SQL_LETTER_FILES, r->seg[0], r->seg[1]);
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("letter"));
	TRY(page_read(r));
	if (db_count(rows) == 0)
		return no_letter(r, hidden);
	TRY(letter_read(r->a, db_get(rows, 0, "content"), v));
	base = str_fmt(r->a, "/saksbehandling/sak/" STR_FMT, STR_ARG(r->seg[0]));
	vset(v, "at", page_at(r, db_at(rows, 0, "available_at")));
	vset(v, "read_at", page_at(r, db_at(rows, 0, "read_at")));
	vset(v, "ref", r->seg[0]);
	vset(v, "case_href", base);
	vset(v, "pdf_size", pdf_size(r, rows, 0));
	vset(v, "href", str_fmt(r->a, STR_FMT "/brev/" STR_FMT, STR_ARG(base),
	    STR_ARG(r->seg[1])));
	letters_history(r, v, proofs, r->seg[1]);
	fill_enclosures(r, v, files, r->seg[1]);
	messages_fill(r, answers, base);
	return page_show(r, "desk/letter");
}

enum err
desk_letter_pdf(struct req *r)
{
	const struct db_rows *rows;
	struct str pdf;

	if (!id_is(r->seg[1]))
		return ERR_GONE;
	rows = DB_ADD(page_db(r), SQL_LETTER_PDF, r->seg[0], r->seg[1]);
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("letter"));
	TRY(page_read(r));
	if (db_count(rows) == 0 || !hex_read(r->a, db_get(rows, 0, "hex"), &pdf))
		return ERR_GONE;
	reply_attachment(r, STR("application/pdf"), str_fmt(r->a, STR_FMT " " STR_FMT ".pdf",
	    STR_ARG(db_get(rows, 0, "title")), STR_ARG(r->seg[0])));
	buf_add(&r->body, pdf);
	return ERR_OK;
}

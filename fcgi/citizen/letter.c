/* letter.c - one letter of the mailbox: its text, its PDF, and what became of it */
#include "base/hex.h"
#include "base/id.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "form/form.h"
#include "letter/letter.h"
#include "page/file.h"
#include "page/message.h"
#include "page/page.h"

#define FILES_MOST	10		/* as table letter_file has it */

static struct str
here(const struct req *r, const char *end)
{
	return str_fmt(r->a, "/postkasse/" STR_FMT "%s", STR_ARG(r->seg[0]), end);
}

static void
fill_history(struct req *r, const struct db_rows *proofs)
{
	vlist(page_map(r), "history");
	for (size_t i = 0; i < db_count(proofs); i++) {
		struct vmap *m = vadd(page_map(r), "history");

		vset(m, "what", db_get(proofs, i, "what"));
		vset(m, "channel", db_get(proofs, i, "channel"));
		vset(m, "detail", db_get(proofs, i, "detail"));
		vset(m, "at", page_at(r, db_at(proofs, i, "at")));
	}
}

static void
fill_doors(struct req *r, const struct db_rows *rows)
{
	struct vmap *v = page_map(r);
	struct str ref = db_get(rows, 0, "ref");
	bool pdf = db_get(rows, 0, "pdf").p != NULL;

	vset(v, "ref", ref);
	vset(v, "case_href", ref.p == NULL ? STR("") :
	    str_fmt(r->a, "/mine-saker/" STR_FMT, STR_ARG(ref)));
	vset(v, "statement_href", db_get(rows, 0, "asked").p == NULL ? STR("") : str_fmt(r->a,
	    "/uttalelse/" STR_FMT, STR_ARG(db_get(rows, 0, "asked"))));
	vset(v, "unread_href", here(r, "/ulest"));
	vset(v, "pdf_href", pdf ? here(r, "/pdf") : STR(""));
	vset(v, "pdf_size", !pdf ? STR("") : form_bytes_show(r->a, page_lang(r),
	    (size_t)db_int(rows, 0, "pdf")));
}

static void
fill_files(struct req *r, const struct db_rows *files)
{
	vlist(page_map(r), "enclosures");
	for (size_t i = 0; i < db_count(files); i++) {
		struct vmap *m = vadd(page_map(r), "enclosures");

		vset(m, "href", str_fmt(r->a, STR_FMT "/" STR_FMT, STR_ARG(here(r, "/vedlegg")),
		    STR_ARG(db_get(files, i, "n"))));
		vset(m, "name", db_get(files, i, "name"));
		vset(m, "size", form_bytes_show(r->a, page_lang(r), (size_t)db_int(files, i,
		    "size")));
	}
}

/* What was answered stands with the letter, also when the case takes no more. */
static void
fill_answers(struct req *r, const struct db_rows *rows, const struct db_rows *answers)
{
	struct str base = str_fmt(r->a, "/mine-saker/" STR_FMT, STR_ARG(db_get(rows, 0, "ref")));

	messages_fill(r, answers, base);
	vset(page_map(r), "answer_href", !db_bool(rows, 0, "open") ? STR("") : str_fmt(r->a,
	    STR_FMT "/ettersend?brev=" STR_FMT, STR_ARG(base), STR_ARG(r->seg[0])));
}

enum err
citizen_letter(struct req *r)
{
	const struct db_rows *rows, *proofs, *answers, *files;
	struct vmap *v = page_map(r);

	if (!id_is(r->seg[0]))
		return ERR_GONE;
	rows = DB_ADD(page_db(r), SQL_LETTER_OPEN, r->seg[0]);
	proofs = DB_ADD(page_db(r), SQL_LETTER_PROOFS, r->seg[0]);
	answers = DB_ADD(page_db(r), SQL_LETTER_MESSAGES, r->seg[0]);
	files = DB_ADD(page_db(r), SQL_LETTER_FILES, r->seg[0]);
	TRY(page_read(r));
	if (db_count(rows) == 0)
		return ERR_GONE;
	TRY(letter_read(r->a, db_get(rows, 0, "content"), v));
	vset(v, "sender", page_tenant(r)->name);
	vset(v, "at", page_at(r, db_at(rows, 0, "available_at")));
	fill_doors(r, rows);
	fill_files(r, files);
	fill_history(r, proofs);
	fill_answers(r, rows, answers);
	return page_show(r, "citizen/letter");
}

enum err
citizen_letter_pdf(struct req *r)
{
	const struct db_rows *rows;
	struct str pdf;

	if (!id_is(r->seg[0]))
		return ERR_GONE;
	rows = DB_ADD(page_db(r), SQL_LETTER_PDF, r->seg[0]);
	TRY(page_read(r));
	if (db_count(rows) == 0 || !hex_read(r->a, db_get(rows, 0, "hex"), &pdf))
		return ERR_GONE;
	reply_attachment(r, STR("application/pdf"), str_fmt(r->a, STR_FMT " " STR_FMT ".pdf",
	    STR_ARG(db_get(rows, 0, "title")), STR_ARG(db_get(rows, 0, "ref"))));
	buf_add(&r->body, pdf);
	return ERR_OK;
}

/* A file of the case, or an earlier letter of it. */
enum err
citizen_letter_file(struct req *r)
{
	const struct db_rows *file, *letter;
	int64_t n;
	struct str pdf;

	if (!id_is(r->seg[0]) || !str_int(r->seg[1], &n) || n < 1 || n > FILES_MOST)
		return ERR_GONE;
	file = DB_ADD(page_db(r), SQL_LETTER_FILE, r->seg[0], r->seg[1]);
	letter = DB_ADD(page_db(r), SQL_LETTER_FILE_PDF, r->seg[0], r->seg[1]);
	TRY(page_read(r));
	if (db_count(letter) + db_count(file) == 0)
		return ERR_GONE;
	if (db_count(letter) == 0)
		return page_file(r, db_get(file, 0, "id"), file, here(r, ""));
	if (!hex_read(r->a, db_get(letter, 0, "hex"), &pdf))
		return ERR_GONE;
	reply_attachment(r, STR("application/pdf"), db_get(letter, 0, "name"));
	buf_add(&r->body, pdf);
	return ERR_OK;
}

enum err
citizen_letter_keep(struct req *r)
{
	const struct db_rows *kept;

	if (!id_is(r->seg[0]))
		return ERR_GONE;
	kept = DB_ADD(page_db(r), SQL_LETTER_KEEP_UNREAD, r->seg[0]);
	TRY(page_open(r));
	TRY(page_commit(r));
	if (db_count(kept) == 0)
		return ERR_GONE;
	reply_redirect(r, STR("/postkasse?ulest=1"));
	return ERR_OK;
}

/* The login leads back here, as a redirect cannot carry a POST: the letter has the button. */
enum err
citizen_letter_again(struct req *r)
{
	if (!id_is(r->seg[0]))
		return ERR_GONE;
	TRY(page_read(r));
	reply_redirect(r, here(r, ""));
	return ERR_OK;
}

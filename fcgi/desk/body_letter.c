/* body_letter.c - the complaint body's own letter is put into the case before its result is */
#include "apply/files.h"
#include "base/id.h"
#include "desk/complaint.h"
#include "desk/routes.h"
#include "desk/scan.h"
#include "desk/sql.h"

/* Only who has the case, while its result is awaited. */
static enum err
may_add(const struct req *r, const struct complaint *c)
{
	if (!page_case_may(r, &c->w.c, "appeal.stand"))
		return ERR_STALE;
	return c->w.mine ? ERR_OK : ERR_DENIED;
}

/* What is judged and told as for a draft is the case's. */
static struct draft
as_draft(const struct complaint *c)
{
	return (struct draft){ .id = c->w.c.id, .release = c->w.c.release,
		.answers = c->w.c.answers, .world = c->w.c.world };
}

/* The case as it stands, for files that are read before any transaction is open. */
static enum err
look(struct req *r, struct draft *out, bool *here)
{
	struct complaint_asked asked = complaint_ask(r, DB_ADD(page_db(r), SQL_CASE_READ,
	    r->seg[0]));
	struct complaint c;

	TRY(page_look(r));
	TRY(page_commit(r));
	*here = page_session(r) != NULL && db_count(asked.rows) > 0;
	if (!*here)
		return ERR_OK;
	TRY(complaint_take(r, &asked, &c));
	*out = as_draft(&c);
	return may_add(r, &c);
}

enum err
desk_body_letter_add(struct req *r)
{
	struct complaint_asked asked;
	struct files *files = NULL;
	struct complaint c;
	struct draft d;
	enum err refused = ERR_OK;
	bool here, shown;

	TRY(look(r, &d, &here));
	TRY(files_read_loose(r, here ? &d : NULL, &scan_question, &files));
	TRY(page_begin(r));
	vset_flag(page_map(r), "files_lost", files_came(files));
	asked = complaint_ask(r, DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]));
	TRY(complaint_open(r, &asked, &c, &shown));
	if (shown)
		return ERR_OK;
	TRY(may_add(r, &c));
	d = as_draft(&c);
	TRY(files_keep_body(r, &d, c.w.c.id, files, "scan_errors", &refused));
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("complaint"));
	TRY(page_commit(r));
	if (refused == ERR_OK) {
		reply_redirect(r, str_fmt(r->a, STR_FMT "/klage#brevet", STR_ARG(c.w.base)));
		return ERR_OK;
	}
	r->status = err_http(refused);
	return complaint_show(r, &c);
}

enum err
desk_body_letter_drop(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	struct complaint c;

	if (!id_is(r->seg[1]))
		return ERR_GONE;
	TRY(page_open(r));
	TRY(work_take(r, rows, &c.w));
	TRY(may_add(r, &c));
	DB_ADD(page_db(r), SQL_CASE_BODY_DROP, c.w.c.id, r->seg[1]);
	TRY(page_commit(r));
	reply_redirect(r, str_fmt(r->a, STR_FMT "/klage#brevet", STR_ARG(c.w.base)));
	return ERR_OK;
}

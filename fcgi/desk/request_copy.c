/* request_copy.c - a copy of a document with something taken out of it, for who asked to see it */
#include "apply/files.h"
#include "base/arena.h"
#include "base/id.h"
#include "desk/over.h"
#include "desk/request.h"
#include "desk/routes.h"
#include "desk/scan.h"
#include "desk/sql.h"
#include "desk/work.h"
#include "page/file.h"

/* What is judged and told as for a draft is the case's. */
static struct draft
as_draft(const struct work *w)
{
	return (struct draft){ .id = w->c.id, .release = w->c.release, .answers = w->c.answers,
		.world = w->c.world };
}

/* The request and its case, for files that are read before any transaction is open. */
static enum err
look(struct req *r, struct draft *out, bool *here)
{
	const struct db_rows *of_case;
	struct request q;
	struct work w;

	TRY(request_ask(r, &q));
	TRY(page_look(r));
	*here = page_session(r) != NULL && db_count(q.rows) > 0 &&
	    db_get(q.rows, 0, "ref").p != NULL;
	if (!*here)
		return page_commit(r);
	TRY(request_take(r, &q));
	of_case = DB_ADD(page_db(r), SQL_CASE_READ, db_get(q.rows, 0, "ref"));
	TRY(page_commit(r));
	TRY(work_take(r, of_case, &w));
	*out = as_draft(&w);
	return q.open ? ERR_OK : ERR_STALE;
}

static enum err
refuse(struct req *r, enum err e)
{
	struct request q;

	db_rollback(page_db(r));
	TRY(page_begin(r));
	TRY(request_ask(r, &q));
	TRY(page_commit(r));
	TRY(request_take(r, &q));
	r->status = err_http(e);
	return request_show(r, &q);
}

enum err
desk_request_copy_add(struct req *r)
{
	struct files *files = NULL;
	enum err refused;
	struct draft d;
	bool here;

	TRY(look(r, &d, &here));
	TRY(files_read_loose(r, here ? &d : NULL, &scan_question, &files));
	TRY(page_begin(r));
	TRY(page_look(r));
	vset_flag(page_map(r), "files_lost", files_came(files));
	if (page_session(r) == NULL)
		return over_show(r, str_fmt(r->a, "/saksbehandling/innsynskrav/" STR_FMT,
		    STR_ARG(r->seg[0])));
	if (!here)
		return ERR_GONE;
	refused = page_judge(r);
	request_no_errors(r);
	if (refused == ERR_OK)
		TRY(files_keep_copy(r, &d, r->seg[0], files, "scan_errors", &refused));
	if (refused != ERR_OK)
		return refuse(r, refused);
	TRY(page_commit(r));
	reply_redirect(r, str_fmt(r->a, "/saksbehandling/innsynskrav/" STR_FMT "?gjort=kopi#gi",
	    STR_ARG(r->seg[0])));
	return ERR_OK;
}

enum err
desk_request_copy(struct req *r)
{
	struct str *args = arena_alloc(r->a, 2 * sizeof *args);
	const struct db_rows *rows;

	if (!id_is(r->seg[0]) || !id_is(r->seg[1]))
		return ERR_GONE;
	args[0] = r->seg[0];
	args[1] = r->seg[1];
	rows = db_add(page_db(r), &SQL_REQUEST_COPY, args, 2);
	TRY(page_read(r));
	return page_file_of(r, &(struct page_pieces){ &SQL_REQUEST_COPY_PIECE, args, 2 }, rows,
	    str_fmt(r->a, "/saksbehandling/innsynskrav/" STR_FMT, STR_ARG(r->seg[0])));
}

enum err
desk_request_copy_drop(struct req *r)
{
	struct request q;

	if (!id_is(r->seg[1]))
		return ERR_GONE;
	TRY(request_ask(r, &q));
	TRY(page_open(r));
	TRY(request_take(r, &q));
	DB_ADD(page_db(r), SQL_REQUEST_COPY_DROP, r->seg[0], r->seg[1]);
	TRY(page_commit(r));
	reply_redirect(r, str_fmt(r->a, STR_FMT "#gi", STR_ARG(q.base)));
	return ERR_OK;
}

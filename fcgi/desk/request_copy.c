/* request_copy.c - a copy of a document with something taken out of it, for who asked to see it */
#include "apply/files.h"
#include "base/arena.h"
#include "base/id.h"
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
	    db_get(q.rows, 0, "ref").p != NULL && db_bool(q.rows, 0, "open");
	if (!*here)
		return page_commit(r);
	TRY(request_take(r, &q));
	of_case = DB_ADD(page_db(r), SQL_CASE_READ, db_get(q.rows, 0, "ref"));
	TRY(page_commit(r));
	TRY(work_take(r, of_case, &w));
	*out = as_draft(&w);
	return ERR_OK;
}

enum err
copies_read(struct req *r, struct copies *out)
{
	*out = (struct copies){ .came = NULL };
	if (!r->multipart)
		return ERR_OK;
	TRY(look(r, &out->of, &out->here));
	TRY(files_read_loose(r, out->here ? &out->of : NULL, &scan_question, &out->came));
	return page_begin(r);
}

enum err
copies_put(struct req *r, struct request *q, struct copies *k, int *status)
{
	struct str drop = scan_drop(r);
	enum err refused = ERR_OK;

	*status = 0;
	if (!files_came(k->came) && !scan_alone(r))
		return ERR_OK;
	if (k->here && files_came(k->came))
		TRY(files_keep_copy(r, &k->of, r->seg[0], k->came, "scan_errors", &refused));
	if (drop.n > 0)
		DB_ADD(page_db(r), SQL_REQUEST_COPY_DROP, r->seg[0], drop);
	q->things = DB_ADD(page_db(r), SQL_REQUEST_THINGS, r->seg[0]);
	q->done = drop.n == 0 && refused == ERR_OK && files_came(k->came) ? STR("kopi") : STR("");
	*status = refused != ERR_OK ? err_http(refused) : 200;
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

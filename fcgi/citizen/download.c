/* download.c - one's own files, in an application and in a case */
#include "base/id.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "page/file.h"
#include "page/page.h"

static enum err
answer(struct req *r, struct str id, struct str draft_id, struct str ref, struct str back)
{
	const struct db_rows *rows;

	if (!id_is(id) || (draft_id.p != NULL && !id_is(draft_id)))
		return ERR_GONE;
	rows = DB_ADD(page_db(r), SQL_FILE_READ, id, draft_id, ref);
	TRY(page_read(r));
	return page_file(r, id, rows, back);
}

enum err
citizen_draft_file(struct req *r)
{
	return answer(r, r->seg[2], r->seg[1], STR_NONE,
	    str_fmt(r->a, "/soknad/" STR_FMT "/" STR_FMT, STR_ARG(url_encode(r->a, r->seg[0])),
	    STR_ARG(url_encode(r->a, r->seg[1]))));
}

/* Among what a case was asked for: of the draft, or of the case already. */
enum err
citizen_answer_file(struct req *r)
{
	return answer(r, r->seg[2], r->seg[1], r->seg[0],
	    str_fmt(r->a, "/mine-saker/" STR_FMT "/svar/" STR_FMT,
	    STR_ARG(url_encode(r->a, r->seg[0])), STR_ARG(url_encode(r->a, r->seg[1]))));
}

enum err
citizen_case_file(struct req *r)
{
	return answer(r, r->seg[1], STR_NONE, r->seg[0],
	    str_fmt(r->a, "/mine-saker/" STR_FMT, STR_ARG(url_encode(r->a, r->seg[0]))));
}

/* missing.c - what the municipality asks for in one of my cases; the answers before and after */
#include "base/id.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "page/compare.h"
#include "page/page.h"

static struct str
case_href(struct req *r, const char *end)
{
	return str_fmt(r->a, "/mine-saker/" STR_FMT "%s", STR_ARG(url_encode(r->a, r->seg[0])),
	    end);
}

enum err
citizen_missing(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *asked = DB_ADD(page_db(r), SQL_DEFICIENCY_LIST, r->seg[0]);
	struct vmap *v = page_map(r);
	struct page_case c;

	TRY(page_read(r));
	TRY(page_case_take(r, rows, &c));
	vset(v, "ref", c.ref);
	vset(v, "title", c.release->service->form_title);
	vset(v, "case_href", case_href(r, ""));
	vset(v, "start_href", case_href(r, "/mangler"));
	vset_flag(v, "can_answer", page_case_may(r, &c, "answer"));
	compare_asked(r, asked, &c);
	return page_show(r, "citizen/missing");
}

enum err
citizen_answer_start(struct req *r)
{
	const struct db_rows *began;

	DB_ADD0(page_db(r), SQL_DRAFT_TURN);
	began = DB_ADD(page_db(r), SQL_DEFICIENCY_START, id_new(r->a), r->seg[0]);
	TRY(page_open(r));
	TRY(page_commit(r));
	reply_redirect(r, db_count(began) == 0 ? case_href(r, "") : str_fmt(r->a,
	    STR_FMT "/svar/" STR_FMT "%s", STR_ARG(case_href(r, "")),
	    STR_ARG(db_get(began, 0, "id")), db_bool(began, 0, "extra") ? "/tillegg" : ""));
	return ERR_OK;
}

enum err
citizen_answers(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *asked = DB_ADD(page_db(r), SQL_DEFICIENCY_LIST, r->seg[0]);
	const struct db_rows *versions = DB_ADD(page_db(r), SQL_ANSWERS_LIST, r->seg[0]);
	const struct db_rows *messages = DB_ADD(page_db(r), SQL_MESSAGE_LIST, r->seg[0]);
	struct vmap *v = page_map(r);
	struct page_case c;

	TRY(page_read(r));
	TRY(page_case_take(r, rows, &c));
	vset(v, "ref", c.ref);
	vset(v, "title", c.release->service->form_title);
	vset(v, "case_href", case_href(r, ""));
	TRY(compare_rounds(r, asked, versions, &c, rows, messages, case_href(r, "")));
	return page_show(r, "citizen/answers");
}

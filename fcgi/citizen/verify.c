/* verify.c - is this receipt genuine?  Yes or no, and nothing more */
#include "base/id.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "page/page.h"

static enum err
show(struct req *r, const char *answer, struct str code)
{
	vset_z(page_map(r), "answer", answer);
	vset(page_map(r), "code", code);
	return page_show(r, "citizen/verify");
}

/* ?kode= is what the form sends without JavaScript. */
enum err
citizen_verify_form(struct req *r)
{
	struct str typed = params_get(&r->query, "kode"), code = id_code_read(r->a, typed);

	TRY(page_read(r));
	if (typed.p == NULL)
		return show(r, "", STR(""));
	if (code.n == 0) {
		r->status = err_http(ERR_INVALID);
		return show(r, "unreadable", typed);
	}
	reply_redirect(r, str_fmt(r->a, "/kontroll/" STR_FMT, STR_ARG(code)));
	return ERR_OK;
}

enum err
citizen_verify(struct req *r)
{
	struct str code = id_code_read(r->a, r->seg[0]);
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_RECEIPT_VERIFY, code.n > 0 ? code :
	    STR("-"));
	bool genuine;

	TRY(page_read(r));
	genuine = db_bool(rows, 0, "genuine");
	if (!genuine)
		r->status = err_http(ERR_GONE);
	return show(r, genuine ? "genuine" : "unknown", code.n > 0 ? code : r->seg[0]);
}

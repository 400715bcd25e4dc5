#include "desk/news.h"

#include "base/id.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "page/message.h"

void
news_fill(struct req *r, const struct db_rows *rows, const struct work *w)
{
	messages_fill(r, rows, w->base);
	vset(page_map(r), "message_href", str_fmt(r->a, STR_FMT "/melding", STR_ARG(w->base)));
}

/* Somebody has seen it: a second click, or a colleague's, changes nothing. */
enum err
desk_message_see(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	struct work w;

	if (!id_is(r->seg[1]))
		return ERR_GONE;
	TRY(page_open(r));
	TRY(work_take(r, rows, &w));
	if (!work_writes(r, &w))
		return w.disqualified.n > 0 ? ERR_DISQUALIFIED : ERR_DENIED;
	DB_ADD(page_db(r), SQL_MESSAGE_SEE, r->seg[0], r->seg[1]);
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("case"));
	TRY(page_commit(r));
	reply_redirect(r, str_fmt(r->a, STR_FMT "#fra-sokeren", STR_ARG(w.base)));
	return ERR_OK;
}

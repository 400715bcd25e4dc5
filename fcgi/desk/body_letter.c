/* body_letter.c - the complaint body's own letter is put into the case before its result is */
#include "apply/files.h"
#include "desk/complaint.h"
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

static enum err
read_files(struct req *r, struct files **out)
{
	struct draft d;
	bool here;

	*out = NULL;
	if (!r->multipart)
		return ERR_OK;
	TRY(look(r, &d, &here));
	TRY(files_read_loose(r, here ? &d : NULL, &scan_question, out));
	return page_begin(r);
}

static enum err
keep(struct req *r, struct complaint *c, struct files *came, enum err *refused)
{
	struct draft d = as_draft(c);
	struct str drop = scan_drop(r);

	TRY(may_add(r, c));
	if (came != NULL)
		TRY(files_keep_body(r, &d, c->w.c.id, came, "scan_errors", refused));
	if (drop.n > 0)
		DB_ADD(page_db(r), SQL_CASE_BODY_DROP, c->w.c.id, drop);
	c->files = DB_ADD(page_db(r), SQL_CASE_BODY_FILES, r->seg[0]);
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("complaint"));
	return page_commit(r);
}

enum err
complaint_letter(struct req *r, bool *shown)
{
	struct complaint_asked asked;
	struct files *came;
	struct complaint c;
	enum err refused = ERR_OK;

	*shown = false;
	TRY(read_files(r, &came));
	if (!files_came(came) && !scan_alone(r))
		return ERR_OK;
	vset_flag(page_map(r), "files_lost", files_came(came));
	asked = complaint_ask(r, DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]));
	TRY(complaint_open(r, &asked, &c, shown));
	if (*shown)
		return ERR_OK;
	TRY(keep(r, &c, came, &refused));
	if (refused == ERR_OK && !scan_alone(r))
		return page_begin(r);
	*shown = true;
	r->status = refused != ERR_OK ? err_http(refused) : 200;
	return complaint_show(r, &c);
}

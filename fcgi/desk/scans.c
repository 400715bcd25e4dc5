/* scans.c - the scanned paper of an application that is being registered */
#include "apply/files.h"
#include "base/id.h"
#include "desk/registration.h"
#include "desk/routes.h"
#include "desk/scan.h"
#include "desk/sql.h"
#include "page/file.h"

const struct form_item scan_question = {
	.kind = FORM_UPLOAD, .type = FORM_IDS, .name = { "skann", 5 },
	.accept = { "application/pdf image/png image/jpeg image/tiff", 47 },
	.max_files = FORM_FILES_MOST, .max_bytes = (size_t)25 << 20,
};

void
scans_fill(struct req *r, const struct db_rows *rows, struct str base)
{
	vlist(page_map(r), "scans");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m = vadd(page_map(r), "scans");
		struct str verdict = db_get(rows, i, "verdict");
		struct str href = str_fmt(r->a, STR_FMT "/" STR_FMT, STR_ARG(base),
		    STR_ARG(db_get(rows, i, "id")));

		vset(m, "name", db_get(rows, i, "name"));
		vset(m, "size", form_bytes_show(r->a, LANG_NB, (size_t)db_int(rows, i, "size")));
		vset(m, "href", href);
		vset(m, "drop_href", str_fmt(r->a, STR_FMT "/fjern", STR_ARG(href)));
		vset_flag(m, "waiting", str_eq_z(verdict, "waiting"));
		vset_flag(m, "infected", str_eq_z(verdict, "infected"));
	}
}

static void
to_summary(struct req *r, const struct apply *at)
{
	reply_redirect(r, str_fmt(r->a, STR_FMT "/oppsummering#skannet", STR_ARG(at->base)));
}

/* The draft as it is stored, for files that are read before any transaction is open. */
static enum err
look(struct req *r, const struct apply *at, struct draft *d, bool *here)
{
	const struct db_rows *rows = draft_hold(r, at->id);

	TRY(page_look(r));
	TRY(page_commit(r));
	*here = page_session(r) != NULL && db_count(rows) > 0;
	return *here ? draft_take(r, at, rows, d) : ERR_OK;
}

/* What was answered is in the draft by now. */
static enum err
over(struct req *r, const struct apply *at)
{
	db_rollback(page_db(r));
	r->status = err_http(ERR_LOGIN);
	vset(page_map(r), "again_href", page_login_href(r, str_fmt(r->a, STR_FMT "/oppsummering",
	    STR_ARG(at->base))));
	return page_show(r, at->door->over);
}

enum err
desk_scan_add(struct req *r)
{
	struct apply at = registration_here(r);
	struct registration *reg = at.ctx;
	const struct db_rows *rows;
	struct files *files = NULL;
	struct draft d;
	enum err refused;
	bool here;

	if (!id_is(at.id))
		return ERR_GONE;
	TRY(look(r, &at, &d, &here));
	TRY(files_read_loose(r, here ? &d : NULL, &scan_question, &files));
	TRY(page_begin(r));
	rows = draft_hold(r, at.id);
	TRY(page_look(r));
	vset_flag(page_map(r), "files_lost", files_came(files));
	if (page_session(r) == NULL)
		return over(r, &at);
	refused = page_judge(r);
	TRY(draft_take(r, &at, rows, &d));
	if (refused == ERR_OK)
		TRY(files_keep_loose(r, &d, files, "scan", "scan_errors", &refused));
	reg->scans = DB_ADD(page_db(r), SQL_DRAFT_SCANS, at.id);
	TRY(page_commit(r));
	if (refused == ERR_OK) {
		to_summary(r, &at);
		return ERR_OK;
	}
	r->status = err_http(refused);
	return apply_show_check(r, &d);
}

enum err
desk_scan_drop(struct req *r)
{
	struct apply at = registration_here(r);

	if (!id_is(at.id) || !id_is(r->seg[1]))
		return ERR_GONE;
	TRY(page_open(r));
	DB_ADD(page_db(r), SQL_DRAFT_SCAN_DROP, at.id, r->seg[1]);
	TRY(page_commit(r));
	to_summary(r, &at);
	return ERR_OK;
}

enum err
desk_draft_file(struct req *r)
{
	struct apply at = registration_here(r);
	const struct db_rows *rows;

	if (!id_is(at.id) || !id_is(r->seg[1]))
		return ERR_GONE;
	rows = DB_ADD(page_db(r), SQL_DRAFT_FILE, r->seg[1], at.id);
	TRY(page_read(r));
	return page_file(r, r->seg[1], rows, str_fmt(r->a, STR_FMT "/oppsummering",
	    STR_ARG(at.base)));
}

/* After a login in between, or a reload. */
enum err
desk_scan_again(struct req *r)
{
	struct apply at = registration_here(r);

	TRY(page_read(r));
	to_summary(r, &at);
	return ERR_OK;
}

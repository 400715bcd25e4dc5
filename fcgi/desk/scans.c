/* scans.c - the scanned paper of an application that is being registered */
#include "desk/scan.h"

#include <string.h>

#include "apply/files.h"
#include "base/id.h"
#include "desk/registration.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "page/file.h"

#define DROP	"fjern:"

const struct form_item scan_question = {
	.kind = FORM_UPLOAD, .type = FORM_IDS, .name = { "skann", 5 },
	.accept = { "application/pdf image/png image/jpeg image/tiff", 47 },
	.max_files = FORM_FILES_MOST, .max_bytes = (size_t)25 << 20,
};

struct str
scan_drop(const struct req *r)
{
	struct str button = page_field(r, "handling");

	if (!str_starts(button, STR(DROP)))
		return STR("");
	button = str_skip(button, strlen(DROP));
	return id_is(button) ? button : STR("");
}

bool
scan_alone(const struct req *r)
{
	struct str button = page_field(r, "handling");

	return str_eq_z(button, "legg-ved") || str_starts(button, STR(DROP));
}

void
scans_fill(struct req *r, const struct db_rows *rows, struct str base)
{
	vlist(page_map(r), "scans");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m = vadd(page_map(r), "scans");
		struct str verdict = db_get(rows, i, "verdict");

		vset(m, "id", db_get(rows, i, "id"));
		vset(m, "name", db_get(rows, i, "name"));
		vset(m, "size", form_bytes_show(r->a, LANG_NB, (size_t)db_int(rows, i, "size")));
		vset(m, "href", str_fmt(r->a, STR_FMT "/" STR_FMT, STR_ARG(base),
		    STR_ARG(db_get(rows, i, "id"))));
		vset_flag(m, "waiting", str_eq_z(verdict, "waiting"));
		vset_flag(m, "infected", str_eq_z(verdict, "infected"));
	}
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

static enum err
read_files(struct req *r, const struct apply *at, struct files **out)
{
	struct draft d;
	bool here;

	*out = NULL;
	if (!r->multipart)
		return ERR_OK;
	TRY(look(r, at, &d, &here));
	TRY(files_read_loose(r, here ? &d : NULL, &scan_question, out));
	return page_begin(r);
}

static enum err
keep(struct req *r, struct draft *d, struct files *came, enum err *refused)
{
	struct registration *reg = d->at->ctx;
	struct str drop = scan_drop(r);

	*refused = page_judge(r);
	if (*refused == ERR_OK && came != NULL)
		TRY(files_keep_loose(r, d, came, "scan", "scan_errors", refused));
	if (*refused != ERR_CSRF && drop.n > 0)
		DB_ADD(page_db(r), SQL_DRAFT_SCAN_DROP, d->id, drop);
	reg->scans = DB_ADD(page_db(r), SQL_DRAFT_SCANS, d->id);
	return page_commit(r);
}

enum err
scans_take(struct req *r, const struct apply *at, bool *shown)
{
	const struct db_rows *rows;
	struct files *came;
	struct draft d;
	enum err refused;

	*shown = false;
	TRY(read_files(r, at, &came));
	if (!files_came(came) && !scan_alone(r))
		return ERR_OK;
	rows = draft_hold(r, at->id);
	TRY(page_look(r));
	vset_flag(page_map(r), "files_lost", files_came(came));
	*shown = true;
	if (page_session(r) == NULL)
		return at->door->lost(r, at);
	TRY(draft_take(r, at, rows, &d));
	TRY(keep(r, &d, came, &refused));
	*shown = refused != ERR_OK || scan_alone(r);
	if (!*shown)
		return page_begin(r);
	r->status = refused != ERR_OK ? err_http(refused) : 200;
	return apply_show_check(r, &d);
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

/* given.c - what became of a request to see a document, for whoever has its code */
#include "base/id.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "form/form.h"
#include "page/file.h"
#include "page/page.h"

#define COMPLAINT_CHARS	10000
#define CODE_SHOWN	14		/* twelve characters, in groups of four */

static struct str
here(struct req *r, struct str code, const char *end)
{
	return str_fmt(r->a, "/innsyn/krav/" STR_FMT "%s", STR_ARG(code), end);
}

/* ---- where a code is typed ---- */

static enum err
show_door(struct req *r, const char *wrong, struct str typed)
{
	vset_z(page_map(r), "wrong", wrong);
	vset(page_map(r), "code", typed);
	vset_flag(page_map(r), "error", *wrong != '\0');
	return page_show(r, "citizen/request-door");
}

enum err
citizen_given_door(struct req *r)
{
	struct str typed = params_get(&r->query, "referanse"), code = id_code_read(r->a, typed);

	TRY(page_read(r));
	if (typed.p == NULL)
		return show_door(r, "", STR(""));
	if (code.n != CODE_SHOWN) {
		r->status = err_http(ERR_INVALID);
		return show_door(r, "unreadable", typed);
	}
	reply_redirect(r, here(r, code, ""));
	return ERR_OK;
}

/* ---- the request and its answer ---- */

struct look {
	struct str	 code;
	const struct db_rows *rows, *files;
};

static struct look
look(struct req *r)
{
	struct look l = { .code = id_code_read(r->a, r->seg[0]) };

	l.rows = DB_ADD(page_db(r), SQL_ACCESS_LOOK, l.code);
	l.files = DB_ADD(page_db(r), SQL_ACCESS_FILES, l.code);
	return l;
}

static void
fill_words(struct req *r, const struct db_rows *rows)
{
	static const char *const cells[] = { "title", "number", "case_number", "how", "wish",
	    "outcome", "law", "reason", "complaint" };
	static const char *const days[] = { "asked_at", "due_at", "answered_at", "open_until",
	    "complained_at", "forwarded_at" };
	struct vmap *v = page_map(r);

	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		vset(v, cells[i], db_get(rows, 0, cells[i]).n > 0 ? db_get(rows, 0, cells[i]) :
		    STR(""));
	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		vset(v, days[i], page_day(r, db_at(rows, 0, days[i])));
	vset_flag(v, "late", db_bool(rows, 0, "late"));
	vset_flag(v, "open", db_bool(rows, 0, "open"));
	vset_flag(v, "refusable", db_bool(rows, 0, "refusable"));
}

static void
fill_files(struct req *r, const struct look *l)
{
	vlist(page_map(r), "files");
	for (size_t i = 0; i < db_count(l->files); i++) {
		struct vmap *m = vadd(page_map(r), "files");

		vset(m, "name", db_get(l->files, i, "name"));
		vset(m, "size", form_bytes_show(r->a, page_lang(r), (size_t)db_int(l->files, i,
		    "size")));
		vset(m, "href", str_fmt(r->a, STR_FMT "/" STR_FMT,
		    STR_ARG(here(r, l->code, "/fil")), STR_ARG(db_get(l->files, i, "n"))));
	}
}

static enum err
show(struct req *r, const struct look *l, const char *wrong)
{
	struct vmap *v = page_map(r);

	if (db_count(l->rows) == 0) {
		r->status = err_http(ERR_GONE);
		return show_door(r, "unknown", l->code.n > 0 ? l->code : r->seg[0]);
	}
	fill_words(r, l->rows);
	fill_files(r, l);
	vset(v, "code", l->code);
	vset(v, "complain_href", here(r, l->code, "/klage"));
	vset_flag(v, "sent", params_has(&r->query, "sendt"));
	vset_flag(v, "complained", params_has(&r->query, "klaget"));
	vset_z(v, "wrong", wrong);
	vset_flag(v, "error", *wrong != '\0');
	vset(v, "typed", page_field(r, "klage"));
	return page_show(r, "citizen/request-answer");
}

enum err
citizen_given(struct req *r)
{
	struct look l = look(r);

	TRY(page_read(r));
	return show(r, &l, "");
}

/* A file that waits for its scan, or was removed, is told of on a page. */
enum err
citizen_given_file(struct req *r)
{
	struct str *args = arena_alloc(r->a, 2 * sizeof *args);
	const struct db_rows *rows;
	int64_t n;

	if (!str_int(r->seg[1], &n) || n < 1 || n > INT16_MAX)
		return ERR_GONE;
	args[0] = id_code_read(r->a, r->seg[0]);
	args[1] = r->seg[1];
	rows = db_add(page_db(r), &SQL_ACCESS_FILE, args, 2);
	TRY(page_read(r));
	return page_file_of(r, &(struct page_pieces){ &SQL_ACCESS_PIECE, args, 2 }, rows,
	    here(r, args[0], ""));
}

/* ---- a complaint ---- */

static const char *
wrong_with(const struct req *r, enum err token)
{
	struct str text = str_trim(page_field(r, "klage"));

	if (token != ERR_OK)
		return "old";
	return text.n == 0 ? "none" : str_chars(text) > COMPLAINT_CHARS ? "long" : "";
}

enum err
citizen_given_complain(struct req *r)
{
	struct look l = look(r);
	const struct db_rows *done;
	const char *wrong;
	enum err token;

	TRY(page_look(r));
	token = page_judge(r);
	wrong = wrong_with(r, token);
	if (*wrong != '\0' || db_count(l.rows) == 0) {
		TRY(page_commit(r));
		r->status = err_http(token != ERR_OK ? token : ERR_INVALID);
		return show(r, &l, wrong);
	}
	done = DB_ADD(page_db(r), SQL_ACCESS_COMPLAIN, l.code, str_trim(page_field(r, "klage")));
	TRY(page_commit(r));
	reply_redirect(r, here(r, l.code, db_bool(done, 0, "done") ? "?klaget=1" : ""));
	return ERR_OK;
}

enum err
citizen_given_again(struct req *r)
{
	TRY(page_read(r));
	reply_redirect(r, here(r, url_encode(r->a, r->seg[0]), ""));
	return ERR_OK;
}

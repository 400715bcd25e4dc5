/* extra.c - what a case was asked for that the form has no question for: text, files or both */
#include "apply/files.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "case/case.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "citizen/supplement.h"
#include "citizen/write.h"
#include "page/message.h"
#include "page/page.h"
#include "page/steps.h"

void
extras_ask(struct req *r, struct extras *x)
{
	x->rows = DB_ADD(page_db(r), SQL_EXTRA_LIST, r->seg[1]);
	x->files = DB_ADD(page_db(r), SQL_MESSAGE_FILES, r->seg[0], r->seg[1], STR_NONE);
}

bool
extras_said(const struct extras *x)
{
	for (size_t i = 0; i < db_count(x->rows); i++)
		if (str_trim(db_get(x->rows, i, "text")).n > 0)
			return true;
	return db_count(x->files) > 0;
}

static struct str
text_name(const struct req *r, const struct extras *x, size_t i)
{
	return str_fmt(r->a, "tekst." STR_FMT, STR_ARG(db_get(x->rows, i, "n")));
}

/* As typed, or as it was written before. */
static struct str
text_of(const struct req *r, const struct extras *x, size_t i)
{
	return x->typed ? str_trim(page_field(r, text_name(r, x, i).p)) :
	    db_get(x->rows, i, "text");
}

void
extras_fill(struct req *r, const struct extras *x, const struct draft *d)
{
	struct str room = str_fmt(r->a, STR_FMT "/fil", STR_ARG(d->base));

	vlist(page_map(r), "extra");
	vset(page_map(r), "extra_href", str_fmt(r->a, STR_FMT "/tillegg", STR_ARG(d->base)));
	for (size_t i = 0; i < db_count(x->rows); i++) {
		const struct service_deficiency *why = service_deficiency(d->release->service,
		    db_get(x->rows, i, "code"));
		struct vmap *m = vadd(page_map(r), "extra");

		vset(m, "n", db_get(x->rows, i, "n"));
		vset(m, "title", page_nb(r, db_get(x->rows, i, "title")));
		vset(m, "why", why != NULL ? why->text : STR(""));
		vset(m, "law", why != NULL ? why->law : STR(""));
		vset(m, "text", text_of(r, x, i));
		vset_flag(m, "long_text", str_chars(text_of(r, x, i)) > CASE_MESSAGE_CHARS);
		vset(m, "text_name", text_name(r, x, i));
		vset(m, "field", str_fmt(r->a, "filer." STR_FMT,
		    STR_ARG(db_get(x->rows, i, "n"))));
		message_files_fill(r, m, x->files, db_int(x->rows, i, "n"), room);
	}
}

/* ---- the page ---- */

struct extra {
	struct apply	 at;
	struct extras	 all;
	const struct db_rows *rows, *theirs;	/* of the draft; of its case */
	struct draft	 d;
	struct files	*came;
	enum err	 refused;
};

static struct str
here(const struct extra *e, struct req *r)
{
	return str_fmt(r->a, STR_FMT "/tillegg", STR_ARG(e->at.base));
}

/* To know the texts that are shown again. */
static struct str
mark(struct req *r, const struct extra *e, bool typed)
{
	struct extras x = e->all;
	struct buf all = buf_new(r->a, 1024);

	x.typed = typed;
	for (size_t i = 0; i < db_count(x.rows); i++) {
		buf_add(&all, text_of(r, &x, i));
		buf_add_char(&all, '\n');
	}
	return write_mark(r->a, buf_str(&all));
}

static bool
is_long(struct req *r, const struct extra *e)
{
	for (size_t i = 0; i < db_count(e->all.rows); i++)
		if (str_chars(text_of(r, &e->all, i)) > CASE_MESSAGE_CHARS)
			return true;
	return false;
}

static enum err
show(struct req *r, struct extra *e)
{
	struct vmap *v = page_map(r);

	extras_fill(r, &e->all, &e->d);
	vset(v, "title", e->d.release->service->form_title);
	vset(v, "ref", r->seg[0]);
	vset(v, "action", here(e, r));
	vset(v, "mark", mark(r, e, false));
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "stale", r->status == err_http(ERR_STALE));
	vset_flag(v, "files_lost", (r->status == err_http(ERR_CSRF) ||
	    r->status == err_http(ERR_STALE)) && files_came(e->came));
	vset(v, "error_long", write_said(r, "answer-text"));
	vset_flag(v, "error", r->status != 200);
	if (e->refused == ERR_OK)
		vlist(v, "file_errors");
	return page_show(r, "citizen/extra");
}

/* The draft, held, and what is asked for.  here: false when the reply is made: it was sent. */
static enum err
begin(struct req *r, struct extra *e)
{
	e->at = supplement_here(r, NULL);
	if (!id_is(e->at.id))
		return ERR_GONE;
	e->rows = draft_hold(r, e->at.id);
	e->theirs = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	extras_ask(r, &e->all);
	return ERR_OK;
}

static bool
gone(struct req *r, const struct extra *e)
{
	if (db_count(e->rows) > 0 || db_count(e->theirs) == 0)
		return false;
	reply_redirect(r, str_fmt(r->a, "/mine-saker/" STR_FMT,
	    STR_ARG(url_encode(r->a, r->seg[0]))));
	return true;
}

enum err
citizen_extra(struct req *r)
{
	struct extra e = { .came = NULL };

	TRY(begin(r, &e));
	TRY(page_read(r));
	if (gone(r, &e))
		return ERR_OK;
	TRY(draft_take(r, &e.at, e.rows, &e.d));
	return db_count(e.all.rows) == 0 ? ERR_GONE : show(r, &e);
}

/* ---- saved ---- */

/* Nobody is logged in any more: what was written is kept, when it was this person a moment ago. */
static enum err
keep(struct req *r, struct extra *e)
{
	struct str *texts = arena_alloc(r->a, r->form.n * sizeof *texts);
	struct buf numbers = buf_new(r->a, 64);
	const struct db_rows *kept;
	size_t n = 0;
	int64_t number;

	buf_add_char(&numbers, '{');
	for (size_t i = 0; i < r->form.n; i++) {
		struct str rest = r->form.v[i].name;

		if (!str_eq_z(str_cut(&rest, '.'), "tekst") || !str_int(rest, &number) ||
		    number < 1 || number > 100)
			continue;
		buf_fmt(&numbers, "%s%d", n > 0 ? "," : "", (int)number);
		texts[n++] = str_trim(r->form.v[i].value);
	}
	buf_add_char(&numbers, '}');
	kept = DB_ADD(page_db(r), SQL_MESSAGE_KEEP, r->seg[0], e->at.id, STR_NONE,
	    buf_str(&numbers), write_array(r->a, texts, n), page_field(r, "csrf"));
	TRY(page_commit(r));
	return db_bool(kept, 0, "kept") ? write_over(r, here(e, r), files_came(e->came)) :
	    ERR_LOGIN;
}

static enum err
next(struct req *r, const struct extra *e)
{
	const struct form_item *first = steps_first(e->d.answers);

	if (!str_eq_z(page_field(r, "handling"), "neste"))
		reply_redirect(r, here(e, r));
	else
		reply_redirect(r, str_fmt(r->a, STR_FMT "/" STR_FMT, STR_ARG(e->at.base),
		    STR_ARG(first != NULL ? first->name : STR("oppsummering"))));
	return ERR_OK;
}

static enum err
save(struct req *r, struct extra *e)
{
	if (e->came != NULL)
		TRY(files_keep_loose(r, &e->d, e->came, "message", "file_errors",
		    &e->refused));
	if (write_drop(r).n > 0)
		DB_ADD(page_db(r), SQL_MESSAGE_FILE_DROP, e->at.id, write_drop(r));
	for (size_t i = 0; i < db_count(e->all.rows); i++)
		DB_ADD(page_db(r), SQL_MESSAGE_TEXT_PUT, e->at.id,
		    db_get(e->all.rows, i, "n"), write_cut(text_of(r, &e->all, i)));
	extras_ask(r, &e->all);
	TRY(page_commit(r));
	if (e->refused == ERR_OK && !is_long(r, e))
		return next(r, e);
	r->status = err_http(e->refused != ERR_OK ? e->refused : ERR_INVALID);
	return show(r, e);
}

/* Another tab has been here meanwhile, and says something else. */
static bool
is_stale(struct req *r, const struct extra *e)
{
	struct str stored = mark(r, e, false);

	return !str_eq(stored, page_field(r, "sett")) && !str_eq(stored, mark(r, e, true));
}

enum err
citizen_extra_save(struct req *r)
{
	struct extra e = { .came = NULL };
	enum err token;

	if (r->multipart)
		TRY(write_files_read(r, &e.came));
	TRY(begin(r, &e));
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return keep(r, &e);
	token = page_judge(r);
	if (gone(r, &e))
		return page_commit(r);
	TRY(draft_take(r, &e.at, e.rows, &e.d));
	if (db_count(e.all.rows) == 0)
		return ERR_GONE;
	e.all.typed = true;
	if (token == ERR_OK && is_stale(r, &e))
		token = ERR_STALE;
	if (token == ERR_OK)
		return save(r, &e);
	db_rollback(page_db(r));
	r->status = err_http(token);
	return show(r, &e);
}

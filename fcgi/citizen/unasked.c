/* unasked.c - the applicant sends something in a case that nobody asked for, or answers a letter */
#include "apply/files.h"
#include "base/arena.h"
#include "base/id.h"
#include "citizen/remark.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "citizen/write.h"
#include "page/case.h"
#include "page/compare.h"
#include "page/message.h"
#include "page/page.h"

struct unasked {
	struct str	 letter;		/* that it answers; p == NULL when none */
	struct str	 draft_id;		/* as the page has it, or as begun */
	struct str	 text;			/* as shown */
	struct str	 files_sha256[WRITE_FILES];
	size_t		 nfiles;
	const char	*wrong;			/* message, or NULL */
	struct str	 ticked;		/* remarks that the letter has, said to be done */
	const struct db_rows *rows, *stored, *files, *asked, *remarks;
	struct page_case c;
	struct draft	 draft;
	struct files	*came;
	enum err	 refused;
};

static struct str
here(const struct req *r, const struct unasked *u, const char *end)
{
	struct str base = str_fmt(r->a, "/mine-saker/" STR_FMT "/ettersend",
	    STR_ARG(url_encode(r->a, r->seg[0])));

	if (u->letter.p == NULL)
		return str_fmt(r->a, STR_FMT "%s", STR_ARG(base), end);
	return str_fmt(r->a, STR_FMT "?brev=" STR_FMT "%s" STR_FMT "%s", STR_ARG(base),
	    STR_ARG(u->letter), u->ticked.n > 0 ? "&gjort=" : "", STR_ARG(u->ticked), end);
}

static struct str
case_href(const struct req *r)
{
	return str_fmt(r->a, "/mine-saker/" STR_FMT, STR_ARG(url_encode(r->a, r->seg[0])));
}

static struct str
sent_href(const struct req *r)
{
	return str_fmt(r->a, STR_FMT "?sendt=1", STR_ARG(case_href(r)));
}

/* ---- shown ---- */

static void
fill_errors(struct req *r, const struct unasked *u)
{
	struct str text = u->wrong != NULL ? write_said(r, u->wrong) : STR("");
	struct vmap *v = page_map(r), *m;

	vlist(v, "errors");
	vset(v, "error_text", text);
	vset_flag(v, "error", u->wrong != NULL || u->refused != ERR_OK);
	if (u->wrong == NULL)
		return;
	m = vadd(v, "errors");
	vset(m, "text", text);
	vset_z(m, "href", "#tekst");
}

static enum err
show(struct req *r, struct unasked *u)
{
	struct str stored = db_get(u->stored, 0, "text"), begun = db_get(u->stored, 0, "draft_id");
	struct vmap *v = page_map(r);

	vset(v, "ref", u->c.ref);
	vset(v, "title", u->c.release->service->form_title);
	vset(v, "case_href", case_href(r));
	vset(v, "action", here(r, u, ""));
	vset(v, "letter_id", u->letter);
	vset(v, "letter", db_get(u->stored, 0, "letter_title"));
	vset(v, "letter_lang", db_get(u->stored, 0, "letter_lang"));
	vset(v, "draft_id", begun.n > 0 ? begun : u->draft_id);
	vset(v, "mark", write_mark(r->a, stored));
	vset(v, "text", u->text);
	vset_flag(v, "closed", db_bool(u->stored, 0, "closed"));
	vset_flag(v, "decided", db_bool(u->stored, 0, "decided"));
	vset_flag(v, "can_complain", page_case_may(r, &u->c, "complain"));
	vset_flag(v, "can_answer", page_case_may(r, &u->c, "answer"));
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "files_lost", r->status != 200 && u->refused == ERR_OK && u->wrong == NULL &&
	    files_came(u->came));
	remark_fill_ticks(r, u->remarks, u->ticked);
	compare_asked(r, u->asked, &u->c);
	vset_z(v, "field", "filer");
	message_files_fill(r, v, u->files, 0, str_fmt(r->a, STR_FMT "/vedlegg",
	    STR_ARG(case_href(r))));
	if (r->status != err_http(ERR_STALE))
		vset(v, "elsewhere", STR(""));
	if (u->refused == ERR_OK)
		vlist(v, "file_errors");
	fill_errors(r, u);
	return page_show(r, "citizen/unasked");
}

/* ?brev= of the address, or what the form says. */
static enum err
read_letter(const struct req *r, struct unasked *u)
{
	struct str s = r->method == POST ? page_field(r, "brev") : params_get(&r->query, "brev");

	if (s.n > 0 && !id_is(s))
		return ERR_GONE;
	u->letter = s.n > 0 ? s : STR_NONE;
	return ERR_OK;
}

static void
ask(struct req *r, struct unasked *u, struct str draft_id)
{
	u->stored = DB_ADD(page_db(r), SQL_MESSAGE_READ, r->seg[0], u->letter, draft_id);
	u->files = DB_ADD(page_db(r), SQL_MESSAGE_FILES, r->seg[0], STR_NONE, u->letter);
	u->asked = DB_ADD(page_db(r), SQL_DEFICIENCY_LIST, r->seg[0]);
	u->remarks = DB_ADD(page_db(r), SQL_LETTER_REMARKS, u->letter);
}

static enum err
take(struct req *r, struct unasked *u)
{
	TRY(page_case_take(r, u->rows, &u->c));
	u->ticked = remark_ticked(r, u->remarks);
	return u->letter.p != NULL && db_get(u->stored, 0, "letter").p == NULL ? ERR_GONE : ERR_OK;
}

enum err
citizen_unasked(struct req *r)
{
	struct unasked u = { .draft_id = id_new(r->a) };

	TRY(read_letter(r, &u));
	u.rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	ask(r, &u, STR_NONE);
	TRY(page_read(r));
	TRY(take(r, &u));
	u.text = db_get(u.stored, 0, "text");
	return show(r, &u);
}

/* ---- sent ---- */

/* Nobody is logged in any more: what was written is kept, when it was this person a moment ago. */
static enum err
keep(struct req *r, const struct unasked *u)
{
	const struct db_rows *kept = DB_ADD(page_db(r), SQL_MESSAGE_KEEP, r->seg[0], STR_NONE,
	    u->letter, STR("{0}"), write_array(r->a, &u->text, 1), page_field(r, "csrf"));

	TRY(page_commit(r));
	if (!db_bool(kept, 0, "kept"))
		return ERR_LOGIN;
	return write_over(r, here(r, u, ""), files_came(u->came));
}

/* Nothing is saved: what was typed is shown again, beside what another page has saved meanwhile. */
static enum err
show_typed(struct req *r, struct unasked *u, enum err why)
{
	db_rollback(page_db(r));
	r->status = err_http(why);
	if (why == ERR_STALE)
		vset(page_map(r), "elsewhere", db_get(u->stored, 0, "text"));
	return show(r, u);
}

static bool
is_stale(struct req *r, const struct unasked *u)
{
	struct str stored = db_get(u->stored, 0, "text");

	return !str_eq(stored, u->text) && (!str_eq(page_field(r, "sett"),
	    write_mark(r->a, stored)) || !str_eq(db_get(u->stored, 0, "draft_id"), u->draft_id));
}

/* What the page says is wrong when one wants to send. */
static const char *
wrong(const struct unasked *u, bool sends)
{
	if (str_chars(u->text) > CASE_MESSAGE_CHARS)
		return "answer-text";
	return sends && u->text.n == 0 && u->nfiles == 0 ? "message-empty" : NULL;
}

static void
count_files(struct unasked *u)
{
	for (size_t i = 0; i < db_count(u->files) && u->nfiles < WRITE_FILES; i++)
		u->files_sha256[u->nfiles++] = db_get(u->files, i, "sha256");
}

static enum err
finish(struct req *r, struct unasked *u)
{
	const struct db_rows *sent;
	struct case_event e = page_case_event(r, &u->c, "message");
	struct str done[REMARKS_MOST];
	struct case_message m = { .draft_id = u->draft_id, .text = u->text, .remark_id = done,
		.nremarks = remark_ids(u->remarks, u->ticked, done),
		.letter_id = u->letter, .file_sha256 = u->files_sha256, .nfiles = u->nfiles,
		.receipt_title = write_said(r, u->letter.p != NULL ? "message-receipt-reply" :
		"message-receipt"), .receipt_text = write_receipt(r, u->text, u->files) };
	enum err how;

	sent = case_message_send(page_db(r), r->a, &e, &m);
	how = page_commit(r);
	if (how == ERR_UNCERTAIN) {		/* look, never send again blindly */
		TRY(page_begin(r));
		ask(r, u, u->draft_id);
		TRY(page_commit(r));
		if (!db_bool(u->stored, 0, "sent"))
			return how;
	} else if (how != ERR_OK)
		return how;
	else if (db_count(sent) == 0)
		return ERR_STALE;
	reply_redirect(r, sent_href(r));
	return ERR_OK;
}

static enum err
save(struct req *r, struct unasked *u)
{
	bool sends = str_eq_z(page_field(r, "handling"), "send");

	u->draft_id = db_get(u->stored, 0, "draft_id");
	u->draft = write_draft(r, &u->c, u->draft_id, db_get(u->stored, 0, "files"));
	if (u->came != NULL)
		TRY(files_keep_loose(r, &u->draft, u->came, "message", "file_errors",
		    &u->refused));
	if (write_drop(r).n > 0)
		DB_ADD(page_db(r), SQL_MESSAGE_FILE_DROP, u->draft_id, write_drop(r));
	DB_ADD(page_db(r), SQL_MESSAGE_TEXT_PUT, u->draft_id, STR("0"), write_cut(u->text));
	ask(r, u, u->draft_id);
	TRY(db_run(page_db(r)));
	count_files(u);
	u->wrong = wrong(u, sends);
	if (sends && u->wrong == NULL && u->refused == ERR_OK)
		return finish(r, u);
	TRY(page_commit(r));
	if (u->wrong == NULL && u->refused == ERR_OK) {
		reply_redirect(r, here(r, u, "#filer"));
		return ERR_OK;
	}
	r->status = err_http(u->refused != ERR_OK ? u->refused : ERR_INVALID);
	return show(r, u);
}

static enum err
judge(struct req *r, struct unasked *u)
{
	enum err token = page_judge(r);

	TRY(take(r, u));
	if (token == ERR_OK && db_bool(u->stored, 0, "sent")) {
		TRY(page_commit(r));
		reply_redirect(r, sent_href(r));
		return ERR_OK;
	}
	if (token != ERR_OK)
		return show_typed(r, u, token);
	if (db_bool(u->stored, 0, "closed") || is_stale(r, u))
		return show_typed(r, u, ERR_STALE);
	return save(r, u);
}

enum err
citizen_unasked_send(struct req *r)
{
	struct unasked u = { .came = NULL };

	if (r->multipart)
		TRY(write_files_read(r, &u.came));
	TRY(read_letter(r, &u));
	u.draft_id = page_field(r, "utkast");
	u.text = str_trim(page_field(r, "tekst"));
	if (!id_is(u.draft_id))
		return ERR_INPUT;
	u.rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	DB_ADD(page_db(r), SQL_MESSAGE_START, u.draft_id, r->seg[0], u.letter);
	ask(r, &u, u.draft_id);
	TRY(page_look(r));
	return page_session(r) == NULL ? keep(r, &u) : judge(r, &u);
}

/* hearing.c - who applies tells those who must know of it, and hears what they say, before it is
   sent */
#include "hearing/hearing.h"

#include <string.h>

#include "apply/form.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/time.h"
#include "citizen/door.h"
#include "citizen/party.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "letter/answers.h"
#include "letter/letter.h"
#include "letter/values.h"
#include "page/file.h"
#include "page/page.h"
#include "register/lookup.h"

#define COMMENT		"kommentar:"
#define COMMENT_BYTES	10000
#define PID_DIGITS	11
#define PARKED		STR("nabovarsel")	/* what is typed here is parked under its name */

struct asking {
	struct apply	 at;
	struct draft	 d;
	const struct service_hearing *h;
	struct hearing_receivers to;
	struct hearing_content content;
	const struct db_rows *told;
	struct params typed;		/* comments that are not kept yet */
};

static struct str
here(struct req *r, const char *end)
{
	return str_fmt(r->a, STR_FMT "/nabovarsel%s", STR_ARG(door_here(r).base), end);
}

static enum err
prepare(struct req *r, struct asking *k)
{
	k->h = service_hearing_on(k->d.release->service, true);
	if (k->h == NULL)
		return ERR_GONE;
	k->to = hearing_receivers(r->a, k->h, k->d.answers);
	k->content = hearing_content(r->a, k->h, k->d.answers, false);
	return ERR_OK;
}

/* The draft of the address, to be read; *open false: it has become a case, and the reply leads
   there. */
static enum err
look(struct req *r, struct asking *k, bool *open)
{
	*k = (struct asking){ .at = door_here(r) };
	if (!id_is(k->at.id))
		return ERR_GONE;
	k->told = DB_ADD(page_db(r), SQL_HEARING_PARTIES, k->at.id);
	TRY(form_open(r, &k->at, PARKED, &k->d, open));
	if (*open && k->d.parked.p != NULL)
		TRY(params_read(r->a, k->d.parked, &k->typed));
	return *open ? prepare(r, k) : ERR_OK;
}

/* Nothing that they would be told of is missing or wrong. */
static bool
ready(const struct asking *k)
{
	struct str rest = k->h->tells;

	while (rest.n > 0) {
		const struct form_item *it = form_find(k->d.release->form, str_cut(&rest, ' '));
		const struct answer *n = it != NULL ? answer_of(k->d.answers->root, it) : NULL;

		if (n != NULL && n->relevant && n->invalid)
			return false;
	}
	return true;
}

/* ---- the page ---- */

static size_t
row_of(const struct asking *k, struct str key)
{
	size_t n = db_count(k->told);

	for (size_t i = 0; i < n; i++)
		if (str_eq(db_get(k->told, i, "key"), key))
			return i;
	return n;
}

/* unsent, stale, none, remarks, open or out: what they said, and whether they must be told anew. */
static const char *
state_of(const struct asking *k, size_t i)
{
	if (i == db_count(k->told))
		return "unsent";
	if (!str_eq(db_get(k->told, i, "sha256"), k->content.sha256))
		return "stale";
	if (db_get(k->told, i, "answer").n > 0)
		return str_eq_z(db_get(k->told, i, "answer"), "none") ? "none" : "remarks";
	return db_bool(k->told, i, "open") ? "open" : "out";
}

/* The comment on what a receiver says: as typed, when it was; else as it is kept. */
static struct str
comment_on(struct req *r, const struct asking *k, size_t i)
{
	const char *field = str_fmt(r->a, "kommentar." STR_FMT,
	    STR_ARG(db_get(k->told, i, "id"))).p;

	return params_has(&k->typed, field) ? params_get(&k->typed, field) :
	    db_get(k->told, i, "comment");
}

static void
fill_told(struct req *r, const struct asking *k, struct vmap *m, size_t i)
{
	const struct db_rows *t = k->told;
	bool told = i < db_count(t);

	vset(m, "id", told ? db_get(t, i, "id") : STR(""));
	vset(m, "sent", told ? page_day(r, db_at(t, i, "sent_at")) : STR(""));
	vset(m, "due", told ? page_day(r, db_at(t, i, "due_at")) : STR(""));
	vset(m, "read", told ? page_day(r, db_at(t, i, "read_at")) : STR(""));
	vset(m, "answered", told ? page_day(r, db_at(t, i, "answered_at")) : STR(""));
	vset(m, "answer", told ? db_get(t, i, "answer") : STR(""));
	vset(m, "text", told ? db_get(t, i, "text") : STR(""));
	vset(m, "comment", told ? comment_on(r, k, i) : STR(""));
	vset_flag(m, "late", told && db_bool(t, i, "late"));
	page_files_fill(r, m, "files", told ? db_get(t, i, "files") : STR(""), here(r, "/fil"));
}

static void
fill_receiver(struct req *r, const struct asking *k, size_t n)
{
	const struct hearing_receiver *to = &k->to.v[n];
	struct vmap *m = vadd(page_map(r), "receivers");
	size_t i = row_of(k, to->key);
	const char *state = state_of(k, i);
	bool wanted = str_eq_z(STR("unsent"), state) || str_eq_z(STR("stale"), state);
	bool hidden = to->graded || (i < db_count(k->told) && db_bool(k->told, i, "graded"));
	bool can = hearing_reachable(to);

	vset_int(m, "n", (int64_t)n + 1);
	vset(m, "key", to->key);
	vset(m, "name", hidden ? STR("") : to->name);
	vset(m, "property", to->property);
	vset_flag(m, "graded", hidden);
	vset_z(m, "state", state);
	vset_flag(m, "can", wanted && can);
	vset_flag(m, "lacks", wanted && !can);
	fill_told(r, k, m, i);
	if (wanted && can)
		vset_flag(page_map(r), "any", ready(k));
	if (str_eq_z(STR("stale"), state))
		vset_flag(page_map(r), "stale", true);
}

static enum err
show(struct req *r, const struct asking *k, const char *wrong)
{
	struct vmap *v = page_map(r);
	const struct form_item *rows = form_find(k->d.release->form, k->h->rows);

	vset(v, "title", k->h->citizen);
	vset(v, "service_title", k->d.release->service->form_title);
	vset(v, "law", k->h->law);
	vset_int(v, "days", k->h->answer_days);
	vset(v, "action", here(r, ""));
	vset(v, "letter_href", here(r, "/brev"));
	vset(v, "back_href", rows == NULL || rows->page == NULL ? k->d.base : str_fmt(r->a,
	    STR_FMT "/" STR_FMT, STR_ARG(k->d.base), STR_ARG(rows->page->name)));
	vset(v, "check_href", str_fmt(r->a, STR_FMT "/oppsummering", STR_ARG(k->d.base)));
	vset(v, "content", k->content.sha256);
	vset_z(v, "wrong", wrong);
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "sent", params_has(&r->query, "sendt"));
	vset_flag(v, "kept", params_has(&r->query, "lagret"));
	vset_flag(v, "whole", ready(k));
	vset_flag(v, "stale", false);
	vset_flag(v, "any", false);
	vlist(v, "receivers");
	for (size_t n = 0; n < k->to.n; n++)
		fill_receiver(r, k, n);
	return page_show(r, "citizen/hearing");
}

enum err
citizen_hearing(struct req *r)
{
	struct asking k;
	bool open;

	TRY(look(r, &k, &open));
	return open ? show(r, &k, "") : ERR_OK;
}

enum err
citizen_hearing_file(struct req *r)
{
	const struct db_rows *rows;

	if (!id_is(r->seg[1]) || !id_is(r->seg[2]))
		return ERR_GONE;
	rows = DB_ADD(page_db(r), SQL_HEARING_ANSWER_FILE, r->seg[1], r->seg[2]);
	TRY(page_read(r));
	return page_file_of(r, &(struct page_pieces){ &SQL_HEARING_ANSWER_PIECE, &r->seg[1], 2 },
	    rows, here(r, ""));
}

/* ---- sending ---- */

static bool
chosen(const struct req *r, struct str key)
{
	for (size_t i = 0; i < r->form.n; i++)
		if (str_eq_z(r->form.v[i].name, "velg") && str_eq(r->form.v[i].value, key))
			return true;
	return false;
}

/* An identity number, or none: an organisation, or somebody whom the register does not tell of now.
   *away: it does not answer; then it is not asked about the others. */
static struct str
who_is(struct req *r, const struct asking *k, const struct hearing_receiver *to, bool *away)
{
	struct str number = STR_NONE;
	enum err e;

	if (to->ref.n == 0 || *away)
		return STR_NONE;
	e = lookup_open_ref(r->a, page_tenant(r)->id, k->d.id, to->ref, &number);
	*away = e != ERR_OK && e != ERR_INPUT;
	return e == ERR_OK && number.n == PID_DIGITS ? number : STR_NONE;
}

/* *away: somebody who has no address here cannot be reached, as the register does not answer. */
static struct str
chosen_json(struct req *r, const struct asking *k, size_t *n, bool *away)
{
	struct buf b = buf_new(r->a, 4096);
	bool silent = false;

	*n = 0;
	*away = false;
	buf_add_char(&b, '[');
	for (size_t i = 0; i < k->to.n; i++) {
		const struct hearing_receiver *to = &k->to.v[i];

		struct str pid, json;

		if (!hearing_reachable(to) || !chosen(r, to->key))
			continue;
		pid = who_is(r, k, to, &silent);
		*away |= pid.n == 0 && to->line1.n == 0;
		json = hearing_json(r->a, to, pid);
		buf_fmt(&b, "%s" STR_FMT, *n > 0 ? "," : "", STR_ARG(json));
		++*n;
	}
	buf_add_char(&b, ']');
	return buf_str(&b);
}

static bool
files_clean(const struct asking *k)
{
	struct str files = k->content.files;

	while (files.n > 0) {
		const struct form_file *f = k->d.world.file == NULL ? NULL :
		    k->d.world.file(k->d.world.file_ctx, str_cut(&files, ' '));

		if (f == NULL || f->scan != FILE_CLEAN)
			return false;
	}
	return true;
}

/* Why nothing can be sent, or "". */
static const char *
refusal(const struct req *r, const struct asking *k, size_t n)
{
	if (!ready(k))
		return "lacking";
	if (n == 0)
		return "nobody";
	if (!str_eq(page_field(r, "sett"), k->content.sha256))
		return "changed";
	return files_clean(k) ? "" : "files";
}

static enum err
show_again(struct req *r, const struct asking *k, enum err why, const char *wrong)
{
	db_rollback(page_db(r));
	r->status = err_http(why);
	return show(r, k, wrong);
}

/* Every button keeps the comments that were typed; false: one is too long. */
static bool
keep_comments(struct req *r, const struct asking *k)
{
	for (size_t i = 0; i < db_count(k->told); i++) {
		struct str text = str_trim(comment_on(r, k, i));

		if (text.n > COMMENT_BYTES)
			return false;
		if (!str_eq(text, db_get(k->told, i, "comment")))
			DB_ADD(page_db(r), SQL_HEARING_COMMENT, k->d.id, db_get(k->told, i, "id"),
			    text);
	}
	draft_unpark(r, k->d.id, PARKED);
	return true;
}

static enum err
send(struct req *r, struct asking *k)
{
	const struct db_rows *sent;
	size_t n;
	bool away;
	struct str to = chosen_json(r, k, &n, &away);
	const char *wrong = refusal(r, k, n);

	if (wrong[0] == '\0' && away)
		wrong = "away";
	if (wrong[0] == '\0' && !keep_comments(r, k))
		wrong = "long";
	if (wrong[0] != '\0')
		return show_again(r, k, ERR_INVALID, wrong);
	sent = DB_ADD(page_db(r), SQL_HEARING_SEND, k->d.id, k->d.revision, k->h->id, k->h->letter,
	    str_fmt(r->a, "%d", k->h->answer_days),
	    hearing_content_json(r->a, &k->content, STR(""), k->h->law), to);
	TRY(page_commit(r));
	if (db_get(sent, 0, "n").p == NULL)
		return ERR_STALE;
	reply_redirect(r, here(r, "?sendt=1"));
	return ERR_OK;
}

/* ---- commenting ---- */

static enum err
comment(struct req *r, struct asking *k, struct str id)
{
	struct str text = str_trim(page_field(r, str_fmt(r->a, "kommentar." STR_FMT,
	    STR_ARG(id)).p));
	const struct db_rows *kept;

	if (!id_is(id))
		return ERR_GONE;
	if (text.n > COMMENT_BYTES || !keep_comments(r, k))
		return show_again(r, k, ERR_INVALID, "long");
	kept = DB_ADD(page_db(r), SQL_HEARING_COMMENT, k->d.id, id, text);
	TRY(page_commit(r));
	if (!db_bool(kept, 0, "kept"))
		return ERR_STALE;
	reply_redirect(r, here(r, "?lagret=1"));
	return ERR_OK;
}

enum err
citizen_hearing_do(struct req *r)
{
	struct str button = page_field(r, "handling");
	struct asking k = { .at = door_here(r), .typed = r->form };
	const struct db_rows *rows;
	enum err token;

	if (!id_is(k.at.id))
		return ERR_GONE;
	rows = draft_hold(r, k.at.id);
	k.told = DB_ADD(page_db(r), SQL_HEARING_PARTIES, k.at.id);
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return apply_park(r, &k.at, PARKED);
	token = page_judge(r);
	TRY(draft_take(r, &k.at, rows, &k.d));
	TRY(prepare(r, &k));
	if (token != ERR_OK)
		return show_again(r, &k, token, "");
	if (str_starts(button, STR(COMMENT)))
		return comment(r, &k, str_skip(button, strlen(COMMENT)));
	return send(r, &k);
}

/* ---- the letter as it will be, without its code ---- */

static const struct letter_file *
told_files(struct req *r, const struct asking *k, size_t *n)
{
	struct letter_file *v = arena_alloc(r->a, (k->content.files.n + 1) * sizeof *v);
	struct str files = k->content.files;

	*n = 0;
	while (files.n > 0 && k->d.world.file != NULL) {
		const struct form_file *f = k->d.world.file(k->d.world.file_ctx,
		    str_cut(&files, ' '));

		if (f != NULL)
			v[(*n)++] = (struct letter_file){ f->name, f->sha256, f->size };
	}
	return v;
}

/* Whose the case will be: the letter says so, whoever fills in. */
static struct str
asked_by(struct req *r, const struct asking *k)
{
	struct party_line *v;
	size_t n = party_lines(r->a, k->d.people, &v);

	for (size_t i = 0; i < n; i++)
		if (v[i].applicant && v[i].party.n > 0)
			return v[i].name;
	return page_session(r)->name;
}

static struct vmap *
values(struct req *r, const struct asking *k)
{
	const struct tenant *t = page_tenant(r);
	struct letter_facts f = {
		.lang = page_lang(r), .at = time_now_at(), .person_name = asked_by(r, k),
		.service_title = k->d.release->service->title, .tenant_name = t->name,
		.tenant_email = t->email, .tenant_phone = t->phone, .tenant_address = t->address,
		.tenant_url = t->url,
		.hearing = { .title = k->h->citizen, .law = k->h->law,
		.due_at = time_now_at() + (int64_t)k->h->answer_days * 86400 * 1000000,
		.code = STR("····-····-····"),
		.url = str_fmt(r->a, "https://" STR_FMT "/uttalelse", STR_ARG(r->host)),
		.party = k->to.n > 0 ? k->to.v[0].name : STR(""),
		.property = k->to.n > 0 ? k->to.v[0].property : STR("") },
	};

	f.files = told_files(r, k, &f.nfiles);
	return letter_values(r->a, &f);
}

static enum err
told_answers(struct req *r, const struct asking *k, struct form_world *w, struct vmap *v)
{
	struct answers *as;

	TRY(answers_read(r->a, k->d.release->form, k->content.answers,
	    (struct form_pairs){ NULL, 0 }, &as));
	answers_sent(as, w);
	letter_answers(v, r->a, as, w);
	return ERR_OK;
}

enum err
citizen_hearing_letter(struct req *r)
{
	const struct release_letter *letter;
	struct buf xml = buf_new(r->a, 16 * 1024);
	struct asking k;
	struct vmap *v;
	bool open;

	TRY(look(r, &k, &open));
	if (!open)
		return ERR_OK;
	letter = release_letter(k.d.release, k.h->letter);
	if (letter == NULL)
		return ERR_CONFIG;
	v = values(r, &k);
	TRY(told_answers(r, &k, &k.d.world, v));
	TRY(letter_make(letter->letter, v, &xml));
	TRY(letter_read(r->a, buf_str(&xml), page_map(r)));
	vset(page_map(r), "back_href", here(r, ""));
	return page_show(r, "citizen/hearing-letter");
}

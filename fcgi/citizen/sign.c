/* sign.c - an application that another has filled in: read as it is sent, signed or sent back */
#include "apply/apply.h"
#include "apply/draft.h"
#include "base/buf.h"
#include "base/id.h"
#include "case/case.h"
#include "citizen/party.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "page/fields.h"
#include "page/page.h"

#define WORD_CHARS	2000

struct sign {
	struct apply	 at;
	struct draft	 d;
	struct party_line me;
	struct str	 from;		/* who filled it in */
	bool		 stale, old, wordless, wordy;
};

/* What is read here is read by who may not fill it in too. */
static const struct apply_door door = { .check = "citizen/sign", .over = "citizen/session-over" };

static struct apply
here(struct req *r)
{
	return (struct apply){ .door = &door, .service = r->seg[0], .id = r->seg[1],
		.base = str_fmt(r->a, "/soknad/" STR_FMT "/" STR_FMT,
		    STR_ARG(url_encode(r->a, r->seg[0])), STR_ARG(url_encode(r->a, r->seg[1]))) };
}

static struct str
sign_href(const struct req *r, const struct sign *s, const char *end)
{
	return str_fmt(r->a, STR_FMT "/signer%s", STR_ARG(s->at.base), end);
}

/* *found false: it was sent meanwhile, and the reply leads there. */
static enum err
take(struct req *r, struct sign *s, const struct db_rows *rows, const struct db_rows *became,
    bool *found)
{
	struct party_line *v;
	size_t n;

	*found = db_count(rows) > 0;
	if (!*found && db_count(became) > 0) {
		reply_redirect(r, str_fmt(r->a, "/mine-saker/" STR_FMT,
		    STR_ARG(db_get(became, 0, "ref"))));
		return ERR_OK;
	}
	TRY(draft_take(r, &s->at, rows, &s->d));
	n = party_lines(r->a, s->d.people, &v);
	for (size_t i = 1; i < n; i++)
		if (v[i].mine && (s->me.party.n == 0 || v[i].signs))
			s->me = v[i];
	if (s->me.party.n == 0)
		return ERR_GONE;		/* their own, or of no concern to them */
	s->from = v[0].name;
	return ERR_OK;
}

static void
fill_state(struct req *r, const struct sign *s)
{
	struct vmap *v = page_map(r);

	vset(v, "word", party_word(s->d.release->service, s->me.party));
	vset(v, "from", s->from);
	vset(v, "signed", s->me.signed_at != 0 ? page_at(r, s->me.signed_at) : STR(""));
	vset(v, "declined", s->me.declined_at != 0 ? page_at(r, s->me.declined_at) : STR(""));
	vset(v, "declined_text", s->me.declined);
	vset_flag(v, "lost", s->me.unsigned_at != 0);
	vset_flag(v, "signs", s->me.signs);
	vset_flag(v, "fills", s->me.fills);
	vset_flag(v, "applicant", s->me.applicant);
	vset_flag(v, "complete", s->d.answers->nerrors == 0);
	vset_flag(v, "ready", s->d.answers->nerrors == 0 && party_signed(r->a, s->d.people));
	vset_flag(v, "stale", s->stale);
	vset_flag(v, "old", s->old);
	vset_flag(v, "wordless", s->wordless);
	vset_flag(v, "wordy", s->wordy);
}

static enum err
show(struct req *r, const struct sign *s, struct str typed)
{
	struct vmap *v = page_map(r);

	fill_state(r, s);
	vset(v, "service_title", s->d.release->service->form_title);
	vset(v, "action", sign_href(r, s, ""));
	vset(v, "href", s->d.base);
	vset(v, "check_href", str_fmt(r->a, STR_FMT "/oppsummering", STR_ARG(s->d.base)));
	vset(v, "take_href", str_fmt(r->a, STR_FMT "/overta", STR_ARG(s->d.base)));
	vset(v, "files_href", str_fmt(r->a, STR_FMT "/fil", STR_ARG(s->d.base)));
	vset(v, "version", s->d.revision);
	vset(v, "text", typed);
	fields_warnings(v, s->d.answers);
	fields_summary(v, r->a, s->d.answers, &s->d.world, STR(""));
	vview(v, "summary", s->d.release->summary);
	return page_show(r, door.check);
}

enum err
citizen_sign_page(struct req *r)
{
	struct sign s = { .at = here(r) };
	const struct db_rows *rows, *became;
	struct params parked = { .n = 0 };
	bool found;

	if (!id_is(s.at.id))
		return ERR_GONE;
	rows = draft_seen(r, s.at.id, STR("signer"));
	became = DB_ADD(page_db(r), SQL_DRAFT_BECAME, s.at.id);
	TRY(page_read(r));
	TRY(take(r, &s, rows, became, &found));
	if (!found)
		return ERR_OK;
	s.stale = params_has(&r->query, "endret");
	if (db_get(rows, 0, "parked").p != NULL)
		TRY(params_read(r->a, db_get(rows, 0, "parked"), &parked));
	return show(r, &s, params_get(&parked, "beskjed"));
}

static enum err
sign(struct req *r, const struct sign *s, struct str *outcome)
{
	struct buf xml = buf_new(r->a, 4096);
	struct form_pids pids = { NULL, 0 };
	const struct db_rows *done;

	answers_write(s->d.answers, ANSWERS_PRUNED, &xml, &pids);
	done = DB_ADD(page_db(r), SQL_DRAFT_SIGN, s->d.id, s->d.revision, buf_str(&xml),
	    case_pid_array(r->a, pids));
	TRY(page_commit(r));
	*outcome = db_get(done, 0, "outcome");
	return ERR_OK;
}

static enum err
refuse(struct req *r, const struct sign *s, enum err why)
{
	db_rollback(page_db(r));
	r->status = err_http(why);
	return show(r, s, page_field(r, "beskjed"));
}

static enum err
decline(struct req *r, struct sign *s)
{
	struct str text = str_trim(page_field(r, "beskjed"));
	const struct db_rows *done;

	s->wordless = text.n == 0;
	s->wordy = str_chars(text) > WORD_CHARS;
	if (s->wordless || s->wordy)
		return refuse(r, s, ERR_INVALID);
	done = DB_ADD(page_db(r), SQL_DRAFT_DECLINE, s->d.id, text);
	draft_unpark(r, s->d.id, STR("signer"));
	TRY(page_commit(r));
	if (!db_bool(done, 0, "declined"))
		return ERR_GONE;
	reply_redirect(r, sign_href(r, s, ""));
	return ERR_OK;
}

/* token: ERR_CSRF when the page is of an earlier login. */
static enum err
act(struct req *r, struct sign *s, enum err token)
{
	struct str outcome;

	s->old = token != ERR_OK;
	s->stale = !str_eq(page_field(r, "versjon"), s->d.revision);
	if (s->old || !s->me.signs)
		return s->old ? refuse(r, s, token) : ERR_GONE;
	if (str_eq_z(page_field(r, "handling"), "tilbake")) {
		s->stale = false;
		return decline(r, s);
	}
	if (s->stale || s->d.answers->nerrors > 0)
		return refuse(r, s, s->stale ? ERR_STALE : ERR_INVALID);
	TRY(sign(r, s, &outcome));
	if (outcome.p == NULL)
		return ERR_GONE;
	reply_redirect(r, sign_href(r, s, str_eq_z(outcome, "stale") ? "?endret=1" : ""));
	return ERR_OK;
}

enum err
citizen_sign(struct req *r)
{
	struct sign s = { .at = here(r) };
	const struct db_rows *rows, *became;
	enum err token;
	bool found;

	if (!id_is(s.at.id))
		return ERR_GONE;
	rows = draft_hold(r, s.at.id);
	became = DB_ADD(page_db(r), SQL_DRAFT_BECAME, s.at.id);
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return apply_park(r, &s.at, STR("signer"));
	token = page_judge(r);
	if (token != ERR_OK && token != ERR_CSRF)
		return token;
	TRY(take(r, &s, rows, became, &found));
	if (!found)
		return page_commit(r);
	return act(r, &s, token);
}

/* ---- whoever filled it in shares it ---- */

enum err
citizen_share(struct req *r)
{
	struct apply at = here(r);
	const struct db_rows *shared;

	if (!id_is(at.id))
		return ERR_GONE;
	TRY(page_open(r));
	shared = DB_ADD(page_db(r), SQL_DRAFT_SHARE, at.id, page_field(r, "part"));
	TRY(page_commit(r));
	if (!db_bool(shared, 0, "shared"))
		return ERR_GONE;
	reply_redirect(r, str_fmt(r->a, STR_FMT "/oppsummering#andre", STR_ARG(at.base)));
	return ERR_OK;
}

/* ---- the one whose case it will be goes on alone ---- */

enum err
citizen_take_over_ask(struct req *r)
{
	struct sign s = { .at = here(r) };
	const struct db_rows *rows, *became;
	bool found;

	if (!id_is(s.at.id))
		return ERR_GONE;
	rows = draft_seen(r, s.at.id, STR(""));
	became = DB_ADD(page_db(r), SQL_DRAFT_BECAME, s.at.id);
	TRY(page_read(r));
	TRY(take(r, &s, rows, became, &found));
	if (!found)
		return ERR_OK;
	if (!s.me.applicant)
		return ERR_GONE;
	vset(page_map(r), "service_title", s.d.release->service->form_title);
	vset(page_map(r), "from", s.from);
	vset(page_map(r), "action", str_fmt(r->a, STR_FMT "/overta", STR_ARG(s.at.base)));
	vset(page_map(r), "back_href", sign_href(r, &s, ""));
	return page_show(r, "citizen/take-over");
}

enum err
citizen_take_over(struct req *r)
{
	struct apply at = here(r);
	const struct db_rows *taken;

	if (!id_is(at.id))
		return ERR_GONE;
	TRY(page_open(r));
	taken = DB_ADD(page_db(r), SQL_DRAFT_TAKE_OVER, at.id);
	TRY(page_commit(r));
	if (!db_bool(taken, 0, "taken"))
		return ERR_GONE;
	reply_redirect(r, str_fmt(r->a, STR_FMT "/oppsummering", STR_ARG(at.base)));
	return ERR_OK;
}

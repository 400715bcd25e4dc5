/* party.c - who is at a draft or a case beside whoever looks */
#include "citizen/party.h"

#include "base/arena.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "page/case.h"
#include "page/page.h"

static int64_t
instant(struct str *rest)
{
	int64_t sec;

	return str_int(str_cut(rest, '\t'), &sec) ? sec * 1000000 : 0;
}

static bool
has(struct str flags, const char *flag)
{
	while (flags.n > 0)
		if (str_eq_z(str_cut(&flags, ' '), flag))
			return true;
	return false;
}

static struct party_line
read_line(struct str rest)
{
	struct party_line p = { .party = str_cut(&rest, '\t') };
	struct str flags = str_cut(&rest, '\t');

	p.mine = has(flags, "mine");
	p.fills = has(flags, "fill");
	p.signs = has(flags, "sign");
	p.applicant = has(flags, "applicant");
	p.name = str_cut(&rest, '\t');
	p.asked_at = instant(&rest);
	p.signed_at = instant(&rest);
	p.unsigned_at = instant(&rest);
	p.declined_at = instant(&rest);
	p.declined = rest;
	return p;
}

size_t
party_lines(struct arena *a, struct str people, struct party_line **out)
{
	size_t n = people.n > 0;

	for (size_t i = 0; i < people.n; i++)
		n += people.p[i] == '\n';
	*out = arena_alloc(a, (n + 1) * sizeof **out);
	for (size_t i = 0; i < n; i++)
		(*out)[i] = read_line(str_cut(&people, '\n'));
	return n;
}

bool
party_fills(struct arena *a, struct str people)
{
	struct party_line *v;
	size_t n = party_lines(a, people, &v);

	for (size_t i = 0; i < n; i++)
		if (v[i].mine && v[i].fills)
			return true;
	return n == 0;
}

bool
party_signed(struct arena *a, struct str people)
{
	struct party_line *v;
	size_t n = party_lines(a, people, &v);

	for (size_t i = 0; i < n; i++)
		if (v[i].signs && v[i].signed_at == 0)
			return false;
	return true;
}

struct str
party_word(const struct service *s, struct str party)
{
	const struct service_party *p = service_party(s, party);

	return p != NULL ? p->citizen : STR("");
}

static struct str
maybe_at(struct req *r, int64_t at)
{
	return at != 0 ? page_at(r, at) : STR("");
}

static void
fill_line(struct req *r, const struct draft *d, const struct party_line *p)
{
	struct vmap *m = vadd(page_map(r), "parties");

	vset(m, "id", p->party);
	vset(m, "name", p->name);
	vset(m, "word", party_word(d->release->service, p->party));
	vset(m, "asked", maybe_at(r, p->asked_at));
	vset(m, "signed", maybe_at(r, p->signed_at));
	vset(m, "declined", maybe_at(r, p->declined_at));
	vset(m, "declined_text", p->declined);
	vset(m, "lost", maybe_at(r, p->unsigned_at));
	vset_flag(m, "signs", p->signs);
	vset_flag(m, "mine", p->mine);
}

void
party_fill(struct req *r, const struct draft *d)
{
	struct party_line *v;
	size_t n = party_lines(r->a, d->people, &v);
	bool own = n == 0 || v[0].mine;

	vlist(page_map(r), "parties");
	for (size_t i = own; i < n; i++)
		fill_line(r, d, &v[i]);
	vset_flag(page_map(r), "own", own);
	vset_flag(page_map(r), "complete_answers", d->answers->nerrors == 0);
	vset_flag(page_map(r), "sign_again", params_has(&r->query, "usignert"));
	vset_flag(page_map(r), "unsigned", !party_signed(r->a, d->people));
	vset(page_map(r), "share_action", str_fmt(r->a, STR_FMT "/del", STR_ARG(d->base)));
	vset(page_map(r), "sign_href", str_fmt(r->a, STR_FMT "/signer", STR_ARG(d->base)));
}

const struct db_rows *
party_case_ask(struct req *r)
{
	return DB_ADD(page_db(r), SQL_CASE_PARTIES, r->seg[0]);
}

void
party_case_fill(struct req *r, const struct db_rows *rows, const struct service *s, bool own)
{
	bool can_end = false;

	vlist(page_map(r), "parties");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m = vadd(page_map(r), "parties");
		struct str party = db_get(rows, i, "party");
		bool ended = db_at(rows, i, "ended_at") != 0;

		vset(m, "id", party);
		vset(m, "word", party_word(s, party));
		vset(m, "name", db_get(rows, i, "name"));
		vset(m, "signed", maybe_at(r, db_at(rows, i, "signed_at")));
		vset_flag(m, "mine", db_bool(rows, i, "mine"));
		vset_flag(m, "ended", ended);
		can_end |= own && !ended && str_eq_z(party, "representative");
	}
	vset_flag(page_map(r), "can_end", can_end);
}

/* ---- the right of a representative is taken back ---- */

static struct str
case_href(const struct req *r, const char *end)
{
	return str_fmt(r->a, "/mine-saker/" STR_FMT "%s", STR_ARG(url_encode(r->a, r->seg[0])),
	    end);
}

/* The name of the representative; p == NULL when there is none. */
static struct str
representative(const struct db_rows *rows)
{
	for (size_t i = 0; i < db_count(rows); i++)
		if (str_eq_z(db_get(rows, i, "party"), "representative") &&
		    db_at(rows, i, "ended_at") == 0)
			return db_get(rows, i, "name");
	return STR_NONE;
}

enum err
citizen_end_ask(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *parties = party_case_ask(r);
	struct page_case c;
	struct vmap *v = page_map(r);

	TRY(page_read(r));
	TRY(page_case_take(r, rows, &c));
	if (!db_bool(rows, 0, "own") || representative(parties).p == NULL)
		return ERR_GONE;
	vset(v, "title", c.release->service->form_title);
	vset(v, "ref", c.ref);
	vset(v, "href", case_href(r, ""));
	vset(v, "action", case_href(r, "/representant"));
	vset(v, "name", representative(parties));
	return page_show(r, "citizen/representative");
}

enum err
citizen_end(struct req *r)
{
	const struct db_rows *ended;

	TRY(page_open(r));
	ended = DB_ADD(page_db(r), SQL_CASE_PARTY_END, r->seg[0]);
	TRY(page_commit(r));
	if (!db_bool(ended, 0, "ended"))
		return ERR_GONE;
	reply_redirect(r, case_href(r, "?avsluttet=1"));
	return ERR_OK;
}

/* fee.c - the fee of a case: its lines, and a correction by somebody */
#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"
#include "case/fee.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "desk/work.h"
#include "page/fee.h"

#define TEXT_CHARS	400
#define LAW_CHARS	200
#define ORE_MOST	INT64_C(100000000)	/* a million kroner at a time */

struct correction {
	struct str	 amount, text, law, revision;	/* as typed */
	int64_t		 ore;
	const char	*wrong_amount, *wrong_text, *wrong_law;
};

static struct str
door(struct req *r)
{
	return str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/gebyr",
	    STR_ARG(url_encode(r->a, r->seg[0])));
}

static void
fill_lines(struct req *r, const struct work *w, const struct db_rows *rows)
{
	struct letter_facts f = { .lang = LANG_NB };
	struct vmap *v = page_map(r);

	case_fee_facts(r->a, w->c.release->service, db_get(w->rows, 0, "fee"), w->c.clocks,
	    w->c.world.now_at, LANG_NB, &f);
	vlist(v, "lines");
	for (size_t i = 0; i < f.nfee; i++) {
		bool kept = i < db_count(rows);
		struct vmap *m = page_fee_line(v, "lines", &f.fee[i]);

		vset(m, "by", kept && db_get(rows, i, "by").p != NULL ? db_get(rows, i, "by") :
		    STR(""));
		vset(m, "at", kept ? page_at(r, db_at(rows, i, "made_at")) : STR(""));
		vset(m, "due", kept && db_get(rows, i, "due_on").p != NULL ?
		    form_type_show(r->a, LANG_NB, FORM_DAY, db_get(rows, i, "due_on")) :
		    STR(""));
	}
	vset(v, "fee_total", f.fee_total);
	vset_int(v, "revision", (int)db_count(rows));
}

static void
put_error(struct req *r, const char *name, const char *id, const char *href)
{
	struct vmap *v = page_map(r), *m;

	vset(v, name, id != NULL ? work_say(r, id, STR("")) : STR(""));
	if (id == NULL)
		return;
	m = vadd(v, "errors");
	vset(m, "text", work_say(r, id, STR("")));
	vset_z(m, "href", href);
	vset_flag(v, "error", true);
}

static enum err
show(struct req *r, const struct work *w, const struct db_rows *rows, const struct correction *c)
{
	struct vmap *v = page_map(r);

	work_head(r, w);
	fill_lines(r, w, rows);
	vlist(v, "errors");
	vset_flag(v, "error", false);
	put_error(r, "error_amount", c->wrong_amount, "#belop");
	put_error(r, "error_text", c->wrong_text, "#tekst");
	put_error(r, "error_law", c->wrong_law, "#hjemmel");
	vset(v, "amount", c->amount);
	vset(v, "text", c->text);
	vset(v, "law", c->law);
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "stale", r->status == err_http(ERR_STALE));
	vset_flag(v, "saved", params_has(&r->query, "rettet"));
	vset_flag(v, "can_correct", w->mine && work_writes(r, w) && db_count(rows) > 0);
	vset(v, "action", door(r));
	return page_show(r, "desk/fee");
}

enum err
desk_fee(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *lines = DB_ADD(page_db(r), SQL_FEE_LIST, r->seg[0]);
	const struct correction none = { .amount = STR(""), .text = STR(""), .law = STR("") };
	struct work w;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("fee"));
	TRY(page_read(r));
	TRY(work_take(r, rows, &w));
	return show(r, &w, lines, &none);
}

/* ---- corrected ---- */

static bool
one_line(struct str s, size_t most)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return false;
	return s.n > 0 && str_chars(s) <= most;
}

/* Minus is what people type, as a hyphen or a real one. */
static bool
amount_read(struct req *r, const struct work *w, struct str typed, int64_t *ore)
{
	struct str rest = typed, kept;
	bool less = str_starts(typed, STR("-")) || str_starts(typed, STR("−"));

	if (less)
		rest = str_trim(str_skip(typed, str_starts(typed, STR("-")) ? 1 : 3));
	if (!form_type_read(r->a, FORM_ORE, rest, &w->c.world, &kept) || !str_int(kept, ore) ||
	    *ore <= 0 || *ore > ORE_MOST)
		return false;
	if (less)
		*ore = -*ore;
	return true;
}

static struct correction
typed(struct req *r, const struct work *w)
{
	struct correction c = { .amount = str_trim(page_field(r, "belop")),
		.text = str_trim(page_field(r, "tekst")), .law = str_trim(page_field(r, "hjemmel")),
		.revision = page_field(r, "revisjon") };

	if (!amount_read(r, w, c.amount, &c.ore))
		c.wrong_amount = "fee-amount";
	if (!one_line(c.text, TEXT_CHARS))
		c.wrong_text = "fee-text";
	if (!one_line(c.law, LAW_CHARS))
		c.wrong_law = "fee-law";
	return c;
}

static enum err
refuse(struct req *r, const struct work *w, const struct db_rows *lines,
    const struct correction *c, enum err why)
{
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("fee"));
	TRY(page_commit(r));
	r->status = err_http(why);
	return show(r, w, lines, c);
}

static bool
is_due(const struct db_rows *lines)
{
	for (size_t i = 0; i < db_count(lines); i++)
		if (db_get(lines, i, "due_on").p != NULL)
			return true;
	return false;
}

static enum err
save(struct req *r, const struct work *w, const struct db_rows *lines, const struct correction *c)
{
	struct case_event e = page_case_event(r, &w->c, "desk.fee");
	const struct service *s = w->c.release->service;
	const struct db_rows *put;

	put = DB_ADD(page_db(r), SQL_FEE_CORRECT, w->c.id, c->revision, c->text, c->law,
	    str_fmt(r->a, "%lld", (long long)c->ore));
	e.data = str_fmt(r->a, "{\"amount\":%lld}", (long long)c->ore);
	case_happen(page_db(r), &e);
	if (is_due(lines))
		DB_ADD(page_db(r), SQL_FEE_SETTLE, w->c.id, s->fee_overrun.citizen,
		    s->fee_overrun.law);
	TRY(page_commit(r));
	if (db_count(put) == 0)
		return ERR_STALE;
	reply_redirect(r, str_fmt(r->a, STR_FMT "?rettet=1", STR_ARG(door(r))));
	return ERR_OK;
}

enum err
desk_fee_correct(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	const struct db_rows *lines = DB_ADD(page_db(r), SQL_FEE_LIST, r->seg[0]);
	struct correction c;
	struct work w;
	enum err token;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, door(r));
	token = page_judge(r);
	TRY(work_take(r, rows, &w));
	if (!w.mine)
		return ERR_DENIED;
	c = typed(r, &w);
	if (token != ERR_OK)
		return refuse(r, &w, lines, &c, token);
	if (!str_eq(c.revision, str_fmt(r->a, "%zu", db_count(lines))))
		return refuse(r, &w, lines, &c, ERR_STALE);
	if (c.wrong_amount != NULL || c.wrong_text != NULL || c.wrong_law != NULL)
		return refuse(r, &w, lines, &c, ERR_INVALID);
	return save(r, &w, lines, &c);
}

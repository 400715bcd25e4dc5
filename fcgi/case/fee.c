#include "case/fee.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/check.h"
#include "base/time.h"
#include "case/clocks.h"
#include "case/private.h"
#include "case/sql.h"
#include "json/out.h"
#include "release/said.h"

/* ---- kept ---- */

void
case_fee_put(struct db *db, struct arena *a, const struct case_new *c, const struct case_step *s)
{
	struct buf b = buf_new(a, 1024);
	struct form_world world = *c->world;
	const struct release_fee_line *v;
	int64_t total;
	size_t n;

	world.today = time_day(time_oslo_date(s->at.at));
	n = release_fee(a, c->release, c->answers, &world, &v, &total);
	if (n == 0)
		return;
	json_open(&b, NULL, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(&b, NULL, '{');
		json_say(&b, "line", v[i].line->id);
		json_say(&b, "text", v[i].line->citizen);
		json_say(&b, "law", v[i].line->law);
		json_say_int(&b, "amount", v[i].ore);
		json_close(&b, '}');
	}
	json_close(&b, ']');
	DB_ADD(db, SQL_CASE_FEE_PUT, s->tenant_id, s->case_id, buf_str(&b));
}

void
case_fee_settle(struct db *db, const struct release *release, struct str tenant_id,
    struct str case_id, struct str state)
{
	const struct service *s = release->service;
	struct str rest = s->fee_in;

	while (rest.n > 0)
		if (str_eq(str_cut(&rest, ' '), state)) {
			DB_ADD(db, SQL_CASE_FEE_SETTLE, tenant_id, case_id,
			    s->fee_overrun.citizen, s->fee_overrun.law);
			return;
		}
}

/* ---- told ---- */

struct told {
	struct arena	*a;
	const struct service *s;
	enum lang	 lang;
	struct letter_fee *v;
	size_t		 n;
	int64_t		 base, less;	/* without and with what weeks over a limit take away */
};

/* The words are the release's, in its language; of a correction, the caseworker's. */
static void
tell(struct told *t, const struct service_fee *known, struct str text, struct str law, int64_t ore)
{
	t->v[t->n++] = (struct letter_fee){ known != NULL && known->citizen.n > 0 ?
	    known->citizen : text, law, form_kroner(t->a, t->lang, ore) };
}

static void
tell_line(struct told *t, struct str line)
{
	struct str kind = str_cut(&line, '\t'), id = str_cut(&line, '\t');
	struct str amount = str_cut(&line, '\t'), law = str_cut(&line, '\t');
	bool overrun = str_eq_z(kind, "overrun");
	int64_t ore = 0;

	CHECK(str_int(amount, &ore));	/* the view made the line */
	if (overrun)
		t->less += ore;
	else
		t->base += ore;
	tell(t, overrun ? &t->s->fee_overrun : str_eq_z(kind, "line") ? service_fee(t->s, id) :
	    NULL, line, law, ore);
}

static int64_t
reduced(struct arena *a, struct flow_clocks *cs, int64_t at)
{
	const struct flow_case now = { .at = at };
	int64_t percent = 0;

	for (struct flow_clock *c = cs->first; c != NULL; c = c->next) {
		const struct flow_action x = { .kind = FLOW_CLOCK_OVERRUN, .name = c->name };

		(void)flow_clocks_turn(a, cs, &x, &now);
		if (flow_clock_reduced(c) > percent)
			percent = flow_clock_reduced(c);
	}
	return percent;
}

static void
tell_clock(const struct flow_clocks *cs, struct letter_facts *f)
{
	for (const struct flow_clock *c = cs->first; c != NULL; c = c->next)
		if (c->overrun != 0 && (flow_clock_runs(c) || f->clock_from_at == 0)) {
			f->clock_from_at = c->limit_from_at;
			f->clock_due_at = flow_clock_limit(c);
			f->clock_law = c->law;
		}
}

void
case_fee_facts(struct arena *a, const struct service *s, struct str lines, struct str clocks,
    int64_t at, enum lang lang, struct letter_facts *f)
{
	struct flow_clocks cs = case_clocks_read(a, clocks);
	struct told t = { .a = a, .s = s, .lang = lang };
	size_t most = 2;
	int64_t percent = reduced(a, &cs, at), less;

	for (size_t i = 0; i < lines.n; i++)
		most += lines.p[i] == '\n';
	t.v = arena_alloc(a, most * sizeof *t.v);
	while (lines.n > 0)
		tell_line(&t, str_cut(&lines, '\n'));
	less = t.base > 0 ? -((t.base * percent + 50) / 100) : 0;
	if (t.n > 0 && less != t.less)
		tell(&t, &s->fee_overrun, STR(""), s->fee_overrun.law, less - t.less);
	f->fee = t.v;
	f->nfee = t.n;
	f->fee_total = t.n > 0 ? form_kroner(a, lang, t.base + less) : STR("");
	f->fee_reduced = t.n > 0 && percent > 0 ? str_fmt(a, "%lld", (long long)percent) :
	    STR("");
	tell_clock(&cs, f);
}

#include "page/clock.h"

#include "base/time.h"
#include "case/clocks.h"
#include "page/page.h"
#include "page/sql.h"

const struct db_rows *
page_pace_ask(struct req *r, struct str ref)
{
	return DB_ADD(page_db(r), SQL_PACE_READ, ref);
}

static struct str
number(struct req *r, int64_t n)
{
	return str_fmt(r->a, "%lld", (long long)n);
}

static bool
is_desk(const struct req *r)
{
	return page_app(r)->side == SESSION_STAFF;
}

static struct str
words(struct req *r, const struct service_words *v, size_t n, struct str id)
{
	const struct service_words *w;

	if (id.n == 0)
		return STR("");
	w = service_words(r->a, v, n, id);
	return is_desk(r) ? w->desk : w->citizen;
}

static struct str
clock_name(struct req *r, const struct page_case *c, struct str id)
{
	const struct service *s = c->release->service;

	return words(r, s->clocks, s->nclocks, id);
}

static struct str
pause_reason(struct req *r, const struct page_case *c, struct str id)
{
	const struct service *s = c->release->service;

	return words(r, s->pauses, s->npauses, id);
}

static void
fill_pause(struct req *r, const struct page_case *c, const struct flow_interval *x, struct vmap *m)
{
	vset(m, "since", page_day(r, x->from_at));
	vset(m, "reason", pause_reason(r, c, x->reason));
	vset(m, "pause_law", x->law);
}

static void
fill_clock(struct req *r, const struct page_case *c, const struct flow_clock *k)
{
	struct vmap *m = vadd(page_map(r), "clocks");
	int64_t now_at = c->world.now_at, due_at = flow_clock_due(k);

	vset(m, "name", clock_name(r, c, k->name));
	vset(m, "law", k->law);
	vset(m, "due", page_day(r, due_at));
	vset_flag(m, "late", due_at != 0 && due_at < now_at);
	vset(m, "ball", k->last->ball);
	vset_flag(m, "paused", flow_clock_paused(k));
	vset(m, "used_days", number(r, flow_clock_days(k, true, now_at)));
	vset(m, "paused_days", number(r, flow_clock_days(k, false, now_at)));
	fill_pause(r, c, k->last, m);
}

static int64_t
oslo_day(int64_t at)
{
	return time_day(time_oslo_date(at));
}

/* One that began and ended in the same event took no time.  Gives whether it is told. */
static bool
fill_interval(struct req *r, const struct page_case *c, const struct flow_clock *k,
    const struct flow_interval *x)
{
	int64_t to_at = x->to_at != 0 ? x->to_at : c->world.now_at;
	struct vmap *m;

	if (x->to_at == x->from_at)
		return false;
	m = vadd(page_map(r), "intervals");
	vset(m, "clock", clock_name(r, c, k->name));
	vset(m, "from", page_at(r, x->from_at));
	vset(m, "to", page_at(r, x->to_at));
	vset(m, "days", number(r, oslo_day(to_at) - oslo_day(x->from_at)));
	vset_flag(m, "running", x->running);
	vset(m, "ball", x->ball);
	vset(m, "law", x->running ? k->law : x->law);
	vset(m, "reason", pause_reason(r, c, x->reason));
	return true;
}

static void
fill_pace(struct req *r, const struct page_case *c, const struct flow_clocks *cs,
    const struct db_rows *pace)
{
	struct vmap *v = page_map(r);
	int64_t half = db_int(pace, 0, "half_days"), most = db_int(pace, 0, "most_days");
	int64_t now_at = c->world.now_at;

	vset_flag(v, "pace", true);
	vset(v, "pace_half", number(r, half));
	vset(v, "pace_most", number(r, most));
	vset(v, "half_on", page_day(r, case_expected(cs, c->received_at, half, now_at)));
	vset(v, "most_on", page_day(r, case_expected(cs, c->received_at, most, now_at)));
}

void
page_clock_fill(struct req *r, const struct page_case *c, const struct db_rows *pace, bool done)
{
	struct flow_clocks cs = case_clocks_read(r->a, c->clocks);
	bool pace_known = !done && db_count(pace) > 0 && db_get(pace, 0, "half_days").p != NULL;
	bool timed = pace_known;

	vlist(page_map(r), "clocks");
	vlist(page_map(r), "intervals");
	for (const struct flow_clock *k = cs.first; k != NULL; k = k->next) {
		if (k->stopped_at == 0)
			fill_clock(r, c, k);
		timed = timed || k->stopped_at == 0;
		for (const struct flow_interval *x = k->first; x != NULL; x = x->next)
			timed = fill_interval(r, c, k, x) || timed;
	}
	vset_flag(page_map(r), "timed", timed);
	vset_flag(page_map(r), "pace", false);
	if (pace_known)
		fill_pace(r, c, &cs, pace);
}

/* turn.c - a clock begins, is paused, goes on or stops: its row, its intervals, its deadline */
#include "base/arena.h"
#include "base/id.h"
#include "case/private.h"
#include "case/sql.h"

static struct str
number(struct arena *a, int64_t n)
{
	return str_fmt(a, "%lld", (long long)n);
}

static struct str
or_null(struct str s)
{
	return s.n > 0 ? s : STR_NONE;
}

static struct str
flag(bool b)
{
	return b ? STR("t") : STR("f");
}

static void
put_clock(struct db *db, struct arena *a, const struct case_step *s, const struct flow_clock *c)
{
	DB_ADD(db, SQL_CASE_CLOCK_PUT, s->tenant_id, s->case_id, c->name, number(a, c->round),
	    or_null(c->after), flag(c->workday), case_pg_time(a, c->limit_from_at),
	    or_null(c->law), c->ball, or_null(c->event), case_pg_time(a, flow_clock_due(c)),
	    or_null(flow_overrun_word(c->overrun)), number(a, c->percent));
}

/* The newest interval; one that begins with an event of a case that is there begins when the event
   does, to the microsecond: a new case may have come in before it was registered. */
static void
put_interval(struct db *db, struct arena *a, const struct case_step *s, const struct flow_clock *c)
{
	const struct flow_interval *x = c->last;

	DB_ADD(db, SQL_CASE_INTERVAL_PUT, s->tenant_id, s->case_id, c->name, number(a, c->round),
	    number(a, c->nintervals), s->is_new || x->from_at < s->at.at ?
	    case_pg_time(a, x->from_at) : STR_NONE, flag(x->running), x->ball,
	    or_null(x->law), or_null(x->reason));
}

static void
put_alarm(struct db *db, struct arena *a, const struct case_step *s, const struct flow_clock *c,
    struct str before)
{
	int64_t due_at = flow_clock_alarm(c);

	if (before.n > 0 && !str_eq(before, c->event))
		DB_ADD(db, SQL_DEADLINE_CANCEL, s->tenant_id, s->case_id, before);
	if (c->event.n == 0)
		return;
	if (!s->is_new)
		DB_ADD(db, SQL_DEADLINE_CANCEL, s->tenant_id, s->case_id, c->event);
	if (due_at != 0)
		DB_ADD(db, SQL_DEADLINE_PUT, id_new(a), s->tenant_id, s->case_id, c->event,
		    case_pg_time(a, due_at), or_null(c->law));
}

static void
put_turn(struct db *db, struct arena *a, const struct case_step *s, const struct flow_clock *c,
    enum flow_action_kind kind)
{
	if (kind == FLOW_CLOCK_RECOUNT || kind == FLOW_CLOCK_EXTEND)
		DB_ADD(db, SQL_CASE_CLOCK_LIMIT, s->tenant_id, s->case_id, c->name,
		    number(a, c->round), or_null(c->after), or_null(c->law), or_null(c->event),
		    or_null(flow_overrun_word(c->overrun)), number(a, c->percent),
		    case_pg_time(a, c->agreed_at), number(a, c->agreed_paused));
	else if (kind != FLOW_CLOCK_OVERRUN)
		DB_ADD(db, SQL_CASE_INTERVAL_END, s->tenant_id, s->case_id, c->name,
		    number(a, c->round));
	DB_ADD(db, SQL_CASE_CLOCK_SET, s->tenant_id, s->case_id, c->name, number(a, c->round),
	    case_pg_time(a, flow_clock_due(c)), flag(c->stopped_at != 0),
	    number(a, c->overruns));
	if (kind == FLOW_CLOCK_PAUSE || kind == FLOW_CLOCK_RESUME)
		put_interval(db, a, s, c);
}

void
case_turn(struct db *db, struct arena *a, struct case_step *s, const struct flow_action *act)
{
	const struct flow_clock *old = flow_clock(&s->clocks, act->name), *c;
	struct str before = old != NULL ? old->event : STR("");

	c = flow_clocks_turn(a, &s->clocks, act, &s->at);
	if (c == NULL)
		return;
	if (act->kind == FLOW_CLOCK_START) {
		put_clock(db, a, s, c);
		put_interval(db, a, s, c);
	} else {
		put_turn(db, a, s, c, act->kind);
	}
	put_alarm(db, a, s, c, c == old ? before : STR(""));
}

/* ---- when the case is due ---- */

static struct flow_clocks
copy(struct arena *a, const struct flow_clocks *from)
{
	struct flow_clocks cs = { NULL };

	for (const struct flow_clock *c = from->first; c != NULL; c = c->next) {
		struct flow_clock *k = flow_clock_add(a, &cs, c);

		for (const struct flow_interval *x = c->first; x != NULL; x = x->next)
			flow_interval_add(a, k, x);
	}
	return cs;
}

static bool
any_limit(const struct flow_clocks *cs)
{
	const struct flow_clock *c = cs->first;

	while (c != NULL && c->after.n == 0)
		c = c->next;
	return c != NULL;
}

static int64_t
first_deadline(const struct flow_result *step)
{
	int64_t due = 0;

	for (size_t i = 0; i < step->nactions; i++)
		if (step->actions[i].kind == FLOW_DEADLINE_SET && step->actions[i].due_at > 0 &&
		    (due == 0 || step->actions[i].due_at < due))
			due = step->actions[i].due_at;
	return due;
}

bool
case_due(struct arena *a, const struct case_step *s, bool decided, int64_t *due_at)
{
	struct flow_clocks cs = copy(a, &s->clocks);

	for (size_t i = 0; i < s->result->nactions; i++)
		(void)flow_clocks_turn(a, &cs, &s->result->actions[i], &s->at);
	*due_at = 0;
	if (any_limit(&cs)) {
		*due_at = flow_clocks_due(&cs);
		return true;
	}
	if (s->is_new)
		*due_at = first_deadline(s->result);
	return s->is_new || decided || s->result->final;
}

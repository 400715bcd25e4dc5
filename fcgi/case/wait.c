#include "case/wait.h"

#include "base/time.h"
#include "case/clocks.h"

/* Why the first clock that is paused is so. */
static struct str
pause_words(struct arena *a, const struct flow_clocks *cs, const struct service *s)
{
	for (const struct flow_clock *c = cs->first; c != NULL; c = c->next)
		if (flow_clock_paused(c) && c->last->reason.n > 0)
			return service_words(a, s->pauses, s->npauses, c->last->reason)->citizen;
	return STR("");
}

static struct str
expected(struct arena *a, const struct flow_clocks *cs, const struct db_rows *r, int64_t now_at)
{
	struct str written = db_get(r, 0, "expected_on");
	int64_t days, at;

	if (written.n > 0)
		return written;
	if (!str_int(db_get(r, 0, "most_days"), &days))
		return STR("");
	at = case_expected(cs, db_at(r, 0, "received_at"), days, now_at);
	return at != 0 ? time_date_iso(a, time_oslo_date(at)) : STR("");
}

struct case_wait
case_wait_read(struct arena *a, const struct db_rows *r, const struct service *s, int64_t now_at)
{
	struct case_wait w = { STR(""), STR(""), STR("") };
	struct flow_clocks cs;
	struct str written;

	if (db_count(r) == 0)
		return w;
	written = db_get(r, 0, "reason");
	cs = case_clocks_read(a, db_get(r, 0, "clocks"));
	if (written.p != NULL)
		w.reason = written;
	w.pause = pause_words(a, &cs, s);
	w.expected = expected(a, &cs, r, now_at);
	return w;
}

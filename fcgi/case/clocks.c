#include "case/clocks.h"

#include "base/check.h"
#include "base/time.h"

#define USEC_A_DAY	INT64_C(86400000000)

static int64_t
cut_number(struct str *line)
{
	int64_t n = 0;

	CHECK(str_int(str_cut(line, '\t'), &n));	/* the view made the line */
	return n;
}

static bool
cut_flag(struct str *line)
{
	return str_eq_z(str_cut(line, '\t'), "t");
}

/* The clock of a line: the one of the line before, or a new one. */
static struct flow_clock *
take_clock(struct arena *a, struct flow_clocks *cs, struct str *line)
{
	struct flow_clock c = { .name = str_cut(line, '\t') }, *last;

	c.round = cut_number(line);
	c.after = str_cut(line, '\t');
	c.workday = cut_flag(line);
	c.limit_from_at = cut_number(line);
	c.law = str_cut(line, '\t');
	c.ball = str_cut(line, '\t');
	c.event = str_cut(line, '\t');
	c.stopped_at = cut_number(line);
	c.overrun = flow_overrun(str_cut(line, '\t'));
	c.percent = cut_number(line);
	c.overruns = cut_number(line);
	c.agreed_at = cut_number(line);
	c.agreed_paused = cut_number(line);
	last = flow_clock(cs, c.name);
	return last != NULL && last->round == c.round ? last : flow_clock_add(a, cs, &c);
}

struct flow_clocks
case_clocks_read(struct arena *a, struct str lines)
{
	struct flow_clocks cs = { NULL };

	while (lines.n > 0) {
		struct str line = str_cut(&lines, '\n');
		struct flow_clock *c = take_clock(a, &cs, &line);
		struct flow_interval x = { .running = cut_flag(&line) };

		x.from_at = cut_number(&line);
		x.to_at = cut_number(&line);
		x.ball = str_cut(&line, '\t');
		x.law = str_cut(&line, '\t');
		x.reason = line;
		flow_interval_add(a, c, &x);
	}
	return cs;
}

int64_t
case_expected(const struct flow_clocks *cs, int64_t received_at, int64_t days, int64_t now_at)
{
	int64_t paused = cs->first != NULL ? flow_clock_days(cs->first, false, now_at) : 0;
	int64_t at = received_at + (days + paused) * USEC_A_DAY;

	return time_day(time_oslo_date(at)) > time_day(time_oslo_date(now_at)) ? at : 0;
}

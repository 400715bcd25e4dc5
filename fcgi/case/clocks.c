#include "case/clocks.h"

#include "base/check.h"

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

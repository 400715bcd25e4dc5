#include "skranke/lines.h"

#include <string.h>

#include "base/arena.h"

#define CONTEXT		3
#define CELLS_MOST	((size_t)16 << 20)	/* of the table; over that the middle is told as
						   wholly new */

struct text {
	struct str	*line;
	size_t		 n;
};

/* Which lines stay: the longest common subsequence of the two middles. */
struct walk {
	struct text	 l, r;
	size_t		 head, tail;		/* lines alike at both ends */
	const uint16_t	*table;			/* length of what is common from (i, k) on */
	size_t		 width;
};

struct change {					/* one step: a line kept, removed or added */
	char		 kind;			/* blank, - or + */
	struct str	 line;
	size_t		 at[2];			/* lines before it in the old and the new */
};

static struct text
split(struct arena *a, struct str s)
{
	struct text t = { NULL, 0 };
	size_t n = 1;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	t.line = arena_alloc(a, n * sizeof *t.line);
	while (s.n > 0)
		t.line[t.n++] = str_cut(&s, '\n');
	return t;
}

static void
trim(struct walk *w)
{
	size_t most = w->l.n < w->r.n ? w->l.n : w->r.n;

	while (w->head < most && str_eq(w->l.line[w->head], w->r.line[w->head]))
		w->head++;
	while (w->tail < most - w->head && str_eq(w->l.line[w->l.n - 1 - w->tail],
	    w->r.line[w->r.n - 1 - w->tail]))
		w->tail++;
}

static void
fill(struct walk *w, struct arena *a)
{
	size_t n = w->l.n - w->head - w->tail, m = w->r.n - w->head - w->tail;
	uint16_t *t;

	w->width = m + 1;
	if ((n + 1) * (m + 1) > CELLS_MOST || n > UINT16_MAX || m > UINT16_MAX)
		return;
	t = arena_alloc(a, (n + 1) * (m + 1) * sizeof *t);
	for (size_t i = n; i-- > 0;)
		for (size_t k = m; k-- > 0;) {
			uint16_t down = t[(i + 1) * w->width + k], right = t[i * w->width + k + 1];

			t[i * w->width + k] = str_eq(w->l.line[w->head + i],
			    w->r.line[w->head + k]) ?
			    (uint16_t)(t[(i + 1) * w->width + k + 1] + 1) :
			    down >= right ? down : right;
		}
	w->table = t;
}

/* Here, with i and k lines of the middles behind: keep, remove or add? */
static char
step(const struct walk *w, size_t i, size_t k)
{
	bool more_l = w->head + i < w->l.n - w->tail, more_r = w->head + k < w->r.n - w->tail;

	if (!more_l || !more_r)
		return more_l ? '-' : '+';
	if (w->table == NULL)
		return '-';
	if (str_eq(w->l.line[w->head + i], w->r.line[w->head + k]))
		return ' ';
	return w->table[(i + 1) * w->width + k] >= w->table[i * w->width + k + 1] ? '-' : '+';
}

static size_t
changes(const struct walk *w, struct change *out)
{
	size_t n = 0, i = 0, k = 0;

	while (i < w->l.n || k < w->r.n) {
		bool ends = i < w->head || (i >= w->l.n - w->tail && k >= w->r.n - w->tail);
		char kind = ends ? ' ' : step(w, i - w->head, k - w->head);

		out[n++] = (struct change){ kind, kind == '+' ? w->r.line[k] : w->l.line[i],
			{ i, k } };
		i += kind != '+';
		k += kind != '-';
	}
	return n;
}

static void
hunk(struct buf *out, const struct change *v, size_t n)
{
	size_t lines[2] = { 0, 0 };

	for (size_t i = 0; i < n; i++) {
		lines[0] += v[i].kind != '+';
		lines[1] += v[i].kind != '-';
	}
	buf_fmt(out, "@@ -%zu,%zu +%zu,%zu @@\n", v->at[0] + (lines[0] > 0), lines[0],
	    v->at[1] + (lines[1] > 0), lines[1]);
	for (size_t i = 0; i < n; i++)
		buf_fmt(out, "%c" STR_FMT "\n", v[i].kind, STR_ARG(v[i].line));
}

/* Changes with no more than twice the context between them stand in one hunk. */
static void
hunks(struct buf *out, const struct change *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t from, last = i;

		if (v[i].kind == ' ')
			continue;
		from = i > CONTEXT ? i - CONTEXT : 0;
		for (size_t k = i; k < n && k - last <= 2 * CONTEXT + 1; k++)
			last = v[k].kind != ' ' ? k : last;
		i = last + CONTEXT < n ? last + CONTEXT : n - 1;
		hunk(out, v + from, i - from + 1);
	}
}

void
lines_diff(struct buf *out, const char *from, struct str old, const char *to, struct str new)
{
	struct arena *a;
	struct change *v;
	struct walk w;
	size_t n;

	if (str_eq(old, new) && (old.p == NULL) == (new.p == NULL))
		return;
	a = arena_new((size_t)128 << 20);
	w = (struct walk){ .l = split(a, old), .r = split(a, new) };
	trim(&w);
	fill(&w, a);
	v = arena_alloc(a, (w.l.n + w.r.n + 1) * sizeof *v);
	n = changes(&w, v);
	buf_fmt(out, "--- %s\n+++ %s\n", old.p != NULL ? from : "/dev/null",
	    new.p != NULL ? to : "/dev/null");
	hunks(out, v, n);
	arena_free(&a);
}

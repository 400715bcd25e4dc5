#include "base/suggest.h"

#include "base/arena.h"

#define NAME_MOST	48

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

/* How many bytes must be put in, taken out, changed, or swapped with the next; names over NAME_MOST
   are far from everything. */
static size_t
distance(struct str a, struct str b)
{
	size_t row[3][NAME_MOST + 1];		/* this one and the two before, in turn */

	if (a.n > NAME_MOST || b.n > NAME_MOST)
		return NAME_MOST;
	for (size_t j = 0; j <= b.n; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t *now = row[i % 3], *up = row[(i + 2) % 3], *two = row[(i + 1) % 3];

		now[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			bool swapped = i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
			    a.p[i - 2] == b.p[j - 1];

			now[j] = least(now[j - 1] + 1, up[j] + 1,
			    up[j - 1] + (a.p[i - 1] != b.p[j - 1]));
			if (swapped && two[j - 2] + 1 < now[j])
				now[j] = two[j - 2] + 1;
		}
	}
	return row[a.n % 3][b.n];
}

struct str
suggest(struct str wrong, const struct str *known, size_t n)
{
	size_t best = wrong.n <= 1 ? 1 : wrong.n <= 3 ? 2 : wrong.n <= 6 ? 3 : 4;
	struct str out = STR_NONE;

	for (size_t i = 0; i < n; i++) {
		size_t d = distance(wrong, known[i]);

		if (d < best) {
			best = d;
			out = known[i];
		}
	}
	return out;
}

struct str
suggest_word(struct str wrong, struct str words)
{
	struct str known[64];
	size_t n = 0;

	while (words.n > 0 && n < sizeof known / sizeof *known) {
		known[n] = str_cut(&words, ' ');
		n += known[n].n > 0;
	}
	return suggest(wrong, known, n);
}

const char *
suggest_say(struct arena *a, struct str near)
{
	return near.n == 0 ? "" : str_fmt(a, "; did you mean " STR_FMT "?", STR_ARG(near)).p;
}

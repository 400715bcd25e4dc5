#include "base/suggest.h"

#include "base/arena.h"

#define NAME_MOST	48

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

/* Levenshtein distance in bytes; names over NAME_MOST are far from everything. */
static size_t
distance(struct str a, struct str b)
{
	size_t row[NAME_MOST + 1];

	if (a.n > NAME_MOST || b.n > NAME_MOST)
		return NAME_MOST;
	for (size_t j = 0; j <= b.n; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			size_t up = row[j];

			row[j] = least(row[j - 1] + 1, up + 1, corner + (a.p[i - 1] != b.p[j - 1]));
			corner = up;
		}
	}
	return row[b.n];
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

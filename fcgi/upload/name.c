#include <string.h>

#include "base/arena.h"
#include "upload/private.h"

#define LONGEST		150			/* characters, the ending too */
#define LONGEST_ENDING	10

struct ch {
	uint32_t	 c;
	unsigned char	 n;			/* bytes */
};

/* Takes one character; false, and one byte gone, where there is none. */
static bool
take_char(struct str *s, struct ch *out)
{
	unsigned char b = (unsigned char)*s->p;
	size_t n = b < 0x80 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
	struct str one = { s->p, n < s->n ? n : s->n };

	*s = str_skip(*s, str_is_text(one) ? n : 1);
	if (!str_is_text(one))
		return false;
	out->n = (unsigned char)n;
	out->c = n == 1 ? b : b & (0xffu >> (n + 1));
	for (size_t i = 1; i < n; i++)
		out->c = out->c << 6 | ((unsigned char)one.p[i] & 0x3f);
	return true;
}

static bool
between(uint32_t c, uint32_t from, uint32_t to)
{
	return c >= from && c <= to;
}

/* Controls, and what is not seen but turns or hides what is: UAX 9, UTR 36. */
static bool
is_hidden(uint32_t c)
{
	return c < 0x20 || between(c, 0x7f, 0x9f) || c == 0xad || c == 0x61c || c == 0x200b ||
	    between(c, 0x200e, 0x200f) || between(c, 0x2028, 0x202e) ||
	    between(c, 0x2060, 0x206f) ||
	    c == 0xfeff || between(c, 0xfff9, 0xfffb) || between(c, 0xe0000, 0xe007f);
}

/* Belongs to the character before it: accents, skin, form and the joiner of emoji. */
static bool
is_joined(uint32_t c)
{
	return between(c, 0x300, 0x36f) || c == 0x200d || between(c, 0x20d0, 0x20ff) ||
	    between(c, 0xfe00, 0xfe0f) || between(c, 0x1f3fb, 0x1f3ff);
}

static bool
is_flag_half(uint32_t c)
{
	return between(c, 0x1f1e6, 0x1f1ff);
}

/* Where to cut so that nothing seen as one character is halved. */
static size_t
whole(const struct ch *v, size_t n, size_t at)
{
	size_t halves = 0;

	if (at >= n)
		return n;
	while (at > 0 && (is_joined(v[at].c) || v[at - 1].c == 0x200d))
		at--;
	while (halves < at && is_flag_half(v[at - 1 - halves].c))
		halves++;
	return is_flag_half(v[at].c) ? at - halves % 2 : at;
}

/* Folders before a name are nobody's business, in either system's way of writing them. */
static struct str
last_part(struct str s)
{
	for (size_t i = s.n; i > 0; i--)
		if (s.p[i - 1] == '/' || s.p[i - 1] == '\\')
			return str_skip(s, i);
	return s;
}

static bool
is_edge(char c)
{
	return c == ' ' || c == '.';
}

/* Without blanks and full stops at its ends: no hidden file, no folder. */
static struct str
trim(struct str s)
{
	while (s.n > 0 && is_edge(s.p[s.n - 1]))
		s.n--;
	while (s.n > 0 && is_edge(*s.p))
		s = str_skip(s, 1);
	return s;
}

static struct str
clean(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;

	while (s.n > 0) {
		const char *from = s.p;
		struct ch ch;

		if (!take_char(&s, &ch) || is_hidden(ch.c))
			continue;
		memcpy(p + n, from, ch.n);
		if (ch.n == 1 && memchr("\"*:<>?|", *from, 7) != NULL)
			p[n] = '_';
		n += ch.n;
	}
	return trim((struct str){ p, n });
}

static struct str
cut(struct arena *a, struct str s, size_t most)
{
	struct ch *v = arena_alloc(a, (s.n + 1) * sizeof *v);
	struct str rest = s;
	size_t n = 0, bytes = 0;

	while (rest.n > 0)
		n += take_char(&rest, &v[n]);
	n = whole(v, n, most);
	for (size_t i = 0; i < n; i++)
		bytes += v[i].n;
	return trim((struct str){ s.p, bytes });
}

/* From the last full stop on, when it is short enough to be one. */
static struct str
ending_of(struct str s)
{
	for (size_t i = s.n; i > 1 && s.n - i < LONGEST_ENDING; i--)
		if (s.p[i - 1] == '.')
			return str_skip(s, i - 1);
	return STR_NONE;
}

struct str
upload_name(struct arena *a, struct str filename, struct str media_type)
{
	struct str stem = clean(a, last_part(filename)), ending = ending_of(stem);
	struct str want = type_endings(media_type);

	if (want.n > 0 && !has_ending(want, ending))
		ending = str_cut(&want, ' ');
	else
		stem.n -= ending.n;
	stem = cut(a, stem, LONGEST - str_chars(ending));
	return str_fmt(a, STR_FMT STR_FMT, STR_ARG(stem.n > 0 ? stem : STR("_")), STR_ARG(ending));
}

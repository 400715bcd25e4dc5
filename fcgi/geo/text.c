/* Points as people write them, as they are kept, and as they are shown. */
#include "geo/geo.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

#define UNIT		INT64_C(10000000)
#define DECIMALS	7

/* Norway with its sea, Svalbard and Jan Mayen.  No latitude here is a longitude. */
enum { SOUTH = 57, NORTH = 82, WEST = -10, EAST = 36 };

/* ---- numbers ---- */

static bool
digits(struct str s, size_t most)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n <= most;
}

/* More than seven decimals are finer than anybody draws. */
static bool
degrees(struct str s, int64_t *out)
{
	struct str part = s, whole;
	bool minus = str_starts(s, STR("-")), dot = memchr(s.p, '.', s.n) != NULL;
	int64_t n = 0;

	part = minus ? str_skip(s, 1) : s;
	whole = str_cut(&part, '.');
	if (whole.n == 0 || !digits(whole, 3) || !digits(part, 20) || (dot && part.n == 0))
		return false;
	for (size_t i = 0; i < whole.n; i++)
		n = 10 * n + (whole.p[i] - '0');
	for (size_t i = 0; i < DECIMALS; i++)
		n = 10 * n + (i < part.n ? part.p[i] - '0' : 0);
	*out = minus ? -n : n;
	return true;
}

static bool
between(int64_t n, int low, int high)
{
	return n >= low * UNIT && n <= high * UNIT;
}

static bool
in_norway(int64_t lat, int64_t lon, struct geo_point *out)
{
	if (!between(lat, SOUTH, NORTH) || !between(lon, WEST, EAST))
		return false;
	*out = (struct geo_point){ (int32_t)lat, (int32_t)lon };
	return true;
}

/* ---- typed ---- */

/* Where a line has points in its numbers, a comma stands between them; else it does so before a
   blank, and is in a number otherwise. */
static struct str
plain(struct arena *a, struct str line)
{
	bool dots = memchr(line.p, '.', line.n) != NULL;
	struct buf b = buf_new(a, line.n + 1);

	for (size_t i = 0; i < line.n; i++) {
		char c = line.p[i];
		bool inside = i + 1 < line.n && line.p[i + 1] >= '0' && line.p[i + 1] <= '9';

		if (c == ',')
			c = dots || !inside ? ' ' : '.';
		buf_add_char(&b, (c >= '0' && c <= '9') || c == '.' || c == '-' ? c : ' ');
	}
	return buf_str(&b);
}

/* Only what may stand around a number: blanks, ° and the letters of the compass. */
static bool
is_clean(struct str line)
{
	static const char *const known[] = { "\u00b0", "\u00d8", "\u00f8", "N", "n", "E", "e", "S",
	    "s", "\u00a0" };

	while (line.n > 0) {
		size_t n = strchr("0123456789.,- \t\r", line.p[0]) != NULL ? 1 : 0;

		for (size_t i = 0; n == 0 && i < sizeof known / sizeof *known; i++)
			if (str_starts(line, str_from_z(known[i])))
				n = strlen(known[i]);
		if (n == 0)
			return false;
		line = str_skip(line, n);
	}
	return true;
}

static bool
take_line(struct arena *a, struct str line, struct geo_point *out)
{
	struct str rest;
	int64_t n[2];
	size_t k = 0;

	if (!is_clean(line))
		return false;
	for (rest = plain(a, line); rest.n > 0;) {
		struct str word = str_cut(&rest, ' ');

		if (word.n == 0)
			continue;
		if (k == 2 || !degrees(word, &n[k++]))
			return false;
	}
	return k == 2 && (in_norway(n[0], n[1], out) || in_norway(n[1], n[0], out));
}

static bool
same(struct geo_point a, struct geo_point b)
{
	return a.lat == b.lat && a.lon == b.lon;
}

static bool
as_many(struct geo_shape s)
{
	return s.area ? s.n >= 3 : s.n == 1;
}

bool
geo_typed(struct arena *a, struct str typed, bool area, struct str *out)
{
	struct geo_point *v = arena_alloc(a, (GEO_POINTS_MOST + 1) * sizeof *v);
	struct geo_shape s = { v, 0, area };

	while (typed.n > 0) {
		struct str line = typed, half = str_cut(&typed, '\n');

		while (half.n > 0) {
			line = str_trim(str_cut(&half, ';'));
			if (line.n == 0)
				continue;
			if (s.n > GEO_POINTS_MOST || !take_line(a, line, &v[s.n++]))
				return false;
		}
	}
	if (s.n > 1 && same(v[0], v[s.n - 1]))
		s.n--;
	if (!as_many(s) || s.n > GEO_POINTS_MOST)
		return false;
	*out = geo_write(a, s);
	return true;
}

/* ---- kept ---- */

static void
add_degrees(struct buf *b, int32_t n)
{
	int64_t m = n < 0 ? -(int64_t)n : n, part = m % UNIT;
	size_t places = DECIMALS;

	buf_fmt(b, "%s%lld", n < 0 ? "-" : "", (long long)(m / UNIT));
	while (places > 0 && part % 10 == 0) {
		part /= 10;
		places--;
	}
	if (places > 0)
		buf_fmt(b, ".%0*lld", (int)places, (long long)part);
}

struct str
geo_write(struct arena *a, struct geo_shape s)
{
	struct buf b = buf_new(a, 24 * s.n + 1);

	for (size_t i = 0; i < s.n; i++) {
		buf_add_z(&b, i > 0 ? " " : "");
		add_degrees(&b, s.v[i].lat);
		buf_add_char(&b, ',');
		add_degrees(&b, s.v[i].lon);
	}
	return buf_str(&b);
}

static size_t
count(struct str kept)
{
	size_t n = kept.n > 0;

	for (size_t i = 0; i < kept.n; i++)
		n += kept.p[i] == ' ';
	return n;
}

bool
geo_read(struct arena *a, struct str kept, bool area, struct geo_shape *out)
{
	struct geo_point *v = arena_alloc(a, (count(kept) + 1) * sizeof *v);
	int64_t lat, lon;
	size_t n = 0;

	while (kept.n > 0) {
		struct str second = str_cut(&kept, ' '), first = str_cut(&second, ',');

		if (!degrees(first, &lat) || !degrees(second, &lon) ||
		    !in_norway(lat, lon, &v[n++]))
			return false;
	}
	*out = (struct geo_shape){ v, n, area };
	return n > 0;
}

struct str
geo_show(struct arena *a, struct str kept, const char *sep)
{
	struct buf b = buf_new(a, 2 * kept.n + 1);

	while (kept.n > 0) {
		struct str lon = str_cut(&kept, ' '), lat = str_cut(&lon, ',');

		buf_fmt(&b, "%s" STR_FMT ", " STR_FMT, b.n > 0 ? sep : "", STR_ARG(lat),
		    STR_ARG(lon));
	}
	return buf_str(&b);
}

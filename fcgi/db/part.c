/* part.c - an answer of several parts: composite values taken to pieces */
#include <string.h>

#include "db/private.h"

enum { PART, NAMES, LINE };

static struct str
field(const PGresult *res, size_t row, int c)
{
	int r = (int)row;

	CHECK(!PQgetisnull(res, r, c));
	return (struct str){ PQgetvalue(res, r, c), (size_t)PQgetlength(res, r, c) };
}

static void
take_names(struct arena *a, struct db_rows *out, struct str names)
{
	out->name = arena_alloc(a, (names.n / 2 + 1) * sizeof *out->name);
	while (names.n > 0)
		out->name[out->ncols++] = str_cut(&names, ' ');
}

/* Where the quotes end that s is in, and how many of its bytes only guard the next. */
static size_t
quotes_end(struct str s, size_t *guards)
{
	size_t i = 0;

	for (*guards = 0; i < s.n; i++) {
		if (s.p[i] == '"' && (i + 1 == s.n || s.p[i + 1] != '"'))
			break;
		if (s.p[i] == '"' || s.p[i] == '\\') {
			++*guards;
			i++;
		}
	}
	CHECK(i < s.n);
	return i;
}

static struct str
without_guards(struct arena *a, struct str s, size_t guards)
{
	char *to = arena_alloc(a, s.n - guards);
	struct str out = { to, 0 };

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			i++;
		to[out.n++] = s.p[i];
	}
	return out;
}

/* A cell in quotes, where a quote or a backslash stands twice. */
static struct str
take_quoted(struct arena *a, struct str *s)
{
	size_t guards, n;
	struct str cell;

	*s = str_skip(*s, 1);
	n = quotes_end(*s, &guards);
	cell = (struct str){ s->p, n };
	*s = str_skip(*s, n + 1);
	return guards > 0 ? without_guards(a, cell, guards) : cell;
}

/* The next cell of "1,\"with, comma\",,\"\")" and its comma. */
static struct str
take_cell(struct arena *a, struct str *s)
{
	struct str cell = { s->p, 0 };

	if (s->n > 0 && s->p[0] == '"')
		cell = take_quoted(a, s);
	else {
		while (cell.n < s->n && s->p[cell.n] != ',' && s->p[cell.n] != ')')
			cell.n++;
		*s = str_skip(*s, cell.n);
		if (cell.n == 0)
			cell = STR_NONE;
	}
	CHECK(s->n > 0);
	*s = str_skip(*s, 1);
	return cell;
}

static void
take_line(struct arena *a, struct db_rows *out, struct str line)
{
	struct str *cell = &out->cell[out->nrows++ * out->ncols];

	CHECK(line.n > 1 && line.p[0] == '(');
	line = str_skip(line, 1);
	for (size_t i = 0; i < out->ncols; i++)
		cell[i] = take_cell(a, &line);
	CHECK(line.n == 0);		/* as many as there are names */
}

const struct db_rows *
db_part(struct arena *a, const struct db_rows *rows, const char *part)
{
	struct db_rows *out = ARENA_NEW(a, struct db_rows);
	size_t n = db_count(rows), from = 0, to;

	out->res = rows->res;
	while (from < n && !str_eq_z(field(rows->res, from, PART), part))
		from++;
	for (to = from; to < n && str_eq_z(field(rows->res, to, PART), part); to++)
		;
	take_names(a, out, from < n ? field(rows->res, from, NAMES) : STR(""));
	out->cell = arena_alloc(a, (to - from) * out->ncols * sizeof *out->cell);
	for (; from < to; from++)
		take_line(a, out, field(rows->res, from, LINE));
	return out;
}

struct str
db_part_get(const struct db_rows *rows, size_t row, const char *name)
{
	size_t n = strlen(name), i = 0;

	while (i < rows->ncols && (rows->name[i].n != n ||
	    memcmp(rows->name[i].p, name, n) != 0))
		i++;
	CHECK(i < rows->ncols);		/* the part has this column */
	return rows->cell[row * rows->ncols + i];
}

/* The types, once: how each is read, shown and asked for. */
#include "form/private.h"

#include <math.h>

#include "base/time.h"

struct type {
	const char	*name;
	type_read_fn	*read;
	type_show_fn	*show;			/* NULL: as edit */
	type_edit_fn	*edit;			/* NULL: as it stands */
	const char	*inputmode, *autocomplete;
};

static struct str
show_nothing(struct arena *a, enum lang l, struct str s)
{
	(void)a, (void)l, (void)s;
	return STR_NONE;
}

static const struct type types[] = {
	[FORM_STRING]	= { "string", read_string, NULL, NULL, "", "" },
	[FORM_PID]	= { "no:pid", read_pid, NULL, show_pid, "numeric", "" },
	[FORM_ORGNR]	= { "no:orgnr", read_orgnr, NULL, show_orgnr, "numeric", "" },
	[FORM_ACCOUNT]	= { "no:account", read_account, NULL, show_account, "numeric", "" },
	[FORM_POSTCODE]	= { "no:postcode", read_postcode, NULL, NULL, "numeric", "postal-code" },
	[FORM_PHONE]	= { "no:phone", read_phone, NULL, show_phone, "tel", "tel" },
	[FORM_REF]	= { "no:ref", read_string, show_nothing, NULL, "", "" },
	[FORM_EMAIL]	= { "email", read_email, NULL, NULL, "email", "email" },
	[FORM_INTEGER]	= { "integer", read_integer, show_integer, NULL, "numeric", "" },
	[FORM_DECIMAL]	= { "decimal", read_decimal, show_decimal, edit_decimal, "decimal", "" },
	[FORM_ORE]	= { "money", read_money, show_money, edit_money, "decimal", "" },
	[FORM_DAY]	= { "date", read_day, show_day, edit_day, "numeric", "" },
	[FORM_BOOLEAN]	= { "boolean", read_boolean, NULL, NULL, "", "" },
	[FORM_VALUE]	= { "value", read_string, NULL, NULL, "", "" },
	[FORM_VALUES]	= { "values", read_string, NULL, NULL, "", "" },
	[FORM_IDS]	= { "ids", read_string, NULL, NULL, "", "" },
	[FORM_POINT]	= { "point", read_point, show_points, edit_points, "", "" },
	[FORM_POLYGON]	= { "polygon", read_polygon, show_points, edit_points, "", "" },
	[FORM_NOTHING]	= { "nothing", read_string, NULL, NULL, "", "" },
};

bool
form_type_read(struct arena *a, enum form_type t, struct str typed, const struct form_world *w,
    struct str *out)
{
	typed = str_trim(typed);
	return typed.n > 0 && types[t].read(a, typed, w, out);
}

struct str
form_type_edit(struct arena *a, enum form_type t, struct str canonical)
{
	return canonical.n > 0 && types[t].edit != NULL ? types[t].edit(a, canonical) : canonical;
}

struct str
form_type_show(struct arena *a, enum lang l, enum form_type t, struct str canonical)
{
	if (canonical.n == 0 || types[t].show == NULL)
		return form_type_edit(a, t, canonical);
	return types[t].show(a, l, canonical);
}

const char *
form_type_name(enum form_type t)
{
	return types[t].name;
}

const char *
form_inputmode(enum form_type t)
{
	return types[t].inputmode;
}

const char *
form_autocomplete(enum form_type t)
{
	return types[t].autocomplete;
}

double
type_number(enum form_type t, struct str canonical)
{
	struct date d;

	if (vtype_of(t) == V_NUM)
		return str_number(canonical);
	if (vtype_of(t) == V_DAY && time_date_read(canonical, &d))
		return (double)time_day(d);
	return (double)NAN;
}

/* ---- what several types share ---- */

size_t
blank_at(struct str s)
{
	static const char *const wide[] = { "\u00a0", "\u2007", "\u2009", "\u202f" };

	if (s.n == 0)
		return 0;
	if (strchr(" \t\r\n", s.p[0]) != NULL)
		return 1;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (str_starts(s, str_from_z(wide[i])))
			return strlen(wide[i]);
	return 0;
}

struct str
digits_only(struct arena *a, struct str s)
{
	char *z = arena_alloc(a, s.n + 1);
	size_t n = 0;

	while (s.n > 0) {
		size_t blank = blank_at(s);

		if (s.p[0] >= '0' && s.p[0] <= '9')
			z[n++] = s.p[0];
		else if (blank == 0 && s.p[0] != '.' && s.p[0] != '-')
			return STR_NONE;
		s = str_skip(s, blank > 0 ? blank : 1);
	}
	return (struct str){ z, n };
}

struct str
grouped(struct arena *a, struct str digits, const int *sizes)
{
	struct buf b = buf_new(a, 32);

	for (; *sizes > 0 && digits.n > 0; sizes++) {
		size_t n = (size_t)*sizes < digits.n ? (size_t)*sizes : digits.n;

		if (b.n > 0)
			buf_add_z(&b, "\u00a0");
		buf_add(&b, (struct str){ digits.p, n });
		digits = str_skip(digits, n);
	}
	return buf_str(&b);
}

bool
read_string(struct arena *a, struct str s, const struct form_world *w, struct str *out)
{
	char *z = arena_alloc(a, s.n + 1);
	size_t n = 0;

	(void)w;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\r')		/* browsers end lines by \r\n, XML by \n */
			z[n++] = s.p[i];
	*out = (struct str){ z, n };
	return true;
}

bool
read_boolean(struct arena *a, struct str s, const struct form_world *w, struct str *out)
{
	(void)a, (void)w;
	*out = str_eq_z(s, "false") ? STR("") : STR("true");
	return true;
}

#include "base/lang.h"

#include <string.h>

#include "base/arena.h"

static const struct str codes[] = {
#define LANG(name, code) { (code), sizeof(code) - 1 },
#include "base/lang.def"
#undef LANG
};

bool
lang_of(struct str code, enum lang *out)
{
	for (unsigned i = 0; i < LANG_COUNT; i++)
		if (str_eq(codes[i], code)) {
			*out = (enum lang)i;
			return true;
		}
	return false;
}

struct str
lang_code(enum lang l)
{
	return codes[l];
}

struct str
lang_nb(struct arena *a, struct str s)
{
	return s.n == 0 ? s : str_fmt(a, LANG_NB_BEGIN STR_FMT LANG_NB_END, STR_ARG(s));
}

bool
lang_is_nb(struct str s)
{
	return s.n > 0 && s.p[0] == LANG_NB_BEGIN[0];
}

struct str
lang_plain(struct arena *a, struct str s)
{
	char *z;
	size_t n = 0;

	if (s.n == 0 || (memchr(s.p, LANG_NB_BEGIN[0], s.n) == NULL &&
	    memchr(s.p, LANG_NB_END[0], s.n) == NULL))
		return s;
	z = arena_alloc(a, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != LANG_NB_BEGIN[0] && s.p[i] != LANG_NB_END[0])
			z[n++] = s.p[i];
	return (struct str){ z, n };
}

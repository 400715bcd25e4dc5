#include "desk/trouble.h"

#include "desk/impartial.h"
#include "page/typed.h"

static bool
has_blank(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == ' ')
			return true;
	return false;
}

/* A reason is a code in one form and words in another; a search is kept under a name. */
static bool
is_words(const struct param *f)
{
	return page_is_words(f) || (str_eq_z(f->name, "grunn") && has_blank(f->value)) ||
	    (str_eq_z(f->name, "navn") && str_trim(f->value).n > 0);
}

void
desk_trouble(struct req *r, enum err e)
{
	page_typed(r, is_words);
	impartial_trouble(r, e);
}

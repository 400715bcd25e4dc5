#include "desk/trouble.h"

#include "desk/impartial.h"
#include "page/page.h"

static bool
has_blank(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == ' ')
			return true;
	return false;
}

/* Fields where people write sentences.  A reason is a code in one form and words in another. */
static bool
is_words(const struct param *f)
{
	static const char *const fields[] = { "begrunnelse", "endring", "klage", "kommentar",
	    "melding", "notat", "tekst", "vurdering" };

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (str_eq_z(f->name, fields[i]))
			return str_trim(f->value).n > 0;
	return str_eq_z(f->name, "grunn") && has_blank(f->value);
}

void
desk_trouble(struct req *r, enum err e)
{
	struct vmap *v = NULL;

	for (size_t i = 0, n = 0; r->ctx != NULL && i < r->form.n; i++) {
		struct vmap *m;

		if (!is_words(&r->form.v[i]))
			continue;
		if (v == NULL)
			v = vwith(page_map(r), "unsaved");
		m = vadd(v, "typed");
		vset_int(m, "n", (int64_t)++n);
		vset(m, "text", r->form.v[i].value);
	}
	impartial_trouble(r, e);
}

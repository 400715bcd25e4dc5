#include "page/typed.h"

#include "page/page.h"

bool
page_is_words(const struct param *f)
{
	static const char *const fields[] = { "begrunnelse", "endring", "klage", "kommentar",
	    "melding", "notat", "tekst", "vurdering" };
	struct str rest = f->name, name = str_cut(&rest, '.');

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (str_eq_z(name, fields[i]))
			return str_trim(f->value).n > 0;
	return false;
}

void
page_typed(struct req *r, bool (*is_words)(const struct param *))
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
}

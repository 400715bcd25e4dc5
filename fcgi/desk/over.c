#include "desk/over.h"

#include "page/page.h"

static bool
is_named(struct str name, const char *names)
{
	struct str rest = str_from_z(names);

	while (rest.n > 0)
		if (str_eq(str_cut(&rest, ' '), name))
			return true;
	return str_eq_z(name, SESSION_CSRF);
}

void
over_carry(struct req *r, const char *but)
{
	struct vmap *v = page_map(r);

	vlist(v, "carried");
	for (size_t i = 0; i < r->form.n; i++) {
		struct vmap *m;

		if (is_named(r->form.v[i].name, but))
			continue;
		m = vadd(v, "carried");
		vset(m, "name", r->form.v[i].name);
		vset(m, "value", r->form.v[i].value);
	}
}

enum err
over_show(struct req *r, struct str href)
{
	struct vmap *v = page_map(r);

	db_rollback(page_db(r));
	r->status = err_http(ERR_LOGIN);
	vset(v, "again_href", page_login_href(r, href));
	vset(v, "form_href", href);
	over_carry(r, "");
	return page_show(r, "desk/session-over");
}

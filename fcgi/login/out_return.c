/* out_return.c - /loggut/retur: where the provider sends the browser when all is ended */
#include "login/login.h"
#include "login/routes.h"

enum err
login_out_return(struct req *r)
{
	const struct login_door *d = login_door(r);
	struct vmap *m = page_map(r);

	TRY(page_read(r));
	vset_flag(m, "here_only", str_eq_z(params_get(&r->query, "bare"), "her"));
	vset_z(m, "home", d->home);
	vset(m, "again", str_fmt(r->a, "%s/logginn", d->base));
	return page_show(r, "login/logged-out");
}

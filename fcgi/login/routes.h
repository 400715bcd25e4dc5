/* routes.h - every door of the login program.  The table is login/routes.def. */
#ifndef LOGIN_ROUTES_H
#define LOGIN_ROUTES_H

#include "http/route.h"

#define ROUTE(m, p, w, b, h) enum err h(struct req *);
#include "login/routes.def"
#undef ROUTE

extern const struct route login_routes[];
extern const size_t login_nroutes;

#endif

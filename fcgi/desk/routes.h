/* routes.h - every door of the desk program.  The table is desk/routes.def. */
#ifndef DESK_ROUTES_H
#define DESK_ROUTES_H

#include "http/route.h"

#define ROUTE(m, p, w, b, h) enum err h(struct req *);
#include "desk/routes.def"
#undef ROUTE

extern const struct route desk_routes[];
extern const size_t desk_nroutes;

#endif

/* routes.h - every door of the api program.  The table is api/routes.def. */
#ifndef API_ROUTES_H
#define API_ROUTES_H

#include "http/route.h"

#define ROUTE(m, p, w, b, h) enum err h(struct req *);
#include "api/routes.def"
#undef ROUTE

extern const struct route api_routes[];
extern const size_t api_nroutes;

#endif

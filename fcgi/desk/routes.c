#include "desk/routes.h"

const struct route desk_routes[] = {
#define ROUTE(m, p, w, b, h) { m, p, w, b, h, #h },
#include "desk/routes.def"
#undef ROUTE
};
const size_t desk_nroutes = sizeof desk_routes / sizeof *desk_routes;

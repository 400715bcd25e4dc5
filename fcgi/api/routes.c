#include "api/routes.h"

const struct route api_routes[] = {
#define ROUTE(m, p, w, b, h) { m, p, w, b, h, #h },
#include "api/routes.def"
#undef ROUTE
};
const size_t api_nroutes = sizeof api_routes / sizeof *api_routes;

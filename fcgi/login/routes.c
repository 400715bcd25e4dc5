#include "login/routes.h"

const struct route login_routes[] = {
#define ROUTE(m, p, w, b, h) { m, p, w, b, h, #h },
#include "login/routes.def"
#undef ROUTE
};
const size_t login_nroutes = sizeof login_routes / sizeof *login_routes;

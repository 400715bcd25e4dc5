#include "http/route.h"

#include <string.h>

static bool
path_fits(struct str want, struct str got, struct str seg[4])
{
	size_t n = 0;

	while (want.n > 0 && got.n > 0) {
		struct str w = str_cut(&want, '/'), g = str_cut(&got, '/');

		if (w.n == 0 || w.p[0] != '{') {
			if (!str_eq(w, g))
				return false;
			continue;
		}
		if (g.n == 0)
			return false;
		CHECK(n < 4);
		seg[n++] = g;
	}
	return want.n == 0 && got.n == 0;
}

const struct route *
route_find(const struct route *table, size_t n, enum method m, struct str path, struct str seg[4],
    bool *path_known)
{
	*path_known = false;
	for (size_t i = 0; i < n; i++) {
		struct str got[4] = { STR_NONE, STR_NONE, STR_NONE, STR_NONE };

		if (!path_fits(str_from_z(table[i].path), path, got))
			continue;
		*path_known = true;
		if (table[i].method != m)
			continue;
		memcpy(seg, got, sizeof got);
		return &table[i];
	}
	return NULL;
}

size_t
route_body(const struct route *r)
{
	return r->body_bytes & ~STREAM;
}

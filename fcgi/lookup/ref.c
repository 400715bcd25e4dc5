/* ref.c - a number that stands in nobody's answers: sealed, to one draft of one municipality */
#include "base/arena.h"
#include "base/seal.h"
#include "lookup/lookup.h"

static struct str
secret(struct arena *a, struct str key, struct str tenant, struct str draft)
{
	return str_fmt(a, STR_FMT "\n" STR_FMT "\n" STR_FMT, STR_ARG(key), STR_ARG(tenant),
	    STR_ARG(draft));
}

struct str
ref_close(struct arena *a, struct str key, struct str tenant, struct str draft, struct str number)
{
	return seal_same(a, secret(a, key, tenant, draft), number);
}

bool
ref_open(struct arena *a, struct str key, struct str tenant, struct str draft, struct str ref,
    struct str *out)
{
	return key.n > 0 && seal_open(a, secret(a, key, tenant, draft), ref, out);
}

#include "ident/json.h"

#include "base/arena.h"

static void
drop(void *p)
{
	json_decref(p);
}

json_t *
json_own(struct arena *a, json_t *j)
{
	if (j != NULL)
		arena_defer(a, drop, j);
	return j;
}

json_t *
json_read(struct arena *a, struct str text)
{
	json_t *j = json_own(a, json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL));

	return json_is_object(j) ? j : NULL;
}

struct str
json_text(struct arena *a, const json_t *object, const char *name)
{
	const json_t *v = json_object_get(object, name);

	if (!json_is_string(v))
		return STR_NONE;
	return str_dup(a, (struct str){ json_string_value(v), json_string_length(v) });
}

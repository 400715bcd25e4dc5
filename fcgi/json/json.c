#include "json/json.h"

#include "base/arena.h"
#include "base/check.h"

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
json_write(struct arena *a, const json_t *j)
{
	size_t n = json_dumpb(j, NULL, 0, JSON_COMPACT | JSON_ENCODE_ANY);
	char *z = arena_alloc(a, n + 1);

	CHECK(n > 0 && json_dumpb(j, z, n, JSON_COMPACT | JSON_ENCODE_ANY) == n);
	return (struct str){ z, n };
}

struct str
json_text(struct arena *a, const json_t *object, const char *name)
{
	const json_t *v = json_object_get(object, name);

	if (!json_is_string(v))
		return STR_NONE;
	return str_dup(a, (struct str){ json_string_value(v), json_string_length(v) });
}

json_t *
json_from(struct str s)
{
	return json_stringn(s.p != NULL ? s.p : "", s.n);
}

void
json_put(json_t *object, const char *name, struct str value)
{
	if (value.n > 0)
		CHECK(json_object_set_new(object, name, json_from(value)) == 0);
}

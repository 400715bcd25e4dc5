#include "base/arena.h"
#include "base/buf.h"
#include "case/case.h"
#include "json/out.h"
#include "letter/values.h"

struct str
case_complaint_by(struct arena *a, struct str name, struct str property)
{
	if (name.n > 0)
		return name;
	return property.n == 0 ? STR("en annen") : str_fmt(a, "eieren av " STR_FMT,
	    STR_ARG(property));
}

const struct letter_joined *
case_joined(struct arena *a, const struct db_rows *rows, size_t *n_out)
{
	struct letter_joined *v = arena_alloc(a, (db_count(rows) + 1) * sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < db_count(rows); i++) {
		if (!db_bool(rows, i, "joined"))
			continue;
		v[n++] = (struct letter_joined){ case_complaint_by(a, db_get(rows, i, "name"),
		    db_get(rows, i, "property")), db_get(rows, i, "day"), db_get(rows, i, "text"),
		    db_get(rows, i, "wanted") };
	}
	*n_out = n;
	return v;
}

struct str
case_complaint_json(struct arena *a, const struct case_complaint *c)
{
	struct buf b = buf_new(a, c->text.n + c->wanted.n + c->by.n + 128);

	json_open(&b, NULL, '{');
	json_open(&b, "complaint", '{');
	json_say(&b, "received", c->received);
	json_say(&b, "text", c->text);
	json_say(&b, "wanted", c->wanted);
	json_say_any(&b, "by", c->by);
	json_say_bool(&b, "late", c->late);
	json_say_bool(&b, "paper", c->paper);
	json_close(&b, '}');
	json_close(&b, '}');
	return buf_str(&b);
}

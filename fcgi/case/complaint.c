#include "base/arena.h"
#include "base/buf.h"
#include "case/case.h"

static void
member(struct buf *b, const char *before, struct str value)
{
	buf_add_z(b, before);
	buf_json(b, value);
	buf_add_char(b, '"');
}

struct str
case_complaint_json(struct arena *a, const struct case_complaint *c)
{
	struct buf b = buf_new(a, c->text.n + c->wanted.n + c->by.n + 128);

	member(&b, "{\"complaint\":{\"received\":\"", c->received);
	member(&b, ",\"text\":\"", c->text);
	member(&b, ",\"wanted\":\"", c->wanted);
	if (c->by.n > 0)
		member(&b, ",\"by\":\"", c->by);
	buf_fmt(&b, ",\"late\":%s,\"paper\":%s}}", c->late ? "true" : "false",
	    c->paper ? "true" : "false");
	return buf_str(&b);
}

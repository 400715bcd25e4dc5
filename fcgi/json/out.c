#include "json/out.h"

#include <inttypes.h>

#include "base/check.h"

/* What was written last tells: a text ends in a quote, so a bracket is never one inside it. */
static void
begin(struct buf *b, const char *name)
{
	char last = b->n > 0 ? b->p[b->n - 1] : '{';

	if (last != '{' && last != '[')
		buf_add_char(b, ',');
	if (name == NULL)
		return;
	buf_add_char(b, '"');
	buf_add_z(b, name);
	buf_add(b, STR("\":"));
}

void
json_open(struct buf *b, const char *name, char bracket)
{
	CHECK(bracket == '{' || bracket == '[');
	begin(b, name);
	buf_add_char(b, bracket);
}

void
json_close(struct buf *b, char bracket)
{
	CHECK(bracket == '}' || bracket == ']');
	buf_add_char(b, bracket);
}

void
json_say(struct buf *b, const char *name, struct str text)
{
	begin(b, name);
	buf_add_char(b, '"');
	buf_json(b, text);
	buf_add_char(b, '"');
}

void
json_say_any(struct buf *b, const char *name, struct str text)
{
	if (text.n > 0)
		json_say(b, name, text);
}

void
json_say_int(struct buf *b, const char *name, int64_t n)
{
	begin(b, name);
	buf_fmt(b, "%" PRId64, n);
}

void
json_say_bool(struct buf *b, const char *name, bool yes)
{
	begin(b, name);
	buf_add_z(b, yes ? "true" : "false");
}

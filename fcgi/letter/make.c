#include "letter/private.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"

#define MOST_BYTES	(4 * 1024 * 1024)

const char *
letter_id(const struct letter *letter)
{
	CHECK_OBJ(letter, LETTER_MAGIC);
	return letter->id;
}

enum letter_kind
letter_kind(const struct letter *letter)
{
	CHECK_OBJ(letter, LETTER_MAGIC);
	return letter->kind;
}

static enum err
made(struct arena *a, const struct letter *letter, const struct vmap *values, struct buf *out)
{
	struct buf b = buf_new(a, 16 * 1024);
	xmlNode *root;
	unsigned mask;

	view_run(letter->view, values, &b);
	TRY(letter_parse(a, buf_str(&b), &root));
	mask = letter_covered(a, root, STR(""));
	if (letter->kind == LETTER_DECISION && mask != LETTER_ALL)
		return log_err(ERR_INVALID, "letter-incomplete", letter_missing(a, mask));
	buf_add(out, buf_str(&b));
	return ERR_OK;
}

enum err
letter_make(const struct letter *letter, const struct vmap *values, struct buf *out)
{
	struct arena *a;
	enum err e;

	CHECK_OBJ(letter, LETTER_MAGIC);
	a = arena_new(4 * MOST_BYTES);
	e = made(a, letter, values, out);
	arena_free(&a);
	return e;
}

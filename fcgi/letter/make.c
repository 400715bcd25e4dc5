#include "letter/private.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"

#define MOST_BYTES	(4 * 1024 * 1024)

enum letter_kind
letter_kind(const struct letter *letter)
{
	CHECK_OBJ(letter, LETTER_MAGIC);
	return letter->kind;
}

struct seen {
	const struct letter *letter;
	letter_seen_fn	*fn;
	void		*ctx;
};

/* The view's conditions are the template's, in the same order. */
static void
seen(void *ctx, size_t n, bool put)
{
	const struct seen *s = ctx;

	CHECK(n < s->letter->nwhens);
	s->fn(s->ctx, &s->letter->whens[n], put);
}

size_t
letter_whens(const struct letter *letter, const struct letter_when **out)
{
	CHECK_OBJ(letter, LETTER_MAGIC);
	*out = letter->whens;
	return letter->nwhens;
}

/* What is said only in values that are empty is not said. */
static unsigned
unmet(const struct letter *letter, const struct vmap *values)
{
	unsigned mask = 0;

	for (const struct letter_need *n = letter->needs; n != NULL; n = n->next)
		if (!vsaid(values, n->value))
			mask |= n->duties;
	return mask;
}

/* The sentence around an empty one would say nothing. */
static enum err
check_needs(struct arena *a, const struct letter *letter, const struct vmap *values)
{
	for (const struct letter_need *n = letter->needs; n != NULL; n = n->next)
		if (n->duties == 0 && !vsaid(values, n->value))
			return log_err(ERR_INVALID, "letter-empty", str_z(a, n->value));
	return ERR_OK;
}

static enum err
made(struct arena *a, struct seen *s, const struct vmap *values, struct buf *out)
{
	const struct letter *letter = s->letter;
	struct buf b = buf_new(a, 16 * 1024);
	xmlNode *root;
	unsigned mask;

	TRY(check_needs(a, letter, values));
	if (!letter->names_files && vsaid(values, STR(LETTER_FILES)))
		return log_err(ERR_INVALID, "letter-files",
		    "the template does not say what goes with it");
	view_run_seen(letter->view, values, &b, s->fn != NULL ? seen : NULL,
	    s);
	TRY(letter_parse(a, buf_str(&b), &root));
	mask = letter_covered(a, root, STR("")) & ~unmet(letter, values);
	if (letter->kind == LETTER_DECISION && mask != LETTER_ALL)
		return log_err(ERR_INVALID, "letter-incomplete", letter_missing(a, mask));
	buf_add(out, buf_str(&b));
	return ERR_OK;
}

enum err
letter_make_seen(const struct letter *letter, const struct vmap *values, struct buf *out,
    letter_seen_fn *fn, void *ctx)
{
	struct seen s = { letter, fn, ctx };
	struct arena *a;
	enum err e;

	CHECK_OBJ(letter, LETTER_MAGIC);
	a = arena_new(4 * MOST_BYTES);
	e = made(a, &s, values, out);
	arena_free(&a);
	return e;
}

enum err
letter_make(const struct letter *letter, const struct vmap *values, struct buf *out)
{
	return letter_make_seen(letter, values, out, NULL, NULL);
}

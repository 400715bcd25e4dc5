/* Fills in.  One loop over the ops; a name is looked for from the innermost map outwards. */
#include <strings.h>

#include "base/lang.h"
#include "base/log.h"
#include "view/private.h"

#define MOST_MAPS	(MOST_SCOPES * 2 + 2)

struct scope {
	const struct vmap *map[MOST_MAPS];
	size_t		 n, views;
	view_seen_fn	*seen;
	void		*seen_ctx;
};

static const struct entry *
find(const struct view *v, uint32_t name, const struct scope *s)
{
	const struct name *w = &v->names[name];

	for (size_t i = s->n; i-- > 0;)
		for (const struct vmap *m = s->map[i]; m != NULL; m = m->base) {
			const struct entry *e = vmap_find(m, w->hash);

			if (e != NULL)
				return e;
		}
	return NULL;
}

static void
say_unfilled(const struct view *v, uint32_t name)
{
	char z[128];
	struct str s = v->names[name].text;

	if (v->said[name])
		return;
	v->said[name] = 1;
	snprintf(z, sizeof z, STR_FMT, STR_ARG(s));
	log_line(LOG_WARN, "view-unfilled", "page", v->name, "name", z, NULL);
}

/* The entry of that name when it is of that kind; else NULL, and said once. */
static const struct entry *
need(const struct view *v, uint32_t name, enum entry_kind kind, const struct scope *s)
{
	const struct entry *e = find(v, name, s);

	if (e != NULL && e->kind == kind)
		return e;
	say_unfilled(v, name);
	return NULL;
}

static struct str
value(const struct view *v, uint32_t name, const struct scope *s)
{
	const struct entry *e = need(v, name, ENTRY_VALUE, s);

	return e != NULL ? e->u.value : STR_NONE;
}

static bool
is_so(const struct view *v, const struct op *op, const struct scope *s)
{
	const struct entry *e;

	if (op->compares)
		return str_eq(value(v, op->name, s), (struct str){ v->bytes + op->at, op->n });
	if (op->same)
		return str_eq(value(v, op->name, s), value(v, op->at, s));
	e = find(v, op->name, s);
	if (e == NULL) {
		if (!v->names[op->name].child)
			say_unfilled(v, op->name);
		return false;
	}
	switch (e->kind) {
	case ENTRY_VALUE:
		return e->u.value.n > 0;
	case ENTRY_LIST:
		return e->u.list.first != NULL;
	case ENTRY_MAP:
	case ENTRY_VIEW:
		return true;
	}
	return false;
}

static bool
puts_in(const struct view *v, const struct op *op, const struct scope *s)
{
	bool put = is_so(v, op, s) == op->want;
	size_t n = 0;

	if (s->seen != NULL && s->views == 0) {
		for (const struct op *o = v->ops; o != op; o++)
			n += o->kind == OP_IF;
		s->seen(s->seen_ctx, n, put);
	}
	return put;
}

static bool
enter(struct scope *s, const struct vmap *m)
{
	if (m == NULL)
		return false;
	CHECK(s->n < MOST_MAPS);
	s->map[s->n++] = m;
	return true;
}

static const struct vmap *
first_item(const struct view *v, uint32_t name, const struct scope *s)
{
	const struct entry *e = need(v, name, ENTRY_LIST, s);

	return e != NULL ? e->u.list.first : NULL;
}

static const struct vmap *
child(const struct view *v, uint32_t name, const struct scope *s)
{
	const struct entry *e = find(v, name, s);

	return e != NULL && e->kind == ENTRY_MAP ? e->u.map : NULL;
}

static bool
next_item(struct scope *s)
{
	const struct vmap *next = s->map[s->n - 1]->next;

	if (next == NULL)
		s->n--;
	else
		s->map[s->n - 1] = next;
	return next != NULL;
}

static void
url(struct buf *out, size_t begun, struct str s)
{
	struct str before = { out->p + begun, out->n - begun };
	bool contact = before.n >= 4 && (strncasecmp(before.p, "tel:", 4) == 0 ||
	    (before.n >= 7 && strncasecmp(before.p, "mailto:", 7) == 0));

	if (before.n == 0)
		escape_url_first(out, s);
	else
		escape_url_later(out, s, contact);
}

static void run(const struct view *v, struct scope *s, struct buf *out);

static void
run_inside(const struct view *v, uint32_t name, struct scope *s, struct buf *out)
{
	const struct entry *e = need(v, name, ENTRY_VIEW, s);

	if (e == NULL)
		return;
	CHECK_OBJ(e->u.view, VIEW_MAGIC);
	CHECK(e->u.view->kind == v->kind && s->views < MOST_INSIDE);
	s->views++;
	run(e->u.view, s, out);
	s->views--;
}

static void
run(const struct view *v, struct scope *s, struct buf *out)
{
	size_t url_at = 0;

	for (const struct op *op = v->ops;; op++) {
		switch ((enum op_kind)op->kind) {
		case OP_LIT:
			buf_add(out, (struct str){ v->bytes + op->at, op->n });
			break;
		case OP_TEXT:
			escape_text(out, value(v, op->name, s));
			break;
		case OP_PLAIN:
			escape_plain(out, value(v, op->name, s));
			break;
		case OP_LANG:
			if (lang_is_nb(value(v, op->name, s)))
				buf_add(out, STR(" lang=\"nb\""));
			break;
		case OP_XML_LANG:
			if (lang_is_nb(value(v, op->name, s)))
				buf_add(out, STR(" xml:lang=\"nb\""));
			break;
		case OP_ATTR:
			escape_attr(out, value(v, op->name, s));
			break;
		case OP_URL_BEGIN:
			url_at = out->n;
			break;
		case OP_URL:
			url(out, url_at, value(v, op->name, s));
			break;
		case OP_IF:
			if (!puts_in(v, op, s))
				op = v->ops + op->to - 1;
			break;
		case OP_EACH:
			if (!enter(s, first_item(v, op->name, s)))
				op = v->ops + op->to - 1;
			break;
		case OP_NEXT:
			if (next_item(s))
				op = v->ops + op->to - 1;
			break;
		case OP_WITH:
			if (!enter(s, child(v, op->name, s)))
				op = v->ops + op->to - 1;
			break;
		case OP_LEAVE:
			s->n--;
			break;
		case OP_VIEW:
			run_inside(v, op->name, s, out);
			break;
		case OP_END:
			return;
		}
	}
}

void
view_run_seen(const struct view *v, const struct vmap *m, struct buf *out, view_seen_fn *seen,
    void *ctx)
{
	struct scope s = { .n = 0, .seen = seen, .seen_ctx = ctx };

	CHECK_OBJ(v, VIEW_MAGIC);
	if (v->fixed != NULL)
		s.map[s.n++] = v->fixed;
	s.map[s.n++] = m;
	run(v, &s, out);
}

void
view_run(const struct view *v, const struct vmap *m, struct buf *out)
{
	view_run_seen(v, m, out, NULL, NULL);
}

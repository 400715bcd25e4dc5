#include "export/private.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/check.h"

#define MOST_BYTES	((size_t)32 << 20)

struct make {
	struct arena	*a;
	const struct answers *answers;
	const struct form_world *world;
	const struct export_facts *facts;
	const struct form_file *file;	/* in an each of files: which, and what it answers */
	const struct form_item *upload;
};

struct str
export_id(const struct export *e)
{
	CHECK_OBJ(e, EXPORT_MAGIC);
	return e->id;
}

struct str
export_title(const struct export *e)
{
	CHECK_OBJ(e, EXPORT_MAGIC);
	return e->title;
}

/* ---- values ---- */

/* NULL when it is not there, or not for this reader. */
static const struct answer *
given(const struct make *m, const struct form_item *it, struct answer_row *row)
{
	const struct answer *n = answer_of(it->group == NULL ? m->answers->root : row, it);

	return n->relevant && !n->wrong && !n->ref && n->text.n > 0 &&
	    !answer_masked(n, m->world) ? n : NULL;
}

static struct str
fact_of(const struct make *m, struct str name)
{
	return export_file_known(name) ? export_file_fact(m->file, m->upload, name) :
	    export_fact(m->a, m->facts, name);
}

static struct str
text_of(const struct make *m, const struct export_source *s, struct answer_row *row)
{
	const struct answer *n;
	struct str text;

	if (s->fact.n > 0)
		return fact_of(m, s->fact);
	if (s->expr != NULL) {
		text = form_expr_text(m->a, s->expr, m->answers, m->world);
		return str_eq_z(text, "NaN") ? STR("") : text;
	}
	n = given(m, s->item, row);
	if (n == NULL)
		return STR("");
	return s->as == EXPORT_TEXT && n->item->list != NULL ? answer_shown(m->a, n, m->world) :
	    n->text;
}

/* ---- the document ---- */

static void
indent(struct buf *b, int depth)
{
	buf_add_char(b, '\n');
	for (int i = 0; i < depth; i++)
		buf_add_z(b, "  ");
}

static void
put_text(struct buf *b, const char *name, struct str text, int depth)
{
	if (text.n == 0)
		return;
	indent(b, depth);
	buf_fmt(b, "<%s>", name);
	xml_escape(b, text);
	buf_fmt(b, "</%s>", name);
}

static void
put_holding(struct buf *b, const char *name, struct str inner, int depth)
{
	if (inner.n == 0)
		return;
	indent(b, depth);
	buf_fmt(b, "<%s>", name);
	buf_add(b, inner);
	indent(b, depth);
	buf_fmt(b, "</%s>", name);
}

static void
put_pair(const struct make *m, const char *name, struct str value, struct str words, int depth,
    struct buf *b)
{
	struct buf inner = buf_new(m->a, 256);

	put_text(&inner, "kodeverdi", value, depth + 1);
	put_text(&inner, "kodebeskrivelse", words, depth + 1);
	put_holding(b, name, buf_str(&inner), depth);
}

/* What their list calls it; without a list of theirs, what it is called here. */
static void
put_code(const struct make *m, const struct export_node *x, struct str value, int depth,
    struct buf *b)
{
	const char *name = str_z(m->a, x->name);
	struct form_options o;

	for (const struct export_item *i = x->items; i != NULL; i = i->next)
		if (str_eq(i->is, value))
			put_pair(m, name, i->value, i->words, depth, b);
	if (x->items == NULL && x->from.item == NULL)
		put_pair(m, name, value, fact_of(m, STR("file.kind")), depth, b);
	if (x->items != NULL || x->from.item == NULL)
		return;
	o = form_options(x->from.item, m->world);
	for (size_t i = 0; i < o.n; i++)
		if (str_eq(o.v[i].value, value)) {
			put_pair(m, name, value, o.v[i].label, depth, b);
			return;
		}
	put_pair(m, name, value, STR(""), depth, b);
}

static void
put_codes(const struct make *m, const struct export_node *x, struct answer_row *row, int depth,
    struct buf *b)
{
	const struct answer *n = x->from.item != NULL ? given(m, x->from.item, row) : NULL;
	struct str rest = n != NULL ? n->text : STR("");

	if (x->value.n > 0)
		put_pair(m, str_z(m->a, x->name), x->value, x->words, depth, b);
	else if (x->from.fact.n > 0)
		put_code(m, x, fact_of(m, x->from.fact), depth, b);
	while (rest.n > 0)
		put_code(m, x, str_cut(&rest, ' '), depth, b);
}

static void put_nodes(const struct make *, const struct export_node *, struct answer_row *,
    int depth, struct buf *);

static void
put_each(const struct make *m, const struct export_node *x, struct answer_row *row, int depth,
    struct buf *b)
{
	const struct form_item *it = x->from.item;
	const struct answer *n = answer_of(it->group == NULL ? m->answers->root : row, it);

	for (size_t i = 0; n->relevant && i < n->nrows; i++)
		put_nodes(m, x->first, n->rows[i], depth, b);
}

static void
put_files_of(const struct make *m, const struct export_node *x, const struct form_item *upload,
    struct answer_row *row, int depth, struct buf *b)
{
	const struct answer *n = given(m, upload, row);
	struct str rest = n != NULL ? n->text : STR("");
	struct make one = *m;

	one.upload = upload;
	while (rest.n > 0) {
		struct str id = str_cut(&rest, ' ');

		one.file = m->world->file != NULL ? m->world->file(m->world->file_ctx, id) : NULL;
		if (one.file != NULL)
			put_nodes(&one, x->first, row, depth, b);
	}
}

static void
put_files(const struct make *m, const struct export_node *x, int depth, struct buf *b)
{
	const struct form *f = m->answers->form;

	for (size_t i = 0; i < f->nitems; i++) {
		const struct form_item *it = f->item[i];
		const struct answer *rows = it->kind == FORM_UPLOAD && it->group != NULL ?
		    answer_of(m->answers->root, it->group) : NULL;

		if (it->kind == FORM_UPLOAD && rows == NULL)
			put_files_of(m, x, it, m->answers->root, depth, b);
		for (size_t k = 0; rows != NULL && rows->relevant && k < rows->nrows; k++)
			put_files_of(m, x, it, rows->rows[k], depth, b);
	}
}

static void
put_element(const struct make *m, const struct export_node *x, struct answer_row *row, int depth,
    struct buf *b)
{
	const char *name = str_z(m->a, x->name);
	struct buf inner = buf_new(m->a, 1024);

	if (x->first == NULL) {
		put_text(b, name, export_shape(m->a, &x->from, text_of(m, &x->from, row)), depth);
		return;
	}
	put_nodes(m, x->first, row, depth + 1, &inner);
	put_holding(b, name, buf_str(&inner), depth);
}

static void
put_nodes(const struct make *m, const struct export_node *x, struct answer_row *row, int depth,
    struct buf *b)
{
	for (; x != NULL; x = x->next) {
		if (x->when != NULL && !form_expr_true(x->when, m->answers, m->world))
			continue;
		if (x->kind == EXPORT_EACH)
			put_each(m, x, row, depth, b);
		else if (x->kind == EXPORT_FILES)
			put_files(m, x, depth, b);
		else if (x->kind == EXPORT_CODE)
			put_codes(m, x, row, depth, b);
		else
			put_element(m, x, row, depth, b);
	}
}

void
export_make(const struct export *e, const struct answers *answers, const struct form_world *world,
    const struct export_facts *facts, struct buf *out)
{
	struct make m = { arena_new(MOST_BYTES), answers, world, facts, NULL, NULL };

	CHECK_OBJ(e, EXPORT_MAGIC);
	buf_fmt(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" STR_FMT " xmlns=\"",
	    STR_ARG(e->root));
	xml_escape(out, e->namespace);
	buf_add_char(out, '"');
	for (const struct export_attr *at = e->attrs; at != NULL; at = at->next) {
		buf_fmt(out, " " STR_FMT "=\"", STR_ARG(at->name));
		xml_escape(out, at->value);
		buf_add_char(out, '"');
	}
	buf_add_char(out, '>');
	put_nodes(&m, e->first, answers->root, 1, out);
	buf_fmt(out, "\n</" STR_FMT ">\n", STR_ARG(e->root));
	arena_free(&m.a);
}

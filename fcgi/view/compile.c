/* From a document to ops: what the walkers in element.c, slot.c and page.c share. */
#include <stdarg.h>
#include <string.h>

#include "base/hash.h"
#include "view/private.h"

#define LONGEST_NAME	100

void
complain(struct compiler *c, const xmlNode *n, const char *fmt, ...)
{
	char what[256], line[512];
	va_list ap;

	c->failed = true;
	if (c->complain == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	snprintf(line, sizeof line, "%s:%d: %s", c->file, xml_line(n), what);
	c->complain(c->ctx, xml_line(n), line);
}

static bool
is_name(struct str s)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";

	for (size_t i = 0; i < s.n; i++)
		if (memchr(allowed, s.p[i], sizeof allowed - 1) == NULL)
			return false;
	return s.n > 0 && s.n <= LONGEST_NAME;
}

uint32_t
name_of(struct compiler *c, const xmlNode *at, struct str text)
{
	uint64_t hash = hash_quick(text);

	if (!is_name(text))
		complain(c, at, "'" STR_FMT "' is not a name for a value", STR_ARG(text));
	for (size_t i = 0; i < c->nnames; i++)
		if (c->names[i].hash == hash && str_eq(c->names[i].text, text))
			return (uint32_t)i;
	if (c->nnames == c->size_names) {
		size_t size = c->size_names == 0 ? 32 : c->size_names * 2;
		struct name *names = arena_alloc(c->scratch, size * sizeof *names);

		if (c->nnames > 0)
			memcpy(names, c->names, c->nnames * sizeof *names);
		c->names = names;
		c->size_names = size;
	}
	c->names[c->nnames] = (struct name){ .hash = hash, .text = text };
	return (uint32_t)c->nnames++;
}

static struct op *
push(struct compiler *c, enum op_kind kind)
{
	if (c->nops == c->size_ops) {
		size_t size = c->size_ops == 0 ? 128 : c->size_ops * 2;
		struct op *ops = arena_alloc(c->scratch, size * sizeof *ops);

		if (c->nops > 0)
			memcpy(ops, c->ops, c->nops * sizeof *ops);
		c->ops = ops;
		c->size_ops = size;
	}
	c->ops[c->nops] = (struct op){ .kind = (uint8_t)kind };
	return &c->ops[c->nops++];
}

static void
flush(struct compiler *c)
{
	struct op *op;

	if (c->flushed == c->bytes.n)
		return;
	op = push(c, OP_LIT);
	op->at = (uint32_t)c->flushed;
	op->n = (uint32_t)(c->bytes.n - c->flushed);
	c->flushed = c->bytes.n;
}

struct op *
op_add(struct compiler *c, enum op_kind kind, uint32_t name)
{
	struct op *op;

	flush(c);
	op = push(c, kind);
	op->name = name;
	return op;
}

uint32_t
op_here(struct compiler *c)
{
	flush(c);
	return (uint32_t)c->nops;
}

static bool
blank(char ch)
{
	return ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r';
}

static void
literal(struct compiler *c, struct str s)
{
	if (s.n == 0)
		return;
	if (c->place == PLACE_TEXT)
		escape_text(&c->bytes, s);
	else
		escape_attr(&c->bytes, s);
	c->blank = false;
}

/* A run of blanks becomes one newline or space, or nothing after another. */
static void
collapsed(struct compiler *c, struct str s)
{
	while (s.n > 0) {
		size_t n = 0;
		bool newline = false;

		for (; n < s.n && blank(s.p[n]); n++)
			newline = newline || s.p[n] == '\n';
		if (n > 0 && !c->blank) {
			buf_add_char(&c->bytes, newline && c->place == PLACE_TEXT ? '\n' : ' ');
			c->blank = true;
		}
		s = str_skip(s, n);
		for (n = 0; n < s.n && !blank(s.p[n]);)
			n++;
		literal(c, (struct str){ s.p, n });
		s = str_skip(s, n);
	}
}

void
compile_text(struct compiler *c, const xmlNode *n)
{
	struct str s = str_from_z((const char *)n->content);

	if (c->raw)
		literal(c, s);
	else
		collapsed(c, s);
}

void
compile_node(struct compiler *c, xmlNode *n)
{
	if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE)
		compile_text(c, n);
	else if (n->type == XML_ELEMENT_NODE && slot_is(n, NULL))
		compile_slot(c, n);
	else if (n->type == XML_ELEMENT_NODE && c->place != PLACE_TEXT)
		complain(c, n, "<%s> cannot stand inside an attribute", (const char *)n->name);
	else if (n->type == XML_ELEMENT_NODE)
		compile_element(c, n);
	else if (n->type == XML_ENTITY_REF_NODE)
		complain(c, n, "the entity %s is unknown", (const char *)n->name);
}

void
compile_list(struct compiler *c, xmlNode *first)
{
	for (xmlNode *n = first; n != NULL; n = n->next)
		compile_node(c, n);
}

static void *
kept(struct arena *a, const void *p, size_t n)
{
	void *copy = arena_alloc(a, n + 1);

	if (n > 0)
		memcpy(copy, p, n);
	return copy;
}

static struct view *
finish(const struct compiler *c, struct arena *a, const char *name)
{
	struct view *v = ARENA_NEW(a, struct view);
	struct name *names = kept(a, c->names, c->nnames * sizeof *names);

	for (size_t i = 0; i < c->nnames; i++)
		names[i].text = str_dup(a, names[i].text);
	*v = (struct view){
		.magic = VIEW_MAGIC,
		.kind = c->kind,
		.name = str_z(a, str_from_z(name)),
		.ops = kept(a, c->ops, c->nops * sizeof *c->ops),
		.bytes = kept(a, c->bytes.p, c->bytes.n),
		.names = names,
		.said = arena_alloc(a, c->nnames + 1),
	};
	if (c->fixed->n > 0) {
		struct vmap *fixed = vmap_new(a);

		for (size_t i = 0; i < c->fixed->n; i++)
			vset(fixed, str_z(a, c->fixed->entry[i].name),
			    str_dup(a, c->fixed->entry[i].u.value));
		v->fixed = fixed;
	}
	return v;
}

/* Where the walk begins: at the document's root, or inside an element. */
struct start {
	const struct views *views;
	xmlNode		*root;
	bool		 inside;
	enum view_kind	 kind;
	const char	*name;
};

static enum err
compile(struct arena *a, const struct start *s, xml_complain_fn *fn, void *ctx, struct view **out)
{
	static const struct views none;
	struct arena *scratch = arena_new(SCRATCH_BYTES);
	struct compiler c = {
		.scratch = scratch, .views = s->views != NULL ? s->views : &none, .kind = s->kind,
		.complain = fn, .ctx = ctx, .blank = true,
		.bytes = buf_new(scratch, 8192), .fixed = vmap_new(scratch),
		.file = str_z(scratch, str_fmt(scratch, "%s.xml", s->name)),
	};

	if (s->inside)
		compile_list(&c, s->root->children);
	else
		compile_root(&c, s->root);
	op_add(&c, OP_END, 0);
	if (!c.failed)
		*out = finish(&c, a, s->name);
	arena_free(&scratch);
	return c.failed ? ERR_CONFIG : ERR_OK;
}

enum err
compile_page(struct arena *a, const struct views *views, xmlDoc *doc, const char *name,
    xml_complain_fn *fn, void *ctx, struct view **out)
{
	struct start s = { views, xml_root(doc), false, VIEW_HTML, name };

	return compile(a, &s, fn, ctx, out);
}

enum err
view_compile(struct arena *a, xmlDoc *doc, enum view_kind kind, const char *name,
    xml_complain_fn *fn, void *ctx, struct view **out)
{
	struct start s = { NULL, xml_root(doc), false, kind, name };

	return compile(a, &s, fn, ctx, out);
}

enum err
view_compile_inside(struct arena *a, xmlNode *box, enum view_kind kind, const char *name,
    xml_complain_fn *fn, void *ctx, struct view **out)
{
	struct start s = { NULL, box, true, kind, name };

	return compile(a, &s, fn, ctx, out);
}

/* form_load, and looking things up in a form. */
#include "form/form.h"

#include "form/private.h"

static size_t
count_elements(xmlNode *n)
{
	size_t k = 1;

	for (xmlNode *c = xml_first(n); c != NULL; c = xml_next(c))
		k += count_elements(c);
	return k;
}

static void
make_room(struct load *l, size_t size)
{
	l->size = size;
	l->item = arena_alloc(l->a, size * sizeof(struct form_item *));
	l->node = arena_alloc(l->a, size * sizeof(xmlNode *));
	l->state = arena_alloc(l->a, size);
	l->form->item = (const struct form_item *const *)l->item;
}

static void
load_head(struct load *l, xmlNode *root)
{
	xmlNode *title = xml_child(root, "title");

	l->form->id = xml_attr(root, "id");
	load_attrs(l, root, " id ");
	l->form->title = title != NULL ? xml_text(l->a, title) : STR_NONE;
	if (!xml_is(root, "form") || !xml_in(root, FORM_NS))
		load_bad(l, root, "the root must be form, in the namespace %s", FORM_NS);
	if (l->form->id.n == 0 || xmlValidateNCName((const xmlChar *)l->form->id.p, 0) != 0)
		load_bad(l, root, "the form needs an id that is a name, as in id=\"barnehageplass\"");
	if (l->form->title.n == 0)
		load_bad(l, root, "the form needs a <title>");
}

enum err
form_load(struct arena *a, xmlDoc *doc, const struct form_messages *messages,
    const struct form_files *files, xml_complain_fn *complain, void *complain_ctx,
    const struct form **out)
{
	struct form *f = ARENA_NEW(a, struct form);
	struct load l = { .a = a, .form = f, .files = files, .complain = complain,
	    .ctx = complain_ctx };
	xmlNode *root = xml_root(doc);

	f->magic = FORM_MAGIC;
	f->messages = messages;
	f->more = ARENA_NEW(a, struct form_more);
	xml_keep(a, doc);
	load_head(&l, root);
	if (l.bad && !xml_in(root, FORM_NS))
		return ERR_CONFIG;	/* nothing in it would be known */
	include_expand(&l, root);
	make_room(&l, count_elements(root));
	load_lists(&l, root);
	load_items(&l, root);
	f->nitems = l.n;
	if (l.bad)
		return ERR_CONFIG;	/* expressions would only complain of what is missing */
	load_rules(&l);
	if (l.bad)
		return ERR_CONFIG;
	f->plan = plan_make(a, f, complain, complain_ctx);
	if (f->plan == NULL)
		return ERR_CONFIG;
	*out = f;
	return ERR_OK;
}

const struct form_item *
form_page(const struct form *f, struct str id)
{
	CHECK_OBJ(f, FORM_MAGIC);
	for (const struct form_item *p = f->pages; p != NULL; p = p->next)
		if (str_eq(p->name, id))
			return p;
	return NULL;
}

const struct form_item *
form_find(const struct form *f, struct str path)
{
	const struct form_item *it = NULL;

	CHECK_OBJ(f, FORM_MAGIC);
	while (path.n > 0) {
		it = item_in(f, it, str_cut(&path, '/'));
		if (it == NULL)
			return NULL;
	}
	return it;
}

bool
form_is_question(const struct form_item *it)
{
	return it->kind >= FORM_TEXT && it->kind <= FORM_MAP && it->type != FORM_REF;
}

bool
options_known(const struct form_item *it, const struct form_world *w, struct form_options *out)
{
	const struct form_options *o = &it->list->options;

	if (it->list->source.n > 0)
		o = w->list != NULL ? w->list(w->ctx, it->list) : NULL;
	if (o == NULL)
		return false;
	*out = *o;
	return true;
}

struct form_options
form_options(const struct form_item *it, const struct form_world *w)
{
	struct form_options o;

	return it->list != NULL && options_known(it, w, &o) ? o : (struct form_options){ .n = 0 };
}

static bool
fixed(const struct expr *x)
{
	static const char *const looks[] = { "today", "now", "index", "register", "complete",
	    "fact", "checklist", "inspection", "hearing" };

	for (size_t i = 0; x->op == OP_CALL && i < sizeof looks / sizeof *looks; i++)
		if (str_eq_z(x->s, looks[i]))
			return false;
	for (size_t i = 0; i < x->n; i++)
		if (!fixed(x->arg[i]))
			return false;
	return x->op != OP_REF;
}

bool
form_expr_fixed(const struct form_expr *x)
{
	return fixed(x->top);
}

static const struct form_item *
address_in(const struct expr *x)
{
	const struct form_item *it = x->op == OP_REF ? x->ref->step[x->ref->nsteps - 1] : NULL;
	bool counts = x->op == OP_CALL && (x->fn->fn == f_length || x->fn->fn == f_count ||
	    x->fn->fn == f_non_empty);

	if (it != NULL && it->masked.p == NULL)
		return it->calculate != NULL ? address_in(it->calculate->top) : NULL;
	for (size_t i = 0; it == NULL && i < x->n && !counts && x->type != V_BOOL; i++)
		it = address_in(x->arg[i]);
	return it;
}

const struct form_item *
form_expr_address(const struct form_expr *x)
{
	return address_in(x->top);
}

static enum err
compile_as(struct compile *c, const struct form_expr **out)
{
	const struct form_expr *x;

	CHECK_OBJ(c->form, FORM_MAGIC);
	CHECK(c->context == NULL || c->context->group == NULL);
	x = compile_expr(c);
	if (x == NULL)
		return ERR_CONFIG;
	*out = x;
	return ERR_OK;
}

enum err
form_expr_compile(struct arena *a, const struct form *f, const struct form_item *context,
    struct str text, int line, xml_complain_fn *complain, void *ctx, const struct form_expr **out)
{
	struct compile c = { .a = a, .form = f, .context = context, .text = str_dup(a, text),
	    .where = "cond",
		.line = line, .complain = complain, .ctx = ctx, .flow = true };

	return compile_as(&c, out);
}

enum err
form_expr_compile_attr(struct arena *a, const struct form *f, const char *attr, struct str text,
    int line, xml_complain_fn *complain, void *ctx, const struct form_expr **out)
{
	struct compile c = { .a = a, .form = f, .text = str_dup(a, text), .where = attr,
	    .line = line, .complain = complain, .ctx = ctx, .flow = true };

	return compile_as(&c, out);
}

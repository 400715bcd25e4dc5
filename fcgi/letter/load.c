/* load.c - a template becomes a document with slots: the same elements, holes for the values */
#include "letter/load.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#include "base/arena.h"

void
load_wrong(struct load *l, const xmlNode *at, const char *fmt, ...)
{
	char message[512];
	int head = 0;
	va_list ap;

	l->bad = true;
	if (l->complain == NULL)
		return;
	if (l->part != NULL)
		head = snprintf(message, sizeof message, "shared/letters/%.64s.xml: ", l->part);
	va_start(ap, fmt);
	vsnprintf(message + head, sizeof message - (size_t)head, fmt, ap);
	va_end(ap);
	l->complain(l->complain_ctx, at != NULL ? xml_line(at) : 0, message);
}

xmlNode *
load_element(xmlNode *into, xmlNs *ns, const char *name)
{
	xmlNode *n = xmlNewChild(into, ns, BAD_CAST name, NULL);

	CHECK(n != NULL);
	return n;
}

void
load_attr(struct arena *a, xmlNode *n, const char *name, struct str value)
{
	xmlNewProp(n, BAD_CAST name, BAD_CAST str_z(a, value));
}

bool
load_name_ok(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!islower((unsigned char)name.p[i]) && !isdigit((unsigned char)name.p[i]) &&
		    name.p[i] != '-')
			return false;
	return name.n > 0 && name.n <= 64;
}

static void
keep_whens(struct arena *process, const struct load *l, struct letter *letter)
{
	letter->whens = arena_alloc(process, l->nwhens * sizeof *letter->whens);
	for (const struct when *w = l->whens; w != NULL; w = w->next) {
		struct letter_when *k = &letter->whens[letter->nwhens++];

		*k = w->w;
		k->part = k->part != NULL ? str_z(process, str_from_z(k->part)) : NULL;
		k->value = str_dup(process, k->value);
		k->word = str_dup(process, k->word);
	}
}

static void
keep_needs(struct arena *process, const struct load *l, struct letter *letter)
{
	for (const struct letter_need *n = l->needs; n != NULL; n = n->next) {
		struct letter_need *k = ARENA_NEW(process, struct letter_need);

		*k = (struct letter_need){ letter->needs, n->duties, str_dup(process, n->value) };
		letter->needs = k;
	}
}

static bool
read_kind(struct str s, enum letter_kind *out)
{
	static const char *const names[] = { "receipt", "decision", "info" };

	for (unsigned i = 0; i < 3; i++)
		if (str_eq_z(s, names[i])) {
			*out = (enum letter_kind)i;
			return true;
		}
	return false;
}

static void
check_root(struct load *l, xmlNode *root, enum letter_kind *kind)
{
	xmlNode *first = xml_first(root);

	load_check_attrs(l, letter_word("letter"), root);
	if (!load_name_ok(xml_attr(root, "id")))
		load_wrong(l, root, "letter needs an id of small letters, digits and hyphens");
	if (!read_kind(xml_attr(root, "kind"), kind))
		load_wrong(l, root, "letter needs kind=\"receipt\", \"decision\" or \"info\"");
	if (first == NULL || !xml_is(first, "title"))
		load_wrong(l, root, "a letter begins with <title>");
	for (xmlNode *n = first != NULL ? xml_next(first) : NULL; n != NULL; n = xml_next(n))
		if (xml_is(n, "title"))
			load_wrong(l, n, "a letter has one <title>");
}

static void
check_duties(struct load *l, xmlNode *root, const xmlNode *made)
{
	struct str rest = l->outcomes;

	while (rest.n > 0) {
		struct str outcome = str_cut(&rest, ' ');
		unsigned mask = letter_covered(l->a, made, outcome);

		if (mask != LETTER_ALL)
			load_wrong(l, root, "when outcome is '" STR_FMT
			    "' this decision does not say %s", STR_ARG(outcome),
			    letter_missing(l->a, mask));
	}
}

static void
free_doc(void *p)
{
	xmlFreeDoc(p);
}

static xmlDoc *
slot_doc(struct load *l, xmlNode *from)
{
	xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
	xmlNode *root = xmlNewNode(NULL, BAD_CAST "letter");
	struct str said = xml_attr(from, "lang"),
	    lang = said.n > 0 ? said : lang_code(xml_lang(from->doc));
	struct spot s = { IN_LETTER, NULL, root };

	CHECK(doc != NULL && root != NULL);
	arena_defer(l->a, free_doc, doc);
	xmlDocSetRootElement(doc, root);
	l->ns = xmlNewNs(root, BAD_CAST LETTER_NS, NULL);
	l->slot = xmlNewNs(root, BAD_CAST SLOT_NS, BAD_CAST "s");
	xmlSetNs(root, l->ns);
	load_attr(l->a, root, "id", xml_attr(from, "id"));
	load_attr(l->a, root, "kind", xml_attr(from, "kind"));
	load_attr(l->a, root, "lang", lang);
	load_copy(l, s, from);
	return doc;
}

static enum err
load(struct arena *process, struct load *l, xmlDoc *doc, struct letter **out)
{
	xmlNode *root = xml_root(doc);
	enum letter_kind kind = LETTER_INFO;
	struct letter *letter;
	xmlDoc *made;

	if (!xml_in(root, LETTER_NS) || !xml_is(root, "letter")) {
		load_wrong(l, root, "the root is not <letter xmlns=\"" LETTER_NS "\">");
		return ERR_CONFIG;
	}
	check_root(l, root, &kind);
	made = slot_doc(l, root);
	if (kind == LETTER_DECISION && !l->bad)
		check_duties(l, root, xml_root(made));
	if (l->bad)
		return ERR_CONFIG;
	letter = ARENA_NEW(process, struct letter);
	letter->magic = LETTER_MAGIC;
	letter->kind = kind;
	letter->id = str_z(process, xml_attr(root, "id"));
	letter->names_files = l->names_files;
	keep_whens(process, l, letter);
	keep_needs(process, l, letter);
	TRY(view_compile(process, made, VIEW_XML, letter->id, l->complain, l->complain_ctx,
	    &letter->view));
	*out = letter;
	return ERR_OK;
}

enum err
letter_load(struct arena *process, xmlDoc *doc, letter_part_fn *parts, void *parts_ctx,
    const struct form *form, struct str outcomes, xml_complain_fn *complain, void *complain_ctx,
    struct letter **out)
{
	struct load l = { .a = arena_new(4 * 1024 * 1024), .parts = parts, .parts_ctx = parts_ctx,
		.form = form, .outcomes = outcomes, .complain = complain,
		.complain_ctx = complain_ctx };
	enum err e;

	l.last_when = &l.whens;
	e = load(process, &l, doc, out);
	arena_free(&l.a);
	return e;
}

xmlDoc *
letter_part_from_dir(void *ctx, const char *name)
{
	const struct letter_dir *d = ctx;
	const char *path = str_z(d->a, str_fmt(d->a, "%s/%s.xml", d->path, name));
	xmlDoc *doc = NULL;

	return xml_parse_file(d->a, path, d->complain, d->ctx, &doc) == ERR_OK ? doc : NULL;
}

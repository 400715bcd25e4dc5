/* A template becomes a document with slots: the same elements, with holes where the values go. */
#include "letter/private.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/suggest.h"

#define PARTS_DEEP	8

struct load {
	struct arena	*a;		/* the call's own */
	letter_part_fn	*parts;
	void		*parts_ctx;
	const struct form *form;	/* whose answers it speaks of; may be NULL */
	struct str	 outcomes;
	xml_complain_fn	*complain;
	void		*complain_ctx;
	const char	*part;		/* being read; NULL in the letter itself */
	const char	*as;		/* what its blocks are: reference, answers, signature */
	int		 depth;
	bool		 bad;
	xmlNs		*ns, *slot;
	struct when	*whens, **last_when;
	size_t		 nwhens;
	const struct letter_need *needs;
	bool		 names_files;	/* outside whens */
	int		 maybe;		/* whens and eaches that are open */
	unsigned	 duties;	/* of the element being copied, outside whens and eaches */
};

struct when {
	struct when	*next;
	struct letter_when w;
};

/* Where we are: what the open element holds, which lists are open, where copies go. */
struct spot {
	enum letter_place holds;
	const struct letter_scope *scope;
	xmlNode		*into;
};

static void copy_children(struct load *, struct spot, const xmlNode *from);

__attribute__((format(printf, 3, 4)))
static void
wrong(struct load *l, const xmlNode *at, const char *fmt, ...)
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

static xmlNode *
put_element(xmlNode *into, xmlNs *ns, const char *name)
{
	xmlNode *n = xmlNewChild(into, ns, BAD_CAST name, NULL);

	CHECK(n != NULL);
	return n;
}

static void
put_attr(struct arena *a, xmlNode *n, const char *name, struct str value)
{
	xmlNewProp(n, BAD_CAST name, BAD_CAST str_z(a, value));
}

#define OUTCOME	"outcome"
#define NEEDED	"complaint."	/* a right is said without a telephone number, not without
				   these */

/* What it can be, the service says. */
static const struct letter_value *
outcome_value(struct load *l, const struct letter_value *v)
{
	struct letter_value *of_service = ARENA_NEW(l->a, struct letter_value);

	*of_service = *v;
	of_service->domain = str_z(l->a, l->outcomes);
	return of_service;
}

static const struct letter_value *
known_value(struct load *l, const struct spot *s, const xmlNode *n, const char *attr)
{
	struct str name = xml_attr(n, attr);
	const struct letter_value *v = letter_value(s->scope, name);
	const char *why;

	if (str_starts(name, STR(LETTER_ANSWER))) {
		v = letter_question(l->a, l->form, name, &why);
		if (v == NULL)
			wrong(l, n, "%s", why);
	} else if (v == NULL) {
		wrong(l, n, "there is no value '" STR_FMT "' here%s", STR_ARG(name),
		    letter_value_like(l->a, s->scope, name));
	} else if (strcmp(v->name, OUTCOME) == 0) {
		v = outcome_value(l, v);
	}
	return v;
}

static void
note_need(struct load *l, struct str value)
{
	struct letter_need *need = ARENA_NEW(l->a, struct letter_need);

	*need = (struct letter_need){ l->needs, l->duties, value };
	l->needs = need;
}

/* What stands in a when or an each may be absent: the duty is met by what is around it. */
static void
copy_maybe(struct load *l, struct spot s, const xmlNode *from)
{
	unsigned duties = l->duties;

	l->duties = 0;
	l->maybe++;
	copy_children(l, s, from);
	l->maybe--;
	l->duties = duties;
}

static void
copy_value(struct load *l, struct spot s, const xmlNode *n)
{
	const struct letter_value *v = known_value(l, &s, n, "of");

	if (v == NULL)
		return;
	if (v->kind == VALUE_LIST) {
		wrong(l, n, "'%s' is a list: use each", v->name);
		return;
	}
	put_attr(l->a, put_element(s.into, l->slot, "text"), "name", str_from_z(v->name));
	if (l->duties != 0 && str_starts(str_from_z(v->name), STR(NEEDED)))
		note_need(l, str_from_z(v->name));
}

static void
copy_each(struct load *l, struct spot s, const xmlNode *n)
{
	const struct letter_value *v = known_value(l, &s, n, "of");
	struct letter_scope inner;

	if (v == NULL)
		return;
	if (v->kind != VALUE_LIST) {
		wrong(l, n, "'%s' is not a list: use value", v->name);
		return;
	}
	if (strcmp(v->name, LETTER_FILES) == 0 && l->maybe == 0)
		l->names_files = true;
	inner = (struct letter_scope){ str_from_z(v->name), s.scope };
	s.scope = &inner;
	s.into = put_element(s.into, l->slot, "each");
	put_attr(l->a, s.into, "name", inner.list);
	copy_maybe(l, s, n);
}

static void
note_when(struct load *l, const xmlNode *n, struct str value, struct str word, bool turned)
{
	struct when *w = ARENA_NEW(l->a, struct when);

	w->w = (struct letter_when){ l->part, xml_line(n), value, word, turned };
	*l->last_when = w;
	l->last_when = &w->next;
	l->nwhens++;
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

static void
check_word(struct load *l, const xmlNode *n, const struct letter_value *v, struct str word)
{
	const char *never = v->item != NULL ? letter_question_is(l->a, v, word) : NULL;

	if (v->domain[0] != '\0' && !letter_domain_has(v->domain, word))
		wrong(l, n, "'%s' is never '" STR_FMT "', but one of: %s", v->name, STR_ARG(word),
		    v->domain);
	else if (never != NULL)
		wrong(l, n, "%s", never);
}

/* The slot that a when asks of, and what it shall hold; no *word: that there is something. */
static struct str
asked_slot(struct load *l, const struct letter_value *v, struct str *word)
{
	struct str value = STR_NONE;

	if (v->item == NULL)
		return str_from_z(v->name);
	if (v->item->type == FORM_VALUES) {
		value = *word;
		*word = STR_NONE;
	}
	return letter_kept_name(l->a, v->item, value);
}

static void
copy_when(struct load *l, struct spot s, const xmlNode *n)
{
	const struct letter_value *v = known_value(l, &s, n, "value");
	struct str is = xml_attr(n, "is"), unless = xml_attr(n, "not");
	struct str word = is.p != NULL ? is : unless, slot;
	bool turned = unless.n > 0 || (is.p != NULL && is.n == 0);
	int heads;

	if (v == NULL)
		return;
	heads = strcmp(v->name, LETTER_FILES) == 0 && !turned;	/* so when there are any */
	if (is.p != NULL && unless.p != NULL)
		wrong(l, n, "is and not cannot stand together");
	else if (word.n > 0)
		check_word(l, n, v, word);
	slot = asked_slot(l, v, &word);
	s.into = put_element(s.into, l->slot, "if");
	put_attr(l->a, s.into, turned ? "not" : "test", slot);
	if (word.n > 0)
		put_attr(l->a, s.into, "is", word);
	note_when(l, n, xml_attr(n, "value"), is.p != NULL ? is : unless, turned);
	l->maybe -= heads;
	copy_maybe(l, s, n);
	l->maybe += heads;
}

static bool
part_name_ok(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!islower((unsigned char)name.p[i]) && !isdigit((unsigned char)name.p[i]) &&
		    name.p[i] != '-')
			return false;
	return name.n > 0 && name.n <= 64;
}

static void
copy_part(struct load *l, struct spot s, const xmlNode *n)
{
	struct str name = xml_is(n, "part") ? xml_attr(n, "name") :
	    str_from_z((const char *)n->name);
	const char *name_z = str_z(l->a, name), *outer = l->part, *outer_as = l->as;
	xmlDoc *doc = NULL;

	if (part_name_ok(name) && l->parts != NULL)
		doc = l->parts(l->parts_ctx, name_z);
	if (doc == NULL) {
		wrong(l, n, "there is no part '%s'; it would be shared/letters/%s.xml", name_z,
		    name_z);
		return;
	}
	if (l->depth == PARTS_DEEP) {
		wrong(l, n, "part '%s' holds itself, or parts stand too deep", name_z);
		return;
	}
	l->part = name_z;
	l->as = xml_is(n, "part") ? l->as : name_z;
	l->depth++;
	if (xml_in(xml_root(doc), LETTER_NS) && xml_is(xml_root(doc), "part"))
		copy_children(l, s, xml_root(doc));
	else
		wrong(l, xml_root(doc), "the root is not <part xmlns=\"" LETTER_NS "\">");
	l->depth--;
	l->part = outer;
	l->as = outer_as;
}

static void
check_attrs(struct load *l, const struct letter_word *w, const xmlNode *n)
{
	struct str bad;
	unsigned mask;

	for (const xmlAttr *at = n->properties; at != NULL; at = at->next) {
		const char *padded = str_z(l->a, str_fmt(l->a, " %s ", (const char *)at->name));

		if (at->ns != NULL && xmlStrEqual(at->ns->href, XML_XML_NAMESPACE))
			continue;
		if (at->ns != NULL || strstr(w->attrs, padded) == NULL)
			wrong(l, n, "<%s> has no attribute '%s'%s", w->name,
			    (const char *)at->name, suggest_say(l->a, suggest_word(
			    str_from_z((const char *)at->name), str_from_z(w->attrs))));
	}
	if (!letter_covers_read(xml_attr(n, "covers"), &mask, &bad))
		wrong(l, n, "covers: '" STR_FMT
		    "' is not reasons, complaint, deadline, body or access", STR_ARG(bad));
}

static size_t
count_children(const xmlNode *n, const char *name)
{
	size_t k = 0;

	for (const xmlNode *c = n->children; c != NULL; c = c->next)
		k += c->type == XML_ELEMENT_NODE && xml_is(c, name);
	return k;
}

/* A row of a table may stand in an each or a when. */
static void
check_rows(struct load *l, const xmlNode *n, size_t columns)
{
	for (const xmlNode *c = n->children; c != NULL; c = c->next) {
		if (c->type != XML_ELEMENT_NODE || xml_is(c, "columns"))
			continue;
		if (!xml_is(c, "row"))
			check_rows(l, c, columns);
		else if (count_children(c, "cell") != columns)
			wrong(l, c, "a row has a <cell> for each <column>: %zu of them", columns);
	}
}

static void
check_block(struct load *l, const xmlNode *n)
{
	struct str level = xml_attr(n, "level"), align = xml_attr(n, "align");
	const xmlNode *columns = n->children;

	if (level.p != NULL && !str_eq_z(level, "2"))
		wrong(l, n, "level is 2, or is left out");
	if (align.p != NULL && !str_eq_z(align, "end"))
		wrong(l, n, "align is end, or is left out");
	if (!xml_is(n, "table"))
		return;
	while (columns != NULL && columns->type != XML_ELEMENT_NODE)
		columns = columns->next;
	if (columns == NULL || !xml_is(columns, "columns") || count_children(n, "columns") != 1 ||
	    count_children(columns, "column") == 0)
		wrong(l, n, "a table begins with <columns>, and each has a <column>");
	else
		check_rows(l, n, count_children(columns, "column"));
}

static void
copy_plain(struct load *l, struct spot s, const xmlNode *n, const struct letter_word *w)
{
	struct str bad;
	unsigned around = l->duties, mine = 0;

	s.into = put_element(s.into, l->ns, w->name);
	s.holds = w->holds;
	(void)letter_covers_read(xml_attr(n, "covers"), &mine, &bad);
	for (const xmlAttr *at = n->properties; at != NULL; at = at->next)
		if (at->ns == NULL)
			put_attr(l->a, s.into, (const char *)at->name,
			    xml_attr(n, (const char *)at->name));
	if (l->as != NULL && w->in == IN_BLOCKS)
		put_attr(l->a, s.into, "as", str_from_z(l->as));
	l->duties |= mine;
	if (xml_is_nb(n))
		xmlNodeSetLang(s.into, BAD_CAST lang_code(LANG_NB).p);
	copy_children(l, s, n);
	l->duties = around;
}

static void
put_value(struct load *l, xmlNode *into, const char *attr, const char *name)
{
	if (attr != NULL) {
		into = put_element(into, l->slot, "attr");
		put_attr(l->a, into, "name", str_from_z(attr));
	}
	put_attr(l->a, put_element(into, l->slot, "text"), "name", str_from_z(name));
}

/* An element for each of a list, with its own values as attributes and perhaps its text. */
static void
put_each(struct load *l, xmlNode *into, const char *list, const char *name,
    const char *const *attrs, const char *text)
{
	xmlNode *each = put_element(into, l->slot, "each"), *n;

	put_attr(l->a, each, "name", str_from_z(list));
	n = put_element(each, l->ns, name);
	for (; *attrs != NULL; attrs++)
		put_value(l, n, *attrs, *attrs);
	if (text != NULL)
		put_value(l, n, NULL, text);
}

/* The picture that picture_put made. */
static void
copy_map(struct load *l, struct spot s, const xmlNode *n)
{
	const struct letter_value *v = known_value(l, &s, n, "of");
	xmlNode *with, *map;

	if (v == NULL)
		return;
	if (v->item == NULL || v->item->kind != FORM_MAP) {
		wrong(l, n, "'%s' is not drawn on a map: use value", v->name);
		return;
	}
	with = put_element(s.into, l->slot, "with");
	put_attr(l->a, with, "name", str_fmt(l->a, LETTER_MAP STR_FMT, STR_ARG(v->item->name)));
	map = put_element(with, l->ns, "map");
	put_value(l, map, "scale", "scale");
	put_value(l, map, "wide", "scale_wide");
	put_value(l, put_element(map, l->ns, "alt"), NULL, "alt");
	put_value(l, put_element(map, l->ns, "points"), NULL, "points");
	put_each(l, map, "strokes", "stroke", (const char *const[]){ "layer", "d", NULL }, NULL);
	put_each(l, map, "names", "name", (const char *const[]){ "x", "y", NULL }, "text");
}

/* A title stands in IN_LETTER only; blocks stand there too, and rows in a table. */
static bool
may_stand(const struct letter_word *w, enum letter_place holds)
{
	return w->in == IN_SAME || w->in == holds || (holds == IN_LETTER && w->in == IN_BLOCKS) ||
	    (holds == IN_TABLE && w->in == IN_ROWS);
}

static void
copy_element(struct load *l, struct spot s, const xmlNode *n)
{
	const char *name = (const char *)n->name;
	const struct letter_word *w = xml_in(n, LETTER_NS) ? letter_word(name) : NULL;

	if (w == NULL || !may_stand(w, s.holds)) {
		wrong(l, n, "<%s> cannot stand in <%s>%s", name, (const char *)n->parent->name,
		    letter_word_like(l->a, name));
		return;
	}
	check_attrs(l, w, n);
	check_block(l, n);
	if (strcmp(name, "value") == 0)
		copy_value(l, s, n);
	else if (strcmp(name, "map") == 0)
		copy_map(l, s, n);
	else if (strcmp(name, "each") == 0)
		copy_each(l, s, n);
	else if (strcmp(name, "when") == 0)
		copy_when(l, s, n);
	else if (w->in == IN_BLOCKS && w->holds == IN_NOTHING)
		copy_part(l, s, n);
	else
		copy_plain(l, s, n, w);
}

/* Runs of blanks become one space: a line break in a finished letter was typed by somebody. */
static void
copy_text(struct load *l, struct spot s, const xmlNode *n)
{
	struct buf b = buf_new(l->a, 128);
	bool gap = false;

	for (const char *c = (const char *)n->content; *c != '\0'; c++) {
		bool blank = strchr(" \t\r\n", *c) != NULL;

		if (!blank || !gap)
			buf_add_char(&b, blank ? ' ' : *c);
		gap = blank;
	}
	if (s.holds == IN_TEXT)
		xmlAddChild(s.into, xmlNewText(BAD_CAST str_z(l->a, buf_str(&b))));
	else if (str_trim(buf_str(&b)).n > 0)
		wrong(l, n->parent, "text cannot stand right in <%s>",
		    (const char *)n->parent->name);
}

static void
copy_children(struct load *l, struct spot s, const xmlNode *from)
{
	for (const xmlNode *c = from->children; c != NULL; c = c->next) {
		if (c->type == XML_ELEMENT_NODE)
			copy_element(l, s, c);
		else if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE)
			copy_text(l, s, c);
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

	check_attrs(l, letter_word("letter"), root);
	if (!part_name_ok(xml_attr(root, "id")))
		wrong(l, root, "letter needs an id of small letters, digits and hyphens");
	if (!read_kind(xml_attr(root, "kind"), kind))
		wrong(l, root, "letter needs kind=\"receipt\", \"decision\" or \"info\"");
	if (first == NULL || !xml_is(first, "title"))
		wrong(l, root, "a letter begins with <title>");
	for (xmlNode *n = first != NULL ? xml_next(first) : NULL; n != NULL; n = xml_next(n))
		if (xml_is(n, "title"))
			wrong(l, n, "a letter has one <title>");
}

static void
check_duties(struct load *l, xmlNode *root, const xmlNode *made)
{
	struct str rest = l->outcomes;

	while (rest.n > 0) {
		struct str outcome = str_cut(&rest, ' ');
		unsigned mask = letter_covered(l->a, made, outcome);

		if (mask != LETTER_ALL)
			wrong(l, root, "when outcome is '" STR_FMT
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
	put_attr(l->a, root, "id", xml_attr(from, "id"));
	put_attr(l->a, root, "kind", xml_attr(from, "kind"));
	put_attr(l->a, root, "lang", lang);
	copy_children(l, s, from);
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
		wrong(l, root, "the root is not <letter xmlns=\"" LETTER_NS "\">");
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

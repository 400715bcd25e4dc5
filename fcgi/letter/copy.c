/* copy.c - an element of a template, and what it becomes in the document */
#include "letter/load.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

#define PARTS_DEEP	8
#define OUTCOME	"outcome"
#define NEEDED	"complaint."	/* a right is said without a telephone number, not without
				   these */
#define LAST_DAY "missing.answer_by"	/* nobody can be asked to answer by no day */

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
			load_wrong(l, n, "%s", why);
	} else if (v == NULL) {
		load_wrong(l, n, "there is no value '" STR_FMT "' here%s", STR_ARG(name),
		    letter_value_like(l->a, s->scope, name));
	} else if (strcmp(v->name, OUTCOME) == 0) {
		v = outcome_value(l, v);
	}
	return v;
}

static void
note_need(struct load *l, unsigned duties, struct str value)
{
	struct letter_need *need = ARENA_NEW(l->a, struct letter_need);

	*need = (struct letter_need){ l->needs, duties, value };
	l->needs = need;
}

/* What stands in a when or an each may be absent: the duty is met by what is around it. */
static void
copy_maybe(struct load *l, struct spot s, const xmlNode *from)
{
	unsigned duties = l->duties;

	l->duties = 0;
	l->maybe++;
	load_copy(l, s, from);
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
		load_wrong(l, n, "'%s' is a list: use each", v->name);
		return;
	}
	load_attr(l->a, load_element(s.into, l->slot, "text"), "name", str_from_z(v->name));
	if (l->duties != 0 && str_starts(str_from_z(v->name), STR(NEEDED)))
		note_need(l, l->duties, str_from_z(v->name));
	if (l->maybe == 0 && strcmp(v->name, LAST_DAY) == 0)
		note_need(l, 0, str_from_z(v->name));
}

static void
copy_each(struct load *l, struct spot s, const xmlNode *n)
{
	const struct letter_value *v = known_value(l, &s, n, "of");
	struct letter_scope inner;

	if (v == NULL)
		return;
	if (v->kind != VALUE_LIST) {
		load_wrong(l, n, "'%s' is not a list: use value", v->name);
		return;
	}
	if (strcmp(v->name, LETTER_FILES) == 0 && l->maybe == 0)
		l->names_files = true;
	inner = (struct letter_scope){ str_from_z(v->name), s.scope };
	s.scope = &inner;
	s.into = load_element(s.into, l->slot, "each");
	load_attr(l->a, s.into, "name", inner.list);
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
check_word(struct load *l, const xmlNode *n, const struct letter_value *v, struct str word)
{
	const char *never = v->item != NULL ? letter_question_is(l->a, v, word) : NULL;

	if (v->domain[0] != '\0' && !letter_domain_has(v->domain, word))
		load_wrong(l, n, "'%s' is never '" STR_FMT "', but one of: %s", v->name,
		    STR_ARG(word), v->domain);
	else if (never != NULL)
		load_wrong(l, n, "%s", never);
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
		load_wrong(l, n, "is and not cannot stand together");
	else if (word.n > 0)
		check_word(l, n, v, word);
	slot = asked_slot(l, v, &word);
	s.into = load_element(s.into, l->slot, "if");
	load_attr(l->a, s.into, turned ? "not" : "test", slot);
	if (word.n > 0)
		load_attr(l->a, s.into, "is", word);
	note_when(l, n, xml_attr(n, "value"), is.p != NULL ? is : unless, turned);
	l->maybe -= heads;
	copy_maybe(l, s, n);
	l->maybe += heads;
}

static void
copy_part(struct load *l, struct spot s, const xmlNode *n)
{
	struct str name = xml_is(n, "part") ? xml_attr(n, "name") :
	    str_from_z((const char *)n->name);
	const char *name_z = str_z(l->a, name), *outer = l->part, *outer_as = l->as;
	xmlDoc *doc = NULL;

	if (load_name_ok(name) && l->parts != NULL)
		doc = l->parts(l->parts_ctx, name_z);
	if (doc == NULL) {
		load_wrong(l, n, "there is no part '%s'; it would be shared/letters/%s.xml", name_z,
		    name_z);
		return;
	}
	if (l->depth == PARTS_DEEP) {
		load_wrong(l, n, "part '%s' holds itself, or parts stand too deep", name_z);
		return;
	}
	l->part = name_z;
	l->as = xml_is(n, "part") ? l->as : name_z;
	l->depth++;
	if (xml_in(xml_root(doc), LETTER_NS) && xml_is(xml_root(doc), "part"))
		load_copy(l, s, xml_root(doc));
	else
		load_wrong(l, xml_root(doc), "the root is not <part xmlns=\"" LETTER_NS "\">");
	l->depth--;
	l->part = outer;
	l->as = outer_as;
}

static void
copy_plain(struct load *l, struct spot s, const xmlNode *n, const struct letter_word *w)
{
	struct str bad;
	unsigned around = l->duties, mine = 0;

	s.into = load_element(s.into, l->ns, w->name);
	s.holds = w->holds;
	(void)letter_covers_read(xml_attr(n, "covers"), &mine, &bad);
	for (const xmlAttr *at = n->properties; at != NULL; at = at->next)
		if (at->ns == NULL)
			load_attr(l->a, s.into, (const char *)at->name,
			    xml_attr(n, (const char *)at->name));
	if (l->as != NULL && w->in == IN_BLOCKS)
		load_attr(l->a, s.into, "as", str_from_z(l->as));
	l->duties |= mine;
	if (xml_is_nb(n))
		xmlNodeSetLang(s.into, BAD_CAST lang_code(LANG_NB).p);
	load_copy(l, s, n);
	l->duties = around;
}

static void
put_value(struct load *l, xmlNode *into, const char *attr, const char *name)
{
	if (attr != NULL) {
		into = load_element(into, l->slot, "attr");
		load_attr(l->a, into, "name", str_from_z(attr));
	}
	load_attr(l->a, load_element(into, l->slot, "text"), "name", str_from_z(name));
}

/* An element for each of a list, with its own values as attributes and perhaps its text. */
static void
put_each(struct load *l, xmlNode *into, const char *list, const char *name,
    const char *const *attrs, const char *text)
{
	xmlNode *each = load_element(into, l->slot, "each"), *n;

	load_attr(l->a, each, "name", str_from_z(list));
	n = load_element(each, l->ns, name);
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
		load_wrong(l, n, "'%s' is not drawn on a map: use value", v->name);
		return;
	}
	with = load_element(s.into, l->slot, "with");
	load_attr(l->a, with, "name", str_fmt(l->a, LETTER_MAP STR_FMT, STR_ARG(v->item->name)));
	map = load_element(with, l->ns, "map");
	put_value(l, map, "scale", "scale");
	put_value(l, map, "wide", "scale_wide");
	put_value(l, load_element(map, l->ns, "alt"), NULL, "alt");
	put_value(l, load_element(map, l->ns, "points"), NULL, "points");
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
		load_wrong(l, n, "<%s> cannot stand in <%s>%s", name, (const char *)n->parent->name,
		    letter_word_like(l->a, name));
		return;
	}
	load_check_attrs(l, w, n);
	load_check_block(l, n);
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
		load_wrong(l, n->parent, "text cannot stand right in <%s>",
		    (const char *)n->parent->name);
}

void
load_copy(struct load *l, struct spot s, const xmlNode *from)
{
	for (const xmlNode *c = from->children; c != NULL; c = c->next) {
		if (c->type == XML_ELEMENT_NODE)
			copy_element(l, s, c);
		else if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE)
			copy_text(l, s, c);
	}
}

/* A finished letter, walked block by block: for a page, and as plain text. */
#include "letter/private.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"

#define WIDTH	72

enum err
letter_parse(struct arena *a, struct str xml, xmlNode **out)
{
	xmlNode *root;
	xmlDoc *doc;

	if (xml_parse(a, xml, NULL, NULL, &doc) != ERR_OK)
		return log_err(ERR_INPUT, "letter-not-xml", "a finished letter does not parse");
	root = xml_root(doc);
	if (!xml_in(root, LETTER_NS) || !xml_is(root, "letter") || xml_child(root, "title") == NULL)
		return log_err(ERR_INPUT, "letter-not-one",
		    "no letter with a title in its namespace");
	xmlNodeSetLang(root, BAD_CAST str_z(a, xml_attr(root, "lang")));
	*out = root;
	return ERR_OK;
}

enum err
letter_title(struct arena *a, struct str xml, struct str *out)
{
	xmlNode *root;

	TRY(letter_parse(a, xml, &root));
	*out = lang_plain(a, xml_text(a, xml_child(root, "title")));
	return ERR_OK;
}

static struct vmap *
add_block(struct vmap *into, const char *flag, struct str text)
{
	struct vmap *b = vadd(into, "blocks");

	vset_flag(b, "heading", flag[0] == 'h');
	vset_flag(b, "below", flag[0] == 'b');
	vset_flag(b, "paragraph", flag[0] == 'p');
	vset_flag(b, "list", flag[0] == 'l');
	vset(b, "text", text);
	vlist(b, "items");
	vlist(b, "rows");
	vlist(b, "columns");
	vlist(b, "lines");
	return b;
}

/* The next line with something on it; false when there is none left. */
static bool
next_line(struct str *rest, struct str *out)
{
	while (rest->n > 0) {
		*out = str_trim(str_cut(rest, '\n'));
		if (out->n > 0)
			return true;
	}
	return false;
}

static struct str
cell(struct arena *a, xmlNode *row, const char *name)
{
	xmlNode *n = xml_child(row, name);

	return n != NULL ? xml_text(a, n) : STR("");
}

/* A row that has nothing to say is left out: a municipality without an address. */
static xmlNode *
filled(struct arena *a, xmlNode *row)
{
	while (row != NULL && xml_is(row, "row") && cell(a, row, "text").n == 0)
		row = xml_next(row);
	return row;
}

static bool
to_the_end(const xmlNode *column)
{
	return str_eq_z(xml_attr(column, "align"), "end");
}

static void
read_table(struct arena *a, xmlNode *table, struct vmap *into)
{
	xmlNode *first = xml_first(xml_first(table)), *column;
	struct vmap *b = add_block(into, "table", STR(""));

	for (column = first; column != NULL; column = xml_next(column)) {
		struct vmap *c = vadd(b, "columns");

		vset(c, "text", xml_text(a, column));
		vset_flag(c, "end", to_the_end(column));
	}
	for (xmlNode *r = xml_next(xml_first(table)); r != NULL; r = xml_next(r)) {
		struct vmap *line = vadd(b, "lines");

		vlist(line, "cells");
		column = first;
		for (xmlNode *i = xml_first(r); i != NULL && column != NULL; i = xml_next(i)) {
			struct vmap *c = vadd(line, "cells");

			vset(c, "text", xml_text(a, i));
			vset_flag(c, "first", column == first);
			vset_flag(c, "end", to_the_end(column));
			column = xml_next(column);
		}
	}
}

static bool
has_rows(xmlNode *table)
{
	return xml_is(table, "table") && xml_next(xml_first(table)) != NULL;
}

/* One below a heading; where there is none above it, it is a heading like another. */
static bool
is_below(xmlNode *h)
{
	if (!str_eq_z(xml_attr(h, "level"), "2"))
		return false;
	for (const xmlNode *n = h->prev; n != NULL; n = n->prev)
		if (n->type == XML_ELEMENT_NODE && xml_is(n, "h"))
			return true;
	return false;
}

static void
read_block(struct arena *a, xmlNode *n, struct vmap *into)
{
	struct str rest, line;
	struct vmap *b;

	if (xml_is(n, "h")) {
		add_block(into, is_below(n) ? "below" : "heading", xml_text(a, n));
	} else if (has_rows(n)) {
		read_table(a, n, into);
	} else if (xml_is(n, "map")) {
		picture_read(a, n, add_block(into, "map", STR("")));
	} else if (xml_is(n, "p")) {
		for (rest = xml_text_raw(a, n); next_line(&rest, &line);)
			add_block(into, "paragraph", xml_is_nb(n) ? lang_nb(a, line) : line);
	} else if (xml_is(n, "list") && xml_first(n) != NULL) {
		b = add_block(into, "list", STR(""));
		for (xmlNode *i = xml_first(n); i != NULL; i = xml_next(i))
			vset(vadd(b, "items"), "text", xml_text(a, i));
	} else if (xml_is(n, "rows") && filled(a, xml_first(n)) != NULL) {
		b = add_block(into, "rows", STR(""));
		for (xmlNode *r = filled(a, xml_first(n)); r != NULL; r = filled(a, xml_next(r))) {
			struct vmap *row = vadd(b, "rows");

			vset(row, "label", cell(a, r, "label"));
			vset(row, "text", cell(a, r, "text"));
		}
	}
}

enum err
letter_read(struct arena *a, struct str xml, struct vmap *into)
{
	xmlNode *root;

	TRY(letter_parse(a, xml, &root));
	vset(into, "title", xml_text(a, xml_child(root, "title")));
	vset(into, "kind", xml_attr(root, "kind"));
	vset(into, "letter_lang", xml_attr(root, "lang"));
	vlist(into, "blocks");
	for (xmlNode *n = xml_first(root); n != NULL; n = xml_next(n))
		read_block(a, n, into);
	return ERR_OK;
}

/* Words filled into lines; every line but the first begins with `indent` blanks. */
static void
wrap(struct buf *out, struct str s, size_t indent)
{
	size_t column = 0;
	bool first = true;

	while (s.n > 0) {
		struct str word = str_cut(&s, ' ');
		size_t width = str_chars(word);

		if (word.n == 0)
			continue;
		if (!first && column + 1 + width > WIDTH) {
			buf_fmt(out, "\n%*s", (int)indent, "");
			column = indent;
		} else if (!first) {
			buf_add_char(out, ' ');
			column++;
		}
		buf_add(out, word);
		column += width;
		first = false;
	}
	buf_add_char(out, '\n');
}

static void
text_line(struct buf *out, struct arena *a, struct str head, struct str s, size_t indent)
{
	wrap(out, str_fmt(a, STR_FMT STR_FMT, STR_ARG(head), STR_ARG(s)), indent);
}

/* «- Month: May; Kroner: 1 200» */
static void
text_row(struct buf *out, struct arena *a, xmlNode *row)
{
	xmlNode *column = xml_first(xml_first(row->parent));
	struct buf b = buf_new(a, 256);

	for (xmlNode *c = xml_first(row); c != NULL && column != NULL; c = xml_next(c)) {
		buf_fmt(&b, "%s" STR_FMT ": " STR_FMT, b.n > 0 ? "; " : "- ",
		    STR_ARG(xml_text(a, column)), STR_ARG(xml_text(a, c)));
		column = xml_next(column);
	}
	wrap(out, buf_str(&b), 2);
}

static void
text_table(struct buf *out, struct arena *a, xmlNode *table)
{
	if (out->n > 0)
		buf_add_char(out, '\n');
	for (xmlNode *r = xml_next(xml_first(table)); r != NULL; r = xml_next(r))
		text_row(out, a, r);
}

/* What it shows, and the numbers, a line each. */
static void
text_map(struct buf *out, struct arena *a, xmlNode *map)
{
	struct str rest = cell(a, map, "points");

	if (out->n > 0)
		buf_add_char(out, '\n');
	wrap(out, cell(a, map, "alt"), 0);
	while (rest.n > 0)
		text_line(out, a, STR("- "), str_trim(str_cut(&rest, ';')), 2);
}

static void
text_block(struct buf *out, struct arena *a, xmlNode *n)
{
	struct str rest, line;

	if (xml_is(n, "p")) {
		for (rest = xml_text_raw(a, n); next_line(&rest, &line); wrap(out, line, 0))
			if (out->n > 0)
				buf_add_char(out, '\n');
		return;
	}
	if (has_rows(n))
		text_table(out, a, n);
	if (xml_is(n, "map"))
		text_map(out, a, n);
	if (xml_is(n, "table") || xml_is(n, "map") || (filled(a, xml_first(n)) == NULL && !xml_is(n, "h")))
		return;
	if (out->n > 0)
		buf_add_char(out, '\n');
	if (xml_is(n, "h"))
		wrap(out, xml_text(a, n), 0);
	for (xmlNode *c = filled(a, xml_first(n)); c != NULL; c = filled(a, xml_next(c))) {
		if (xml_is(c, "item"))
			text_line(out, a, STR("- "), xml_text(a, c), 2);
		else
			text_line(out, a, str_fmt(a, STR_FMT ": ", STR_ARG(cell(a, c, "label"))),
			    cell(a, c, "text"), 2);
	}
}

enum err
letter_text(struct arena *a, struct str xml, struct buf *out)
{
	struct buf b = buf_new(a, 4096);
	xmlNode *root;

	TRY(letter_parse(a, xml, &root));
	for (xmlNode *n = xml_first(root); n != NULL; n = xml_next(n))
		if (!xml_is(n, "title"))
			text_block(&b, a, n);
	buf_add(out, lang_plain(a, buf_str(&b)));
	return ERR_OK;
}

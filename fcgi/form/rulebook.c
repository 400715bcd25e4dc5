/* lists/ID.xml with the root <rules>: words that hold from a day on, under a condition. */
#include "form/private.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/time.h"

#define RULES_NS	"urn:skranke:rules:1"
#define COLUMNS_MOST	40

struct form_rulebook {
	struct str	 id;
	struct form_ruling *row;
	size_t		 n;
};

struct read {
	struct compile	*c;
	struct str	 id;
};

__attribute__((format(printf, 3, 4)))
static void
wrong(struct read *r, const xmlNode *n, const char *fmt, ...)
{
	char what[384];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	r->c->bad = true;
	if (r->c->complain != NULL)
		r->c->complain(r->c->ctx, xml_line(n), str_fmt(r->c->a, "lists/" STR_FMT
		    ".xml: %s", STR_ARG(r->id), what).p);
}

static int64_t
day_of(struct read *r, const xmlNode *row, const char *attr, int64_t otherwise)
{
	struct str s = xml_attr(row, attr);
	struct date d;

	if (s.p == NULL)
		return otherwise;
	if (time_date_read(s, &d))
		return time_day(d);
	wrong(r, row, "%s is a day, as in %s=\"2026-08-01\"", attr, attr);
	return otherwise;
}

static bool
is_word(const xmlAttr *at)
{
	return at->ns == NULL && strcmp((const char *)at->name, "from") != 0 &&
	    strcmp((const char *)at->name, "until") != 0 &&
	    strcmp((const char *)at->name, "when") != 0;
}

static void
take_words(struct read *r, const xmlNode *row, struct form_ruling *out)
{
	struct str *column = arena_alloc(r->c->a, COLUMNS_MOST * sizeof *column);
	struct str *word = arena_alloc(r->c->a, COLUMNS_MOST * sizeof *word);

	out->column = column;
	out->word = word;
	for (const xmlAttr *at = row->properties; at != NULL; at = at->next) {
		if (!is_word(at))
			continue;
		if (out->n == COLUMNS_MOST) {
			wrong(r, row, "a row has %d columns at most", COLUMNS_MOST);
			return;
		}
		column[out->n] = str_dup(r->c->a, str_from_z((const char *)at->name));
		word[out->n] = str_dup(r->c->a, str_trim(xml_attr(row, column[out->n].p)));
		out->n++;
	}
}

static void
take_when(struct read *r, const xmlNode *row, struct form_ruling *out)
{
	struct compile c = *r->c;
	struct str when = xml_attr(row, "when");

	if (when.p == NULL)
		return;
	c.text = str_dup(c.a, when);
	c.where = str_fmt(c.a, "lists/" STR_FMT ".xml: when", STR_ARG(r->id)).p;
	c.line = xml_line(row);
	c.bad = false;
	c.nodes = c.depth = 0;
	out->when = compile_expr(&c);
	if (out->when == NULL)
		r->c->bad = true;
}

static void
take_row(struct read *r, const xmlNode *row, struct form_ruling *out)
{
	if (!xml_is(row, "row") || !xml_in(row, RULES_NS)) {
		wrong(r, row, "<rules> holds <source> and <row from=\"…\">");
		return;
	}
	if (xml_attr(row, "from").p == NULL)
		wrong(r, row, "from is the first day the row holds, as in from=\"2026-08-01\"");
	out->line = xml_line(row);
	out->from = day_of(r, row, "from", 0);
	out->until = day_of(r, row, "until", INT64_MAX);
	if (out->until < out->from)
		wrong(r, row, "until comes before from; the row never holds");
	take_words(r, row, out);
	take_when(r, row, out);
}

/* A row that always holds, above another of the same days, would hide it. */
static void
check_order(struct read *r, const struct form_rulebook *b)
{
	for (size_t i = 0; i < b->n; i++)
		for (size_t k = 0; k < i && !r->c->bad; k++)
			if (b->row[k].when == NULL && b->row[k].from <= b->row[i].from &&
			    b->row[k].until >= b->row[i].until)
				r->c->complain(r->c->ctx, b->row[i].line, str_fmt(r->c->a, "lists/"
				    STR_FMT ".xml: the row of line %d always holds before this one; "
				    "put this one above it", STR_ARG(r->id),
				    b->row[k].line).p), r->c->bad = true;
}

static void
take_rows(struct read *r, xmlNode *root, struct form_rulebook *b)
{
	size_t most = 0;

	for (xmlNode *n = xml_first(root); n != NULL; n = xml_next(n))
		most++;
	b->row = arena_alloc(r->c->a, (most + 1) * sizeof *b->row);
	for (xmlNode *n = xml_first(root); n != NULL; n = xml_next(n))
		if (!xml_is(n, "source"))
			take_row(r, n, &b->row[b->n++]);
	if (b->n == 0)
		wrong(r, root, "there is no <row> in it");
	check_order(r, b);
}

static void
read_book(struct read *r, xmlDoc *doc, struct form_rulebook *b)
{
	xmlNode *root = xml_root(doc), *source = xml_child(root, "source");

	if (!xml_is(root, "rules") || !xml_in(root, RULES_NS))
		wrong(r, root, "the root must be rules, in the namespace " RULES_NS);
	else if (!str_eq(xml_attr(root, "id"), r->id))
		wrong(r, root, "its id must be the name of the file, " STR_FMT, STR_ARG(r->id));
	else if (source == NULL || xml_text(r->c->a, source).n == 0)
		wrong(r, root, "it needs a <source> that says where the rules are from");
	else
		take_rows(r, root, b);
}

enum err
form_rulebook(struct arena *a, const struct form *f, struct str id, int line,
    xml_complain_fn *complain, void *ctx, const struct form_rulebook **out)
{
	struct compile c = { .a = a, .form = f, .where = "table", .line = line,
	    .complain = complain, .ctx = ctx, .flow = true };
	struct read r = { .c = &c, .id = str_dup(a, id) };
	struct form_rulebook *b = ARENA_NEW(a, struct form_rulebook);
	xmlDoc *doc;

	b->id = r.id;
	CHECK_OBJ(f, FORM_MAGIC);
	doc = table_doc(&c, 0, r.id);
	if (doc != NULL)
		read_book(&r, doc, b);
	if (doc == NULL || c.bad)
		return ERR_CONFIG;
	*out = b;
	return ERR_OK;
}

struct str
form_rulebook_id(const struct form_rulebook *b)
{
	return b->id;
}

size_t
form_rulings(const struct form_rulebook *b, const struct form_ruling **out)
{
	*out = b->row;
	return b->n;
}

struct str
form_ruling_word(const struct form_ruling *x, const char *column)
{
	for (size_t i = 0; i < x->n; i++)
		if (str_eq_z(x->column[i], column))
			return x->word[i];
	return STR("");
}

const struct form_ruling *
form_rulebook_on(const struct form_rulebook *b, int64_t day, const struct answers *as,
    const struct form_world *w)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->row[i].from <= day && day <= b->row[i].until &&
		    (b->row[i].when == NULL || form_expr_true(b->row[i].when, as, w)))
			return &b->row[i];
	return NULL;
}

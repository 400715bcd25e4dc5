/* Dated tables: lists/ID.xml, a row for each day from which its figures hold.  A table is read when
   an expression first names it. */
#include "form/private.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/time.h"

#define TABLE_NS	"urn:skranke:table:1"
#define COLUMNS_MOST	40

struct read {
	struct compile	*c;
	struct form_table *t;
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
	if (!r->c->bad && r->c->complain != NULL)
		r->c->complain(r->c->ctx, xml_line(n), str_fmt(r->c->a, "lists/" STR_FMT ".xml: %s",
		    STR_ARG(r->t->id), what).p);
	r->c->bad = true;
}

/* ---- columns: the attributes of the first row ---- */

static bool
is_column(const xmlAttr *at)
{
	return at->ns == NULL && strcmp((const char *)at->name, "from") != 0 &&
	    strcmp((const char *)at->name, "tenant") != 0;
}

static size_t
columns_of(const xmlNode *row)
{
	size_t n = 0;

	for (const xmlAttr *at = row->properties; at != NULL; at = at->next)
		n += is_column(at);
	return n;
}

static void
take_columns(struct read *r, const xmlNode *row)
{
	struct form_table *t = r->t;
	struct str *v = arena_alloc(r->c->a, (columns_of(row) + 1) * sizeof *v);

	t->column = v;
	for (const xmlAttr *at = row->properties; at != NULL; at = at->next)
		if (is_column(at))
			v[t->ncolumns++] = str_dup(r->c->a, str_from_z((const char *)at->name));
	if (t->ncolumns == 0 || t->ncolumns > COLUMNS_MOST)
		wrong(r, row, "a row has from 1 to %d figures, as in <row from=\"2026-08-01\" "
		    "makspris=\"1200\"/>", COLUMNS_MOST);
}

/* ---- rows ---- */

static void
take_figures(struct read *r, const xmlNode *row, double *v)
{
	const struct form_table *t = r->t;

	if (columns_of(row) != t->ncolumns)
		wrong(r, row, "every row has the same attributes as the first");
	for (size_t i = 0; i < t->ncolumns; i++) {
		struct str s = xml_attr(row, t->column[i].p);

		v[i] = str_number(s);
		if (s.p == NULL)
			wrong(r, row, "the row has no " STR_FMT "; every row has the same "
			    "attributes as the first", STR_ARG(t->column[i]));
		else if (isnan(v[i]))
			wrong(r, row, STR_FMT " is a number with a point, as in 1200.50",
			    STR_ARG(t->column[i]));
	}
}

/* The row before of the same municipality; i when there is none. */
static size_t
before(const struct str *tenant, size_t i)
{
	for (size_t k = i; k > 0; k--)
		if (str_eq(tenant[k - 1], tenant[i]))
			return k - 1;
	return i;
}

static void
take_row(struct read *r, const xmlNode *row, int64_t *from, struct str *tenant, double *v, size_t i)
{
	struct date d;
	size_t last;

	if (!xml_is(row, "row") || !xml_in(row, TABLE_NS))
		wrong(r, row, "a table holds <source> and <row from=\"…\">");
	else if (!time_date_read(xml_attr(row, "from"), &d))
		wrong(r, row, "from is the first day the row holds, as in from=\"2026-08-01\"");
	if (r->c->bad)
		return;
	from[i] = time_day(d);
	tenant[i] = str_dup(r->c->a, str_trim(xml_attr(row, "tenant")));
	last = before(tenant, i);
	if (last < i && from[i] <= from[last])
		wrong(r, row, "rows come in the order of their days; this one is not after the one before");
	if (i == 0)
		take_columns(r, row);
	if (!r->c->bad)
		take_figures(r, row, v + i * r->t->ncolumns);
}

static void
take_rows(struct read *r, xmlNode *root)
{
	xmlNode *first = xml_child(root, "row");
	size_t n = 0, width = first != NULL ? columns_of(first) : 0;
	struct str *tenant;
	int64_t *from;
	double *v;

	for (const xmlNode *c = xml_first(root); c != NULL; c = c->next)
		n += c->type == XML_ELEMENT_NODE;
	from = arena_alloc(r->c->a, (n + 1) * sizeof *from);
	tenant = arena_alloc(r->c->a, (n + 1) * sizeof *tenant);
	v = arena_alloc(r->c->a, (n * width + 1) * sizeof *v);
	for (xmlNode *c = xml_first(root); c != NULL && !r->c->bad; c = xml_next(c))
		if (!xml_is(c, "source"))
			take_row(r, c, from, tenant, v, r->t->nrows++);
	r->t->from = from;
	r->t->tenant = tenant;
	r->t->value = v;
}

static bool
read_table(struct read *r, xmlDoc *doc)
{
	xmlNode *root = xml_root(doc), *source = xml_child(root, "source");

	if (!xml_is(root, "table") || !xml_in(root, TABLE_NS))
		wrong(r, root, "the root must be table, in the namespace " TABLE_NS);
	else if (!str_eq(xml_attr(root, "id"), r->t->id))
		wrong(r, root, "its id must be the name of the file, " STR_FMT, STR_ARG(r->t->id));
	else if (source == NULL || xml_text(r->c->a, source).n == 0)
		wrong(r, root, "the table needs a <source> that says where the figures are from");
	else
		take_rows(r, root);
	if (!r->c->bad && r->t->nrows == 0)
		wrong(r, root, "the table has no <row>");
	return !r->c->bad;
}

/* ---- finding one ---- */

static const struct form_table *
known(const struct form *f, struct str id)
{
	for (const struct form_table *t = f->tables; t != NULL; t = t->next)
		if (str_eq(t->id, id))
			return t;
	for (const struct form_table *t = f->more->tables; t != NULL; t = t->next)
		if (str_eq(t->id, id))
			return t;
	return NULL;
}

static const struct form_files *
files_of(const struct compile *c)
{
	return c->load != NULL ? c->load->files : c->form->more->files;
}

static void
none_such(struct compile *c, size_t at, struct str id)
{
	const struct form_files *files = files_of(c);
	struct str near = STR_NONE;

	if (files != NULL)
		near = suggest(id, files->tables, files->ntables);
	if (c->load == NULL && files == NULL)
		compile_bad(c, at, "the form does not use the table '" STR_FMT
		    "'; name it in a <var> of the form", STR_ARG(id));
	else if (near.n > 0)
		compile_bad(c, at, "there is no table called '" STR_FMT "'; did you mean '" STR_FMT
		    "'?", STR_ARG(id), STR_ARG(near));
	else
		compile_bad(c, at, "there is no table called '" STR_FMT "'; it would be lists/"
		    STR_FMT ".xml", STR_ARG(id), STR_ARG(id));
}

static bool
plain_id(struct str id)
{
	for (size_t i = 0; i < id.n; i++)
		if (!(id.p[i] >= 'a' && id.p[i] <= 'z') && !(id.p[i] >= '0' && id.p[i] <= '9') &&
		    id.p[i] != '-' && id.p[i] != '_')
			return false;
	return id.n > 0 && id.n <= 64;
}

xmlDoc *
table_doc(struct compile *c, size_t at, struct str id)
{
	const struct form_files *files = files_of(c);
	xmlDoc *doc = NULL;

	if (plain_id(id) && files != NULL && files->table != NULL)
		doc = files->table(files->ctx, id);
	if (doc == NULL)
		none_such(c, at, id);
	return doc;
}

static const struct form_table *
table_named(struct compile *c, size_t at, struct str id)
{
	const struct form_table *t = known(c->form, id), **list;
	struct read r = { .c = c };
	xmlDoc *doc;

	if (t != NULL)
		return t;
	doc = table_doc(c, at, id);
	if (doc == NULL)
		return NULL;
	r.t = ARENA_NEW(c->a, struct form_table);
	r.t->id = str_dup(c->a, id);
	if (!read_table(&r, doc))
		return NULL;
	list = c->load != NULL ? &c->load->form->tables : &c->form->more->tables;
	r.t->next = *list;
	*list = r.t;
	return r.t;
}

bool
table_find(struct compile *c, const struct expr *name, const struct form_table **out,
    size_t *column)
{
	struct str col = name->s, id = str_cut(&col, '/'), near;
	const struct form_table *t;

	if (!plain_id(id) || col.n == 0)
		return check_refuse(c, name, "name a table and its column, as in "
		    "rate('foreldrebetaling/makspris', today())");
	t = table_named(c, name->at, id);
	if (t == NULL)
		return false;
	*out = t;
	for (*column = 0; *column < t->ncolumns; ++*column)
		if (str_eq(t->column[*column], col))
			return true;
	near = suggest(col, t->column, t->ncolumns);
	compile_bad(c, name->at, "the table " STR_FMT " has no column called " STR_FMT "%s" STR_FMT
	    "%s", STR_ARG(id), STR_ARG(col), near.n > 0 ? "; did you mean " : "", STR_ARG(near),
	    near.n > 0 ? "?" : "");
	return false;
}

/* The last row of that municipality that has begun; nrows when there is none. */
static size_t
row_on(const struct form_table *t, struct str tenant, int64_t day)
{
	for (size_t i = t->nrows; i > 0; i--)
		if (t->from[i - 1] <= day && str_eq(t->tenant[i - 1], tenant))
			return i - 1;
	return t->nrows;
}

/* What a municipality has of its own wins over what holds for all. */
struct val
f_rate(struct eval *e, const struct expr *x)
{
	const struct form_table *t = x->table;
	struct val day = eval_expr(e, x->arg[1]), none = { .t = V_NUM, .num = (double)NAN,
	    .missing = true };
	size_t row = t->nrows;

	if (day.missing)
		return none;
	if (e->w->tenant.n > 0)
		row = row_on(t, e->w->tenant, (int64_t)day.num);
	if (row == t->nrows)
		row = row_on(t, STR(""), (int64_t)day.num);
	return row < t->nrows ? val_num(t->value[row * t->ncolumns + x->column]) : none;
}

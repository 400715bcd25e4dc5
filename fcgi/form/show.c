/* Answers as people read them. */
#include "form/private.h"

bool
answer_has(const struct answer *n, struct str value)
{
	struct str rest = n->text;

	if (n->item->type != FORM_VALUES)
		return n->text.n > 0 && str_eq(n->text, value);
	while (rest.n > 0)
		if (str_eq(str_cut(&rest, ' '), value))
			return true;
	return false;
}

struct str
answer_value(struct arena *a, const struct answer *n)
{
	if (n->ref)
		return STR_NONE;
	return n->wrong ? n->text : form_type_edit(a, n->item->type, n->text);
}

/* A value whose register is away is shown as it is: better than nothing. */
static struct str
label_of(struct form_options o, struct str value)
{
	for (size_t i = 0; i < o.n; i++)
		if (str_eq(o.v[i].value, value))
			return o.v[i].label;
	return value;
}

static struct str
labels(struct arena *a, const struct answer *n, struct form_options o)
{
	struct str rest = n->text;
	struct buf b = buf_new(a, 128);

	while (rest.n > 0) {
		if (b.n > 0)
			buf_add_z(&b, ", ");
		buf_add(&b, label_of(o, str_cut(&rest, ' ')));
	}
	return buf_str(&b);
}

/* Rounded up, so that what is over a limit never reads as the limit; 1 MB is 1024 kB. */
struct str
form_bytes_show(struct arena *a, enum lang l, size_t bytes)
{
	size_t tenths = (bytes * 10 + (1 << 20) - 1) >> 20;

	if (bytes < 1 << 20)
		return str_fmt(a, "%zu\u00a0kB", (bytes + 1023) >> 10);
	if (tenths % 10 == 0)
		return str_fmt(a, "%zu\u00a0MB", tenths / 10);
	return str_fmt(a, "%zu%c%zu\u00a0MB", tenths / 10, l == LANG_EN ? '.' : ',',
	    tenths % 10);
}

static struct str
names(struct arena *a, const struct answer *n, const struct form_world *w)
{
	struct str rest = n->text;
	struct buf b = buf_new(a, 128);

	while (rest.n > 0 && w->file != NULL) {
		const struct form_file *f = w->file(w->file_ctx, str_cut(&rest, ' '));

		if (f == NULL)
			continue;
		if (b.n > 0)
			buf_add_z(&b, ", ");
		buf_add(&b, f->name);
	}
	return buf_str(&b);
}

/* SI brochure § 5.4.3: a blank between, before % too. */
static struct str
with_unit(struct arena *a, struct str shown, struct str unit)
{
	return shown.n == 0 || unit.n == 0 ? shown :
	    str_fmt(a, STR_FMT "\u00a0" STR_FMT, STR_ARG(shown), STR_ARG(unit));
}

bool
answer_masked(const struct answer *n, const struct form_world *w)
{
	return w->mask && n->item->masked.p != NULL;
}

struct str
answer_shown(struct arena *a, const struct answer *n, const struct form_world *w)
{
	enum form_type t = n->item->type;

	if (answer_masked(n, w))
		return n->text.n > 0 ? n->item->masked : STR("");
	if (n->ref)
		return STR_NONE;
	if (n->wrong)
		return n->text;
	if (n->item->kind == FORM_OUTPUT && n->item->calculate == NULL)
		return n->item->text;
	if (t == FORM_VALUE && n->text.n > 0)
		return label_of(form_options(n->item, w), n->text);
	if (t == FORM_VALUES)
		return labels(a, n, form_options(n->item, w));
	if (t == FORM_IDS)
		return names(a, n, w);
	if (n->item->kind == FORM_CONFIRM && n->text.n > 0)
		return n->item->text;
	return with_unit(a, form_type_show(a, w->lang, t, n->text), n->item->unit);
}

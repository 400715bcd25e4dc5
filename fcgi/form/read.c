/*
 * Answers from the XML that write.c wrote.  A reader of its own, as it runs once per request:
 * elements, double-quoted attributes, text with references; anything else was not written by us.
 */
#include "form/private.h"

struct reader {
	struct answers	*as;
	struct str	 rest;
	struct form_pairs pairs;
	size_t		 hint;		/* index of the item expected next: they come in the form's
					   order */
};

struct tag {
	struct str	 name, attrs;
	bool		 close, alone;	/* </name>, <name/> */
};

static void
skip_blanks(struct reader *r)
{
	while (r->rest.n > 0 && strchr(" \t\r\n", r->rest.p[0]) != NULL)
		r->rest = str_skip(r->rest, 1);
}

static bool
take_tag(struct reader *r, struct tag *out)
{
	struct str s;

	if (r->rest.n == 0 || r->rest.p[0] != '<' || memchr(r->rest.p, '>', r->rest.n) == NULL)
		return false;
	r->rest = str_skip(r->rest, 1);
	s = str_cut(&r->rest, '>');
	out->close = str_starts(s, STR("/"));
	out->alone = str_ends(s, STR("/"));
	if (out->close)
		s = str_skip(s, 1);
	else if (out->alone)
		s.n--;
	out->name = str_cut(&s, ' ');
	out->attrs = s;
	return out->name.n > 0 && memchr("!?", out->name.p[0], 2) == NULL;
}

/* ---- text ---- */

static bool
add_code(struct buf *b, struct str digits)
{
	int64_t c;

	if (!str_int(digits, &c) || c < 1 || c > 0x7f)
		return false;
	buf_add_char(b, (char)c);
	return true;
}

static bool
add_entity(struct buf *b, struct str name)
{
	static const struct {
		const char	*name;
		char		 c;
	} known[] = { { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' },
	    { "apos", '\'' } };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_eq_z(name, known[i].name)) {
			buf_add_char(b, known[i].c);
			return true;
		}
	return str_starts(name, STR("#")) && add_code(b, str_skip(name, 1));
}

static bool
decode(struct arena *a, struct str s, struct str *out)
{
	struct buf b;

	if (s.n == 0 || memchr(s.p, '&', s.n) == NULL) {
		*out = s;		/* views stay valid: the caller's text was copied */
		return true;
	}
	b = buf_new(a, s.n);
	while (s.n > 0) {
		bool more = memchr(s.p, '&', s.n) != NULL;

		buf_add(&b, str_cut(&s, '&'));
		if (more && (memchr(s.p != NULL ? s.p : "", ';', s.n) == NULL ||
		    !add_entity(&b, str_cut(&s, ';'))))
			return false;
	}
	*out = buf_str(&b);
	return true;
}

/* name="value" among attributes; STR_NONE when it is not there. */
static struct str
attr(struct str attrs, const char *name)
{
	while (attrs.n > 0) {
		struct str key, value;

		key = str_trim(str_cut(&attrs, '='));
		if (attrs.n == 0 || attrs.p[0] != '"')
			return STR_NONE;
		attrs = str_skip(attrs, 1);
		value = str_cut(&attrs, '"');
		if (str_eq_z(key, name))
			return value;
	}
	return STR_NONE;
}

/* ---- answers ---- */

static void
take_person(struct reader *r, struct answer *n, struct str ref)
{
	struct str id = str_skip(ref, strlen("person:"));

	for (size_t i = 0; i < r->pairs.n; i++) {
		struct str pid = r->pairs.v[i], uuid = str_cut(&pid, '=');

		if (str_eq(uuid, id)) {
			answer_set(r->as, n, str_dup(r->as->a, pid), false);
			return;
		}
	}
	answer_set(r->as, n, ref, false);
	n->ref = true;
}

static bool
take_answer(struct reader *r, struct answer *n, const struct tag *t, struct str raw)
{
	bool typed = attr(t->attrs, "typed").n > 0;
	struct str text;

	if (!decode(r->as->a, raw, &text) || !decode(r->as->a, attr(t->attrs, "from"), &n->source))
		return false;
	n->changed = attr(t->attrs, "changed").n > 0;
	n->away = attr(t->attrs, "away").n > 0;
	if (!instant_read(attr(t->attrs, "at"), &n->source_at))
		n->source_at = 0;
	/* the raw text: what a person typed is written person&#58; */
	if (n->item->type == FORM_PID && !typed && str_starts(raw, STR("person:")))
		take_person(r, n, text);
	else
		answer_set(r->as, n, text, typed);
	return true;
}

/* What was relevant in a case: all of the row but what it names. */
static bool
take_pruned(struct reader *r, struct answer_row *row, struct str list)
{
	const struct form *f = r->as->form;
	size_t n = row->group != NULL ? row->group->nslots : f->nslots;

	for (size_t i = 0; i < n; i++)
		row->node[i].relevant = true;
	while (list.n > 0) {
		int64_t i;

		if (!str_int(str_cut(&list, ' '), &i) || i < 0 || (size_t)i >= f->nitems ||
		    f->item[i]->group != row->group)
			return false;
		answer_of(row, f->item[i])->relevant = false;
	}
	return true;
}

/* False when it cannot be read. */
static bool
take_row(struct reader *r, struct answer_row *row, const struct tag *t)
{
	if (row == NULL || !r->as->work->sent)
		return true;
	row->hidden = attr(t->attrs, "skjult").n > 0;
	return row->hidden || take_pruned(r, row, attr(t->attrs, "pruned"));
}

static bool
is_written(const struct form_item *it)
{
	return form_is_question(it) || given_kept(it) || it->kind == FORM_REPEAT ||
	    value_kept(it);
}

static const struct form_item *
expected(struct reader *r, const struct form_item *group, struct str name)
{
	const struct form *f = r->as->form;

	for (size_t k = 0; k < f->nitems; k++) {
		size_t i = r->hint + k < f->nitems ? r->hint + k : r->hint + k - f->nitems;
		const struct form_item *it = f->item[i];

		if (it->group == group && is_written(it) && (it->name.n > 0 ?
		    str_eq(it->name, name) : str_eq(value_name(r->as->a, it), name))) {
			r->hint = i;
			return it;
		}
	}
	return NULL;
}

static struct str
take_text(struct reader *r)
{
	struct str s = { r->rest.p, 0 };

	while (s.n < r->rest.n && s.p[s.n] != '<')
		s.n++;
	r->rest = str_skip(r->rest, s.n);
	return s;
}

/* Of a row, or of an element that the form does not know when row is NULL. */
static bool read_children(struct reader *, struct answer_row *, struct str until);

static bool
read_one(struct reader *r, struct answer_row *row, const struct tag *t)
{
	const struct form_item *it = row != NULL ? expected(r, row->group, t->name) : NULL;
	struct answer *n = it != NULL ? answer_of(row, it) : NULL;
	struct tag end;
	struct str raw;

	if (n != NULL && it->kind == FORM_REPEAT) {
		struct answer_row *new_row = n->nrows < FORM_ROWS_MOST ? row_add(r->as, n) : NULL;

		if (!take_row(r, new_row, t))
			return false;
		return t->alone || read_children(r, new_row, t->name);
	}
	if (t->alone)
		return true;
	if (n == NULL)
		return read_children(r, NULL, t->name);
	raw = take_text(r);
	return take_tag(r, &end) && end.close && str_eq(end.name, t->name) &&
	    take_answer(r, n, t, raw);
}

static bool
read_children(struct reader *r, struct answer_row *row, struct str until)
{
	struct tag t;

	for (;;) {
		if (row == NULL)
			take_text(r);
		skip_blanks(r);
		if (!take_tag(r, &t))
			return false;
		if (t.close)
			return str_eq(t.name, until);
		if (!read_one(r, row, &t))
			return false;
	}
}

enum err
answers_read(struct arena *a, const struct form *f, struct str text, struct form_pairs pairs,
    struct answers **out)
{
	struct reader r = { .as = answers_bare(a, f), .rest = str_dup(a, str_trim(text)),
	    .pairs = pairs };
	struct tag t;

	if (text.n > 6 * (size_t)FORM_TOTAL_BYTES || !take_tag(&r, &t) || t.close ||
	    !str_eq(t.name, f->id))
		return ERR_INPUT;
	r.as->work->sent = attr(t.attrs, "pruned").p != NULL;
	if (r.as->work->sent && !take_pruned(&r, r.as->root, attr(t.attrs, "pruned")))
		return ERR_INPUT;
	if (!t.alone && !read_children(&r, r.as->root, t.name))
		return ERR_INPUT;
	skip_blanks(&r);
	if (r.rest.n > 0)
		return ERR_INPUT;
	rows_least(r.as, r.as->root);
	*out = r.as;
	return ERR_OK;
}

/* Read, plan, rewrite; then write and check until there is nothing more to refuse. */
#include "odk/private.h"

#include <stdarg.h>

/* ---- what is told ---- */

static void
tell(struct odk *o, const struct place *p, int line, bool lost, struct str text)
{
	struct remark *r;

	for (r = o->remarks; r != NULL; r = r->next)
		if (r->said.line == line && str_eq(r->said.text, text))
			return;
	r = ARENA_NEW(o->a, struct remark);
	*r = (struct remark){ NULL, { line, text, lost }, p };
	if (o->last_remark != NULL)
		o->last_remark->next = r;
	else
		o->remarks = r;
	o->last_remark = r;
	o->nremarks++;
}

static struct str
one_line(struct odk *o, const char *fmt, va_list ap)
{
	struct str s;
	char *z, *to;
	int n = vasprintf(&z, fmt, ap);

	CHECK(n >= 0);
	to = arena_alloc(o->a, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		to[i] = strchr("\t\r\n", z[i]) != NULL ? ' ' : z[i];
	free(z);
	s = (struct str){ to, (size_t)n };
	return s;
}

void
odk_lost(struct odk *o, const struct place *p, const xmlNode *n, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(o, p, n != NULL ? xml_line(n) : 0, true, one_line(o, fmt, ap));
	va_end(ap);
}

void
odk_note(struct odk *o, const struct place *p, const xmlNode *n, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(o, p, n != NULL ? xml_line(n) : 0, false, one_line(o, fmt, ap));
	va_end(ap);
}

/* ---- the checker ---- */

/* "test, character 5: …" is about the constraint; what has no such head, about the calculate. */
static bool
accused(const char *message, enum rule_kind *out)
{
	static const struct {
		const char	*head;
		enum rule_kind	 kind;
	} heads[] = {
		{ "relevant, ", R_RELEVANT }, { "required, ", R_REQUIRED },
		{ "readonly, ", R_READONLY }, { "calculate, ", R_CALCULATE },
		{ "value, ", R_CALCULATE }, { "test, ", R_CONSTRAINT },
	};

	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		if (strncmp(message, heads[i].head, strlen(heads[i].head)) == 0) {
			*out = heads[i].kind;
			return true;
		}
	return false;
}

/* The checker's lines and characters are those of what was written, which nobody has seen yet. */
static struct str
without_lines(struct odk *o, const char *message)
{
	struct buf b = buf_new(o->a, 128);
	enum rule_kind k;

	if (accused(message, &k) && strchr(message, ':') != NULL)
		message = strchr(message, ':') + 2;
	while (*message != '\0') {
		int n = 0;

		if (sscanf(message, " (line %*d)%n", &n) == 0 && n > 0)
			message += n;
		else
			buf_add_char(&b, *message++);
	}
	return buf_str(&b);
}

static bool
drop(struct odk *o, struct node *n, enum rule_kind k, struct str why)
{
	for (; n != NULL; n = k == R_RELEVANT || k == R_READONLY ? n->parent : NULL)
		if (n->rule[k].out.p != NULL) {
			rule_drop(o, n, k, why);
			return true;
		}
	return false;
}

static void
refused(void *ctx, int line, const char *message)
{
	struct odk *o = ctx;
	struct place *p = line > 0 && (size_t)line < o->nlines && line < o->line ?
	    o->at_line[line] : NULL;
	struct str why = without_lines(o, message);
	enum rule_kind k;

	if (p != NULL && p->node != NULL) {
		if (accused(message, &k) ? drop(o, p->node, k, why) :
		    drop(o, p->node, R_CALCULATE, why) || drop(o, p->node, R_RELEVANT, why))
			return;
	}
	odk_lost(o, p, p != NULL ? p->control : NULL, STR_FMT ": the checker says: " STR_FMT,
	    STR_ARG(place_called(p)), STR_ARG(why));
}

static enum err
check_once(struct odk *o, const struct form_messages *messages)
{
	struct arena *a = arena_new((size_t)256 << 20);
	const struct form *form;
	size_t before = o->nremarks;
	xmlDoc *doc;
	enum err e;

	odk_write(o);
	if (o->nremarks != before)
		odk_write(o);	/* what was told while writing has its comment too */
	o->dropped = false;
	e = xml_parse(a, buf_str(&o->out), refused, o, &doc);
	if (e == ERR_OK)
		e = form_load(a, doc, messages, NULL, refused, o, &form);
	arena_free(&a);
	return e;
}

static void
check_until_sound(struct odk *o, const struct form_messages *messages)
{
	for (int i = 0; i < ROUNDS_MOST; i++) {
		if (check_once(o, messages) == ERR_OK)
			return;
		if (!o->dropped)
			break;
	}
	odk_write(o);
}

/* ---- the whole ---- */

static const struct odk_said *
sorted(const struct odk *o, bool *whole)
{
	struct odk_said *v = arena_alloc(o->a, (o->nremarks + 1) * sizeof *v);
	size_t n = 0;

	*whole = true;
	for (const struct remark *r = o->remarks; r != NULL; r = r->next) {
		size_t i = n++;

		for (; i > 0 && v[i - 1].line > r->said.line; i--)
			v[i] = v[i - 1];
		v[i] = r->said;
		*whole &= !r->said.lost;
	}
	return v;
}

static void
lose_counts(struct odk *o, struct place *p)
{
	int64_t n;

	if (p->kind == K_REPEAT && xml_attr_ns(p->control, JR_NS, "count").n > 0 &&
	    (!repeat_count(o, p, &n) || n > FORM_ROWS))
		odk_lost(o, p, p->control, STR_FMT ": jr:count=\"" STR_FMT "\" is not carried: "
		    "a repeat has from 1 to %d rows, or as many as people add",
		    STR_ARG(p->node->name), STR_ARG(xml_attr_ns(p->control, JR_NS, "count")),
		    FORM_ROWS);
	for (struct place *c = p->first; c != NULL; c = c->next)
		lose_counts(o, c);
}

enum err
odk_import(struct arena *a, xmlDoc *doc, const struct form_messages *messages,
    xml_complain_fn *complain, void *ctx, struct odk_result *out)
{
	struct odk o = { .a = a, .out = buf_new(a, 64 * 1024) };

	TRY(odk_read(&o, doc, complain, ctx));
	words_choose(&o);
	plan(&o);
	name_places(&o);
	name_lists(&o);
	lose_counts(&o, o.form);
	rules_rewrite(&o);
	check_until_sound(&o, messages);
	out->form = buf_str(&o.out);
	out->said = sorted(&o, &out->whole);
	out->nsaid = o.nremarks;
	return ERR_OK;
}

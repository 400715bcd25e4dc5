/* form.xml, a line for each element, so that the checker's lines lead back to places. */
#include "odk/private.h"

static void write_place(struct odk *, struct place *, int indent);

static void
new_line(struct odk *o)
{
	buf_add_char(&o->out, '\n');
	o->line++;
}

/* ---- lines ---- */

static void
begin(struct odk *o, struct place *p, int indent)
{
	size_t line = (size_t)o->line;

	if (line >= o->nlines) {
		struct place **more = arena_alloc(o->a, (line + 256) * 2 * sizeof *more);

		if (o->nlines > 0)
			memcpy(more, o->at_line, o->nlines * sizeof *more);
		o->at_line = more;
		o->nlines = (line + 256) * 2;
	}
	o->at_line[line] = p;
	for (int i = 0; i < indent; i++)
		buf_add_z(&o->out, "  ");
}

static void
attr(struct odk *o, const char *name, struct str value)
{
	if (value.p == NULL)
		return;
	buf_fmt(&o->out, " %s=\"", name);
	xml_escape(&o->out, value);
	buf_add_char(&o->out, '"');
}

static void
words(struct odk *o, struct place *p, int indent, const char *element, struct str text)
{
	if (text.n == 0)
		return;
	begin(o, p, indent);
	buf_fmt(&o->out, "<%s>", element);
	xml_escape(&o->out, text);
	buf_fmt(&o->out, "</%s>", element);
	new_line(o);
}

/* No -- in a comment. */
static void
comment(struct odk *o, int indent, struct str text)
{
	begin(o, NULL, indent);
	buf_add_z(&o->out, "<!-- ");
	for (size_t i = 0; i < text.n; i++) {
		buf_add_char(&o->out, text.p[i]);
		if (text.p[i] == '-' && i + 1 < text.n && text.p[i + 1] == '-')
			buf_add_char(&o->out, ' ');
	}
	buf_add_z(&o->out, " -->");
	new_line(o);
}

static void
comments(struct odk *o, const struct place *p, int indent)
{
	for (const struct remark *r = o->remarks; r != NULL; r = r->next)
		if (r->place == p && r->said.lost)
			comment(o, indent, r->said.text);
}

/* ---- words and rules of a question ---- */

static struct str
label_of(struct odk *o, const struct place *p)
{
	if (p->label.n > 0)
		return p->label;
	if (p->node == NULL)
		return o->title;
	odk_note(o, p, p->control, STR_FMT ": has no label; its name stands for one",
	    STR_ARG(p->node->name));
	return p->node->name;
}

static void
constraint(struct odk *o, struct place *p, int indent, struct str test, struct str text)
{
	begin(o, p, indent);
	buf_add_z(&o->out, "<constraint");
	attr(o, "test", test);
	buf_add_char(&o->out, '>');
	xml_escape(&o->out, text);
	buf_add_z(&o->out, "</constraint>");
	new_line(o);
}

static void
own_constraint(struct odk *o, struct place *p, int indent)
{
	struct str test = p->node->rule[R_CONSTRAINT].out, text = rule_msg(o, p, "constraintMsg");

	if (test.p == NULL)
		return;
	if (text.n == 0) {
		odk_note(o, p, p->node->bind, STR_FMT ": constraint has no message; its label "
		    "stands for one, so write what to do", STR_ARG(p->node->name));
		text = label_of(o, p);
	}
	constraint(o, p, indent, test, text);
}

static struct str
steps(struct odk *o, struct str start, struct str step)
{
	double from = strtod(str_z(o->a, start), NULL), by = strtod(str_z(o->a, step), NULL);

	return str_fmt(o->a, "%g, %g, %g ...", from, from + by, from + 2 * by);
}

/* A range's ends and steps; figures are the same in every language. */
static void
range(struct odk *o, struct place *p, int indent)
{
	struct str start, end, step;
	bool from = range_figure(p, "start", &start), to = range_figure(p, "end", &end);

	if (!xml_is(p->control, "range"))
		return;
	if (from && to)
		constraint(o, p, indent, str_fmt(o->a, ". >= " STR_FMT " and . <= " STR_FMT,
		    STR_ARG(start), STR_ARG(end)), str_fmt(o->a, STR_FMT " - " STR_FMT,
		    STR_ARG(start), STR_ARG(end)));
	if (from && range_figure(p, "step", &step) && !str_eq_z(step, "1"))
		constraint(o, p, indent, str_fmt(o->a, "(. - " STR_FMT ") mod " STR_FMT " = 0",
		    STR_ARG(start), STR_ARG(step)), steps(o, start, step));
}

static void
question_words(struct odk *o, struct place *p, int indent)
{
	struct str text = rule_msg(o, p, "requiredMsg");

	words(o, p, indent, "label", label_of(o, p));
	words(o, p, indent, "hint", p->hint);
	words(o, p, indent, "help", p->help);
	if (text.n > 0) {
		begin(o, p, indent);
		buf_add_z(&o->out, "<alert on=\"required\">");
		xml_escape(&o->out, text);
		buf_add_z(&o->out, "</alert>");
		new_line(o);
	}
	if (p->kind == K_REPEAT)
		return;
	own_constraint(o, p, indent);
	range(o, p, indent);
}

/* ---- elements ---- */

static const char *const elements[] = { [K_PAGE] = "page", [K_SECTION] = "section",
    [K_REPEAT] = "repeat", [K_TEXT] = "text", [K_NUMBER] = "number", [K_DATE] = "date",
    [K_CHOICE] = "choice", [K_CHOICES] = "choices", [K_CONFIRM] = "confirm",
    [K_UPLOAD] = "upload", [K_NOTE] = "output", [K_VAR] = "var" };

static bool
looks(const struct place *p, const char *what)
{
	struct str rest = xml_attr(p->control, "appearance");

	while (rest.n > 0) {
		struct str word = str_cut(&rest, ' ');

		if (str_eq_z(word, what))
			return true;
	}
	return false;
}

static void
own_attrs(struct odk *o, const struct place *p)
{
	attr(o, "type", str_from_z(p->type));
	if (p->list != NULL)
		attr(o, "list", p->list->id);
	if (p->kind == K_TEXT && (looks(p, "multiline") || xml_is(p->control, "textarea")))
		attr(o, "lines", STR("5"));
	if (p->kind == K_CHOICE && (looks(p, "autocomplete") || looks(p, "search")))
		attr(o, "appearance", STR("search"));
	else if (p->kind == K_CHOICE && looks(p, "minimal"))
		attr(o, "appearance", STR("select"));
	attr(o, "accept", p->accept);
}

static void
write_question(struct odk *o, struct place *p, int indent)
{
	begin(o, p, indent);
	buf_fmt(&o->out, "<%s", elements[p->kind]);
	attr(o, "name", p->name);
	own_attrs(o, p);
	attr(o, "required", p->node->rule[R_REQUIRED].out);
	attr(o, "relevant", rule_joined(o, p, R_RELEVANT));
	attr(o, "readonly", rule_joined(o, p, R_READONLY));
	attr(o, "calculate", p->node->rule[R_CALCULATE].out);
	buf_add_char(&o->out, '>');
	new_line(o);
	question_words(o, p, indent + 1);
	begin(o, p, indent);
	buf_fmt(&o->out, "</%s>", elements[p->kind]);
	new_line(o);
}

static void
write_text(struct odk *o, struct place *p, int indent, struct str name, struct str text)
{
	if (text.n == 0)
		return;
	begin(o, p, indent);
	buf_add_z(&o->out, "<output");
	attr(o, "name", name);
	attr(o, "relevant", rule_joined(o, p, R_RELEVANT));
	buf_add_char(&o->out, '>');
	xml_escape(&o->out, text);
	buf_add_z(&o->out, "</output>");
	new_line(o);
}

static void
write_var(struct odk *o, struct place *p, int indent)
{
	struct str value = p->node->rule[R_CALCULATE].out, when = rule_joined(o, p, R_RELEVANT);

	if (value.p == NULL)
		return;
	if (when.p != NULL)
		value = str_fmt(o->a, "if(" STR_FMT ", " STR_FMT ", '')", STR_ARG(when),
		    STR_ARG(value));
	begin(o, p, indent);
	buf_add_z(&o->out, "<var");
	attr(o, "name", p->name);
	attr(o, "value", value);
	buf_add_z(&o->out, "/>");
	new_line(o);
}

static void
write_below(struct odk *o, struct place *p, int indent)
{
	for (struct place *c = p->first; c != NULL; c = c->next)
		write_place(o, c, indent);
}

/* The page of a repeat alone is there when the repeat is. */
static struct place *
stands_for(struct place *p)
{
	bool alone = p->kind == K_PAGE && p->node == NULL && p->first != NULL &&
	    p->first->kind == K_REPEAT && p->first->next == NULL;

	return alone ? p->first : p;
}

static void
rows(struct odk *o, const struct place *p)
{
	int64_t n;

	if (p->kind != K_REPEAT || !repeat_count(o, p, &n) || n > FORM_ROWS)
		return;
	attr(o, "min", str_fmt(o->a, "%d", (int)n));
	attr(o, "max", str_fmt(o->a, "%d", (int)n));
}

static void
open_group(struct odk *o, struct place *p, int indent)
{
	struct place *as = stands_for(p);

	begin(o, as, indent);
	buf_fmt(&o->out, "<%s", elements[p->kind]);
	attr(o, p->kind == K_REPEAT ? "name" : "id", p->name);
	rows(o, p);
	attr(o, "relevant", rule_joined(o, as, R_RELEVANT));
	if (as == p)
		attr(o, "readonly", rule_joined(o, p, R_READONLY));
	buf_add_char(&o->out, '>');
	new_line(o);
}

static void
write_group(struct odk *o, struct place *p, int indent)
{
	bool repeat = p->kind == K_REPEAT;

	open_group(o, p, indent);
	if (repeat)
		question_words(o, p, indent + 1);
	else {
		words(o, p, indent + 1, "title", label_of(o, p));
		words(o, p, indent + 1, "output", p->hint);
	}
	write_below(o, p, indent + 1);
	begin(o, p, indent);
	buf_fmt(&o->out, "</%s>", elements[p->kind]);
	new_line(o);
}

static void
write_place(struct odk *o, struct place *p, int indent)
{
	comments(o, p, indent);
	switch (p->kind) {
	case K_PAGE: case K_SECTION: case K_REPEAT:
		write_group(o, p, indent);
		break;
	case K_FLAT: case K_NOTE:
		write_text(o, p, indent, p->kind == K_NOTE ? p->name : STR_NONE,
		    p->kind == K_NOTE ? label_of(o, p) : p->label);
		write_text(o, p, indent, STR_NONE, p->hint);
		write_below(o, p, indent);
		break;
	case K_VAR:
		write_var(o, p, indent);
		break;
	case K_FORM: case K_LOST:
		write_below(o, p, indent);
		break;
	case K_TEXT: case K_NUMBER: case K_DATE: case K_CHOICE: case K_CHOICES: case K_CONFIRM:
	case K_UPLOAD:
		write_question(o, p, indent);
		break;
	}
}

/* ---- the whole ---- */

static void
write_list(struct odk *o, const struct list *l)
{
	if (l->first == NULL)
		return;
	begin(o, NULL, 1);
	buf_add_z(&o->out, "<list");
	attr(o, "id", l->id);
	buf_add_char(&o->out, '>');
	new_line(o);
	for (const struct option *opt = l->first; opt != NULL; opt = opt->next) {
		begin(o, NULL, 2);
		buf_add_z(&o->out, "<item");
		attr(o, "value", opt->value);
		buf_add_char(&o->out, '>');
		xml_escape(&o->out, opt->label);
		buf_add_z(&o->out, "</item>");
		new_line(o);
	}
	begin(o, NULL, 1);
	buf_add_z(&o->out, "</list>");
	new_line(o);
}

void
odk_write(struct odk *o)
{
	o->out.n = 0;
	o->line = 1;
	buf_add_z(&o->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
	new_line(o);
	begin(o, NULL, 0);
	buf_add_z(&o->out, "<form xmlns=\"urn:skranke:form:1\"");
	attr(o, "id", o->id);
	buf_add_char(&o->out, '>');
	new_line(o);
	words(o, NULL, 1, "title", o->title);
	comments(o, NULL, 1);
	for (const struct list *l = o->lists; l != NULL; l = l->next)
		write_list(o, l);
	write_place(o, o->form, 1);
	buf_add_z(&o->out, "</form>");
	new_line(o);
}

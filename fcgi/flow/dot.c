/* The flow as Graphviz text: nested states are boxes around boxes. */
#include "flow/private.h"

#include "base/buf.h"

static void
put_quoted(struct buf *b, struct str s)
{
	buf_add_char(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_add_char(b, '\\');
		buf_add_char(b, s.p[i]);
	}
	buf_add_char(b, '"');
}

static void
put_indent(struct buf *b, int depth)
{
	while (depth-- > 0)
		buf_add_z(b, "  ");
}

static void
put_states(struct buf *b, const struct flow *f, const struct flow_state *parent, int depth)
{
	for (const struct flow_state *s = f->first; s != NULL; s = s->next) {
		if (s->parent != parent)
			continue;
		put_indent(b, depth);
		if (s->compound) {
			buf_fmt(b, "subgraph \"cluster_" STR_FMT "\" { label=", STR_ARG(s->id));
			put_quoted(b, s->id);
			buf_add_z(b, ";\n");
			put_states(b, f, s, depth + 1);
			put_indent(b, depth);
			buf_add_z(b, "}\n");
		} else {
			put_quoted(b, s->id);
			buf_add_z(b, s->final ? " [peripheries=2];\n" : ";\n");
		}
	}
}

static const struct flow_state *
innermost(const struct flow_state *s)
{
	while (s->compound)
		s = s->initial;
	return s;
}

static void
put_who(struct buf *b, unsigned by)
{
	if (by & FLOW_APPLICANT)
		buf_add_z(b, "\\napplicant");
	if (by & FLOW_CASEWORKER)
		buf_add_z(b, "\\ncaseworker");
	else if (by & FLOW_LEADER)
		buf_add_z(b, "\\nleader");
	if (by & FLOW_SYSTEM)
		buf_add_z(b, "\\nsystem");
}

/* Does a deadline or a clock fire one of them? */
static unsigned
by_system(const struct flow *f, struct str events)
{
	while (events.n > 0)
		if (flow_sets(f, str_cut(&events, ' ')))
			return FLOW_SYSTEM;
	return 0;
}

/* An edge joins innermost states; ltail and lhead make it begin and end at the boxes around
   them. */
static void
put_edge(struct buf *b, const struct flow *f, const struct flow_state *s,
    const struct flow_transition *t)
{
	const struct flow_state *to = t->target != NULL ? t->target : s;

	buf_add_z(b, "  ");
	put_quoted(b, innermost(s)->id);
	buf_add_z(b, " -> ");
	put_quoted(b, innermost(to)->id);
	buf_fmt(b, " [label=\"" STR_FMT, STR_ARG(t->events));
	put_who(b, t->by | by_system(f, t->events));
	buf_add_z(b, t->four_eyes ? "\\nfour eyes\"" : "\"");
	if (s->compound)
		buf_fmt(b, ", ltail=\"cluster_" STR_FMT "\"", STR_ARG(s->id));
	if (to->compound)
		buf_fmt(b, ", lhead=\"cluster_" STR_FMT "\"", STR_ARG(to->id));
	buf_add_z(b, t->target == NULL ? ", style=dashed];\n" : "];\n");
}

void
flow_dot(const struct flow *f, struct buf *b)
{
	CHECK_OBJ(f, FLOW_MAGIC);
	buf_add_z(b, "digraph flow {\n  compound=true; rankdir=TB;\n  node [shape=box, style=rounded];\n"
	    "  \"\" [shape=point];\n");
	put_states(b, f, NULL, 1);
	buf_add_z(b, "  \"\" -> ");
	put_quoted(b, innermost(f->initial)->id);
	buf_add_z(b, ";\n");
	for (const struct flow_state *s = f->first; s != NULL; s = s->next)
		for (const struct flow_transition *t = s->first; t != NULL; t = t->next)
			put_edge(b, f, s, t);
	buf_add_z(b, "}\n");
}

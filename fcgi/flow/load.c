/* Reading a flow.scxml into the model; what needs the whole is checked in check.c. */
#include "flow/private.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/suggest.h"

static void load_children(struct flow_loading *, xmlNode *, struct flow_state *parent);

void
flow_wrong(struct flow_loading *l, int line, const char *fmt, ...)
{
	char message[400];
	va_list ap;

	l->bad = true;
	if (l->complain == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(message, sizeof message, fmt, ap);
	va_end(ap);
	l->complain(l->ctx, line, message);
}

static const char *
meant(struct flow_loading *l, struct str name, const char *allowed)
{
	struct str near = suggest_word(name, str_from_z(allowed));

	return near.n > 0 ? suggest_say(l->a, near) : "; take it out";
}

void
flow_check_attrs(struct flow_loading *l, const xmlNode *n, const char *allowed)
{
	for (const xmlAttr *at = n->properties; at != NULL; at = at->next) {
		bool ours = at->ns != NULL && strcmp((const char *)at->ns->href, FLOW_SK_NS) == 0;
		const char *name = (const char *)at->name;
		struct str padded = str_fmt(l->a, " %s%s ", ours ? "sk:" : "", name);

		if ((at->ns != NULL && !ours) || strstr(allowed, str_z(l->a, padded)) == NULL)
			flow_wrong(l, xml_line(n), "<%s> has no attribute '%s%s' here%s",
			    (const char *)n->name, ours ? "sk:" : "", name,
			    meant(l, str_trim(padded), allowed));
	}
}

static struct str
kept(struct flow_loading *l, struct str s)
{
	return s.p == NULL ? STR_NONE : str_dup(l->a, str_trim(s));
}

static bool
is_name(struct str s)
{
	if (s.n == 0 || s.n > 64 || s.p[0] < 'a' || s.p[0] > 'z')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789-_", s.p[i]) == NULL ||
		    s.p[i] == '\0')
			return false;
	return true;
}

static struct flow_state *
new_state(struct flow_loading *l, xmlNode *n, struct flow_state *parent)
{
	struct flow_state *s = ARENA_NEW(l->a, struct flow_state);

	s->id = kept(l, xml_attr(n, "id"));
	s->initial_name = kept(l, xml_attr(n, "initial"));
	s->parent = parent;
	s->final = xml_is(n, "final");
	s->line = xml_line(n);
	s->last = &s->first;
	s->enter.last = &s->enter.first;
	s->initially.last = &s->initially.first;
	s->leave.last = &s->leave.first;
	if (!is_name(s->id))
		flow_wrong(l, s->line, "a state needs an id: small letters, digits, - and _, a letter first");
	else if (flow_state(l->flow, s->id) != NULL)
		flow_wrong(l, s->line, "there is another state '" STR_FMT "'; rename one of them",
		    STR_ARG(s->id));
	*l->flow->last = s;
	l->flow->last = &s->next;
	l->flow->nstates++;
	return s;
}

static unsigned
read_by(struct flow_loading *l, const xmlNode *n)
{
	struct str rest = xml_attr_ns(n, FLOW_SK_NS, "by");
	unsigned by = 0;

	while (rest.n > 0) {
		struct str who = str_cut(&rest, ' ');

		if (str_eq_z(who, "applicant"))
			by |= FLOW_APPLICANT;
		else if (str_eq_z(who, "caseworker"))
			by |= FLOW_CASEWORKER | FLOW_LEADER;
		else if (str_eq_z(who, "leader"))
			by |= FLOW_LEADER;
		else if (who.n > 0)
			flow_wrong(l, xml_line(n),
			    "sk:by: '" STR_FMT "' is not applicant, caseworker or leader",
			    STR_ARG(who));
	}
	return by;
}

static void
read_events(struct flow_loading *l, const xmlNode *n, struct flow_transition *t)
{
	struct str rest = t->events;

	if (rest.n == 0)
		flow_wrong(l, t->line, "a transition needs an event: this profile has none that fire by themselves");
	while (rest.n > 0) {
		struct str event = str_cut(&rest, ' ');

		if (event.n > 0 && (!flow_event_ok(event) || str_eq_z(event, FLOW_SUBMIT)))
			flow_wrong(l, xml_line(n),
			    "'" STR_FMT "' cannot be an event: use small letters, digits, - and "
			    "dots, not *, " FLOW_SUBMIT ", done. or error.", STR_ARG(event));
	}
}

/* An attribute of ours that is true or false; false where it is not there. */
static bool
read_flag(struct flow_loading *l, xmlNode *n, const char *name)
{
	struct str value = xml_attr_ns(n, FLOW_SK_NS, name);

	if (value.n > 0 && !str_eq_z(value, "true") && !str_eq_z(value, "false"))
		flow_wrong(l, xml_line(n), "sk:%s is true or false", name);
	return str_eq_z(value, "true");
}

static void
load_transition(struct flow_loading *l, xmlNode *n, struct flow_state *s)
{
	struct flow_transition *t = ARENA_NEW(l->a, struct flow_transition);
	struct str cond = xml_attr(n, "cond");

	flow_check_attrs(l, n, " event target cond sk:by sk:told sk:four-eyes ");
	t->line = xml_line(n);
	t->events = kept(l, xml_attr(n, "event"));
	t->target_name = kept(l, xml_attr(n, "target"));
	t->by = read_by(l, n);
	t->told = read_flag(l, n, "told");
	t->four_eyes = read_flag(l, n, "four-eyes");
	read_events(l, n, t);
	t->has_cond = cond.p != NULL;
	if (t->has_cond && (l->hooks == NULL || l->hooks->cond == NULL))
		flow_wrong(l, t->line, "conditions are not read here");
	else if (t->has_cond && (t->cond = l->hooks->cond(l->hooks->ctx, cond, t->line)) == NULL)
		l->bad = true;
	t->acts.last = &t->acts.first;
	flow_load_acts(l, n, false, &t->acts);
	*s->last = t;
	s->last = &t->next;
}

/* <initial><transition target="x">…</transition></initial>, the long form of the attribute. */
static void
load_initial(struct flow_loading *l, xmlNode *n, struct flow_state *s)
{
	xmlNode *t = xml_first(n);

	flow_check_attrs(l, n, " ");
	if (t == NULL || !xml_is(t, "transition") || xml_next(t) != NULL ||
	    s->initial_name.p != NULL) {
		flow_wrong(l, xml_line(n),
		    "<initial> holds one <transition target>, and then the state has no initial=");
		return;
	}
	flow_check_attrs(l, t, " target ");
	s->initial_name = kept(l, xml_attr(t, "target"));
	flow_load_acts(l, t, false, &s->initially);
}

static void
load_state(struct flow_loading *l, xmlNode *n, struct flow_state *parent)
{
	struct flow_state *s = new_state(l, n, parent);

	flow_check_attrs(l, n, s->final ? " id " : " id initial ");
	if (s->final && parent != NULL)
		flow_wrong(l, s->line, "a final state stands at the top, not inside '" STR_FMT "'",
		    STR_ARG(parent->id));
	if (parent != NULL)
		parent->compound = true;
	load_children(l, n, s);
}

/* One child of a state (s), or of the scxml element (s == NULL). */
static void
load_child(struct flow_loading *l, xmlNode *n, struct flow_state *s)
{
	bool open = s != NULL && !s->final;
	bool state = xml_is(n, "state") || xml_is(n, "final");

	if (state && (s == NULL || open))
		load_state(l, n, s);
	else if (xml_is(n, "transition") && open)
		load_transition(l, n, s);
	else if (xml_is(n, "initial") && open)
		load_initial(l, n, s);
	else if (xml_is(n, "onentry") && s != NULL)
		flow_load_acts(l, n, true, &s->enter);
	else if (xml_is(n, "onexit") && open)
		flow_load_acts(l, n, false, &s->leave);
	else
		flow_wrong(l, xml_line(n),
		    "<%s> cannot stand in <%s>: this profile of SCXML has state, final, initial, "
		    "transition, onentry and onexit%s", (const char *)n->name,
		    (const char *)n->parent->name, suggest_say(l->a, suggest_word(
		    str_from_z((const char *)n->name),
		    STR("state final initial transition onentry onexit"))));
}

static void
load_children(struct flow_loading *l, xmlNode *parent, struct flow_state *s)
{
	for (xmlNode *n = xml_first(parent); n != NULL; n = xml_next(n)) {
		if (xml_in(n, FLOW_NS))
			load_child(l, n, s);
		else
			flow_wrong(l, xml_line(n),
			    "<%s> cannot stand in <%s>; letters, deadlines and clocks stand in "
			    "onentry, onexit or transition", (const char *)n->name,
			    (const char *)parent->name);
	}
}

static size_t
state_ids(const struct flow_loading *l, struct str *out)
{
	size_t n = 0;

	for (const struct flow_state *s = l->flow->first; s != NULL; s = s->next)
		out[n++] = s->id;
	return n;
}

static const struct flow_state *
resolve(struct flow_loading *l, struct str name, int line, const struct flow_state *within)
{
	const struct flow_state *s = flow_state(l->flow, name);
	struct str *ids = arena_alloc(l->a, (l->flow->nstates + 1) * sizeof *ids);

	if (s == NULL)
		flow_wrong(l, line, "there is no state '" STR_FMT "'%s", STR_ARG(name),
		    suggest_say(l->a, suggest(name, ids, state_ids(l, ids))));
	else if (within != NULL && (s == within || !flow_inside(s, within))) {
		flow_wrong(l, line, "'" STR_FMT "' begins in '" STR_FMT "', which is not inside it",
		    STR_ARG(within->id), STR_ARG(name));
		return NULL;
	}
	return s;
}

static void
resolve_all(struct flow_loading *l)
{
	struct flow *f = l->flow;

	f->initial = resolve(l, f->initial_name, f->line, NULL);
	for (struct flow_state *s = f->first; s != NULL; s = s->next) {
		if (s->compound && s->initial_name.p == NULL)
			flow_wrong(l, s->line,
			    "'" STR_FMT "' has states inside it: say with initial= where it begins",
			    STR_ARG(s->id));
		else if (!s->compound && s->initial_name.p != NULL)
			flow_wrong(l, s->line, "'" STR_FMT "' has initial= and no states inside it",
			    STR_ARG(s->id));
		else if (s->compound)
			s->initial = resolve(l, s->initial_name, s->line, s);
		for (struct flow_transition *t = s->first; t != NULL; t = t->next)
			if (t->target_name.p != NULL)
				t->target = resolve(l, t->target_name, t->line, NULL);
	}
}

static void
load_root(struct flow_loading *l, xmlNode *root)
{
	if (!xml_in(root, FLOW_NS) || !xml_is(root, "scxml")) {
		flow_wrong(l, xml_line(root), "the root is not <scxml xmlns=\"" FLOW_NS "\">");
		return;
	}
	flow_check_attrs(l, root, " version datamodel initial name ");
	if (!str_eq_z(xml_attr(root, "version"), "1.0") || !str_eq_z(xml_attr(root, "datamodel"),
	    "x-skranke"))
		flow_wrong(l, xml_line(root),
		    "scxml needs version=\"1.0\" and datamodel=\"x-skranke\"");
	l->flow->initial_name = kept(l, xml_attr(root, "initial"));
	l->flow->line = xml_line(root);
	load_children(l, root, NULL);
	resolve_all(l);
}

enum err
flow_load(struct arena *a, xmlDoc *doc, const struct flow_hooks *hooks, xml_complain_fn *complain,
    void *ctx, const struct flow **out)
{
	struct flow *f = ARENA_NEW(a, struct flow);
	struct flow_loading l = { a, f, hooks, complain, ctx, false };

	f->magic = FLOW_MAGIC;
	f->last = &f->first;
	load_root(&l, xml_root(doc));
	if (!l.bad)
		flow_check(&l);
	if (l.bad)
		return ERR_CONFIG;
	*out = f;
	return ERR_OK;
}

/* What a function may be given. */
#include "form/private.h"

#include "base/time.h"
#include "xml/pattern.h"

/* ---- functions: what each letter of func.takes wants ---- */

static bool
is_place(const struct expr *x)
{
	enum form_type t = x->op == OP_REF ? x->ref->step[x->ref->nsteps - 1]->type : FORM_NOTHING;

	return t == FORM_POINT || t == FORM_POLYGON;
}

static bool
want(struct compile *c, const struct expr *x, char kind)
{
	switch (kind) {
	case 's': case 'a':
		return one_value(c, x);
	case 'n':
		return want_num(c, x);
	case 'd':
		return want_day(c, x);
	case 'v':
		return x->type != V_ROWS || one_value(c, x);
	case 'r':
		return x->op == OP_REF || (x->op == OP_CALL && str_eq_z(x->s, "id")) ||
		    check_refuse(c, x, "the name of a question or a repeat is wanted here");
	case 'g':
		return one_value(c, x) && (is_place(x) || check_refuse(c, x,
		    "the name of a map question is wanted here"));
	case 'l':
		return x->op == OP_STR || check_refuse(c, x, "text in quotes is wanted here");
	default:
		return true;		/* b: anything can be yes or no */
	}
}

static bool
wrong_number(struct compile *c, const struct expr *x)
{
	compile_bad(c, x->at, STR_FMT "() is given too %s values", STR_ARG(x->s), x->n == 0 ?
	    "few" :
	    strchr(x->fn->takes, '*') != NULL ? "few" : "few or too many");
	return false;
}

static bool
check_args(struct compile *c, const struct expr *x)
{
	const char *t = x->fn->takes;
	bool optional = false;
	char last = 0;
	size_t i = 0;

	for (; *t != '\0' && *t != '*'; t++) {
		if (*t == '?') {
			optional = true;
			continue;
		}
		if (i == x->n)
			return optional || wrong_number(c, x);
		last = *t;
		if (!want(c, x->arg[i++], last))
			return false;
	}
	if (i < x->n && *t != '*')
		return wrong_number(c, x);
	for (; i < x->n; i++)
		if (!want(c, x->arg[i], last))
			return false;
	return true;
}

/* What the letters cannot say. */

static bool
same_type(const struct expr *x, size_t from, enum vtype t)
{
	for (size_t i = from; i < x->n; i++)
		if (x->arg[i]->type != t)
			return false;
	return true;
}

static bool
check_least(struct compile *c, struct expr *x)
{
	if (same_type(x, 0, V_DAY)) {
		x->type = V_DAY;
		return true;
	}
	for (size_t i = 0; i < x->n; i++)
		if (x->arg[i]->type == V_DAY)
			return check_refuse(c, x->arg[i],
			    "dates and numbers cannot be taken together");
	return true;
}

static bool
check_if(struct compile *c, struct expr *x)
{
	(void)c;
	x->type = same_type(x, 1, x->arg[1]->type) ? x->arg[1]->type : V_STR;
	return true;
}

static bool
check_matches(struct compile *c, struct expr *x)
{
	x->pattern = xml_pattern_new(c->a, x->arg[1]->s);
	return x->pattern != NULL || check_refuse(c, x->arg[1],
	    "this is not a pattern; see XML Schema's patterns");
}

static bool
check_date(struct compile *c, struct expr *x)
{
	struct date d;

	if (x->arg[0]->op != OP_STR || time_date_read(x->arg[0]->s, &d))
		return true;
	return check_refuse(c, x->arg[0],
	    "there is no such day; write year, month and day as in '2027-08-17'");
}

static bool
check_join(struct compile *c, struct expr *x)
{
	return !check_many(x->arg[0]) || check_refuse(c, x,
	    "write what stands between them first: join(', ', onske/barnehage)");
}

static bool
check_index(struct compile *c, struct expr *x)
{
	return (c->context != NULL && c->context->group != NULL) ||
	    check_refuse(c, x, "index() is the number of a row; it has a meaning only inside a repeat");
}

/* Of many rows the name is the same. */
static bool
check_name(struct compile *c, struct expr *x)
{
	return x->arg[0]->op == OP_REF || check_refuse(c, x,
	    "the name of a question or a repeat is wanted here");
}

static bool
check_complete(struct compile *c, struct expr *x)
{
	return c->flow || check_refuse(c, x,
	    "complete() belongs to flows; a form cannot ask itself");
}

static bool
check_register(struct compile *c, struct expr *x)
{
	return x->arg[0]->s.n > 0 || check_refuse(c, x->arg[0],
	    "name what the register shall give, as in 'person/name'");
}

static bool
check_hearing(struct compile *c, struct expr *x)
{
	static const char *const counts[] = { "sent", "answered", "remarks", "open", "stale",
	    "unsent" };
	struct str what = x->arg[0]->s, id = str_cut(&what, '/');

	for (size_t i = 0; id.n > 0 && i < sizeof counts / sizeof *counts; i++)
		if (str_eq_z(what, counts[i]))
			return true;
	return check_refuse(c, x->arg[0], "name a hearing and what is counted, as in "
	    "'neighbours/sent': sent, answered, remarks, open, stale or unsent");
}

static bool
check_rate(struct compile *c, struct expr *x)
{
	return table_find(c, x->arg[0], &x->table, &x->column);
}

/* The second place is another map question, or a layer of the municipality's map. */
static bool
check_places(struct compile *c, struct expr *x)
{
	const struct expr *second = x->arg[1];
	struct str known[GEO_LAYERS];
	enum geo_layer layer;

	if (is_place(second) || (second->op == OP_STR && geo_layer_named(second->s, &layer)))
		return true;
	if (second->op != OP_STR)
		return check_refuse(c, second, "the name of a map question is wanted here, or a "
		    "layer in quotes, as in 'property'");
	for (unsigned i = 0; i < GEO_LAYERS; i++)
		known[i] = str_from_z(geo_layer_name((enum geo_layer)i));
	compile_bad(c, second->at, "a municipality's map has no layer '" STR_FMT "'%s; there are "
	    "'municipality', 'property', 'road' and 'building'", STR_ARG(second->s),
	    suggest_say(c->a, suggest(second->s, known, GEO_LAYERS)));
	return false;
}

static const struct {
	const char	*name;
	bool		(*fn)(struct compile *, struct expr *);
} special[] = {
	{ "min", check_least }, { "max", check_least }, { "if", check_if }, { "matches", check_matches },
	{ "date", check_date }, { "join", check_join }, { "index", check_index }, { "complete", check_complete },
	{ "register", check_register }, { "rate", check_rate },
	{ "hearing", check_hearing },
	{ "geo-within", check_places }, { "geo-distance", check_places },
	{ "fact", check_fact }, { "checklist", check_checklist },
	{ "inspection", check_inspection },
	{ "name", check_name }, { "local-name", check_name }, { "namespace-uri", check_name },
};

static bool
unknown_function(struct compile *c, const struct expr *x)
{
	const struct str *known;
	size_t n = func_names(&known);
	struct str near = suggest(x->s, known, n);

	if (str_eq_z(x->s, "lang"))
		return check_refuse(c, x, "lang() is not used here: answers have no language, and "
		    "the rules are the same in every language");
	compile_bad(c, x->at, "there is no function called " STR_FMT "()%s" STR_FMT "%s",
	    STR_ARG(x->s), near.n > 0 ? "; did you mean " : "; see the list of functions",
	    STR_ARG(near), near.n > 0 ? "()?" : "");
	return false;
}

/* string(), number(), string-length() and normalize-space() of nothing speak of this question. */
static bool
add_self(struct compile *c, struct expr *x)
{
	struct expr *self;

	if (x->n > 0 || x->fn->takes[0] != '?')
		return true;
	self = ARENA_NEW(c->a, struct expr);
	*self = (struct expr){ .op = OP_REF, .at = x->at, .ref = ARENA_NEW(c->a, struct ref) };
	self->ref->name[self->ref->nsteps++] = STR(".");
	x->arg = arena_alloc(c->a, sizeof(struct expr *));
	x->arg[x->n++] = self;
	return check_ref(c, self);
}

bool
check_call(struct compile *c, struct expr *x)
{
	x->fn = func_find(x->s);
	if (x->fn == NULL)
		return unknown_function(c, x);
	x->type = x->fn->gives;
	if (!add_self(c, x) || !check_args(c, x))
		return false;
	for (size_t i = 0; i < sizeof special / sizeof *special; i++)
		if (str_eq_z(x->s, special[i].name))
			return special[i].fn(c, x);
	return true;
}

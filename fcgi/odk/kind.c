/* What a control and its bind's type become. */
#include "odk/private.h"

static struct str
bind_type(const struct node *n)
{
	struct str t = n->bind != NULL ? xml_attr(n->bind, "type") : STR_NONE, rest = t, head;

	head = str_cut(&rest, ':');		/* xsd:string */
	return rest.n > 0 ? rest : head;
}

static struct str
name_of(const struct place *p)
{
	return p->node->name;
}

static void
lose_kind(struct odk *o, struct place *p, const char *what)
{
	p->kind = K_LOST;
	odk_lost(o, p, p->control, STR_FMT ": is not carried: %s", STR_ARG(name_of(p)), what);
}

/* ---- what is typed ---- */

static const struct {
	const char	*type;
	enum kind	 kind;
	const char	*ours, *but;
} types[] = {
	{ "string", K_TEXT, NULL, NULL }, { "", K_TEXT, NULL, NULL },
	{ "int", K_NUMBER, "integer", NULL }, { "integer", K_NUMBER, "integer", NULL },
	{ "long", K_NUMBER, "integer", NULL }, { "decimal", K_NUMBER, "decimal", NULL },
	{ "double", K_NUMBER, "decimal", NULL }, { "float", K_NUMBER, "decimal", NULL },
	{ "date", K_DATE, NULL, NULL }, { "boolean", K_CONFIRM, NULL, NULL },
	{ "time", K_TEXT, NULL, "a time of day is asked for as text, and not judged" },
	{ "dateTime", K_TEXT, NULL, "a day with a time of day is asked for as text, and not judged" },
	{ "barcode", K_TEXT, NULL, "a barcode is typed, not scanned" },
	{ "geopoint", K_LOST, NULL, "a place on a map (geopoint) cannot be asked for" },
	{ "geotrace", K_LOST, NULL, "a line on a map (geotrace) cannot be asked for" },
	{ "geoshape", K_LOST, NULL, "an area on a map (geoshape) cannot be asked for" },
	{ "binary", K_UPLOAD, NULL, NULL },
};

static bool
is_true(struct str s)
{
	return str_eq_z(str_trim(s), "true()");
}

/* A note is a question of type text that may never be answered. */
static bool
is_note(const struct node *n, struct str type)
{
	return is_true(n->rule[R_READONLY].text) && n->rule[R_CALCULATE].text.p == NULL &&
	    (type.n == 0 || str_eq_z(type, "string")) && n->rule[R_CONSTRAINT].text.p == NULL &&
	    n->rule[R_REQUIRED].text.p == NULL;
}

static void
input_kind(struct odk *o, struct place *p)
{
	struct str type = bind_type(p->node);
	size_t i = 0, n = sizeof types / sizeof *types;

	while (i < n && !str_eq_z(type, types[i].type))
		i++;
	if (is_note(p->node, type))
		p->kind = K_NOTE;
	else if (i == n)
		odk_lost(o, p, p->control, STR_FMT ": the type " STR_FMT
		    " is not known; it is asked for as text", STR_ARG(name_of(p)), STR_ARG(type));
	else if (types[i].kind == K_LOST)
		lose_kind(o, p, types[i].but);
	else {
		p->kind = types[i].kind;
		p->type = types[i].ours;
		if (types[i].but != NULL)
			odk_lost(o, p, p->control, STR_FMT ": is not carried exactly: %s",
			    STR_ARG(name_of(p)), types[i].but);
	}
	if (xml_attr(p->control, "query").n > 0) {
		odk_lost(o, p, p->control, STR_FMT ": its choices (" STR_FMT
		    ") are not carried: they are in another file; it is asked for as text",
		    STR_ARG(name_of(p)), STR_ARG(xml_attr(p->control, "query")));
	}
}

/* ---- the others ---- */

static void
choice_kind(struct odk *o, struct place *p, enum kind kind)
{
	p->kind = kind;
	list_take(o, p);
	if (p->list != NULL)
		return;
	p->kind = K_TEXT;
	odk_lost(o, p, p->control,
	    STR_FMT ": its choices are not carried; it is asked for as text", STR_ARG(name_of(p)));
}

static void
rank_kind(struct odk *o, struct place *p)
{
	choice_kind(o, p, K_CHOICES);
	odk_lost(o, p, p->control, STR_FMT
	    ": the order of the answers is not carried; they are ticked", STR_ARG(name_of(p)));
}

bool
range_figure(const struct place *p, const char *attr, struct str *out)
{
	size_t digits = 0, points = 0;

	*out = str_trim(xml_attr(p->control, attr));
	for (size_t i = 0; i < out->n; i++) {
		char c = out->p[i];

		digits += c >= '0' && c <= '9';
		points += c == '.';
		if (!(c >= '0' && c <= '9') && c != '.' && !(c == '-' && i == 0))
			return false;
	}
	return digits > 0 && points <= 1;
}

static void
range_kind(struct odk *o, struct place *p)
{
	static const char *const attrs[] = { "start", "end", "step" };
	struct str s;

	p->kind = K_NUMBER;
	for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++)
		if (!range_figure(p, attrs[i], &s) && s.n > 0)
			odk_lost(o, p, p->control, STR_FMT ": %s=\"" STR_FMT
			    "\" is not carried: it is no number", STR_ARG(name_of(p)), attrs[i],
			    STR_ARG(s));
	p->type = str_eq_z(bind_type(p->node), "decimal") ? "decimal" : "integer";
}

static bool
media_type(struct str s)
{
	static const char signs[] = "abcdefghijklmnopqrstuvwxyz0123456789!#$&-^_.+";
	struct str sub = s, type = str_cut(&sub, '/');

	for (size_t i = 0; i < type.n; i++)
		if (memchr(signs, type.p[i], sizeof signs - 1) == NULL)
			return false;
	for (size_t i = 0; i < sub.n; i++)
		if (memchr(signs, sub.p[i], sizeof signs - 1) == NULL && !str_eq_z(sub, "*"))
			return false;
	return type.n > 0 && sub.n > 0 && type.n <= 127 && sub.n <= 127;
}

/* mediatype="image/png,image/jpeg", and in newer forms accept=".pdf,.docx" */
static void
upload_kind(struct odk *o, struct place *p)
{
	static const char *const attrs[] = { "mediatype", "accept" };
	struct buf b = buf_new(o->a, 64);

	p->kind = K_UPLOAD;
	for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++)
		for (struct str rest = xml_attr(p->control, attrs[i]); rest.n > 0;) {
			struct str one = str_trim(str_cut(&rest, ','));

			if (media_type(one))
				buf_fmt(&b, "%s" STR_FMT, b.n > 0 ? " " : "", STR_ARG(one));
			else if (one.n > 0)
				odk_lost(o, p, p->control, STR_FMT ": %s \"" STR_FMT
				    "\" is not carried: it is no media type",
				    STR_ARG(name_of(p)), attrs[i], STR_ARG(one));
		}
	p->accept = b.n > 0 ? buf_str(&b) : STR_NONE;
}

static void
control_kind(struct odk *o, struct place *p)
{
	const xmlNode *c = p->control;

	if (xml_is(c, "input") || xml_is(c, "secret") || xml_is(c, "textarea"))
		input_kind(o, p);
	else if (xml_is(c, "select1"))
		choice_kind(o, p, K_CHOICE);
	else if (xml_is(c, "select"))
		choice_kind(o, p, K_CHOICES);
	else if (xml_is(c, "rank"))
		rank_kind(o, p);
	else if (xml_is(c, "range"))
		range_kind(o, p);
	else if (xml_is(c, "upload"))
		upload_kind(o, p);
	else if (xml_is(c, "trigger"))
		p->kind = K_CONFIRM;
	else
		lose_kind(o, p, "there is no such control here");
}

void
place_kind(struct odk *o, struct place *p)
{
	if (p->kind == K_LOST)
		odk_lost(o, p, p->control, STR_FMT ": is not carried, as what it stands in is not",
		    STR_ARG(name_of(p)));
	else
		control_kind(o, p);
	if (p->kind != K_LOST && xml_text(o->a, p->node->at).n > 0)
		odk_lost(o, p, p->node->at, STR_FMT ": the answer it begins with, \"" STR_FMT
		    "\", is not carried", STR_ARG(name_of(p)),
		    STR_ARG(xml_text(o->a, p->node->at)));
	for (xmlNode *n = xml_first(p->control); n != NULL; n = xml_next(n))
		if (xml_is(n, "setvalue") || xml_is(n, "setgeopoint"))
			odk_lost(o, p, n, STR_FMT ": <%s ref=\"" STR_FMT "\"> is not carried: "
			    "a form of ours has no actions", STR_ARG(name_of(p)), n->name,
			    STR_ARG(xml_attr(n, "ref")));
}

/* ---- how many rows ---- */

/* A constant, or a question that is calculated as one. */
bool
repeat_count(struct odk *o, const struct place *p, int64_t *out)
{
	struct str count = str_trim(xml_attr_ns(p->control, JR_NS, "count"));
	const struct node *n;

	if (str_int(count, out))
		return *out >= 1;
	n = node_at(o, p->node->parent, count);
	if (n == NULL || count.n == 0)
		return false;
	if (n->rule[R_CALCULATE].text.p != NULL)
		return str_int(str_trim(n->rule[R_CALCULATE].text), out) && *out >= 1;
	return (n->place == NULL || n->place->kind == K_VAR) &&
	    str_int(xml_text(o->a, n->at), out) && *out >= 1;
}

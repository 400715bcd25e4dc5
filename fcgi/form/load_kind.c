/* What each kind of element says of itself in attributes. */
#include "form/private.h"

static enum form_type
type_of(struct load *l, const xmlNode *n, enum form_type first, enum form_type last,
    enum form_type otherwise)
{
	struct str want = xml_attr(n, "type"), known[16], near;
	size_t k = 0;

	if (want.p == NULL)
		return otherwise;
	for (enum form_type t = first; t <= last; t++) {
		if (str_eq_z(want, form_type_name(t)))
			return t;
		known[k++] = str_from_z(form_type_name(t));
	}
	near = suggest(want, known, k);
	load_bad(l, n, "there is no type called '" STR_FMT "' for <%s>%s" STR_FMT "%s",
	    STR_ARG(want), (const char *)n->name, near.n > 0 ? "; did you mean '" : "",
	    STR_ARG(near), near.n > 0 ? "'?" : "");
	return otherwise;
}

static void
take_list(struct load *l, struct form_item *it, const xmlNode *n)
{
	struct str appearance = xml_attr(n, "appearance");

	it->list = load_list_for(l, n);
	it->appearance = str_eq_z(appearance, "radio") ? FORM_RADIO :
	    str_eq_z(appearance, "select") ? FORM_SELECT :
	    str_eq_z(appearance, "search") ? FORM_SEARCH : FORM_PLAIN;
	if (appearance.p != NULL && it->appearance == FORM_PLAIN)
		load_bad(l, n, "appearance is radio, select or search");
}

static void
take_repeat(struct load *l, struct form_item *it, const xmlNode *n)
{
	struct str ordered = xml_attr(n, "ordered");

	load_size(l, n, "min", 0, &it->min);
	load_size(l, n, "max", FORM_ROWS, &it->max);
	if (it->max == 0 || it->max > FORM_ROWS_MOST || it->min > it->max)
		load_bad(l, n, "min and max must be numbers with min <= max, and max from 1 to %d",
		    FORM_ROWS_MOST);
	if (ordered.p != NULL && !str_eq_z(ordered, "true") && !str_eq_z(ordered, "false"))
		load_bad(l, n, "ordered is true or false");
	it->ordered = str_eq_z(ordered, "true");
	if (it->group != NULL && it->group->group != NULL)
		load_bad(l, n, "a repeat may stand in a repeat, but not deeper");
}

/* What stands in worklists is short, one to a case, and never tells a number of a person. */
static void
take_column(struct load *l, struct form_item *it, const xmlNode *n)
{
	struct str column = xml_attr(n, "column");

	it->column = str_eq_z(column, "true");
	if (column.p != NULL && !it->column && !str_eq_z(column, "false"))
		load_bad(l, n, "column is true or false");
	if (!it->column)
		return;
	if (it->group != NULL)
		load_bad(l, n, "a question in a repeat has many answers, and is no column");
	if (it->type == FORM_PID || it->lines > 1)
		load_bad(l, n, "a column shows neither identity numbers nor texts of several lines");
	if (it->name.p == NULL || (it->kind == FORM_OUTPUT && xml_attr(n, "value").p == NULL))
		load_bad(l, n, "a column needs a name and a value");
}

/* Tells the answer where somebody lives? */
static void
take_address(struct load *l, struct form_item *it, const xmlNode *n)
{
	struct str address = xml_attr(n, "address");

	if (address.p != NULL && !str_eq_z(address, "true") && !str_eq_z(address, "false"))
		load_bad(l, n, "address is true or false");
	if (str_eq_z(address, "true"))
		it->masked = form_message(l->form->messages, l->a, "masked", STR_NONE);
}

static void
take_unit(struct load *l, struct form_item *it, const xmlNode *n)
{
	it->unit = xml_attr(n, "unit");
	if (it->unit.p != NULL && (it->unit.n == 0 || it->unit.n > 10))
		load_bad(l, n, "a unit is a short word, as in unit=\"m²\"");
}

static enum form_type
shape_of(struct load *l, const xmlNode *n)
{
	struct str shape = xml_attr(n, "shape");

	if (str_eq_z(shape, "point"))
		return FORM_POINT;
	if (!str_eq_z(shape, "polygon"))
		load_bad(l, n, "shape is point or polygon");
	return FORM_POLYGON;
}

void
load_kind(struct load *l, struct form_item *it, const xmlNode *n)
{
	size_t lines;

	it->type = FORM_NOTHING;
	switch (it->kind) {
	case FORM_TEXT:
		it->type = type_of(l, n, FORM_STRING, FORM_EMAIL, FORM_STRING);
		if (it->type == FORM_REF)	/* nobody answers it */
			load_attrs(l, n, " name type ");
		load_size(l, n, "lines", 0, &lines);
		it->lines = (int)lines;
		break;
	case FORM_NUMBER:
		it->type = type_of(l, n, FORM_INTEGER, FORM_DECIMAL, FORM_DECIMAL);
		break;
	case FORM_MONEY:
		it->type = FORM_ORE;
		break;
	case FORM_DATE:
		it->type = FORM_DAY;
		break;
	case FORM_CHOICE: case FORM_CHOICES:
		it->type = it->kind == FORM_CHOICE ? FORM_VALUE : FORM_VALUES;
		take_list(l, it, n);
		break;
	case FORM_CONFIRM:
		it->type = FORM_BOOLEAN;
		it->text = form_message(l->form->messages, l->a, "confirmed", STR_NONE);
		break;
	case FORM_UPLOAD:
		it->type = FORM_IDS;
		load_upload(l, it, n);
		break;
	case FORM_MAP:
		it->type = shape_of(l, n);
		break;
	case FORM_REPEAT:
		take_repeat(l, it, n);
		break;
	case FORM_OUTPUT:
		it->type = type_of(l, n, FORM_INTEGER, FORM_ORE, FORM_NOTHING);
		break;
	case FORM_LOOKUP:
		it->type = FORM_STRING;
		break;
	case FORM_VAR: case FORM_CHECK: case FORM_PAGE: case FORM_SECTION:
		break;
	}
	take_column(l, it, n);
	take_address(l, it, n);
	take_unit(l, it, n);
	it->prefill = xml_attr(n, "prefill");
	if (str_starts(it->prefill, STR("register:")))
		it->prefill = str_skip(it->prefill, strlen("register:"));
	else if (it->prefill.n > 0)
		load_bad(l, n, "prefill is register: and the name of what the register gives, as in register:person/name");
}

/* Issues and their words. */
#include "form/private.h"

/* The issues of a node are a chain, in the order they came. */
static void
put_last(struct answers *as, struct answer *n)
{
	uint32_t *at = &n->first_issue;

	while (*at != 0)
		at = &as->issue[*at - 1].next;
	*at = (uint32_t)as->nissues;
}

const struct form_issue *
answer_issue(const struct answers *as, const struct answer *n, const struct form_issue *before)
{
	uint32_t at = before != NULL ? before->next : n->first_issue;

	CHECK(as->judged);
	return at != 0 ? &as->issue[at - 1] : NULL;
}

void
issue_add(
    struct answers *as, struct answer *n, const char *on, enum form_level level, struct str text)
{
	if (as->nissues == as->work->issues_size) {
		size_t size = as->nissues > 0 ? 2 * as->nissues : 16;
		struct form_issue *v = arena_alloc(as->a, size * sizeof *v);

		if (as->nissues > 0)
			memcpy(v, as->issue, as->nissues * sizeof *v);
		as->issue = v;
		as->work->issues_size = size;
	}
	as->issue[as->nissues++] = (struct form_issue){ n, n->item->page, level, on, text, 0 };
	put_last(as, n);
	if (level != FORM_ERROR)
		return;
	as->nerrors++;
	n->invalid = true;
}

void
answers_refuse(struct answers *as, struct answer *n, struct str text)
{
	CHECK(as->judged);
	for (size_t i = 0; i < as->nissues; i++) {
		struct form_issue *is = &as->issue[i];

		if (is->node == n && str_eq_z(str_from_z(is->on), "refused")) {
			is->text = str_fmt(as->a, STR_FMT " " STR_FMT, STR_ARG(is->text),
			    STR_ARG(text));
			return;
		}
	}
	issue_add(as, n, "refused", FORM_ERROR, text);
}

static const struct form_alert *
own_alert(const struct form_item *it, const char *on)
{
	for (const struct form_alert *al = it->alerts; al != NULL; al = al->next)
		if (str_eq_z(al->on, on))
			return al;
	return NULL;
}

/* What is missing is asked for as one answers it: chosen, ticked, attached or
   written. */
static struct str
standard_id(const struct answers *as, const struct form_item *it, const char *on)
{
	bool required = str_eq_z(STR("required"), on);

	if (str_eq_z(STR("type"), on))
		return str_fmt(as->a, "type.%s", form_type_name(it->type));
	if (required &&
	    (it->kind == FORM_CHOICE || it->kind == FORM_CHOICES || it->kind == FORM_CONFIRM))
		return str_fmt(as->a, "required.%s", form_kind_name(it->kind));
	if (it->kind == FORM_UPLOAD && (required || str_eq_z(STR("max"), on)))
		return str_fmt(as->a, "%s.upload", on);
	return str_from_z(on);
}

struct str
alert_text(const struct answers *as, const struct form_item *it, const char *on, size_t limit)
{
	const struct form_alert *own = own_alert(it, on);

	if (own != NULL)
		return own->text;
	return message(as->form->messages, as->a, standard_id(as, it, on), it->label, limit);
}

/* The repeat's own words come first, then the question's. */
struct str
unique_text(const struct answers *as, const struct form_item *repeat)
{
	const struct form_alert *own = own_alert(repeat, "unique");

	return own != NULL ? own->text : alert_text(as, repeat->unique, "unique", 0);
}

bool
answers_page_valid(const struct answers *as, const struct form_item *page)
{
	CHECK(as->judged);
	for (size_t i = 0; i < as->nissues; i++)
		if (as->issue[i].page == page && as->issue[i].level == FORM_ERROR)
			return false;
	return true;
}

const struct form_item *
answers_first_error(const struct answers *as)
{
	CHECK(as->judged);
	for (size_t i = 0; i < as->nissues; i++)
		if (as->issue[i].level == FORM_ERROR)
			return as->issue[i].page;
	return NULL;
}

/* What is sent and set: the elements of our own namespace, as SCXML's executable content. */
#include "flow/private.h"

#include "base/arena.h"

static struct str
needed(struct flow_loading *l, const xmlNode *n, const char *attr)
{
	struct str s = str_trim(xml_attr(n, attr));

	if (s.n == 0)
		flow_wrong(l, xml_line(n), "sk:%s needs %s=", (const char *)n->name, attr);
	return str_dup(l->a, s);
}

static void
load_letter(struct flow_loading *l, const xmlNode *n, struct flow_action *x)
{
	flow_check_attrs(l, n, " template to ");
	x->kind = FLOW_LETTER;
	x->name = needed(l, n, "template");
	x->to = needed(l, n, "to");
	if (x->to.n > 0 && !str_eq_z(x->to, "applicant") && !str_eq_z(x->to, "complaint-body"))
		flow_wrong(l, xml_line(n), "sk:letter: to is applicant or complaint-body");
	if (x->name.n > 0 && l->hooks != NULL && l->hooks->letter != NULL &&
	    !l->hooks->letter(l->hooks->ctx, x->name))
		flow_wrong(l, xml_line(n), "there is no letter '" STR_FMT
		    "' among the service's letters%s", STR_ARG(x->name),
		    l->hooks->letter_like != NULL ?
		    l->hooks->letter_like(l->hooks->ctx, x->name) : "");
}

static enum flow_from
read_from(struct flow_loading *l, const xmlNode *n)
{
	struct str from = xml_attr(n, "from");

	if (str_eq_z(from, "received"))
		return FLOW_FROM_RECEIVED;
	if (str_eq_z(from, "notified"))
		return FLOW_FROM_NOTIFIED;
	if (from.p != NULL && !str_eq_z(from, "now"))
		flow_wrong(l, xml_line(n), "sk:deadline: from is now, received or notified");
	return FLOW_FROM_NOW;
}

static void
load_deadline(struct flow_loading *l, const xmlNode *n, struct flow_action *x)
{
	struct str workday = xml_attr(n, "workday");
	int64_t due_at;

	flow_check_attrs(l, n, " event after from law workday ");
	x->kind = FLOW_DEADLINE_SET;
	x->name = needed(l, n, "event");
	x->after = needed(l, n, "after");
	x->law = str_dup(l->a, xml_attr(n, "law"));
	x->from = read_from(l, n);
	x->workday = str_eq_z(workday, "true");
	if (workday.p != NULL && !x->workday && !str_eq_z(workday, "false"))
		flow_wrong(l, xml_line(n), "sk:deadline: workday is true or false");
	if (x->name.n > 0 && !flow_event_ok(x->name))
		flow_wrong(l, xml_line(n), "'" STR_FMT "' cannot be an event", STR_ARG(x->name));
	if (x->after.n > 0 && !flow_due(x->after, 0, false, &due_at))
		flow_wrong(l, xml_line(n),
		    "'" STR_FMT "' is no duration; write for example P3W, P14D, P1M or PT48H",
		    STR_ARG(x->after));
}

static void
load_clock(struct flow_loading *l, const xmlNode *n, struct flow_action *x)
{
	struct str action = needed(l, n, "action");

	flow_check_attrs(l, n, " name action ");
	x->name = needed(l, n, "name");
	x->kind = str_eq_z(action, "resume") ? FLOW_CLOCK_RESUME : FLOW_CLOCK_PAUSE;
	if (action.n > 0 && !str_eq_z(action, "resume") && !str_eq_z(action, "pause"))
		flow_wrong(l, xml_line(n), "sk:clock: action is pause or resume");
}

static void
load_act(struct flow_loading *l, const xmlNode *n, bool deadlines, struct flow_act *act)
{
	bool ours = xml_in(n, FLOW_SK_NS);

	if (ours && xml_is(n, "letter"))
		load_letter(l, n, &act->action);
	else if (ours && xml_is(n, "deadline") && deadlines)
		load_deadline(l, n, &act->action);
	else if (ours && xml_is(n, "deadline"))
		flow_wrong(l, act->line, "a deadline stands in onentry: it runs as long as that state is active");
	else if (ours && xml_is(n, "clock"))
		load_clock(l, n, &act->action);
	else
		flow_wrong(l, act->line, "<%s> is not an action here: there are sk:letter, sk:deadline and sk:clock",
		    (const char *)n->name);
}

void
flow_load_acts(struct flow_loading *l, xmlNode *holder, bool deadlines, struct flow_acts *out)
{
	for (xmlNode *n = xml_first(holder); n != NULL; n = xml_next(n)) {
		struct flow_act *act = ARENA_NEW(l->a, struct flow_act);

		act->line = xml_line(n);
		load_act(l, n, deadlines, act);
		*out->last = act;
		out->last = &act->next;
		l->flow->nacts++;
	}
}

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

static bool
known_receiver(struct str to)
{
	static const char *const known[] = { "applicant", "complaint-body", "heard", "complainant",
	    "one-complainant" };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_eq_z(to, known[i]))
			return true;
	return false;
}

static void
load_letter(struct flow_loading *l, const xmlNode *n, struct flow_action *x)
{
	flow_check_attrs(l, n, " template to ");
	x->kind = FLOW_LETTER;
	x->name = needed(l, n, "template");
	x->to = needed(l, n, "to");
	if (x->to.n > 0 && !known_receiver(x->to))
		flow_wrong(l, xml_line(n), "sk:letter: to is applicant, complaint-body, heard, "
		    "complainant or one-complainant");
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
	if (str_eq_z(from, "told"))
		return FLOW_FROM_TOLD;
	if (from.p != NULL && !str_eq_z(from, "now"))
		flow_wrong(l, xml_line(n), "sk:%s: from is now, received, notified or told",
		    (const char *)n->name);
	return FLOW_FROM_NOW;
}

/* What a deadline and a clock that starts have in common. */
static void
load_limit(struct flow_loading *l, const xmlNode *n, struct flow_action *x)
{
	struct str workday = xml_attr(n, "workday");
	int64_t due_at;

	x->law = str_dup(l->a, str_trim(xml_attr(n, "law")));
	x->from = read_from(l, n);
	x->workday = str_eq_z(workday, "true");
	if (workday.p != NULL && !x->workday && !str_eq_z(workday, "false"))
		flow_wrong(l, xml_line(n), "sk:%s: workday is true or false",
		    (const char *)n->name);
	if (x->after.n > 0 && !flow_due(x->after, 0, false, &due_at))
		flow_wrong(l, xml_line(n),
		    "'" STR_FMT "' is no duration; write for example P3W, P14D, P1M or PT48H",
		    STR_ARG(x->after));
}

static void
check_event(struct flow_loading *l, const xmlNode *n, struct str event)
{
	if (event.n > 0 && !flow_event_ok(event))
		flow_wrong(l, xml_line(n), "'" STR_FMT "' cannot be an event", STR_ARG(event));
}

static void
load_deadline(struct flow_loading *l, const xmlNode *n, struct flow_action *x)
{
	x->keep = str_eq_z(xml_attr(n, "keep"), "true");
	flow_check_attrs(l, n, x->keep ? " event keep " : " event after from law workday ");
	x->kind = FLOW_DEADLINE_SET;
	x->name = needed(l, n, "event");
	check_event(l, n, x->name);
	if (x->keep)
		return;
	x->after = needed(l, n, "after");
	load_limit(l, n, x);
}

/* ---- clocks ---- */

static void
load_ball(struct flow_loading *l, const xmlNode *n, const char *unsaid, struct flow_action *x)
{
	struct str ball = str_trim(xml_attr(n, "ball"));

	x->ball = ball.p == NULL ? str_from_z(unsaid) : str_dup(l->a, ball);
	if (!str_eq_z(x->ball, "municipality") && !str_eq_z(x->ball, "applicant") &&
	    !str_eq_z(x->ball, "other"))
		flow_wrong(l, xml_line(n), "sk:clock: ball is municipality, applicant or other");
}

static void
load_table(struct flow_loading *l, const xmlNode *n, struct flow_action *x)
{
	struct str table = str_trim(xml_attr(n, "table"));

	if (table.p == NULL)
		return;
	if (x->after.n > 0 || x->law.n > 0)
		flow_wrong(l, xml_line(n),
		    "sk:clock: the table says the limit and the law; take after= and law= away");
	if (l->hooks == NULL || l->hooks->rules == NULL) {
		flow_wrong(l, xml_line(n), "sk:clock: no tables are known here");
		return;
	}
	x->rules = l->hooks->rules(l->hooks->ctx, table, xml_line(n), &x->overruns);
	if (x->rules == NULL)
		l->bad = true;
}

static void
load_start(struct flow_loading *l, const xmlNode *n, struct flow_action *x)
{
	flow_check_attrs(l, n, " name action after from law ball event workday table ");
	x->kind = FLOW_CLOCK_START;
	x->after = str_dup(l->a, str_trim(xml_attr(n, "after")));
	x->event = str_dup(l->a, str_trim(xml_attr(n, "event")));
	load_limit(l, n, x);
	load_ball(l, n, "municipality", x);
	check_event(l, n, x->event);
	load_table(l, n, x);
	if (x->event.n > 0 && x->after.n == 0 && xml_attr(n, "table").p == NULL)
		flow_wrong(l, xml_line(n),
		    "sk:clock: its event is fired at its limit; say with after= when that is");
}

static void
load_pause(struct flow_loading *l, const xmlNode *n, struct flow_action *x)
{
	flow_check_attrs(l, n, " name action law ball reason ");
	x->kind = FLOW_CLOCK_PAUSE;
	x->law = str_dup(l->a, str_trim(xml_attr(n, "law")));
	x->reason = str_dup(l->a, str_trim(xml_attr(n, "reason")));
	load_ball(l, n, "applicant", x);
}

static struct flow_name *
note(struct flow_loading *l, struct flow_name **list, struct str s)
{
	while (*list != NULL && !str_eq((*list)->s, s))
		list = &(*list)->next;
	if (*list == NULL) {
		*list = ARENA_NEW(l->a, struct flow_name);
		(*list)->s = s;
	}
	return *list;
}

static size_t
length(const struct flow_name *n)
{
	return n != NULL ? 1 + length(n->next) : 0;
}

static void
note_clock(struct flow_loading *l, const struct flow_action *x)
{
	struct flow_name *clock = note(l, &l->flow->clocks, x->name);

	l->flow->nclocks = length(l->flow->clocks);
	clock->started = clock->started || x->kind == FLOW_CLOCK_START;
	if (x->rules != NULL)
		clock->by_table = x;
	if (x->event.n > 0)
		note(l, &l->flow->alarms, x->event);
	if ((x->overruns & FLOW_OVERRUN_FEE) != 0)
		note(l, &l->flow->alarms, STR(FLOW_OVERRUN));
	if ((x->overruns & FLOW_OVERRUN_GRANTED) != 0)
		note(l, &l->flow->alarms, STR(FLOW_GRANTED));
	if (x->reason.n > 0)
		note(l, &l->flow->reasons, x->reason);
}

static void
load_clock(struct flow_loading *l, const xmlNode *n, struct flow_action *x)
{
	struct str action = needed(l, n, "action");

	x->name = needed(l, n, "name");
	if (str_eq_z(action, "start")) {
		load_start(l, n, x);
	} else if (str_eq_z(action, "pause")) {
		load_pause(l, n, x);
	} else {
		flow_check_attrs(l, n, " name action ");
		x->kind = str_eq_z(action, "stop") ? FLOW_CLOCK_STOP :
		    str_eq_z(action, "recount") ? FLOW_CLOCK_RECOUNT :
		    str_eq_z(action, "extend") ? FLOW_CLOCK_EXTEND : FLOW_CLOCK_RESUME;
		if (action.n > 0 && x->kind == FLOW_CLOCK_RESUME && !str_eq_z(action, "resume"))
			flow_wrong(l, xml_line(n), "sk:clock: action is start, pause, resume, "
			    "stop, recount or extend");
	}
	note_clock(l, x);
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
		flow_wrong(l, act->action.line, "a deadline stands in onentry: it runs as long as that state is active");
	else if (ours && xml_is(n, "clock"))
		load_clock(l, n, &act->action);
	else
		flow_wrong(l, act->action.line, "<%s> is not an action here: there are sk:letter, sk:deadline and sk:clock",
		    (const char *)n->name);
}

void
flow_load_acts(struct flow_loading *l, xmlNode *holder, bool deadlines, struct flow_acts *out)
{
	for (xmlNode *n = xml_first(holder); n != NULL; n = xml_next(n)) {
		struct flow_act *act = ARENA_NEW(l->a, struct flow_act);

		act->action.line = xml_line(n);
		load_act(l, n, deadlines, act);
		*out->last = act;
		out->last = &act->next;
		l->flow->nacts++;
	}
}

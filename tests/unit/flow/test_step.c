#include "flow/draw.h"

#include "base/buf.h"
#include "base/time.h"

#include "../t.h"
#include "flows.h"

struct bench {
	struct arena	*a;
	const struct flow *flow;
	struct flow_case c;
	bool		 complete;
	int		 complaints;
};

static const void *
keep_cond(void *ctx, struct str text, int line)
{
	struct bench *b = ctx;

	(void)line;
	return str_z(b->a, text);
}

static bool
cond_holds(void *ctx, const void *cond)
{
	struct bench *b = ctx;

	return (strcmp(cond, "complete()") == 0) == b->complete;
}

static void
complain(void *ctx, int line, const char *message)
{
	struct bench *b = ctx;

	print_error("line %d: %s\n", line, message);
	b->complaints++;
}

static void
load_doc(struct bench *b, xmlDoc *doc)
{
	struct flow_hooks hooks = { .cond = keep_cond, .ctx = b };

	assert_int_equal(flow_load(b->a, doc, &hooks, complain, b, &b->flow), ERR_OK);
	assert_int_equal(b->complaints, 0);
}

static int
setup(void **state)
{
	static struct bench b;
	struct arena *short_lived = arena_new(1 << 20);
	xmlDoc *doc = NULL;

	xml_start();
	b = (struct bench){ .a = arena_new(1 << 20), .complete = true };
	assert_int_equal(xml_parse(short_lived, str_from_z(whole), complain, &b, &doc), ERR_OK);
	load_doc(&b, doc);
	arena_free(&short_lived);	/* a flow outlives its document */
	assert_true(time_read_pg(STR("2026-03-02 09:00:00+00"), &b.c.at));
	assert_true(time_read_pg(STR("2026-02-20 23:30:00+00"), &b.c.received_at));
	b.c.holds = cond_holds;
	b.c.ctx = &b;
	*state = &b;
	return 0;
}

static int
teardown(void **state)
{
	struct bench *b = *state;

	arena_free(&b->a);
	return 0;
}

/* What was done, as a line to compare: "letter:receipt set:deadline.x cancel:deadline.y pause:z" */
static const char *
told(struct arena *a, const struct flow_result *r)
{
	static const char *const verbs[] = { "letter", "set", "cancel", "start", "pause", "resume",
		"stop" };
	struct buf b = buf_new(a, 128);

	for (size_t i = 0; i < r->nactions; i++)
		buf_fmt(&b, "%s%s:" STR_FMT, i > 0 ? " " : "", verbs[r->actions[i].kind],
		    STR_ARG(r->actions[i].name));
	return str_z(a, buf_str(&b));
}

static struct flow_result
step(struct bench *b, const char *from, const char *event, enum flow_by by)
{
	struct flow_result r = { 0 };

	b->c.state = str_from_z(from);
	assert_int_equal(flow_step(b->a, b->flow, &b->c, str_from_z(event), by, &r), ERR_OK);
	assert_str(r.from, from);
	return r;
}

static enum err
refusal(struct bench *b, const char *from, const char *event, enum flow_by by)
{
	struct flow_result r = { .to = STR("untouched") };
	enum err e;

	b->c.state = str_from_z(from);
	e = flow_step(b->a, b->flow, &b->c, str_from_z(event), by, &r);
	assert_str(r.to, "untouched");
	return e;
}

static void
a_new_case_begins_in_the_innermost_initial_state(void **state)
{
	struct bench *b = *state;
	struct flow_result r;

	flow_initial(b->a, b->flow, &b->c, &r);
	assert_str(r.to, "received");
	assert_int_equal(r.from.n, 0);
	assert_string_equal(told(b->a, &r), "start:decision start:age letter:receipt set:deadline.preliminary");
	assert_str(time_oslo_show(b->a, LANG_NB, r.actions[3].due_at), "2. april 2026 kl. 23.59");
	/* from receipt, and 16 May is a Saturday */
	assert_str(time_oslo_show(b->a, LANG_NB, r.actions[1].due_at), "18. mai 2026 kl. 23.59");
	assert_str(r.actions[3].law, "fvl § 11 a");
}

static void
leaving_cancels_the_deadlines_of_what_is_left(void **state)
{
	struct flow_result r = step(*state, "received", "assign", FLOW_CASEWORKER);

	assert_str(r.to, "review");
	assert_string_equal(told(((struct bench *)*state)->a, &r), "cancel:deadline.preliminary letter:taken");
}

static void
a_transition_without_target_leaves_nothing(void **state)
{
	struct flow_result r = step(*state, "received", "deadline.preliminary", FLOW_SYSTEM);

	assert_str(r.to, "received");
	assert_string_equal(told(((struct bench *)*state)->a, &r), "letter:preliminary");
}

static void
an_inner_state_has_the_transitions_of_the_outer(void **state)
{
	struct bench *b = *state;
	struct flow_result r = step(b, "waiting", "withdraw", FLOW_APPLICANT);

	assert_str(r.to, "withdrawn");
	assert_true(r.final);
	assert_string_equal(told(b->a, &r), "resume:decision cancel:deadline.answer stop:age "
	    "letter:withdrawn stop:age stop:decision");
}

static void
going_to_an_outer_state_leaves_it_and_begins_it_again(void **state)
{
	struct bench *b = *state;
	struct flow_result r = step(b, "review", "restart", FLOW_CASEWORKER);

	assert_str(r.to, "received");
	assert_string_equal(told(b->a, &r), "stop:age start:age letter:receipt set:deadline.preliminary");
	r = step(b, "review", "again", FLOW_CASEWORKER);
	assert_str(r.to, "review");
	assert_int_equal(r.nactions, 0);
}

static void
what_the_initial_transition_does_comes_between_outer_and_inner(void **state)
{
	struct bench *b = *state;
	struct flow_result r = step(b, "decided", "complain", FLOW_APPLICANT);

	assert_str(r.to, "heard");
	assert_string_equal(told(b->a, &r), "cancel:deadline.complaint letter:complaint letter:heard");
	r = step(b, "heard", "reverse", FLOW_CASEWORKER);
	assert_str(r.to, "closed");
}

static void
a_condition_chooses_between_transitions(void **state)
{
	struct bench *b = *state;
	struct flow_result r = step(b, "review", "grant", FLOW_CASEWORKER);

	assert_str(r.to, "decided");
	assert_true(r.four_eyes);
	b->complete = false;
	r = step(b, "review", "grant", FLOW_CASEWORKER);
	assert_str(r.to, "waiting");
	assert_false(r.four_eyes);
	assert_string_equal(told(b->a, &r), "letter:missing pause:decision set:deadline.answer");
	b->complete = true;
	b->c.holds = NULL;
	assert_int_equal(refusal(b, "review", "grant", FLOW_CASEWORKER), ERR_INVALID);
	b->c.holds = cond_holds;
}

static void
a_day_that_the_event_tells_of_chooses_between_transitions(void **state)
{
	struct bench *b = *state;

	assert_str(step(b, "review", "again", FLOW_CASEWORKER).to, "review");
	b->c.told_at = b->c.at;
	assert_str(step(b, "review", "again", FLOW_CASEWORKER).to, "waiting");
	b->c.told_at = 0;
}

static void
a_deadline_counts_from_what_it_says(void **state)
{
	struct bench *b = *state;
	struct flow_result r = step(b, "review", "ask", FLOW_CASEWORKER);

	/* received at half past midnight on the 21st in Norway */
	assert_str(time_oslo_show(b->a, LANG_NB, r.actions[2].due_at), "7. mars 2026 kl. 23.59");
	r = step(b, "review", "grant", FLOW_CASEWORKER);
	assert_int_equal(r.actions[2].kind, FLOW_DEADLINE_SET);
	assert_int_equal(r.actions[2].from, FLOW_FROM_NOTIFIED);
	assert_int_equal(r.actions[2].due_at, 0);
	assert_true(r.actions[2].workday);
	assert_str(r.actions[2].after, "P3W");
}

static void
a_second_click_is_stale_and_a_stranger_is_denied(void **state)
{
	struct bench *b = *state;

	assert_int_equal(refusal(b, "decided", "grant", FLOW_CASEWORKER), ERR_STALE);
	assert_int_equal(refusal(b, "withdrawn", "withdraw", FLOW_APPLICANT), ERR_STALE);
	assert_int_equal(refusal(b, "review", "nonsense", FLOW_LEADER), ERR_STALE);
	assert_int_equal(refusal(b, "review", "uphold reverse", FLOW_LEADER), ERR_STALE);
	assert_int_equal(refusal(b, "review", "grant", FLOW_APPLICANT), ERR_DENIED);
	assert_int_equal(refusal(b, "review", "withdraw", FLOW_CASEWORKER), ERR_DENIED);
	assert_int_equal(refusal(b, "received", "assign", FLOW_SYSTEM), ERR_DENIED);
	assert_int_equal(refusal(b, "received", "deadline.preliminary", FLOW_LEADER), ERR_DENIED);
	assert_int_equal(refusal(b, "review", "reject", FLOW_CASEWORKER), ERR_DENIED);
	assert_int_equal(refusal(b, "elsewhere", "grant", FLOW_LEADER), ERR_CONFIG);
	assert_int_equal(refusal(b, "open", "withdraw", FLOW_APPLICANT), ERR_CONFIG);
}

static void
a_leader_may_what_a_caseworker_may_and_more(void **state)
{
	assert_str(step(*state, "review", "grant", FLOW_LEADER).to, "decided");
	assert_str(step(*state, "review", "reject", FLOW_LEADER).to, "decided");
}

static void
the_buttons_are_what_may_be_fired(void **state)
{
	struct bench *b = *state;
	const struct flow_choice *v = NULL;

	b->c.state = STR("review");
	assert_int_equal(flow_may(b->a, b->flow, &b->c, FLOW_CASEWORKER, &v), 4);
	assert_str(v[0].event, "ask");
	assert_str(v[1].event, "grant");
	assert_true(v[1].four_eyes);
	assert_int_equal(flow_may(b->a, b->flow, &b->c, FLOW_LEADER, &v), 5);
	assert_int_equal(flow_may(b->a, b->flow, &b->c, FLOW_APPLICANT, &v), 1);
	assert_str(v[0].event, "withdraw");
	assert_int_equal(flow_may(b->a, b->flow, &b->c, FLOW_SYSTEM, &v), 1);
	b->c.state = STR("closed");
	assert_int_equal(flow_may(b->a, b->flow, &b->c, FLOW_LEADER, &v), 0);
	b->c.state = STR("elsewhere");
	assert_int_equal(flow_may(b->a, b->flow, &b->c, FLOW_LEADER, &v), 0);
}

static void
states_and_events_can_be_listed_for_their_words(void **state)
{
	struct bench *b = *state;
	const struct str *v = NULL;

	assert_int_equal(flow_states(b->a, b->flow, &v), 7);
	assert_str(v[0], "received");
	assert_int_equal(flow_events(b->a, b->flow, &v), 16);
	assert_str(v[0], FLOW_SUBMIT);
	assert_str(v[15], "reverse");
	assert_true(flow_in(b->flow, STR("waiting"), STR("open")));
	assert_false(flow_in(b->flow, STR("decided"), STR("open")));
	assert_true(flow_is_final(b->flow, STR("closed")));
	assert_false(flow_has_state(b->flow, STR("open")));
	assert_true(flow_has_state(b->flow, STR("review")));
}

static void
the_drawing_has_every_state_and_transition(void **state)
{
	struct bench *b = *state;
	struct buf dot = buf_new(b->a, 4096);
	const char *text;

	flow_dot(b->flow, &dot);
	text = str_z(b->a, buf_str(&dot));
	assert_non_null(strstr(text, "subgraph \"cluster_open\" { label=\"open\";"));
	assert_non_null(strstr(text, "\"closed\" [peripheries=2];"));
	assert_non_null(strstr(text, "\"review\" -> \"decided\" [label=\"grant\\ncaseworker\\nfour eyes\"];"));
	assert_non_null(strstr(text, "ltail=\"cluster_open\""));
	assert_non_null(strstr(text, "\"\" -> \"received\";"));
}

static void
the_layout_has_a_box_for_each_state_and_a_lane_for_each_arrow(void **state)
{
	struct bench *b = *state;
	struct flow_drawing d;

	flow_draw(b->a, b->flow, &d);
	assert_int_equal(d.nboxes, 9);
	assert_str(d.boxes[0].id, "open");
	assert_true(d.boxes[0].frame);
	for (size_t i = 0; i < d.nboxes; i++) {
		assert_true(d.boxes[i].x >= d.left && d.boxes[i].y >= 0);
		assert_true(d.boxes[i].x + d.boxes[i].width <= d.left + d.width);
		assert_true(d.boxes[i].y + d.boxes[i].height <= d.height);
	}
	for (size_t i = 0; i < d.narrows; i++)
		for (size_t k = 0; k < i; k++)
			assert_false(d.arrows[i].path.n > 0 && d.arrows[k].path.n > 0 &&
			    d.arrows[i].x == d.arrows[k].x);
}

static void
the_kindergarten_flow_goes_from_application_to_decision(void **state)
{
	struct bench *b = *state;
	const struct flow *old = b->flow;
	struct flow_result r;
	xmlDoc *doc = NULL;

	assert_int_equal(xml_parse_file(b->a, "templates/services/barnehageplass/flow.scxml", complain, b, &doc), ERR_OK);
	load_doc(b, doc);
	flow_initial(b->a, b->flow, &b->c, &r);
	assert_str(r.to, "received");
	assert_string_equal(told(b->a, &r), "set:deadline.preliminary letter:receipt start:decision");
	r = step(b, "received", "assign", FLOW_CASEWORKER);
	assert_str(r.to, "review");
	assert_int_equal(r.nactions, 0);
	r = step(b, "review", "deadline.preliminary", FLOW_SYSTEM);
	assert_string_equal(told(b->a, &r), "letter:preliminary");
	r = step(b, "review", "reject", FLOW_CASEWORKER);
	assert_str(r.to, "decided");
	assert_string_equal(told(b->a, &r), "stop:decision cancel:deadline.preliminary letter:decision set:deadline.complaint");
	r = step(b, "review", "withdraw", FLOW_APPLICANT);
	assert_string_equal(told(b->a, &r), "stop:decision cancel:deadline.preliminary letter:withdrawn "
	    "stop:decision stop:complaint stop:appeal");
	assert_int_equal(refusal(b, "decided", "withdraw", FLOW_APPLICANT), ERR_STALE);
	r = step(b, "decided", "annul", FLOW_CASEWORKER);
	assert_str(r.to, "review");
	assert_string_equal(told(b->a, &r), "cancel:deadline.complaint letter:annulment start:decision set:deadline.preliminary");
	r = step(b, "complaint", "uphold", FLOW_CASEWORKER);
	assert_string_equal(told(b->a, &r), "stop:complaint cancel:deadline.preparation letter:complaint-body letter:complaint-sent start:appeal set:deadline.appeal");
	assert_false(step(b, "decided", "deadline.complaint", FLOW_SYSTEM).final);
	assert_true(step(b, "settled", "deadline.close", FLOW_SYSTEM).final);
	b->flow = old;
}

static bool
has_words(xmlDoc *doc, const char *list, struct str id)
{
	for (xmlNode *n = xml_first(xml_child(xml_root(doc), list)); n != NULL; n = xml_next(n))
		if (str_eq(xml_attr(n, "id"), id))
			return true;
	return false;
}

static void
check_words(struct arena *a, const struct flow *flow, const char *service_xml)
{
	const struct str *v = NULL;
	xmlDoc *doc = NULL;
	size_t n;

	assert_int_equal(xml_parse_file(a, service_xml, NULL, NULL, &doc), ERR_OK);
	n = flow_states(a, flow, &v);
	for (size_t i = 0; i < n; i++)
		if (!has_words(doc, "states", v[i]))
			fail_msg("%s has no words for the state " STR_FMT, service_xml, STR_ARG(v[i]));
	n = flow_events(a, flow, &v);
	for (size_t i = 0; i < n; i++)
		if (!has_words(doc, "events", v[i]))
			fail_msg("%s has no words for the event " STR_FMT, service_xml, STR_ARG(v[i]));
}

static void
the_kindergarten_flow_has_words_for_every_state_and_event(void **state)
{
	struct bench *b = *state;
	const struct flow *old = b->flow;
	xmlDoc *doc = NULL;

	assert_int_equal(xml_parse_file(b->a, "templates/services/barnehageplass/flow.scxml", complain, b, &doc), ERR_OK);
	load_doc(b, doc);
	check_words(b->a, b->flow, "templates/services/barnehageplass/service.xml");
	b->flow = old;
}

static void
a_deadline_that_is_kept_runs_on_when_it_ran(void **state)
{
	static const char kept[] = HEAD
	    "<state id='open'><transition event='stay' target='after' sk:by='applicant'/>"
	    "<transition event='begin' target='timed' sk:by='applicant'/></state>"
	    "<state id='timed'><onentry><sk:deadline event='d' after='P1D'/><sk:deadline event='e' after='P1D'/></onentry>"
	    "<transition event='stay' target='after' sk:by='applicant'/><transition event='d e' target='end'/></state>"
	    "<state id='after'><onentry><sk:deadline event='d' keep='true'/></onentry>"
	    "<transition event='d' target='end'/><transition event='stay' target='after' sk:by='applicant'/>"
	    "<transition event='anew' target='timed' sk:by='applicant'/><transition event='stop' target='end' sk:by='applicant'/></state>"
	    "<final id='end'/></scxml>";
	struct bench *b = *state;
	struct flow_result r;
	xmlDoc *doc;

	assert_int_equal(xml_parse(b->a, str_from_z(kept), complain, b, &doc), ERR_OK);
	load_doc(b, doc);
	r = step(b, "timed", "stay", FLOW_APPLICANT);
	assert_string_equal(told(b->a, &r), "cancel:e");
	r = step(b, "open", "stay", FLOW_APPLICANT);
	assert_string_equal(told(b->a, &r), "");
	r = step(b, "after", "stay", FLOW_APPLICANT);
	assert_string_equal(told(b->a, &r), "");
	r = step(b, "after", "stop", FLOW_APPLICANT);
	assert_string_equal(told(b->a, &r), "cancel:d");
	r = step(b, "after", "anew", FLOW_APPLICANT);
	assert_string_equal(told(b->a, &r), "cancel:d set:d set:e");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_case_begins_in_the_innermost_initial_state),
		cmocka_unit_test(leaving_cancels_the_deadlines_of_what_is_left),
		cmocka_unit_test(a_transition_without_target_leaves_nothing),
		cmocka_unit_test(an_inner_state_has_the_transitions_of_the_outer),
		cmocka_unit_test(going_to_an_outer_state_leaves_it_and_begins_it_again),
		cmocka_unit_test(what_the_initial_transition_does_comes_between_outer_and_inner),
		cmocka_unit_test(a_condition_chooses_between_transitions),
		cmocka_unit_test(a_day_that_the_event_tells_of_chooses_between_transitions),
		cmocka_unit_test(a_deadline_counts_from_what_it_says),
		cmocka_unit_test(a_second_click_is_stale_and_a_stranger_is_denied),
		cmocka_unit_test(a_leader_may_what_a_caseworker_may_and_more),
		cmocka_unit_test(the_buttons_are_what_may_be_fired),
		cmocka_unit_test(states_and_events_can_be_listed_for_their_words),
		cmocka_unit_test(the_drawing_has_every_state_and_transition),
		cmocka_unit_test(the_layout_has_a_box_for_each_state_and_a_lane_for_each_arrow),
		cmocka_unit_test(the_kindergarten_flow_goes_from_application_to_decision),
		cmocka_unit_test(the_kindergarten_flow_has_words_for_every_state_and_event),
		cmocka_unit_test(a_deadline_that_is_kept_runs_on_when_it_ran),
	};

	return cmocka_run_group_tests_name(__FILE__, tests, setup, teardown);
}

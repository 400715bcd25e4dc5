/* step.c - what a step of the flow does to the tables: events, letters, deadlines */
#include "case/case.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/time.h"
#include "case/clocks.h"
#include "case/fee.h"
#include "case/private.h"
#include "case/sql.h"
#include "json/out.h"
#include "outbox/outbox.h"

struct str
case_pg_time(struct arena *a, int64_t at)
{
	struct date d = time_date(at / 86400000000);
	int64_t sec = at % 86400000000 / 1000000;

	if (at == 0)
		return STR_NONE;
	return str_fmt(a, "%04d-%02d-%02d %02d:%02d:%02d+00", d.year, d.month, d.day,
	    (int)(sec / 3600), (int)(sec / 60 % 60), (int)(sec % 60));
}

int64_t
case_told_at(int64_t day)
{
	return day * INT64_C(86400000000) + INT64_C(36000000000);
}

int64_t
case_told_ahead(struct str iso, int64_t today)
{
	struct date d;

	return time_date_read(iso, &d) && time_day(d) > today ? case_told_at(time_day(d)) : 0;
}

void
case_enclose(struct db *db, struct arena *a, const struct case_event *e, struct str outbox_id)
{
	for (size_t i = 0; i < e->nenclosed; i++) {
		const struct case_enclosed *it = &e->enclosed[i];

		DB_ADD(db, SQL_LETTER_FILE_PUT, e->tenant_id, e->case_id, outbox_id,
		    str_fmt(a, "%zu", i + 1), it->letter ? STR_NONE : it->id,
		    it->letter ? it->id : STR_NONE);
	}
}

static struct str
letter_json(struct arena *a, const struct case_event *e, const struct flow_action *act)
{
	struct buf b = buf_new(a, 256);

	json_open(&b, NULL, '{');
	json_say(&b, "template", act->name);
	json_say(&b, "to", act->to);
	json_say_any(&b, "heard", e != NULL ? e->heard : STR(""));
	json_say_any(&b, "by", e != NULL ? e->signed_by : STR(""));
	json_close(&b, '}');
	return buf_str(&b);
}

static void
put_letter(struct db *db, struct arena *a, const struct case_step *s,
    const struct flow_action *act)
{
	struct str id = id_new(a);

	outbox_put(db, a, &(struct outbox_item){ .id = id, .tenant_id = s->tenant_id,
	    .case_id = s->case_id, .kind = STR("letter"),
	    .payload = letter_json(a, s->event, act) });
	if (s->event != NULL && str_eq_z(act->to, s->event->to_body ? "complaint-body" :
	    "applicant"))
		case_enclose(db, a, s->event, id);
}

/* Does the step ask for a letter that the applicant can be told of? */
static bool
tells(const struct flow_result *r)
{
	for (size_t i = 0; i < r->nactions; i++)
		if (r->actions[i].kind == FLOW_LETTER &&
		    str_eq_z(r->actions[i].to, "applicant"))
			return true;
	return false;
}

/* One counted from the notice waits until the letters of this step have been told of; where there
   are none, it is counted from now. */
static void
put_deadline(struct db *db, struct arena *a, const struct case_step *s,
    const struct flow_action *act)
{
	struct str law = act->law.n > 0 ? act->law : STR_NONE;
	int64_t due = act->due_at;

	if (!s->is_new)		/* it takes the place of a running one */
		DB_ADD(db, SQL_DEADLINE_CANCEL, s->tenant_id, s->case_id, act->name);
	if (due == 0 && tells(s->result))
		DB_ADD(db, SQL_DEADLINE_WAIT, id_new(a), s->tenant_id, s->case_id, act->name, law,
		    act->after, act->workday ? STR("t") : STR("f"));
	else if (due != 0 || flow_due(act->after, s->at.at, act->workday, &due))
		DB_ADD(db, SQL_DEADLINE_PUT, id_new(a), s->tenant_id, s->case_id, act->name,
		    case_pg_time(a, due), law);
}

void
case_do(struct db *db, struct arena *a, struct case_step *s)
{
	for (size_t i = 0; i < s->result->nactions; i++) {
		const struct flow_action *act = &s->result->actions[i];

		switch (act->kind) {
		case FLOW_LETTER:
			put_letter(db, a, s, act);
			break;
		case FLOW_DEADLINE_SET:
			put_deadline(db, a, s, act);
			break;
		case FLOW_DEADLINE_CANCEL:
			DB_ADD(db, SQL_DEADLINE_CANCEL, s->tenant_id, s->case_id, act->name);
			break;
		case FLOW_CLOCK_START:
		case FLOW_CLOCK_PAUSE:
		case FLOW_CLOCK_RESUME:
		case FLOW_CLOCK_STOP:
		case FLOW_CLOCK_RECOUNT:
		case FLOW_CLOCK_EXTEND:
		case FLOW_CLOCK_OVERRUN:
			case_turn(db, a, s, act);
			break;
		}
	}
}

struct str
case_ball(struct arena *a, const struct release *release, struct str state)
{
	const struct service *s = release->service;
	struct str ball = service_words(a, s->states, s->nstates, state)->ball;

	return ball.n > 0 ? ball : STR("none");
}

static bool
holds(void *ctx, const void *cond)
{
	const struct case_hold *h = ctx;

	return h->answers != NULL && form_expr_true(cond, h->answers, h->world);
}

bool
case_rule(void *ctx, const void *rules, int64_t day, struct flow_rule *out)
{
	const struct case_hold *h = ctx;

	return h->answers != NULL && release_limit(rules, day, h->answers, h->world, out);
}

static struct flow_case
flow_case(const struct case_event *e, struct case_hold *h)
{
	*h = (struct case_hold){ e->answers, e->world };
	return (struct flow_case){ .state = e->state, .at = e->world->now_at,
	    .received_at = e->received_at, .told_at = e->told_at, .holds = holds, .rule = case_rule,
	    .ctx = h };
}

static const char *
actor_name(enum flow_by by)
{
	return by == FLOW_APPLICANT ? "applicant" : by == FLOW_SYSTEM ? "system" : "caseworker";
}

/* A decision that leaves the municipality with the case takes an earlier one away. */
static void
set_outcome(struct db *db, const struct case_event *e, bool ours)
{
	DB_ADD(db, SQL_CASE_OUTCOME_SET, e->case_id, e->outcome);
	if (ours)
		DB_ADD(db, SQL_CASE_UNDECIDED, e->case_id);
}

static const struct db_rows *
write_step(struct db *db, struct arena *a, const struct case_event *e, struct case_step *s)
{
	const struct service_retention *keep = &e->release->service->retention;
	struct str ball = case_ball(a, e->release, s->result->to);
	bool decided = e->outcome.p != NULL, ours = str_eq_z(ball, "municipality"), moved;
	int64_t due_at = 0, remove_at = 0;
	const struct db_rows *rows;

	moved = case_due(a, s, decided, &due_at);
	if (s->result->final && keep->after.n > 0)
		CHECK(flow_due(keep->after, s->at.at, false, &remove_at));
	rows = DB_ADD(db, SQL_CASE_STATE_SET, e->case_id, e->revision, s->result->to,
	    decided && !ours ? STR("t") : STR("f"), moved ? STR("t") : STR("f"),
	    case_pg_time(a, due_at), ball, s->result->final ? STR("t") : STR("f"),
	    case_pg_time(a, remove_at), remove_at != 0 ? keep->law : STR_NONE);
	if (decided)
		set_outcome(db, e, ours);
	DB_ADD(db, SQL_CASE_EVENT_PUT, e->tenant_id, e->case_id, str_from_z(e->event),
	    s->result->from, s->result->to, str_from_z(actor_name(e->by)), e->actor_id,
	    e->data.p != NULL ? e->data : STR("{}"));
	case_do(db, a, s);
	case_fee_settle(db, e->release, e->tenant_id, e->case_id, s->result->to);
	return rows;
}

enum err
case_fire(struct db *db, struct arena *a, const struct case_event *e,
    const struct db_rows **rows_out)
{
	struct case_hold h;
	struct flow_case fc = flow_case(e, &h);
	struct flow_result result;
	struct case_step s = { .tenant_id = e->tenant_id, .case_id = e->case_id, .at = fc,
	    .clocks = case_clocks_read(a, e->clocks), .result = &result, .event = e };

	TRY(flow_step(a, e->release->flow, &fc, str_from_z(e->event), e->by, &result));
	*rows_out = write_step(db, a, e, &s);
	return ERR_OK;
}

enum err
case_letters(struct arena *a, const struct case_event *e, const struct flow_action **out,
    size_t *n_out)
{
	struct case_hold h;
	struct flow_case fc = flow_case(e, &h);
	struct flow_result step;
	struct flow_action *v;
	size_t n = 0;

	TRY(flow_step(a, e->release->flow, &fc, str_from_z(e->event), e->by, &step));
	v = arena_alloc(a, (step.nactions + 1) * sizeof *v);
	for (size_t i = 0; i < step.nactions; i++)
		if (step.actions[i].kind == FLOW_LETTER)
			v[n++] = step.actions[i];
	*out = v;
	*n_out = n;
	return ERR_OK;
}

void
case_happen(struct db *db, const struct case_event *e)
{
	DB_ADD(db, SQL_CASE_EVENT_PUT, e->tenant_id, e->case_id, str_from_z(e->event), e->state,
	    e->state, str_from_z(actor_name(e->by)), e->actor_id, e->data.p != NULL ? e->data :
	    STR("{}"));
}

size_t
case_may(struct arena *a, const struct case_event *e, const struct flow_choice **out)
{
	struct case_hold h;
	struct flow_case fc = flow_case(e, &h);

	return flow_may(a, e->release->flow, &fc, e->by, out);
}

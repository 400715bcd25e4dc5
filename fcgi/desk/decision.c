#include "desk/decision.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"
#include "desk/preview.h"
#include "desk/private.h"
#include "json/out.h"
#include "release/story.h"

#define TEXT_BYTES	10000

/* Of the decision's own words for what happens to one that stands. */
#define CORRECT	"correct"
#define REVERSE	"reverse"
#define ANNUL	"annul"

static const char *const message_of[W_PARTS] = {
	[W_OUTCOME] = "decide-outcome", [W_PLACE] = "decide-place", [W_START] = "decide-start",
	[W_UNTIL] = "decide-until", [W_REMAINS] = "decide-remains",
	[W_REASONS] = "decide-reasons", [W_TEXT] = "decide-text", [W_LETTER] = "decide-letter",
};

bool
decision_field(struct str name)
{
	static const char *const fields[] = { "utfall", "plass", "oppstart", "frist", "gjenstar",
	    "tekst", "grunn", "vilkar", ENCLOSED_FIELD };

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (str_eq_z(name, fields[i]))
			return true;
	return false;
}

/* ---- what may be decided ---- */

const char *
decision_event(const struct req *r, const struct work *w, struct str outcome)
{
	const char *own = str_z(r->a, outcome);

	if (service_outcome(w->c.release->service, outcome) == NULL)
		return NULL;
	if (page_case_may(r, &w->c, own))
		return own;
	if (str_eq_z(outcome, ANNUL))
		return NULL;
	if (w->deemed)
		return own;		/* to be shown: nothing can be decided */
	return page_case_may(r, &w->c, CORRECT) ? CORRECT :
	    page_case_may(r, &w->c, REVERSE) ? REVERSE : NULL;
}

bool
decision_may(const struct req *r, const struct work *w)
{
	const struct service *s = w->c.release->service;

	for (size_t i = 0; i < s->noutcomes; i++)
		if (decision_event(r, w, s->outcomes[i].id) != NULL)
			return true;
	return false;
}

static void
take_event(const struct req *r, const struct work *w, struct decision *d)
{
	d->event = decision_event(r, w, d->outcome);
	if (d->event == NULL)
		return;
	d->is = service_outcome(w->c.release->service, d->outcome);
	d->four_eyes = page_case_eyes(r, &w->c, d->event);
	d->replaces = w->decided_on;
	if (str_eq_z(str_from_z(d->event), CORRECT) || str_eq_z(str_from_z(d->event), REVERSE))
		d->change = str_from_z(d->event);
}

/* ---- places ---- */

/* None while the register is away. */
struct form_options
decision_places(const struct work *w)
{
	const struct form *f = w->c.release->form;

	for (size_t i = 0; i < f->nlists; i++)
		if (str_eq(f->list[i]->id, w->c.release->service->decision.places)) {
			const struct form_options *o = f->list[i]->source.n == 0 ?
			    &f->list[i]->options :
			    w->c.world.list(w->c.world.ctx, f->list[i]);

			return o != NULL ? *o : (struct form_options){ .n = 0 };
		}
	return (struct form_options){ .n = 0 };
}

struct str
decision_place_name(const struct work *w, struct str value)
{
	struct form_options o = decision_places(w);

	for (size_t i = 0; i < o.n; i++)
		if (str_eq(o.v[i].value, value))
			return o.v[i].label;
	return STR("");
}

/* ---- reasons and conditions ---- */

bool
decision_has(const struct service_reason *const *v, size_t n, const struct service_reason *one)
{
	for (size_t i = 0; i < n; i++)
		if (v[i] == one)
			return true;
	return false;
}

static const struct service_reason **
read_choices(const struct req *r, const struct service *s, const struct params *form,
    const char *name, const struct service_reason *(*find)(const struct service *, struct str),
    size_t *n_out)
{
	const struct service_reason **v = arena_alloc(r->a, (form->n + 1) * sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < form->n; i++) {
		const struct service_reason *one = str_eq_z(form->v[i].name, name) ?
		    find(s, form->v[i].value) : NULL;

		if (one != NULL && !decision_has(v, n, one))
			v[n++] = one;
	}
	*n_out = n;
	return v;
}

static size_t
fitting(const struct decision *d, const struct service_reason **v, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i]->outcome, d->outcome))
			v[k++] = v[i];
	return k;
}

/* What belongs to the outcome not chosen stays on the page until the decision is whole, so that a
   change of mind loses nothing; then it goes. */
static void
leave_aside(struct decision *d)
{
	d->nreasons = fitting(d, d->reasons, d->nreasons);
	d->nconditions = fitting(d, d->conditions, d->nconditions);
	if (!d->is->asks_place)
		d->place = d->place_name = STR("");
	if (!d->is->asks_start)
		d->start = STR("");
	if (!d->is->asks_until)
		d->until = STR("");
	if (!d->is->asks_remains)
		d->remains = STR("");
}

/* ---- judged ---- */

bool
decision_asks(const struct service_words *o, enum decision_part part)
{
	return part == W_PLACE ? o->asks_place : part == W_START ? o->asks_start :
	    part == W_UNTIL ? o->asks_until : part == W_REMAINS && o->asks_remains;
}

static bool
has_reason(const struct decision *d)
{
	for (size_t i = 0; i < d->nreasons; i++)
		if (str_eq(d->reasons[i]->outcome, d->outcome))
			return true;
	return false;
}

/* Without the list no place can be given; what gives none, needs no list. */
static const char *
place_wrong(const struct decision *d, const struct work *w)
{
	if (d->is == NULL || !d->is->asks_place || d->place_name.n > 0)
		return NULL;
	return decision_places(w).n == 0 ? DECISION_PLACES_AWAY : message_of[W_PLACE];
}

/* A time to do something in is not over when it begins. */
const char *
decision_until_wrong(const struct service_words *is, const struct work *w, struct str until)
{
	struct date day;

	if (is == NULL || !is->asks_until || (time_date_read(until, &day) &&
	    time_day(day) > w->c.world.today))
		return NULL;
	return message_of[W_UNTIL];
}

const char *
decision_remains_wrong(const struct service_words *is, struct str remains)
{
	bool asked = is != NULL && is->asks_remains;

	return remains.n > TEXT_BYTES ? message_of[W_TEXT] :
	    asked && remains.n == 0 ? message_of[W_REMAINS] : NULL;
}

static void
judge(struct decision *d, const struct work *w)
{
	bool known = d->is != NULL;
	struct date day;

	d->wrong[W_OUTCOME] = known ? NULL : message_of[W_OUTCOME];
	d->wrong[W_PLACE] = place_wrong(d, w);
	d->wrong[W_START] = known && d->is->asks_start && !time_date_read(d->start, &day) ?
	    message_of[W_START] : NULL;
	d->wrong[W_UNTIL] = decision_until_wrong(d->is, w, d->until);
	d->wrong[W_REMAINS] = decision_remains_wrong(d->is, d->remains);
	d->wrong[W_REASONS] = known && !has_reason(d) ? message_of[W_REASONS] : NULL;
	d->wrong[W_TEXT] = d->text.n > TEXT_BYTES ? message_of[W_TEXT] : NULL;
	d->ok = true;
	for (size_t i = 0; i < W_PARTS; i++)
		d->ok = d->ok && d->wrong[i] == NULL;
}

struct str
decision_day(const struct req *r, const struct work *w, struct str typed)
{
	struct str iso;

	return form_type_read(r->a, FORM_DAY, typed, &w->c.world, &iso) ? iso : typed;
}

struct decision
decision_read(const struct req *r, const struct work *w, const struct params *form, struct str by)
{
	const struct service *s = w->c.release->service;
	struct decision d = { .outcome = params_get(form, "utfall"),
	    .text = str_trim(params_get(form, "tekst")), .by = by,
	    .remains = str_trim(params_get(form, "gjenstar")),
	    .place = params_get(form, "plass") };

	take_event(r, w, &d);
	d.place_name = decision_place_name(w, d.place);
	d.start = decision_day(r, w, str_trim(params_get(form, "oppstart")));
	d.until = decision_day(r, w, str_trim(params_get(form, "frist")));
	d.reasons = read_choices(r, s, form, "grunn", service_reason, &d.nreasons);
	d.conditions = read_choices(r, s, form, "vilkar", service_condition, &d.nconditions);
	judge(&d, w);
	if (d.is != NULL && d.ok)
		leave_aside(&d);
	return d;
}

void
decision_enclose(const struct req *r, struct decision *d, const struct params *form,
    const struct db_rows *things)
{
	d->enclosed = enclosed_read(r, form, things);
	d->wrong[W_FILES] = d->enclosed.wrong;
	d->ok = d->ok && d->enclosed.wrong == NULL;
}

/* The first answer of a question, through the first row of a repeat. */
static struct str
first_answer(const struct work *w, struct str path)
{
	const struct form_item *i = form_find(w->c.release->form, path);
	const struct answer *group;

	if (i == NULL)
		return STR("");
	if (i->group == NULL)
		return answer_of(w->c.answers->root, i)->text;
	group = answer_of(w->c.answers->root, i->group);
	return group->nrows == 0 ? STR("") : answer_of(group->rows[0], i)->text;
}

struct decision
decision_suggest(const struct req *r, const struct work *w)
{
	const struct service_decision *s = &w->c.release->service->decision;
	struct decision d = { .by = page_session(r)->name };

	d.place = first_answer(w, s->wishes);
	d.start = first_answer(w, s->start);
	return d;
}

int64_t
decision_told_at(struct str until)
{
	struct date day;

	return time_date_read(until, &day) ? case_told_at(time_day(day)) : 0;
}

/* ---- kept ---- */

static void
json_choices(struct buf *b, const char *name, const struct service_reason *const *v, size_t n)
{
	json_open(b, name, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(b, NULL, '{');
		json_say(b, "code", v[i]->code);
		json_say(b, "text", v[i]->text);
		json_say(b, "law", v[i]->law);
		json_close(b, '}');
	}
	json_close(b, ']');
}

struct str
decision_json(struct arena *a, const struct decision *d)
{
	struct buf b = buf_new(a, 1024);

	json_open(&b, NULL, '{');
	json_say(&b, "outcome", d->outcome);
	json_say(&b, "place", d->place_name);
	json_say(&b, "start", d->start);
	json_say_any(&b, "until", d->until);
	json_say_any(&b, "remains", d->remains);
	json_say(&b, "text", d->text);
	json_say(&b, "by", d->by);
	json_say(&b, "replaces", d->replaces);
	json_say(&b, "change", d->change);
	json_say_any(&b, "approved_by", d->approved_by);
	json_choices(&b, "reasons", d->reasons, d->nreasons);
	json_choices(&b, "conditions", d->conditions, d->nconditions);
	if (d->enclosed.n > 0) {
		buf_add_z(&b, ",\"files\":");
		enclosed_json(&b, &d->enclosed);
	}
	json_close(&b, '}');
	return buf_str(&b);
}

/* ---- the letter ---- */

/* A reason is kept by its code, so that it can be said in any language. */
static const struct letter_reason *
said(struct arena *a, const struct service *s, const struct service_reason *const *v, size_t n,
    const struct service_reason *(*find)(const struct service *, struct str))
{
	struct letter_reason *out = arena_alloc(a, (n + 1) * sizeof *out);

	for (size_t i = 0; i < n; i++) {
		const struct service_reason *in = find(s, v[i]->code);

		out[i] = (struct letter_reason){ in != NULL ? in->text : v[i]->text, v[i]->law };
	}
	return out;
}

static void
fill_facts(struct arena *a, const struct service *s, const void *what, struct letter_facts *f)
{
	const struct decision *d = what;

	f->outcome = d->outcome;
	f->place = d->place_name;
	f->start = d->start;
	f->until = d->until;
	f->remains = d->remains;
	f->text = d->text;
	f->by = d->by;
	f->approved_by = d->approved_by;
	f->replaces = d->replaces;
	f->change = d->change;
	f->decided_on = time_date_iso(a, time_oslo_date(f->at));
	f->reasons = said(a, s, d->reasons, d->nreasons, service_reason);
	f->nreasons = d->nreasons;
	f->conditions = said(a, s, d->conditions, d->nconditions, service_condition);
	f->nconditions = d->nconditions;
	if (f->receiver_name.n > 0)
		return;
	f->files = enclosed_facts(a, &d->enclosed);
	f->nfiles = d->enclosed.n;
}

enum err
decision_letter(struct req *r, const struct work *w, const struct decision *d, struct buf *out)
{
	struct case_event e = page_case_event(r, &w->c, d->event);
	const struct flow_action *v;
	size_t n;

	TRY(case_letters(r->a, &e, &v, &n));
	for (size_t i = 0; i < n; i++)
		if (str_eq_z(v[i].to, "applicant"))
			return preview_letter(r, w, v[i].name, v[i].to, fill_facts, d, out);
	return ERR_CONFIG;
}

enum err
decision_letters(struct req *r, const struct work *w, const struct decision *d)
{
	return preview_letters(r, w, d->event, fill_facts, d);
}

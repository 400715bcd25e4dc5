#include "desk/appeal.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"
#include "desk/preview.h"
#include "desk/private.h"
#include "desk/sql.h"
#include "json/out.h"
#include "release/story.h"

static const char *const result_fields[] = { "resultat", "utfall", "plass", "oppstart", "frist",
	"gjenstar", "avgjort", "begrunnelse" };

bool
appeal_upheld_field(struct str name)
{
	return str_eq_z(name, "vurdering") || str_eq_z(name, ENCLOSED_FIELD);
}

bool
appeal_result_field(struct str name)
{
	for (size_t i = 0; i < sizeof result_fields / sizeof *result_fields; i++)
		if (str_eq_z(name, result_fields[i]))
			return true;
	return false;
}

/* ---- read ---- */

static void
judge(struct appeal *p)
{
	if (p->text.n > CASE_COMPLAINT_BYTES)
		p->wrong[A_TEXT] = "complaint-long";
	p->ok = true;
	for (size_t i = 0; i < A_PARTS; i++)
		p->ok = p->ok && p->wrong[i] == NULL;
}

static void
take_event(const struct req *r, const struct work *w, const char *event, struct appeal *p)
{
	if (!page_case_may(r, &w->c, event))
		return;
	p->event = event;
	p->four_eyes = page_case_eyes(r, &w->c, event);
}

struct appeal
appeal_upheld(const struct req *r, const struct work *w, const struct params *form,
    const struct db_rows *story, struct str by)
{
	struct appeal p = { .story = story, .by = by,
		.text = str_trim(params_get(form, "vurdering")) };

	take_event(r, w, "uphold", &p);
	if (p.text.n == 0)
		p.wrong[A_TEXT] = "complaint-assessment";
	judge(&p);
	return p;
}

/* A day that is past, or today. */
static bool
past_day(const struct req *r, const struct work *w, struct str typed, struct str *out)
{
	struct date d;

	return form_type_read(r->a, FORM_DAY, str_trim(typed), &w->c.world, out) &&
	    time_date_read(*out, &d) && time_day(d) <= w->c.world.today;
}

/* What such an outcome says, and no more. */
static void
read_days(const struct req *r, const struct work *w, const struct params *form, struct appeal *p)
{
	struct date day;

	if (p->is->asks_start) {
		p->start = decision_day(r, w, str_trim(params_get(form, "oppstart")));
		if (!time_date_read(p->start, &day))
			p->wrong[A_START] = "decide-start";
	}
	if (p->is->asks_remains)
		p->remains = str_trim(params_get(form, "gjenstar"));
	if (p->is->asks_until)
		p->until = decision_day(r, w, str_trim(params_get(form, "frist")));
	p->wrong[A_REMAINS] = decision_remains_wrong(p->is, p->remains);
	p->wrong[A_UNTIL] = decision_until_wrong(p->is, w, p->until);
}

/* What the decision is changed to says what an outcome of ours would. */
static void
read_change(const struct req *r, const struct work *w, const struct params *form, struct appeal *p)
{
	p->outcome = params_get(form, "utfall");
	p->is = str_eq_z(p->outcome, "annul") ? NULL : service_outcome(w->c.release->service,
	    p->outcome);
	p->replaces = w->decided_on;
	if (p->is == NULL) {
		p->wrong[A_OUTCOME] = "appeal-outcome";
		return;
	}
	if (p->is->asks_place) {
		p->place = params_get(form, "plass");
		p->place_name = decision_place_name(w, p->place);
		if (p->place_name.n == 0)
			p->wrong[A_PLACE] = decision_places(w).n == 0 ? DECISION_PLACES_AWAY :
			    "decide-place";
	}
	read_days(r, w, form, p);
}

/* The day of what stands, as long as it has not come: then it has been told of. */
static struct str
until_stands(const struct work *w, const struct db_rows *story)
{
	struct str until = db_get(story, 0, "until");
	struct date d;

	return time_date_read(until, &d) && time_day(d) >= w->c.world.today ? until : STR("");
}

struct appeal
appeal_result(const struct req *r, const struct work *w, const struct params *form,
    const struct db_rows *story, struct str by)
{
	static const struct { const char *result, *event; } results[] = {
		{ "stand", "appeal.stand" }, { "change", "appeal.change" },
		{ "annul", "appeal.annul" } };
	struct appeal p = { .story = story, .by = by, .result = params_get(form, "resultat"),
		.text = str_trim(params_get(form, "begrunnelse")), .outcome = STR_NONE };

	for (size_t i = 0; i < sizeof results / sizeof *results; i++)
		if (str_eq_z(p.result, results[i].result))
			take_event(r, w, results[i].event, &p);
	if (p.event == NULL)
		p.wrong[A_RESULT] = "appeal-result";
	else if (str_eq_z(p.result, "change"))
		read_change(r, w, form, &p);
	else if (str_eq_z(p.result, "annul"))
		p.outcome = p.result;
	else
		p.until = until_stands(w, story);
	if (!past_day(r, w, params_get(form, "avgjort"), &p.on))
		p.wrong[A_ON] = "appeal-day";
	judge(&p);
	return p;
}

const struct db_rows *
appeal_things(struct req *r, struct str ref)
{
	return DB_ADD(page_db(r), SQL_BODY_THINGS, ref);
}

void
appeal_enclose(const struct req *r, struct appeal *p, const struct params *form,
    const struct db_rows *things)
{
	if (p->result.n > 0)
		return;
	p->enclosed = enclosed_read(r, form, things);
	p->wrong[A_FILES] = p->enclosed.wrong;
	p->ok = p->ok && p->enclosed.wrong == NULL;
}

/* ---- the letters ---- */

static void
fill_facts(struct arena *a, const struct service *s, const void *what, struct letter_facts *f)
{
	const struct appeal *p = what;

	story_fill(a, s, p->story, f);
	f->complaint.joined = case_joined(a, p->others, &f->complaint.njoined);
	if (p->result.n == 0) {
		f->complaint.assessment = p->text;
		if (f->receiver_name.n == 0)
			return;
		f->files = enclosed_facts(a, &p->enclosed);
		f->nfiles = p->enclosed.n;
		return;
	}
	f->appeal = (struct letter_appeal){ p->result, p->on, p->text };
	if (p->is == NULL)
		return;
	f->outcome = p->outcome;
	f->place = p->place_name;
	f->start = p->start;
	f->until = p->until;
	f->remains = p->remains;
	f->replaces = p->replaces;
}

enum err
appeal_letters(struct req *r, const struct work *w, const struct appeal *p)
{
	return preview_letters(r, w, p->event, fill_facts, p);
}

/* ---- kept ---- */

static void
json_change(struct buf *b, const struct appeal *p)
{
	json_say(b, "outcome", p->outcome);
	json_say(b, "place", p->place_name);
	json_say(b, "start", p->start);
	json_say_any(b, "until", p->until);
	json_say_any(b, "remains", p->remains);
	json_say(b, "by", p->by);
	json_say(b, "replaces", p->replaces);
}

struct str
appeal_json(struct arena *a, const struct appeal *p)
{
	struct buf b = buf_new(a, p->text.n + 256);

	json_open(&b, NULL, '{');
	if (p->result.n == 0) {
		json_open(&b, "assessment", '{');
		json_say(&b, "text", p->text);
		json_say(&b, "by", p->by);
		json_close(&b, '}');
		if (p->enclosed.n > 0) {
			buf_add_z(&b, ",\"files\":");
			enclosed_json(&b, &p->enclosed);
		}
		json_close(&b, '}');
		return buf_str(&b);
	}
	json_open(&b, "appeal", '{');
	json_say(&b, "result", p->result);
	json_say(&b, "on", p->on);
	json_say(&b, "text", p->text);
	json_close(&b, '}');
	if (p->is != NULL)
		json_change(&b, p);
	json_close(&b, '}');
	return buf_str(&b);
}

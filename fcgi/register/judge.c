/* How a person may be reached: the rules, and nothing else. */
#include "base/time.h"
#include "register/contact.h"

#define MONTHS		18		/* eForvaltningsforskriften § 32 */
#define OLD_DAYS	7
#define WAIT_DAYS	3
#define DAY_USEC	(INT64_C(24) * 60 * 60 * 1000000)

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Updated or verified on this day 18 months ago or later, counted in Norwegian days. */
static bool
fresh(const struct contact_channel *c, int64_t now)
{
	int64_t touched_at = later(c->updated_at, c->verified_at);
	struct date last = time_add_months(time_oslo_date(now), -MONTHS);

	return c->address.n > 0 && touched_at != 0 &&
	    time_day(time_oslo_date(touched_at)) >= time_day(last);
}

static void
on_paper(const char *why, struct contact_judgement *out)
{
	bool may = out->no_paper[0] == '\0';

	out->way = may ? CONTACT_PRINT : CONTACT_PERSON;
	out->why = may ? why : out->no_paper;
}

/* As people have told it themselves. */
static void
without_register(const struct contact_facts *f, struct contact_judgement *out)
{
	out->email = f->own_email;
	if (f->own_email.n == 0)
		out->why = "no-contact";
}

/* No answer that may still be used: wait for the register, but not for ever. */
static void
without_answer(const struct contact_facts *f, int64_t now, struct contact_judgement *out)
{
	out->way = now - f->asked_at > WAIT_DAYS * DAY_USEC ? CONTACT_PERSON : CONTACT_LATER;
	out->why = "register-away";
}

static const char *
obstacle(const struct contact_facts *f, int64_t now)
{
	if (f->reserved && f->must_reach)
		return "reserved";
	if (f->status != CONTACT_ACTIVE || (f->email.address.n == 0 && f->phone.address.n == 0))
		return "no-contact";
	if (!fresh(&f->email, now) && !fresh(&f->phone, now))
		return "stale-contact";
	return f->notifiable ? "" : "cannot-be-notified";
}

void
contact_judge(const struct contact_facts *f, int64_t now, struct contact_judgement *out)
{
	int old_days = f->old_days > 0 ? f->old_days : OLD_DAYS;
	const char *why;

	*out = (struct contact_judgement){ .way = CONTACT_DIGITAL, .why = "",
		.language = f->language,
		.no_paper = f->graded ? "graded" : f->addressed ? "" : "no-address" };
	if (!f->asks) {
		without_register(f, out);
		return;
	}
	if (f->answered_at == 0 || now - f->answered_at > old_days * DAY_USEC) {
		without_answer(f, now, out);
		return;
	}
	why = obstacle(f, now);
	if (why[0] == '\0') {
		out->email = fresh(&f->email, now) ? f->email.address : STR_NONE;
		out->phone = fresh(&f->phone, now) ? f->phone.address : STR_NONE;
	} else if (f->must_reach) {
		on_paper(why, out);
	} else {
		out->why = why;
	}
}

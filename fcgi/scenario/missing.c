/* What a caseworker asks the applicant for, as the letters of the case say it from there on. */
#include "scenario/private.h"

#include "base/time.h"
#include "letter/answers.h"

#define DAY_USEC	INT64_C(86400000000)
#define MORNING_USEC	INT64_C(36000000000)	/* 10.00 UTC: the same day in Norway */

static struct letter_missing
read_item(struct run *r, xmlNode *n)
{
	const struct service_deficiency *why = service_deficiency(r->rel->service,
	    xml_attr(n, "code"));
	struct str label = letter_label(r->a, r->stored, xml_attr(n, "name"));

	CHECK(why != NULL);		/* was checked */
	return (struct letter_missing){ label.n > 0 ? label : xml_text(r->a, n), why->text,
		why->law };
}

void
run_missing(struct run *r, xmlNode *event)
{
	xmlNode *asked = xml_child(event, "missing");
	struct letter_missing *v;
	struct date by;

	if (asked == NULL)
		return;
	r->facts.missing = v = arena_alloc(r->a, (xmlChildElementCount(asked) + 1) * sizeof *v);
	r->facts.nmissing = 0;
	for (xmlNode *n = xml_first(asked); n != NULL; n = xml_next(n))
		v[r->facts.nmissing++] = read_item(r, n);
	r->facts.missing_note = xml_attr(asked, "note").n > 0 ? xml_attr(asked, "note") : STR("");
	if (time_date_read(xml_attr(asked, "answer-by"), &by))
		r->facts.answer_by_at = time_day(by) * DAY_USEC + MORNING_USEC;
}

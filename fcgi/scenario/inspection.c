/* A note of an inspection, and how many remarks are open from then on. */
#include "scenario/private.h"

static void
note(struct run *r, xmlNode *n)
{
	const struct service_inspections *s = &r->rel->service->inspections;
	struct letter_facts before = r->facts;
	struct letter_remark v[20];
	size_t k = 0;

	for (xmlNode *c = xml_first(n); c != NULL && k < sizeof v / sizeof *v; c = xml_next(c))
		if (xml_is(c, "remark"))
			v[k++] = (struct letter_remark){ xml_text(r->a, c), xml_attr(c, "due") };
	r->facts.inspection = (struct letter_inspection){ .n = STR("1"),
		.day = xml_attr(n, "day"), .replaces = xml_attr(n, "replaces"),
		.present = xml_attr(n, "present"), .seen = xml_attr(n, "seen"), .law = s->law,
		.title = s->citizen, .remarks = v, .nremarks = k };
	run_letter(r, n, s->letter, STR("applicant"));
	r->facts = before;
}

bool
run_inspection(struct run *r, xmlNode *n)
{
	if (!r->sent)
		return run_fail(r, n, "the application is not sent yet: nothing to inspect");
	if (!run_clock(r, n))
		return false;
	r->said.lines = str_fmt(r->a, "inspection\topen\t" STR_FMT "\n" STR_FMT,
	    STR_ARG(xml_attr(n, "open")), STR_ARG(r->said.lines));	/* the first counts */
	r->letters = NULL;
	release_said_in(&r->said, &r->world);
	if (xml_attr(n, "day").p != NULL)
		note(r, n);
	run_expect(r, n, NULL);
	return true;
}

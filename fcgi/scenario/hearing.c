/* The letter to one who is asked for their view: of what they are told, and of nothing else. */
#include "scenario/private.h"

#include "hearing/hearing.h"

#define DAY_USEC	INT64_C(86400000000)

static void
files(struct run *r, struct str ids)
{
	struct letter_file *v = arena_alloc(r->a, (ids.n + 1) * sizeof *v);

	r->facts.files = v;
	r->facts.nfiles = 0;
	while (ids.n > 0) {
		const struct form_file *f = run_file(r, str_cut(&ids, ' '));

		if (f != NULL)
			v[r->facts.nfiles++] = (struct letter_file){ f->name, f->sha256, f->size };
	}
}

/* What they are told, read again, as the postman has no more than that. */
static const struct answers *
told(struct run *r, const struct service_hearing *h)
{
	struct hearing_content c = hearing_content(r->a, h, r->sent ? r->stored : r->as, false);
	struct form_pairs none = { NULL, 0 };
	struct form_world world = r->world;
	struct answers *as;

	files(r, c.files);
	if (answers_read(r->a, r->rel->form, c.answers, none, &as) != ERR_OK)
		return NULL;
	world.seen = NULL;
	answers_sent(as, &world);
	return as;
}

static bool
asked(struct run *r, xmlNode *n, const struct service_hearing *h)
{
	struct letter_facts before = r->facts;
	const struct answers *as = told(r, h);

	if (as == NULL)
		return run_fail(r, n, "what they are told cannot be read again");
	r->letters = NULL;
	r->facts.receiver_name = xml_attr(n, "party");
	r->facts.hearing = (struct letter_hearing){ .title = h->citizen, .law = h->law,
		.text = xml_attr(n, "text"),
		.due_at = r->world.now_at + h->answer_days * DAY_USEC,
		.code = xml_attr(n, "code"),
		.url = STR("https://skranke.eksempel.example/uttalelse"),
		.party = xml_attr(n, "party"), .property = xml_attr(n, "property") };
	run_letter_of(r, n, h->letter, as);
	run_expect(r, n, NULL);
	r->facts = before;
	return true;
}

bool
run_hearing(struct run *r, xmlNode *n)
{
	const struct service_hearing *h = service_hearing(r->rel->service, xml_attr(n, "id"));

	if (h != NULL && h->on_draft == r->sent && xml_first(n) != NULL)
		return run_fail(r, n, "the hearing " STR_FMT " asks %s the application is sent",
		    STR_ARG(h->id), h->on_draft ? "before" : "after");
	for (xmlNode *c = xml_first(n); h != NULL && c != NULL; c = xml_next(c))
		if (!asked(r, c, h))
			return false;
	return true;
}

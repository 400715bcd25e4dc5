/* message.c - a letter that a caseworker writes to the party, in the shared template */
#include "base/buf.h"
#include "desk/bulk.h"
#include "letter/answers.h"
#include "letter/letter.h"
#include "letter/values.h"
#include "release/shared.h"

/* The case as the letter speaks of it: in the applicant's language. */
static enum err
in_letter_lang(struct req *r, const struct work *w, struct page_case *out)
{
	*out = w->c;
	if (w->lang == LANG_NB)
		return ERR_OK;
	return page_answers_in(r, w->rows, w->lang, out->received_at, &out->release, &out->answers,
	    &out->world);
}

enum err
message_letter(struct req *r, const struct work *w, const struct bulk *b, struct buf *out)
{
	const struct tenant *t = page_tenant(r);
	const struct release_letter *letter;
	struct letter_facts f;
	struct vmap *values;
	struct page_case c;

	TRY(in_letter_lang(r, w, &c));
	letter = shared_letter(c.release, page_app(r)->message);
	f = (struct letter_facts){
		.lang = letter->lang, .at = w->c.world.now_at, .person_name = w->applicant,
		.case_ref = w->c.ref, .code = w->code, .received_at = w->c.received_at,
		.service_title = c.release->service->title,
		.service_note = tenant_setting(t, str_fmt(r->a, STR_FMT ".note",
		STR_ARG(c.release->service_id)).p),
		.tenant_name = t->name, .tenant_email = t->email, .tenant_phone = t->phone,
		.tenant_address = t->address, .tenant_url = t->url,
		.message_title = b->title, .message_text = b->text, .by = page_session(r)->name,
		.files = enclosed_facts(r->a, &b->enclosed), .nfiles = b->enclosed.n,
		.complaint_days = letter_complaint_days(tenant_setting(t, "complaint-days")),
	};
	values = letter_values(r->a, &f);
	letter_answers(values, r->a, c.answers, &c.world);
	return letter_make(letter->letter, values, out);
}

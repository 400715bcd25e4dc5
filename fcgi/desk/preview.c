#include "desk/preview.h"

#include "base/arena.h"
#include "base/buf.h"
#include "case/fee.h"
#include "letter/answers.h"
#include "letter/letter.h"
#include "release/story.h"

/* The case as the letter speaks of it. */
static enum err
in_letter_lang(struct req *r, const struct work *w, struct str template, enum lang lang,
    struct page_case *out)
{
	const struct release_letter *letter;

	*out = w->c;
	if (lang == LANG_NB)
		return ERR_OK;
	TRY(page_answers_in(r, w->rows, lang, out->received_at, &out->release,
	    &out->answers, &out->world));
	letter = release_letter(out->release, template);
	if (letter != NULL && letter->lang == LANG_NB)
		*out = w->c;
	return ERR_OK;
}

static struct str
setting(const struct req *r, const struct release *rel, const char *name)
{
	return tenant_setting(page_tenant(r), str_fmt(r->a, STR_FMT ".%s",
	    STR_ARG(rel->service_id), name).p);
}

static struct letter_facts
facts(const struct req *r, const struct work *w, const struct release *rel)
{
	const struct tenant *t = page_tenant(r);
	struct letter_facts f = {
		.at = w->c.world.now_at, .person_name = w->applicant, .case_ref = w->c.ref,
		.code = w->code, .service_title = rel->service->title,
		.service_note = setting(r, rel, "note"), .received_at = w->c.received_at,
		.tenant_name = t->name, .tenant_email = t->email, .tenant_phone = t->phone,
		.tenant_address = t->address, .tenant_url = t->url,
		.complaint_days = letter_complaint_days(tenant_setting(t, "complaint-days")),
	};

	story_body(rel->service, setting(r, rel, "complaint-body"),
	    setting(r, rel, "complaint-body-address"), &f);
	return f;
}

static bool
to_another(struct str to)
{
	return str_eq_z(to, "heard") || str_ends(to, STR("complainant"));
}

/* As to each of them: of their own complaint, and with a code that nobody sees here.  Of several
   the first is shown. */
static void
as_to_another(struct letter_facts *f)
{
	struct letter_complaint *c = &f->complaint;

	if (f->hearing.code.n > 0)
		return;
	if (c->by.n == 0 && c->njoined > 0) {
		c->by = c->joined[0].who;
		c->received = c->joined[0].received;
		c->text = c->joined[0].text;
		c->wanted = c->joined[0].wanted;
	}
	c->njoined = 0;
	f->receiver_name = c->by;
	f->hearing.code = STR("····-····-····");
}

enum err
preview_letter(struct req *r, const struct work *w, struct str template, struct str to,
    preview_fill_fn *fill, const void *what, struct buf *out)
{
	bool party = str_eq_z(to, "applicant");
	const struct release_letter *letter;
	struct letter_facts f;
	struct vmap *values;
	struct page_case c;

	TRY(in_letter_lang(r, w, template, party ? w->lang : LANG_NB, &c));
	letter = release_letter(c.release, template);
	if (letter == NULL)
		return ERR_CONFIG;
	f = facts(r, w, c.release);
	f.lang = letter->lang;
	case_fee_facts(r->a, c.release->service, db_get(w->rows, 0, "fee"), w->c.clocks, f.at,
	    f.lang, &f);
	if (!party)
		f.receiver_name = f.complaint_body;
	fill(r->a, c.release->service, what, &f);
	if (to_another(to))
		as_to_another(&f);
	values = letter_values(r->a, &f);
	c.world.mask = w->graded && !party;
	letter_answers(values, r->a, c.answers, &c.world);
	return letter_make(letter->letter, values, out);
}

enum err
preview_letters(struct req *r, const struct work *w, const char *event, preview_fill_fn *fill,
    const void *what)
{
	struct case_event e = page_case_event(r, &w->c, event);
	const struct flow_action *v;
	size_t n;

	TRY(case_letters(r->a, &e, &v, &n));
	vlist(page_map(r), "previews");
	for (size_t i = 0; i < n; i++) {
		struct vmap *m = vadd(page_map(r), "previews");
		struct buf letter = buf_new(r->a, 16 * 1024);

		TRY(preview_letter(r, w, v[i].name, v[i].to, fill, what, &letter));
		TRY(letter_read(r->a, buf_str(&letter), m));
		vset_flag(m, "to_body", str_eq_z(v[i].to, "complaint-body"));
		vset_flag(m, "to_other", to_another(v[i].to));
	}
	return ERR_OK;
}

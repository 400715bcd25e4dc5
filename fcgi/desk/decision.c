#include "desk/decision.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"
#include "letter/answers.h"
#include "letter/letter.h"
#include "release/messages.h"

#define TEXT_BYTES	10000

#define PLACES_AWAY	"decide-places-away"

enum { W_OUTCOME, W_PLACE, W_START, W_REASONS, W_TEXT };

static const char *const message_of[] = { "decide-outcome", "decide-place", "decide-start",
    "decide-reasons", "decide-text" };

static bool
grants(const struct decision *d)
{
	return str_eq_z(d->outcome, "grant");
}

static bool
asks_place(const struct work *w)
{
	return w->c.release->service->decision.places.n > 0;
}

/* None while the register is away. */
static struct form_options
places(const struct work *w)
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

static struct str
place_name(const struct work *w, struct str value)
{
	struct form_options o = places(w);

	for (size_t i = 0; i < o.n; i++)
		if (str_eq(o.v[i].value, value))
			return o.v[i].label;
	return STR("");
}

static bool
is_given(const struct decision *d, const struct service_reason *reason)
{
	for (size_t i = 0; i < d->nreasons; i++)
		if (d->reasons[i] == reason)
			return true;
	return false;
}

static void
read_reasons(const struct req *r, const struct work *w, struct decision *d)
{
	d->reasons = arena_alloc(r->a, r->form.n * sizeof *d->reasons);
	for (size_t i = 0; i < r->form.n; i++) {
		const struct service_reason *reason;

		if (!str_eq_z(r->form.v[i].name, "grunn"))
			continue;
		reason = service_reason(w->c.release->service, r->form.v[i].value);
		if (reason != NULL && !is_given(d, reason))
			d->reasons[d->nreasons++] = reason;
	}
}

static bool
fits(const struct decision *d, const struct service_reason *reason)
{
	return str_eq(reason->outcome, d->outcome);
}

/* What belongs to the outcome not chosen stays on the page until the decision is whole, so that a
   change of mind loses nothing; then it goes. */
static void
leave_aside(struct decision *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->nreasons; i++)
		if (fits(d, d->reasons[i]))
			d->reasons[n++] = d->reasons[i];
	d->nreasons = n;
	if (!grants(d))
		d->place = d->place_name = d->start = STR("");
}

static bool
has_reason(const struct decision *d)
{
	for (size_t i = 0; i < d->nreasons; i++)
		if (fits(d, d->reasons[i]))
			return true;
	return false;
}

/* Without the list nobody can grant; to reject, it is not needed. */
static const char *
place_wrong(const struct decision *d, const struct work *w)
{
	if (!grants(d) || !asks_place(w) || d->place_name.n > 0)
		return NULL;
	return places(w).n == 0 ? PLACES_AWAY : message_of[W_PLACE];
}

static void
judge(struct decision *d, const struct work *w)
{
	bool known = grants(d) || str_eq_z(d->outcome, "reject");
	struct date day;

	d->wrong[W_OUTCOME] = known ? NULL : message_of[W_OUTCOME];
	d->wrong[W_PLACE] = place_wrong(d, w);
	d->wrong[W_START] = grants(d) && !time_date_read(d->start, &day) ? message_of[W_START] :
	    NULL;
	d->wrong[W_REASONS] = known && !has_reason(d) ? message_of[W_REASONS] : NULL;
	d->wrong[W_TEXT] = d->text.n > TEXT_BYTES ? message_of[W_TEXT] : NULL;
	d->ok = true;
	for (size_t i = 0; i < 5; i++)
		d->ok = d->ok && d->wrong[i] == NULL;
}

struct decision
decision_read(const struct req *r, const struct work *w)
{
	struct decision d = { .outcome = page_field(r, "utfall"),
	    .text = str_trim(page_field(r, "tekst")),
		.by = page_session(r)->name };
	struct str typed = str_trim(page_field(r, "oppstart"));

	d.place = page_field(r, "plass");
	d.place_name = place_name(w, d.place);
	if (!form_type_read(r->a, FORM_DAY, typed, &w->c.world, &d.start))
		d.start = typed;
	read_reasons(r, w, &d);
	judge(&d, w);
	if (d.ok)
		leave_aside(&d);
	return d;
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

static void
fill_messages(struct req *r, const struct decision *d, bool tell)
{
	static const char *const names[] = { "error_outcome", "error_place", "error_start",
	    "error_reasons", "error_text" };
	static const char *const anchors[] = { "#utfall", "#plass", "#oppstart", NULL, "#tekst" };
	struct vmap *v = page_map(r);
	bool any = false;

	vlist(v, "errors");
	for (size_t i = 0; i < 5; i++) {
		struct str text = STR("");
		struct vmap *m;

		if (tell && d->wrong[i] != NULL) {
			text = form_message(page_app(r)->messages->in[LANG_NB], r->a,
			    d->wrong[i], STR(""));
			m = vadd(v, "errors");
			vset(m, "text", text);
			vset_z(m, "href", i != W_REASONS ? anchors[i] : grants(d) ? "#grunn-grant" :
			    "#grunn-reject");
			any = true;
		}
		vset(v, names[i], text);
	}
	vset_flag(v, "error", any);
}

static void
fill_reasons(struct req *r, const struct work *w, const struct decision *d)
{
	struct vmap *v = page_map(r);

	vlist(v, "grant_reasons");
	vlist(v, "reject_reasons");
	for (size_t i = 0; i < w->c.release->service->nreasons; i++) {
		const struct service_reason *reason = &w->c.release->service->reasons[i];
		struct vmap *m = vadd(v, str_eq_z(reason->outcome, "grant") ? "grant_reasons" :
		    "reject_reasons");

		vset(m, "id", str_fmt(r->a, "grunn-" STR_FMT, STR_ARG(reason->code)));
		vset(m, "value", reason->code);
		vset(m, "text", reason->text);
		vset(m, "law", reason->law);
		vset_flag(m, "checked", is_given(d, reason));
	}
}

static void
fill_places(struct req *r, const struct work *w, const struct decision *d)
{
	struct form_options o = places(w);
	const struct form_item *wish = form_find(w->c.release->form,
	    w->c.release->service->decision.wishes);
	const struct answer *group = wish != NULL && wish->group != NULL ?
	    answer_of(w->c.answers->root, wish->group) : NULL;
	struct vmap *v = page_map(r);

	vset_flag(v, "asks_place", asks_place(w));
	vset(v, "place_label", wish != NULL ? wish->label : STR(""));
	vset(v, "places_away", asks_place(w) && o.n == 0 ? form_message(
	    page_app(r)->messages->in[LANG_NB], r->a, PLACES_AWAY, STR("")) : STR(""));
	vlist(v, "places");
	for (size_t i = 0; i < o.n; i++) {
		struct vmap *m = vadd(v, "places");

		vset(m, "value", o.v[i].value);
		vset(m, "label", o.v[i].label);
		vset_flag(m, "checked", str_eq(o.v[i].value, d->place));
	}
	vlist(v, "wishes");
	for (size_t i = 0; group != NULL && i < group->nrows; i++)
		vset(vadd(v, "wishes"), "text", answer_shown(r->a, answer_of(group->rows[i], wish),
		    &w->c.world));
}

static void
fill_outcomes(struct req *r, const struct work *w, const struct decision *d)
{
	const struct service *s = w->c.release->service;
	struct vmap *v = page_map(r);

	vset_flag(v, "grant", grants(d));
	vset_flag(v, "reject", str_eq_z(d->outcome, "reject"));
	vset(v, "grant_words", service_words(r->a, s->outcomes, s->noutcomes, STR("grant"))->desk);
	vset(v, "reject_words", service_words(r->a, s->outcomes, s->noutcomes,
	    STR("reject"))->desk);
}

void
decision_fill(struct req *r, const struct work *w, const struct decision *d, bool tell)
{
	struct vmap *v = page_map(r);

	fill_messages(r, d, tell);
	fill_reasons(r, w, d);
	fill_places(r, w, d);
	fill_outcomes(r, w, d);
	vset(v, "start", form_type_edit(r->a, FORM_DAY, d->start));
	vset(v, "text", d->text);
}

static void
carry(struct req *r, const char *name, struct str value)
{
	struct vmap *m = vadd(page_map(r), "carried");

	vset_z(m, "name", name);
	vset(m, "value", value);
}

void
decision_carry(struct req *r, const struct decision *d)
{
	vlist(page_map(r), "carried");
	carry(r, "utfall", d->outcome);
	carry(r, "plass", d->place);
	carry(r, "oppstart", d->start);
	carry(r, "tekst", d->text);
	for (size_t i = 0; i < d->nreasons; i++)
		carry(r, "grunn", d->reasons[i]->code);
}

static void
json_member(struct buf *b, const char *name, struct str value)
{
	buf_fmt(b, "%s\"%s\":\"", b->n > 0 && b->p[b->n - 1] != '{' ? "," : "", name);
	buf_json(b, value);
	buf_add_char(b, '"');
}

struct str
decision_json(struct arena *a, const struct decision *d)
{
	struct buf b = buf_new(a, 1024);

	buf_add_char(&b, '{');
	json_member(&b, "outcome", d->outcome);
	json_member(&b, "place", d->place_name);
	json_member(&b, "start", d->start);
	json_member(&b, "text", d->text);
	json_member(&b, "by", d->by);
	buf_add_z(&b, ",\"reasons\":[");
	for (size_t i = 0; i < d->nreasons; i++) {
		buf_add_z(&b, i > 0 ? ",{" : "{");
		json_member(&b, "code", d->reasons[i]->code);
		json_member(&b, "text", d->reasons[i]->text);
		json_member(&b, "law", d->reasons[i]->law);
		buf_add_char(&b, '}');
	}
	buf_add_z(&b, "]}");
	return buf_str(&b);
}

/* The case as the letter speaks of it. */
static enum err
in_letter_lang(struct req *r, const struct work *w, struct page_case *out)
{
	const struct release_letter *letter;

	*out = w->c;
	if (w->lang == LANG_NB)
		return ERR_OK;
	TRY(page_answers_in(r, w->rows, w->lang, out->received_at, &out->release,
	    &out->answers, &out->world));
	letter = release_letter(out->release, STR("decision"));
	if (letter != NULL && letter->lang == LANG_NB)
		*out = w->c;
	return ERR_OK;
}

/* A reason is kept by its code, so that it can be said in any language. */
static const struct letter_reason *
letter_reasons(struct arena *a, const struct service *s, const struct decision *d)
{
	struct letter_reason *v = arena_alloc(a, d->nreasons * sizeof *v);

	for (size_t i = 0; i < d->nreasons; i++) {
		const struct service_reason *in = service_reason(s, d->reasons[i]->code);

		v[i] = (struct letter_reason){ in != NULL ? in->text : d->reasons[i]->text,
		    d->reasons[i]->law };
	}
	return v;
}

enum err
decision_letter(struct req *r, const struct work *w, const struct decision *d, struct buf *out)
{
	const struct tenant *t = page_tenant(r);
	const struct release_letter *letter;
	struct page_case c;
	struct letter_facts f;
	struct vmap *values;

	TRY(in_letter_lang(r, w, &c));
	letter = release_letter(c.release, STR("decision"));
	if (letter == NULL)
		return ERR_CONFIG;
	f = (struct letter_facts){
		.lang = letter->lang,
		.at = w->c.world.now_at, .person_name = w->applicant, .case_ref = w->c.ref,
		.code = w->code,
		.service_title = c.release->service->title,
		.service_note = tenant_setting(t, str_fmt(r->a, STR_FMT ".note",
		STR_ARG(c.release->service_id)).p),
		.received_at = w->c.received_at,
		.tenant_name = t->name, .tenant_email = t->email, .tenant_phone = t->phone,
		.tenant_address = t->address, .tenant_url = t->url, .outcome = d->outcome,
		.place = d->place_name, .start = d->start, .text = d->text, .by = d->by,
		.reasons = letter_reasons(r->a, c.release->service, d), .nreasons = d->nreasons,
		.complaint_days = letter_complaint_days(tenant_setting(t, "complaint-days")),
	};
	values = letter_values(r->a, &f);
	letter_answers(values, r->a, c.answers, &c.world);
	return letter_make(letter->letter, values, out);
}

/* A letter as the postman makes it, kept as the words it says. */
#include "scenario/private.h"

#include "letter/answers.h"

static size_t
blank(struct str s, size_t at)
{
	static const char *const wide[] = { "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89" };

	if (strchr(" \t\r\n", s.p[at]) != NULL)
		return 1;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (str_starts(str_skip(s, at), str_from_z(wide[i])))
			return strlen(wide[i]);
	return 0;
}

struct str
one_blank(struct arena *a, struct str s)
{
	struct buf b = buf_new(a, s.n + 1);
	bool gap = false;
	size_t n;

	for (size_t i = 0; i < s.n; i += n > 0 ? n : 1) {
		n = blank(s, i);
		if (n == 0 && gap && b.n > 0)
			buf_add_char(&b, ' ');
		if (n == 0)
			buf_add_char(&b, s.p[i]);
		gap = n > 0;
	}
	return buf_str(&b);
}

static enum err
make(struct run *r, const struct release_letter *of, struct str name, const struct answers *as,
    struct str *out)
{
	const struct letter *letter = of->letter;
	struct cover_letter c = { r->cover, name };
	struct buf xml = buf_new(r->a, 16 * 1024), text = buf_new(r->a, 16 * 1024);
	struct form_world world = r->world;
	struct vmap *values;
	struct str title;

	world.seen = NULL;
	world.lang = r->facts.lang = of->lang;
	r->facts.at = r->world.now_at;
	r->facts.received_at = r->received_at;
	if (r->sent)
		run_fee(r, of->lang);
	values = letter_values(r->a, &r->facts);
	letter_answers(values, r->a, as, &world);
	TRY(letter_make_seen(letter, values, &xml, cover_when, &c));
	TRY(letter_title(r->a, buf_str(&xml), &title));
	buf_add(&text, title);
	buf_add_char(&text, '\n');
	TRY(letter_text(r->a, buf_str(&xml), &text));
	*out = one_blank(r->a, buf_str(&text));
	if (r->put != NULL)
		r->put(r->put_ctx, &(struct scenario_letter){ name, of->lang, buf_str(&xml),
		    &r->facts });
	return ERR_OK;
}

void
run_letter_of(struct run *r, const xmlNode *step, struct str name, const struct answers *as)
{
	const struct release_letter *of = release_letter(r->rel, name);
	struct run_letter *l = ARENA_NEW(r->a, struct run_letter);

	CHECK(of != NULL);		/* whatever names one was checked */
	if (make(r, of, name, as, &l->text) != ERR_OK) {
		run_fail(r, step, "the letter " STR_FMT
		    " cannot be made: it would not say what the law asks for, or by which day to answer"
		    " (missing answer-by of an event)", STR_ARG(name));
		return;
	}
	cover_letter(r->cover, of->letter);
	l->name = name;
	l->next = r->letters;
	r->letters = l;
}

/* Other parties get copies that say why: they are made too, and are no letters of the scenario. */
static void
make_copies(struct run *r, const xmlNode *step, struct str name)
{
	const struct service *s = r->rel->service;
	const struct { struct str party, role; } copies[] = {
		{ STR("representative"), STR("") },
		{ s->nparties > 0 ? s->parties[0].id : STR("party"),
		  s->nparties > 0 ? s->parties[0].citizen : STR("part") } };
	scenario_letter_fn *put = r->put;
	struct str text;

	r->put = NULL;
	for (size_t i = 0; i < sizeof copies / sizeof *copies; i++) {
		r->facts.party = copies[i].party;
		r->facts.role = copies[i].role;
		if (make(r, release_letter(r->rel, name), name, r->stored, &text) != ERR_OK)
			run_fail(r, step, "the copy of " STR_FMT " cannot be made", STR_ARG(name));
	}
	r->put = put;
	r->facts.party = r->facts.role = STR("");
}

void
run_letter(struct run *r, const xmlNode *step, struct str name, struct str to)
{
	struct letter_hearing before = r->facts.hearing;

	r->facts.receiver_name = str_eq_z(to, "complaint-body") ? r->facts.complaint_body :
	    str_eq_z(to, "one-complainant") ? r->facts.complaint.by : STR_NONE;
	if (str_eq_z(to, "heard") || str_ends(to, STR("complainant")))
		r->facts.hearing = (struct letter_hearing){ .code = STR("ABCD-EFGH-JKMN"),
			.url = STR("https://eksempel.example/uttalelse") };
	if (str_eq_z(to, "applicant"))
		make_copies(r, step, name);
	run_letter_of(r, step, name, r->stored);
	r->facts.hearing = before;
}

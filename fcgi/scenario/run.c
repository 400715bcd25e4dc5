/* The walk: pages as a citizen meets them. */
#include "scenario/private.h"

#include <stdarg.h>
#include <stdio.h>

struct str
scenario_title(const struct scenario *s)
{
	CHECK_OBJ(s, SCENARIO_MAGIC);
	return xml_attr(s->root, "title");
}

bool
run_fail(struct run *r, const xmlNode *n, const char *fmt, ...)
{
	char message[8192];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(message, sizeof message, fmt, ap);
	va_end(ap);
	r->complain(r->ctx, xml_line(n), message);
	r->failed = true;
	return false;
}

bool
run_is_shown(const struct run *r, const struct form_item *p)
{
	return p->kind == FORM_PAGE && answer_of(r->as->root, p)->relevant;
}

/* ---- what the browser sends ---- */

struct sent {
	struct run	*r;
	struct form_field *v;
	size_t		 n, size;
};

static void
send_field(struct sent *s, struct str name, struct str value)
{
	if (s->n == s->size) {
		size_t size = 2 * s->size + 32;
		struct form_field *v = arena_alloc(s->r->a, size * sizeof *v);

		for (size_t i = 0; i < s->n; i++)
			v[i] = s->v[i];
		s->v = v;
		s->size = size;
	}
	s->v[s->n++] = (struct form_field){ name, value };
}

static bool
is_typed(const struct run *r, struct str name)
{
	for (size_t i = 0; i < r->ntyped; i++)
		if (str_eq(r->typed[i].name, name))
			return true;
	return false;
}

/* A field that was not touched goes back as it was shown. */
static void
send_question(struct sent *s, const struct answer *n)
{
	struct str name = answer_field(s->r->a, n), rest = n->text;

	if (is_typed(s->r, name) || n->readonly || n->text.n == 0)
		return;
	if (n->item->kind != FORM_CHOICES) {
		send_field(s, name, answer_value(s->r->a, n));
		return;
	}
	while (rest.n > 0)
		send_field(s, name, str_cut(&rest, ' '));
}

static void
send_items(struct sent *s, const struct form_item *it, const struct answer_row *row)
{
	for (; it != NULL; it = it->next) {
		const struct answer *n = answer_of(row, it);

		if (!n->relevant)
			continue;
		if (it->kind == FORM_SECTION)
			send_items(s, it->first, row);
		for (size_t i = 0; i < n->nrows; i++)
			send_items(s, it->first, n->rows[i]);
		if (form_is_question(it) && it->kind != FORM_UPLOAD)
			send_question(s, n);
	}
}

static void
send_typed(struct sent *s)
{
	for (size_t i = 0; i < s->r->ntyped; i++)
		send_field(s, s->r->typed[i].name, s->r->typed[i].value);
}

/* Only what the page asks for can be filled in there. */
static bool
was_asked(struct run *r, const xmlNode *n, struct str name)
{
	const struct answer *node = answers_find(r->as, name);
	const char *why = node == NULL ? "has no such row" :
	    node->item->page != r->at ? "stands on another page" :
	    node->readonly ? "cannot be changed by anybody" :
	    !node->relevant ? "is not asked for here" : NULL;

	return why == NULL || run_fail(r, n, "the person cannot answer " STR_FMT ": it %s",
	    STR_ARG(name), why);
}

static bool
is_row_button(struct str button)
{
	return memchr(button.p, ':', button.n) != NULL;
}

static bool
post(struct run *r, const xmlNode *n, struct str button)
{
	struct sent s = { .r = r };
	struct answers_posted got;

	send_items(&s, r->at->first, r->as->root);
	send_typed(&s);
	if (answers_post(r->as, r->at, s.v, s.n, NULL, &r->world, &got) != ERR_OK)
		return run_fail(r, n, "the answers are more than a form may hold");
	for (size_t i = 0; i < r->ntyped; i++)
		if (!was_asked(r, n, r->typed[i].name))
			return false;
	r->ntyped = 0;
	if (!run_send_files(r))
		return false;
	if (is_row_button(button) && !answers_button(r->as, r->at, button, &r->world, NULL))
		return run_fail(r, n, "there is no button " STR_FMT " here now", STR_ARG(button));
	cover_answers(r->cover, r->as);
	return true;
}

/* ---- from page to page ---- */

static const struct form_item *
neighbour(const struct run *r, int step)
{
	const struct form_item *before = NULL;

	for (const struct form_item *p = r->rel->form->pages; p != NULL; p = p->next) {
		if (step < 0 && p == r->at)
			return before;
		if (!run_is_shown(r, p))
			continue;
		if (step > 0 && p->index > r->at->index)
			return p;
		before = p;
	}
	return NULL;
}

static bool
press(struct run *r, xmlNode *n, xmlNode *page, struct str button)
{
	if (!post(r, n, button))
		return false;
	if (str_eq_z(button, "neste") && !run_no_other_errors(r, page, r->at))
		return false;
	return true;
}

static void
go(struct run *r, struct str button)
{
	const struct form_item *before;

	if (str_eq_z(button, "neste") && answers_page_valid(r->as, r->at)) {
		r->at = neighbour(r, 1);
	} else if (str_eq_z(button, "forrige")) {
		before = neighbour(r, -1);
		r->at = before != NULL ? before : r->at;
	}
}

static bool
arrive(struct run *r, const xmlNode *n, const struct form_item *page)
{
	struct str came = r->at != NULL ? r->at->name : STR("the summary");

	if (!run_is_shown(r, page))
		return run_fail(r, n, "the page " STR_FMT " is not shown", STR_ARG(page->name));
	if (page != r->at && xml_attr(n, "jump").p == NULL)
		return run_fail(r, n, "the person has come to " STR_FMT ", and not to " STR_FMT
		    "; a link there is jump=\"true\"", STR_ARG(came), STR_ARG(page->name));
	r->at = page;
	cover_page(r->cover, page);
	answers_rules(r->as, &r->world);
	return true;
}

/* What is filled in and pressed, in order; *last is the last button. */
static bool
fill_in(struct run *r, xmlNode *page, struct str *last)
{
	xmlNode *c = xml_first(page);

	*last = STR_NONE;
	for (; c != NULL && !xml_is(c, "expect"); c = xml_next(c)) {
		struct str text = xml_text(r->a, c);

		if (xml_is(c, "press")) {
			*last = text;
			if (!press(r, c, page, text))
				return false;
			continue;
		}
		*last = STR_NONE;
		if (xml_is(c, "lookup")) {
			if (!press(r, c, page, STR("oppdater")) || !run_lookup(r, c))
				return false;
			cover_answers(r->cover, r->as);
		} else if (xml_is(c, "file"))
			run_choose(r, c);
		else
			r->typed[r->ntyped++] = (struct form_field){ xml_attr(c, "name"),
			    xml_text_raw(r->a, c) };
	}
	if (last->n > 0)
		return true;
	*last = STR("neste");
	return press(r, page, page, *last);
}

bool
run_page(struct run *r, xmlNode *n)
{
	const struct form_item *page = form_page(r->rel->form, xml_attr(n, "id"));
	struct str last;
	size_t most = 1;

	for (const xmlNode *c = n->children; c != NULL; c = c->next)
		most++;
	if (!run_clock(r, n))
		return false;
	if (r->sent)
		return run_fail(r, n, "the application is sent already");
	if (!arrive(r, n, page))
		return false;
	r->typed = arena_alloc(r->a, most * sizeof *r->typed);
	r->ntyped = 0;
	if (!fill_in(r, n, &last))
		return false;
	run_expect(r, n, r->at);
	go(r, last);
	return true;
}

/* ---- the whole ---- */

static bool
run_step(struct run *r, xmlNode *n)
{
	if (xml_is(n, "register"))
		run_registers(r);
	r->step = n;
	if (xml_is(n, "guide"))
		return run_guide(r, n);
	if (xml_is(n, "hearing"))
		return run_hearing(r, n);
	if (xml_is(n, "inspection"))
		return run_inspection(r, n);
	return xml_is(n, "page") ? run_page(r, n) : xml_is(n, "submit") ? run_submit(r, n) :
	    xml_is(n, "event") ? run_event(r, n) : xml_is(n, "check") ? run_check(r, n) : true;
}

static xmlNode *
first_step(const struct run *r)
{
	xmlNode *n = xml_first(r->s->root);

	while (n != NULL && !xml_is(n, "guide") && !xml_is(n, "page") && !xml_is(n, "submit"))
		n = xml_next(n);
	return n;
}

static void
start(struct run *r)
{
	r->step = first_step(r);
	run_world(r);
	run_facts(r);
	cover_begin(r->cover);
	r->as = answers_new(r->a, r->rel->form);
	answers_prefill(r->as, &r->world);
	answers_rules(r->as, &r->world);
	r->at = r->rel->form->pages;
	while (!run_is_shown(r, r->at))
		r->at = r->at->next;	/* the checker refuses a form where none is */
}

bool
scenario_run(struct arena *a, const struct scenario *s, struct coverage *cover,
    xml_complain_fn *complain, void *ctx)
{
	struct run r = { .a = a, .s = s, .rel = s->release, .cover = cover, .complain = complain,
		.ctx = ctx };
	xmlNode *n;

	CHECK_OBJ(s, SCENARIO_MAGIC);
	start(&r);
	for (n = first_step(&r); n != NULL && run_step(&r, n);)
		n = xml_next(n);
	return !r.failed;
}

static void
say_nothing(void *ctx, int line, const char *message)
{
	(void)ctx;
	(void)line;
	(void)message;
}

void
scenario_letters(struct arena *a, const struct scenario *s, scenario_letter_fn *put, void *ctx)
{
	struct run r = { .a = a, .s = s, .rel = s->release, .complain = say_nothing, .put = put,
		.put_ctx = ctx };

	CHECK_OBJ(s, SCENARIO_MAGIC);
	start(&r);
	for (xmlNode *n = first_step(&r); n != NULL && run_step(&r, n);)
		n = xml_next(n);
}

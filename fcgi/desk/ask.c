#include "desk/ask.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"
#include "json/out.h"
#include "letter/answers.h"
#include "release/messages.h"

#define TEXT_CHARS	10000
#define TITLE_CHARS	200
#define DAYS_LEAST	3
#define DAYS_MOST	90

/* ---- what may be asked for ---- */

static void
add(struct arena *a, const struct work *w, struct ask *k, const struct answer *n)
{
	struct ask_item *x = &k->item[k->nitems++];

	*x = (struct ask_item){ .node = n, .field = answer_field(a, n) };
	x->label = letter_label(a, w->c.answers, x->field);
}

/* Counts with k == NULL. */
static size_t
walk(struct arena *a, const struct work *w, struct ask *k, const struct form_item *i,
    struct answer_row *row)
{
	size_t n = 0;

	for (; i != NULL; i = i->next) {
		const struct answer *x = answer_of(row, i);
		bool asks = i->kind == FORM_REPEAT ||
		    (form_is_question(i) && i->calculate == NULL);

		if (!x->relevant)
			continue;
		if (asks && k != NULL)
			add(a, w, k, x);
		n += asks;
		if (i->kind == FORM_SECTION)
			n += walk(a, w, k, i->first, row);
		for (size_t j = 0; i->kind == FORM_REPEAT && j < x->nrows; j++)
			n += walk(a, w, k, i->first, x->rows[j]);
	}
	return n;
}

static size_t
walk_pages(struct arena *a, const struct work *w, struct ask *k)
{
	size_t n = 0;

	for (const struct form_item *p = w->c.release->form->pages; p != NULL; p = p->next)
		if (p->kind == FORM_PAGE && answer_of(w->c.answers->root, p)->relevant)
			n += walk(a, w, k, p->first, w->c.answers->root);
	return n;
}

static struct ask
all(struct arena *a, const struct work *w)
{
	struct ask k = { .days = ASK_DAYS, .typed_days = STR("14") };

	k.item = arena_alloc(a, (walk_pages(a, w, NULL) + ASK_EXTRA) * sizeof *k.item);
	walk_pages(a, w, &k);
	for (size_t i = 0; i < ASK_EXTRA; i++)
		k.item[k.nitems++] = (struct ask_item){ .field = STR("") };
	return k;
}

/* ---- read ---- */

static bool
posted(const struct req *r, struct str field)
{
	for (size_t i = 0; i < r->form.n; i++)
		if (str_eq_z(r->form.v[i].name, "felt") && str_eq(r->form.v[i].value, field))
			return true;
	return false;
}

/* It stands on one line of a letter. */
static bool
is_title(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return false;
	return s.n > 0 && str_chars(s) <= TITLE_CHARS;
}

static void
judge(const struct req *r, const struct work *w, struct ask *k)
{
	bool without = false;

	k->wrong_extra = NULL;
	for (size_t i = 0; i < k->nitems; i++) {
		const struct ask_item *x = &k->item[i];

		without |= x->ticked && x->why == NULL;
		if (x->node == NULL && x->ticked && !is_title(x->label))
			k->wrong_extra = "ask-extra";
	}
	k->wrong_items = k->nticked == 0 ? "ask-none" : without ? "ask-reason" : NULL;
	if (!str_int(k->typed_days, &k->days) || k->days < DAYS_LEAST || k->days > DAYS_MOST)
		k->wrong_days = "ask-days";
	else
		k->answer_by_at = case_answer_by(r->a, w->c.world.now_at, (int)k->days);
	k->wrong_text = str_chars(k->text) > TEXT_CHARS ? "ask-text" : NULL;
	k->ok = k->wrong_items == NULL && k->wrong_extra == NULL && k->wrong_days == NULL &&
	    k->wrong_text == NULL;
}

struct str
ask_name(struct arena *a, const struct ask *k, const struct ask_item *x, const char *name)
{
	if (x->node != NULL)
		return str_fmt(a, "%s." STR_FMT, name, STR_ARG(x->field));
	return str_fmt(a, "%s.annet.%zu", name, (size_t)(x - k->item) + 1 + ASK_EXTRA - k->nitems);
}

struct ask
ask_read(const struct req *r, const struct work *w)
{
	struct ask k = all(r->a, w);

	for (size_t i = 0; i < k.nitems; i++) {
		struct ask_item *x = &k.item[i];

		x->code = page_field(r, ask_name(r->a, &k, x, "grunn").p);
		if (x->node == NULL)
			x->label = str_trim(page_field(r, ask_name(r->a, &k, x, "hva").p));
		x->ticked = x->node != NULL ? posted(r, x->field) :
		    x->label.n > 0 || x->code.n > 0;
		x->why = service_deficiency(w->c.release->service, x->code);
		k.nticked += x->ticked;
	}
	k.typed_days = str_trim(page_field(r, "dager"));
	k.text = str_trim(page_field(r, "tekst"));
	judge(r, w, &k);
	return k;
}

bool
ask_suggest_question(struct ask *k, struct str field, struct str code)
{
	for (size_t i = 0; i < k->nitems; i++)
		if (k->item[i].node != NULL && str_eq(k->item[i].field, field)) {
			k->item[i].ticked = true;
			k->item[i].code = code;
			return true;
		}
	return false;
}

void
ask_suggest_extra(struct ask *k, struct str title, struct str code)
{
	for (size_t i = 0; i < k->nitems; i++)
		if (k->item[i].node == NULL && !k->item[i].ticked) {
			k->item[i].ticked = true;
			k->item[i].label = title;
			k->item[i].code = code;
			return;
		}
}

struct ask
ask_suggest(const struct req *r, const struct work *w, const struct db_rows *unanswered)
{
	struct ask k = all(r->a, w);

	for (size_t u = 0; u < db_count(unanswered); u++)
		if (db_get(unanswered, u, "title").n > 0)
			ask_suggest_extra(&k, db_get(unanswered, u, "title"),
			    db_get(unanswered, u, "code"));
		else
			(void)ask_suggest_question(&k, db_get(unanswered, u, "field"),
			    db_get(unanswered, u, "code"));
	return k;
}

/* ---- out ---- */

static void
carry(struct req *r, struct str name, struct str value)
{
	struct vmap *m = vadd(page_map(r), "carried");

	vset(m, "name", name);
	vset(m, "value", value);
}

void
ask_carry(struct req *r, const struct ask *k)
{
	vlist(page_map(r), "carried");
	for (size_t i = 0; i < k->nitems; i++) {
		const struct ask_item *x = &k->item[i];

		if (!x->ticked)
			continue;
		if (x->node != NULL)
			carry(r, STR("felt"), x->field);
		else
			carry(r, ask_name(r->a, k, x, "hva"), x->label);
		carry(r, ask_name(r->a, k, x, "grunn"), x->code);
	}
	carry(r, STR("dager"), k->typed_days);
	carry(r, STR("tekst"), k->text);
}

struct str
ask_json(const struct req *r, const struct ask *k)
{
	struct buf b = buf_new(r->a, 1024);

	json_open(&b, NULL, '{');
	json_say(&b, "days", k->typed_days);
	json_say(&b, "answer_by", time_date_iso(r->a, time_oslo_date(k->answer_by_at)));
	json_say(&b, "note", k->text);
	json_say(&b, "by", page_session(r)->name);
	json_open(&b, "missing", '[');
	for (size_t i = 0; i < k->nitems; i++) {
		const struct ask_item *x = &k->item[i];

		if (!x->ticked || x->why == NULL)
			continue;
		json_open(&b, NULL, '{');
		json_say(&b, x->node != NULL ? "field" : "title",
		    x->node != NULL ? x->field : x->label);
		json_say(&b, "code", x->code);
		json_say(&b, "question", x->label);
		json_say(&b, "text", x->why->text);
		json_say(&b, "law", x->why->law);
		json_close(&b, '}');
	}
	json_close(&b, ']');
	json_close(&b, '}');
	return buf_str(&b);
}

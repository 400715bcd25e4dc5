/* The one pass.  What is worked out comes in the plan's order; what is judged, in document
   order. */
#include "form/lookup.h"
#include "form/private.h"

#include <math.h>

#include "base/log.h"

struct pass {
	struct answers	*as;
	const struct form_world *w;
	const struct form_item *item;	/* of the step now */
};

static struct eval
eval_in(struct answers *as, const struct form_world *w, const struct answer_row *row)
{
	return (struct eval){ .as = as, .w = w, .row = row, .a = as->a, .ops = &as->work->ops };
}

static void
tell(const struct form_world *w, const struct form_expr *x, enum form_seen how)
{
	if (w->seen != NULL)
		w->seen(w->seen_ctx, x, how);
}

static enum form_seen
judged(struct answers *as, const struct form_world *w, const struct answer_row *row,
    const struct form_expr *x)
{
	struct eval e = eval_in(as, w, row);
	struct val v = eval_expr(&e, x->top);
	enum form_seen how = v.t == V_BOOL && v.missing ? FORM_SEEN_UNKNOWN :
	    to_bool(v) ? FORM_SEEN_SO : FORM_SEEN_NOT;

	tell(w, x, how);
	return how;
}

/* What is not known is not so. */
static bool
is_so(struct answers *as, const struct form_world *w, const struct answer_row *row,
    const struct form_expr *x)
{
	return judged(as, w, row, x) == FORM_SEEN_SO;
}

/* ---- worked out ---- */

static struct answer *
parent_of(struct answer_row *row, const struct form_item *it)
{
	if (it->parent == NULL)
		return NULL;
	return it->parent == row->group ? row->parent : answer_of(row, it->parent);
}

static void
settle_relevant(void *state, struct answer_row *row)
{
	const struct pass *p = state;
	const struct form_item *it = p->item;
	const struct answer *parent = parent_of(row, it);

	answer_of(row, it)->relevant = (parent == NULL || parent->relevant) &&
	    (it->relevant == NULL || is_so(p->as, p->w, row, it->relevant));
}

static struct str
calculated(struct eval *e, const struct form_item *it, struct val v)
{
	enum form_type t = it->type;

	if (vtype_of(t) == V_NUM) {
		double n = t == FORM_DECIMAL ? to_num(v).num : xpath_round(to_num(v).num);

		return v.missing || !isfinite(n) ? STR_NONE : number_str(e->a, n);
	}
	if (vtype_of(t) == V_BOOL)
		return v.missing ? STR_NONE : to_bool(v) ? STR("true") :
		    it->kind == FORM_VAR ? STR("false") : STR_NONE;
	return to_str(e, v);
}

static enum form_seen
came_out(const struct answer *n)
{
	return n->text.n == 0 ? FORM_SEEN_UNKNOWN : n->item->type == FORM_BOOLEAN &&
	    !str_eq_z(n->text, "true") ? FORM_SEEN_NOT : FORM_SEEN_SO;
}

static void
settle_calculate(void *state, struct answer_row *row)
{
	const struct pass *p = state;
	struct answer *n = answer_of(row, p->item);
	struct eval e = eval_in(p->as, p->w, row);

	answer_set(
	    p->as, n, calculated(&e, p->item, eval_expr(&e, p->item->calculate->top)), false);
	tell(p->w, p->item->calculate, came_out(n));
}

/* As it was read. */
static void
settle_sent(void *state, struct answer_row *row)
{
	const struct pass *p = state;
	const struct answer *parent = parent_of(row, p->item);

	answer_of(row, p->item)->relevant &= parent == NULL || parent->relevant;
}

void
rules_settle(struct answers *as, const struct form_world *w)
{
	const struct form_plan *plan = as->form->plan;
	struct pass p = { .as = as, .w = w };

	as->work->ops = 0;
	lookups_settle(as);
	for (size_t i = 0; i < plan->n; i++) {
		p.item = plan->v[i].item;
		rows_each(as, p.item->group, plan->v[i].calculate ? settle_calculate :
		    settle_relevant, &p);
	}
}

/* ---- judged ---- */

static bool judge_items(
    struct pass *, struct answer_row *, const struct form_item *first, bool readonly);

/* Of a question or a repeat. */
static enum form_open
how_open(const struct pass *p, const struct answer *n)
{
	return p->as->work->open == NULL ? FORM_OPEN_TOO :
	    p->as->work->open(p->as->work->open_ctx, n);
}

static bool
some_stand(const struct pass *p)
{
	return p->as->work->open != NULL;
}

static void
judge_rules(struct pass *p, struct answer *n, const char *on)
{
	for (const struct form_rule *r = n->item->rules; r != NULL; r = r->next)
		if (judged(p->as, p->w, n->row, r->test) == FORM_SEEN_NOT)
			issue_add(p->as, n, on, r->level, r->text);
}

static bool
in_list(struct str value, struct form_options o)
{
	for (size_t i = 0; i < o.n; i++)
		if (str_eq(o.v[i].value, value))
			return true;
	return false;
}

static bool
list_fits(const struct answer *n, const struct form_world *w)
{
	struct form_options o;
	struct str rest = n->text;

	if (n->item->list == NULL || !options_known(n->item, w, &o))
		return true;
	if (n->item->type == FORM_VALUE)
		return in_list(n->text, o);
	while (rest.n > 0)
		if (!in_list(str_cut(&rest, ' '), o))
			return false;
	return true;
}

static const char *
trouble_with_files(const struct answer *n, const struct form_world *w)
{
	struct str rest = n->text;
	size_t files = 0;
	bool infected = false;

	while (rest.n > 0) {
		struct str id = str_cut(&rest, ' ');
		const struct form_file *f = w->file != NULL ? w->file(w->file_ctx, id) : NULL;

		files++;
		infected |= f != NULL && f->scan == FILE_INFECTED;
	}
	return infected ? "infected" : files > n->item->max_files ? "max" : NULL;
}

static const char *
trouble_with(const struct answer *n, const struct form_world *w)
{
	if (n->text.n == 0)
		return n->required ? "required" : NULL;
	if (n->text.n > FORM_ANSWER_CHARS && str_chars(n->text) > FORM_ANSWER_CHARS)
		return "long";
	if (n->wrong)
		return "type";
	if (n->item->kind == FORM_UPLOAD)
		return trouble_with_files(n, w);
	return list_fits(n, w) ? NULL : "list";
}

static void
judge_question(struct pass *p, struct answer *n, enum form_open open)
{
	bool may_miss = open == FORM_OPEN_ASKED && n->text.n == 0;
	const char *on;

	n->required = n->item->required != NULL && is_so(p->as, p->w, n->row, n->item->required);
	on = trouble_with(n, p->w);
	if (on != NULL)
		issue_add(p->as, n, on, may_miss ? FORM_WARNING : FORM_ERROR,
		    alert_text(p->as, n->item, on, n->item->kind == FORM_UPLOAD ?
		    n->item->max_files : FORM_ANSWER_CHARS));
	else if (n->text.n > 0)
		judge_rules(p, n, "constraint");
}

/* Each answer that stood in an earlier row already. */
static void
judge_unique(struct pass *p, const struct answer *repeat)
{
	const struct form_item *u = repeat->item->unique;
	struct seen seen = seen_new(p->as->a, repeat->nrows);

	for (size_t i = 0; i < repeat->nrows; i++) {
		struct answer *n = answer_of(repeat->rows[i], u);

		if (n->relevant && n->text.n > 0 && seen_put(&seen, n->text) && !n->closed)
			issue_add(p->as, n, "unique", FORM_ERROR, unique_text(p->as, repeat->item));
	}
}

static void
judge_rows(struct pass *p, struct answer *n)
{
	const struct form_item *it = n->item;

	if (n->nrows < it->min)
		issue_add(p->as, n, "min", FORM_ERROR, alert_text(p->as, it, "min", it->min));
	if (n->nrows > it->max)
		issue_add(p->as, n, "max", FORM_ERROR, alert_text(p->as, it, "max", it->max));
	if (n->nrows > 0)
		judge_rules(p, n, "constraint");
}

/* A row may be open for an answer, in a repeat that is not for rows. */
static void
judge_repeat(struct pass *p, struct answer *n, bool readonly)
{
	bool stands = how_open(p, n) == FORM_OPEN_NOT, any = !stands;

	n->readonly |= stands;
	if (n->relevant && !stands)
		judge_rows(p, n);
	for (size_t i = 0; i < n->nrows; i++)
		any |= judge_items(p, n->rows[i], n->item->first, readonly);
	n->closed = !any;
	if (n->relevant && n->item->unique != NULL)
		judge_unique(p, n);
}

/* A register that gave nothing leaves nothing to lock. */
static bool
is_locked(struct pass *p, const struct answer *n)
{
	const struct form_item *it = n->item;

	if (it->calculate != NULL)
		return true;
	if (it->readonly == NULL ||
	    ((it->prefill.n > 0 || it->filled) && (n->source.n == 0 || n->away)))
		return false;
	return is_so(p->as, p->w, n->row, it->readonly);
}

/* Open where what it fills is. */
static void
judge_lookup(struct pass *p, struct answer *n)
{
	const struct form_lookup *l = n->item->lookup;
	const struct form_item *into = l->rows != NULL ? l->rows : l->fills[0].item;

	n->closed = some_stand(p) && how_open(p, answer_of(n->row, into)) == FORM_OPEN_NOT;
	n->readonly |= n->closed;
	if (n->relevant && !n->closed && n->text.n > 0)
		judge_rules(p, n, "constraint");
}

/* A question, which has no others in it. */
static void
judge_single(struct pass *p, struct answer *n)
{
	enum form_open open = form_is_question(n->item) ? how_open(p, n) : FORM_OPEN_NOT;

	n->closed = some_stand(p) && open == FORM_OPEN_NOT;
	n->readonly |= n->closed;
	if (n->relevant && !n->closed && form_is_question(n->item))
		judge_question(p, n, open);
}

/* When some answers stand, it may be one of them that does not fit: that is told, and blocks
   nobody.  What was worth a look before has been looked at. */
static void
judge_check(struct pass *p, struct answer *n)
{
	if (!some_stand(p)) {
		judge_rules(p, n, "check");
		return;
	}
	for (const struct form_rule *r = n->item->rules; r != NULL; r = r->next)
		if (r->level == FORM_ERROR &&
		    judged(p->as, p->w, n->row, r->test) == FORM_SEEN_NOT)
			issue_add(p->as, n, "check", FORM_WARNING, r->text);
}

static void
judge_node(struct pass *p, struct answer *n, bool readonly)
{
	const struct form_item *it = n->item;

	n->invalid = n->required = false;
	n->first_issue = 0;
	n->closed = false;
	n->readonly = readonly || is_locked(p, n);
	if (it->kind == FORM_REPEAT)
		judge_repeat(p, n, n->readonly);
	else if (it->kind == FORM_PAGE || it->kind == FORM_SECTION)
		n->closed = !judge_items(p, n->row, it->first, n->readonly) && some_stand(p);
	else if (it->kind == FORM_CHECK && n->relevant)
		judge_check(p, n);
	else if (it->kind == FORM_LOOKUP)
		judge_lookup(p, n);
	else if (it->kind != FORM_CHECK)
		judge_single(p, n);
}

/* Is anything to be answered there? */
static bool
judge_items(struct pass *p, struct answer_row *row, const struct form_item *it, bool readonly)
{
	bool any = false;

	for (; it != NULL; it = it->next) {
		struct answer *n = answer_of(row, it);

		judge_node(p, n, readonly);
		any |= n->relevant && !n->closed && it->kind != FORM_CHECK;
	}
	return any;
}

void
rules_judge(struct answers *as, const struct form_world *w)
{
	struct pass p = { .as = as, .w = w };

	as->nissues = as->nerrors = 0;
	judge_items(&p, as->root, as->form->pages, false);
	if (as->work->ops > OPS_MOST) {
		log_line(LOG_ERROR, "form-too-heavy", "form", str_z(as->a, as->form->id), NULL);
		issue_add(as, answer_of(as->root, as->form->pages), "check", FORM_ERROR,
		    form_message(as->form->messages, as->a, "heavy", STR_NONE));
	}
	as->judged = true;
}

void
answers_reopen(struct answers *as, form_open_fn *open, void *ctx)
{
	CHECK_OBJ(as, ANSWERS_MAGIC);
	as->work->open = open;
	as->work->open_ctx = ctx;
	as->judged = false;
}

void
answers_rules(struct answers *as, const struct form_world *w)
{
	CHECK_OBJ(as, ANSWERS_MAGIC);
	rules_settle(as, w);
	rules_judge(as, w);
}

void
answers_sent(struct answers *as, const struct form_world *w)
{
	const struct form_plan *plan = as->form->plan;
	struct pass p = { .as = as, .w = w };

	CHECK_OBJ(as, ANSWERS_MAGIC);
	if (!as->work->sent) {
		answers_rules(as, w);
		return;
	}
	as->work->ops = 0;
	for (size_t i = 0; i < plan->n; i++) {
		p.item = plan->v[i].item;
		if (!plan->v[i].calculate || p.item->carries)
			rows_each(as, p.item->group, plan->v[i].calculate ? settle_calculate :
			    settle_sent, &p);
	}
	rules_judge(as, w);
}

static struct val
expr_value(const struct form_expr *x, const struct answers *as, const struct form_world *w)
{
	size_t ops = 0;
	struct eval e = { .as = as, .w = w, .row = as->root, .a = as->a, .ops = &ops };

	CHECK(as->judged);
	return eval_expr(&e, x->top);
}

bool
form_expr_known(const struct form_expr *x, const struct answers *as, const struct form_world *w,
    bool *so)
{
	struct val v = expr_value(x, as, w);

	*so = to_bool(v);
	return !(v.t == V_BOOL && v.missing);
}

bool
form_expr_number(const struct form_expr *x, const struct answers *as, const struct form_world *w,
    double *out)
{
	struct val v = to_num(expr_value(x, as, w));

	*out = v.num;
	return !v.missing && isfinite(v.num);
}

bool
form_expr_true(const struct form_expr *x, const struct answers *as, const struct form_world *w)
{
	bool so;

	return form_expr_known(x, as, w, &so) && so;
}

struct str
form_expr_text(struct arena *a, const struct form_expr *x, const struct answers *as,
    const struct form_world *w)
{
	size_t ops = 0;
	struct eval e = { .as = as, .w = w, .row = as->root, .a = a, .ops = &ops };

	CHECK(as->judged);
	return to_str(&e, eval_expr(&e, x->top));
}

#include "page/compare.h"

#include "base/log.h"
#include "base/time.h"
#include "letter/answers.h"
#include "page/message.h"
#include "page/page.h"

/* ---- asked for ---- */

static void
put_asked(struct req *r, struct vmap *m, const struct db_rows *rows, size_t i,
    const struct page_case *c)
{
	const struct service_deficiency *why = service_deficiency(c->release->service,
	    db_get(rows, i, "code"));
	struct vmap *x = vadd(m, "items");

	vset(x, "question", db_get(rows, i, "title").n > 0 ? page_nb(r, db_get(rows, i, "title")) :
	    letter_label(r->a, c->answers, db_get(rows, i, "field")));
	vset(x, "text", why != NULL ? why->text : STR(""));
	vset(x, "law", why != NULL ? why->law : STR(""));
}

void
compare_asked(struct req *r, const struct db_rows *rows, const struct page_case *c)
{
	struct vmap *m = NULL;

	vset_flag(page_map(r), "earlier", false);
	vset_flag(page_map(r), "is_asked", false);
	for (size_t i = 0; i < db_count(rows); i++) {
		if (str_eq_z(db_get(rows, i, "closing"), "answered"))
			vset_flag(page_map(r), "earlier", true);
		if (db_at(rows, i, "closed_at") != 0)
			continue;
		if (m == NULL) {
			m = vwith(page_map(r), "asked");
			vset_flag(page_map(r), "is_asked", true);
			vset(m, "asked_at", page_at(r, db_at(rows, i, "asked_at")));
			vset(m, "by", db_get(rows, i, "by"));
			vset(m, "answer_by", page_day(r, db_at(rows, i, "answer_by")));
			vset(m, "note", db_get(rows, i, "note"));
		}
		put_asked(r, m, rows, i, c);
	}
}

/* ---- before and after ---- */

struct compare {
	struct req	*r;
	const struct page_case *c;
	const struct db_rows *asked;
	struct str	 round;
	const struct answers *before, *after;
	struct vmap	*into;
};

static struct str
why(const struct compare *x, struct str field, bool *asked)
{
	for (size_t i = 0; i < db_count(x->asked); i++) {
		const struct service_deficiency *d;

		if (!str_eq(db_get(x->asked, i, "round"), x->round) ||
		    !str_eq(db_get(x->asked, i, "field"), field))
			continue;
		*asked = true;
		d = service_deficiency(x->c->release->service, db_get(x->asked, i, "code"));
		return d != NULL ? d->text : STR("");
	}
	*asked = false;
	return STR("");
}

static struct str
text_of(const struct answer *n)
{
	return n != NULL && n->relevant ? n->text : STR("");
}

static struct str
shown(const struct compare *x, const struct answer *n)
{
	return n != NULL && n->relevant ? answer_shown(x->r->a, n, &x->c->world) : STR("");
}

static void
put_pair(const struct compare *x, const struct answers *labels, struct str field,
    const struct answer *before, const struct answer *after)
{
	bool same = str_eq(text_of(before), text_of(after)), asked;
	struct str reason = why(x, field, &asked);
	struct vmap *m;

	if (same && !asked)
		return;
	m = vadd(x->into, "rows");
	vset(m, "question", letter_label(x->r->a, labels, field));
	vset(m, "why", reason);
	vset(m, "before", shown(x, before));
	vset(m, "after", shown(x, after));
	vset_flag(m, "asked", asked);
	vset_flag(m, "same", same);
}

/* From the answers of one side; the second time, only what the other has not. */
static void
walk(const struct compare *x, const struct answers *from, const struct form_item *i,
    struct answer_row *row)
{
	for (; i != NULL; i = i->next) {
		const struct answer *n = answer_of(row, i), *other;
		struct str field;

		if (i->kind == FORM_PAGE || i->kind == FORM_SECTION)
			walk(x, from, i->first, row);
		for (size_t k = 0; i->kind == FORM_REPEAT && k < n->nrows; k++)
			walk(x, from, i->first, n->rows[k]);
		if (!form_is_question(i) || i->calculate != NULL)
			continue;
		field = answer_field(x->r->a, n);
		other = answers_find(from == x->after ? x->before : x->after, field);
		if (from == x->after)
			put_pair(x, from, field, other, n);
		else if (other == NULL)
			put_pair(x, from, field, n, NULL);
	}
}

static enum err
read_version(struct req *r, const struct page_case *c, const struct db_rows *now, struct str xml,
    struct answers **out)
{
	struct form_world world = c->world;
	enum err e = answers_read(r->a, c->release->form, xml, case_pairs(r->a,
	    db_get(now, 0, "pids")), out);

	if (e != ERR_OK)
		return log_err(ERR_CONFIG, "answers-unreadable", str_z(r->a, c->id));
	world.today = time_day(time_oslo_date(c->received_at));
	answers_sent(*out, &world);
	return ERR_OK;
}

static void
put_head(const struct compare *x)
{
	for (size_t i = 0; i < db_count(x->asked); i++) {
		if (!str_eq(db_get(x->asked, i, "round"), x->round))
			continue;
		vset(x->into, "asked_at", page_at(x->r, db_at(x->asked, i, "asked_at")));
		vset(x->into, "answered_at", page_at(x->r, db_at(x->asked, i, "closed_at")));
		vset(x->into, "note", db_get(x->asked, i, "note"));
		vset(x->into, "message", db_get(x->asked, i, "message"));
		return;
	}
}

/* What the form has no question for. */
static void
put_extra(const struct compare *x, const struct db_rows *messages, struct str base)
{
	vlist(x->into, "extra");
	for (size_t i = 0; i < db_count(x->asked); i++) {
		const struct service_deficiency *d;
		struct vmap *m;

		if (!str_eq(db_get(x->asked, i, "round"), x->round) ||
		    db_get(x->asked, i, "title").n == 0)
			continue;
		d = service_deficiency(x->c->release->service, db_get(x->asked, i, "code"));
		m = vadd(x->into, "extra");
		vset(m, "question", page_nb(x->r, db_get(x->asked, i, "title")));
		vset(m, "why", d != NULL ? d->text : STR(""));
		message_answer_fill(x->r, m, messages, x->round, db_get(x->asked, i, "n"), base);
	}
}

enum err
compare_rounds(struct req *r, const struct db_rows *asked, const struct db_rows *versions,
    const struct page_case *c, const struct db_rows *now, const struct db_rows *messages,
    struct str base)
{
	struct compare x = { .r = r, .c = c, .asked = asked, .after = c->answers };

	vlist(page_map(r), "rounds");
	for (size_t i = 0; i < db_count(versions); i++) {
		struct answers *before;

		TRY(read_version(r, c, now, db_get(versions, i, "answers"), &before));
		x.before = before;
		x.round = db_get(versions, i, "round");
		x.into = vadd(page_map(r), "rounds");
		vlist(x.into, "rows");
		put_head(&x);
		put_extra(&x, messages, base);
		walk(&x, x.after, c->release->form->pages, x.after->root);
		walk(&x, x.before, c->release->form->pages, x.before->root);
		x.after = before;
	}
	return ERR_OK;
}

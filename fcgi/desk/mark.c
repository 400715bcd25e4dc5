/* mark.c - what the desk puts on a case for itself: labels, who follows it, the day it is looked at
   again */
#include "base/buf.h"
#include "desk/mark.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/share.h"
#include "desk/sql.h"

#define LABEL_CHARS	40
#define LABELS_MOST	20

/* ---- follow ---- */

enum err
desk_follow(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	struct str tenant = page_tenant(r)->id;
	bool on = !str_eq_z(page_field(r, "folg"), "nei");
	struct work w;

	TRY(page_open(r));
	TRY(work_take_any(r, rows, &w));
	if (w.disqualified.n > 0)
		return ERR_DISQUALIFIED;
	if (on)
		DB_ADD(page_db(r), SQL_FOLLOW_PUT, tenant, w.c.id);
	else
		DB_ADD(page_db(r), SQL_FOLLOW_DROP, tenant, w.c.id);
	TRY(page_commit(r));
	reply_redirect(r, str_fmt(r->a, STR_FMT "%s", STR_ARG(w.base), on ? "?fulgt=1" : ""));
	return ERR_OK;
}

/* ---- labels ---- */

bool
label_read(struct arena *a, struct str typed, struct str *out)
{
	struct buf b = buf_new(a, typed.n + 1);

	typed = str_trim(typed);
	for (size_t i = 0; i < typed.n; i++) {
		if ((unsigned char)typed.p[i] < ' ' || typed.p[i] == '/')
			return false;
		if (typed.p[i] != ' ' || b.n == 0 || b.p[b.n - 1] != ' ')
			buf_add_char(&b, typed.p[i]);
	}
	*out = buf_str(&b);
	return out->n > 0 && str_chars(*out) <= LABEL_CHARS;
}

static bool
form_has(const struct req *r, const char *name, struct str value)
{
	for (size_t i = 0; i < r->form.n; i++)
		if (str_eq_z(r->form.v[i].name, name) && str_eq(r->form.v[i].value, value))
			return true;
	return false;
}

struct str
about_json(struct arena *a, struct str what)
{
	struct buf b = buf_new(a, 128);

	buf_add_z(&b, "{\"about\":\"");
	buf_json(&b, what);
	buf_add_z(&b, "\"}");
	return buf_str(&b);
}

static void
say_label(struct req *r, const struct work *w, const char *event, struct str label)
{
	struct case_event e = page_case_event(r, &w->c, event);

	e.data = about_json(r->a, label);
	case_happen(page_db(r), &e);
}

static void
put_label(struct req *r, const struct work *w, struct str label)
{
	DB_ADD(page_db(r), SQL_LABEL_PUT, page_tenant(r)->id, w->c.id, label);
	say_label(r, w, "desk.label", label);
}

/* What was ticked or unticked here; what others did meanwhile stands. */
static void
save_labels(struct req *r, const struct work *w, struct str fresh)
{
	struct str label;

	for (size_t i = 0; i < r->form.n; i++) {
		const struct param *f = &r->form.v[i];

		if (str_eq_z(f->name, "merke") && !form_has(r, "var", f->value) &&
		    label_read(r->a, f->value, &label))
			put_label(r, w, label);
		if (!str_eq_z(f->name, "var") || form_has(r, "merke", f->value))
			continue;
		DB_ADD(page_db(r), SQL_LABEL_DROP, page_tenant(r)->id, w->c.id, f->value);
		say_label(r, w, "desk.unlabel", f->value);
	}
	if (fresh.n > 0 && !form_has(r, "merke", fresh))
		put_label(r, w, fresh);
}

static size_t
count_labels(const struct req *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->form.n; i++)
		n += str_eq_z(r->form.v[i].name, "merke") || str_eq_z(r->form.v[i].name, "var");
	return n;
}

static void
add_choice(struct req *r, struct str label, bool on, bool was)
{
	struct vmap *m = vadd(page_map(r), "choices");

	vset(m, "label", label);
	vset_flag(m, "checked", on);
	vset_flag(m, "was", was);
}

static bool
in_lines(struct str lines, struct str label)
{
	while (lines.n > 0)
		if (str_eq(str_cut(&lines, '\n'), label))
			return true;
	return false;
}

static enum err
show_labels(struct req *r, const struct work *w, const struct db_rows *work,
    const struct db_rows *known, const char *wrong)
{
	struct str now = db_get(work, 0, "labels"), rest = now;
	bool posted = r->method == POST;

	work_head(r, w);
	vlist(page_map(r), "choices");
	while (rest.n > 0) {
		struct str label = str_cut(&rest, '\n');

		add_choice(r, label, posted ? form_has(r, "merke", label) : true, true);
	}
	for (size_t i = 0; i < db_count(known); i++) {
		struct str label = db_get(known, i, "label");

		if (!in_lines(now, label))
			add_choice(r, label, posted && form_has(r, "merke", label), false);
	}
	work_error(r, "error_text", wrong, "#nytt");
	vset(page_map(r), "fresh", page_field(r, "nytt"));
	vset_flag(page_map(r), "old", r->status == err_http(ERR_CSRF));
	vset(page_map(r), "labels_href", str_fmt(r->a, STR_FMT "/merker", STR_ARG(w->base)));
	return page_show(r, "desk/labels");
}

enum err
desk_labels(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *work = DB_ADD(page_db(r), SQL_WORK_READ, r->seg[0]);
	const struct db_rows *known = DB_ADD0(page_db(r), SQL_LABEL_KNOWN);
	struct work w;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("case"));
	TRY(page_read(r));
	TRY(work_take(r, rows, &w));
	if (!work_writes(r, &w))
		return ERR_DENIED;
	return show_labels(r, &w, work, known, NULL);
}

static const char *
labels_wrong(struct req *r, struct str *fresh)
{
	struct str typed = str_trim(page_field(r, "nytt"));

	*fresh = STR("");
	if (typed.n > 0 && !label_read(r->a, typed, fresh))
		return "label-text";
	return count_labels(r) > LABELS_MOST + 100 ? "label-many" : NULL;
}

enum err
desk_label(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	const struct db_rows *work = DB_ADD(page_db(r), SQL_WORK_READ, r->seg[0]);
	const struct db_rows *known = DB_ADD0(page_db(r), SQL_LABEL_KNOWN);
	const char *wrong;
	struct str fresh;
	struct work w;
	enum err token;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/merker",
		    STR_ARG(url_encode(r->a, r->seg[0]))));
	token = page_judge(r);
	TRY(work_take(r, rows, &w));
	if (!work_writes(r, &w))
		return ERR_DENIED;
	wrong = labels_wrong(r, &fresh);
	if (token == ERR_OK && wrong == NULL)
		save_labels(r, &w, fresh);
	TRY(page_commit(r));
	if (token == ERR_OK && wrong == NULL) {
		reply_redirect(r, str_fmt(r->a, STR_FMT "?merket=1", STR_ARG(w.base)));
		return ERR_OK;
	}
	r->status = err_http(token != ERR_OK ? token : ERR_INVALID);
	return show_labels(r, &w, work, known, token == ERR_OK ? wrong : NULL);
}

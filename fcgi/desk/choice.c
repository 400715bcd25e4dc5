/* choice.c - what each has chosen: columns, and searches to keep */
#include "base/buf.h"
#include "base/id.h"
#include "desk/column.h"
#include "desk/list.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "page/page.h"

#define NAME_CHARS	60

/* The list that a form on its page belongs to, made clean: what it says goes into addresses. */
static void
list_of_form(struct req *r, struct list *l)
{
	struct params q = { NULL, 0 };

	if (params_read(r->a, page_field(r, "liste"), &q) != ERR_OK)
		q.n = 0;
	list_read(r, &q, l);
}

static enum err
back(struct req *r, const struct list *l, const char *done)
{
	struct str q = list_query(r->a, l, l->n, NULL);

	reply_redirect(r, str_fmt(r->a, LIST_HOME "?" STR_FMT "%sgjort=%s", STR_ARG(q),
	    q.n > 0 ? "&" : "", done));
	return ERR_OK;
}

/* SERVICE.NAME or a word of ours: no more is kept than an id can be. */
static bool
column_id(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
		    c != '.' && c != '_' && c != '-')
			return false;
	}
	return s.n > 0 && s.n <= 120;
}

enum err
desk_columns(struct req *r)
{
	struct buf b = buf_new(r->a, 256);
	size_t n = 0;
	struct list l;

	TRY(page_open(r));
	list_of_form(r, &l);
	for (size_t i = 0; i < r->form.n && n < 30; i++) {
		if (!str_eq_z(r->form.v[i].name, "kolonne") || !column_id(r->form.v[i].value))
			continue;
		if (n++ > 0)
			buf_add_char(&b, ' ');
		buf_add(&b, r->form.v[i].value);
	}
	DB_ADD(page_db(r), SQL_CHOICE_PUT, n > 0 ? buf_str(&b) : STR("sak"));
	TRY(page_commit(r));
	return back(r, &l, "kolonner");
}

enum err
desk_search_save(struct req *r)
{
	struct str name;
	struct list l;

	TRY(page_open(r));
	list_of_form(r, &l);
	name = str_trim(page_field(r, "navn"));
	if (name.n == 0 || str_chars(name) > NAME_CHARS) {
		TRY(page_commit(r));
		return back(r, &l, "navn");
	}
	DB_ADD(page_db(r), SQL_SEARCH_PUT, id_new(r->a), name, list_query(r->a, &l, l.n, NULL),
	    page_field(r, "del").n > 0 ? STR("t") : STR("f"));
	TRY(page_commit(r));
	return back(r, &l, "lagret");
}

enum err
desk_search_drop(struct req *r)
{
	struct list l;

	if (!id_is(r->seg[0]))
		return ERR_GONE;
	TRY(page_open(r));
	list_of_form(r, &l);
	DB_ADD(page_db(r), SQL_SEARCH_DROP, r->seg[0]);
	TRY(page_commit(r));
	return back(r, &l, "slettet");
}

enum err
desk_back_to_list(struct req *r)
{
	TRY(page_read(r));
	reply_redirect(r, STR(LIST_HOME));
	return ERR_OK;
}

#include "page/file.h"

#include "base/arena.h"
#include "base/hex.h"
#include "form/form.h"
#include "page/page.h"
#include "page/sql.h"

#define PIECE_MEMORY	((size_t)4 << 20)	/* one piece and what the question takes */
#define HTTP_REMOVED	410

struct sending {
	struct req	*r;
	struct arena	*a;		/* of the piece under way */
	const struct db_stmt *stmt;
	struct str	 args[PAGE_PIECES_ARGS + 1];	/* the last is the number */
	size_t		 nargs;
	uint64_t	 size, sent;
	size_t		 n;
};

static void
free_arena(void *p)
{
	struct sending *s = p;

	arena_free(&s->a);
}

/* Nothing where something should be: it was found infected, or its case was closed to the reader,
   while it was sent. */
static enum err
next_piece(void *ctx, struct str *out)
{
	struct sending *s = ctx;
	const struct db_rows *rows;

	*out = STR_NONE;
	if (s->sent == s->size)
		return ERR_OK;
	arena_reset(s->a);
	TRY(page_begin_in(s->r, s->a));
	s->args[s->nargs - 1] = str_fmt(s->a, "%zu", s->n++);
	rows = db_add(page_db(s->r), s->stmt, s->args, s->nargs);
	TRY(db_commit(page_db(s->r)));
	if (db_count(rows) == 0 || !hex_read(s->a, db_get(rows, 0, "hex"), out))
		return ERR_GONE;
	s->sent += out->n;
	return ERR_OK;
}

static enum err
send_file(struct req *r, const struct page_pieces *p, const struct db_rows *rows)
{
	struct sending *s = ARENA_NEW(r->a, struct sending);

	*s = (struct sending){ .r = r, .a = arena_new(PIECE_MEMORY), .stmt = p->stmt,
		.nargs = p->n + 1, .size = (uint64_t)db_int(rows, 0, "size") };
	CHECK(p->n <= PAGE_PIECES_ARGS);
	for (size_t i = 0; i < p->n; i++)
		s->args[i] = p->args[i];
	arena_defer(r->a, free_arena, s);
	reply_attachment(r, db_get(rows, 0, "media_type"), db_get(rows, 0, "name"));
	reply_stream(r, s->size, next_piece, s);
	return ERR_OK;
}

enum err
page_file_of(struct req *r, const struct page_pieces *p, const struct db_rows *rows,
    struct str back)
{
	struct str verdict;

	if (db_count(rows) == 0)
		return ERR_GONE;
	verdict = db_get(rows, 0, "verdict");
	if (str_eq_z(verdict, "clean"))
		return send_file(r, p, rows);
	r->status = str_eq_z(verdict, "infected") ? HTTP_REMOVED : err_http(ERR_STALE);
	vset(page_map(r), "name", db_get(rows, 0, "name"));
	vset(page_map(r), "verdict", verdict);
	vset(page_map(r), "back_href", back);
	return page_show(r, str_fmt(r->a, "%s/file", page_app(r)->program).p);
}

enum err
page_file(struct req *r, struct str id, const struct db_rows *rows, struct str back)
{
	return page_file_of(r, &(struct page_pieces){ &SQL_FILE_PIECE, &id, 1 }, rows, back);
}

void
page_files_fill(struct req *r, struct vmap *v, const char *name, struct str lines,
    struct str base)
{
	vlist(v, name);
	while (lines.n > 0) {
		struct str line = str_cut(&lines, '\n'), id = str_cut(&line, ' '), verdict;
		struct vmap *m = vadd(v, name);
		int64_t size = 0;

		(void)str_cut(&line, ' ');
		(void)str_cut(&line, ' ');
		(void)str_int(str_cut(&line, ' '), &size);
		verdict = str_cut(&line, ' ');
		vset(m, "id", id);
		vset(m, "name", line);
		vset(m, "size", form_bytes_show(r->a, page_lang(r), (size_t)size));
		vset(m, "href", str_fmt(r->a, STR_FMT "/" STR_FMT, STR_ARG(base), STR_ARG(id)));
		vset_flag(m, "waiting", str_eq_z(verdict, "waiting"));
		vset_flag(m, "infected", str_eq_z(verdict, "infected"));
	}
}

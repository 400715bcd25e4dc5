/* keep.c - files that have come: kept with the draft, or told of */
#include "apply/files.h"

#include <unistd.h>

#include "apply/private.h"
#include "apply/sql.h"
#include "base/arena.h"
#include "base/hex.h"
#include "base/id.h"
#include "base/log.h"
#include "case/files.h"
#include "page/file.h"
#include "page/page.h"
#include "release/messages.h"

#define PIECE_MEMORY	((size_t)8 << 20)

struct keep {
	struct req	*r;
	struct draft	*d;
	const struct form_item *page;
	struct case_files *known;	/* of the draft */
	const struct db_stmt *stmt;	/* instead of a draft's: id, of, sha256, name; or NULL */
	struct str	 of;		/* the case, or the request, that gets it */
	const struct files_receiver *to;	/* the same, or NULL */
};

static bool
holds(const struct keep *k, const struct answer *n, struct str sha256)
{
	struct str rest = n->text;

	while (rest.n > 0) {
		const struct form_file *f = k->d->world.file(k->d->world.file_ctx,
		    str_cut(&rest, ' '));

		if (f != NULL && str_eq(f->sha256, sha256))
			return true;
	}
	return false;
}

static enum err
put_piece(const struct keep *k, struct arena *a, const struct file *f, uint64_t at, size_t number)
{
	struct str n_text = str_fmt(a, "%zu", number), hex;
	char *piece = arena_alloc(a, FILE_PIECE_BYTES);
	ssize_t n = pread(f->f.fd, piece, FILE_PIECE_BYTES, (off_t)at);
	uint64_t left = f->f.size - at;

	if (n <= 0 || (uint64_t)n != (left < FILE_PIECE_BYTES ? left : FILE_PIECE_BYTES))
		return log_err(ERR_REMOTE, "spool", "a file is shorter than it was");
	hex = hex_write(a, piece, (size_t)n);
	if (k->to != NULL)
		DB_ADD(page_db(k->r), SQL_HEARING_PIECE_PUT, k->to->id, k->to->code, f->f.sha256,
		    n_text, hex);
	else
		DB_ADD(page_db(k->r), SQL_BLOB_PIECE_PUT, f->f.sha256, n_text, hex);
	return db_run(page_db(k->r));
}

/* One piece in memory at a time. */
static enum err
put_pieces(const struct keep *k, const struct file *f)
{
	struct db *db = page_db(k->r);
	struct arena *a = arena_new(PIECE_MEMORY);
	enum err e = ERR_OK;

	for (size_t n = 0; n * FILE_PIECE_BYTES < f->f.size && e == ERR_OK; n++) {
		arena_reset(a);
		db_arena(db, a);
		e = put_piece(k, a, f, n * FILE_PIECE_BYTES, n);
		db_arena(db, k->r->a);
	}
	arena_free(&a);
	return e;
}

static const struct db_rows *
ask_content(const struct keep *k, const struct file *f, struct str id)
{
	struct str size = str_fmt(k->r->a, "%llu", (unsigned long long)f->f.size);
	struct str scan = f->scan == FILE_CLEAN ? STR("clean") : STR("waiting");

	if (k->to == NULL)
		return DB_ADD(page_db(k->r), SQL_BLOB_PUT, f->f.sha256, size, f->f.media_type,
		    scan);
	return DB_ADD(page_db(k->r), SQL_HEARING_FILE_PUT, k->to->id, k->to->code, id, f->f.sha256,
	    size, f->f.media_type, scan, f->f.name);
}

/* The content, unless it is there already; then what is known of it counts. */
static enum err
put_content(const struct keep *k, struct file *f, struct str id)
{
	const struct db_rows *rows = ask_content(k, f, id);
	struct str known;

	TRY(db_run(page_db(k->r)));
	known = db_get(rows, 0, "known");
	if (str_eq_z(known, "new"))
		return put_pieces(k, f);
	if (str_eq_z(known, "closed"))
		return ERR_STALE;
	if (str_eq_z(known, "many"))
		f->why = TOO_MANY;
	else if (str_eq_z(known, "infected"))
		f->why = INFECTED;
	else if (str_eq_z(known, "clean"))
		f->scan = FILE_CLEAN;
	return ERR_OK;
}

static enum refusal
room_for(const struct keep *k, const struct file *f)
{
	if (case_files_count(k->known) >= DRAFT_FILES)
		return TOO_MANY_IN_ALL;
	return case_files_bytes(k->known) + f->f.size > DRAFT_BYTES ? TOO_MUCH : TAKEN;
}

static enum err
keep_one(const struct keep *k, struct file *f)
{
	const struct answer *n = answers_file_field(k->d->answers, k->page, f->field);
	struct form_file made = { .id = id_new(k->r->a), .name = f->f.name,
	    .media_type = f->f.media_type, .sha256 = f->f.sha256, .size = (size_t)f->f.size };

	if (n == NULL || f->why != TAKEN || holds(k, n, f->f.sha256))
		return ERR_OK;
	f->why = room_for(k, f);
	if (f->why == TAKEN && !answers_file_room(n))
		f->why = TOO_MANY;
	if (f->why == TAKEN)
		TRY(put_content(k, f, made.id));
	if (f->why != TAKEN)
		return ERR_OK;
	DB_ADD(page_db(k->r), SQL_ATTACHMENT_PUT, made.id, k->d->id, made.sha256, made.name,
	    STR("answer"), STR("0"));
	made.scan = f->scan;
	case_files_add(k->known, &made);
	CHECK(answers_file_add(k->d->answers, k->page, f->field, made.id, &k->d->world));
	return ERR_OK;
}

static struct str
sentence(const struct keep *k, const struct file *f)
{
	static const char *const id[] = { [TOO_BIG] = "file.big", [EMPTY] = "file.empty",
	    [WRONG_TYPE] = "file.type", [INFECTED] = "file.infected", [TOO_MANY] = "file.many",
	    [TOO_MANY_IN_ALL] = "file.many-in-all", [TOO_MUCH] = "file.much" };
	struct arena *a = k->r->a;
	struct str limit = STR("");

	if (f->why == TOO_BIG)
		limit = form_bytes_show(a, k->d->world.lang, f->item->max_bytes);
	else if (f->why == TOO_MUCH)
		limit = form_bytes_show(a, k->d->world.lang, DRAFT_BYTES);
	else if (f->why == TOO_MANY || f->why == TOO_MANY_IN_ALL)
		limit = str_fmt(a, "%zu", f->why == TOO_MANY ? f->item->max_files : DRAFT_FILES);
	return form_message_limit(k->d->release->form->messages, a, id[f->why], f->f.name, limit);
}

static bool
is_size(const struct file *f)
{
	return f->why == TOO_BIG || f->why == TOO_MUCH;
}

/* After all are kept: the rules, which run for each, forget what was refused. */
static enum err
refuse(const struct keep *k, const struct file *f, enum err worst)
{
	struct answer *n = answers_file_field(k->d->answers, k->page, f->field);

	if (n == NULL || f->why == TAKEN)
		return worst;
	answers_refuse(k->d->answers, n, sentence(k, f));
	return is_size(f) || worst == ERR_TOO_BIG ? ERR_TOO_BIG : ERR_INVALID;
}

enum err
files_keep(struct req *r, struct draft *d, const struct form_item *page, struct files *fs,
    enum err *refused)
{
	struct keep k = { r, d, page, case_files_of(&d->world), NULL, STR_NONE, NULL };

	*refused = ERR_OK;
	for (struct file *f = fs->first; f != NULL; f = f->next)
		TRY(keep_one(&k, f));
	for (const struct file *f = fs->first; f != NULL; f = f->next)
		*refused = refuse(&k, f, *refused);
	return ERR_OK;
}

/* ---- what is no answer ---- */

/* NAME.N */
static struct str
number_of(const struct file *f)
{
	return f->field.n > f->item->name.n ? str_skip(f->field, f->item->name.n + 1) : STR("0");
}

static enum err
keep_loose(const struct keep *k, struct file *f, const char *kind)
{
	struct form_file made = { .id = id_new(k->r->a), .name = f->f.name,
	    .media_type = f->f.media_type, .sha256 = f->f.sha256, .size = (size_t)f->f.size };

	if (f->why == TAKEN)
		f->why = room_for(k, f);
	if (f->why == TAKEN)
		TRY(put_content(k, f, made.id));
	if (f->why != TAKEN)
		return ERR_OK;
	if (k->to != NULL)
		return ERR_OK;
	if (k->stmt != NULL)
		DB_ADD(page_db(k->r), *k->stmt, made.id, k->of, made.sha256, made.name);
	else
		DB_ADD(page_db(k->r), SQL_ATTACHMENT_PUT, made.id, k->d->id, made.sha256,
		    made.name, str_from_z(kind), number_of(f));
	case_files_add(k->known, &made);
	return ERR_OK;
}

static enum err
keep_all(const struct keep *k, struct files *fs, const char *kind, const char *list,
    enum err *refused)
{
	*refused = ERR_OK;
	vlist(page_map(k->r), list);
	for (struct file *f = fs->first; f != NULL; f = f->next) {
		struct vmap *m;

		TRY(keep_loose(k, f, kind));
		if (f->why == TAKEN)
			continue;
		m = vadd(page_map(k->r), list);
		vset(m, "text", sentence(k, f));
		vset(m, "href", str_fmt(k->r->a, "#" STR_FMT, STR_ARG(f->field)));
		*refused = is_size(f) || *refused == ERR_TOO_BIG ? ERR_TOO_BIG : ERR_INVALID;
	}
	return ERR_OK;
}

enum err
files_keep_loose(struct req *r, struct draft *d, struct files *fs, const char *kind,
    const char *list, enum err *refused)
{
	struct keep k = { r, d, NULL, case_files_of(&d->world), NULL, STR_NONE, NULL };

	return keep_all(&k, fs, kind, list, refused);
}

enum err
files_keep_body(struct req *r, struct draft *d, struct str case_id, struct files *fs,
    const char *list, enum err *refused)
{
	struct keep k = { r, d, NULL, case_files_of(&d->world), &SQL_ATTACHMENT_BODY_PUT, case_id,
	    NULL };

	return keep_all(&k, fs, "body", list, refused);
}

enum err
files_keep_receiver(struct req *r, struct draft *d, const struct files_receiver *to,
    struct files *fs, const char *list, enum err *refused)
{
	struct keep k = { r, d, NULL, case_files_of(&d->world), NULL, STR_NONE, to };

	return keep_all(&k, fs, "hearing", list, refused);
}

enum err
files_keep_inspection(struct req *r, struct draft *d, struct str case_id, struct files *fs,
    const char *list, enum err *refused)
{
	struct keep k = { r, d, NULL, case_files_of(&d->world),
	    &SQL_ATTACHMENT_INSPECTION_PUT, case_id, NULL };

	return keep_all(&k, fs, "inspection", list, refused);
}

enum err
files_keep_copy(struct req *r, struct draft *d, struct str request_id, struct files *fs,
    const char *list, enum err *refused)
{
	struct keep k = { r, d, NULL, case_files_of(&d->world), &SQL_ACCESS_COPY_PUT, request_id,
	    NULL };

	return keep_all(&k, fs, "copy", list, refused);
}

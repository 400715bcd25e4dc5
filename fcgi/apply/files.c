/* files.c - files that come with a page: read, judged, scanned; then kept with the answers */
#include "apply/files.h"

#include <unistd.h>

#include "apply/sql.h"
#include "base/arena.h"
#include "base/hex.h"
#include "base/id.h"
#include "base/log.h"
#include "base/spool.h"
#include "base/time.h"
#include "case/files.h"
#include "http/multipart.h"
#include "page/file.h"
#include "page/page.h"
#include "release/messages.h"
#include "scan/scan.h"
#include "upload/upload.h"

/* A caseworker reads all of it, and every municipality keeps it for years: what a thick folder of
   papers is when it has been photographed. */
#define DRAFT_FILES	60
#define DRAFT_BYTES	((size_t)100 << 20)

#define FIELDS_BYTES	((size_t)768 << 10)
#define BODY_BYTES	((uint64_t)108 << 20)	/* what nginx lets through: a file that is too big
						   is read past, and costs no answer */
#define SCAN_MS		INT64_C(10000)	/* of all files of a post: what is not scanned by then waits
						   for the clock, and the worker is free */
#define PIECE_MEMORY	((size_t)8 << 20)

enum refusal { TAKEN, TOO_BIG, EMPTY, WRONG_TYPE, INFECTED, TOO_MANY, TOO_MANY_IN_ALL, TOO_MUCH };

struct file {
	struct file	*next;
	struct str	 field;
	const struct form_item *item;
	struct upload	*upload;	/* under way */
	struct upload_file f;
	enum form_scan	 scan;
	enum refusal	 why;
};

struct files {
	struct req	*r;
	const struct draft *draft;	/* NULL: all are passed by */
	const struct form_item *page;
	struct file	*first, **end, *now;	/* now: NULL while one is passed by */
	size_t		 n, bytes;
	int64_t		 scan_usec;	/* spent on scanning */
	bool		 came;
};

/* ---- on their way in ---- */

static const struct form_item *
question(const struct files *fs, struct str field)
{
	const struct answer *n = answers_find(fs->draft->answers, field);

	return n != NULL && n->item->kind == FORM_UPLOAD && n->item->page == fs->page ? n->item :
	    NULL;
}

static size_t
sent_to(const struct files *fs, struct str field)
{
	size_t n = 0;

	for (const struct file *f = fs->first; f != NULL; f = f->next)
		n += str_eq(f->field, field);
	return n;
}

/* What cannot be kept, whatever it holds, is not spooled. */
static enum refusal
hopeless(const struct files *fs, const struct file *f)
{
	if (sent_to(fs, f->field) >= f->item->max_files)
		return TOO_MANY;
	if (fs->n >= DRAFT_FILES)
		return TOO_MANY_IN_ALL;
	return fs->bytes > DRAFT_BYTES ? TOO_MUCH : TAKEN;
}

static enum err
on_begin(void *ctx, const struct multipart_part *part)
{
	struct files *fs = ctx;
	struct arena *a = fs->r->a;
	const struct form_item *item;
	struct upload_rule rule;
	struct file *f;

	fs->came = true;
	fs->now = NULL;
	if (fs->draft == NULL || page_judge(fs->r) != ERR_OK)
		return ERR_OK;
	item = question(fs, part->name);
	if (item == NULL)
		return ERR_OK;
	f = ARENA_NEW(a, struct file);
	f->field = str_dup(a, part->name);
	f->item = item;
	f->why = hopeless(fs, f);
	fs->n++;
	*fs->end = f;
	fs->end = &f->next;
	if (f->why != TAKEN) {
		f->f.name = upload_name(a, part->filename, part->media_type);
		return ERR_OK;
	}
	fs->now = f;
	rule = (struct upload_rule){ item->accept, item->max_bytes };
	return upload_begin(a, spool_dir(), &rule, part->filename, &f->upload);
}

static enum err
on_data(void *ctx, const void *p, size_t n)
{
	struct files *fs = ctx;

	return fs->now != NULL ? upload_data(fs->now->upload, p, n) : ERR_OK;
}

/* Never scanned is not clean: it is kept, and opened by nobody until the clock has had it
   scanned. */
static void
scan(struct files *fs, struct file *f)
{
	struct req *r = fs->r;
	int64_t begun_at = time_now_at(), left_ms = SCAN_MS - fs->scan_usec / 1000;
	enum scan_verdict v = SCAN_UNKNOWN;
	struct str virus;

	if (left_ms > 0)
		v = scan_fd(r->a, scan_socket(), f->f.fd, (int)left_ms, &virus);
	fs->scan_usec += time_now_at() - begun_at;
	f->scan = v == SCAN_CLEAN ? FILE_CLEAN : v == SCAN_INFECTED ? FILE_INFECTED : FILE_WAITING;
	if (f->scan != FILE_INFECTED)
		return;
	f->why = INFECTED;
	log_line(LOG_WARN, "file-infected", "virus", str_z(r->a, virus), NULL);
}

static enum err
on_end(void *ctx)
{
	static const enum refusal why[] = { [UPLOAD_TAKEN] = TAKEN, [UPLOAD_EMPTY] = EMPTY,
	    [UPLOAD_TOO_BIG] = TOO_BIG, [UPLOAD_WRONG_TYPE] = WRONG_TYPE };
	struct files *fs = ctx;
	struct file *f = fs->now;

	if (f == NULL)
		return ERR_OK;
	TRY(upload_end(f->upload, &f->f));
	f->why = why[f->f.verdict];
	if (f->why != TAKEN)
		return ERR_OK;
	fs->bytes += f->f.size;
	scan(fs, f);
	return ERR_OK;
}

enum err
files_read(struct req *r, const struct draft *d, const struct form_item *page, struct files **out)
{
	struct files *fs = ARENA_NEW(r->a, struct files);
	struct multipart_sink sink = { on_begin, on_data, on_end, fs };

	CHECK(!db_in_tx(page_db(r)));
	*fs = (struct files){ .r = r, .draft = page != NULL ? d : NULL, .page = page };
	fs->end = &fs->first;
	TRY(req_multipart(r, FIELDS_BYTES, BODY_BYTES, &sink));
	*out = fs;
	return ERR_OK;
}

bool
files_came(const struct files *fs)
{
	return fs != NULL && fs->came;
}

/* ---- kept ---- */

struct keep {
	struct req	*r;
	struct draft	*d;
	const struct form_item *page;
	struct case_files *known;	/* of the draft */
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
put_piece(struct req *r, struct arena *a, const struct file *f, uint64_t at, size_t number)
{
	char *piece = arena_alloc(a, FILE_PIECE_BYTES);
	ssize_t n = pread(f->f.fd, piece, FILE_PIECE_BYTES, (off_t)at);
	uint64_t left = f->f.size - at;

	if (n <= 0 || (uint64_t)n != (left < FILE_PIECE_BYTES ? left : FILE_PIECE_BYTES))
		return log_err(ERR_REMOTE, "spool", "a file is shorter than it was");
	DB_ADD(page_db(r), SQL_BLOB_PIECE_PUT, f->f.sha256, str_fmt(a, "%zu", number),
	    hex_write(a, piece, (size_t)n));
	return db_run(page_db(r));
}

/* One piece in memory at a time. */
static enum err
put_pieces(struct req *r, const struct file *f)
{
	struct arena *a = arena_new(PIECE_MEMORY);
	enum err e = ERR_OK;

	for (size_t n = 0; n * FILE_PIECE_BYTES < f->f.size && e == ERR_OK; n++) {
		arena_reset(a);
		db_arena(page_db(r), a);
		e = put_piece(r, a, f, n * FILE_PIECE_BYTES, n);
		db_arena(page_db(r), r->a);
	}
	arena_free(&a);
	return e;
}

/* The content, unless it is there already; then what is known of it counts. */
static enum err
put_content(struct req *r, struct file *f)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_BLOB_PUT, f->f.sha256,
	    str_fmt(r->a, "%llu", (unsigned long long)f->f.size), f->f.media_type,
	    f->scan == FILE_CLEAN ? STR("clean") : STR("waiting"));
	struct str known;

	TRY(db_run(page_db(r)));
	known = db_get(rows, 0, "known");
	if (str_eq_z(known, "new"))
		return put_pieces(r, f);
	if (str_eq_z(known, "infected"))
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
		TRY(put_content(k->r, f));
	if (f->why != TAKEN)
		return ERR_OK;
	DB_ADD(page_db(k->r), SQL_ATTACHMENT_PUT, made.id, k->d->id, made.sha256, made.name);
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

/* After all are kept: the rules, which run for each, forget what was refused. */
static enum err
refuse(const struct keep *k, const struct file *f, enum err worst)
{
	struct answer *n = answers_file_field(k->d->answers, k->page, f->field);

	if (n == NULL || f->why == TAKEN)
		return worst;
	answers_refuse(k->d->answers, n, sentence(k, f));
	return f->why == TOO_BIG || f->why == TOO_MUCH || worst == ERR_TOO_BIG ? ERR_TOO_BIG :
	    ERR_INVALID;
}

enum err
files_keep(struct req *r, struct draft *d, const struct form_item *page, struct files *fs,
    enum err *refused)
{
	struct keep k = { r, d, page, case_files_of(&d->world) };

	*refused = ERR_OK;
	for (struct file *f = fs->first; f != NULL; f = f->next)
		TRY(keep_one(&k, f));
	for (const struct file *f = fs->first; f != NULL; f = f->next)
		*refused = refuse(&k, f, *refused);
	return ERR_OK;
}

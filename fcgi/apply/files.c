/* files.c - files that come with a page: read, judged, scanned */
#include "apply/files.h"

#include "apply/private.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/spool.h"
#include "base/time.h"
#include "http/multipart.h"
#include "page/page.h"
#include "scan/scan.h"

#define FIELDS_BYTES	((size_t)768 << 10)
#define BODY_BYTES	((uint64_t)108 << 20)	/* what nginx lets through: a file that is too big
						   is read past, and costs no answer */
#define SCAN_MS		INT64_C(10000)	/* of all files of a post: what is not scanned by then waits
						   for the clock, and the worker is free */

/* ---- on their way in ---- */

#define NUMBER_MOST	1000	/* far above how many things a case is asked for */

/* NAME, or NAME.N */
static bool
is_loose(const struct form_item *as, struct str field)
{
	int64_t n;

	return str_eq(field, as->name) || (str_starts(field, as->name) &&
	    field.p[as->name.n] == '.' && str_int(str_skip(field, as->name.n + 1), &n) && n > 0 &&
	    n <= NUMBER_MOST);
}

static const struct form_item *
question(const struct files *fs, struct str field)
{
	const struct answer *n;

	if (fs->loose != NULL)
		return is_loose(fs->loose, field) ? fs->loose : NULL;
	n = answers_find(fs->draft->answers, field);
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

static enum err
receive(struct files *fs, struct files **out)
{
	struct multipart_sink sink = { on_begin, on_data, on_end, fs };

	CHECK(!db_in_tx(page_db(fs->r)));
	fs->end = &fs->first;
	*out = fs;
	if (!fs->r->multipart)		/* posted by something else than our page */
		return ERR_OK;
	return req_multipart(fs->r, FIELDS_BYTES, BODY_BYTES, &sink);
}

enum err
files_read(struct req *r, const struct draft *d, const struct form_item *page, struct files **out)
{
	struct files *fs = ARENA_NEW(r->a, struct files);

	*fs = (struct files){ .r = r, .draft = page != NULL ? d : NULL, .page = page };
	return receive(fs, out);
}

enum err
files_read_loose(struct req *r, const struct draft *d, const struct form_item *as,
    struct files **out)
{
	struct files *fs = ARENA_NEW(r->a, struct files);

	*fs = (struct files){ .r = r, .draft = d, .loose = as };
	return receive(fs, out);
}

bool
files_came(const struct files *fs)
{
	return fs != NULL && fs->came;
}

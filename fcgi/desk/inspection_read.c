/* inspection_read.c - the note of an inspection as it is typed, judged and said in its letter */
#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"
#include "desk/inspection.h"
#include "desk/preview.h"
#include "desk/sql.h"
#include "json/out.h"

#define PRESENT_CHARS	1000
#define SEEN_CHARS	10000
#define REMARK_CHARS	2000
#define FILES_MOST	10		/* what a letter can have with it */
#define FILES_BYTES	(INT64_C(20) << 20)

struct note_asked
note_ask(struct req *r)
{
	return (struct note_asked){ DB_ADD(page_db(r), SQL_INSPECTION_DRAFT, r->seg[0]),
		DB_ADD(page_db(r), SQL_INSPECTION_DRAFT_REMARKS, r->seg[0]),
		DB_ADD(page_db(r), SQL_INSPECTION_FILES, r->seg[0]) };
}

struct note
note_stored(const struct note_asked *q)
{
	struct note n = { .corrects = STR_NONE };

	if (db_count(q->draft) == 0)
		return n;
	n = (struct note){ .day = db_get(q->draft, 0, "day"),
		.present = db_get(q->draft, 0, "present"), .seen = db_get(q->draft, 0, "seen"),
		.revision = db_int(q->draft, 0, "revision"),
		.corrects = db_get(q->draft, 0, "corrects"),
		.corrects_n = db_get(q->draft, 0, "corrects_n"),
		.corrects_day = db_get(q->draft, 0, "corrects_day"),
		.by = db_get(q->draft, 0, "by"), .at = db_at(q->draft, 0, "at") };
	for (size_t i = 0; i < db_count(q->remarks) && i < INSPECTION_REMARKS; i++)
		n.remark[n.nremarks++] = (struct note_remark){
			.text = db_get(q->remarks, i, "text"),
			.due = db_get(q->remarks, i, "due") };
	return n;
}

struct note
note_posted(const struct req *r)
{
	struct note n = { .revision = page_edition(r, "utgave"),
		.day = str_trim(page_field(r, "dag")),
		.present = str_trim(page_field(r, "til_stede")),
		.seen = str_trim(page_field(r, "sett")), .corrects = page_field(r, "retter") };

	for (int i = 1; i <= INSPECTION_REMARKS; i++) {
		struct note_remark x = { str_trim(page_field(r, str_fmt(r->a, "merknad.%d", i).p)),
			str_trim(page_field(r, str_fmt(r->a, "frist.%d", i).p)), NULL, NULL };

		if (x.text.n > 0 || x.due.n > 0)
			n.remark[n.nremarks++] = x;
	}
	return n;
}

/* ---- judged ---- */

static bool
day_read(const struct req *r, const struct work *w, struct str typed, struct str *iso, int64_t *day)
{
	struct date d;

	if (!form_type_read(r->a, FORM_DAY, typed, &w->c.world, iso) || !time_date_read(*iso, &d)) {
		*iso = typed;
		return false;
	}
	*day = time_day(d);
	return true;
}

static const char *
files_wrong(const struct db_rows *files)
{
	int64_t n = 0, bytes = 0;

	for (size_t i = 0; i < db_count(files); i++) {
		if (db_get(files, i, "inspection_id").n > 0)
			continue;
		if (!str_eq_z(db_get(files, i, "verdict"), "clean"))
			return "inspection-files";
		n++;
		bytes += db_int(files, i, "size");
	}
	return n > FILES_MOST || bytes > FILES_BYTES ? "inspection-files" : NULL;
}

static bool
length(struct str s, size_t most)
{
	return s.n > 0 && str_chars(s) <= most;
}

void
note_judge(const struct req *r, const struct work *w, const struct db_rows *files, struct note *n)
{
	int64_t day = 0, due = 0;

	if (!day_read(r, w, n->day, &n->day, &day) || day > w->c.world.today)
		n->wrong_day = "inspection-day";
	if (str_chars(n->present) > PRESENT_CHARS)
		n->wrong_present = "inspection-present";
	if (!length(n->seen, SEEN_CHARS))
		n->wrong_seen = "inspection-seen";
	n->wrong_files = files_wrong(files);
	n->ok = n->wrong_day == NULL && n->wrong_present == NULL && n->wrong_seen == NULL &&
	    n->wrong_files == NULL;
	for (size_t i = 0; i < n->nremarks; i++) {
		struct note_remark *x = &n->remark[i];

		if (!length(x->text, REMARK_CHARS))
			x->wrong_text = "inspection-remark";
		if (!day_read(r, w, x->due, &x->due, &due) || due < day)
			x->wrong_due = "inspection-due";
		n->ok = n->ok && x->wrong_text == NULL && x->wrong_due == NULL;
	}
}

/* ---- kept ---- */

struct str
note_json(struct arena *a, const struct note *n)
{
	struct buf b = buf_new(a, n->seen.n + 1024);

	json_open(&b, NULL, '{');
	json_say(&b, "day", n->day);
	json_say(&b, "present", n->present);
	json_say(&b, "seen", n->seen);
	json_open(&b, "remarks", '[');
	for (size_t i = 0; i < n->nremarks; i++) {
		json_open(&b, NULL, '{');
		json_say(&b, "text", n->remark[i].text);
		json_say(&b, "due", n->remark[i].due);
		json_close(&b, '}');
	}
	json_close(&b, ']');
	json_close(&b, '}');
	return buf_str(&b);
}

/* ---- the letter ---- */

struct said {
	const struct note *note;
	const struct db_rows *files;
};

static void
fill_files(struct arena *a, const struct db_rows *rows, struct letter_facts *f)
{
	struct letter_file *v = arena_alloc(a, (db_count(rows) + 1) * sizeof *v);

	f->files = v;
	for (size_t i = 0; i < db_count(rows); i++)
		if (db_get(rows, i, "inspection_id").n == 0)
			v[f->nfiles++] = (struct letter_file){ db_get(rows, i, "name"),
				db_get(rows, i, "sha256"), (size_t)db_int(rows, i, "size") };
}

static void
fill_letter(struct arena *a, const struct service *s, const void *what, struct letter_facts *f)
{
	const struct said *x = what;
	const struct note *n = x->note;
	struct letter_remark *v = arena_alloc(a, (n->nremarks + 1) * sizeof *v);

	for (size_t i = 0; i < n->nremarks; i++)
		v[i] = (struct letter_remark){ n->remark[i].text, n->remark[i].due };
	f->inspection = (struct letter_inspection){ .n = STR(""), .day = n->day,
		.replaces = n->corrects_day, .present = n->present, .seen = n->seen,
		.law = s->inspections.law, .title = s->inspections.citizen, .remarks = v,
		.nremarks = n->nremarks };
	fill_files(a, x->files, f);
}

enum err
note_letter(struct req *r, const struct work *w, const struct note *n, const struct db_rows *files,
    struct buf *out)
{
	struct said x = { n, files };

	return preview_letter(r, w, w->c.release->service->inspections.letter, STR("applicant"),
	    fill_letter, &x, out);
}

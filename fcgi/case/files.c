#include "case/files.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/check.h"

struct case_files {
	struct arena	*a;
	struct form_file *v;
	size_t		 n, size;
};

void
case_files_add(struct case_files *fs, const struct form_file *f)
{
	if (fs->n == fs->size) {
		size_t size = fs->size > 0 ? 2 * fs->size : 8;
		struct form_file *v = arena_alloc(fs->a, size * sizeof *v);

		if (fs->n > 0)
			memcpy(v, fs->v, fs->n * sizeof *v);
		fs->v = v;
		fs->size = size;
	}
	fs->v[fs->n++] = *f;
}

static enum form_scan
scan_of(struct str verdict)
{
	return str_eq_z(verdict, "clean") ? FILE_CLEAN : str_eq_z(verdict, "infected") ?
	    FILE_INFECTED : FILE_WAITING;
}

static void
add_line(struct case_files *fs, struct str line)
{
	struct form_file f = { .id = str_cut(&line, ' ') };
	int64_t size;

	f.sha256 = str_cut(&line, ' ');
	f.media_type = str_cut(&line, ' ');
	CHECK(str_int(str_cut(&line, ' '), &size) && size >= 0);	/* the view made the line */
	f.size = (size_t)size;
	f.scan = scan_of(str_cut(&line, ' '));
	f.name = line;
	case_files_add(fs, &f);
}

static const struct form_file *
by_id(void *ctx, struct str id)
{
	const struct case_files *fs = ctx;

	for (size_t i = 0; i < fs->n; i++)
		if (str_eq(fs->v[i].id, id))
			return &fs->v[i];
	return NULL;
}

struct case_files *
case_files_read(struct arena *a, struct str lines, struct form_world *w)
{
	struct case_files *fs = ARENA_NEW(a, struct case_files);

	fs->a = a;
	while (lines.n > 0)
		add_line(fs, str_cut(&lines, '\n'));
	w->file = by_id;
	w->file_ctx = fs;
	return fs;
}

struct case_files *
case_files_of(const struct form_world *w)
{
	CHECK(w->file == by_id);
	return w->file_ctx;
}

size_t
case_files_count(const struct case_files *fs)
{
	return fs->n;
}

size_t
case_files_bytes(const struct case_files *fs)
{
	size_t bytes = 0;

	for (size_t i = 0; i < fs->n; i++)
		bytes += fs->v[i].size;
	return bytes;
}

struct str
case_ids_array(struct arena *a, struct str ids)
{
	struct buf b = buf_new(a, ids.n + 2);

	buf_add_char(&b, '{');
	for (size_t i = 0; i < ids.n; i++)
		buf_add_char(&b, ids.p[i] == ' ' ? ',' : ids.p[i]);
	buf_add_char(&b, '}');
	return buf_str(&b);
}

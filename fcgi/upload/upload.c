#include "upload/upload.h"

#include <errno.h>
#include <magic.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/spool.h"
#include "upload/private.h"

#define LOOKED_AT	((size_t)1 << 20)	/* of a file's bytes: libmagic has them in memory at
						   once, 7 MB if it is not told */

struct upload {
	struct arena	*a;
	struct upload_rule rule;
	struct str	 filename;
	struct hash	*hash;
	uint64_t	 size;
	int		 fd;
};

static magic_t magic;			/* of the process: its database takes a while to load */

static enum err
load_magic(void)
{
	const size_t most = LOOKED_AT;
	magic_t m;

	if (magic != NULL)
		return ERR_OK;
	m = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS);
	if (m == NULL || magic_load(m, NULL) != 0 ||
	    magic_setparam(m, MAGIC_PARAM_BYTES_MAX, &most) != 0)
		return log_err(ERR_CONFIG, "magic", m != NULL ? magic_error(m) : "no memory");
	magic = m;
	return ERR_OK;
}

static void
drop(void *ctx)
{
	struct upload *u = ctx;

	if (u->fd >= 0)
		close(u->fd);
	u->fd = -1;
}

enum err
upload_begin(struct arena *a, const char *dir, const struct upload_rule *rule,
    struct str filename, struct upload **out)
{
	struct upload *u = ARENA_NEW(a, struct upload);

	TRY(load_magic());
	*u = (struct upload){ .a = a, .rule = *rule, .filename = str_dup(a, filename),
	    .hash = hash_begin(a), .fd = spool_open(dir) };
	if (u->fd < 0)
		return log_err(ERR_REMOTE, "spool", strerror(errno));
	arena_defer(a, drop, u);
	*out = u;
	return ERR_OK;
}

enum err
upload_data(struct upload *u, const void *p, size_t n)
{
	u->size += n;
	if (u->size > u->rule.max_bytes) {
		drop(u);			/* its room on the disk too */
		return ERR_OK;
	}
	hash_add(u->hash, p, n);
	return spool_write(u->fd, p, n) ? ERR_OK : log_err(ERR_REMOTE, "spool", strerror(errno));
}

/* libmagic reads from the start, and leaves the offset where it was. */
static enum err
look(struct upload *u, struct str *seems)
{
	const char *z;

	if (lseek(u->fd, 0, SEEK_SET) != 0)
		return log_err(ERR_REMOTE, "spool", strerror(errno));
	z = magic_descriptor(magic, u->fd);
	if (z == NULL) {
		log_line(LOG_WARN, "magic", "error", magic_error(magic), NULL);
		z = "application/octet-stream";
	}
	*seems = str_dup(u->a, str_from_z(z));
	if (lseek(u->fd, 0, SEEK_SET) != 0)
		return log_err(ERR_REMOTE, "spool", strerror(errno));
	return ERR_OK;
}

static enum err
judge(struct upload *u, struct upload_file *f)
{
	f->verdict = UPLOAD_TOO_BIG;
	if (u->size > u->rule.max_bytes)
		return ERR_OK;
	f->verdict = UPLOAD_EMPTY;
	if (u->size == 0)
		return ERR_OK;
	TRY(look(u, &f->media_type));
	f->verdict = type_settle(u->rule.accept, u->filename, f->media_type, &f->media_type) ?
	    UPLOAD_TAKEN : UPLOAD_WRONG_TYPE;
	return ERR_OK;
}

enum err
upload_end(struct upload *u, struct upload_file *out)
{
	struct upload_file f = { .size = u->size, .fd = -1 };

	TRY(judge(u, &f));
	if (f.verdict == UPLOAD_TAKEN) {
		f.sha256 = hash_end_hex(u->a, u->hash);
		f.fd = u->fd;
	} else {
		drop(u);
	}
	f.name = upload_name(u->a, u->filename, f.verdict == UPLOAD_TAKEN ? f.media_type :
	    STR_NONE);
	*out = f;
	return ERR_OK;
}

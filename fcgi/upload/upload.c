#include "upload/upload.h"

#include <errno.h>
#include <fcntl.h>
#include <magic.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/log.h"
#include "upload/private.h"

struct upload {
	struct arena	*a;
	struct upload_rule rule;
	struct str	 filename;
	struct hash	*hash;
	uint64_t	 size;
	int		 fd;
};

static magic_t magic;			/* of the process: its database takes a while to load */

const char *
upload_dir(void)
{
	const char *v = getenv("SKRANKE_SPOOL");

	return v != NULL && v[0] != '\0' ? v : "/tmp";
}

static enum err
load_magic(void)
{
	magic_t m;

	if (magic != NULL)
		return ERR_OK;
	m = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS);
	if (m == NULL || magic_load(m, NULL) != 0)
		return log_err(ERR_CONFIG, "magic", m != NULL ? magic_error(m) : "no memory");
	magic = m;
	return ERR_OK;
}

/* A file without a name; where the file system has no such thing, one whose name is taken away. */
static int
open_spool(struct arena *a, const char *dir)
{
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	size_t n = strlen(dir);
	char *path;

	if (fd >= 0)
		return fd;
	path = arena_alloc(a, n + sizeof "/skranke-XXXXXX");
	memcpy(path, dir, n);
	memcpy(path + n, "/skranke-XXXXXX", sizeof "/skranke-XXXXXX");
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
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
	    .hash = hash_begin(a), .fd = open_spool(a, dir) };
	if (u->fd < 0)
		return log_err(ERR_REMOTE, "spool", strerror(errno));
	arena_defer(a, drop, u);
	*out = u;
	return ERR_OK;
}

static enum err
write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return log_err(ERR_REMOTE, "spool", strerror(errno));
		p += done;
		n -= (size_t)done;
	}
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
	return write_all(u->fd, p, n);
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

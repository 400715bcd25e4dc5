/* A message is a file named by its key; link(2) makes the first one win and a second one known. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "mail/private.h"

static struct mail_answer
later(struct arena *a, const char *what)
{
	return (struct mail_answer){ MAIL_RETRY_LATER, STR_NONE,
		str_fmt(a, "%s: %s", what, strerror(errno)) };
}

static bool
write_all(int fd, struct str s)
{
	while (s.n > 0) {
		ssize_t n = write(fd, s.p, s.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		s = str_skip(s, (size_t)n);
	}
	return fsync(fd) == 0;
}

/* The name must survive a power cut as well as the bytes. */
static bool
sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return false;
	ok = fsync(fd) == 0;
	close(fd);
	return ok;
}

static struct mail_answer
file_send(struct transport *t, struct arena *a, const struct mail *m, struct str bytes)
{
	const char *path = str_z(a, str_fmt(a, "%s/" STR_FMT ".eml", t->where, STR_ARG(m->key)));
	const char *temp = str_z(a, str_fmt(a, "%s/." STR_FMT ".%ld", t->where, STR_ARG(m->key),
	    (long)getpid()));
	int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool ok;

	if (fd < 0)
		return later(a, "open");
	ok = write_all(fd, bytes);
	close(fd);
	ok = ok && (link(temp, path) == 0 || errno == EEXIST);
	if (!ok) {
		struct mail_answer no = later(a, "write");

		unlink(temp);
		return no;
	}
	unlink(temp);
	if (!sync_folder(t->where))
		return later(a, "sync");
	return (struct mail_answer){ MAIL_SENT, str_fmt(a, STR_FMT ".eml", STR_ARG(m->key)),
	    STR_NONE };
}

static struct mail_answer
file_ask(struct transport *t, struct arena *a, struct str key)
{
	struct str name = str_fmt(a, STR_FMT ".eml", STR_ARG(key));
	const char *path = str_z(a, str_fmt(a, "%s/" STR_FMT, t->where, STR_ARG(name)));

	if (access(path, F_OK) == 0)
		return (struct mail_answer){ MAIL_SENT, name, STR_NONE };
	return (struct mail_answer){ MAIL_RETRY_LATER, STR_NONE, STR("not in the folder") };
}

void
file_transport(struct transport *t)
{
	t->channel = "file";
	t->send = file_send;
	t->ask = file_ask;
}

/* A message is a file named by its key, a letter two and one for each that goes with it; link(2)
   makes the first one win and a second one known. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "mail/private.h"

static struct mail_answer
later(struct arena *a, const char *what)
{
	return answer_no(MAIL_RETRY_LATER, "away", str_fmt(a, "%s: %s", what, strerror(errno)));
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

/* False with errno; a file of that name stays as it is. */
static bool
put(const char *folder, struct arena *a, struct str name, struct str bytes)
{
	const char *path = str_z(a, str_fmt(a, "%s/" STR_FMT, folder, STR_ARG(name)));
	const char *temp = str_z(a, str_fmt(a, "%s/." STR_FMT ".%ld", folder, STR_ARG(name),
	    (long)getpid()));
	int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600), was;
	bool ok;

	if (fd < 0)
		return false;
	ok = write_all(fd, bytes);
	close(fd);
	ok = ok && (link(temp, path) == 0 || errno == EEXIST);
	was = errno;
	unlink(temp);
	errno = was;
	return ok;
}

static struct str
name_of(struct arena *a, struct str key, const char *end)
{
	return str_fmt(a, STR_FMT "%s", STR_ARG(key), end);
}

static bool
put_files(struct transport *t, struct arena *a, struct str key, const struct mail_letter *l)
{
	bool ok = put(t->where, a, name_of(a, key, ".pdf"), l->pdf);

	for (size_t i = 0; ok && i < l->nfiles; i++)
		ok = put(t->where, a, str_fmt(a, STR_FMT "-" STR_FMT, STR_ARG(key),
		    STR_ARG(l->files[i].name)), l->files[i].bytes);
	return ok;
}

/* A letter is there when its payload is: the PDF comes first, and what goes with it. */
static struct mail_answer
file_send(struct transport *t, struct arena *a, const struct mail *m)
{
	struct str name = name_of(a, m->key, m->letter != NULL ? ".json" : ".eml"), bytes;

	if (m->letter != NULL && !put_files(t, a, m->key, m->letter))
		return later(a, "write");
	if (m->letter == NULL)
		bytes = mail_bytes(a, m);
	else
		bytes = t->as_svarut ? svarut_payload(a, m, NULL) : eformidling_payload(a, m, NULL);
	if (!put(t->where, a, name, bytes))
		return later(a, "write");
	if (!sync_folder(t->where))
		return later(a, "sync");
	return answer_sent(name);
}

static struct mail_answer
file_ask(struct transport *t, struct arena *a, struct str key, struct str reference,
    bool print)
{
	static const char *const ends[] = { ".json", ".eml" };

	(void)reference, (void)print;
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		struct str name = name_of(a, key, ends[i]);
		struct mail_event *e = ARENA_NEW(a, struct mail_event);
		struct mail_answer yes = answer_sent(name);
		struct stat st;

		if (stat(str_z(a, str_fmt(a, "%s/" STR_FMT, t->where, STR_ARG(name))), &st) != 0)
			continue;
		*e = (struct mail_event){ .what = MAIL_TAKEN,
			.at = (int64_t)st.st_mtime * 1000000 };
		yes.events = e;
		yes.nevents = 1;
		yes.final = true;
		return yes;
	}
	if (access(t->where, R_OK | X_OK) != 0)
		return answer_no(MAIL_UNCERTAIN, "away", STR("the folder cannot be read"));
	return answer_no(MAIL_RETRY_LATER, "away", STR("not in the folder"));
}

enum err
file_transport(struct transport *t, struct arena *process, struct str folder)
{
	t->where = str_z(process, folder);
	t->channel = "file";
	t->can = CAN(MAIL_NOTICE) | CAN(MAIL_DIGITAL) | CAN(MAIL_PRINT) | CAN(MAIL_ASK);
	t->send = file_send;
	t->ask = file_ask;
	return access(t->where, W_OK | X_OK) == 0 ? ERR_OK : ERR_CONFIG;
}

/*
 * press - makes PDF of letters, with Apache FOP in a warm JVM
 *
 * SECURITY  Reached over a Unix socket by the postman alone (user and group of the socket).  Its
 *           unit has no network and no database; it reads its own folder, the fonts and Java, and
 *           writes nothing but the archive of classes.  A letter is in memory while it is made, and
 *           nothing of it is logged.  The JVM, which reads what people have written, is a child: it
 *           may fall, hang or grow, and is replaced.  When the press falls, letters wait with the
 *           postman.
 *
 * SKRANKE_PRESS          path of the socket; not needed when systemd gives it as standard input
 * SKRANKE_PRESS_HOME     folder of press.jar, fop.xconf and warm.fo
 * SKRANKE_PRESS_ARCHIVE  file for an archive of Java's classes, made at the first start: a restart
 *                        is then a second quicker; may be unset
 * SKRANKE_PRESS_MB       memory the JVM may hold before it is replaced; 512
 * SKRANKE_PRESS_MS       the longest a letter may take; 10000
 *
 * SIGTERM and SIGINT: the letter at hand is finished first.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/setting.h"
#include "press/press.h"

#define LETTER_BYTES	((size_t)128 << 20)
#define WAITING		128
#define MOST_MB		512
#define LETTER_MS	10000

static volatile sig_atomic_t stop;
static sigset_t before;			/* signals that were blocked when we were started */

static void
on_stop(int signum)
{
	(void)signum;
	stop = 1;
}

/* Wakes ppoll(), so that a child that has ended is replaced before the next letter. */
static void
on_child(int signum)
{
	(void)signum;
}

static void
on_signal(int signum, void (*fn)(int))
{
	struct sigaction sa = { .sa_handler = fn };

	CHECK(sigaction(signum, &sa, NULL) == 0);
}

/* Only where we wait do they come, so that none is missed that comes while a JVM is started. */
static void
hold_signals(void)
{
	sigset_t held;

	sigemptyset(&held);
	sigaddset(&held, SIGTERM);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGCHLD);
	CHECK(sigprocmask(SIG_BLOCK, &held, &before) == 0);
	on_signal(SIGTERM, on_stop);
	on_signal(SIGINT, on_stop);
	on_signal(SIGCHLD, on_child);
}

static int64_t
number(const char *name, int64_t unless)
{
	const char *v = getenv(name);
	int64_t n;

	return v != NULL && str_int(str_from_z(v), &n) && n > 0 ? n : unless;
}

static const char *
path_or_none(const char *name)
{
	const char *v = getenv(name);

	return v != NULL && v[0] != '\0' ? v : NULL;
}

static bool
given(int fd)
{
	int listens = 0;
	socklen_t n = sizeof listens;

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &n) == 0 && listens != 0;
}

static int
listen_at(const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (strlen(path) >= sizeof at.sun_path)
		return -1;
	memcpy(at.sun_path, path, strlen(path));
	unlink(path);
	umask(0117);
	if (s < 0 || bind(s, (struct sockaddr *)&at, sizeof at) != 0 || listen(s, WAITING) != 0)
		return -1;
	umask(0077);
	return s;
}

/* Standard input becomes the child's own, so the socket that systemd gave is kept elsewhere. */
static int
open_socket(void)
{
	const char *path;
	int s = -1;

	if (given(STDIN_FILENO))
		return fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	path = setting_need("SKRANKE_PRESS");
	if (path != NULL && (s = listen_at(path)) < 0)
		(void)log_err(ERR_CONFIG, "press-socket", strerror(errno));
	return s;
}

static void
wait_and_serve(struct press *p, struct arena *a, int s)
{
	struct pollfd in = { .fd = s, .events = POLLIN };
	struct timespec second = { .tv_sec = 1 };
	int connection;

	if (ppoll(&in, 1, p->failed > 0 ? &second : NULL, &before) <= 0)
		return;
	connection = accept4(s, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (connection >= 0)
		press_serve(p, a, connection);
}

int
main(void)
{
	struct press p = { .setting = { .archive = path_or_none("SKRANKE_PRESS_ARCHIVE"),
		.most_bytes = (size_t)number("SKRANKE_PRESS_MB", MOST_MB) << 20,
		.letter_ms = (int)number("SKRANKE_PRESS_MS", LETTER_MS) } };
	struct arena *a = arena_new(LETTER_BYTES);
	int s;

	log_program("press");
	p.setting.home = setting_need("SKRANKE_PRESS_HOME");
	s = p.setting.home != NULL ? open_socket() : -1;
	if (s < 0)
		return 1;
	hold_signals();
	log_line(LOG_INFO, "start", NULL);
	while (!stop) {
		(void)press_ready(&p, a);
		wait_and_serve(&p, a, s);
		arena_reset(a);
	}
	log_line(LOG_INFO, "stop", NULL);
	child_kill(&p.child);
	close(s);
	arena_free(&a);
	return 0;
}

#include "scan/scan.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"

#define PIECE		(64 * 1024)
#define LONGEST_ANSWER	1024
#define REST_MS		30000

struct talk {
	int	 s;				/* the socket */
	int64_t	 until_ms;			/* when it has taken too long */
	char	 answer[LONGEST_ANSWER];
	size_t	 n;
};

/* A scanner that failed, and when it may be asked again. */
static struct {
	char	path[sizeof ((struct sockaddr_un *)0)->sun_path];
	int64_t	until_ms;
} resting;

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

const char *
scan_socket(void)
{
	const char *v = getenv("SKRANKE_CLAMD");

	return v != NULL && v[0] != '\0' ? v : NULL;
}

static const char *
connect_to(struct talk *t, const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };

	snprintf(to.sun_path, sizeof to.sun_path, "%s", path);
	t->s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (t->s < 0 || connect(t->s, (struct sockaddr *)&to, sizeof to) != 0)
		return strerror(errno);
	return NULL;
}

bool
scan_resting(const char *socket)
{
	return socket == NULL || (strcmp(socket, resting.path) == 0 && now_ms() < resting.until_ms);
}

/* Waits for any of `events`; those that came, 0 when the time is up. */
static int
wait_for(const struct talk *t, short events)
{
	struct pollfd p = { .fd = t->s, .events = events };

	for (;;) {
		int64_t left = t->until_ms - now_ms();
		int n = poll(&p, 1, left > 0 ? (int)left : 0);

		if (n >= 0 || errno != EINTR)
			return n > 0 ? p.revents : 0;
	}
}

/* False when clamd takes no more: it has answered, gone away, or the time is up. */
static bool
put(const struct talk *t, const void *p, size_t n)
{
	const char *at = p;

	while (n > 0) {
		ssize_t sent;
		int came = wait_for(t, POLLIN | POLLOUT);

		if ((came & POLLOUT) == 0 || (came & POLLIN) != 0)
			return false;
		sent = send(t->s, at, n, MSG_NOSIGNAL);
		if (sent < 0 && errno != EINTR && errno != EAGAIN)
			return false;
		at += sent > 0 ? sent : 0;
		n -= sent > 0 ? (size_t)sent : 0;
	}
	return true;
}

/* INSTREAM: pieces, each after its length; one of no length ends them.  False: not readable. */
static bool
put_file(const struct talk *t, int fd)
{
	static char piece[sizeof(uint32_t) + PIECE];
	off_t at = 0;

	if (!put(t, "zINSTREAM", sizeof "zINSTREAM"))
		return true;
	for (;;) {
		ssize_t n = pread(fd, piece + sizeof(uint32_t), PIECE, at);
		uint32_t length = htonl((uint32_t)(n > 0 ? n : 0));

		if (n < 0)
			return false;
		memcpy(piece, &length, sizeof length);
		if (!put(t, piece, sizeof length + (size_t)n) || n == 0)
			return true;
		at += n;
	}
}

/* The answer ends with a zero byte; what has none was broken off. */
static const char *
read_answer(struct talk *t)
{
	while (t->n == 0 || t->answer[t->n - 1] != '\0') {
		ssize_t n;

		if (t->n == sizeof t->answer)
			return "an answer without end";
		if (wait_for(t, POLLIN) == 0)
			return "no answer in time";
		n = recv(t->s, t->answer + t->n, sizeof t->answer - t->n, 0);
		if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
			return "closed without an answer";
		t->n += n > 0 ? (size_t)n : 0;
	}
	return NULL;
}

static const char *
ask(struct talk *t, const char *path, int fd)
{
	const char *trouble = connect_to(t, path);

	if (trouble != NULL)
		return trouble;
	if (!put_file(t, fd)) {
		log_line(LOG_ERROR, "scan-read", "error", strerror(errno), NULL);
		return NULL;
	}
	trouble = read_answer(t);
	if (trouble == NULL && !str_starts(str_from_z(t->answer), STR("stream: ")) &&
	    !str_ends(str_from_z(t->answer), STR(" ERROR")))
		return "not an answer of clamd";
	return trouble;
}

static enum scan_verdict
judge(struct arena *a, struct str answer, struct str *virus)
{
	struct str said = answer;

	if (!str_starts(said, STR("stream: ")))
		return SCAN_UNKNOWN;
	said = str_skip(said, 8);
	if (str_eq_z(said, "OK"))
		return SCAN_CLEAN;
	if (!str_ends(said, STR(" FOUND")) || said.n == 6 || !str_is_text(said))
		return SCAN_UNKNOWN;
	*virus = str_dup(a, (struct str){ said.p, said.n - 6 });
	return SCAN_INFECTED;
}

enum scan_verdict
scan_fd(struct arena *a, const char *socket, int fd, int timeout_ms, struct str *virus)
{
	struct talk t = { .s = -1, .until_ms = now_ms() + timeout_ms };
	enum scan_verdict v = SCAN_UNKNOWN;
	const char *trouble;

	*virus = STR_NONE;
	if (scan_resting(socket))
		return SCAN_UNKNOWN;
	trouble = strlen(socket) < sizeof resting.path ? ask(&t, socket, fd) : "path too long";
	if (t.s >= 0)
		close(t.s);
	if (trouble != NULL) {
		log_line(LOG_WARN, "scan-away", "error", trouble, NULL);
		snprintf(resting.path, sizeof resting.path, "%s", socket);
		resting.until_ms = now_ms() + REST_MS;
		return SCAN_UNKNOWN;
	}
	if (t.n > 0)
		v = judge(a, (struct str){ t.answer, t.n - 1 }, virus);
	if (v == SCAN_UNKNOWN)
		log_line(LOG_WARN, "scan-unknown", "answer", t.answer, NULL);
	return v;
}

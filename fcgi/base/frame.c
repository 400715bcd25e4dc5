#include "base/frame.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "base/arena.h"

#define HEAD	5

int64_t
frame_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool
wait_for(int fd, short event, int64_t until)
{
	for (;;) {
		struct pollfd p = { .fd = fd, .events = event };
		int64_t left = until - frame_clock();
		int n = poll(&p, 1, left > 0 ? (int)left : 0);

		if (n >= 0 || errno != EINTR)
			return n > 0;
	}
}

static enum frame_end
put(int fd, const char *p, size_t n, int64_t until)
{
	while (n > 0) {
		ssize_t k;

		if (!wait_for(fd, POLLOUT, until))
			return FRAME_LATE;
		k = send(fd, p, n, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (k < 0 && errno != EINTR && errno != EAGAIN)
			return FRAME_CLOSED;
		p += k > 0 ? k : 0;
		n -= k > 0 ? (size_t)k : 0;
	}
	return FRAME_DONE;
}

static enum frame_end
get(int fd, char *p, size_t n, int64_t until)
{
	while (n > 0) {
		ssize_t k;

		if (!wait_for(fd, POLLIN, until))
			return FRAME_LATE;
		k = recv(fd, p, n, MSG_DONTWAIT);
		if (k == 0 || (k < 0 && errno != EINTR && errno != EAGAIN))
			return FRAME_CLOSED;
		p += k > 0 ? k : 0;
		n -= k > 0 ? (size_t)k : 0;
	}
	return FRAME_DONE;
}

enum frame_end
frame_put(int fd, char kind, struct str s, int64_t until)
{
	uint32_t length = htonl((uint32_t)s.n);
	char head[HEAD] = { kind };
	enum frame_end end;

	memcpy(head + 1, &length, sizeof length);
	end = put(fd, head, HEAD, until);
	return end == FRAME_DONE ? put(fd, s.p, s.n, until) : end;
}

enum frame_end
frame_get(struct arena *a, int fd, size_t most, int64_t until, struct frame *out)
{
	enum frame_end end;
	uint32_t length;
	char head[HEAD];
	char *p;

	end = get(fd, head, HEAD, until);
	if (end != FRAME_DONE)
		return end;
	memcpy(&length, head + 1, sizeof length);
	length = ntohl(length);
	if (length > most)
		return FRAME_LARGE;
	p = arena_alloc(a, length + 1);
	*out = (struct frame){ head[0], { p, length } };
	return get(fd, p, length, until);
}

#include "../t.h"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"
#include "ident/fetch.h"

/* A server that gives every visitor the same answer: head, then `extra` bytes of x. */
static pid_t
serve(const char *head, size_t extra, int *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	pid_t pid;

	CHECK(fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, 8) == 0);
	CHECK(getsockname(fd, (struct sockaddr *)&at, &n) == 0);
	*port = ntohs(at.sin_port);
	pid = fork();
	CHECK(pid >= 0);
	if (pid > 0) {
		close(fd);
		return pid;
	}
	signal(SIGPIPE, SIG_IGN);
	for (;;) {
		int c = accept(fd, NULL, NULL);
		char got[2048];

		if (read(c, got, sizeof got) > 0 && write(c, head, strlen(head)) > 0)
			for (size_t i = 0; i < extra && write(c, "x", 1) == 1; i++)
				;
		close(c);
	}
}

static enum err
fetch_from(struct arena *a, const char *head, size_t extra, struct str form, struct fetched *out)
{
	int port;
	pid_t pid = serve(head, extra, &port);
	enum err e = fetch(a, str_fmt(a, "http://127.0.0.1:%d/x", port), form, out);

	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return e;
}

static void
an_answer_is_handed_over_with_its_status(void **state)
{
	struct arena *a = arena_new((size_t)4 << 20);
	struct fetched f;

	(void)state;
	assert_int_equal(fetch_from(a, "HTTP/1.0 400 Bad\r\nContent-Length: 2\r\n\r\n{}", 0, STR("a=b"), &f), ERR_OK);
	assert_int_equal(f.status, 400);
	assert_str(f.body, "{}");
	assert_int_equal(fetch_from(a, "HTTP/1.0 200 OK\r\n\r\n", 200000, STR_NONE, &f), ERR_OK);
	assert_int_equal(f.body.n, 200000);
	arena_free(&a);
}

static void
a_redirect_is_an_answer_and_not_followed(void **state)
{
	struct arena *a = arena_new((size_t)4 << 20);
	struct fetched f;

	(void)state;
	assert_int_equal(fetch_from(a, "HTTP/1.0 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", 0,
	    STR_NONE, &f), ERR_OK);
	assert_int_equal(f.status, 302);
	arena_free(&a);
}

static void
an_answer_without_end_is_given_up(void **state)
{
	struct arena *a = arena_new((size_t)4 << 20);
	struct fetched f;

	(void)state;
	assert_int_equal(fetch_from(a, "HTTP/1.0 200 OK\r\n\r\n", 300000, STR_NONE, &f),
	    ERR_REMOTE);
	arena_free(&a);
}

static void
nobody_there_is_known_at_once(void **state)
{
	struct arena *a = arena_new((size_t)4 << 20);
	int port;
	pid_t pid = serve("", 0, &port);
	struct str url = str_fmt(a, "http://127.0.0.1:%d/", port);
	struct fetched f;

	(void)state;
	/* only whether there is somebody */
	assert_int_equal(fetch(a, url, STR_NONE, NULL), ERR_OK);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	assert_int_equal(fetch(a, url, STR_NONE, NULL), ERR_REMOTE);
	assert_int_equal(fetch(a, url, STR_NONE, &f), ERR_REMOTE);
	assert_int_equal(fetch(a, STR("http://example.com/"), STR_NONE, &f), ERR_CONFIG);
	arena_free(&a);
}

TESTS(
	cmocka_unit_test(an_answer_is_handed_over_with_its_status),
	cmocka_unit_test(a_redirect_is_an_answer_and_not_followed),
	cmocka_unit_test(an_answer_without_end_is_given_up),
	cmocka_unit_test(nobody_there_is_known_at_once),
)

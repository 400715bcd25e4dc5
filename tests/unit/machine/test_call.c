#include "../t.h"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "../log_catch.h"
#include "base/check.h"
#include "machine/machine.h"

static struct arena *a;

static int
set_up(void **state)
{
	(void)state;
	a = arena_new((size_t)16 << 20);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

/* A server for one visitor: reads at most `most` bytes, gives `reply`, waits, hangs up.  What it
   read is kept for what_came. */
static int listener, came[2];
static pid_t server;

static struct str
serve(const char *reply, size_t most, unsigned wait_ms)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof at;
	static char got[65536];
	size_t have = 0;
	int c;

	listener = socket(AF_INET, SOCK_STREAM, 0);
	CHECK(bind(listener, (struct sockaddr *)&at, n) == 0 && listen(listener, 1) == 0);
	CHECK(getsockname(listener, (struct sockaddr *)&at, &n) == 0 && pipe(came) == 0);
	server = fork();
	if (server != 0) {
		close(listener);
		close(came[1]);
		return str_fmt(a, "http://127.0.0.1:%d/a", ntohs(at.sin_port));
	}
	c = accept(listener, NULL, NULL);
	while (have < most && memmem(got, have, "\r\n\r\n", 4) == NULL) {
		ssize_t r = read(c, got + have, sizeof got - have);

		if (r <= 0)
			break;
		have += (size_t)r;
	}
	CHECK(write(came[1], got, have) == (ssize_t)have);
	CHECK(reply[0] == '\0' || write(c, reply, strlen(reply)) > 0);
	usleep(wait_ms * 1000);
	_exit(0);
}

static struct str
what_came(void)
{
	char *z = arena_alloc(a, 65536);
	ssize_t n = read(came[0], z, 65536);

	kill(server, SIGTERM);
	waitpid(server, NULL, 0);
	close(came[0]);
	return (struct str){ z, n > 0 ? (size_t)n : 0 };
}

static bool
has(struct str s, const char *part)
{
	return memmem(s.p, s.n, part, strlen(part)) != NULL;
}

static struct machine_answer
call(struct machine_request r)
{
	struct machine_answer got;

	assert_int_equal(machine_call(a, &r, &got), ERR_OK);
	return got;
}

#define OK_REPLY "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

static void
a_request_is_sent_as_it_was_said_and_answered_whole(void **state)
{
	struct str headers[] = { STR("IntegrasjonId: 1") }, s;
	struct machine_answer got = call((struct machine_request){ .method = "PUT",
		.url = serve(OK_REPLY, 60000, 0), .type = STR("application/pdf"),
		.body = STR("%PDF-"), .headers = headers, .nheaders = 1 });

	(void)state;
	assert_int_equal(got.status, 200);
	assert_str(got.body, "{}");
	assert_true(got.begun);
	s = what_came();
	assert_true(has(s, "PUT /a HTTP/1.1\r\n"));
	assert_true(has(s, "Content-Type: application/pdf\r\n"));
	assert_true(has(s, "Content-Length: 5\r\n"));
	assert_true(has(s, "IntegrasjonId: 1\r\n"));
	assert_false(has(s, "Expect"));
}

static void
a_post_without_a_body_says_so(void **state)
{
	struct str s;

	(void)state;
	call((struct machine_request){ .method = "POST", .url = serve(OK_REPLY, 60000, 0) });
	s = what_came();
	assert_true(has(s, "Content-Length: 0\r\n"));
	assert_false(has(s, "Content-Type"));
}

static void
what_surely_never_left_has_not_begun(void **state)
{
	struct machine_answer got = call((struct machine_request){ .method = "GET",
		.url = STR("http://127.0.0.1:1/") });

	(void)state;
	assert_int_equal(got.status, 0);
	assert_false(got.begun);
	got = call((struct machine_request){ .method = "GET",
		.url = STR("http://ingen.localhost:1/") });
	assert_false(got.begun);
	assert_non_null(got.trouble);
}

static void
an_answer_that_was_lost_has_begun(void **state)
{
	static const char *const replies[] = { "", "HTTP/1.1 2",
	    "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct machine_answer got = call((struct machine_request){ .method = "POST",
			.url = serve(replies[i], 60000, 0), .type = STR("application/json"),
			.body = STR("{}") });

		assert_int_equal(got.status, 0);
		assert_true(got.begun);
		what_came();
	}
}

static void
nobody_is_waited_for_longer_than_was_said(void **state)
{
	struct machine_answer got = call((struct machine_request){ .method = "GET",
		.url = serve("", 60000, 5000), .timeout_ms = 200 });

	(void)state;
	assert_int_equal(got.status, 0);
	assert_true(got.begun);
	what_came();
}

static void
an_answer_has_a_limit(void **state)
{
	struct machine_answer got = call((struct machine_request){ .method = "GET",
		.url = serve(OK_REPLY, 60000, 0), .most = 1 });

	(void)state;
	assert_int_equal(got.status, 0);
	what_came();
}

static void
a_redirect_is_an_answer_and_not_followed(void **state)
{
	struct machine_answer got = call((struct machine_request){ .method = "GET",
		.url = serve("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/b\r\n"
		    "Date: Sun, 22 Nov 2026 12:00:00 GMT\r\nContent-Length: 0\r\n\r\n", 60000, 0) });

	(void)state;
	assert_int_equal(got.status, 302);
	assert_str(got.location, "http://127.0.0.1:1/b");
	assert_int_equal(got.date_at, 1795348800000000);
	what_came();
}

static void
nothing_leaves_this_machine_in_the_clear(void **state)
{
	static const char *const bad[] = { "http://svarut.ks.no/api", "ftp://127.0.0.1/",
	    "http://127.0.0.1@example.org/", "http://localhost.example.org/",
	    "https://u:p@example.org/", "file:///etc/passwd", "", "https://" };
	struct machine_answer got;

	(void)state;
	log_catch_begin();
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct machine_request r = { .method = "GET", .url = str_from_z(bad[i]) };

		if (machine_call(a, &r, &got) != ERR_CONFIG)
			fail_msg("asked %s", bad[i]);
	}
	log_catch_end(a);
}

/* A server over TLS with a certificate of its own making; its port. */
static int
serve_sealed(const char *dir)
{
	char line[256], key[128], cert[128], make[512];
	int out[2], port = 0;
	FILE *f;

	snprintf(key, sizeof key, "%s/k", dir);
	snprintf(cert, sizeof cert, "%s/c", dir);
	snprintf(make, sizeof make, "openssl req -x509 -newkey rsa:2048 -nodes -days 1 "
	    "-subj /CN=localhost -keyout %s -out %s 2>/dev/null", key, cert);
	CHECK(system(make) == 0 && pipe(out) == 0);
	server = fork();
	if (server == 0) {
		dup2(out[1], STDOUT_FILENO);
		CHECK(freopen("/dev/null", "w", stderr) != NULL);
		execlp("openssl", "openssl", "s_server", "-accept", "127.0.0.1:0", "-key", key,
		    "-cert", cert, "-www", (char *)NULL);
		_exit(127);
	}
	close(out[1]);
	f = fdopen(out[0], "r");
	CHECK(f != NULL);
	while (port == 0 && fgets(line, sizeof line, f) != NULL)
		sscanf(line, "ACCEPT 127.0.0.1:%d", &port);
	return port;
}

static void
whoever_cannot_prove_who_they_are_is_told_nothing(void **state)
{
	char dir[] = "/tmp/skranke-tls-XXXXXX", drop[64];
	struct machine_answer got;
	int port;

	(void)state;
	assert_non_null(mkdtemp(dir));
	port = serve_sealed(dir);
	assert_int_not_equal(port, 0);
	got = call((struct machine_request){ .method = "POST", .type = STR("text/plain"),
		.body = STR("hemmelig"), .url = str_fmt(a, "https://localhost:%d/", port) });
	assert_int_equal(got.status, 0);
	assert_false(got.begun);
	kill(server, SIGTERM);
	waitpid(server, NULL, 0);
	snprintf(drop, sizeof drop, "rm -r %s", dir);
	assert_int_equal(system(drop), 0);
}

static void
nobody_can_put_a_header_into_a_request(void **state)
{
	struct str header = STR("A: b\r\nC: d");
	struct machine_part part = { STR("a"), STR("b\r\nc"), STR("text/plain"), STR("x") };
	struct machine_request r[] = {
		{ .method = "GET", .url = STR("http://127.0.0.1:1/"), .headers = &header,
		    .nheaders = 1 },
		{ .method = "POST", .url = STR("http://127.0.0.1:1/"), .parts = &part,
		    .nparts = 1 },
		{ .method = "POST", .url = STR("http://127.0.0.1:1/"), .type = STR("a\r\nb: c") },
		{ .method = "GET", .url = STR("http://127.0.0.1:1/\r\nA: b") },
	};
	struct machine_answer got;

	(void)state;
	log_catch_begin();
	for (size_t i = 0; i < sizeof r / sizeof r[0]; i++)
		assert_int_equal(machine_call(a, &r[i], &got), ERR_CONFIG);
	log_catch_end(a);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TESTS(T(a_request_is_sent_as_it_was_said_and_answered_whole), T(a_post_without_a_body_says_so),
    T(what_surely_never_left_has_not_begun), T(an_answer_that_was_lost_has_begun),
    T(nobody_is_waited_for_longer_than_was_said), T(an_answer_has_a_limit),
    T(a_redirect_is_an_answer_and_not_followed), T(nothing_leaves_this_machine_in_the_clear),
    T(whoever_cannot_prove_who_they_are_is_told_nothing),
    T(nobody_can_put_a_header_into_a_request))

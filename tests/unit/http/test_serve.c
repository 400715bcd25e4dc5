/* A worker as the web server meets it: a process, a socket, FastCGI records. */
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../t.h"
#include "th.h"

enum { BEGIN = 1, END = 3, PARAMS = 4, STDIN = 5, STDOUT = 6 };	/* FastCGI 1.0 §8 */

static char path[64];
static int listener;
static pid_t worker;

static int
open_listener(void)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(path, sizeof path, "/tmp/skranke-http-%d.sock", (int)getpid());
	snprintf(to.sun_path, sizeof to.sun_path, "%s", path);
	assert_int_equal(bind(fd, (struct sockaddr *)&to, sizeof to), 0);
	assert_int_equal(listen(fd, 8), 0);
	return fd;
}

static enum err
slow(struct req *r)
{
	usleep(300000);
	buf_add_z(&r->body, "done");
	return ERR_OK;
}

/* A megabyte in pieces; with a query, it breaks off in the middle. */
static enum err
next_piece(void *ctx, struct str *piece)
{
	static const char bytes[65536];
	size_t *left = ctx;

	if (*left == 0)
		return ERR_DB;
	*left -= sizeof bytes;
	*piece = (struct str){ bytes, sizeof bytes };
	return ERR_OK;
}

static enum err
file(struct req *r)
{
	size_t *left = ARENA_NEW(r->a, size_t);

	*left = r->query.n > 0 ? 1 << 19 : 1 << 20;
	reply_stream(r, 1 << 20, next_piece, left);
	return ERR_OK;
}

static enum err
count_bytes(void *ctx, const void *p, size_t n)
{
	(void)p;
	*(size_t *)ctx += n;
	return ERR_OK;
}

static enum err
begin_file(void *ctx, const struct multipart_part *p)
{
	(void)ctx, (void)p;
	return ERR_OK;
}

static enum err
end_file(void *ctx)
{
	(void)ctx;
	return ERR_OK;
}

static enum err
take(struct req *r)
{
	size_t n = 0;
	struct multipart_sink sink = { begin_file, count_bytes, end_file, &n };

	TRY(req_multipart(r, 4096, 4 << 20, &sink));
	buf_fmt(&r->body, STR_FMT " %zu", STR_ARG(params_get(&r->form, "a")), n);
	return ERR_OK;
}

static const struct route more_routes[] = {
	{ GET,  "/sen",  ANYONE, 0,      slow, "slow" },
	{ POST, "/send", ANYONE, 200000, echo, "send" },
	{ GET,  "/fil",  ANYONE, 0,      file, "file" },
	{ POST, "/inn",  ANYONE, 100 | STREAM, take, "take" },
};

static const struct http_program worker_program = {
	.name = "test", .routes = more_routes, .nroutes = 4, .trouble = trouble,
	.arena_limit = 8 << 20,
};

static int
start(void **state)
{
	(void)state;
	listener = open_listener();
	worker = fork();
	if (worker == 0) {
		dup2(listener, 0);
		close(listener);
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(2);
		exit(http_main(&worker_program));
	}
	return worker < 0;
}

/* Waits for the worker; gives its exit status, or 256 + signal. */
static int
worker_end(void)
{
	int status;

	assert_int_equal(waitpid(worker, &status, 0), worker);
	worker = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}

static int
stop(void **state)
{
	(void)state;
	if (worker > 0) {
		kill(worker, SIGKILL);
		worker_end();
	}
	close(listener);
	return unlink(path);
}

static void
record(struct buf *b, int type, struct str s)
{
	const char head[8] = { 1, (char)type, 0, 1, (char)(s.n >> 8), (char)(s.n & 255), 0, 0 };

	buf_add(b, (struct str){ head, 8 });
	buf_add(b, s);
}

static void
param(struct buf *b, const char *name, const char *value)
{
	buf_add_char(b, (char)strlen(name));
	buf_add_char(b, (char)strlen(value));
	buf_add_z(b, name);
	buf_add_z(b, value);
}

static int
ask(struct arena *a, const char *method, const char *uri, const char *length, struct str body)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	struct buf b = buf_new(a, 0), params = buf_new(a, 0);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(to.sun_path, sizeof to.sun_path, "%s", path);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
	param(&params, "REQUEST_METHOD", method);
	param(&params, "REQUEST_URI", uri);
	param(&params, "CONTENT_LENGTH", length);
	param(&params, "CONTENT_TYPE", strcmp(uri, "/inn") == 0 ? "multipart/form-data; boundary=X" :
	    "application/x-www-form-urlencoded");
	if (strchr(uri, '?') != NULL)
		param(&params, "QUERY_STRING", strchr(uri, '?') + 1);
	record(&b, BEGIN, (struct str){ "\0\1\0\0\0\0\0\0", 8 });
	record(&b, PARAMS, buf_str(&params));
	record(&b, PARAMS, STR_NONE);
	while (body.n > 0) {
		struct str part = { body.p, body.n < 60000 ? body.n : 60000 };

		record(&b, STDIN, part);
		body = str_skip(body, part.n);
	}
	record(&b, STDIN, STR_NONE);
	assert_int_equal(write(fd, b.p, b.n), b.n);
	return fd;
}

static bool
read_all(int fd, unsigned char *p, size_t n)
{
	while (n > 0) {
		ssize_t got = read(fd, p, n);

		if (got <= 0)
			return false;
		p += got;
		n -= (size_t)got;
	}
	return true;
}

/* What came on stdout until the request ended; empty when the worker went away instead. */
static struct str
reply(struct arena *a, int fd)
{
	struct buf b = buf_new(a, 4096);
	unsigned char head[8], part[65536 + 256];
	bool ended = false;

	while (!ended && read_all(fd, head, 8)) {
		size_t n = (size_t)head[4] << 8 | head[5];

		if (!read_all(fd, part, n + head[6]))
			break;
		if (head[1] == STDOUT)
			buf_add(&b, (struct str){ (char *)part, n });
		ended = head[1] == END;
	}
	close(fd);
	return ended ? buf_str(&b) : STR_NONE;
}

static void
a_worker_answers_one_request_after_another(void **state)
{
	struct arena *a = arena_new(8 << 20);

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_str(reply(a, ask(a, "POST", "/send", "3", STR("a=b"))),
		    "Status: 200\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
		    "Content-Length: 5\r\n\r\na=[b]");
	assert_str(reply(a, ask(a, "GET", "/nei", "", STR_NONE)),
	    "Status: 404\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
	    "Content-Length: 16\r\n\r\n<p>trouble 5</p>");
	arena_free(&a);
}

static void
a_large_body_comes_through_whole_with_or_without_a_length(void **state)
{
	struct arena *a = arena_new(16 << 20);
	struct buf body = buf_new(a, 0);
	struct str r;

	(void)state;
	buf_add_z(&body, "a=");
	while (body.n < 150000)
		buf_add_char(&body, 'x');
	r = reply(a, ask(a, "POST", "/send", "150000", buf_str(&body)));
	assert_true(str_ends(r, STR("xx]")));
	assert_true(r.n > 150000);
	assert_true(str_eq(r, reply(a, ask(a, "POST", "/send", "", buf_str(&body)))));
	while (body.n < 200001)
		buf_add_char(&body, 'x');
	assert_true(str_starts(reply(a, ask(a, "POST", "/send", "", buf_str(&body))), STR("Status: 413")));
	assert_true(str_starts(reply(a, ask(a, "POST", "/send", "200001", buf_str(&body))), STR("Status: 413")));
	assert_true(str_starts(reply(a, ask(a, "POST", "/send", "3", STR("a=b"))),
	    STR("Status: 200")));
	arena_free(&a);
}

static void
a_streamed_file_comes_whole_or_is_seen_not_to(void **state)
{
	struct arena *a = arena_new(16 << 20);
	struct str r;

	(void)state;
	for (int i = 0; i < 2; i++) {
		r = reply(a, ask(a, "GET", "/fil", "", STR_NONE));
		assert_true(str_starts(r, STR("Status: 200")) && r.n > 1 << 20);
		r = reply(a, ask(a, "GET", "/fil?x", "", STR_NONE));
		assert_true(r.n > 1 << 19 && r.n < 1 << 20);	/* which nginx cuts */
	}
	arena_free(&a);
}

static void
files_are_read_by_the_handler_and_what_it_refuses_harms_no_later_request(void **state)
{
	struct arena *a = arena_new(32 << 20);
	struct buf body = buf_new(a, 5 << 20);

	(void)state;
	buf_add_z(&body, "--X\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n--X\r\n"
	    "Content-Disposition: form-data; name=f; filename=x\r\n\r\n");
	while (body.n < 3 << 20)
		buf_add_char(&body, 'x');
	buf_add_z(&body, "\r\n--X--\r\n");
	assert_true(str_ends(reply(a, ask(a, "POST", "/inn", "", buf_str(&body))), STR("\r\n\r\nb 3145619")));
	while (body.n < 5 << 20)
		buf_add_char(&body, 'x');
	assert_true(str_starts(reply(a, ask(a, "POST", "/inn", "5242880", buf_str(&body))), STR("Status: 413")));
	assert_true(str_starts(reply(a, ask(a, "POST", "/send", "3", STR("a=b"))),
	    STR("Status: 200")));
	arena_free(&a);
}

static void
an_idle_worker_stops_when_told(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	assert_true(str_starts(reply(a, ask(a, "POST", "/send", "3", STR("a=b"))),
	    STR("Status: 200")));
	usleep(50000);		/* into accept(2) */
	kill(worker, SIGTERM);
	assert_int_equal(worker_end(), 0);
	arena_free(&a);
}

static void
a_busy_worker_finishes_what_it_has_begun(void **state)
{
	struct arena *a = arena_new(1 << 20);
	int fd = ask(a, "GET", "/sen", "", STR_NONE);

	(void)state;
	usleep(100000);
	kill(worker, SIGUSR1);
	assert_true(str_ends(reply(a, fd), STR("\r\n\r\ndone")));
	assert_int_equal(worker_end(), 0);
	arena_free(&a);
}

#define T(test) cmocka_unit_test_setup_teardown(test, start, stop)

TESTS(
	T(a_worker_answers_one_request_after_another),
	T(a_large_body_comes_through_whole_with_or_without_a_length),
	T(a_streamed_file_comes_whole_or_is_seen_not_to),
	T(files_are_read_by_the_handler_and_what_it_refuses_harms_no_later_request),
	T(an_idle_worker_stops_when_told),
	T(a_busy_worker_finishes_what_it_has_begun),
)

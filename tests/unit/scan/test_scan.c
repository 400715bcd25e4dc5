/* A real clamd where there is one, and others that behave as no clamd should. */
#include "../t.h"
#include "../log_catch.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>

#include "scan/scan.h"

#define CLAMD	"/usr/sbin/clamd"

static struct arena *a;
static char folder[64];
static pid_t child;
static int fakes;

static const char *
in_folder(const char *name)
{
	return str_z(a, str_fmt(a, "%s/%s", folder, name));
}

static int
set_up(void **state)
{
	(void)state;
	a = arena_new(64 << 20);
	snprintf(folder, sizeof folder, "/tmp/skranke-scan-XXXXXX");
	return mkdtemp(folder) == NULL;
}

static int
tear_down(void **state)
{
	char cmd[128];

	(void)state;
	if (child > 0) {
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		child = 0;
	}
	snprintf(cmd, sizeof cmd, "rm -r '%s'", folder);
	arena_free(&a);
	return system(cmd);
}

/* The test file of EICAR, in two halves here: no scanner is to find it in the sources. */
static struct str
eicar(void)
{
	return str_fmt(a, "%s%s", "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*");
}

static int
file_of(struct str s)
{
	int fd = open(folder, O_TMPFILE | O_RDWR, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, s.p, s.n), s.n);
	return fd;
}

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- the real one ---- */

static void
put_file(const char *name, struct str s)
{
	FILE *f = fopen(in_folder(name), "w");

	assert_non_null(f);
	assert_int_equal(fwrite(s.p, 1, s.n, f), s.n);
	assert_int_equal(fclose(f), 0);
}

static void
write_settings(void)
{
	struct buf b = buf_new(a, 256);
	struct str mark = str_skip(eicar(), 27);

	assert_int_equal(system(str_z(a, str_fmt(a, "mkdir '%s/db'", folder))), 0);
	buf_add_z(&b, "Eicar-Test-Own:0:*:");
	for (size_t i = 0; i < mark.n; i++)
		buf_fmt(&b, "%02x", (unsigned char)mark.p[i]);
	buf_add_char(&b, '\n');
	put_file("db/eicar.ndb", buf_str(&b));
	put_file("clamd.conf", str_fmt(a, "LocalSocket %s/sock\nDatabaseDirectory %s/db\nLogFile %s/log\n"
	    "TemporaryDirectory %s\nForeground yes\nStreamMaxLength 1M\nMaxThreads 2\n", folder, folder,
	    folder, folder));
}

/* NULL when it ends at once: where AppArmor keeps it to Debian's own folders, for one. */
static const char *
start_clamd(void)
{
	const char *sock = in_folder("sock"), *conf = in_folder("clamd.conf");

	write_settings();
	child = fork();
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (freopen("/dev/null", "w", stdout) == NULL || freopen("/dev/null", "w", stderr) == NULL)
			_exit(2);
		execl(CLAMD, CLAMD, "-c", conf, (char *)NULL);
		_exit(2);
	}
	for (int i = 0; i < 200 && access(sock, F_OK) != 0; i++) {
		if (waitpid(child, NULL, WNOHANG) == child) {
			child = 0;
			return NULL;
		}
		usleep(50000);
	}
	assert_int_equal(access(sock, F_OK), 0);
	return sock;
}

static void
a_real_scanner_tells_clean_from_infected(void **state)
{
	struct str virus, large;
	const char *sock;
	int fd;

	(void)state;
	sock = access(CLAMD, X_OK) == 0 ? start_clamd() : NULL;
	if (sock == NULL) {
		print_message("no " CLAMD " can be started here: nothing was scanned\n");
		skip();
	}
	fd = file_of(eicar());
	assert_int_equal(lseek(fd, 3, SEEK_SET), 3);
	assert_int_equal(scan_fd(a, sock, fd, 20000, &virus), SCAN_INFECTED);
	assert_str(virus, "Eicar-Test-Own.UNOFFICIAL");
	assert_int_equal(lseek(fd, 0, SEEK_CUR), 3);
	close(fd);
	fd = file_of(STR("Hei.\n"));
	assert_int_equal(scan_fd(a, sock, fd, 20000, &virus), SCAN_CLEAN);
	assert_str(virus, "");
	close(fd);
	fd = file_of(STR_NONE);
	assert_int_equal(scan_fd(a, sock, fd, 20000, &virus), SCAN_CLEAN);
	close(fd);
	/* the mark lies over the edge between two pieces */
	large = (struct str){ arena_alloc(a, 200000), 200000 };
	fd = file_of(large);
	assert_int_equal(pwrite(fd, eicar().p, 68, 65536 - 50), 68);
	assert_int_equal(scan_fd(a, sock, fd, 20000, &virus), SCAN_INFECTED);
	close(fd);
	/* too big for it: not known, and the scanner is asked again at once */
	fd = file_of((struct str){ arena_alloc(a, 3 << 20), 3 << 20 });
	assert_int_equal(scan_fd(a, sock, fd, 20000, &virus), SCAN_UNKNOWN);
	close(fd);
	fd = file_of(STR("Hei.\n"));
	assert_int_equal(scan_fd(a, sock, fd, 20000, &virus), SCAN_CLEAN);
	close(fd);
}

/* ---- those that misbehave ---- */

enum manner { READS_ALL, READS_LITTLE, READS_NOTHING };

static void
behave(int listener, enum manner m, struct str says)
{
	char p[65536];

	for (;;) {
		int s = accept(listener, NULL, NULL);
		ssize_t n = 1;

		if (s < 0)
			_exit(1);
		if (m == READS_LITTLE)
			n = read(s, p, 100);
		while (m == READS_ALL && (n = read(s, p, sizeof p)) > 0)
			if (n >= 4 && memcmp(p + n - 4, "\0\0\0\0", 4) == 0)
				break;
		if (says.p == NULL)
			pause();
		if (write(s, says.p, says.n) < 0)
			_exit(1);
		close(s);
	}
}

/* A clamd of its own kind at a socket of its own, since one that failed is left alone a while. */
static const char *
start_fake(enum manner m, struct str says)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	const char *path = in_folder(str_z(a, str_fmt(a, "fake%d", fakes++)));
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(to.sun_path, sizeof to.sun_path, "%s", path);
	assert_int_equal(bind(fd, (struct sockaddr *)&to, sizeof to), 0);
	assert_int_equal(listen(fd, 8), 0);
	child = fork();
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGPIPE, SIG_IGN);
		behave(fd, m, says);
	}
	close(fd);
	return path;
}

static void
stop_fake(void)
{
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	child = 0;
}

static enum scan_verdict
scan(const char *sock, size_t n, int timeout_ms)
{
	int fd = file_of((struct str){ arena_alloc(a, n), n });
	struct str virus = STR("before");
	enum scan_verdict v;

	log_catch_begin();
	v = scan_fd(a, sock, fd, timeout_ms, &virus);
	log_catch_end(a);
	close(fd);
	assert_true(v == SCAN_INFECTED ? virus.n > 0 : virus.n == 0);
	return v;
}

static void
only_a_clear_answer_is_a_verdict(void **state)
{
	static char endless[5000];
	const struct {
		struct str	 says;
		enum scan_verdict v;
	} rows[] = {
		{ { "stream: OK\0", 11 }, SCAN_CLEAN },
		{ { "stream: Win.Test.EICAR_HDB-1 FOUND\0", 35 }, SCAN_INFECTED },
		{ { "stream: OK", 10 }, SCAN_UNKNOWN }, { { "stream: O", 9 }, SCAN_UNKNOWN },
		{ { "stream: OK\0\0", 12 }, SCAN_UNKNOWN }, { { "stream: OK\n\0", 12 }, SCAN_UNKNOWN },
		{ { "OK\0", 3 }, SCAN_UNKNOWN }, { { "stream: FOUND\0", 14 }, SCAN_UNKNOWN },
		{ { "stream:  FOUND\0", 15 }, SCAN_UNKNOWN }, { { "stream: not OK\0", 15 }, SCAN_UNKNOWN },
		{ { "stream: \xff FOUND\0", 16 }, SCAN_UNKNOWN },
		{ { "INSTREAM size limit exceeded. ERROR\0", 36 }, SCAN_UNKNOWN },
		{ { "\0", 1 }, SCAN_UNKNOWN }, { { "", 0 }, SCAN_UNKNOWN },
		{ { "HTTP/1.1 400 Bad Request\r\n\r\n", 28 }, SCAN_UNKNOWN },
		{ { endless, sizeof endless }, SCAN_UNKNOWN },
	};

	(void)state;
	memset(endless, 'x', sizeof endless);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		enum scan_verdict v = scan(start_fake(READS_ALL, rows[i].says), 1000, 5000);

		if (v != rows[i].v)
			fail_msg("row %zu: '" STR_FMT "' gave %d", i,
			    STR_ARG(rows[i].says), (int)v);
		stop_fake();
	}
}

static void
one_that_closes_early_does_no_harm_and_its_answer_counts(void **state)
{
	struct str too_big = { "INSTREAM size limit exceeded. ERROR\0", 36 };
	const char *sock = start_fake(READS_LITTLE, too_big);

	(void)state;
	assert_int_equal(scan(sock, 4 << 20, 5000), SCAN_UNKNOWN);
	assert_false(scan_resting(sock));	/* such a file keeps no other waiting */
	assert_int_equal(scan(sock, 4 << 20, 5000), SCAN_UNKNOWN);
	stop_fake();
	assert_int_equal(scan(start_fake(READS_LITTLE, STR("")), 4 << 20, 5000), SCAN_UNKNOWN);
}

static void
one_that_hangs_costs_no_more_than_the_time_given_and_then_nothing(void **state)
{
	static const enum manner manners[] = { READS_ALL, READS_LITTLE, READS_NOTHING };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		const char *sock = start_fake(manners[i], STR_NONE);
		int64_t begun = now_ms(), took;

		assert_int_equal(scan(sock, 4 << 20, 300), SCAN_UNKNOWN);
		took = now_ms() - begun;
		assert_true(took >= 290 && took < 4000);
		assert_true(scan_resting(sock));
		begun = now_ms();
		for (int k = 0; k < 20; k++)
			assert_int_equal(scan(sock, 1000, 6000), SCAN_UNKNOWN);
		assert_true(now_ms() - begun < 5000);
		stop_fake();
	}
}

static void
one_that_is_away_or_not_told_of_is_not_waited_for(void **state)
{
	char *long_path = arena_alloc(a, 201);
	int64_t begun = now_ms();

	(void)state;
	memset(long_path, 'x', 200);
	assert_true(scan_resting(NULL));
	assert_int_equal(scan(NULL, 1000, 5000), SCAN_UNKNOWN);
	assert_int_equal(scan(in_folder("nobody"), 1000, 5000), SCAN_UNKNOWN);
	assert_int_equal(scan(long_path, 1000, 5000), SCAN_UNKNOWN);
	assert_true(now_ms() - begun < 1000);
	unsetenv("SKRANKE_CLAMD");
	assert_null(scan_socket());
	setenv("SKRANKE_CLAMD", "", 1);
	assert_null(scan_socket());
	setenv("SKRANKE_CLAMD", "/run/clamav/clamd.ctl", 1);
	assert_string_equal(scan_socket(), "/run/clamav/clamd.ctl");
}

static void
another_scanner_is_asked_while_one_rests(void **state)
{
	(void)state;
	assert_int_equal(scan(in_folder("gone"), 1000, 5000), SCAN_UNKNOWN);
	assert_int_equal(scan(start_fake(READS_ALL, (struct str){ "stream: OK\0", 11 }), 1000,
	    5000), SCAN_CLEAN);
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

TESTS(
	T(a_real_scanner_tells_clean_from_infected),
	T(only_a_clear_answer_is_a_verdict),
	T(one_that_closes_early_does_no_harm_and_its_answer_counts),
	T(one_that_hangs_costs_no_more_than_the_time_given_and_then_nothing),
	T(one_that_is_away_or_not_told_of_is_not_waited_for),
	T(another_scanner_is_asked_while_one_rests),
)

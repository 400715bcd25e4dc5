/*
 * lookup - asks national registers for the other programs, which have no network
 *
 * SECURITY  Reached over a Unix socket by citizen.fcgi and desk.fcgi alone (group of the socket).
 *           It has no database.  It holds the keys of the registers, and the one that refs are
 *           sealed with, and calls what its settings name.  It sees what people search for, and who
 *           owns what lies around a property; nothing of that is logged, and nothing of people is
 *           kept.  Identity numbers leave it sealed, and are opened only for the municipality and
 *           the draft they were asked for.  When it falls, people fill in by hand.
 *
 * SKRANKE_REGISTERS       the settings (lookup/settings.h)
 * SKRANKE_LOOKUP_REST_MS  how long a register that failed is left alone; 30000
 *
 * lookup --check FILE     are these settings sound?  What is wrong with them is said.
 *
 * Standard input is the listening socket; several may share it (multiwatch).  SIGTERM and SIGINT:
 * the question at hand is answered first.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/setting.h"
#include "lookup/lookup.h"
#include "xml/xml.h"

#define PROCESS_BYTES	((size_t)32 << 20)
#define QUESTION_BYTES	((size_t)32 << 20)
#define REST_MS		30000

static volatile sig_atomic_t stop;

static void
on_stop(int signum)
{
	(void)signum;
	stop = 1;
}

/* They come only while we wait, so that a question is never broken off. */
static sigset_t
hold_signals(void)
{
	struct sigaction sa = { .sa_handler = on_stop };
	sigset_t held, before;

	sigemptyset(&held);
	sigaddset(&held, SIGTERM);
	sigaddset(&held, SIGINT);
	CHECK(sigprocmask(SIG_BLOCK, &held, &before) == 0);
	CHECK(sigaction(SIGTERM, &sa, NULL) == 0 && sigaction(SIGINT, &sa, NULL) == 0);
	return before;
}

static bool
listens(int fd)
{
	int on = 0;
	socklen_t n = sizeof on;

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &on, &n) == 0 && on != 0;
}

static int64_t
rest_ms(void)
{
	const char *said = setting_maybe("SKRANKE_LOOKUP_REST_MS");
	int64_t n;

	return said != NULL && str_int(str_from_z(said), &n) && n > 0 ? n : REST_MS;
}

static void
wait_and_serve(struct lookup *l, struct arena *a, const sigset_t *before)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
	int connection;

	if (ppoll(&in, 1, NULL, before) <= 0)
		return;
	connection = accept4(STDIN_FILENO, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (connection >= 0)
		lookup_serve(l, a, connection);
}

static int
serve(struct arena *process, struct settings *settings)
{
	struct arena *a = arena_new(QUESTION_BYTES);
	struct lookup l = { .settings = settings, .cache = cache_new(process) };
	sigset_t before;

	if (!listens(STDIN_FILENO) || fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK) != 0) {
		(void)log_err(ERR_CONFIG, "lookup-socket", "standard input is no listening socket");
		return 1;
	}
	remote_rest(rest_ms());
	before = hold_signals();
	log_line(LOG_INFO, "start", NULL);
	while (!stop) {
		wait_and_serve(&l, a, &before);
		arena_reset(a);
	}
	log_line(LOG_INFO, "stop", NULL);
	arena_free(&a);
	return 0;
}

int
main(int argc, char **argv)
{
	struct arena *process = arena_new(PROCESS_BYTES);
	bool check = argc == 3 && str_eq_z(STR("--check"), argv[1]);
	struct settings *settings;
	const char *path;
	int status = 1;

	log_program("lookup");
	xml_start();
	path = check ? argv[2] : setting_need("SKRANKE_REGISTERS");
	if (path != NULL && settings_read(process, path, &settings) == ERR_OK)
		status = check ? 0 : serve(process, settings);
	arena_free(&process);
	return status;
}

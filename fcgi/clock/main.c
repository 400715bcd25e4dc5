/*
 * clock - fires deadlines that are due, counts those that waited for the party to be told, has
 * files scanned that could not be when they came, has people reminded of drafts, and removes what
 * is past its retention
 *
 * SECURITY  Nobody can reach it: it listens to nothing.  It opens connections to PostgreSQL and
 *           clamd alone (role skranke_clock: cases with a deadline that is due, which it moves in
 *           the name of the system; files that wait for a scan, and no other; for the rest
 *           functions: draft_remind(), sweep(), case_pace_refresh(), and case_sweep(), which
 *           removes whole cases that their service says are kept no longer).  Runs as user
 *           skranke-clock.  When it falls, deadlines fire later, each still once, and files wait
 *           longer; any number of clocks may run.
 *
 * SKRANKE_DB         conninfo
 * SKRANKE_TEMPLATES  folder: shared/messages.xml
 * SKRANKE_CLAMD      path of clamd's socket; without it, files wait
 * SKRANKE_SPOOL      folder for a file while it is scanned; /tmp when unset
 * SKRANKE_TEST_NUMBERS  1: synthetic identity numbers are numbers
 *
 * SIGTERM and SIGINT: the deadline at hand is finished first.
 */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/setting.h"
#include "base/time.h"
#include "clock/clock.h"
#include "db/db.h"
#include "form/form.h"
#include "register/register.h"
#include "release/messages.h"
#include "release/store.h"
#include "xml/xml.h"

#define PROCESS_BYTES	((size_t)256 << 20)
#define ROUND_BYTES	((size_t)64 << 20)
#define NAP_MS		2000
#define SWEEP_USEC	(INT64_C(600) * 1000000)
#define AWAY_USEC	(INT64_C(15) * 1000000)
#define TROUBLE_USEC	(INT64_C(30) * 1000000)

static volatile sig_atomic_t stop;

static void
on_stop(int signum)
{
	(void)signum;
	stop = 1;
}

static void
on_signal(int signum, void (*fn)(int))
{
	struct sigaction sa = { .sa_handler = fn };

	CHECK(sigaction(signum, &sa, NULL) == 0);
}

static enum err
open_all(struct clock *k)
{
	const char *db = setting_need("SKRANKE_DB"), *dir = setting_need("SKRANKE_TEMPLATES");
	const struct messages *messages;

	if (db == NULL || dir == NULL)
		return ERR_CONFIG;
	TRY(messages_load(k->process, dir, &messages));
	k->db = db_new(db);
	db_lacks_log(k->db, k->process);
	k->releases = release_store_new(k->process, k->db, messages);
	k->registers = registers_new(k->process, k->db, setting_on("SKRANKE_TEST_NUMBERS"));
	return ERR_OK;
}

/* Until something may be due again; a signal ends it at once. */
static void
rest(void)
{
	poll(NULL, 0, NAP_MS);
}

/* One file a round, between deadlines; a scanner that is away is left in peace for a while. */
static bool
scan_one(struct clock *k, struct arena *a, int64_t *next_at)
{
	bool found = false, away = false;
	enum err e;

	if (time_now_at() < *next_at)
		return false;
	e = clock_scan(k, a, &found, &away);
	if (e != ERR_OK)
		db_rollback(k->db);
	if (e != ERR_OK || away)
		*next_at = time_now_at() + AWAY_USEC;
	return found && e == ERR_OK && !away;
}

static void
run(struct clock *k, struct arena *a)
{
	int64_t next_sweep_at = 0, next_scan_at = 0;

	while (!stop) {
		bool found = false, scanned;
		enum err e;

		if (time_now_at() >= next_sweep_at) {
			e = clock_sweep(k, a);
			next_sweep_at = time_now_at() + (e == ERR_OK ? SWEEP_USEC : TROUBLE_USEC);
			if (e != ERR_OK)
				db_rollback(k->db);
		}
		if (clock_count(k, a) != ERR_OK)
			db_rollback(k->db);
		e = clock_fire(k, a, &found);
		scanned = scan_one(k, a, &next_scan_at);
		if (!stop && !scanned && (!found || e != ERR_OK))
			rest();
		arena_reset(a);
	}
}

int
main(void)
{
	struct clock k = { .process = arena_new(PROCESS_BYTES) };
	struct arena *a = arena_new(ROUND_BYTES);

	log_program("clock");
	xml_start();
	if (open_all(&k) != ERR_OK)
		return 1;
	on_signal(SIGTERM, on_stop);
	on_signal(SIGINT, on_stop);
	on_signal(SIGPIPE, SIG_IGN);
	log_line(LOG_INFO, "start", NULL);
	run(&k, a);
	log_line(LOG_INFO, "stop", NULL);
	db_free(&k.db);
	arena_free(&a);
	arena_free(&k.process);
	return 0;
}

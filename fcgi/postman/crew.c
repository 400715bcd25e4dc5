#include "postman/crew.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/setting.h"
#include "base/str.h"

#define MOST	32

static volatile sig_atomic_t stop;
static pid_t crew[MOST];	/* read by a signal handler: a pid, or 0 */

/* A watcher that has not come to waitpid() yet is woken by those it waits for. */
static void
on_stop(int signum)
{
	(void)signum;
	stop = 1;
	for (int i = 0; i < MOST; i++)
		if (crew[i] > 0)
			(void)kill(crew[i], SIGTERM);
}

static int
postmen(void)
{
	const char *said = setting_maybe("SKRANKE_POSTMEN");
	int64_t n = 1;

	if (said == NULL)
		return 1;
	if (!str_int(str_from_z(said), &n) || n < 1 || n > MOST) {
		(void)log_err(ERR_CONFIG, "postmen", "SKRANKE_POSTMEN is a number from 1 to 32");
		return 0;
	}
	return (int)n;
}

/* Between the fork and the wish to die with the parent, the parent may have died. */
static pid_t
hire(crew_work_fn *work, int slow)
{
	pid_t parent = getpid(), pid = fork();

	if (pid != 0)
		return pid;
	(void)signal(SIGTERM, SIG_DFL);
	(void)signal(SIGINT, SIG_DFL);
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(1);
	exit(work(slow));
}

static void
dismiss(int n)
{
	for (int i = 0; i < n; i++)
		if (crew[i] > 0)
			(void)kill(crew[i], SIGTERM);
	for (int i = 0; i < n; i++)
		while (crew[i] > 0 && waitpid(crew[i], NULL, 0) < 0 && errno == EINTR)
			;
}

/* A postman that cannot start at all is tried once a second, not as fast as it fails. */
static void
replace(int n, pid_t gone, crew_work_fn *work, int slow)
{
	struct timespec nap = { .tv_sec = 1 };

	for (int i = 0; i < n && !stop; i++) {
		if (crew[i] != gone)
			continue;
		log_line(LOG_WARN, "postman-again", NULL);
		(void)nanosleep(&nap, NULL);
		crew[i] = stop ? 0 : hire(work, slow);
	}
}

static int
watch(int n, crew_work_fn *work)
{
	struct sigaction sa = { .sa_handler = on_stop };
	int slow = n / 2 > 0 ? n / 2 : 1;

	CHECK(sigaction(SIGTERM, &sa, NULL) == 0 && sigaction(SIGINT, &sa, NULL) == 0);
	for (int i = 0; i < n; i++)
		crew[i] = hire(work, slow);
	while (!stop) {
		pid_t gone = waitpid(-1, NULL, 0);

		if (gone > 0)
			replace(n, gone, work, slow);
		else if (errno != EINTR)
			break;
	}
	dismiss(n);
	return 0;
}

int
crew_run(crew_work_fn *work)
{
	int n = postmen();

	if (n == 0)
		return 1;
	return n == 1 ? work(1) : watch(n, work);
}

#include "press/child.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"

#define JAVA		"/usr/bin/java"
#define START_MS	30000
#define MOST_ARGS	32

struct args {
	struct arena	*a;
	const char	*v[MOST_ARGS];
	size_t		 n;
};

static void
add(struct args *args, const char *arg)
{
	CHECK(args->n + 1 < MOST_ARGS);
	args->v[args->n++] = arg;
}

/* Nothing of a letter is left on a disk when the JVM falls. */
static void
add_machine(struct args *args)
{
	static const char *const flags[] = {
		JAVA, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms64m", "-Xmx256m",
		"-XX:MaxMetaspaceSize=128m", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData",
		"-XX:ErrorFile=/dev/null", "-XX:-CreateCoredumpOnCrash", "-Xshare:auto",
		"-Xlog:disable",
		"-XX:+DisableAttachMechanism", "-Djava.awt.headless=true",
		"-Dfile.encoding=UTF-8",
	};

	for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
		add(args, flags[i]);
}

static void
add_program(struct args *args, const struct child_setting *s)
{
	add(args, "-jar");
	add(args, str_fmt(args->a, "%s/press.jar", s->home).p);
	add(args, s->home);
}

_Noreturn static void
become(int fd, const struct args *args)
{
	sigset_t none;

	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (dup2(fd, STDIN_FILENO) >= 0 && dup2(fd, STDOUT_FILENO) >= 0)
		execv(args->v[0], (char *const *)(uintptr_t)args->v);
	_exit(127);
}

/* The process, and our end of its socket; 0 when there is none. */
static pid_t
launch(const struct args *args, int *fd)
{
	int ends[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return 0;
	pid = fork();
	if (pid == 0)
		become(ends[1], args);
	close(ends[1]);
	*fd = ends[0];
	if (pid < 0)
		close(ends[0]);
	return pid > 0 ? pid : 0;
}

/* An archive is of no use with another program, or another Java, than it was made with. */
static bool
archive_stands(const char *archive, const char *home)
{
	char jar[512];
	struct stat made, with, java;

	snprintf(jar, sizeof jar, "%s/press.jar", home);
	return stat(archive, &made) == 0 && stat(jar, &with) == 0 && stat(JAVA, &java) == 0 &&
	    made.st_mtime >= with.st_ctime && made.st_mtime >= java.st_ctime;
}

/* The same work once through, by a JVM that writes down its classes as it ends. */
static void
make_archive(struct arena *a, const struct child_setting *s)
{
	const char *made = str_fmt(a, "%s.%d", s->archive, (int)getpid()).p;
	struct args args = { .a = a };
	int fd, status;
	pid_t pid;

	add_machine(&args);
	add(&args, str_fmt(a, "-XX:ArchiveClassesAtExit=%s", made).p);
	add_program(&args, s);
	add(&args, "--once");
	pid = launch(&args, &fd);
	if (pid == 0)
		return;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	close(fd);
	if (status != 0 || rename(made, s->archive) != 0)
		log_line(LOG_WARN, "press-archive", "error", "not made: it starts slower", NULL);
	unlink(made);
}

enum err
child_start(struct child *c, struct arena *a, const struct child_setting *s)
{
	struct args args = { .a = a };
	struct frame f = { 0 };

	if (s->archive != NULL && !archive_stands(s->archive, s->home))
		make_archive(a, s);
	add_machine(&args);
	if (s->archive != NULL)
		add(&args, str_fmt(a, "-XX:SharedArchiveFile=%s", s->archive).p);
	add_program(&args, s);
	c->pid = launch(&args, &c->fd);
	if (c->pid == 0)
		return log_err(ERR_REMOTE, "press-start", strerror(errno));
	if (frame_get(a, c->fd, FRAME_PDF_MOST, frame_clock() + START_MS, &f) == FRAME_DONE &&
	    f.kind == FRAME_READY)
		return ERR_OK;
	child_kill(c);
	return log_err(ERR_REMOTE, "press-start", f.kind == FRAME_BAD ? str_z(a, f.bytes) :
	    "the JVM ended, or took too long to warm up");
}

void
child_kill(struct child *c)
{
	if (c->pid == 0)
		return;
	kill(c->pid, SIGKILL);
	while (waitpid(c->pid, NULL, 0) < 0 && errno == EINTR)
		;
	close(c->fd);
	c->pid = 0;
}

bool
child_lives(struct child *c)
{
	if (c->pid != 0 && waitpid(c->pid, NULL, WNOHANG) == c->pid) {
		close(c->fd);
		c->pid = 0;
	}
	return c->pid != 0;
}

bool
child_grown(const struct child *c, const struct child_setting *s)
{
	unsigned long all, held = 0;
	char path[64];
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/statm", (int)c->pid);
	f = fopen(path, "r");
	if (f == NULL)
		return false;
	if (fscanf(f, "%lu %lu", &all, &held) != 2)
		held = 0;
	fclose(f);
	return held * (size_t)sysconf(_SC_PAGESIZE) > s->most_bytes;
}

bool
child_make(struct child *c, struct arena *a, const struct child_setting *s, struct str fo,
    struct frame *out)
{
	int64_t until = frame_clock() + s->letter_ms;

	if (frame_put(c->fd, FRAME_LETTER, fo, until) == FRAME_DONE &&
	    frame_get(a, c->fd, FRAME_PDF_MOST, until, out) == FRAME_DONE &&
	    (out->kind == FRAME_MADE || out->kind == FRAME_BAD))
		return true;
	child_kill(c);
	return false;
}

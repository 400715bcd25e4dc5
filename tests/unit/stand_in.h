/* stand_in.h - the servers of tests/stand-in/mail.mjs beside a unit test, one for all its tests */
#ifndef STAND_IN_H
#define STAND_IN_H

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "json/json.h"
#include "machine/machine.h"

static char stand_in_dir[] = "/tmp/skranke-post-XXXXXX";
static int stand_in_port;
static pid_t stand_in_pid;
static int stand_in_line;		/* it ends when this is closed */

static int
stand_in_start(void **state)
{
	int in[2], out[2];
	char path[4096];
	FILE *f;

	(void)state;
	if (mkdtemp(stand_in_dir) == NULL || pipe(in) != 0 || pipe(out) != 0)
		return 1;
	stand_in_pid = fork();
	if (stand_in_pid == 0) {
		dup2(in[0], STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		close(in[1]);
		close(out[0]);
		snprintf(path, sizeof path, "var/node/bin:%s", getenv("PATH"));
		setenv("PATH", path, 1);
		execlp("node", "node", "tests/stand-in/mail.mjs", stand_in_dir, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	stand_in_line = in[1];
	f = fdopen(out[0], "r");
	return f == NULL || fscanf(f, "port %d", &stand_in_port) != 1;
}

static int
stand_in_stop(void **state)
{
	char cmd[64];

	(void)state;
	close(stand_in_line);
	waitpid(stand_in_pid, NULL, 0);
	snprintf(cmd, sizeof cmd, "rm -r '%s'", stand_in_dir);
	return system(cmd);
}

static inline struct str
stand_in_url(struct arena *a, const char *path)
{
	return str_fmt(a, "http://127.0.0.1:%d%s", stand_in_port, path);
}

/* /-/WHAT, with a body of JSON in which ' stands for " */
static inline json_t *
stand_in_tell(struct arena *a, const char *what, const char *body)
{
	char *z = arena_alloc(a, strlen(body) + 1);
	struct machine_request r = { .method = "POST", .type = STR("application/json"),
		.url = stand_in_url(a, str_z(a, str_fmt(a, "/-/%s", what))), .most = 1 << 20 };
	struct machine_answer got;

	for (size_t i = 0; body[i] != '\0'; i++)
		z[i] = body[i] == '\'' ? '"' : body[i];
	r.body = str_from_z(z);
	assert_int_equal(machine_call(a, &r, &got), 0);
	assert_int_equal(got.status, 200);
	return json_read(a, got.body);
}

static inline void
stand_in_behave(struct arena *a, const char *order)
{
	stand_in_tell(a, "behave", order);
}

static inline json_t *
stand_in_seen(struct arena *a)
{
	return stand_in_tell(a, "seen", "{}");
}

/* How often a step was asked for: "svarut send". */
static inline int
stand_in_calls(struct arena *a, const char *step)
{
	return (int)json_integer_value(json_object_get(json_object_get(stand_in_seen(a),
	    "calls"), step));
}

/* What a stand-in refused; the empty str when nothing. */
static inline struct str
stand_in_wrong(struct arena *a)
{
	const json_t *v = json_array_get(json_object_get(stand_in_seen(a), "wrong"), 0);

	return v == NULL ? STR_NONE : str_dup(a, str_from_z(json_string_value(v)));
}

static inline struct str
stand_in_file(struct arena *a, const char *name)
{
	return str_fmt(a, "%s/%s", stand_in_dir, name);
}

/* Before each test: nothing seen, all well. */
static inline void
stand_in_fresh(struct arena *a)
{
	stand_in_tell(a, "well", "{}");
	stand_in_tell(a, "forget", "{}");
}

#define STAND_IN_TESTS(...) int main(void) { const struct CMUnitTest tests_[] = { __VA_ARGS__ }; \
	return cmocka_run_group_tests_name(__FILE__, tests_, stand_in_start, stand_in_stop); }

#endif

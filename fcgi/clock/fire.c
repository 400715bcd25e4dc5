#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/time.h"
#include "case/case.h"
#include "clock/clock.h"
#include "clock/sql.h"
#include "db/db.h"
#include "hearing/hearing.h"
#include "register/register.h"
#include "release/release.h"
#include "release/said.h"
#include "release/store.h"

#define PACE_MINUTES	"60"
#define MOST_REMOVED	"200"		/* a sweep; the next takes the next */

/* A locked case and the deadline that is due in it. */
struct due {
	struct str	 deadline_id, release_id, answers, said, hearings;
	struct case_event e;
};

static struct str
skipped_array(const struct clock *k, struct arena *a)
{
	struct buf b = buf_new(a, 64);

	buf_add_char(&b, '{');
	for (size_t i = 0; i < k->nskipped; i++)
		buf_fmt(&b, "%s%s", i > 0 ? "," : "", k->skipped[i]);
	buf_add_char(&b, '}');
	return buf_str(&b);
}

static void
skip(struct clock *k, struct str deadline_id)
{
	if (k->nskipped < CLOCK_MOST_SKIPPED)
		snprintf(k->skipped[k->nskipped++], sizeof k->skipped[0], STR_FMT,
		    STR_ARG(deadline_id));
}

/* Lock a case and mark its deadline.  *found is false, too, when the deadline was cancelled in
   between. */
static enum err
take(struct clock *k, struct arena *a, struct due *d, bool *found)
{
	const struct db_rows *r, *marked;

	r = DB_ADD(k->db, SQL_CLOCK_DUE, skipped_array(k, a));
	TRY(db_run(k->db));
	*found = db_count(r) > 0;
	if (!*found)
		return ERR_OK;
	*d = (struct due){ .deadline_id = db_get(r, 0, "deadline_id"), .release_id = db_get(r, 0,
	    "release_id"),
		.answers = db_get(r, 0, "answers"), .said = db_get(r, 0, "said"),
		.hearings = db_get(r, 0, "hearings") };
	d->e = (struct case_event){ .tenant_id = db_get(r, 0, "tenant_id"),
	    .case_id = db_get(r, 0, "case_id"),
		.revision = db_get(r, 0, "revision"), .state = db_get(r, 0, "state"),
		.received_at = db_at(r, 0, "received_at"), .clocks = db_get(r, 0, "clocks"), .event = str_z(a, db_get(r, 0, "event")),
		.by = FLOW_SYSTEM };
	marked = DB_ADD(k->db, SQL_CLOCK_MARK, d->deadline_id);
	TRY(db_run(k->db));
	*found = db_count(marked) > 0;
	return ERR_OK;
}

static enum err
commit_step(struct clock *k, struct due *d, const struct db_rows *moved)
{
	TRY(db_run(k->db));
	if (db_count(moved) == 0)
		return log_err(ERR_STALE, "deadline-stale", d->e.event);
	return db_commit(k->db);
}

/* Nothing takes the event where the case is now, or its condition does not hold: it will not come
   back. */
static enum err
drop(struct clock *k, struct arena *a, const struct due *d, enum err why)
{
	log_line(LOG_WARN, "deadline-dropped", "deadline", str_z(a, d->deadline_id), "event",
	    d->e.event, "state", str_z(a, d->e.state), "why", err_text(why), NULL);
	DB_ADD(k->db, SQL_CLOCK_DROP, d->deadline_id);
	return db_commit(k->db);
}

static enum err
fire(struct clock *k, struct arena *a, struct due *d)
{
	const struct release *release = NULL;
	const struct db_rows *moved = NULL;
	struct answers *answers = NULL;
	struct form_world world, then;
	struct release_said said;
	enum err e;

	TRY(release_get(k->releases, a, d->release_id, LANG_NB, &release));
	world = registers_world(k->registers, a, d->e.tenant_id);
	TRY(answers_read(a, release->form, d->answers, (struct form_pairs){ NULL, 0 }, &answers));
	hearing_world(a, d->hearings, &world);
	then = world;				/* judged as on the day it came in */
	then.today = time_day(time_oslo_date(d->e.received_at));
	answers_sent(answers, &then);
	said = (struct release_said){ release, answers, d->said, 0 };
	release_said_in(&said, &world);
	d->e.release = release;
	d->e.answers = answers;
	d->e.world = &world;
	e = case_fire(k->db, a, &d->e, &moved);
	if (e == ERR_STALE || e == ERR_INVALID || e == ERR_DENIED)
		return drop(k, a, d, e);
	TRY(e);
	TRY(commit_step(k, d, moved));
	log_line(LOG_INFO, "deadline", "deadline", str_z(a, d->deadline_id), "case",
	    str_z(a, d->e.case_id), "event", d->e.event, NULL);
	return ERR_OK;
}

enum err
clock_fire(struct clock *k, struct arena *a, bool *found)
{
	struct due d = { 0 };
	enum err e;

	*found = false;
	TRY(db_begin(k->db, a, STR_NONE, STR_NONE));
	e = take(k, a, &d, found);
	if (e != ERR_OK || !*found) {
		db_rollback(k->db);
		*found = *found || d.deadline_id.n > 0;		/* cancelled meanwhile: there may be
								   another */
		return e;
	}
	e = fire(k, a, &d);
	if (e == ERR_OK)
		return ERR_OK;
	db_rollback(k->db);
	log_line(LOG_ERROR, "deadline-later", "deadline", str_z(a, d.deadline_id), "error",
	    err_text(e), NULL);
	/* those may go better the next time */
	if (e != ERR_DB && e != ERR_UNCERTAIN && e != ERR_STALE)
		skip(k, d.deadline_id);
	return e;
}

static const char *
count_z(struct arena *a, const struct db_rows *r, const char *column)
{
	return str_z(a, str_fmt(a, "%lld", (long long)db_int(r, 0, column)));
}

/* In a transaction of its own: cases are large. */
static enum err
retire(struct clock *k, struct arena *a)
{
	const struct db_rows *r;

	TRY(db_begin(k->db, a, STR_NONE, STR_NONE));
	r = DB_ADD(k->db, SQL_CLOCK_RETIRE, STR(MOST_REMOVED));
	TRY(db_commit(k->db));
	if (db_int(r, 0, "removed") > 0)
		log_line(LOG_INFO, "cases-removed", "cases", count_z(a, r, "removed"), "persons",
		    count_z(a, r, "persons"), NULL);
	if (db_int(r, 0, "left_over") > 0)
		log_line(LOG_ERROR, "cases-not-removed", "cases", count_z(a, r, "left_over"), NULL);
	return ERR_OK;
}

enum err
clock_sweep(struct clock *k, struct arena *a)
{
	const struct db_rows *asked, *r;
	int64_t all;

	k->nskipped = 0;
	TRY(db_begin(k->db, a, STR_NONE, STR_NONE));
	asked = DB_ADD0(k->db, SQL_CLOCK_REMIND);
	r = DB_ADD0(k->db, SQL_CLOCK_SWEEP);
	DB_ADD(k->db, SQL_CLOCK_PACE, STR(PACE_MINUTES));
	TRY(db_commit(k->db));
	if (db_int(asked, 0, "reminders") > 0)
		log_line(LOG_INFO, "reminded", "drafts", count_z(a, asked, "reminders"), NULL);
	all = db_int(r, 0, "attempts") + db_int(r, 0, "sessions") + db_int(r, 0,
	    "posts") + db_int(r, 0, "drafts") + db_int(r, 0, "files") + db_int(r, 0, "requests");
	if (all > 0)
		log_line(LOG_INFO, "swept", "attempts", count_z(a, r, "attempts"), "sessions",
		    count_z(a, r, "sessions"), "posts", count_z(a, r, "posts"), "drafts",
		    count_z(a, r, "drafts"), "files", count_z(a, r, "files"), "requests",
		    count_z(a, r, "requests"), NULL);
	return retire(k, a);
}

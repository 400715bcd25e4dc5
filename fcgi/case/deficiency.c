/* deficiency.c - what is missing is asked for, and answered */
#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "case/case.h"
#include "case/files.h"
#include "case/private.h"
#include "case/sql.h"

#define REMIND_USEC	(INT64_C(3) * 24 * 3600 * 1000000)
#define REMIND_DAYS	6		/* a request shorter than this has no reminder */

int64_t
case_answer_by(struct arena *a, int64_t now_at, int days)
{
	int64_t due_at = 0;

	CHECK(flow_due(str_fmt(a, "P%dD", days), now_at, true, &due_at));
	return due_at;
}

static void
move_deadline(struct db *db, struct arena *a, const struct case_event *e, struct str event,
    int64_t due_at)
{
	DB_ADD(db, SQL_DEADLINE_CANCEL, e->tenant_id, e->case_id, event);
	if (due_at != 0)
		DB_ADD(db, SQL_DEADLINE_PUT, id_new(a), e->tenant_id, e->case_id, event,
		    case_pg_time(a, due_at), STR_NONE);
}

void
case_ask(struct db *db, struct arena *a, const struct case_event *e, const struct case_ask *ask)
{
	move_deadline(db, a, e, STR("deadline.answer"), ask->answer_by_at);
	move_deadline(db, a, e, STR("deadline.remind"), ask->days < REMIND_DAYS ? 0 :
	    ask->answer_by_at - REMIND_USEC);
	DB_ADD(db, SQL_DEFICIENCY_CLOSE, e->tenant_id, e->case_id, STR("replaced"));
	DB_ADD(db, SQL_DEFICIENCY_PUT, e->tenant_id, e->case_id, str_fmt(a, "%d", ask->days),
	    case_pg_time(a, ask->answer_by_at), ask->text);
	DB_ADD(db, SQL_DEFICIENCY_ITEMS_PUT, e->tenant_id, e->case_id, e->data);
}

void
case_unask(struct db *db, const struct case_event *e)
{
	DB_ADD(db, SQL_DEFICIENCY_CLOSE, e->tenant_id, e->case_id, STR("withdrawn"));
}

/* Field names need no quoting. */
static struct str
names_array(struct arena *a, const struct str *v, size_t n)
{
	struct buf b = buf_new(a, 64);

	buf_add_char(&b, '{');
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s" STR_FMT, i > 0 ? "," : "", STR_ARG(v[i]));
	buf_add_char(&b, '}');
	return buf_str(&b);
}

const struct db_rows *
case_answer(struct db *db, struct arena *a, const struct case_event *e,
    const struct case_answer *x)
{
	struct buf xml = buf_new(a, 4096);
	struct form_pids pids = { NULL, 0 };
	struct str files = answers_files(e->answers, ANSWERS_PRUNED);

	answers_write(e->answers, ANSWERS_PRUNED, &xml, &pids);
	DB_ADD(db, SQL_CASE_ANSWERS_SET, e->case_id, buf_str(&xml), case_pid_array(a, pids),
	    case_warnings(a, e->answers), case_columns(a, e->answers));
	if (files.n > 0)
		DB_ADD(db, SQL_CASE_FILES_TAKE, e->case_id, x->draft_id, case_ids_array(a, files));
	DB_ADD(db, SQL_DEFICIENCY_ITEMS_ANSWERED, e->tenant_id, e->case_id,
	    names_array(a, x->answered, x->nanswered));
	case_message_items(db, x->draft_id);
	return DB_ADD(db, SQL_DEFICIENCY_ANSWER, e->tenant_id, e->case_id, x->draft_id,
	    x->message);
}

#include "case/case.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "case/fee.h"
#include "case/files.h"
#include "case/private.h"
#include "case/sql.h"

#define CODE_CHARS	16		/* 80 bits: no code is guessed */

struct form_pairs
case_pairs(struct arena *a, struct str list)
{
	size_t n = list.n > 0;
	struct str *v;

	for (size_t i = 0; i < list.n; i++)
		n += list.p[i] == ' ';
	v = arena_alloc(a, n * sizeof *v);
	for (size_t i = 0; i < n; i++)
		v[i] = str_cut(&list, ' ');
	return (struct form_pairs){ v, n };
}

struct str
case_pid_array(struct arena *a, struct form_pids pids)
{
	struct buf b = buf_new(a, 64);

	buf_add_char(&b, '{');
	for (size_t i = 0; i < pids.n; i++) {
		if (i > 0)
			buf_add_char(&b, ',');
		buf_add(&b, pids.v[i]);
	}
	buf_add_char(&b, '}');
	return buf_str(&b);
}

/* What the rules only warned of goes with the case, for the caseworker. */
struct str
case_warnings(struct arena *a, const struct answers *answers)
{
	struct buf b = buf_new(a, 256);
	bool any = false;

	buf_add_char(&b, '[');
	for (size_t i = 0; i < answers->nissues; i++) {
		const struct form_issue *is = &answers->issue[i];

		if (is->level == FORM_ERROR)
			continue;
		buf_add_z(&b, any ? ",\"" : "\"");
		buf_json(&b, is->text);
		buf_add_char(&b, '"');
		any = true;
	}
	buf_add_char(&b, ']');
	return buf_str(&b);
}

struct str
case_columns(struct arena *a, const struct answers *answers)
{
	const struct form *f = answers->form;
	struct buf b = buf_new(a, 256);

	buf_add_char(&b, '{');
	for (size_t i = 0; i < f->nitems; i++) {
		const struct form_item *it = f->item[i];
		const struct answer *n = it->column ? answer_of(answers->root, it) : NULL;

		if (n == NULL || !n->relevant || n->text.n == 0 || n->wrong || n->ref ||
		    it->carries)
			continue;
		buf_add_z(&b, b.n > 1 ? ",\"" : "\"");
		buf_json(&b, it->name);
		buf_add_z(&b, "\":\"");
		buf_json(&b, n->text);
		buf_add_char(&b, '"');
	}
	buf_add_char(&b, '}');
	return buf_str(&b);
}

static const struct db_rows *
insert_case(struct db *db, struct arena *a, const struct case_new *c, const struct case_step *begin)
{
	struct buf xml = buf_new(a, 4096);
	struct form_pids pids = { NULL, 0 };
	int64_t due_at = 0;

	(void)case_due(a, begin, false, &due_at);
	answers_write(c->answers, ANSWERS_PRUNED, &xml, &pids);
	return DB_ADD(db, SQL_CASE_INSERT, begin->case_id, c->draft_id, c->release->service->prefix,
	    begin->result->to, buf_str(&xml), case_pid_array(a, pids),
	    case_warnings(a, c->answers), id_code(a, CODE_CHARS), case_pg_time(a, due_at),
	    case_ball(a, c->release, begin->result->to), case_routes(a, c),
	    c->gaps.p != NULL ? c->gaps : STR("[]"), case_columns(a, c->answers));
}

const struct db_rows *
case_submit(struct db *db, struct arena *a, const struct case_new *c)
{
	bool registered = c->desk_user_id.p != NULL;
	int64_t came_at = c->came_at != 0 ? c->came_at : c->world->now_at;
	struct case_hold hold = { c->answers, c->world };
	struct flow_result result;
	struct case_step begin = { .tenant_id = c->tenant_id, .case_id = id_new(a),
	    .at = { .at = came_at, .received_at = came_at, .rule = case_rule, .ctx = &hold },
	    .is_new = true, .result = &result };
	const struct db_rows *rows;
	struct str files = answers_files(c->answers, ANSWERS_PRUNED);

	flow_initial(a, c->release->flow, &begin.at, &result);
	case_parties(db, a, c->draft_id, c->release, c->answers, c->world);
	rows = insert_case(db, a, c, &begin);
	if (files.n > 0 || registered)
		DB_ADD(db, SQL_CASE_FILES_TAKE, begin.case_id, c->draft_id,
		    case_ids_array(a, files));
	case_fee_put(db, a, c, &begin);
	DB_ADD(db, SQL_CASE_EVENT_PUT, begin.tenant_id, begin.case_id, STR(FLOW_SUBMIT), STR_NONE,
	    result.to, registered ? STR("caseworker") : STR("applicant"),
	    registered ? c->desk_user_id : c->person_id, c->data.p != NULL ? c->data : STR("{}"));
	DB_ADD(db, SQL_CASE_ADDRESS_PUT, begin.tenant_id, begin.case_id,
	    case_addresses(a, c->release, c->answers, c->world));
	case_do(db, a, &begin);
	case_fee_settle(db, c->release, begin.tenant_id, begin.case_id, result.to);
	DB_ADD(db, SQL_CASE_DRAFT_DELETE, c->draft_id);
	return rows;
}

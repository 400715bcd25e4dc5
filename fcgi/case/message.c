/* message.c - what the applicant sends in a case beside the application */
#include "base/buf.h"
#include "base/id.h"
#include "base/hash.h"
#include "case/case.h"
#include "case/sql.h"
#include "json/out.h"
#include "outbox/outbox.h"
#include "release/shared.h"

/* What was sent is in the chain by its hashes: it can be proved, and is not read there. */
static struct str
event_json(struct arena *a, const struct case_message *m, struct str id)
{
	struct buf b = buf_new(a, 512);

	json_open(&b, NULL, '{');
	json_say(&b, "message", id);
	json_say_any(&b, "letter", m->letter_id);
	if (m->text.n > 0)
		json_say(&b, "text_sha256", hash_sha256_hex(a, m->text));
	json_open(&b, "files", '[');
	for (size_t i = 0; i < m->nfiles; i++)
		json_say(&b, NULL, m->file_sha256[i]);
	json_close(&b, ']');
	if (m->nremarks > 0)
		json_open(&b, "remarks", '[');
	for (size_t i = 0; i < m->nremarks; i++)
		json_say(&b, NULL, m->remark_id[i]);
	if (m->nremarks > 0)
		json_close(&b, ']');
	json_close(&b, '}');
	return buf_str(&b);
}

static struct str
receipt_json(struct arena *a, const struct case_message *m)
{
	struct buf b = buf_new(a, 1024);

	json_open(&b, NULL, '{');
	json_say(&b, "template", STR(SHARED_MESSAGE));
	json_say(&b, "to", STR("applicant"));
	json_say(&b, "title", m->receipt_title);
	json_say(&b, "text", m->receipt_text);
	json_say_bool(&b, "receipt", true);	/* nobody needs to be told on paper of it */
	json_close(&b, '}');
	return buf_str(&b);
}

const struct db_rows *
case_message_send(struct db *db, struct arena *a, const struct case_event *e,
    const struct case_message *m)
{
	struct case_event sent = *e;
	struct str id = id_new(a);
	const struct db_rows *rows = DB_ADD(db, SQL_MESSAGE_PUT, m->draft_id, id, m->text);

	DB_ADD(db, SQL_MESSAGE_FILES_TAKE, m->draft_id);
	for (size_t i = 0; i < m->nremarks; i++)
		DB_ADD(db, SQL_MESSAGE_REMARK_PUT, id, m->remark_id[i]);
	DB_ADD(db, SQL_MESSAGE_END, m->draft_id);
	sent.event = "message";
	sent.data = event_json(a, m, id);
	case_happen(db, &sent);
	outbox_put(db, a, &(struct outbox_item){ .tenant_id = e->tenant_id,
	    .case_id = e->case_id, .kind = STR("letter"), .payload = receipt_json(a, m) });
	return rows;
}

void
case_message_items(struct db *db, struct str draft_id)
{
	DB_ADD(db, SQL_MESSAGE_ITEMS_PUT, draft_id);
	DB_ADD(db, SQL_MESSAGE_FILES_TAKE, draft_id);
	DB_ADD(db, SQL_MESSAGE_ITEMS_ANSWERED, draft_id);
}

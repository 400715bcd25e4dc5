/* party.c - who an application is also of, by what the answers say and service.xml asks for */
#include "base/arena.h"
#include "base/buf.h"
#include "case/case.h"
#include "case/sql.h"

/* An answer that counts: relevant, and nothing wrong with it. */
static struct str
said(const struct answers *answers, const struct form_item *it)
{
	const struct answer *n = it != NULL ? answer_of(answers->root, it) : NULL;

	return n == NULL || !n->relevant || n->wrong || n->ref ? STR("") : n->text;
}

static void
put_text(struct buf *b, const char *key, struct str text)
{
	buf_add_z(b, key);
	buf_add_char(b, '"');
	buf_json(b, text);
	buf_add_char(b, '"');
}

static void
put_flag(struct buf *b, const char *key, bool on)
{
	buf_add_z(b, key);
	buf_add_z(b, on ? "true" : "false");
}

static void
put_party(struct buf *b, const struct release_party *p, struct str pid, struct str name)
{
	put_text(b, b->n > 1 ? ",{\"party\":" : "{\"party\":", p->said->id);
	put_text(b, ",\"pid\":", pid);
	put_text(b, ",\"name\":", name);
	put_flag(b, ",\"fill\":", p->said->fill);
	put_flag(b, ",\"sign\":", p->said->sign);
	put_flag(b, ",\"applicant\":", p->said->applicant);
	buf_add_char(b, '}');
}

void
case_parties(struct db *db, struct arena *a, struct str draft_id, const struct release *release,
    const struct answers *answers, const struct form_world *world)
{
	struct buf b = buf_new(a, 256);

	if (release->nparties == 0)
		return;
	buf_add_char(&b, '[');
	for (size_t i = 0; i < release->nparties; i++) {
		const struct release_party *p = &release->parties[i];
		struct str pid = said(answers, p->of);

		if (pid.n > 0 && (p->when == NULL || form_expr_true(p->when, answers, world)))
			put_party(&b, p, pid, said(answers, p->name));
	}
	buf_add_char(&b, ']');
	DB_ADD(db, SQL_DRAFT_PARTIES_PUT, draft_id, buf_str(&b));
}

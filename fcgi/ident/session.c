#include "ident/session.h"

#include "base/hash.h"
#include "db/db.h"
#include "ident/sql.h"

enum { TOKEN_CHARS = 43 };

const struct db_rows *
session_ask(struct db *db, enum session_side side)
{
	if (side == SESSION_NONE)
		return NULL;
	return side == SESSION_CITIZEN ? DB_ADD0(db, SQL_SESSION_USE_CITIZEN) :
	    DB_ADD0(db, SQL_SESSION_USE_DESK);
}

bool
session_take(const struct db_rows *rows, struct session *out)
{
	if (rows == NULL || db_count(rows) == 0)
		return false;
	*out = (struct session){
		.id = db_get(rows, 0, "session_id"),
		.client = db_get(rows, 0, "client"),
		.person_id = db_get(rows, 0, "person_id"),
		.desk_user_id = db_get(rows, 0, "desk_user_id"),
		.name = db_get(rows, 0, "name"),
		.csrf = db_get(rows, 0, "csrf"),
		.acr = db_get(rows, 0, "acr"),
		.roles = db_get(rows, 0, "roles"),
		.language = str_eq_z(db_get(rows, 0, "client"), "citizen") ?
		    db_get(rows, 0, "language") : STR_NONE,
	};
	return true;
}

bool
session_has(const struct session *s, const char *role)
{
	struct str rest = s->roles;

	while (rest.n > 0)
		if (str_eq_z(str_cut(&rest, ' '), role))
			return true;
	return false;
}

void
session_choose_lang(struct db *db, enum session_side side, enum lang l)
{
	if (side == SESSION_CITIZEN)
		DB_ADD(db, SQL_PERSON_LANGUAGE_SET, lang_code(l));
}

bool
session_csrf_fits(const struct session *s, struct str field)
{
	return s->csrf.n > 0 && hash_same(s->csrf, field);
}

bool
session_token_is(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		    c == '-' || c == '_'))
			return false;
	}
	return s.n == TOKEN_CHARS;
}

/* verify.c - is this receipt, or this letter, genuine?  Yes or no, and nothing more */
#include "base/hash.h"
#include "base/hex.h"
#include "base/id.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "http/multipart.h"
#include "page/page.h"

#define FIELDS_BYTES	((size_t)8 << 10)
#define FILE_BYTES	((uint64_t)20 << 20)	/* no letter of ours is near it */
#define HASH_CHARS	64

static enum err
show(struct req *r, const char *answer, struct str code)
{
	vset_z(page_map(r), "answer", answer);
	vset_flag(page_map(r), "answer_file", str_eq_z(str_from_z(answer), "no-file") ||
	    str_eq_z(str_from_z(answer), "file-big"));
	vset(page_map(r), "code", code);
	return page_show(r, "citizen/verify");
}

/* A SHA-256 as programs print it: capitals, blanks and colons do not matter.  Empty when it is
   none. */
static struct str
read_hash(struct arena *a, struct str typed)
{
	char digits[HASH_CHARS];
	size_t n = 0;

	for (size_t i = 0; i < typed.n; i++) {
		char c = typed.p[i];

		if (c == ' ' || c == ':')
			continue;
		c = c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : c;
		if (n == HASH_CHARS || hex_digit(c) < 0)
			return STR("");
		digits[n++] = c;
	}
	return n == HASH_CHARS ? str_dup(a, (struct str){ digits, n }) : STR("");
}

/* ?kode= is what the form sends without JavaScript. */
enum err
citizen_verify_form(struct req *r)
{
	struct str typed = params_get(&r->query, "kode"), code = read_hash(r->a, typed);

	if (code.n == 0)
		code = id_code_read(r->a, typed);
	TRY(page_read(r));
	if (typed.p == NULL)
		return show(r, "", STR(""));
	if (code.n == 0) {
		r->status = err_http(ERR_INVALID);
		return show(r, "unreadable", typed);
	}
	reply_redirect(r, str_fmt(r->a, "/kontroll/" STR_FMT, STR_ARG(code)));
	return ERR_OK;
}

static enum err
answer_letter(struct req *r, const struct db_rows *rows, struct str code)
{
	bool genuine = db_bool(rows, 0, "genuine");

	if (!genuine)
		r->status = err_http(ERR_GONE);
	return show(r, genuine ? "letter" : "unknown-letter", code);
}

enum err
citizen_verify(struct req *r)
{
	struct str hash = read_hash(r->a, r->seg[0]), code = id_code_read(r->a, r->seg[0]);
	const struct db_rows *rows = hash.n > 0 ? DB_ADD(page_db(r), SQL_LETTER_VERIFY, hash) :
	    DB_ADD(page_db(r), SQL_RECEIPT_VERIFY, code.n > 0 ? code : STR("-"));
	bool genuine;

	TRY(page_read(r));
	if (hash.n > 0)
		return answer_letter(r, rows, hash);
	genuine = db_bool(rows, 0, "genuine");
	if (!genuine)
		r->status = err_http(ERR_GONE);
	return show(r, genuine ? "genuine" : "unknown", code.n > 0 ? code : r->seg[0]);
}

/* ---- a file: its hash is taken while it comes, and nothing of it is kept ---- */

struct fingerprint {
	struct arena	*a;
	struct hash	*hash;			/* of the file under way; NULL: not this one */
	struct str	 hex;			/* empty: none came */
};

static enum err
on_begin(void *ctx, const struct multipart_part *part)
{
	struct fingerprint *f = ctx;

	f->hash = str_eq_z(part->name, "fil") && f->hex.n == 0 ? hash_begin(f->a) : NULL;
	return ERR_OK;
}

static enum err
on_data(void *ctx, const void *p, size_t n)
{
	struct fingerprint *f = ctx;

	if (f->hash != NULL)
		hash_add(f->hash, p, n);
	return ERR_OK;
}

static enum err
on_end(void *ctx)
{
	struct fingerprint *f = ctx;

	if (f->hash != NULL)
		f->hex = hash_end_hex(f->a, f->hash);
	return ERR_OK;
}

enum err
citizen_verify_file(struct req *r)
{
	struct fingerprint f = { .a = r->a };
	struct multipart_sink sink = { on_begin, on_data, on_end, &f };
	enum err came = r->multipart ? req_multipart(r, FIELDS_BYTES, FILE_BYTES, &sink) : ERR_OK;
	const struct db_rows *rows;

	if (came != ERR_OK && came != ERR_TOO_BIG)
		return came;
	rows = DB_ADD(page_db(r), SQL_LETTER_VERIFY, f.hex.n > 0 ? f.hex : STR("-"));
	TRY(page_look(r));		/* it changes nothing, so it needs no form token */
	TRY(page_commit(r));
	if (came == ERR_OK && f.hex.n > 0)
		return answer_letter(r, rows, f.hex);
	r->status = err_http(came != ERR_OK ? came : ERR_INVALID);
	return show(r, came != ERR_OK ? "file-big" : "no-file", STR(""));
}

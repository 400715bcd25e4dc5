/*
 * page.h - what the citizen, desk and login programs share in answering a page
 *
 * A handler that reads:   DB_ADD … ; TRY(page_read(r)); fill page_map(r); return page_show(r,
 * "citizen/cases");
 * A handler that saves:   DB_ADD … ; TRY(page_open(r)); DB_ADD … ; TRY(page_commit(r));
 * reply_redirect(…);
 *
 * page_before() has begun the transaction and queued the session; nothing is sent before page_read
 * or page_open, so a page costs one round trip and a save two.  Both check that the route's `who`
 * is fulfilled, and page_open that the form token is the session's.  page_show refuses (CHECK) a
 * request whose session was never judged.
 */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include "base/lang.h"
#include "db/db.h"
#include "http/req.h"
#include "ident/session.h"
#include "page/tenant.h"
#include "view/view.h"

struct registers;
struct release_letter;
struct release_store;
struct messages;

/* One per process; made by page_app_new, handed to http_main as app. */
struct page_app {
	const char	*program;	/* "citizen": prefix of page names and of the trouble
					   page */
	struct arena	*a;		/* process lifetime */
	struct db	*db;
	struct views	*views[LANG_COUNT];	/* NULL but for bokmål: no choice of language */
	struct tenants	*tenants;
	struct registers *registers;	/* this and the next two: NULL for SESSION_NONE */
	struct release_store *releases;
	const struct messages *messages;
	const struct release_letter *message;	/* SHARED_MESSAGE, by language; of staff alone */
	const char	*templates_dir;
	struct str	 asset_version;	/* of build/static; empty when unknown */
	enum session_side side;	/* whose sessions count here */
};

/*
 * page_app_new - what a program holds from its start to its end
 *
 * takes  environment  SKRANKE_DB, SKRANKE_TEMPLATES; SKRANKE_LANGUAGES (the same in other
 *                     languages, a folder each), SKRANKE_STATIC (the folder whose VERSION is
 *                     asset_version) and SKRANKE_TEST_NUMBERS (synthetic numbers are numbers) may
 *                     be absent
 * fails  ERR_CONFIG   logged, with file and line
 */
enum err page_app_new(struct arena *process, const char *program, enum session_side,
    struct page_app **out) MUST_USE;

/* http_program's before: tenant by host, transaction begun, session queued. */
enum err page_before(struct req *);
/* http_program's trouble: an honest page for an error; ERR_LOGIN on GET becomes a redirect to the
   login. */
void page_trouble(struct req *, enum err);

struct page_app *page_app(const struct req *);
struct db *page_db(const struct req *);
const struct tenant *page_tenant(const struct req *);
const struct session *page_session(const struct req *);	/* NULL when nobody is logged in */
struct vmap *page_map(const struct req *);

/*
 * page_lang - what the page is in
 *
 * The address (?lang=nn), else the cookie LANG_COOKIE, else the profile of who is logged in, else
 * bokmål; what is none of our languages counts as absent.  The address sets the cookie, and the
 * profile too.  The desk is in bokmål.  Before page_read, page_open or page_look the profile is not
 * known.
 */
enum lang page_lang(const struct req *);
#define LANG_COOKIE	"sprak"

/* A text that stands in bokmål in the database: marked when the page is in another language. */
struct str page_nb(const struct req *, struct str);

enum err page_read(struct req *) MUST_USE;	/* commit; then the session is judged */

/*
 * page_ahead - page_read that waits for those rows alone, and those queued before
 * page_rest - waits for the rest; page_show does so itself, when all is filled in
 *
 * For a page with much to fill in: the server works on what is shown last, or on what is only
 * noted down, while the first is filled in.
 */
enum err page_ahead(struct req *, const struct db_rows *) MUST_USE;
enum err page_rest(struct req *) MUST_USE;
enum err page_open(struct req *) MUST_USE;	/* run; judged; the transaction stays open */
enum err page_commit(struct req *) MUST_USE;

/* Begin again after a commit, as the same person; _in: what comes of it lives in another arena. */
enum err page_begin(struct req *) MUST_USE;
enum err page_begin_in(struct req *, struct arena *) MUST_USE;

/* page_open in two steps, for a POST that keeps what was typed when the session has run out:
   page_look runs and knows who is logged in, page_judge refuses as page_open does. */
enum err page_look(struct req *) MUST_USE;
enum err page_judge(struct req *) MUST_USE;

/* Fill the layout's names and run the page into the reply. */
enum err page_show(struct req *, const char *name) MUST_USE;

/* A value of the form posted, in the request's arena; p == NULL when absent. */
struct str page_field(const struct req *, const char *name);

/* The edition of what a posted form was made from, in its field `name`: 0 when it is of nothing
   yet.  What is no such number is PAGE_NO_EDITION, which nothing has. */
int page_edition(const struct req *, const char *name);
#define PAGE_NO_EDITION	INT32_MAX

/* ?etter=KEY,ID, the row after which the page of a list begins, as $1 and $2 of its statement: KEY
   an instant or a day, ID an id.  Both have p == NULL when there is none, or it is no such pair. */
void page_after(const struct req *, struct str out[2]);

/* ERR_LOGIN when the session is less sure than a service asks (its acr); the login then asks for
   that much. */
enum err page_level(struct req *, struct str acr) MUST_USE;

/* Have the layout's login lead back there, not to this page. */
void page_back(struct req *, struct str path);

/* Where the login is, with the way back: /logginn?til=… */
struct str page_login_href(const struct req *, struct str back);

/* An instant, or the day it is in Norway, in words; the empty str for 0, which is never. */
struct str page_at(const struct req *, int64_t at);
struct str page_day(const struct req *, int64_t at);

/* The same day as 16.08.2027, for columns. */
struct str page_day_short(const struct req *, int64_t at);

#endif

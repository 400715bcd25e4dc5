/*
 * postman - makes letters, puts them in mailboxes, sends them or notice of them, asks what became
 *           of them, and reminds of drafts
 *
 * SECURITY  Nobody can reach it: it listens to nothing.  It opens connections to PostgreSQL (role
 *           skranke_postman: cases with an open outbox row, read only; of drafts no more than
 *           whose they are and when they go; outbox, document, delivery and proof to write), to
 *           the press's socket, and to what the settings file names: mail server, SvarUt,
 *           integrasjonspunkt, contact register, Maskinporten.  Runs as user skranke-postman.
 *           E-mail carries nothing of a case.  When it falls, letters wait in the outbox; what
 *           may have been sent is asked for, or shown to a person, and never sent again on a
 *           guess.
 *
 * SKRANKE_DB         conninfo
 * SKRANKE_TEMPLATES  folder: letters, shared/letters, shared/messages.xml
 * SKRANKE_LANGUAGES  folder of the same in other languages; may be unset
 * SKRANKE_TRANSPORTS the transports of each municipality (mail/transports.h); else
 * SKRANKE_MAIL       smtp://HOST:PORT, smtps://HOST:PORT or file:DIR, for all of them: notices only
 * SKRANKE_MAIL_LOGIN file with "user:password" for the mail server; may be unset
 * SKRANKE_PRESS      socket of the press; unset: letters have no PDF, and only notices are sent
 * SKRANKE_POSTMEN    how many work side by side, 1 unless said; see crew.h
 * SKRANKE_TEST_NUMBERS  1: synthetic identity numbers are numbers
 *
 * SIGTERM and SIGINT: the letter at hand is finished first.
 */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/setting.h"
#include "base/time.h"
#include "db/db.h"
#include "form/form.h"
#include "mail/transports.h"
#include "paper/paper.h"
#include "postman/crew.h"
#include "postman/fault.h"
#include "postman/postman.h"
#include "register/register.h"
#include "release/messages.h"
#include "release/store.h"
#include "xml/xml.h"

#define PROCESS_BYTES	((size_t)256 << 20)
#define ROUND_BYTES	((size_t)64 << 20)
#define POLL_MS		5000
#define TROUBLE_MS	2000
#define UNREAD_USEC	(INT64_C(60) * 1000000)

static volatile sig_atomic_t stop;

static void
on_stop(int signum)
{
	(void)signum;
	stop = 1;
}

/* First line, "user:password"; both empty when no file is named. */
static enum err
read_login(struct arena *a, struct str *user, struct str *password)
{
	const char *path = getenv("SKRANKE_MAIL_LOGIN");
	char line[512] = "";
	struct str rest;
	FILE *f;

	*user = *password = STR_NONE;
	if (path == NULL || path[0] == '\0')
		return ERR_OK;
	f = fopen(path, "r");
	if (f != NULL && fgets(line, sizeof line, f) == NULL)
		line[0] = '\0';
	if (f != NULL)
		fclose(f);
	if (line[0] == '\0')
		return log_err(ERR_CONFIG, "mail-login",
		    "SKRANKE_MAIL_LOGIN cannot be read, or is empty");
	rest = str_trim(str_dup(a, str_from_z(line)));
	*user = str_cut(&rest, ':');
	*password = rest;
	return ERR_OK;
}

/* The settings file, or one transport for all. */
static enum err
open_transports(struct postman *p, const char *path)
{
	struct transport *one;
	struct str user, password;
	const char *mail;

	if (path != NULL)
		return transports_open(p->process, path, &p->transports);
	mail = setting_need("SKRANKE_MAIL");
	if (mail == NULL)
		return ERR_CONFIG;
	TRY(read_login(p->process, &user, &password));
	TRY(transport_open(p->process, mail, user, password, &one));
	p->transports = transports_of_one(p->process, one);
	return ERR_OK;
}

static bool
where_asked(void *transports, struct str tenant, struct str *url, struct machine **machine)
{
	return transports_register(transports, tenant, url, machine);
}

static enum err
open_letters(struct postman *p, const char *dir)
{
	struct paper *paper;

	TRY(notice_load(p->process, dir, "notice", p->notice));
	TRY(notice_load(p->process, dir, "reminder", p->reminder));
	TRY(notice_load(p->process, dir, "notice-body", p->body));
	TRY(notice_load(p->process, dir, "notice-hearing", p->hearing));
	TRY(notice_load(p->process, dir, "notice-sign", p->sign));
	TRY(notice_load(p->process, dir, "notice-draft", p->draft));
	TRY(notice_load(p->process, dir, "notice-taken", p->taken));
	TRY(notice_load(p->process, dir, "notice-access", p->access));
	TRY(shared_letter_load(p->process, dir, SHARED_MESSAGE, p->message));
	p->press = setting_maybe("SKRANKE_PRESS");
	if (p->press == NULL)
		return ERR_OK;
	TRY(paper_open(p->process, dir, &paper));
	p->paper = paper;
	return ERR_OK;
}

static enum err
open_all(struct postman *p)
{
	const char *db = setting_need("SKRANKE_DB"), *dir = setting_need("SKRANKE_TEMPLATES"),
	    *transports = setting_maybe("SKRANKE_TRANSPORTS");
	const struct messages *messages;

	if (db == NULL || dir == NULL)
		return ERR_CONFIG;
	p->db = db_new(db);
	db_lacks_log(p->db, p->process);
	TRY(messages_load(p->process, dir, &messages));
	TRY(open_letters(p, dir));
	TRY(open_transports(p, transports));
	p->contacts = contacts_new(p->process, p->db, where_asked, p->transports);
	p->releases = release_store_new(p->process, p->db, messages);
	p->registers = registers_new(p->process, p->db, setting_on("SKRANKE_TEST_NUMBERS"));
	return ERR_OK;
}

static void
on_signal(int signum, void (*fn)(int))
{
	struct sigaction sa = { .sa_handler = fn };

	CHECK(sigaction(signum, &sa, NULL) == 0);
}

/* Nothing due: sleep until somebody puts a row, or the next may have come due. */
static void
rest(struct postman *p, enum err e)
{
	if (e != ERR_OK || db_wait_notify(p->db, "outbox", POLL_MS) != ERR_OK)
		poll(NULL, 0, TROUBLE_MS);
}

/* A letter, then a question, then a letter: neither waits for all of the other.  Once in a while
   what lies unread. */
static enum err
turn(struct postman *p, struct arena *a, int64_t *unread_at, bool *found)
{
	bool asked = false;

	TRY(postman_work(p, a, found));
	arena_reset(a);
	TRY(postman_ask(p, a, &asked));
	*found = *found || asked;
	if (time_now_at() < *unread_at)
		return ERR_OK;
	*unread_at = time_now_at() + UNREAD_USEC;
	arena_reset(a);
	return postman_unread(p, a);
}

static int
work(int slow)
{
	struct postman p = { .process = arena_new(PROCESS_BYTES), .slow = slow };
	struct arena *a = arena_new(ROUND_BYTES);
	int64_t unread_at = 0;

	if (open_all(&p) != ERR_OK)
		return 1;
	on_signal(SIGTERM, on_stop);
	on_signal(SIGINT, on_stop);
	on_signal(SIGPIPE, SIG_IGN);
	log_line(LOG_INFO, "start", NULL);
	while (!stop) {
		bool found = false;
		enum err e = turn(&p, a, &unread_at, &found);

		if (!stop && (!found || e != ERR_OK))
			rest(&p, e);
		arena_reset(a);
	}
	log_line(LOG_INFO, "stop", NULL);
	db_free(&p.db);
	arena_free(&a);
	arena_free(&p.process);
	return 0;
}

int
main(void)
{
	log_program("postman");
	xml_start();
	fault_start();
	return crew_run(work);
}

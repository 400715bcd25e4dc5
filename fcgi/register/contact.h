/*
 * contact.h - how a person may be reached: the contact and reservation register, and what follows
 *
 * What the register said of a person is kept per municipality (table contact) and asked for again
 * when it is older than an hour, up to 1,000 people at a time.  A register that is away is not
 * asked again for a minute: what it said before then holds for some days.
 *
 * A municipality without a register (no <contact-register> in the transports' settings) reaches
 * people as they have told it themselves: person.email, else the letter lies in the mailbox.
 *
 * spec  eForvaltningsforskriften §§ 8, 9, 32; Digdir, Oppslagstjenesten REST v2
 *       (/rest/v2/personer); migrations/0032_contact.sql
 */
#ifndef REGISTER_CONTACT_H
#define REGISTER_CONTACT_H

#include "base/err.h"
#include "base/str.h"

struct arena;
struct contacts;
struct db;
struct db_rows;
struct machine;

enum contact_way {
	CONTACT_DIGITAL,	/* in the mailbox and told of it, or by a digital transport */
	CONTACT_PRINT,		/* on paper */
	CONTACT_PERSON,		/* neither may be: a person must see to it */
	CONTACT_LATER,		/* the register is away and its old answer too old: ask again */
};

enum contact_status { CONTACT_ACTIVE, CONTACT_DELETED, CONTACT_UNREGISTERED };

struct contact_channel {
	struct str	 address;		/* empty: none */
	int64_t		 updated_at, verified_at;	/* 0: never */
};

/* What the judgement is made from. */
struct contact_facts {
	bool		 asks;			/* the municipality has a contact register */
	int64_t		 answered_at;		/* when it last told of the person; 0: never */
	enum contact_status status;
	bool		 reserved;		/* reservasjon JA */
	bool		 notifiable;		/* varslingsstatus KAN_VARSLES */
	struct contact_channel email, phone;
	struct str	 language;		/* the person's own choice, else the register's */
	struct str	 own_email;		/* what the person has told us */
	bool		 graded;		/* the address is (adressegradering) */
	bool		 addressed;		/* a postal address is known */
	bool		 must_reach;		/* no receipt of what was sent in digitally, no
						   reminder: those never go on paper */
	int64_t		 asked_at;		/* when the letter was asked for */
	int		 old_days;		/* how long an old answer holds; 0: 7 */
};

/*
 * DIGITAL  email, phone: those that may be used for a notice; with both empty only a transport that
 *          finds the receiver itself will do
 * no_paper "" when it may go on paper when no digital way does; else the code of the task:
 *          no-address or graded
 * why      a code, "" when there is nothing to say; of PERSON it is the code of the task:
 *            reserved            they want no digital mail     (PRINT)
 *            cannot-be-notified  varslingsstatus               (PRINT)
 *            stale-contact       neither updated nor verified in 18 months (PRINT)
 *            no-contact          nothing is registered         (PRINT, DIGITAL without a register)
 *            no-address          paper, but no postal address  (PERSON)
 *            graded              paper, but the address is graded: never printed by us (PERSON)
 *            register-away       no answer, old or new         (LATER; after three days PERSON)
 */
struct contact_judgement {
	enum contact_way way;
	const char	*why;
	struct str	 email, phone;
	struct str	 language;		/* nb, nn, en or se; may be empty */
	const char	*no_paper;
};

/* contact_judge - the rules; pure, total */
void contact_judge(const struct contact_facts *, int64_t now, struct contact_judgement *out);

struct contact_address {			/* on paper; line1 empty: none known */
	struct str	 line1, line2, postcode, city, country;
};

/* The one a letter or a reminder goes to, with what a transport needs of them.  Never logged. */
struct contact_receiver {
	struct str	 person_id, name, pid;
	struct contact_address address;		/* empty when no_paper is not */
	struct contact_judgement judgement;
};

/* Where a municipality asks: the register's address, without path, and who may ask it; false:
   nowhere.  mail/transports.h has the answer. */
typedef bool contact_where_fn(void *ctx, struct str tenant, struct str *url_out,
    struct machine **machine_out);

/*
 * contacts_new - the contact registers of all municipalities (role skranke_postman)
 *
 * takes  db     kept; contact_fresh begins and ends transactions of its own on it
 *        where  NULL: no municipality has one
 */
struct contacts *contacts_new(struct arena *process, struct db *, contact_where_fn *where,
    void *ctx);

/*
 * contact_fresh - see to it that what is known of the receiver of an outbox row is fresh
 *
 * Asks the register when it is not, about the others who wait for a letter in the municipality in
 * the same call.  Before a letter is made: so that it is in the language that a person, who has
 * chosen none here, has chosen in the register.
 *
 * takes  no open transaction; 10 seconds at most
 * fails  ERR_DB …  as db_commit.  A register that is away is no failure: the judgement tells of it.
 */
enum err contact_fresh(struct contacts *, struct arena *, struct str tenant,
    struct str outbox_id) MUST_USE;

/*
 * contact_add - queue the question who the letter of an outbox row goes to, in the open transaction
 * contact_read - the answer, once it has run; strings live as long as the rows
 *
 * contact_read is false when the row is done, its case or draft is gone, or it goes to a body and
 * not to a person.
 */
const struct db_rows *contact_add(struct db *, struct str outbox_id);
bool contact_read(const struct contacts *, const struct db_rows *, struct str tenant, int64_t now,
    struct contact_receiver *out);

#endif

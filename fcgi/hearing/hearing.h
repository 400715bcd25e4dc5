/*
 * hearing.h - who is asked for their view of an application, what they are told, how many answered
 *
 * A service says it with <hearings> in service.xml.  Of a draft the receivers are the rows of a
 * repeat; a row is known again by what it holds, so that a neighbour whose address is mended is
 * another receiver.  Pure: the tables stand in migrations/0041_hearing.sql.
 */
#ifndef HEARING_HEARING_H
#define HEARING_HEARING_H

#include "form/form.h"
#include "release/service.h"

struct arena;

/* A row of the repeat: its questions navn, adresse, postnummer, poststed, slag, ref, skjermet,
   gardsnummer, bruksnummer, festenummer, seksjonsnummer and eiendom_adresse, those that are
   there. */
struct hearing_receiver {
	struct str	 key;		/* 64 hexadecimal digits */
	struct str	 name, property;	/* property: 12/34, Storgata 1 */
	struct str	 line1, postcode, city;
	struct str	 ref;		/* the register's sealed token of who it is, or empty */
	bool		 organisation;
	bool		 graded;	/* name and address are empty then */
	const struct answer_row *row;
};

struct hearing_receivers {
	const struct hearing_receiver *v;
	size_t		 n;
};

/* Every row in which there is somebody: a name, a token or a graded address.  The answers are
   judged. */
struct hearing_receivers hearing_receivers(struct arena *, const struct service_hearing *,
    const struct answers *);

/* Can a letter go out?  There is a token, or a name and a whole address. */
bool hearing_reachable(const struct hearing_receiver *);

struct hearing_content {
	struct str	 answers;	/* of answers_tell */
	struct str	 sha256;	/* of that, in hexadecimal digits */
	struct str	 files;		/* ids, a blank between */
};

/* graded: an address of those that it is of is; what tells where they live is not in it;
   files are. */
struct hearing_content hearing_content(struct arena *, const struct service_hearing *,
    const struct answers *, bool graded);

/* The labels of what is answered and left out of that. */
size_t hearing_untold(struct arena *, const struct service_hearing *, const struct answers *,
    const struct str **out);

/* What hearing() says in expressions: ID/COUNT=N, a blank between; copied.  Empty: nothing. */
void hearing_world(struct arena *, struct str words, struct form_world *);

/*
 * hearing_draft - the same for a draft, from who has been told what
 *
 * takes  lines  a line for each who was told: hearing, key, sha256 of what, none|remarks|-, and 1
 *               while there is time to answer else 0; a blank between
 * Only receivers that are in the answers now count.  stale: told something else than what the
 * answers are now.  unsent: not told anything.
 * gives  false   the service hears nobody before it is sent: the world stays as it is
 */
bool hearing_draft(struct arena *, const struct service *, const struct answers *,
    struct str lines, struct form_world *);

/* {"key":…} as hearing_send() of the database takes it; pid: p == NULL when it is not known. */
struct str hearing_json(struct arena *, const struct hearing_receiver *, struct str pid);
/* {"sha256","answers","text","law","files":[…]}: what they are told, with what is written to them
   and the law it is asked by. */
struct str hearing_content_json(struct arena *, const struct hearing_content *, struct str text,
    struct str law);

#endif

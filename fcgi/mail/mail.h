/*
 * mail.h - getting a message out, by whatever transport, with an honest answer
 *
 * Knows nothing of cases.  A message has a key that is made once and kept by the caller; the same
 * key is the same message for ever.  A transport that recognises keys never delivers one twice;
 * one that cannot says so, and the caller must not send again on a guess.
 *
 *   file         a folder that somebody else empties: exactly what would have been sent
 *   smtp         a notice by e-mail; never a letter
 *   svarut       KS SvarUt v2; the key is eksternReferanse (mail/svarut.c)
 *   eformidling  an integrasjonspunkt beside us; the key is messageId (mail/eformidling.c)
 */
#ifndef MAIL_MAIL_H
#define MAIL_MAIL_H

#include "base/err.h"
#include "base/str.h"

struct arena;
struct transport;

struct mail_receiver {
	struct str	 name;
	struct str	 pid;			/* national identity number; empty: on paper only */
	struct str	 line1, line2, postcode, city;
	struct str	 country;		/* as on an envelope; empty or Norge: at home */
};

#define MAIL_FILES_MOST	10

struct mail_file {			/* goes with a letter */
	struct str	 name;		/* letters, digits, . _ - and none twice */
	struct str	 media_type;	/* TYPE/SUBTYPE */
	struct str	 bytes;
};

struct mail_letter {
	struct str	 reference;		/* the case's, as people know it */
	struct str	 tenant_name, orgnr;	/* orgnr: nine digits */
	struct mail_receiver to, back;		/* back: the municipality, for what cannot be
						   delivered; no pid */
	bool		 decision;		/* one that the receiver must be told of */
	bool		 print;			/* on paper, not digitally */
	struct str	 language;		/* nb, nn, en, se */
	struct str	 effective;		/* ISO day: not shown before; empty: today */
	struct str	 pdf, filename;		/* filename: letters, digits, . _ - and ends in
						   .pdf */
	const struct mail_file *files;		/* in the order that the letter names them;
						   on paper only what is PDF */
	size_t		 nfiles;
};

struct mail {
	struct str	 key;			/* a notice: letters, digits and hyphens, at most
						   64; a letter: a UUID */
	struct str	 from, from_name;	/* a notice: address; name may be empty */
	struct str	 to;			/* a notice */
	struct str	 subject;		/* one line; shown to people who have not logged
						   in */
	struct str	 text;			/* a notice: UTF-8, lines ended by \n */
	const struct mail_letter *letter;	/* NULL: a notice */
};

enum mail_outcome {
	MAIL_SENT,		/* taken over by the other side */
	MAIL_RETRY_LATER,	/* surely not taken over; worth trying again */
	MAIL_REFUSED,		/* surely not taken over, or given up; again will not help */
	MAIL_UNCERTAIN,		/* may have been taken over: ask, or a person must look */
};

enum mail_event_kind {
	MAIL_TAKEN,		/* lies with the transport */
	MAIL_AVAILABLE,		/* lies where the receiver can open it */
	MAIL_NOTIFIED,		/* the receiver was told of it */
	MAIL_OPENED,		/* by the receiver */
	MAIL_PRINTED,		/* on paper, given to the post */
	MAIL_FAILED,		/* this way came to nothing */
};

struct mail_event {
	enum mail_event_kind what;
	int64_t		 at;		/* as the transport says it */
	struct str	 detail;	/* the transport's own word for it: LEST, PRINTET … */
};

struct mail_answer {
	enum mail_outcome outcome;
	struct str	 reference;	/* MAIL_SENT: what the other side knows it by */
	struct str	 error;		/* else: one line for the log and the row; no address, name
					   or number of anybody in it */
	const char	*code;		/* not MAIL_SENT: refused, bad-address, uncertain,
					   files-paper, transport-missing (mail_task.code), away,
					   settings */
	const struct mail_event *events;	/* of transport_ask, the oldest first */
	size_t		 nevents;
	bool		 final;		/* nothing more to ask for */
};

enum mail_ability {
	MAIL_NOTICE,		/* takes a notice */
	MAIL_DIGITAL,		/* takes a letter to somebody's digital mailbox */
	MAIL_PRINT,		/* takes a letter to be printed and posted */
	MAIL_ASK,		/* can be asked what became of a key */
	MAIL_ELECTRONIC,	/* MAIL_NOTICE or MAIL_DIGITAL */
};

/*
 * transport_open - the transport that a setting names
 *
 * takes  setting  "file:DIR"           one file a message, DIR/KEY.eml, the exact bytes
 *                 "smtp://HOST:PORT"   STARTTLS required unless HOST is this machine
 *                 "smtps://HOST:PORT"
 *        user, password  for SMTP AUTH; empty for none
 * fails  ERR_CONFIG   none of these, or the folder cannot be written
 * The transport lives in the process arena.  mail/transports.h opens several, of all kinds.
 */
enum err transport_open(struct arena *process, const char *setting, struct str user,
    struct str password, struct transport **out) MUST_USE;

/*
 * transport_send - hand one message over; strings of the answer live in the arena
 *
 * MAIL_REFUSED before anything is opened when the transport does not take such a message, when an
 * address is not one, or when a name, subject or key holds a control character.
 * After MAIL_UNCERTAIN, or when nobody knows how it ended: transport_ask first.
 * Takes 30 seconds at most for a notice, two minutes for a letter.
 * spec  RFC 5321, 5322, 3834 (Auto-Submitted: auto-generated); Message-ID is <KEY@from's domain>
 */
struct mail_answer transport_send(struct transport *, struct arena *, const struct mail *) MUST_USE;

/*
 * transport_ask - what became of a message, or of one whose sending was broken off
 *
 * takes  reference  of the answer to transport_send; empty when there was none
 *        print      as the letter said
 * gives  MAIL_SENT         they have it; events tell how far it has come
 *        MAIL_RETRY_LATER  they surely do not have it: it may be sent again, with the same key
 *        MAIL_REFUSED      they had it and gave it up: another way must be found
 *        MAIL_UNCERTAIN    not known: they could not be asked just now, or never can (MAIL_ASK);
 *                          code "uncertain": they answered, and say nothing of it
 * One whose sending was broken off is not asked for within MAIL_SETTLE_SEC of it: they may still
 * be busy taking it over.
 */
struct mail_answer transport_ask(struct transport *, struct arena *, struct str key,
    struct str reference, bool print) MUST_USE;

#define MAIL_SETTLE_SEC	60

bool transport_can(const struct transport *, enum mail_ability);

/* file, email, svarut, eformidling: delivery.channel */
const char *transport_channel(const struct transport *);

/* The end of a file's name, ".pdf": up to eight letters and digits; empty when it has none. */
struct str mail_file_end(struct str name);

/* local@domain in ASCII: a dot-atom, and a host name with a dot in it or "localhost"; at most 254
   bytes (RFC 5321 §4.1.2 without quoted strings and address literals). */
bool mail_address_ok(struct str);

#endif

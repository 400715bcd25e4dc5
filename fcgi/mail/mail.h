/*
 * mail.h - getting a message out, by whatever transport, with an honest answer
 *
 * Knows nothing of cases.  A message has a key that is made once and kept by the caller; the same
 * key is the same message for ever.  A transport that recognises keys never delivers one twice;
 * one that cannot says so, and the caller must not send again on a guess.
 */
#ifndef MAIL_MAIL_H
#define MAIL_MAIL_H

#include "base/err.h"
#include "base/str.h"

struct arena;
struct transport;

struct mail {
	struct str	 key;			/* letters, digits and hyphens; at most 64 */
	struct str	 from, from_name;	/* address; name may be empty */
	struct str	 to;
	struct str	 subject;		/* one line */
	struct str	 text;			/* UTF-8, lines ended by \n */
};

enum mail_outcome {
	MAIL_SENT,		/* taken over by the other side */
	MAIL_RETRY_LATER,	/* surely not taken over; worth trying again */
	MAIL_REFUSED,		/* surely not taken over; trying again will not help */
	MAIL_UNCERTAIN,		/* may have been taken over: a person must look */
};

struct mail_answer {
	enum mail_outcome outcome;
	struct str	 reference;	/* MAIL_SENT: what the other side knows it by */
	struct str	 error;		/* else: one line for the log and the row; no address in
					   it */
};

/*
 * transport_open - the transport that a setting names
 *
 * takes  setting  "file:DIR"           one file a message, DIR/KEY.eml, the exact bytes
 *                 "smtp://HOST:PORT"   STARTTLS required unless HOST is this machine
 *                 "smtps://HOST:PORT"
 *        user, password  for SMTP AUTH; empty for none
 * fails  ERR_CONFIG   none of these, or the folder cannot be written
 * The transport lives in the process arena.
 */
enum err transport_open(struct arena *process, const char *setting, struct str user,
    struct str password, struct transport **out) MUST_USE;

/*
 * transport_send - hand one message over; strings of the answer live in a
 *
 * MAIL_REFUSED before anything is opened when an address is not one (mail_address_ok) or a name,
 * subject or key holds a control character.
 * Takes 30 seconds at most.
 * spec  RFC 5321, 5322, 3834 (Auto-Submitted: auto-generated); Message-ID is <KEY@from's domain>
 */
struct mail_answer transport_send(struct transport *, struct arena *, const struct mail *) MUST_USE;

/*
 * transport_ask - what became of a message whose sending was broken off
 *
 * MAIL_SENT: it was delivered.  MAIL_RETRY_LATER: it surely was not, or a second send of the key
 * does no harm.  MAIL_UNCERTAIN: this transport cannot know.
 */
struct mail_answer transport_ask(struct transport *, struct arena *, struct str key) MUST_USE;

const char *transport_channel(const struct transport *);	/* "file" or "email", for the
								   delivery row */

/* local@domain in ASCII: a dot-atom, and a host name with a dot in it or "localhost"; at most 254
   bytes (RFC 5321 §4.1.2 without quoted strings and address literals). */
bool mail_address_ok(struct str);

#endif

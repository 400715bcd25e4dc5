/* private.h - what the transports share */
#ifndef MAIL_PRIVATE_H
#define MAIL_PRIVATE_H

#include "mail/mail.h"
#include "mail/transports.h"

#define TRANSPORT_MAGIC	0x4d41494cu

struct svarut;
struct eformidling;

struct transport {
	unsigned	 magic;
	const char	*channel;
	unsigned	 can;			/* 1u << enum mail_ability */
	struct mail_answer (*send)(struct transport *, struct arena *, const struct mail *);
	struct mail_answer (*ask)(struct transport *, struct arena *, struct str key,
	    struct str reference, bool print);
	const char	*where;			/* folder or URL */
	const char	*user, *password;	/* NULL for none */
	bool		 near;			/* SMTP on this machine */
	bool		 as_svarut;		/* file: the payload of SvarUt, not of
						   eFormidling */
	const struct svarut *svarut;
	const struct eformidling *eformidling;
};

#define CAN(ability)	(1u << (ability))

/* ERR_CONFIG: the folder cannot be written (logged by none: the caller says it) */
enum err file_transport(struct transport *, struct arena *process, struct str folder) MUST_USE;
enum err smtp_transport(struct transport *, struct arena *process, struct str url) MUST_USE;

/* The message as it travels: CRLF, all headers, UTF-8 as quoted-printable. */
struct str mail_bytes(struct arena *, const struct mail *);
struct str mail_id(struct arena *, const struct mail *);	/* KEY@domain, without < > */

/* What is said of a letter beside its PDF; no settings: what would have been said with the usual
   ones. */
struct str svarut_payload(struct arena *, const struct mail *, const struct svarut *);
struct str eformidling_payload(struct arena *, const struct mail *, const struct eformidling *);

/* Why a letter may not be sent, as a line without anybody's data, with its code; NULL: it may. */
const char *letter_fault(const struct mail *, const char **code_out);
bool letter_has_address(const struct mail_receiver *);
/* The country in words: "Norge" where none is said. */
struct str letter_country(const struct mail_receiver *);

#define MAIL_PDF	"application/pdf"

/* Is everything that goes with the letter PDF, so that it can be printed? */
bool letter_prints(const struct mail_letter *);
/* A file's name without its end: what it is called where people see it. */
struct str mail_file_title(struct str name);

struct mail_answer answer_sent(struct str reference);
struct mail_answer answer_no(enum mail_outcome, const char *code, struct str error);

#endif

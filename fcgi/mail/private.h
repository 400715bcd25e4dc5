/* private.h - what the transports share */
#ifndef MAIL_PRIVATE_H
#define MAIL_PRIVATE_H

#include "mail/mail.h"

#define TRANSPORT_MAGIC	0x4d41494cu

struct transport {
	unsigned	 magic;
	const char	*channel;
	struct mail_answer (*send)(struct transport *, struct arena *, const struct mail *,
	    struct str bytes);
	struct mail_answer (*ask)(struct transport *, struct arena *, struct str key);
	const char	*where;			/* folder or URL */
	const char	*user, *password;	/* NULL for none */
	bool		 near;			/* SMTP on this machine */
};

void file_transport(struct transport *);
void smtp_transport(struct transport *);

/* The message as it travels: CRLF, all headers, UTF-8 as quoted-printable. */
struct str mail_bytes(struct arena *, const struct mail *);
struct str mail_id(struct arena *, const struct mail *);	/* KEY@domain, without < > */

#endif

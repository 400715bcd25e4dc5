/* settings.h - what is read of the settings file, and the transports need.  Of this room alone. */
#ifndef MAIL_SETTINGS_H
#define MAIL_SETTINGS_H

#include <openssl/x509.h>

#include "machine/machine.h"
#include "mail/private.h"

struct svarut {
	struct machine	*machine;
	struct str	 url, account;		/* https://svarut.ks.no/api, kontoId */
	struct str	 integration, password;	/* IntegrasjonId, IntegrasjonPassord */
	X509		*certificate;		/* SvarUt's own; NULL: level 3, not encrypted */
	bool		 colour, duplex;
};

struct eformidling {
	struct str	 url;
	struct str	 login;			/* "user:password"; empty for none */
	int		 level;			/* sikkerhetsnivaa: 3 or 4 */
};

#define TRANSPORTS_MAGIC	0x74726e73u
#define TRANSPORTS_MOST		512	/* of each element */

struct client {
	struct str	 id;
	struct machine	*machine;
};

struct way {
	struct str	 tenant;		/* empty: all without one of their own */
	struct transport *transport;
};

struct book {					/* where the contact register is asked */
	struct str	 tenant, url;
	struct machine	*machine;
};

struct transports {
	unsigned	 magic;
	struct client	 clients[TRANSPORTS_MOST];
	struct way	 ways[TRANSPORTS_MOST];
	struct book	 books[TRANSPORTS_MOST];
	size_t		 nclients, nways, nbooks;
	struct transport *chosen[TRANSPORTS_MOST];
};

void svarut_transport(struct transport *, const struct svarut *);
void eformidling_transport(struct transport *, const struct eformidling *);

/* The first certificate in a PEM file, with the arena's lifetime; NULL when there is none. */
X509 *cms_certificate(struct arena *, const char *path);
/* CMS EnvelopedData in DER for its holder (RFC 5652): AES-256-CBC, RSAES-OAEP with SHA-256 */
struct str cms_encrypt(struct arena *, X509 *, struct str plain);


#endif

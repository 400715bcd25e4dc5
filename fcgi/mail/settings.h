/* settings.h - what transports.c reads of the file and the transports need.  Private to this room. */
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

void svarut_transport(struct transport *, const struct svarut *);
void eformidling_transport(struct transport *, const struct eformidling *);

/* The first certificate in a PEM file, with the arena's lifetime; NULL when there is none. */
X509 *cms_certificate(struct arena *, const char *path);
/* CMS EnvelopedData in DER for its holder (RFC 5652): AES-256-CBC, RSAES-OAEP with SHA-256 */
struct str cms_encrypt(struct arena *, X509 *, struct str plain);

/* "land" of an address: what SvarUt and the print suppliers are told */
struct str country_said(const struct mail_receiver *);

#endif

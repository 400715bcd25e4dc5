/*
 * transports.h - the transports of each municipality, in order, from one settings file
 *
 *   <transports xmlns="urn:skranke:transports:1">
 *     <maskinporten id="ks" token="https://maskinporten.no/token" audience="https://maskinporten.no/"
 *         client="UUID" key="FILE" kid="…" [next-key="FILE" next-kid="…"]/>
 *     <transport kind="file" folder="DIR"/>
 *     <transport kind="smtp" url="smtps://HOST:465" [login="FILE"]/>
 *     <transport kind="svarut" url="https://svarut.ks.no/api" account="UUID" maskinporten="ks"
 *         integration="UUID" password="FILE" [certificate="FILE"] …/>
 *     <transport kind="eformidling" [url="http://localhost:9093"] [login="FILE"] …/>
 *     <contact-register url="https://kontaktregisteret.no" maskinporten="ks"/>
 *   </transports>
 *
 * A transport may say tenant="9998" and carries="notice digital print"; deploy/transports.xml has
 * all of it with words, templates/schema/transports.rng is the rule.  Secrets stand in files of
 * their own, which it names: a password, or for login "user:password", in the first line.
 */
#ifndef MAIL_TRANSPORTS_H
#define MAIL_TRANSPORTS_H

#include "mail/mail.h"
#include "xml/xml.h"

struct machine;
struct transports;

/*
 * transports_open - read the file, the keys and the secrets it names, and try the folders
 *
 * fails  ERR_CONFIG  anything in it is wrong; each thing is logged with its line
 * Process lifetime.  Asks nobody.
 */
enum err transports_open(struct arena *process, const char *path, struct transports **out) MUST_USE;

/* The same, telling somebody else than the log. */
enum err transports_check(struct arena *process, const char *path, xml_complain_fn *, void *ctx,
    struct transports **out) MUST_USE;

/* Where there is no such file: one transport, for all municipalities. */
struct transports *transports_of_one(struct arena *process, struct transport *);

/*
 * transports_of - those of a municipality that can do this, in the order of the file
 *
 * Its own, and of those without tenant= the kinds it has none of its own of.
 * gives  how many; *out is valid until the next call
 */
size_t transports_of(struct transports *, struct str tenant, enum mail_ability,
    struct transport *const **out);

/* Whom to ask about a delivery; NULL: no longer in the file. */
struct transport *transports_by(const struct transports *, struct str tenant,
    struct str channel);

/* Where a municipality asks the contact register: its own, else the one without tenant=.
   false: nowhere. */
bool transports_register(const struct transports *, struct str tenant, struct str *url_out,
    struct machine **machine_out);

#endif

/* The settings file.  Everything wrong in it is told, not only the first thing. */
#include "mail/transports.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/log.h"
#include "base/url.h"
#include "mail/settings.h"

#define NS		"urn:skranke:transports:1"
#define LINE_BYTES	512

struct reading {
	struct arena	*a;
	struct transports *out;
	xml_complain_fn	*complain;
	void		*ctx;
	bool		 bad;
};

static void
wrong(struct reading *r, const xmlNode *n, const char *what, struct str detail)
{
	r->complain(r->ctx, xml_line(n), str_fmt(r->a, "%s%s" STR_FMT, what,
	    detail.n > 0 ? ": " : "", STR_ARG(detail)).p);
	r->bad = true;
}

/* Words with blanks between: those that must be there, then a bar, then those that may. */
static bool
listed(const char *words, const char *name, bool only_needed)
{
	struct str rest = str_from_z(words), needed = str_cut(&rest, '|');
	struct str *parts[] = { &needed, &rest };

	for (size_t i = 0; i < (only_needed ? 1u : 2u); i++)
		while (parts[i]->n > 0)
			if (str_eq_z(str_cut(parts[i], ' '), name))
				return true;
	return false;
}

static bool
attributes(struct reading *r, const xmlNode *n, const char *words)
{
	struct str rest = str_from_z(words), needed = str_cut(&rest, '|');
	bool ok = true;

	for (xmlAttr *at = n->properties; at != NULL; at = at->next)
		if (!listed(words, (const char *)at->name, false)) {
			wrong(r, n, "no such attribute here",
			    str_from_z((const char *)at->name));
			ok = false;
		}
	while (needed.n > 0) {
		struct str name = str_cut(&needed, ' ');

		if (name.n > 0 && str_trim(xml_attr(n, str_z(r->a, name))).n == 0) {
			wrong(r, n, "missing", name);
			ok = false;
		}
	}
	return ok;
}

static struct str
get(struct reading *r, const xmlNode *n, const char *name)
{
	return str_dup(r->a, str_trim(xml_attr(n, name)));
}

/* The first line of a file of its own; empty and told when there is none. */
static struct str
secret(struct reading *r, const xmlNode *n, const char *name)
{
	struct str path = get(r, n, name), s;
	char line[LINE_BYTES] = "";
	FILE *f;

	if (path.n == 0)
		return STR_NONE;
	f = fopen(path.p, "r");
	if (f != NULL && fgets(line, sizeof line, f) == NULL)
		line[0] = '\0';
	if (f != NULL)
		fclose(f);
	s = str_trim(str_dup(r->a, str_from_z(line)));
	if (s.n == 0)
		wrong(r, n, "cannot be read, or is empty", str_from_z(name));
	return s;
}

static struct str
address(struct reading *r, const xmlNode *n, const char *otherwise)
{
	struct str url = get(r, n, "url");

	if (url.n == 0)
		url = str_from_z(otherwise);
	while (str_ends(url, STR("/")))
		url.n--;
	if (!url_may_be_asked(url))
		wrong(r, n, "must be https, or http to this machine", STR("url"));
	return url;
}

static bool
yes_no(struct reading *r, const xmlNode *n, const char *name, bool otherwise)
{
	struct str s = get(r, n, name);

	if (s.n > 0 && !str_eq_z(s, "yes") && !str_eq_z(s, "no"))
		wrong(r, n, "is yes or no", str_from_z(name));
	return s.n > 0 ? str_eq_z(s, "yes") : otherwise;
}

static struct machine *
client(struct reading *r, const xmlNode *n)
{
	struct str id = get(r, n, "maskinporten");

	for (size_t i = 0; i < r->out->nclients; i++)
		if (str_eq(r->out->clients[i].id, id))
			return r->out->clients[i].machine;
	wrong(r, n, "no such maskinporten before this line", id);
	return NULL;
}

static void
read_client(struct reading *r, const xmlNode *n)
{
	struct client *c = &r->out->clients[r->out->nclients];
	struct machine_setting set = {
		.token_url = get(r, n, "token"), .audience = get(r, n, "audience"),
		.client_id = get(r, n, "client"), .key_file = get(r, n, "key"),
		.kid = get(r, n, "kid"), .next_key_file = get(r, n, "next-key"),
		.next_kid = get(r, n, "next-kid"),
	};

	if (!attributes(r, n, "id token audience client key kid|next-key next-kid"))
		return;
	c->id = get(r, n, "id");
	for (size_t i = 0; i < r->out->nclients; i++)
		if (str_eq(r->out->clients[i].id, c->id))
			wrong(r, n, "stands twice", c->id);
	r->out->nclients++;
	if (machine_open(r->a, &set, &c->machine) != ERR_OK)
		wrong(r, n, "token, audience, client, key or kid is wrong", c->id);
}

static void
read_file(struct reading *r, const xmlNode *n, struct transport *t)
{
	struct str as = get(r, n, "payload");

	if (file_transport(t, r->a, get(r, n, "folder")) != ERR_OK)
		wrong(r, n, "cannot be written", STR("folder"));
	t->as_svarut = str_eq_z(as, "svarut");
	if (as.n > 0 && !t->as_svarut && !str_eq_z(as, "eformidling"))
		wrong(r, n, "is svarut or eformidling", STR("payload"));
}

static void
read_smtp(struct reading *r, const xmlNode *n, struct transport *t)
{
	struct str login = secret(r, n, "login"), user = str_cut(&login, ':');

	if (smtp_transport(t, r->a, get(r, n, "url")) != ERR_OK)
		wrong(r, n, "is neither smtp:// nor smtps://", STR("url"));
	t->user = user.n > 0 ? str_z(r->a, user) : NULL;
	t->password = user.n > 0 ? str_z(r->a, login) : NULL;
}

static int
level(struct reading *r, const xmlNode *n)
{
	struct str s = get(r, n, "level");

	if (s.n > 0 && !str_eq_z(s, "3") && !str_eq_z(s, "4"))
		wrong(r, n, "is 3 or 4", STR("level"));
	return str_eq_z(s, "3") ? 3 : 4;
}

/* Level 4 is what letters of a case need, and SvarUt then wants them encrypted. */
static void
read_svarut(struct reading *r, const xmlNode *n, struct transport *t)
{
	struct svarut *s = ARENA_NEW(r->a, struct svarut);
	struct str path = get(r, n, "certificate");

	*s = (struct svarut){ .machine = client(r, n), .url = address(r, n, ""),
		.account = get(r, n, "account"), .integration = get(r, n, "integration"),
		.password = secret(r, n, "password"), .colour = yes_no(r, n, "colour", false),
		.duplex = yes_no(r, n, "duplex", true) };
	if (!id_is(s->account))
		wrong(r, n, "is no UUID", STR("account"));
	if (!id_is(s->integration))
		wrong(r, n, "is no UUID", STR("integration"));
	if (path.n > 0 && (s->certificate = cms_certificate(r->a, path.p)) == NULL)
		wrong(r, n, "is no certificate in PEM with an RSA key", STR("certificate"));
	if ((path.n > 0) != (level(r, n) == 4))
		wrong(r, n, "level 4 needs SvarUt's certificate, and level 3 has none", STR_NONE);
	svarut_transport(t, s);
}

static void
read_eformidling(struct reading *r, const xmlNode *n, struct transport *t)
{
	struct eformidling *s = ARENA_NEW(r->a, struct eformidling);

	*s = (struct eformidling){ .url = address(r, n, "http://localhost:9093"),
		.login = secret(r, n, "login"), .level = level(r, n) };
	eformidling_transport(t, s);
}

static const struct kind {
	const char	*name, *words;
	void		 (*read)(struct reading *, const xmlNode *, struct transport *);
} kinds[] = {
	{ "file", "kind folder|tenant carries payload", read_file },
	{ "smtp", "kind url|tenant carries login", read_smtp },
	{ "svarut", "kind url account maskinporten integration password|"
	    "tenant carries certificate level colour duplex", read_svarut },
	{ "eformidling", "kind|tenant carries url login level", read_eformidling },
};

/* Less than it could, never more. */
static void
narrow(struct reading *r, const xmlNode *n, struct transport *t)
{
	static const char *const names[] = { [MAIL_NOTICE] = "notice", [MAIL_DIGITAL] = "digital",
		[MAIL_PRINT] = "print" };
	struct str rest = get(r, n, "carries"), word;
	unsigned can = 0, k;

	if (rest.n == 0)
		return;
	while (rest.n > 0) {
		word = str_cut(&rest, ' ');
		for (k = 0; k <= MAIL_PRINT && !str_eq_z(word, names[k]); k++)
			;
		if (k > MAIL_PRINT || (t->can & CAN(k)) == 0)
			wrong(r, n, "this kind does not carry", word);
		else
			can |= CAN(k);
	}
	t->can = can | (t->can & CAN(MAIL_ASK));
}

static bool
tenant_ok(struct str s)
{
	int64_t number;

	return s.n == 0 || (s.n == 4 && str_int(s, &number) && number >= 0);
}

static void
read_transport(struct reading *r, const xmlNode *n)
{
	struct transport *t = ARENA_NEW(r->a, struct transport);
	struct way *w = &r->out->ways[r->out->nways];
	struct str name = get(r, n, "kind");
	const struct kind *k = kinds;

	while (k < kinds + sizeof kinds / sizeof kinds[0] && !str_eq_z(name, k->name))
		k++;
	if (k == kinds + sizeof kinds / sizeof kinds[0]) {
		wrong(r, n, "no such kind of transport", name);
		return;
	}
	if (!attributes(r, n, k->words))
		return;
	*w = (struct way){ get(r, n, "tenant"), t };
	t->magic = TRANSPORT_MAGIC;
	if (!tenant_ok(w->tenant))
		wrong(r, n, "is four digits", STR("tenant"));
	k->read(r, n, t);
	narrow(r, n, t);
	for (size_t i = 0; i < r->out->nways; i++)
		if (str_eq(r->out->ways[i].tenant, w->tenant) && t->channel != NULL &&
		    strcmp(r->out->ways[i].transport->channel, t->channel) == 0)
			wrong(r, n, "a municipality has one of a kind", name);
	if (t->channel != NULL)
		r->out->nways++;
}

static void
read_book(struct reading *r, const xmlNode *n)
{
	struct book *b = &r->out->books[r->out->nbooks];

	if (!attributes(r, n, "url maskinporten|tenant"))
		return;
	*b = (struct book){ get(r, n, "tenant"), address(r, n, ""), client(r, n) };
	if (!tenant_ok(b->tenant))
		wrong(r, n, "is four digits", STR("tenant"));
	for (size_t i = 0; i < r->out->nbooks; i++)
		if (str_eq(r->out->books[i].tenant, b->tenant))
			wrong(r, n, "a municipality has one contact-register", STR_NONE);
	r->out->nbooks++;
}

static void
read_all(struct reading *r, xmlNode *root)
{
	size_t n = 0;

	if (!xml_is(root, "transports") || !xml_in(root, NS))
		wrong(r, root, "the root is not <transports> of " NS, STR_NONE);
	for (xmlNode *e = xml_first(root); e != NULL && !r->bad; e = xml_next(e))
		if (++n > TRANSPORTS_MOST)
			wrong(r, e, "too many", STR_NONE);
	for (xmlNode *e = xml_first(root); e != NULL && n <= TRANSPORTS_MOST; e = xml_next(e))
		if (!xml_in(e, NS))
			wrong(r, e, "of another namespace", STR_NONE);
		else if (xml_is(e, "maskinporten"))
			read_client(r, e);
		else if (xml_is(e, "transport"))
			read_transport(r, e);
		else if (xml_is(e, "contact-register"))
			read_book(r, e);
		else
			wrong(r, e, "no such element", str_from_z((const char *)e->name));
}

enum err
transports_check(struct arena *a, const char *path, xml_complain_fn *complain, void *ctx,
    struct transports **out)
{
	struct reading r = { a, ARENA_NEW(a, struct transports), complain, ctx, false };
	xmlDoc *doc;

	r.out->magic = TRANSPORTS_MAGIC;
	if (xml_parse_file(a, path, complain, ctx, &doc) != ERR_OK)
		return ERR_CONFIG;
	read_all(&r, xml_root(doc));
	if (r.bad)
		return ERR_CONFIG;
	*out = r.out;
	return ERR_OK;
}

static void
to_log(void *ctx, int line, const char *message)
{
	char where[32];

	(void)ctx;
	snprintf(where, sizeof where, "%d", line);
	log_line(LOG_ERROR, "transports", "line", where, "error", message, NULL);
}

enum err
transports_open(struct arena *a, const char *path, struct transports **out)
{
	return transports_check(a, path, to_log, NULL, out);
}


#include "lookup/settings.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/url.h"
#include "machine/machine.h"
#include "xml/xml.h"

#define NS		"urn:skranke:registers:1"
#define LINE_BYTES	512
#define KEY_LEAST	32
#define CLIENTS_MOST	100
#define TOKEN_MS	1200		/* somebody waits, two seconds at most */

struct client {
	struct str	 id;
	struct machine	*machine;
};

struct reading {
	struct arena	*a;
	struct settings	*out;
	struct client	 clients[CLIENTS_MOST];
	size_t		 nclients;
	bool		 bad;
};

static void
to_log(void *ctx, int line, const char *message)
{
	char where[32];

	(void)ctx;
	snprintf(where, sizeof where, "%d", line);
	log_line(LOG_ERROR, "registers", "line", where, "error", message, NULL);
}

static void
wrong(struct reading *r, const xmlNode *n, const char *what)
{
	to_log(NULL, xml_line(n), what);
	r->bad = true;
}

static struct str
get(struct reading *r, const xmlNode *n, const char *name)
{
	return str_dup(r->a, str_trim(xml_attr(n, name)));
}

/* The first line of a file of its own. */
static struct str
secret(struct reading *r, const xmlNode *n, const char *name, size_t least)
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
	if (s.n < least)
		wrong(r, n, str_fmt(r->a, "%s: cannot be read, or is too short", name).p);
	return s;
}

static struct str
address(struct reading *r, const xmlNode *n, const char *name)
{
	struct str url = get(r, n, name);

	while (str_ends(url, STR("/")))
		url.n--;
	if (url.n > 0 && !url_may_be_asked(url))
		wrong(r, n, str_fmt(r->a, "%s: is neither https nor this machine", name).p);
	return url;
}

static void
read_client(struct reading *r, const xmlNode *n)
{
	struct client *c = &r->clients[r->nclients];
	struct machine_setting set = {
		.token_url = get(r, n, "token"), .audience = get(r, n, "audience"),
		.client_id = get(r, n, "client"), .key_file = get(r, n, "key"),
		.kid = get(r, n, "kid"), .next_key_file = get(r, n, "next-key"),
		.next_kid = get(r, n, "next-kid"), .timeout_ms = TOKEN_MS,
	};

	if (r->nclients == CLIENTS_MOST) {
		wrong(r, n, "too many maskinporten");
		return;
	}
	c->id = get(r, n, "id");
	r->nclients++;
	if (machine_open(r->a, &set, &c->machine) != ERR_OK)
		wrong(r, n, "maskinporten: token, audience, client, key or kid is wrong");
}

static struct machine *
client(struct reading *r, const xmlNode *n)
{
	struct str id = get(r, n, "maskinporten");

	for (size_t i = 0; i < r->nclients && id.n > 0; i++)
		if (str_eq(r->clients[i].id, id))
			return r->clients[i].machine;
	if (id.n > 0)
		wrong(r, n, "there is no such maskinporten before this line");
	return NULL;
}

static bool
is_tenant(struct str s)
{
	int64_t number;

	return s.n == 0 || (s.n == 4 && str_int(s, &number) && number >= 0);
}

static void
read_source(struct reading *r, const xmlNode *n, struct source *v, size_t *count)
{
	struct source s = { .tenant = get(r, n, "tenant"), .url = address(r, n, "url"),
		.other_url = address(r, n, "other-url"), .machine = client(r, n),
		.scope = get(r, n, "scope"), .bearer = secret(r, n, "bearer", 1) };

	if (s.url.n == 0)
		wrong(r, n, "url is missing");
	if (!is_tenant(s.tenant))
		wrong(r, n, "tenant is four digits");
	if ((s.machine != NULL) != (s.scope.n > 0) || (s.machine != NULL && s.bearer.n > 0))
		wrong(r, n, "maskinporten goes with a scope, and not with bearer");
	for (size_t i = 0; i < *count; i++)
		if (str_eq(v[i].tenant, s.tenant))
			wrong(r, n, "a municipality has one of a kind");
	if (*count < SOURCES_MOST)
		v[(*count)++] = s;
	else
		wrong(r, n, "too many");
}

static void
read_one(struct reading *r, const xmlNode *n)
{
	struct settings *s = r->out;

	if (!xml_in(n, NS))
		wrong(r, n, "of another namespace");
	else if (xml_is(n, "maskinporten"))
		read_client(r, n);
	else if (xml_is(n, "addresses"))
		read_source(r, n, s->addresses, &s->naddresses);
	else if (xml_is(n, "properties"))
		read_source(r, n, s->properties, &s->nproperties);
	else
		wrong(r, n, "there is no such element");
}

enum err
settings_read(struct arena *a, const char *path, struct settings **out)
{
	struct reading *r = ARENA_NEW(a, struct reading);
	struct settings *s = ARENA_NEW(a, struct settings);
	xmlDoc *doc;
	xmlNode *root;

	r->a = a;
	r->out = s;
	s->addresses = arena_alloc(a, SOURCES_MOST * sizeof *s->addresses);
	s->properties = arena_alloc(a, SOURCES_MOST * sizeof *s->properties);
	if (xml_parse_file(a, path, to_log, NULL, &doc) != ERR_OK)
		return ERR_CONFIG;
	root = xml_root(doc);
	if (!xml_is(root, "registers") || !xml_in(root, NS))
		wrong(r, root, "the root is not <registers> of " NS);
	for (xmlNode *n = xml_first(root); n != NULL && !r->bad; n = xml_next(n))
		read_one(r, n);
	s->key = secret(r, root, "key", KEY_LEAST);
	if (s->nproperties > 0 && s->key.n == 0)
		wrong(r, root, "key is missing: the file with what refs are sealed with");
	*out = s;
	return r->bad ? ERR_CONFIG : ERR_OK;
}

static struct source *
of(struct source *v, size_t n, struct str tenant)
{
	struct source *any = NULL;

	for (size_t i = 0; i < n; i++) {
		if (str_eq(v[i].tenant, tenant))
			return &v[i];
		if (v[i].tenant.n == 0)
			any = &v[i];
	}
	return any;
}

struct source *
settings_addresses(struct settings *s, struct str tenant)
{
	return of(s->addresses, s->naddresses, tenant);
}

struct source *
settings_properties(struct settings *s, struct str tenant)
{
	return of(s->properties, s->nproperties, tenant);
}

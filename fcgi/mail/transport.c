#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "mail/private.h"

static bool
on_this_machine(struct str url)
{
	static const char *const names[] = { "localhost", "127.0.0.1", "[::1]" };

	url = str_skip(url, strlen("smtp://"));
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		size_t n = strlen(names[i]);

		if (str_starts(url, str_from_z(names[i])) && (url.n == n || url.p[n] == ':' ||
		    url.p[n] == '/'))
			return true;
	}
	return false;
}

static enum err
open_file(struct transport *t, struct str dir, struct arena *a)
{
	t->where = str_z(a, dir);
	if (access(t->where, W_OK | X_OK) != 0)
		return log_err(ERR_CONFIG, "mail-folder", "cannot be written");
	file_transport(t);
	return ERR_OK;
}

enum err
transport_open(struct arena *a, const char *setting, struct str user, struct str password,
    struct transport **out)
{
	struct transport *t = ARENA_NEW(a, struct transport);
	struct str s = str_from_z(setting);
	enum err e = ERR_OK;

	t->magic = TRANSPORT_MAGIC;
	t->user = user.n > 0 ? str_z(a, user) : NULL;
	t->password = user.n > 0 ? str_z(a, password) : NULL;
	t->where = str_z(a, s);
	if (str_starts(s, STR("file:"))) {
		e = open_file(t, str_skip(s, strlen("file:")), a);
	} else if (str_starts(s, STR("smtp://")) || str_starts(s, STR("smtps://"))) {
		t->near = str_starts(s, STR("smtp://")) && on_this_machine(s);
		smtp_transport(t);
	} else {
		e = log_err(ERR_CONFIG, "mail-setting", "neither file:, smtp:// nor smtps://");
	}
	if (e == ERR_OK)
		*out = t;
	return e;
}

static bool
one_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return str_is_text(s);
}

static bool
key_ok(struct str key)
{
	for (size_t i = 0; i < key.n; i++)
		if (!isalnum((unsigned char)key.p[i]) && key.p[i] != '-')
			return false;
	return key.n > 0 && key.n <= 64;
}

static const char *
why_refused(const struct mail *m)
{
	if (!key_ok(m->key))
		return "the key is not letters, digits and hyphens";
	if (!mail_address_ok(m->to))
		return "the receiver's address is not an e-mail address";
	if (!mail_address_ok(m->from))
		return "the sender's address is not an e-mail address";
	if (!one_line(m->subject) || !one_line(m->from_name))
		return "control characters in subject or sender's name";
	return str_is_text(m->text) ? NULL : "the text is not UTF-8";
}

struct mail_answer
transport_send(struct transport *t, struct arena *a, const struct mail *m)
{
	const char *why = why_refused(m);

	CHECK_OBJ(t, TRANSPORT_MAGIC);
	if (why != NULL)
		return (struct mail_answer){ MAIL_REFUSED, STR_NONE, str_from_z(why) };
	return t->send(t, a, m, mail_bytes(a, m));
}

struct mail_answer
transport_ask(struct transport *t, struct arena *a, struct str key)
{
	CHECK_OBJ(t, TRANSPORT_MAGIC);
	CHECK(key_ok(key));
	return t->ask(t, a, key);
}

const char *
transport_channel(const struct transport *t)
{
	CHECK_OBJ(t, TRANSPORT_MAGIC);
	return t->channel;
}

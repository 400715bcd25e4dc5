#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "mail/private.h"

struct mail_answer
answer_sent(struct str reference)
{
	return (struct mail_answer){ .outcome = MAIL_SENT, .reference = reference };
}

struct mail_answer
answer_no(enum mail_outcome outcome, const char *code, struct str error)
{
	return (struct mail_answer){ .outcome = outcome, .error = error, .code = code };
}

enum err
transport_open(struct arena *a, const char *setting, struct str user, struct str password,
    struct transport **out)
{
	struct transport *t = ARENA_NEW(a, struct transport);
	struct str s = str_from_z(setting);

	t->magic = TRANSPORT_MAGIC;
	t->user = user.n > 0 ? str_z(a, user) : NULL;
	t->password = user.n > 0 ? str_z(a, password) : NULL;
	if (str_starts(s, STR("file:"))) {
		if (file_transport(t, a, str_skip(s, strlen("file:"))) != ERR_OK)
			return log_err(ERR_CONFIG, "mail-folder", "cannot be written");
	} else if (smtp_transport(t, a, s) != ERR_OK) {
		return log_err(ERR_CONFIG, "mail-setting", "neither file:, smtp:// nor smtps://");
	}
	*out = t;
	return ERR_OK;
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
notice_fault(const struct mail *m, const char **code)
{
	if (!key_ok(m->key))
		return "the key is not letters, digits and hyphens";
	if (!mail_address_ok(m->to)) {
		*code = "bad-address";
		return "the receiver's address is not an e-mail address";
	}
	if (!mail_address_ok(m->from))
		return "the sender's address is not an e-mail address";
	if (!one_line(m->subject) || !one_line(m->from_name))
		return "control characters in subject or sender's name";
	return str_is_text(m->text) ? NULL : "the text is not UTF-8";
}

bool
transport_can(const struct transport *t, enum mail_ability what)
{
	CHECK_OBJ(t, TRANSPORT_MAGIC);
	if (what == MAIL_ELECTRONIC)
		return (t->can & (CAN(MAIL_NOTICE) | CAN(MAIL_DIGITAL))) != 0;
	return (t->can & CAN(what)) != 0;
}

static enum mail_ability
needed(const struct mail *m)
{
	if (m->letter == NULL)
		return MAIL_NOTICE;
	return m->letter->print ? MAIL_PRINT : MAIL_DIGITAL;
}

struct mail_answer
transport_send(struct transport *t, struct arena *a, const struct mail *m)
{
	const char *code = "refused", *why;

	CHECK_OBJ(t, TRANSPORT_MAGIC);
	if (!transport_can(t, needed(m)))
		return answer_no(MAIL_REFUSED, "transport-missing",
		    STR("this transport does not take such a message"));
	why = m->letter != NULL ? letter_fault(m, &code) : notice_fault(m, &code);
	if (why != NULL)
		return answer_no(MAIL_REFUSED, code, str_from_z(why));
	return t->send(t, a, m);
}

struct mail_answer
transport_ask(struct transport *t, struct arena *a, struct str key, struct str reference,
    bool print)
{
	CHECK_OBJ(t, TRANSPORT_MAGIC);
	CHECK(key_ok(key));
	return t->ask(t, a, key, reference, print);
}

const char *
transport_channel(const struct transport *t)
{
	CHECK_OBJ(t, TRANSPORT_MAGIC);
	return t->channel;
}

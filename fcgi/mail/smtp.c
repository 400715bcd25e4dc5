/*
 * libcurl submits.  What matters is what is known when it fails: before the last byte of the
 * message is handed over, the other side cannot have taken it; after that, only a reply code tells.
 */
#include <curl/curl.h>
#include <string.h>

#include "base/arena.h"
#include "mail/private.h"

#define CONNECT_SEC	10L
#define WHOLE_SEC	30L

struct upload {
	struct str	 rest;
	bool		 handed_over;	/* libcurl has been told that there is no more */
};

static size_t
give(char *to, size_t size, size_t count, void *ctx)
{
	struct upload *u = ctx;
	size_t n = size * count < u->rest.n ? size * count : u->rest.n;

	if (n > 0)
		memcpy(to, u->rest.p, n);
	u->rest = str_skip(u->rest, n);
	u->handed_over = u->handed_over || n == 0;
	return n;
}

static void
free_curl(void *p)
{
	curl_easy_cleanup(p);
}

static void
free_list(void *p)
{
	curl_slist_free_all(p);
}

static struct mail_answer
answer(struct arena *a, enum mail_outcome outcome, CURLcode r, long code)
{
	return (struct mail_answer){ outcome, STR_NONE,
		str_fmt(a, "SMTP %ld, %s", code, curl_easy_strerror(r)) };
}

/* A server that does not let us in (530, 535) or turns everyone away at the door says nothing of
   the receiver: only a refused MAIL, RCPT or DATA, or a refused message, is final. */
static struct mail_answer
judge(struct arena *a, CURLcode r, long code, bool handed_over)
{
	bool about_mail = handed_over || r == CURLE_SEND_ERROR;

	if (handed_over && (code < 400 || code > 599))
		return answer(a, MAIL_UNCERTAIN, r, code);
	if (code >= 500 && code <= 599 && code != 530 && code != 535 && about_mail)
		return answer(a, MAIL_REFUSED, r, code);
	return answer(a, MAIL_RETRY_LATER, r, code);
}

static void
set_options(CURL *c, const struct transport *t, const char *from, const struct curl_slist *to,
    struct upload *u)
{
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_URL, t->where);
	curl_easy_setopt(c, CURLOPT_USE_SSL, (long)(t->near ? CURLUSESSL_NONE : CURLUSESSL_ALL));
	if (t->user != NULL) {
		curl_easy_setopt(c, CURLOPT_USERNAME, t->user);
		curl_easy_setopt(c, CURLOPT_PASSWORD, t->password);
	}
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, CONNECT_SEC);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, WHOLE_SEC);
	curl_easy_setopt(c, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(c, CURLOPT_READDATA, u);
}

static struct mail_answer
smtp_send(struct transport *t, struct arena *a, const struct mail *m, struct str bytes)
{
	struct upload u = { bytes, false };
	struct curl_slist *to = curl_slist_append(NULL, str_z(a, m->to));
	CURL *c = curl_easy_init();
	long code = 0;
	CURLcode r;

	CHECK(c != NULL && to != NULL);
	arena_defer(a, free_list, to);
	arena_defer(a, free_curl, c);
	set_options(c, t, str_z(a, m->from), to, &u);
	r = curl_easy_perform(c);
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &code);
	if (r == CURLE_OK)
		return (struct mail_answer){ MAIL_SENT, mail_id(a, m), STR_NONE };
	return judge(a, r, code, u.handed_over);
}

static struct mail_answer
smtp_ask(struct transport *t, struct arena *a, struct str key)
{
	(void)t, (void)a, (void)key;
	return (struct mail_answer){ MAIL_UNCERTAIN, STR_NONE,
		STR("SMTP cannot say whether a message was taken") };
}

void
smtp_transport(struct transport *t)
{
	t->channel = "email";
	t->send = smtp_send;
	t->ask = smtp_ask;
}

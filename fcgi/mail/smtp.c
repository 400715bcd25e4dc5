/*
 * libcurl submits.  What matters is what is known when it fails: before the last byte of the
 * message is handed over, the other side cannot have taken it; after that, only a reply code tells.
 */
#include <curl/curl.h>
#include <string.h>

#include "base/arena.h"
#include "base/url.h"
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
answer(struct arena *a, enum mail_outcome outcome, const char *code, CURLcode r, long reply)
{
	return answer_no(outcome, code,
	    str_fmt(a, "SMTP %ld, %s", reply, curl_easy_strerror(r)));
}

/* A server that does not let us in (530, 535) or turns everyone away at the door says nothing of
   the receiver: only a refused MAIL, RCPT or DATA, or a refused message, is final. */
static struct mail_answer
judge(struct arena *a, CURLcode r, long reply, bool handed_over)
{
	bool about_mail = handed_over || r == CURLE_SEND_ERROR;

	if (handed_over && (reply < 400 || reply > 599))
		return answer(a, MAIL_UNCERTAIN, "uncertain", r, reply);
	if (reply == 530 || reply == 535)
		return answer(a, MAIL_RETRY_LATER, "settings", r, reply);
	if (reply >= 500 && reply <= 599 && about_mail)
		return answer(a, MAIL_REFUSED, handed_over ? "refused" : "bad-address", r, reply);
	return answer(a, MAIL_RETRY_LATER, "away", r, reply);
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
smtp_send(struct transport *t, struct arena *a, const struct mail *m)
{
	struct upload u = { mail_bytes(a, m), false };
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
		return answer_sent(mail_id(a, m));
	return judge(a, r, code, u.handed_over);
}

static struct mail_answer
smtp_ask(struct transport *t, struct arena *a, struct str key, struct str reference,
    bool print)
{
	(void)t, (void)a, (void)key, (void)reference, (void)print;
	return answer_no(MAIL_UNCERTAIN, "uncertain",
	    STR("SMTP cannot say whether a message was taken"));
}

enum err
smtp_transport(struct transport *t, struct arena *process, struct str url)
{
	if (!str_starts(url, STR("smtp://")) && !str_starts(url, STR("smtps://")))
		return ERR_CONFIG;
	t->where = str_z(process, url);
	t->near = str_starts(url, STR("smtp://")) && url_is_here(url);
	t->channel = "email";
	t->can = CAN(MAIL_NOTICE);
	t->send = smtp_send;
	t->ask = smtp_ask;
	return ERR_OK;
}

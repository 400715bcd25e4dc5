#include "ident/fetch.h"

#include <curl/curl.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/url.h"

enum {
	CONNECT_MS = 2000,
	ALL_MS = 5000,
	ANSWER_BYTES_MAX = 256 * 1024,
};

bool
fetch_allows(struct str url)
{
	return url_may_be_asked(url);
}

static size_t
gather(char *p, size_t size, size_t n, void *ctx)
{
	struct buf *b = ctx;

	if (b->n + size * n > ANSWER_BYTES_MAX)
		return 0;
	buf_add(b, (struct str){ p, size * n });
	return size * n;
}

static void
close_curl(void *p)
{
	curl_easy_cleanup(p);
}

static CURL *
open_curl(struct arena *a)
{
	static bool started;
	CURL *c;

	if (!started)
		CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
	started = true;
	c = curl_easy_init();
	CHECK(c != NULL);
	arena_defer(a, close_curl, c);
	return c;
}

static void
set_up(CURL *c, const char *url_z, struct str form, struct buf *answer)
{
	curl_easy_setopt(c, CURLOPT_URL, url_z);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)ALL_MS);
	curl_easy_setopt(c, CURLOPT_USERAGENT, "skranke");
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, gather);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, answer);
	if (str_starts(str_from_z(url_z), STR("http://")))
		curl_easy_setopt(c, CURLOPT_PROXY, "");
	if (form.n > 0) {
		curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, (long)form.n);
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, form.p);
	}
}

enum err
fetch(struct arena *a, struct str url, struct str form, struct fetched *out)
{
	struct buf answer = buf_new(a, 8 * 1024);
	long status = 0;
	CURLcode rc;
	CURL *c;

	if (!fetch_allows(url))
		return log_err(ERR_CONFIG, "login-provider",
		    "address is neither https nor this machine");
	c = open_curl(a);
	set_up(c, str_z(a, url), form, &answer);
	if (out == NULL)
		curl_easy_setopt(c, CURLOPT_CONNECT_ONLY, 1L);
	rc = curl_easy_perform(c);
	if (rc != CURLE_OK)
		return log_err(ERR_REMOTE, "login-provider", curl_easy_strerror(rc));
	if (out == NULL)
		return ERR_OK;
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	*out = (struct fetched){ (int)status, buf_str(&answer) };
	return ERR_OK;
}

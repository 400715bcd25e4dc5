#include <curl/curl.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/url.h"
#include "machine/machine.h"

#define CONNECT_MS	5000
#define TIMEOUT_MS	30000
#define MOST_BYTES	((size_t)256 * 1024)

struct call {
	CURL		*curl;
	struct curl_slist *headers;
	curl_mime	*mime;
	struct buf	 answer;
	size_t		 most;
	struct str	 rest;			/* of a body that is put */
};

static size_t
gather(char *p, size_t size, size_t n, void *ctx)
{
	struct call *c = ctx;

	if (c->answer.n + size * n > c->most)
		return 0;
	buf_add(&c->answer, (struct str){ p, size * n });
	return size * n;
}

static size_t
give(char *to, size_t size, size_t count, void *ctx)
{
	struct call *c = ctx;
	size_t n = size * count < c->rest.n ? size * count : c->rest.n;

	if (n > 0)
		memcpy(to, c->rest.p, n);
	c->rest = str_skip(c->rest, n);
	return n;
}

static void
close_call(void *p)
{
	struct call *c = p;

	curl_mime_free(c->mime);
	curl_slist_free_all(c->headers);
	curl_easy_cleanup(c->curl);
}

static struct call *
open_call(struct arena *a, size_t most)
{
	static bool started;
	struct call *c = ARENA_NEW(a, struct call);

	if (!started)
		CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
	started = true;
	c->curl = curl_easy_init();
	CHECK(c->curl != NULL);
	c->answer = buf_new(a, 4096);
	c->most = most > 0 ? most : MOST_BYTES;
	arena_defer(a, close_call, c);
	return c;
}

static bool
one_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return true;
}

static bool
sound(const struct machine_request *r)
{
	bool ok = one_line(r->type);

	for (size_t i = 0; i < r->nheaders; i++)
		ok = ok && one_line(r->headers[i]);
	for (size_t i = 0; i < r->nparts; i++)
		ok = ok && one_line(r->parts[i].name) && one_line(r->parts[i].filename) &&
		    one_line(r->parts[i].type);
	return ok;
}

static void
add_header(struct call *c, struct arena *a, struct str line)
{
	c->headers = curl_slist_append(c->headers, str_z(a, line));
	CHECK(c->headers != NULL);
}

static void
add_part(struct call *c, struct arena *a, const struct machine_part *in)
{
	curl_mimepart *part = curl_mime_addpart(c->mime);

	CHECK(part != NULL && curl_mime_name(part, str_z(a, in->name)) == CURLE_OK &&
	    curl_mime_type(part, str_z(a, in->type)) == CURLE_OK);
	if (in->filename.n > 0)
		CHECK(curl_mime_filename(part, str_z(a, in->filename)) == CURLE_OK);
	CHECK(curl_mime_data(part, in->bytes.p != NULL ? in->bytes.p : "",
	    in->bytes.n) == CURLE_OK);
}

static void
set_body(struct call *c, struct arena *a, const struct machine_request *r)
{
	add_header(c, a, str_fmt(a, "Content-Type: " STR_FMT, STR_ARG(r->type)));
	c->rest = r->body;
	if (strcmp(r->method, "PUT") == 0) {
		curl_easy_setopt(c->curl, CURLOPT_UPLOAD, 1L);
		curl_easy_setopt(c->curl, CURLOPT_READFUNCTION, give);
		curl_easy_setopt(c->curl, CURLOPT_READDATA, c);
		curl_easy_setopt(c->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)r->body.n);
		return;
	}
	curl_easy_setopt(c->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body.n);
	curl_easy_setopt(c->curl, CURLOPT_POSTFIELDS, r->body.p != NULL ? r->body.p : "");
}

static void
set_request(struct call *c, struct arena *a, const struct machine_request *r)
{
	add_header(c, a, STR("Expect:"));
	add_header(c, a, STR("Accept: application/json"));
	for (size_t i = 0; i < r->nheaders; i++)
		add_header(c, a, r->headers[i]);
	if (r->nparts > 0) {
		c->mime = curl_mime_init(c->curl);
		CHECK(c->mime != NULL);
		for (size_t i = 0; i < r->nparts; i++)
			add_part(c, a, &r->parts[i]);
		curl_easy_setopt(c->curl, CURLOPT_MIMEPOST, c->mime);
	} else if (r->type.n > 0) {
		set_body(c, a, r);
	} else if (strcmp(r->method, "POST") == 0) {
		curl_easy_setopt(c->curl, CURLOPT_POSTFIELDSIZE, 0L);
		curl_easy_setopt(c->curl, CURLOPT_POSTFIELDS, "");
		add_header(c, a, STR("Content-Type:"));
	}
	curl_easy_setopt(c->curl, CURLOPT_CUSTOMREQUEST, r->method);
	curl_easy_setopt(c->curl, CURLOPT_HTTPHEADER, c->headers);
}

static void
set_limits(struct call *c, struct arena *a, const struct machine_request *r)
{
	int all = r->timeout_ms > 0 ? r->timeout_ms : TIMEOUT_MS;

	curl_easy_setopt(c->curl, CURLOPT_URL, str_z(a, r->url));
	curl_easy_setopt(c->curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c->curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(c->curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c->curl, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(c->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c->curl, CURLOPT_CONNECTTIMEOUT_MS,
	    (long)(all < CONNECT_MS ? all : CONNECT_MS));
	curl_easy_setopt(c->curl, CURLOPT_TIMEOUT_MS, (long)all);
	curl_easy_setopt(c->curl, CURLOPT_USERAGENT, "skranke");
	curl_easy_setopt(c->curl, CURLOPT_WRITEFUNCTION, gather);
	curl_easy_setopt(c->curl, CURLOPT_WRITEDATA, c);
	if (str_starts(r->url, STR("http://")))
		curl_easy_setopt(c->curl, CURLOPT_PROXY, "");
}

static struct str
header(struct call *c, struct arena *a, const char *name)
{
	struct curl_header *h;

	if (curl_easy_header(c->curl, name, 0, CURLH_HEADER, -1, &h) != CURLHE_OK)
		return STR_NONE;
	return str_dup(a, str_from_z(h->value));
}

/* Bytes of the request that were sent, headers and all. */
static bool
has_begun(CURL *curl)
{
	curl_off_t up = 0;
	long head = 0;

	curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &head);
	curl_easy_getinfo(curl, CURLINFO_SIZE_UPLOAD_T, &up);
	return head > 0 || up > 0;
}

static void
read_answer(struct call *c, struct arena *a, CURLcode rc, struct machine_answer *out)
{
	struct str date = header(c, a, "Date");
	time_t when = date.n > 0 ? curl_getdate(str_z(a, date), NULL) : -1;

	*out = (struct machine_answer){
		.begun = has_begun(c->curl),
		.date_at = when > 0 ? (int64_t)when * 1000000 : 0,
		.trouble = rc != CURLE_OK ? curl_easy_strerror(rc) : NULL,
	};
	if (rc != CURLE_OK)
		return;
	curl_easy_getinfo(c->curl, CURLINFO_RESPONSE_CODE, &out->status);
	out->body = buf_str(&c->answer);
	out->location = header(c, a, "Location");
}

enum err
machine_call(struct arena *a, const struct machine_request *r, struct machine_answer *out)
{
	struct call *c;

	if (!url_may_be_asked(r->url))
		return log_err(ERR_CONFIG, "machine-call",
		    "address is neither https nor this machine");
	if (!sound(r))
		return log_err(ERR_CONFIG, "machine-call", "control character in a header");
	c = open_call(a, r->most);
	set_request(c, a, r);
	set_limits(c, a, r);
	read_answer(c, a, curl_easy_perform(c->curl), out);
	return ERR_OK;
}

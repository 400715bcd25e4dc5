#include "lookup/remote.h"

#include <ctype.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/frame.h"
#include "base/log.h"
#include "machine/machine.h"

#define LEAST_MS	200		/* with less left nobody is asked */
#define MOST_BYTES	((size_t)512 << 10)

static int64_t rest_ms = 30000;

void
remote_rest(int64_t ms)
{
	rest_ms = ms;
}

struct str
remote_value(struct arena *a, struct str s)
{
	struct buf b = buf_new(a, s.n * 3 + 1);

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < 0x80 && (isalnum(c) || c == '-' || c == '_' || c == '.' || c == '~'))
			buf_add_char(&b, (char)c);
		else
			buf_fmt(&b, "%%%02X", c);
	}
	return buf_str(&b);
}

static enum remote_end
away(struct arena *a, const struct machine_answer *got)
{
	log_line(LOG_WARN, "register-away", "status", str_z(a, str_fmt(a, "%ld", got->status)),
	    "trouble", got->trouble != NULL ? got->trouble : "", NULL);
	return REMOTE_AWAY;
}

static enum err
call(struct arena *a, struct source *s, struct str url, int64_t until, struct machine_answer *got)
{
	struct machine_request q = { .method = "GET", .url = url, .most = MOST_BYTES };
	struct str token = s->bearer, header;

	if (s->machine != NULL)
		TRY(machine_token(s->machine, a, s->scope, &token));
	header = str_fmt(a, "Authorization: Bearer " STR_FMT, STR_ARG(token));
	q.headers = &header;
	q.nheaders = token.n > 0;
	q.timeout_ms = (int)(until - frame_clock());
	if (q.timeout_ms < LEAST_MS)
		return ERR_REMOTE;
	TRY(machine_call(a, &q, got));
	if (got->status == 401 && s->machine != NULL)
		machine_token_refused(s->machine, s->scope);
	return ERR_OK;
}

static enum remote_end
get(struct arena *a, struct source *s, struct str url, const char *whole, int64_t until,
    json_t **out)
{
	struct machine_answer got = { 0 };

	if (call(a, s, url, until, &got) != ERR_OK)
		return away(a, &got);
	if (got.status == 404)
		return REMOTE_NOT_THERE;
	if (got.status != 200)
		return away(a, &got);
	*out = json_read(a, got.body);
	return json_is_array(json_object_get(*out, whole)) ? REMOTE_DONE : away(a, &got);
}

static enum remote_end
try(struct arena *a, struct source *s, struct breaker *b, struct str url, const char *whole,
    int64_t until, json_t **out)
{
	enum remote_end end;

	if (until - frame_clock() < LEAST_MS)
		return REMOTE_AWAY;
	if (!breaker_open(b, frame_clock(), rest_ms))
		return REMOTE_RESTS;
	end = get(a, s, url, whole, until, out);
	breaker_told(b, end != REMOTE_AWAY, frame_clock(), rest_ms);
	return end;
}

static struct str
joined(struct arena *a, struct str url, struct str path)
{
	return str_fmt(a, STR_FMT STR_FMT, STR_ARG(url), STR_ARG(path));
}

/* The first of two has at most half of the time. */
enum remote_end
remote_get(struct arena *a, struct source *s, struct str path, const char *whole, int64_t until,
    json_t **out)
{
	bool two = s->other_url.n > 0;
	int64_t now = frame_clock();
	enum remote_end end = try(a, s, &s->breaker, joined(a, s->url, path), whole,
	    two ? now + (until - now) / 2 : until, out), other;

	if (!two || end == REMOTE_DONE || end == REMOTE_NOT_THERE)
		return end;
	other = try(a, s, &s->other_breaker, joined(a, s->other_url, path), whole, until, out);
	return other == REMOTE_RESTS ? end : other;
}

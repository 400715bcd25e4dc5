/* serve.c - a question comes, and is answered */
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/frame.h"
#include "base/log.h"
#include "lookup/lookup.h"

#define MINE_MS		1900		/* of the two seconds that whoever asks will wait */
#define READ_MS		500
#define WORDS_MOST	200
#define OF_MOST		20

static struct frame
say(char kind, const char *code)
{
	return (struct frame){ kind, str_from_z(code) };
}

static struct frame
say_end(enum ask_end end)
{
	switch (end) {
	case ASK_RESTS:
		return say(FRAME_AWAY, "rest");
	case ASK_UNSET:
		return say(FRAME_AWAY, "unset");
	case ASK_BAD:
		return say(FRAME_BAD, "question");
	case ASK_AWAY: case ASK_SAID:
		break;
	}
	return say(FRAME_AWAY, "away");
}

static struct frame
say_hits(const struct question *q, enum ask_end end, const struct hits *h)
{
	json_t *o;

	if (end != ASK_SAID)
		return say_end(end);
	o = json_own(q->a, json_object());
	json_object_set(o, "hits", h->v);
	json_object_set_new(o, "total", json_integer((json_int_t)h->total));
	return (struct frame){ FRAME_SAID, json_write(q->a, o) };
}

static struct frame
say_text(const struct question *q, const char *name, struct str text)
{
	json_t *o = json_own(q->a, json_object());

	json_object_set_new(o, name, json_from(text));
	return (struct frame){ FRAME_SAID, json_write(q->a, o) };
}

/* ---- the questions ---- */

static struct frame
search(const struct question *q, const json_t *asked, bool properties)
{
	struct str words = str_trim(json_text(q->a, asked, "words"));
	struct property p;
	struct hits h;
	enum ask_end end;

	if (words.n == 0 || words.n > WORDS_MOST || !str_is_text(words))
		return say(FRAME_BAD, "question");
	if (!properties)
		return say_hits(q, address_search(q, words, STR_NONE, &h), &h);
	if (!property_read(q->a, words, q->tenant, &p))
		return say_hits(q, address_search(q, words, q->tenant, &h), &h);
	end = property_find(q, &p, &h);
	if (end == ASK_UNSET)
		end = address_of(q, &p, &h);
	return say_hits(q, end, &h);
}

/* One with the same five numbers. */
static bool
has(struct arena *a, const struct hits *h, const struct property *p)
{
	json_t *want = json_own(a, json_object()), *one, *value;
	const char *name;
	size_t i;

	hits_numbers(want, a, p);
	json_array_foreach(h->v, i, one) {
		bool same = true;

		json_object_foreach(want, name, value) {
			same &= json_equal(json_object_get(one, name), value) == 1;
		}
		if (same)
			return true;
	}
	return false;
}

/* The register of addresses alone can say that there is one, and never that there is none. */
static struct frame
property(const struct question *q, const json_t *asked)
{
	struct property p;
	struct hits h;
	enum ask_end end;

	if (!property_read(q->a, json_text(q->a, asked, "property"), q->tenant, &p))
		return say(FRAME_BAD, "question");
	p.given = 4;
	end = property_find(q, &p, &h);
	if (end == ASK_SAID)
		return say_text(q, "said", has(q->a, &h, &p) ? STR("known") : STR("unknown"));
	if (end != ASK_UNSET)
		return say_end(end);
	end = address_of(q, &p, &h);
	return end != ASK_SAID ? say_end(end) :
	    say_text(q, "said", json_array_size(h.v) > 0 ? STR("known") : STR(""));
}

static struct frame
neighbours(const struct question *q, const json_t *asked)
{
	json_t *list = json_object_get(asked, "of"), *one;
	struct str draft = json_text(q->a, asked, "draft");
	struct property of[OF_MOST];
	struct hits h;
	size_t n = 0, i;

	json_array_foreach(list, i, one) {
		if (n < OF_MOST && json_is_string(one) && property_read(q->a,
		    str_from_z(json_string_value(one)), q->tenant, &of[n]))
			n++;
	}
	if (n == 0 || draft.n == 0)
		return say(FRAME_BAD, "question");
	return say_hits(q, property_neighbours(q, of, n, draft, &h), &h);
}

static struct frame
ref(const struct question *q, const json_t *asked)
{
	struct str number;

	if (!ref_open(q->a, q->settings->key, q->tenant, json_text(q->a, asked, "draft"),
	    json_text(q->a, asked, "ref"), &number))
		return say(FRAME_BAD, "ref");
	return say_text(q, "pid", number);
}

static struct frame
answer(const struct question *q, const json_t *asked)
{
	struct str what = json_text(q->a, asked, "ask");

	if (str_eq_z(what, "addresses") || str_eq_z(what, "properties"))
		return search(q, asked, str_eq_z(what, "properties"));
	if (str_eq_z(what, "property"))
		return property(q, asked);
	if (str_eq_z(what, "neighbours"))
		return neighbours(q, asked);
	return str_eq_z(what, "ref") ? ref(q, asked) : say(FRAME_BAD, "question");
}

/* ---- a connection ---- */

/* Nothing of people is kept. */
static bool
may_keep(struct arena *a, const json_t *asked)
{
	struct str what = json_text(a, asked, "ask");

	return !str_eq_z(what, "neighbours") && !str_eq_z(what, "ref");
}

static struct frame
answer_once(struct lookup *l, struct question *q, struct str text)
{
	json_t *asked = json_read(q->a, text);
	struct frame f = { FRAME_SAID, STR_NONE };

	q->tenant = json_text(q->a, asked, "tenant");
	if (asked == NULL || q->tenant.n == 0)
		return say(FRAME_BAD, "question");
	if (may_keep(q->a, asked))
		f.bytes = cache_get(l->cache, text, frame_clock());
	if (f.bytes.p != NULL)
		return f;
	f = answer(q, asked);
	if (f.kind == FRAME_SAID && may_keep(q->a, asked))
		cache_put(l->cache, text, f.bytes, frame_clock());
	return f;
}

static bool
within_limit(struct lookup *l, int connection)
{
	struct ucred who;
	socklen_t n = sizeof who;

	return getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &who, &n) == 0 &&
	    limit_take(&l->limit, who.pid, frame_clock());
}

void
lookup_serve(struct lookup *l, struct arena *a, int connection)
{
	int64_t now = frame_clock();
	struct question q = { a, l->settings, STR_NONE, now + MINE_MS };
	struct frame asked, said;

	if (frame_get(a, connection, FRAME_ASK_MOST, now + READ_MS, &asked) == FRAME_DONE &&
	    asked.kind == FRAME_ASK) {
		said = within_limit(l, connection) ? answer_once(l, &q, asked.bytes) :
		    say(FRAME_AWAY, "busy");
		(void)frame_put(connection, said.kind, said.bytes, frame_clock() + READ_MS);
	}
	close(connection);
}

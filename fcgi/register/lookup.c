#include "register/lookup.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/frame.h"
#include "base/log.h"
#include "json/json.h"

#define QUIET_MS	60000
#define HITS_MOST	200
#define COLUMNS_MOST	20

int64_t
lookup_until(void)
{
	return frame_clock() + LOOKUP_MS;
}

/* ---- one question ---- */

/* The socket, or -1. */
static int
connect_to(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int s;

	if (path == NULL || path[0] == '\0' || strlen(path) >= sizeof to.sun_path)
		return -1;
	memcpy(to.sun_path, path, strlen(path));
	s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (s >= 0 && connect(s, (struct sockaddr *)&to, sizeof to) != 0) {
		close(s);
		s = -1;
	}
	return s;
}

static enum err
away(struct arena *a, struct str code)
{
	static int64_t quiet_until;

	if (frame_clock() < quiet_until)
		return ERR_REMOTE;
	quiet_until = frame_clock() + QUIET_MS;
	log_line(LOG_WARN, "lookup-away", "code", str_z(a, code), NULL);
	return ERR_REMOTE;
}

static enum err
talk(struct arena *a, int s, struct str question, int64_t until, json_t **out)
{
	struct frame f;

	if (frame_put(s, FRAME_ASK, question, until) != FRAME_DONE ||
	    frame_get(a, s, FRAME_SAID_MOST, until, &f) != FRAME_DONE)
		return away(a, STR("no-answer"));
	if (f.kind == FRAME_BAD)
		return ERR_INPUT;
	if (f.kind != FRAME_SAID)
		return str_eq_z(f.bytes, "unset") ? ERR_GONE : away(a, f.bytes);
	*out = json_read(a, f.bytes);
	return *out != NULL ? ERR_OK : away(a, STR("nonsense"));
}

static enum err
ask(struct arena *a, const json_t *question, int64_t until, json_t **out)
{
	const char *path = getenv("SKRANKE_LOOKUP");
	int s = connect_to(path);
	enum err e;

	if (s < 0)
		return path == NULL || path[0] == '\0' ? ERR_GONE : away(a, STR("no-socket"));
	e = talk(a, s, json_write(a, question), until, out);
	close(s);
	return e;
}

static json_t *
question(struct arena *a, struct str tenant, const char *what)
{
	json_t *q = json_own(a, json_object());

	json_put(q, "tenant", tenant);
	json_put(q, "ask", str_from_z(what));
	return q;
}

/* ---- answers ---- */

static struct form_hit
take_hit(struct arena *a, json_t *from)
{
	struct form_hit_value *v = arena_alloc(a, COLUMNS_MOST * sizeof *v);
	struct form_hit h = { v, 0 };
	const char *name;
	json_t *value;

	json_object_foreach(from, name, value) {
		struct str s = json_text(a, from, name);

		if (h.n < COLUMNS_MOST && json_is_string(value) && (s.n == 0 || str_is_text(s)))
			v[h.n++] = (struct form_hit_value){ str_dup(a, str_from_z(name)),
			    s.p != NULL ? s : STR("") };
	}
	return h;
}

static enum err
take_hits(struct arena *a, const json_t *said, struct lookup_hits *out)
{
	json_t *list = json_object_get(said, "hits"), *one;
	size_t n = json_array_size(list), i;
	struct form_hit *v = arena_alloc(a, (HITS_MOST + 1) * sizeof *v);

	*out = (struct lookup_hits){ v, 0, 0 };
	if (!json_is_array(list))
		return away(a, STR("nonsense"));
	json_array_foreach(list, i, one) {
		if (i < HITS_MOST && json_is_object(one))
			v[out->n++] = take_hit(a, one);
	}
	out->total = (size_t)json_integer_value(json_object_get(said, "total"));
	if (out->total < n)
		out->total = n;
	return ERR_OK;
}

enum err
lookup_search(struct arena *a, struct str tenant, struct str source, struct str words,
    int64_t until, struct lookup_hits *out)
{
	json_t *q = question(a, tenant, str_z(a, source)), *said;
	enum err e;

	json_put(q, "words", words);
	e = ask(a, q, until, &said);
	if (e == ERR_INPUT)
		return away(a, STR("refused"));
	return e == ERR_OK ? take_hits(a, said, out) : e;
}

void
lookup_property(struct arena *a, struct str tenant, struct str property, int64_t until,
    const char **out)
{
	json_t *q = question(a, tenant, "property"), *said;
	struct str rest = property, answer;
	enum err e;

	*out = "elsewhere";
	if (!str_eq(str_cut(&rest, '-'), tenant))
		return;
	json_put(q, "property", property);
	e = ask(a, q, until, &said);
	*out = e == ERR_GONE ? NULL : "away";
	if (e != ERR_OK)
		return;
	answer = json_text(a, said, "said");
	*out = str_eq_z(answer, "known") ? "known" : str_eq_z(answer, "unknown") ? "unknown" : NULL;
}

enum err
lookup_neighbours(struct arena *a, struct str tenant, struct str draft_id,
    const struct str *properties, size_t n, int64_t until, struct lookup_hits *out)
{
	json_t *q = question(a, tenant, "neighbours"), *of = json_array(), *said;
	enum err e;

	for (size_t i = 0; i < n; i++)
		json_array_append_new(of, json_from(properties[i]));
	json_object_set_new(q, "of", of);
	json_put(q, "draft", draft_id);
	e = ask(a, q, until, &said);
	if (e == ERR_INPUT)
		return away(a, STR("refused"));
	return e == ERR_OK ? take_hits(a, said, out) : e;
}

enum err
lookup_open_ref(struct arena *a, struct str tenant, struct str draft_id, struct str ref,
    struct str *out)
{
	json_t *q = question(a, tenant, "ref"), *said;

	json_put(q, "draft", draft_id);
	json_put(q, "ref", ref);
	TRY(ask(a, q, lookup_until(), &said));
	*out = json_text(a, said, "pid");
	return out->n > 0 ? ERR_OK : ERR_REMOTE;
}

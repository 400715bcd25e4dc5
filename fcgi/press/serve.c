#include <ctype.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/log.h"
#include "press/press.h"

#define CLIENT_MS	5000
#define PAUSE_MS	1000
#define LONGEST_PAUSE_MS 30000

static int64_t
pause_ms(int failed)
{
	int64_t ms = PAUSE_MS;

	while (--failed > 0 && ms < LONGEST_PAUSE_MS)
		ms *= 2;
	return ms < LONGEST_PAUSE_MS ? ms : LONGEST_PAUSE_MS;
}

bool
press_ready(struct press *p, struct arena *a)
{
	if (child_lives(&p->child)) {
		if (!child_grown(&p->child, &p->setting))
			return true;
		log_line(LOG_INFO, "press-grown", NULL);
		child_kill(&p->child);
	}
	if (frame_clock() < p->start_at)
		return false;
	if (child_start(&p->child, a, &p->setting) == ERR_OK) {
		p->failed = 0;
		return true;
	}
	p->start_at = frame_clock() + pause_ms(++p->failed);
	return false;
}

static bool
name_ok(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!isalnum((unsigned char)s.p[i]) && s.p[i] != '-')
			return false;
	return s.n > 0;
}

static bool
has_left(int connection)
{
	char c;

	return recv(connection, &c, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

static struct frame
say(char kind, const char *code)
{
	return (struct frame){ kind, str_from_z(code) };
}

static struct frame
make(struct press *p, struct arena *a, struct str fo, const char *name)
{
	struct str hash = hash_sha256_hex(a, fo);
	struct frame out;

	while (strikes_of(&p->strikes, hash) < STRIKES_OUT) {
		if (!press_ready(p, a))
			return say(FRAME_AWAY, "starting");
		if (child_make(&p->child, a, &p->setting, fo, &out)) {
			strikes_drop(&p->strikes, hash);
			if (out.kind == FRAME_BAD)
				log_line(LOG_WARN, "letter-bad", "letter", name, "code",
				    str_z(a, out.bytes), NULL);
			return out;
		}
		log_line(LOG_ERROR, strikes_add(&p->strikes, hash) < STRIKES_OUT ? "press-died" :
		    "letter-poison", "letter", name, NULL);
	}
	return say(FRAME_POISON, "killed the press twice");
}

/* Somebody who has gone meanwhile, and will come again, is not worked for. */
void
press_serve(struct press *p, struct arena *a, int connection)
{
	int64_t until = frame_clock() + CLIENT_MS;
	struct frame name, fo, answer;

	if (!has_left(connection) &&
	    frame_get(a, connection, FRAME_NAME_MOST, until, &name) == FRAME_DONE &&
	    name.kind == FRAME_NAME && name_ok(name.bytes) &&
	    frame_get(a, connection, FRAME_LETTER_MOST, until, &fo) == FRAME_DONE &&
	    fo.kind == FRAME_LETTER && !has_left(connection)) {
		answer = make(p, a, fo.bytes, str_z(a, name.bytes));
		(void)frame_put(connection, answer.kind, answer.bytes, frame_clock() + CLIENT_MS);
	}
	close(connection);
}

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/frame.h"
#include "paper/paper.h"

#define WAIT_MS		60000

static struct paper_answer
away(const char *why)
{
	return (struct paper_answer){ PAPER_AWAY, STR_NONE, str_from_z(why) };
}

/* The socket, or -1. */
static int
connect_to(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int s;

	if (strlen(path) >= sizeof to.sun_path)
		return -1;
	memcpy(to.sun_path, path, strlen(path));
	s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (s >= 0 && connect(s, (struct sockaddr *)&to, sizeof to) != 0) {
		close(s);
		s = -1;
	}
	return s;
}

static struct paper_answer
read_answer(const struct frame *f)
{
	switch ((enum frame_kind)f->kind) {
	case FRAME_MADE:
		if (str_starts(f->bytes, STR("%PDF-")))
			return (struct paper_answer){ PAPER_MADE, f->bytes, STR_NONE };
		return away("not a PDF");
	case FRAME_BAD:
		return (struct paper_answer){ PAPER_BAD, STR_NONE, f->bytes };
	case FRAME_POISON:
		return (struct paper_answer){ PAPER_POISON, STR_NONE, f->bytes };
	case FRAME_AWAY:
		return (struct paper_answer){ PAPER_AWAY, STR_NONE, f->bytes };
	case FRAME_NAME: case FRAME_LETTER: case FRAME_READY: case FRAME_ASK: case FRAME_SAID:
		break;
	}
	return away("not an answer of the press");
}

static struct paper_answer
talk(struct arena *a, int s, struct str fo, struct str key)
{
	int64_t until = frame_clock() + WAIT_MS;
	struct frame f;
	enum frame_end end;

	if (frame_put(s, FRAME_NAME, key, until) != FRAME_DONE ||
	    frame_put(s, FRAME_LETTER, fo, until) != FRAME_DONE)
		return away("it takes no letter");
	end = frame_get(a, s, FRAME_PDF_MOST, until, &f);
	if (end == FRAME_DONE)
		return read_answer(&f);
	return away(end == FRAME_LATE ? "no answer in time" : "closed without an answer");
}

struct paper_answer
paper_press(struct arena *a, const char *socket, struct str fo, struct str key)
{
	struct paper_answer answer;
	int s;

	CHECK(key.n > 0 && key.n <= FRAME_NAME_MOST);
	if (fo.n > FRAME_LETTER_MOST)
		return (struct paper_answer){ PAPER_BAD, STR_NONE, STR("tooLarge") };
	s = connect_to(socket);
	if (s < 0)
		return away(strerror(errno));
	answer = talk(a, s, fo, key);
	close(s);
	return answer;
}

/*
 * frame.h - what programs on one machine say to each other over a Unix socket
 *
 * A frame is its kind (1 byte), a length (4 bytes, most significant first) and as many bytes.
 * The end of a call's time is told in milliseconds of frame_clock(), so that many calls can share
 * it.
 */
#ifndef BASE_FRAME_H
#define BASE_FRAME_H

#include "base/str.h"

struct arena;

/* Kinds, between those who want a letter on paper, the press (fcgi/press), and its child; and
   between those who ask and the program that looks up (fcgi/lookup). */
enum frame_kind {
	FRAME_NAME	= 'N',	/* of the letter that follows, for the log */
	FRAME_LETTER	= 'L',	/* XSL-FO */
	FRAME_MADE	= 'M',	/* PDF */
	FRAME_BAD	= 'B',	/* the letter is wrong: a code */
	FRAME_AWAY	= 'A',	/* not now: a code */
	FRAME_POISON	= 'P',	/* the letter has killed the child twice */
	FRAME_READY	= 'R',	/* the child has warmed up */
	FRAME_ASK	= 'Q',	/* a question: JSON (register/lookup.h) */
	FRAME_SAID	= 'S',	/* its answer: JSON */
};

#define FRAME_NAME_MOST		64		/* of A-Z a-z 0-9 - */
#define FRAME_LETTER_MOST	(8u << 20)
#define FRAME_PDF_MOST		(32u << 20)
#define FRAME_ASK_MOST		(16u << 10)
#define FRAME_SAID_MOST		(512u << 10)

enum frame_end {
	FRAME_DONE,
	FRAME_CLOSED,		/* by the other side, or broken off midway */
	FRAME_LATE,		/* the time was up */
	FRAME_LARGE,		/* more than may be */
};

struct frame {
	char		 kind;
	struct str	 bytes;
};

int64_t frame_clock(void);		/* milliseconds, always onwards */

/* A connected socket; whether it blocks does not matter.  After anything but FRAME_DONE it is of no
   use.  No signal is raised. */
enum frame_end frame_put(int fd, char kind, struct str, int64_t until_ms);
enum frame_end frame_get(struct arena *, int fd, size_t most, int64_t until_ms, struct frame *out);

#endif

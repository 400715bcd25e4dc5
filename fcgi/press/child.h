/*
 * child.h - the JVM that makes PDF (Press.java): started, fed, watched, and put an end to
 *
 * One letter at a time.  It is talked to in frames (base/frame.h) over a socket that is its standard
 * input and output; when that closes it ends, and when the press dies it is killed.
 */
#ifndef PRESS_CHILD_H
#define PRESS_CHILD_H

#include <sys/types.h>

#include "base/err.h"
#include "base/frame.h"

struct arena;

struct child_setting {
	const char	*home;		/* folder of press.jar, fop.xconf and warm.fo */
	const char	*archive;	/* of classes, made at the first start; NULL: none */
	size_t		 most_bytes;	/* of memory, before it is replaced */
	int		 letter_ms;	/* the longest a letter may take */
};

struct child {
	pid_t		 pid;		/* 0: there is none */
	int		 fd;
};

/*
 * child_start - start one, and wait until it has warmed up; at most half a minute
 *
 * fails  ERR_REMOTE  it did not get that far; logged, and there is none
 */
enum err child_start(struct child *, struct arena *, const struct child_setting *) MUST_USE;

/* Ends it without further ado, and waits for its end. */
void child_kill(struct child *);

/* Is there one that has not ended?  One that has is put away. */
bool child_lives(struct child *);

/* Does it hold more memory than it may? */
bool child_grown(const struct child *, const struct child_setting *);

/*
 * child_make - give it a letter, and wait for what it says
 *
 * gives  true and *out, FRAME_MADE or FRAME_BAD; false when it died or took too long: it is no more
 */
bool child_make(struct child *, struct arena *, const struct child_setting *, struct str fo,
    struct frame *out) MUST_USE;

#endif

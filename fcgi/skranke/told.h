/* told.h - what an author has been told is wrong: each thing once, "FILE:LINE: sentence" */
#ifndef SKRANKE_TOLD_H
#define SKRANKE_TOLD_H

#include "base/str.h"

struct arena;

struct told {
	struct arena	*a;
	const char	*templates, *languages;	/* what is made of templates/po; NULL: nothing */
	const char	**v;
	size_t		 n, size;
};

/* An xml_complain_fn: ctx is a struct told, the message has file and line in it.  A file in
   languages is told of as the catalogue that it was made with. */
void told_line(void *told, int line, const char *message);

bool told_of(const struct told *, const char *path);	/* of this file? */

#endif

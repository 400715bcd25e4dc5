/* strikes.h - letters that the child died of, known by their hash */
#ifndef PRESS_STRIKES_H
#define PRESS_STRIKES_H

#include "base/str.h"

#define STRIKES_OUT	2
#define STRIKES_KEPT	256
#define STRIKES_HASH	64

struct strikes {
	struct strike {
		char	 hash[STRIKES_HASH];
		int	 n;
	}	 v[STRIKES_KEPT];
	size_t	 next;		/* the oldest, when all are taken */
};

int strikes_of(const struct strikes *, struct str hash);
int strikes_add(struct strikes *, struct str hash);	/* how many it has now */
void strikes_drop(struct strikes *, struct str hash);	/* it could be made after all */

#endif

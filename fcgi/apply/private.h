/* private.h - between files.c, which reads the files of a post, and keep.c, which keeps them */
#ifndef APPLY_PRIVATE_H
#define APPLY_PRIVATE_H

#include "apply/files.h"
#include "upload/upload.h"

/* A caseworker reads all of it, and every municipality keeps it for years: what a thick folder of
   papers is when it has been photographed. */
#define DRAFT_FILES	60
#define DRAFT_BYTES	((size_t)100 << 20)

enum refusal { TAKEN, TOO_BIG, EMPTY, WRONG_TYPE, INFECTED, TOO_MANY, TOO_MANY_IN_ALL, TOO_MUCH };

struct file {
	struct file	*next;
	struct str	 field;
	const struct form_item *item;
	struct upload	*upload;	/* under way */
	struct upload_file f;
	enum form_scan	 scan;
	enum refusal	 why;
};

struct files {
	struct req	*r;
	const struct draft *draft;	/* NULL: all are passed by */
	const struct form_item *page;
	const struct form_item *loose;	/* what is sent as `page` is none, or NULL */
	struct file	*first, **end, *now;	/* now: NULL while one is passed by */
	size_t		 n, bytes;
	int64_t		 scan_usec;	/* spent on scanning */
	bool		 came;
};

#endif

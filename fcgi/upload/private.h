/* private.h - what the files of upload/ share */
#ifndef UPLOAD_PRIVATE_H
#define UPLOAD_PRIVATE_H

#include "upload/upload.h"

/* type.c: the file types there are */
/* Endings of the type's names with blanks between, the usual one first; empty for others. */
struct str type_endings(struct str media_type);
bool has_ending(struct str endings, struct str ending);	/* .PDF as well as .pdf */
/* What a file is, from what its bytes look like; true when the rule takes that. */
bool type_settle(struct str accept, struct str name, struct str seems, struct str *out);

#endif

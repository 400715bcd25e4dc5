/*
 * err.h - what went wrong outside our own code.  The table is base/err.def.
 *
 * Three kinds of trouble, never mixed: a bug of ours aborts (base/check.h); the world
 * gives an enum err, logged once where found; an answer that is not valid is a list of
 * issues on the page (form/form.h), not an error.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/check.h"

enum err {
#define ERR(code, http, again, text) ERR_##code,
#include "base/err.def"
#undef ERR
};

const char *err_text(enum err);
int err_http(enum err);		/* status of the page that tells of it */
int err_again(enum err);	/* worth trying later? */

/* Leave the calling function with e unless it is ERR_OK. */
#define TRY(call) do { enum err try_err_ = (call); if (try_err_ != ERR_OK) return try_err_; } while (0)

#endif

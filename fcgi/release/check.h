/*
 * check.h - what else an author is told of before a release is published
 *
 * release_load asks for what a program needs to use a release; this asks for what makes sense.  A
 * release that is stored is never judged here again: what was published once must load for ever.
 */
#ifndef RELEASE_CHECK_H
#define RELEASE_CHECK_H

#include "release/release.h"

/*
 * release_check - do the files of a service fit each other, and can the form be answered?
 *
 * takes    bundle   the text that the release was loaded from
 *          folder   the name of the service's folder
 *          known    what registers give
 * fails    ERR_CONFIG  each thing wrong has been told to complain, as release_load does
 */
enum err release_check(struct arena *, struct str bundle, const struct release *,
    const char *folder, const struct form_known *, xml_complain_fn *, void *ctx) MUST_USE;

#endif

/* shared.h - whole letters that every service has without bringing them: letters/NAME.xml */
#ifndef RELEASE_SHARED_H
#define RELEASE_SHARED_H

#include "release/release.h"

/* What a caseworker writes to the party: message.title and message.text. */
#define SHARED_MESSAGE	"message"

/*
 * shared_letter_load - one of them in every language, bokmål's where there is none
 *
 * takes  process    arena that lives as long as they do
 *        templates  folder: letters/NAME.xml, and shared/letters for its parts
 * fails  ERR_CONFIG  logged, with file and line
 */
enum err shared_letter_load(struct arena *process, const char *templates, const char *name,
    struct release_letter out[LANG_COUNT]) MUST_USE;

/* The release's own letter of that name, or the shared one in the release's language. */
const struct release_letter *shared_letter(const struct release *,
    const struct release_letter shared[LANG_COUNT]);

#endif

/* messages.h - the standard sentences of forms, as a program loads them at start */
#ifndef RELEASE_MESSAGES_H
#define RELEASE_MESSAGES_H

#include "form/form.h"

/* In every language there is; all bokmål's where languages_dir() is NULL. */
struct messages {
	const struct form_messages *in[LANG_COUNT];
};

/* From shared/messages.xml of the templates folder, and of each language's.  ERR_CONFIG: logged,
   with file and line. */
enum err messages_load(struct arena *process, const char *templates,
    const struct messages **out) MUST_USE;

#endif

/* messages.h - the standard sentences of forms, as a program loads them at start */
#ifndef RELEASE_MESSAGES_H
#define RELEASE_MESSAGES_H

#include "form/form.h"

/* From shared/messages.xml of the templates folder.  ERR_CONFIG: logged, with file and line. */
enum err messages_load(struct arena *process, const char *templates,
    const struct form_messages **out) MUST_USE;

#endif

/* setting.h - what a program is told by its environment (deploy/systemd, deploy/demo/stack.sh) */
#ifndef BASE_SETTING_H
#define BASE_SETTING_H

#include <stdbool.h>

#include "base/lang.h"

struct arena;

/* The value, for the process's lifetime; NULL, and logged by name, when it is missing or empty. */
const char *setting_need(const char *name);
const char *setting_maybe(const char *name);	/* NULL when it is missing or empty */
bool setting_on(const char *name);		/* is it 1? */

/* The templates folder in a language: the one given for bokmål, else SKRANKE_LANGUAGES/CODE; NULL
   when the program is told of no languages. */
const char *languages_dir(struct arena *, const char *templates, enum lang);

#endif

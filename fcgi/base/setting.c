#include "base/setting.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"

const char *
setting_need(const char *name)
{
	const char *v = getenv(name);

	if (v != NULL && v[0] != '\0')
		return v;
	log_line(LOG_ERROR, "setting-missing", "name", name, NULL);
	return NULL;
}

const char *
setting_maybe(const char *name)
{
	const char *v = getenv(name);

	return v != NULL && v[0] != '\0' ? v : NULL;
}

bool
setting_on(const char *name)
{
	const char *v = getenv(name);

	return v != NULL && strcmp(v, "1") == 0;
}

const char *
languages_dir(struct arena *a, const char *templates, enum lang l)
{
	const char *dir = getenv("SKRANKE_LANGUAGES");

	if (l == LANG_NB)
		return templates;
	if (dir == NULL || dir[0] == '\0')
		return NULL;
	return str_fmt(a, "%s/" STR_FMT, dir, STR_ARG(lang_code(l))).p;
}

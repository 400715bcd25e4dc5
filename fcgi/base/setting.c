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

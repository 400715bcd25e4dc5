#include "postman/fault.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *wanted;
static size_t name_len;
static unsigned long times = 1;

void
fault_start(void)
{
	const char *colon;

	wanted = getenv("SKRANKE_FAULT");
	if (wanted == NULL)
		return;
	colon = strchr(wanted, ':');
	name_len = colon != NULL ? (size_t)(colon - wanted) : strlen(wanted);
	if (colon != NULL)
		times = strtoul(colon + 1, NULL, 10);
}

void
fault_point(const char *name)
{
	if (wanted != NULL && strlen(name) == name_len && strncmp(wanted, name, name_len) == 0 &&
	    --times == 0)
		kill(getpid(), SIGKILL);
}

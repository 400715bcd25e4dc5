#include "release/messages.h"

#include "base/log.h"

static void
complain(void *ctx, int line, const char *message)
{
	char at[32];

	snprintf(at, sizeof at, "%d", line);
	log_line(LOG_ERROR, "template-refused", "file", (const char *)ctx, "line", at, "message",
	    message, NULL);
}

enum err
messages_load(struct arena *a, const char *templates, const struct form_messages **out)
{
	static char name[] = "shared/messages.xml";
	struct str path = str_fmt(a, "%s/%s", templates, name);
	xmlDoc *doc;

	if (xml_parse_file(a, path.p, complain, name, &doc) != ERR_OK)
		return ERR_CONFIG;
	return form_messages_load(a, doc, complain, name, out);
}

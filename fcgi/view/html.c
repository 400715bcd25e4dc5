#include <string.h>
#include <strings.h>

#include "view/private.h"

static bool
among(const char *const *list, const char *z)
{
	while (*list != NULL && strcasecmp(*list, z) != 0)
		list++;
	return *list != NULL;
}

bool
html_is_void(const char *tag)
{
	static const char *const list[] = { "area", "base", "br", "col", "embed", "hr", "img",
		"input", "link", "meta", "source", "track", "wbr", NULL };

	return among(list, tag);
}

bool
html_is_raw(const char *tag)
{
	static const char *const list[] = { "script", "style", "iframe", "xmp", "noembed",
		"noframes", "plaintext", NULL };

	return among(list, tag);
}

bool
html_keeps_blanks(const char *tag)
{
	return strcmp(tag, "pre") == 0 || strcmp(tag, "textarea") == 0;
}

bool
html_is_plain(const char *tag)
{
	static const char *const list[] = { "title", "textarea", "option", NULL };

	return among(list, tag);
}

bool
html_is_url(const char *attr)
{
	static const char *const list[] = { "href", "src", "action", "formaction", "hx-get",
		"hx-post", "hx-put", "hx-patch", "hx-delete", "hx-push-url", "hx-replace-url",
		"cite", "data", "poster", "manifest", "xlink:href", NULL };

	return among(list, attr);
}

bool
html_is_refused(const char *attr)
{
	static const char *const list[] = { "style", "srcdoc", "hx-vars", NULL };

	return strncasecmp(attr, "on", 2) == 0 || strncasecmp(attr, "hx-on", 5) == 0 ||
	    among(list, attr);
}

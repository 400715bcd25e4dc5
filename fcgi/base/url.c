#include "base/url.h"

#include <string.h>

/* What stands between the scheme and the path. */
static struct str
authority(struct str url)
{
	const char *at = url.n > 0 ? memmem(url.p, url.n, "://", 3) : NULL;
	struct str rest = at != NULL ? str_skip(url, (size_t)(at - url.p) + 3) : STR_NONE;

	for (size_t i = 0; i < rest.n; i++)
		if (rest.p[i] == '/' || rest.p[i] == '?' || rest.p[i] == '#')
			return (struct str){ rest.p, i };
	return rest;
}

static struct str
host(struct str all)
{
	struct str rest = all, h;

	if (!str_starts(all, STR("[")))
		return str_cut(&rest, ':');
	h = (struct str){ all.p, str_cut(&rest, ']').n + 1 };
	return rest.n == 0 || rest.p[0] == ':' ? h : all;
}

bool
url_is_here(struct str url)
{
	struct str all = authority(url), h = host(all);

	if (all.n > 0 && memchr(all.p, '@', all.n) != NULL)
		return false;
	return str_eq_z(h, "localhost") || str_eq_z(h, "127.0.0.1") || str_eq_z(h, "[::1]") ||
	    str_ends(h, STR(".localhost"));
}

bool
url_may_be_asked(struct str url)
{
	struct str all = authority(url);

	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.p[i] <= ' ' || (unsigned char)url.p[i] >= 0x7f)
			return false;
	if (all.n == 0 || memchr(all.p, '@', all.n) != NULL)
		return false;
	return str_starts(url, STR("https://")) ||
	    (str_starts(url, STR("http://")) && url_is_here(url));
}

#include "xml/pattern.h"

#include <libxml/xmlregexp.h>

#include "base/arena.h"

struct xml_pattern {
	xmlRegexp	*re;
};

static void
free_regexp(void *p)
{
	xmlRegFreeRegexp(p);
}

struct xml_pattern *
xml_pattern_new(struct arena *a, struct str s)
{
	struct xml_pattern *p = ARENA_NEW(a, struct xml_pattern);

	if (s.n > 0 && s.p[0] == '^')
		s = str_skip(s, 1);
	if (s.n > 0 && s.p[s.n - 1] == '$')
		s.n--;
	p->re = xmlRegexpCompile((const xmlChar *)str_z(a, s));
	if (p->re == NULL)
		return NULL;
	arena_defer(a, free_regexp, p->re);
	return p;
}

bool
xml_pattern_fits(const struct xml_pattern *p, struct arena *a, struct str text)
{
	return xmlRegexpExec(p->re, (const xmlChar *)str_z(a, text)) == 1;
}

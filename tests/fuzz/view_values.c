/* One value in every place of a page: it never adds a tag, ends an attribute or leads elsewhere. */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "view/view.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const char page[] = "<p xmlns:s='urn:skranke:slot:1'><s:text name='v'/><a>"
    "<s:attr name='title'><s:text name='v'/></s:attr><s:attr name='href'><s:text name='v'/></s:attr>x</a>"
    "<i><s:attr name='href'>/x?y=<s:text name='v'/></s:attr>x</i></p>";

static size_t
count(struct str s, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == c;
	return n;
}

static const struct view *
compiled(void)
{
	static struct view *v;
	static struct arena *a;
	xmlDoc *doc = NULL;

	if (v != NULL)
		return v;
	xml_start();
	a = arena_new((size_t)1 << 20);
	CHECK(xml_parse(a, STR(page), NULL, NULL, &doc) == ERR_OK);
	CHECK(view_compile(a, doc, VIEW_HTML, "fuzz", NULL, NULL, &v) == ERR_OK);
	return v;
}

static void
check_url(struct str url)
{
	struct str head = { url.p, url.n < 8 ? url.n : 8 };

	CHECK(url.n > 0 && memchr(url.p, '\\', url.n) == NULL);
	if (url.p[0] == '/')
		CHECK(url.n == 1 || url.p[1] != '/');
	else
		CHECK(url.p[0] == '#' || (head.n >= 7 && strncasecmp(head.p, "http://", 7) == 0) ||
		    (head.n == 8 && strncasecmp(head.p, "https://", 8) == 0));
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a;
	struct buf out;
	struct vmap *m;
	struct str s, url;

	/* the marks of a part in bokmål are ours: str_is_text keeps them out of what is sent */
	if (n > 0 && (memchr(p, 0x0e, n) != NULL || memchr(p, 0x0f, n) != NULL))
		return 0;
	a = arena_new((size_t)256 << 20);
	out = buf_new(a, 4096);
	m = vmap_new(a);
	vset(m, "v", (struct str){ (const char *)p, n });
	view_run(compiled(), m, &out);
	s = buf_str(&out);
	CHECK(count(s, '<') == 6 && count(s, '>') == 6);
	for (size_t i = 0; i < s.n; i++)
		CHECK((unsigned char)s.p[i] >= 0x20 || s.p[i] == '\n' || s.p[i] == '\t');
	while (!str_starts(s, STR("<a title=\"")))
		s = str_skip(s, 1);
	CHECK(count(s, '"') == 6);
	s = str_skip(s, strlen("<a title=\""));
	str_cut(&s, '"');
	str_cut(&s, '"');
	url = str_cut(&s, '"');
	check_url(url);
	CHECK(str_starts(s, STR(">x</a><i href=\"/x?y=")));
	arena_free(&a);
	return 0;
}

/* The document that is stored, against the one expected. */
#include "scenario/private.h"

/* answers_write leaves person:@1 where the first identity number stands.  What a person types is
   written with the colon as a reference, so it is never taken for one. */
struct str
pruned_text(const struct run *r, struct str (*number)(struct arena *, struct str pid, size_t i))
{
	struct buf b = buf_new(r->a, 4096), out = buf_new(r->a, 4096);
	static const char mark[] = "person:@";
	struct form_pids pids;
	struct str rest;
	const char *hit;

	answers_write(r->as, ANSWERS_PRUNED, &b, &pids);
	rest = buf_str(&b);
	while ((hit = memmem(rest.p, rest.n, mark, sizeof mark - 1)) != NULL) {
		size_t before = (size_t)(hit - rest.p);
		struct str digits;
		int64_t i = 0;

		buf_add(&out, (struct str){ rest.p, before });
		rest = str_skip(rest, before + sizeof mark - 1);
		digits = str_cut(&rest, '<');
		CHECK(str_int(digits, &i) && i >= 1 && (size_t)i <= pids.n);
		buf_add(&out, number(r->a, pids.v[i - 1], (size_t)i));
		buf_add_char(&out, '<');
	}
	buf_add(&out, rest);
	return buf_str(&out);
}

static struct str
digits(struct arena *a, struct str pid, size_t i)
{
	(void)a, (void)i;
	return pid;
}

static bool
same_name(const xmlNode *a, const xmlNode *b)
{
	return strcmp((const char *)a->name, (const char *)b->name) == 0;
}

static bool
differ(struct run *r, const xmlNode *at, struct str path, const char *want, const char *came)
{
	return run_fail(r, at, "in " STR_FMT ": expected %s; came %s", STR_ARG(path), want, came);
}

static const char *
words(struct run *r, xmlNode *n)
{
	if (n == NULL)
		return "no more";
	if (xml_first(n) != NULL)
		return str_fmt(r->a, "<%s>…", (const char *)n->name).p;
	return str_fmt(r->a, "<%s>" STR_FMT, (const char *)n->name,
	    STR_ARG(xml_text(r->a, n))).p;
}

static bool
same_attributes(struct run *r, xmlNode *want, xmlNode *came, struct str path)
{
	for (const xmlAttr *at = want->properties; at != NULL; at = at->next) {
		const char *name = (const char *)at->name;
		struct str w = xml_attr(want, name), c = xml_attr(came, name);

		if (!str_eq(w, c))
			return differ(r, want, path,
			    str_fmt(r->a, "%s='" STR_FMT "'", name, STR_ARG(w)).p,
			    str_fmt(r->a, "'" STR_FMT "'", STR_ARG(c)).p);
	}
	return true;
}

/* An output without a name has a number instead, which changes with the form: nobody expects it. */
static xmlNode *
named(xmlNode *n)
{
	while (n != NULL && strchr((const char *)n->name, '-') != NULL)
		n = xml_next(n);
	return n;
}

/* false at the first difference, which is told of. */
static bool
same(struct run *r, xmlNode *want, xmlNode *came, struct str above)
{
	struct str path = str_fmt(r->a, STR_FMT "/%s", STR_ARG(above), (const char *)want->name);
	xmlNode *w = xml_first(want), *c = named(xml_first(came));

	if (!same_attributes(r, want, came, path))
		return false;
	if (w == NULL && c == NULL)
		return str_eq(one_blank(r->a, xml_text(r->a, want)),
		    one_blank(r->a, xml_text(r->a, came))) ||
		    differ(r, want, path, words(r, want), words(r, came));
	for (; w != NULL || c != NULL; w = xml_next(w), c = named(xml_next(c))) {
		if (w == NULL || c == NULL || !same_name(w, c))
			return differ(r, w != NULL ? w : want, path, words(r, w), words(r, c));
		if (!same(r, w, c, path))
			return false;
	}
	return true;
}

void
expect_pruned(struct run *r, xmlNode *n)
{
	xmlNode *want = xml_first(n);
	xmlDoc *came;

	if (!r->sent || xml_parse(r->a, pruned_text(r, digits), NULL, NULL, &came) != ERR_OK)
		run_fail(r, n, "expected a document; nothing is stored");
	else if (want == NULL || !same_name(want, xml_root(came)))
		run_fail(r, n, "expected %s; came %s", words(r, want), words(r, xml_root(came)));
	else
		(void)same(r, want, xml_root(came), STR(""));
}

/* Names that the form language takes: letters, digits and _, at most 40, one of each in a group. */
#include "odk/private.h"

static bool
plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

/* æ, ø and å as those without them on the keyboard write them. */
static const struct {
	const char	*from, *to;
} letters[] = {
	{ "\xc3\xa6", "ae" }, { "\xc3\xb8", "o" }, { "\xc3\xa5", "a" }, { "\xc3\x86", "Ae" },
	{ "\xc3\x98", "O" }, { "\xc3\x85", "A" },
};

static size_t
letter(struct buf *b, struct str rest)
{
	size_t n = 1;

	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
		if (str_starts(rest, str_from_z(letters[i].from))) {
			buf_add_z(b, letters[i].to);
			return 2;
		}
	buf_add_char(b, '_');
	while (n < rest.n && ((unsigned char)rest.p[n] & 0xc0) == 0x80)
		n++;
	return n;
}

static struct str
mend(struct odk *o, struct str s, bool hyphen)
{
	struct buf b = buf_new(o->a, s.n + 8);
	struct str out;

	if (s.n == 0 || digit(s.p[0]) || (hyphen && s.p[0] == '-'))
		buf_add_char(&b, '_');
	for (size_t i = 0; i < s.n;) {
		if (plain(s.p[i]) || digit(s.p[i]) || (hyphen && s.p[i] == '-'))
			buf_add_char(&b, s.p[i++]);
		else
			i += letter(&b, str_skip(s, i));
	}
	out = buf_str(&b);
	if (out.n > NAME_MOST)
		out.n = NAME_MOST;
	return out;
}

struct str
name_ncname(struct odk *o, struct str s)
{
	return mend(o, s, true);
}

static bool
reserved(struct str s)
{
	static const char *const words[] = { "csrf", "handling", "oppsummering", "send", "slett",
	    "tillegg", "signer", "del", "overta" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq_z(s, words[i]))
			return true;
	return false;
}

/* ---- one of each ---- */

static int
space_of(const struct place *p)
{
	return p->kind == K_PAGE ? 1 : p->kind == K_SECTION ? 2 : 0;
}

static const struct place *
group_of(const struct place *p)
{
	const struct place *g = p->parent;

	while (g != NULL && g->kind != K_REPEAT)
		g = g->parent;
	return g;
}

static bool
in_use(const struct place *at, const struct place *p, struct str name)
{
	if (at != p && str_eq(at->name, name) && space_of(at) == space_of(p) &&
	    group_of(at) == group_of(p))
		return true;
	for (const struct place *c = at->first; c != NULL; c = c->next)
		if (in_use(c, p, name))
			return true;
	return false;
}

static struct str
unused(struct odk *o, const struct place *p, struct str name)
{
	struct str s = name;

	for (int n = 2; reserved(s) || in_use(o->form, p, s); n++) {
		struct str tail = str_fmt(o->a, "_%d", n), head = name;

		if (head.n + tail.n > NAME_MOST)
			head.n = NAME_MOST - tail.n;
		s = str_fmt(o->a, STR_FMT STR_FMT, STR_ARG(head), STR_ARG(tail));
	}
	return s;
}

static struct str
wanted(const struct place *p)
{
	const struct place *first = p->first;

	if (p->node != NULL)
		return p->node->name;
	if (p->kind == K_PAGE && first != NULL && first->kind == K_REPEAT)
		return first->node->name;
	return p->kind == K_PAGE ? STR("side") : STR("del");
}

static void
name_one(struct odk *o, struct place *p)
{
	struct str want = wanted(p);

	if (p->kind == K_FORM || p->kind == K_FLAT || p->kind == K_LOST)
		return;
	p->name = unused(o, p, mend(o, want, false));
	if (p->node != NULL && !str_eq(p->name, want))
		odk_note(o, p, p->node->bind != NULL ? p->node->bind : p->node->at,
		    STR_FMT ": is called " STR_FMT " here%s", STR_ARG(want), STR_ARG(p->name),
		    str_eq(p->name, mend(o, want, false)) ? "" :
		    "; the name was taken");
}

static void
name_below(struct odk *o, struct place *p)
{
	name_one(o, p);
	for (struct place *c = p->first; c != NULL; c = c->next)
		name_below(o, c);
}

void
name_places(struct odk *o)
{
	name_below(o, o->form);
}

void
name_lists(struct odk *o)
{
	for (struct list *l = o->lists; l != NULL; l = l->next) {
		struct str want = mend(o, l->id, true), s = want;

		for (int n = 2;; n++) {
			const struct list *k = o->lists;

			while (k != l && !str_eq(k->id, s))
				k = k->next;
			if (k == l)
				break;
			s = str_fmt(o->a, STR_FMT "_%d", STR_ARG(want), n);
		}
		l->id = s;
	}
}

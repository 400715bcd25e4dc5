/* number.c - properties by their numbers */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "lookup/lookup.h"

#define NUMBER_MOST	999999

/* Words that people put before a number. */
static bool
is_word(struct str s)
{
	static const char *const words[] = { "gnr", "bnr", "fnr", "snr", "gardsnummer",
	    "bruksnummer", "festenummer", "seksjonsnummer", "g\u00e5rdsnummer", "og" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (s.n == strlen(words[i]) && strncasecmp(s.p, words[i], s.n) == 0)
			return true;
	return false;
}

static bool
is_between(char c)
{
	return c == '/' || c == ',' || c == '.' || c == ':' || c == ' ';
}

/* "12/34": numbers with anything between, or false. */
static bool
take_numbers(struct str s, struct property *p)
{
	while (s.n > 0) {
		struct str word = { s.p, 0 };

		if (is_between(s.p[0])) {
			s = str_skip(s, 1);
			continue;
		}
		while (word.n < s.n && !is_between(s.p[word.n]))
			word.n++;
		s = str_skip(s, word.n);
		if (is_word(word))
			continue;
		if (p->given == 4 || !str_int(word, &p->number[p->given]) ||
		    p->number[p->given] < 0 || p->number[p->given] > NUMBER_MOST)
			return false;
		p->given++;
	}
	return p->given >= 2 && p->number[0] > 0 && p->number[1] > 0;
}

static bool
is_tenant(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!isdigit((unsigned char)s.p[i]))
			return false;
	return s.n == 4;
}

bool
property_read(struct arena *a, struct str words, struct str own, struct property *out)
{
	struct str rest = str_trim(words), tenant = own;

	if (rest.n > 5 && rest.p[4] == '-' && is_tenant((struct str){ rest.p, 4 })) {
		tenant = (struct str){ rest.p, 4 };
		rest = str_skip(rest, 5);
	}
	*out = (struct property){ .tenant = str_dup(a, tenant) };
	return take_numbers(rest, out);
}

struct str
property_text(struct arena *a, const struct property *p)
{
	return str_fmt(a, STR_FMT "-%lld/%lld/%lld/%lld", STR_ARG(p->tenant),
	    (long long)p->number[0], (long long)p->number[1], (long long)p->number[2],
	    (long long)p->number[3]);
}

struct str
property_query(struct arena *a, const struct property *p)
{
	struct buf b = buf_new(a, 128);

	buf_fmt(&b, "kommunenummer=" STR_FMT "&gardsnummer=%lld&bruksnummer=%lld",
	    STR_ARG(p->tenant), (long long)p->number[0], (long long)p->number[1]);
	if (p->given > 2)
		buf_fmt(&b, "&festenummer=%lld", (long long)p->number[2]);
	if (p->given > 3)
		buf_fmt(&b, "&seksjonsnummer=%lld", (long long)p->number[3]);
	return buf_str(&b);
}

void
hits_numbers(json_t *to, struct arena *a, const struct property *p)
{
	static const char *const columns[] = { "gardsnummer", "bruksnummer", "festenummer",
	    "seksjonsnummer" };

	json_object_set_new(to, "kommunenummer", json_from(p->tenant));
	for (size_t i = 0; i < 4; i++)
		json_object_set_new(to, columns[i], json_from(p->number[i] > 0 ?
		    str_fmt(a, "%lld", (long long)p->number[i]) : STR("")));
}

enum ask_end
ask_end_of(enum remote_end e)
{
	return e == REMOTE_RESTS ? ASK_RESTS : e == REMOTE_AWAY ? ASK_AWAY : ASK_SAID;
}

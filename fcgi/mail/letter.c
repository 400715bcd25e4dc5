/* What holds of every letter, whoever takes it. */
#include <ctype.h>
#include <string.h>

#include "base/id.h"
#include "base/lang.h"
#include "base/time.h"
#include "mail/private.h"

#define MOST_NAME	200
#define MOST_FILENAME	100

static bool
one_line(struct str s, size_t most)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return s.n <= most && str_is_text(s);
}

static bool
digits(struct str s, size_t n)
{
	for (size_t i = 0; i < s.n; i++)
		if (!isdigit((unsigned char)s.p[i]))
			return false;
	return s.n == n;
}

static bool
filename_ok(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!isalnum((unsigned char)s.p[i]) && strchr("._-", s.p[i]) == NULL)
			return false;
	return s.n > 4 && s.n <= MOST_FILENAME && s.p[0] != '.' && str_ends(s, STR(".pdf"));
}

static bool
at_home(const struct mail_receiver *r)
{
	return r->country.n == 0 || str_eq_z(r->country, "NO");
}

bool
letter_has_address(const struct mail_receiver *r)
{
	return str_trim(r->city).n > 0 && (at_home(r) ? digits(r->postcode, 4) :
	    r->country.n == 2 && str_trim(r->line1).n > 0);
}

static bool
lines_ok(const struct mail_receiver *r)
{
	return one_line(r->name, MOST_NAME) && str_trim(r->name).n > 0 &&
	    one_line(r->line1, MOST_NAME) && one_line(r->line2, MOST_NAME) &&
	    one_line(r->postcode, 20) && one_line(r->city, MOST_NAME) && one_line(r->country, 2);
}

static const char *
receiver_fault(const struct mail_letter *l)
{
	if (!lines_ok(&l->to))
		return "the receiver's name or address has control characters, or is missing";
	if (l->to.pid.n > 0 && !digits(l->to.pid, 11))
		return "the receiver's number is not eleven digits";
	if (!l->print && l->to.pid.n == 0)
		return "a digital letter without the receiver's number";
	if (l->print && !letter_has_address(&l->to))
		return "a letter on paper without postcode and city";
	return NULL;
}

static bool
day_ok(struct str s)
{
	struct date d;

	return s.n == 0 || time_date_read(s, &d);
}

const char *
letter_fault(const struct mail *m, const char **code)
{
	const struct mail_letter *l = m->letter;
	const char *why = receiver_fault(l);
	enum lang lang;

	*code = why != NULL ? "bad-address" : "refused";
	if (why != NULL)
		return why;
	if (!id_is(m->key))
		return "the key of a letter is not a UUID";
	if (!one_line(m->subject, 1000) || str_trim(m->subject).n == 0)
		return "control characters in the subject, or there is none";
	if (!lines_ok(&l->back) || !one_line(l->reference, 100) || !digits(l->orgnr, 9))
		return "the sender's name, number or reference is not one";
	if (!lang_of(l->language, &lang) || !day_ok(l->effective))
		return "the language or the day is not one";
	if (!filename_ok(l->filename) || !str_starts(l->pdf, STR("%PDF-")))
		return "the file is not a PDF, or its name is not one";
	return NULL;
}

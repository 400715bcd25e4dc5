/* What holds of every letter, whoever takes it. */
#include <ctype.h>
#include <string.h>

#include "base/id.h"
#include "base/lang.h"
#include "base/time.h"
#include "mail/private.h"

#define MOST_NAME	200
#define MOST_FILENAME	100
#define MOST_END	8

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
	return s.n > 0 && s.n <= MOST_FILENAME && s.p[0] != '.';
}

static bool
media_type_ok(struct str s)
{
	size_t slashes = 0;

	for (size_t i = 0; i < s.n; i++) {
		slashes += s.p[i] == '/';
		if (!isalnum((unsigned char)s.p[i]) && strchr("/.+-", s.p[i]) == NULL)
			return false;
	}
	return slashes == 1 && s.n <= MOST_FILENAME;
}

/* The letter's own file. */
static const char *
pdf_fault(const struct mail_letter *l)
{
	return filename_ok(l->filename) && str_ends(l->filename, STR(".pdf")) &&
	    str_starts(l->pdf, STR("%PDF-")) ? NULL :
	    "the file is not a PDF, or its name is not one";
}

/* No two files of one name, which another side would keep one of. */
static const char *
files_fault(const struct mail_letter *l)
{
	if (l->nfiles > MAIL_FILES_MOST)
		return "more goes with the letter than may";
	for (size_t i = 0; i < l->nfiles; i++) {
		const struct mail_file *f = &l->files[i];

		if (!filename_ok(f->name) || !media_type_ok(f->media_type) || f->bytes.n == 0)
			return "what goes with the letter has no name or type, or is empty";
		if (str_eq(f->name, l->filename))
			return "two files of one name";
		for (size_t k = 0; k < i; k++)
			if (str_eq(f->name, l->files[k].name))
				return "two files of one name";
	}
	return NULL;
}

bool
letter_prints(const struct mail_letter *l)
{
	for (size_t i = 0; i < l->nfiles; i++)
		if (!str_eq_z(l->files[i].media_type, MAIL_PDF))
			return false;
	return true;
}

struct str
mail_file_end(struct str name)
{
	size_t n = name.n;

	while (n > 0 && name.n - n < MOST_END && isalnum((unsigned char)name.p[n - 1]))
		n--;
	return n > 1 && n < name.n && name.p[n - 1] == '.' ? str_skip(name, n - 1) : STR("");
}

struct str
mail_file_title(struct str name)
{
	return (struct str){ name.p, name.n - mail_file_end(name).n };
}

static bool
at_home(const struct mail_receiver *r)
{
	return str_trim(r->country).n == 0 || str_eq_z(str_trim(r->country), "Norge");
}

struct str
letter_country(const struct mail_receiver *r)
{
	return at_home(r) ? STR("Norge") : str_trim(r->country);
}

bool
letter_has_address(const struct mail_receiver *r)
{
	return str_trim(r->city).n > 0 && (at_home(r) ? digits(r->postcode, 4) :
	    str_trim(r->line1).n > 0);
}

static bool
lines_ok(const struct mail_receiver *r)
{
	return one_line(r->name, MOST_NAME) && str_trim(r->name).n > 0 &&
	    one_line(r->line1, MOST_NAME) && one_line(r->line2, MOST_NAME) &&
	    one_line(r->postcode, 20) && one_line(r->city, MOST_NAME) && one_line(r->country, 60);
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
	why = pdf_fault(l);
	if (why == NULL && l->print && !letter_prints(l)) {
		*code = "files-paper";
		return "what goes with the letter cannot be printed";
	}
	return why != NULL ? why : files_fault(l);
}

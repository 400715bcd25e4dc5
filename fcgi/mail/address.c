#include <ctype.h>
#include <string.h>

#include "mail/mail.h"

#define MOST_BYTES	254
#define MOST_LOCAL	64
#define MOST_LABEL	63

static bool
is_atext(unsigned char c)
{
	return c < 0x80 && (isalnum(c) || strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL) && c != 0;
}

static bool
local_ok(struct str s)
{
	if (s.n == 0 || s.n > MOST_LOCAL || s.p[0] == '.' || s.p[s.n - 1] == '.')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_atext((unsigned char)s.p[i]) && !(s.p[i] == '.' && s.p[i - 1] != '.'))
			return false;
	return true;
}

static bool
label_ok(struct str s)
{
	if (s.n == 0 || s.n > MOST_LABEL || s.p[0] == '-' || s.p[s.n - 1] == '-')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80 || (!isalnum((unsigned char)s.p[i]) &&
		    s.p[i] != '-'))
			return false;
	return true;
}

static bool
domain_ok(struct str s)
{
	size_t labels = 0;

	if (str_eq_z(s, "localhost"))
		return true;
	if (s.n == 0 || s.p[s.n - 1] == '.')
		return false;
	while (s.n > 0) {
		if (!label_ok(str_cut(&s, '.')))
			return false;
		labels++;
	}
	return labels >= 2;
}

bool
mail_address_ok(struct str s)
{
	struct str local;

	if (s.n == 0 || s.n > MOST_BYTES || memchr(s.p, '@', s.n) == NULL)
		return false;
	local = str_cut(&s, '@');
	return local_ok(local) && domain_ok(s);
}

#include "ident/acr.h"

static int
rank(struct str acr)
{
	static const char *const levels[] = {
		"idporten-loa-low", "idporten-loa-substantial", "idporten-loa-high",
	};

	for (int i = 0; i < (int)(sizeof levels / sizeof *levels); i++)
		if (str_eq_z(acr, levels[i]))
			return i;
	return -1;
}

bool
acr_is(struct str acr)
{
	return rank(acr) >= 0;
}

bool
acr_at_least(struct str got, struct str asked)
{
	return asked.n == 0 || (acr_is(asked) && rank(got) >= rank(asked));
}

struct str
acr_highest(struct str a, struct str b)
{
	return rank(a) >= rank(b) ? a : b;
}

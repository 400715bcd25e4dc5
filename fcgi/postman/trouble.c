#include "postman/postman.h"

static const struct {
	const char	*code, *text;
} troubles[] = {
	[TROUBLE_NONE] = { "", "" },
#define TROUBLE(name, code, sentence) [TROUBLE_##name] = { code, sentence },
#include "postman/trouble.def"
#undef TROUBLE
};

struct str
trouble_text(enum trouble t)
{
	return str_from_z(troubles[t].text);
}

const char *
trouble_code(enum trouble t)
{
	return troubles[t].code;
}

enum trouble
trouble_of_code(struct str code)
{
	for (unsigned t = 1; t < sizeof troubles / sizeof troubles[0]; t++)
		if (str_eq_z(code, troubles[t].code))
			return (enum trouble)t;
	return TROUBLE_TOO_OFTEN;
}

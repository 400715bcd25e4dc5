#include <strings.h>

#include "base/arena.h"
#include "upload/private.h"

#define OOXML	"application/vnd.openxmlformats-officedocument."
#define ODF	"application/vnd.oasis.opendocument."

/* upload.h lists the same. */
static const struct {
	const char	*media_type, *endings;
} types[] = {
	{ "application/pdf",		".pdf" },
	{ "image/jpeg",			".jpg .jpeg .jfif" },
	{ "image/png",			".png" },
	{ "image/gif",			".gif" },
	{ "image/webp",			".webp" },
	{ "image/heic",			".heic .heif" },
	{ "image/heif",			".heif .heic" },
	{ "image/tiff",			".tif .tiff" },
	{ "text/plain",			".txt" },
	{ "text/csv",			".csv" },
	{ "text/rtf",			".rtf" },
	{ "application/zip",		".zip" },
	{ "application/msword",		".doc" },
	{ "application/vnd.ms-excel",	".xls" },
	{ "application/vnd.ms-powerpoint", ".ppt" },
	{ OOXML "wordprocessingml.document", ".docx" },
	{ OOXML "spreadsheetml.sheet",	".xlsx" },
	{ OOXML "presentationml.presentation", ".pptx" },
	{ ODF "text",			".odt" },
	{ ODF "spreadsheet",		".ods" },
	{ ODF "presentation",		".odp" },
};

struct str
type_endings(struct str media_type)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_eq_z(media_type, types[i].media_type))
			return str_from_z(types[i].endings);
	return STR_NONE;
}

size_t
upload_types(const struct str **out)
{
	enum { MANY = sizeof types / sizeof *types };
	static struct str names[MANY + 1];

	names[0] = STR("image/*");
	for (size_t i = 0; i < MANY; i++)
		names[i + 1] = str_from_z(types[i].media_type);
	*out = names;
	return MANY + 1;
}

bool
has_ending(struct str endings, struct str ending)
{
	while (endings.n > 0) {
		struct str one = str_cut(&endings, ' ');

		if (one.n == ending.n && strncasecmp(one.p, ending.p, one.n) == 0)
			return true;
	}
	return false;
}

bool
upload_accept_ok(struct str accept)
{
	bool any = false;

	while (accept.n > 0) {
		struct str one = str_trim(str_cut(&accept, ' '));

		if (one.n == 0)
			continue;
		if (!str_eq_z(one, "image/*") && type_endings(one).n == 0)
			return false;
		any = true;
	}
	return any;
}

static bool
takes(struct str accept, struct str media_type)
{
	if (type_endings(media_type).n == 0)
		return false;
	while (accept.n > 0) {
		struct str one = str_trim(str_cut(&accept, ' '));

		if (str_eq(one, media_type) ||
		    (str_eq_z(one, "image/*") && str_starts(media_type, STR("image/"))))
			return true;
	}
	return false;
}

/*
 * Text is what it is called: libmagic guesses at languages of programs (text/x-c) in any letter,
 * and knows a table only where commas divide it.
 */
bool
type_settle(struct str accept, struct str name, struct str seems, struct str *out)
{
	bool csv = name.n >= 4 && has_ending(STR(".csv"), str_skip(name, name.n - 4));
	bool text = str_starts(seems, STR("text/x-")) || str_eq_z(seems, "text/plain") ||
	    str_eq_z(seems, "text/csv");

	if (text)
		seems = csv && takes(accept, STR("text/csv")) ? STR("text/csv") : STR("text/plain");
	*out = seems;
	return takes(accept, seems);
}

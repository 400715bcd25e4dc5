/* What an upload question says of the files it takes. */
#include "form/private.h"

#define ACCEPT_OTHERWISE	"application/pdf image/png image/jpeg text/plain"
#define BYTES_OTHERWISE		((size_t)10 << 20)
#define FILES_OTHERWISE		5

static bool
is_token(struct str s)
{
	static const char signs[] = "abcdefghijklmnopqrstuvwxyz0123456789!#$&-^_.+";

	for (size_t i = 0; i < s.n; i++)
		if (memchr(signs, s.p[i], sizeof signs - 1) == NULL)
			return false;
	return s.n > 0 && s.n <= 127;
}

/* type/subtype, or type and a star (RFC 6838 § 4.2) */
static bool
is_media_type(struct str s)
{
	struct str sub = s, type = str_cut(&sub, '/');

	return is_token(type) && (str_eq_z(sub, "*") || is_token(sub));
}

static void
take_accept(struct load *l, struct form_item *it, const xmlNode *n)
{
	struct str written = xml_attr(n, "accept"), rest = str_trim(written);
	struct buf b = buf_new(l->a, 128);

	while (rest.n > 0) {
		struct str type = str_cut(&rest, ' ');

		if (type.n == 0)
			continue;
		if (!is_media_type(type))
			load_bad(l, n, "'" STR_FMT "' in accept is no media type; write them as in "
			    "accept=\"application/pdf image/*\"", STR_ARG(type));
		if (b.n > 0)
			buf_add_char(&b, ' ');
		buf_add(&b, type);
	}
	if (written.p != NULL && b.n == 0)
		load_bad(l, n, "accept names the types of files that are taken, as in "
		    "accept=\"application/pdf image/*\"");
	it->accept = b.n > 0 ? buf_str(&b) : STR(ACCEPT_OTHERWISE);
}

/* "10M", "500k", "20000"; 0 when it is none of these */
static size_t
bytes_of(struct str s)
{
	int64_t unit = str_ends(s, STR("M")) ? 1 << 20 : str_ends(s, STR("k")) ? 1 << 10 : 1, n;

	if (unit > 1)
		s.n--;
	if (!str_int(s, &n) || n < 1 || n > FORM_FILE_BYTES / unit)
		return 0;
	return (size_t)(n * unit);
}

/* ---- the letter of the national list ---- */

#define CODES_NS	"urn:skranke:codes:1"

static void
no_code(struct load *l, const xmlNode *n, struct str code, xmlNode *codes)
{
	struct buf b = buf_new(l->a, 64);

	for (xmlNode *c = xml_first(codes); c != NULL; c = xml_next(c))
		if (xml_is(c, "code"))
			buf_fmt(&b, "%s" STR_FMT, b.n > 0 ? ", " : "", STR_ARG(xml_attr(c, "id")));
	load_bad(l, n, "lists/" FORM_CODES ".xml has no code '" STR_FMT "'; it has " STR_FMT,
	    STR_ARG(code), STR_ARG(buf_str(&b)));
}

static void
take_code(struct load *l, struct form_item *it, const xmlNode *n)
{
	const struct form_files *files = l->files;
	struct str code = xml_attr(n, "code");
	xmlDoc *doc = code.p != NULL && files != NULL && files->table != NULL ?
	    files->table(files->ctx, STR(FORM_CODES)) : NULL;

	if (code.p == NULL)
		return;
	if (doc == NULL || !xml_in(xml_root(doc), CODES_NS)) {
		load_bad(l, n, "a code is of the list lists/" FORM_CODES ".xml, and there is none");
		return;
	}
	for (xmlNode *c = xml_first(xml_root(doc)); c != NULL; c = xml_next(c))
		if (xml_is(c, "code") && str_eq(xml_attr(c, "id"), code)) {
			it->code = code;
			it->code_name = xml_text(l->a, c);
		}
	if (it->code.n == 0)
		no_code(l, n, code, xml_root(doc));
}

void
load_upload(struct load *l, struct form_item *it, const xmlNode *n)
{
	struct str size = xml_attr(n, "max-size");

	take_accept(l, it, n);
	it->max_bytes = size.p != NULL ? bytes_of(size) : BYTES_OTHERWISE;
	if (it->max_bytes == 0)
		load_bad(l, n, "max-size is the most that one file may be, at most %dM, as in "
		    "max-size=\"10M\" or max-size=\"500k\"", FORM_FILE_BYTES >> 20);
	load_size(l, n, "max-count", FILES_OTHERWISE, &it->max_files);
	if (it->max_files < 1 || it->max_files > FORM_FILES_MOST)
		load_bad(l, n, "max-count is a number from 1 to %d", FORM_FILES_MOST);
	take_code(l, it, n);
}

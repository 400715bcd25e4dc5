/* What stands before a part of a posted form: RFC 7578 §4.2, RFC 2045 §5.1, and browsers. */
#include <string.h>
#include <strings.h>

#include "http/private.h"

static bool
same(struct str s, const char *want)
{
	return s.n == strlen(want) && strncasecmp(s.p, want, s.n) == 0;
}

bool
media_is(struct str header, const char *want)
{
	return same(str_trim(str_cut(&header, ';')), want);
}

/* What follows a backslash is itself when it is a backslash, or a quote that is not the last: a
   path from Windows keeps its backslashes, and a browser does not escape one at the end. */
static bool
escapes(struct str s)
{
	if (s.n < 2 || s.p[0] != '\\')
		return false;
	return s.p[1] == '\\' || (s.p[1] == '"' && memchr(s.p + 2, '"', s.n - 2) != NULL);
}

/* From after the quote that opens to after the one that closes. */
static bool
unquote(struct str *rest, char *to, size_t *n_out)
{
	size_t n = 0;

	while (rest->n > 0 && *rest->p != '"') {
		if (escapes(*rest))
			*rest = str_skip(*rest, 1);
		to[n++] = *rest->p;
		*rest = str_skip(*rest, 1);
	}
	if (rest->n == 0)
		return false;
	*rest = str_trim(str_skip(*rest, 1));
	*n_out = n;
	return rest->n == 0 || *rest->p == ';';
}

static size_t
until(struct str s, char c)
{
	const char *hit = s.n > 0 ? memchr(s.p, c, s.n) : NULL;

	return hit != NULL ? (size_t)(hit - s.p) : s.n;
}

enum err
mime_param_next(struct str *rest, char **to, struct param *out)
{
	size_t n;

	*out = (struct param){ STR_NONE, STR_NONE };
	while (rest->n > 0 && memchr("; \t", *rest->p, 3) != NULL)
		*rest = str_skip(*rest, 1);
	if (rest->n == 0)
		return ERR_OK;
	n = until(*rest, '=');
	out->name = str_trim((struct str){ rest->p, n });
	if (n == rest->n || out->name.n == 0)
		return ERR_INPUT;
	*rest = str_trim(str_skip(*rest, n + 1));
	if (rest->n > 0 && *rest->p == '"') {
		*rest = str_skip(*rest, 1);
		if (!unquote(rest, *to, &n))
			return ERR_INPUT;
		out->value = (struct str){ *to, n };
		*to += n;
		return ERR_OK;
	}
	n = until(*rest, ';');
	out->value = str_trim((struct str){ rest->p, n });
	*rest = str_skip(*rest, n);
	return ERR_OK;
}

/* How HTML sends the three characters that a name between quotes cannot hold. */
static struct str
undo_percent(struct str s, char **to)
{
	static const char hex[] = "22" "0D" "0A", plain[] = "\"\r\n";
	char *p = *to;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		for (size_t k = 0; c == '%' && s.n - i > 2 && k < 3; k++)
			if (strncasecmp(s.p + i + 1, hex + k * 2, 2) == 0) {
				c = plain[k];
				i += 2;
			}
		*(*to)++ = c;
	}
	return (struct str){ p, (size_t)(*to - p) };
}

static enum err
read_disposition(struct str value, char **to, struct multipart_part *out)
{
	struct str type = str_trim(str_cut(&value, ';'));
	struct param p;

	if (out->name.p != NULL || !same(type, "form-data"))
		return ERR_INPUT;
	for (;;) {
		TRY(mime_param_next(&value, to, &p));
		if (p.name.n == 0)
			return ERR_OK;
		out->file |= same(p.name, "filename*");		/* not read: RFC 7578 §4.2 */
		if (same(p.name, "name")) {
			if (out->name.p != NULL)
				return ERR_INPUT;
			out->name = undo_percent(p.value, to);
		} else if (same(p.name, "filename")) {
			if (out->filename.p != NULL)
				return ERR_INPUT;
			out->file = true;
			out->filename = undo_percent(p.value, to);
		}
	}
}

static bool
has_control(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\t') || s.p[i] == 0x7f)
			return true;
	return false;
}

static enum err
read_line(struct str line, char **to, struct multipart_part *out)
{
	struct str value = line, name = str_cut(&value, ':');

	if (name.n == 0 || name.n == line.n || has_control(line) ||
	    memchr(" \t", *name.p, 2) != NULL)
		return ERR_INPUT;
	value = str_trim(value);
	if (same(name, "Content-Disposition"))
		return read_disposition(value, to, out);
	if (same(name, "Content-Type"))
		out->media_type = str_trim(str_cut(&value, ';'));
	if (same(name, "Content-Transfer-Encoding") && !same(value, "binary") &&
	    !same(value, "8bit") && !same(value, "7bit"))
		return ERR_INPUT;
	return ERR_OK;
}

enum err
part_head_read(struct str head, char *to, struct multipart_part *out)
{
	*out = (struct multipart_part){ .file = false };
	while (head.n > 0) {
		struct str line = str_cut(&head, '\n');

		if (!str_ends(line, STR("\r")))
			return ERR_INPUT;
		line.n--;
		TRY(read_line(line, &to, out));
	}
	return out->name.n > 0 ? ERR_OK : ERR_INPUT;
}

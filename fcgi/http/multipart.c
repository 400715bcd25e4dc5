#include <string.h>
#include <strings.h>

#include "http/private.h"

#define WINDOW		((size_t)32 * 1024)
#define FIRST_FIELDS	((size_t)100)
#define MOST_HEADS	((size_t)2 << 20)	/* of all parts: each may be long, not each of ten
						   thousand */
#define LONGEST_BOUNDARY 70			/* RFC 2046 §5.1.1 */

struct reader {
	struct req	*r;
	const struct multipart_sink *sink;
	uint64_t	 left;			/* bytes that may still come */
	char		*window;
	size_t		 from, to;		/* of what is held there */
	bool		 ended;
	struct str	 delimiter;		/* CR LF -- boundary */
	char		*head, *names;		/* of a part: as sent, and its names decoded */
	char		*fields;		/* names and values of fields, one after another */
	size_t		 nfields, most_fields;
	size_t		 parts, heads, room;	/* heads: bytes; room: for fields, in r->form */
};

static struct str
held(const struct reader *d)
{
	return (struct str){ d->window + d->from, d->to - d->from };
}

/* As much as the window takes, or all that is left. */
static enum err
fill(struct reader *d)
{
	size_t room, got;

	if (d->ended)
		return ERR_OK;
	memmove(d->window, d->window + d->from, d->to - d->from);
	d->to -= d->from;
	d->from = 0;
	room = WINDOW - d->to;
	got = d->r->in->read(d->r->in->ctx, d->window + d->to, room);
	if (got > d->left)
		return ERR_TOO_BIG;
	d->left -= got;
	d->to += got;
	d->ended = got < room;
	return ERR_OK;
}

/* Bytes known to stand before the next boundary; *last when it follows them, and is passed. */
static enum err
next_piece(struct reader *d, struct str *piece, bool *last)
{
	const char *hit;
	struct str s;

	TRY(fill(d));
	s = held(d);
	hit = memmem(s.p, s.n, d->delimiter.p, d->delimiter.n);
	*last = hit != NULL;
	if (hit == NULL && d->ended)
		return ERR_INPUT;
	*piece = (struct str){ s.p, hit != NULL ? (size_t)(hit - s.p) : s.n - d->delimiter.n + 1 };
	d->from += piece->n + (hit != NULL ? d->delimiter.n : 0);
	return ERR_OK;
}

/* After a boundary: -- when it is the last, else blanks and the end of the line. */
static enum err
after_boundary(struct reader *d, bool *last)
{
	struct str s;

	TRY(fill(d));
	s = held(d);
	*last = str_starts(s, STR("--"));
	while (s.n > 0 && (*s.p == ' ' || *s.p == '\t'))
		s = str_skip(s, 1);
	d->from = d->to - s.n + 2;
	return *last || str_starts(s, STR("\r\n")) ? ERR_OK : ERR_INPUT;
}

static enum err
read_head(struct reader *d, struct multipart_part *out)
{
	struct str s;
	const char *end;

	TRY(fill(d));
	s = held(d);
	if (s.n > LONGEST_HEAD)
		s.n = LONGEST_HEAD;
	end = memmem(s.p, s.n, "\r\n\r\n", 4);
	if (end == NULL)
		return s.n == LONGEST_HEAD ? ERR_TOO_BIG : ERR_INPUT;
	s.n = (size_t)(end - s.p) + 2;
	if (memmem(s.p, s.n, d->delimiter.p, d->delimiter.n) != NULL)
		return ERR_INPUT;
	memcpy(d->head, s.p, s.n);
	d->from += s.n + 2;
	d->heads += s.n;
	if (d->heads > MOST_HEADS)
		return ERR_TOO_BIG;
	return part_head_read((struct str){ d->head, s.n }, d->names, out);
}

static enum err
read_file(struct reader *d, const struct multipart_part *part)
{
	const struct multipart_sink *k = d->sink;
	bool begun = false, last = false;

	while (!last) {
		struct str piece;

		TRY(next_piece(d, &piece, &last));
		if (k == NULL)
			continue;
		if (!begun && (piece.n > 0 || (last && part->filename.n > 0))) {
			TRY(k->begin(k->ctx, part));
			begun = true;
		}
		if (piece.n > 0)
			TRY(k->data(k->ctx, piece.p, piece.n));
	}
	return begun ? k->end(k->ctx) : ERR_OK;
}

static enum err
keep(struct reader *d, struct str s)
{
	if (s.n > d->most_fields - d->nfields)
		return ERR_TOO_BIG;
	if (s.n > 0)
		memcpy(d->fields + d->nfields, s.p, s.n);
	d->nfields += s.n;
	return ERR_OK;
}

/* What has been kept since `from`, when it is text. */
static enum err
kept(struct reader *d, size_t from, struct str *out)
{
	struct str s = { d->fields + from, d->nfields - from };

	if (!str_is_text(s))
		return ERR_INPUT;
	s.n = newlines(d->fields + from, s.n);
	d->nfields = from + s.n;
	*out = s;
	return ERR_OK;
}

/* Room for one more.  Where they are moved, those that came before stay for who looks at them. */
static struct param *
next_field(struct reader *d)
{
	struct params *f = &d->r->form;
	struct param *old = f->v;

	if (f->n == d->room) {
		d->room = d->room == 0 ? FIRST_FIELDS : d->room * 4;
		f->v = arena_alloc(d->r->a, d->room * sizeof *f->v);
		if (f->n > 0)
			memcpy(f->v, old, f->n * sizeof *old);
	}
	return &f->v[f->n];
}

static enum err
read_field(struct reader *d, const struct multipart_part *part)
{
	struct param *p = next_field(d);
	size_t from = d->nfields;
	bool last = false;

	TRY(keep(d, part->name));
	TRY(kept(d, from, &p->name));
	from = d->nfields;
	while (!last) {
		struct str piece;

		TRY(next_piece(d, &piece, &last));
		TRY(keep(d, piece));
	}
	TRY(kept(d, from, &p->value));
	d->r->form.n++;
	return ERR_OK;
}

static enum err
read_parts(struct reader *d)
{
	bool last = false;

	while (!last) {		/* RFC 2046 lets something stand before the first boundary */
		struct str passed_by;

		TRY(next_piece(d, &passed_by, &last));
	}
	for (;;) {
		struct multipart_part part;

		TRY(after_boundary(d, &last));
		if (last)
			return ERR_OK;
		if (++d->parts > MOST_FIELDS)
			return ERR_TOO_BIG;
		TRY(read_head(d, &part));
		if (!str_is_text(part.name))
			return ERR_INPUT;
		if (part.name.n > LONGEST_NAME)
			return ERR_TOO_BIG;
		TRY(part.file ? read_file(d, &part) : read_field(d, &part));
	}
}

/* bchars of RFC 2046 §5.1.1 */
static bool
is_boundary(struct str s)
{
	static const char chars[] = "0123456789abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ'()+_,-./:=? ";

	for (size_t i = 0; i < s.n; i++)
		if (memchr(chars, s.p[i], sizeof chars - 1) == NULL)
			return false;
	return s.n > 0 && s.n <= LONGEST_BOUNDARY && s.p[s.n - 1] != ' ';
}

static enum err
read_boundary(struct req *r, struct str *delimiter_out)
{
	struct str type = env_get(r->in->env, "CONTENT_TYPE"), boundary = STR_NONE;
	char *to = arena_alloc(r->a, type.n + 1);
	struct param p;

	if (type.n > LONGEST_HEAD)
		return ERR_TOO_BIG;
	str_cut(&type, ';');
	for (;;) {
		TRY(mime_param_next(&type, &to, &p));
		if (p.name.n == 0)
			break;
		if (p.name.n == 8 && strncasecmp(p.name.p, "boundary", 8) == 0)
			boundary = p.value;
	}
	if (!is_boundary(boundary))
		return ERR_INPUT;
	*delimiter_out = str_fmt(r->a, "\r\n--" STR_FMT, STR_ARG(boundary));
	return ERR_OK;
}

/* So that what was typed can be kept in one form, however it was posted. */
static struct str
urlencoded(const struct req *r)
{
	struct buf b = buf_new(r->a, 1024);

	for (size_t i = 0; i < r->form.n; i++) {
		buf_add_z(&b, i > 0 ? "&" : "");
		buf_add(&b, url_encode(r->a, r->form.v[i].name));
		buf_add_char(&b, '=');
		buf_add(&b, url_encode(r->a, r->form.v[i].value));
	}
	return buf_str(&b);
}

enum err
req_multipart(struct req *r, size_t max_fields_bytes, uint64_t max_body,
    const struct multipart_sink *sink)
{
	struct reader d = { .r = r, .sink = sink, .left = max_body, .most_fields =
	    max_fields_bytes };
	uint64_t told = 0;
	enum err e;

	CHECK(r->multipart && r->in != NULL);
	r->multipart = false;
	TRY(told_length(r->in, &told));
	if (told > max_body)
		return ERR_TOO_BIG;
	TRY(read_boundary(r, &d.delimiter));
	d.window = arena_alloc(r->a, WINDOW);
	d.head = arena_alloc(r->a, LONGEST_HEAD);
	d.names = arena_alloc(r->a, LONGEST_HEAD * 2);
	d.fields = arena_alloc(r->a, max_fields_bytes + 1);
	memcpy(d.window, "\r\n", 2);	/* the first boundary may stand first of all */
	d.to = 2;
	e = read_parts(&d);
	r->form_raw = urlencoded(r);
	return e;
}

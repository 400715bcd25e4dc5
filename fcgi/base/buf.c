#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/check.h"

struct buf
buf_new(struct arena *a, size_t size_bytes)
{
	size_t size = size_bytes < 64 ? 64 : size_bytes;

	return (struct buf){ .a = a, .p = arena_alloc(a, size), .size = size };
}

static void
make_room(struct buf *b, size_t n)
{
	size_t size = b->size * 2;
	char *p;

	if (b->size - b->n >= n)
		return;
	CHECK(n < SIZE_MAX / 4);
	while (size - b->n < n)
		size *= 2;
	p = arena_alloc(b->a, size);
	memcpy(p, b->p, b->n);
	b->p = p;
	b->size = size;
}

void
buf_add(struct buf *b, struct str s)
{
	if (s.n == 0)
		return;
	if (b->size - b->n < s.n)
		make_room(b, s.n);
	memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
}

void
buf_add_z(struct buf *b, const char *z)
{
	buf_add(b, str_from_z(z));
}

void
buf_add_char(struct buf *b, char c)
{
	make_room(b, 1);
	b->p[b->n++] = c;
}

void
buf_add_count(struct buf *b, size_t n)
{
	char digits[24];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	buf_add(b, (struct str){ digits + at, sizeof digits - at });
}

void
buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	CHECK(n >= 0);
	make_room(b, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}

void
buf_json(struct buf *b, struct str s)
{
	size_t plain = 0;		/* from here on, nothing to escape yet */

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(b, (struct str){ s.p + plain, i - plain });
		plain = i + 1;
		if (c < 0x20)
			buf_fmt(b, "\\u%04x", c);
		else
			buf_fmt(b, "\\%c", c);
	}
	if (plain < s.n)
		buf_add(b, str_skip(s, plain));
}

struct str
buf_str(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}

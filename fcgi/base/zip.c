#include "base/zip.h"

#include "base/arena.h"

#define DAY_ONE		0x21		/* 1980-01-01 */
#define UTF8		0x0800		/* names are */

uint32_t
zip_crc(struct str s)
{
	static uint32_t table[256];
	uint32_t crc = 0xffffffff;

	for (uint32_t i = 1; table[255] == 0 && i < 256; i++) {
		table[i] = i;
		for (int k = 0; k < 8; k++)
			table[i] = table[i] & 1 ? table[i] >> 1 ^ 0xedb88320 : table[i] >> 1;
	}
	for (size_t i = 0; i < s.n; i++)
		crc = crc >> 8 ^ table[(crc ^ (unsigned char)s.p[i]) & 0xff];
	return ~crc;
}

static void
put(struct buf *b, uint64_t v, int bytes)
{
	for (; bytes > 0; bytes--, v >>= 8)
		buf_add_char(b, (char)(v & 0xff));
}

/* What the two kinds of head have in common: from the flags to the name's length. */
static void
put_facts(struct buf *b, const struct zip_file *f)
{
	put(b, UTF8, 2);
	put(b, 0, 2);			/* stored */
	put(b, 0, 2);
	put(b, DAY_ONE, 2);
	put(b, zip_crc(f->content), 4);
	put(b, f->content.n, 4);
	put(b, f->content.n, 4);
	put(b, f->name.n, 2);
	put(b, 0, 2);
}

static void
put_directory(const struct zip_file *f, size_t n, const size_t *at, struct buf *out)
{
	size_t from = out->n;

	for (size_t i = 0; i < n; i++) {
		put(out, 0x02014b50, 4);
		put(out, 0x0314, 2);	/* made by 2.0 on Unix */
		put(out, 20, 2);
		put_facts(out, &f[i]);
		put(out, 0, 2 + 2 + 2);
		put(out, (uint64_t)0100644 << 16, 4);
		put(out, at[i], 4);
		buf_add(out, f[i].name);
	}
	put(out, 0x06054b50, 4);
	put(out, 0, 4);
	put(out, n, 2);
	put(out, n, 2);
	put(out, out->n - from - 12, 4);
	put(out, from, 4);
	put(out, 0, 2);
}

void
zip_write(const struct zip_file *f, size_t n, struct buf *out)
{
	size_t *at = arena_alloc(out->a, (n + 1) * sizeof *at);

	for (size_t i = 0; i < n; i++) {
		at[i] = out->n;
		put(out, 0x04034b50, 4);
		put(out, 20, 2);
		put_facts(out, &f[i]);
		buf_add(out, f[i].name);
		buf_add(out, f[i].content);
	}
	put_directory(f, n, at, out);
}

#include "../t.h"

#include "base/buf.h"
#include "upload/upload.h"

static const struct {
	const char	*sent, *type, *shown;
} rows[] = {
	{ "brev.pdf", "application/pdf", "brev.pdf" },
	{ "Søknad om plass (2).PDF", "application/pdf", "Søknad om plass (2).PDF" },
	/* no path */
	{ "../../etc/passwd", "text/plain", "passwd.txt" }, { "/tmp/x.pdf", "application/pdf", "x.pdf" },
	{ "C:\\mine filer\\x.pdf", "application/pdf", "x.pdf" }, { "..\\..\\x.pdf", "application/pdf", "x.pdf" },
	{ "..", "application/pdf", "_.pdf" }, { "../", "application/pdf", "_.pdf" }, { "a/..", "application/pdf", "_.pdf" },
	{ ".htaccess", "text/plain", "htaccess.txt" }, { "...x.pdf...", "application/pdf", "x.pdf" },
	/* nothing left */
	{ "", "application/pdf", "_.pdf" }, { "", "", "_" }, { " . ", "", "_" }, { "\xff\xfe", "image/png", "_.png" },
	/* what is not seen, or turns what is: exe.fdp read from the right */
	{ "a\r\nb\t\x01\x7f.pdf", "application/pdf", "ab.pdf" }, { "x\u202efdp.exe", "application/pdf", "xfdp.exe.pdf" },
	{ "\u200bx\u2066y\u2069\ufeff.pdf", "application/pdf", "xy.pdf" }, { "a\xc2\x85" "b.pdf", "application/pdf", "ab.pdf" },
	{ "a\u00ad" "b\u2028" "c.pdf", "application/pdf", "abc.pdf" }, { "bl\xe5.pdf", "application/pdf", "bl.pdf" },
	{ "\xed\xa0\x80x.pdf", "application/pdf", "x.pdf" },
	/* quotes, and what no disk takes */
	{ "a\"b'c.pdf", "application/pdf", "a_b'c.pdf" }, { "a<b>c:d|e?f*.pdf", "application/pdf", "a_b_c_d_e_f_.pdf" },
	{ "«sitat».pdf", "application/pdf", "«sitat».pdf" },
	/* the ending */
	{ "x", "application/pdf", "x.pdf" }, { "x.", "application/pdf", "x.pdf" }, { "x.jpg", "image/jpeg", "x.jpg" },
	{ "x.JPEG", "image/jpeg", "x.JPEG" }, { "x.png", "image/jpeg", "x.png.jpg" }, { "x.pdf.exe", "application/pdf", "x.pdf.exe.pdf" },
	{ "x.pdf", "", "x.pdf" }, { "pdf", "application/pdf", "pdf.pdf" }, { "x .pdf", "application/pdf", "x.pdf" },
	/* emoji */
	{ "\U0001f600.pdf", "application/pdf", "\U0001f600.pdf" },
	{ "\U0001f468\u200d\U0001f469\u200d\U0001f467 vi.pdf", "application/pdf", "\U0001f468\u200d\U0001f469\u200d\U0001f467 vi.pdf" },
};

static void
a_name_is_safe_to_show_and_to_save_under(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *a = arena_new(1 << 20);
		struct str got = upload_name(a, str_from_z(rows[i].sent), str_from_z(rows[i].type));

		if (!str_eq_z(got, rows[i].shown))
			fail_msg("'%s' as %s gave '" STR_FMT "', not '%s'", rows[i].sent,
			    rows[i].type, STR_ARG(got), rows[i].shown);
		arena_free(&a);
	}
}

/* Pads with n letters, then `tail`. */
static struct str
padded(struct arena *a, size_t n, const char *tail)
{
	struct buf b = buf_new(a, 512);

	for (size_t i = 0; i < n; i++)
		buf_add_z(&b, "å");
	buf_add_z(&b, tail);
	return buf_str(&b);
}

static void
a_long_name_keeps_its_ending_and_no_character_is_halved(void **state)
{
	static const struct {
		size_t		 n;
		const char	*tail;
		size_t		 left;		/* of the padding */
		const char	*end;
	} cuts[] = {
		{ 146, ".pdf", 146, ".pdf" }, { 147, ".pdf", 146, ".pdf" }, { 300, ".pdf", 146, ".pdf" },
		{ 300, "", 146, ".pdf" }, { 300, ".exe", 146, ".pdf" }, { 8000, ".pdf", 146, ".pdf" },
		{ 145, "\U0001f600\U0001f600.pdf", 145, "\U0001f600.pdf" },
		/* a family, a skin, an accent and a flag are each one to the eye */
		{ 144, "\U0001f468\u200d\U0001f469\u200d\U0001f467.pdf", 144, ".pdf" },
		{ 145, "\U0001f44d\U0001f3fd.pdf", 145, ".pdf" }, { 145, "a\u030a.pdf", 145, ".pdf" },
		{ 145, "\U0001f1f3\U0001f1f4.pdf", 145, ".pdf" },
		{ 143, "\U0001f1f3\U0001f1f4\U0001f1f3\U0001f1f4.pdf", 143, "\U0001f1f3\U0001f1f4.pdf" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
		struct arena *a = arena_new(1 << 20);
		struct str got = upload_name(a, padded(a, cuts[i].n, cuts[i].tail),
		    STR("application/pdf"));

		if (!str_eq(got, padded(a, cuts[i].left, cuts[i].end)))
			fail_msg("row %zu gave %zu characters: '" STR_FMT "'", i, str_chars(got), STR_ARG(got));
		assert_true(str_is_text(got) && str_chars(got) <= 150);
		arena_free(&a);
	}
}

TESTS(
	cmocka_unit_test(a_name_is_safe_to_show_and_to_save_under),
	cmocka_unit_test(a_long_name_keeps_its_ending_and_no_character_is_halved),
)

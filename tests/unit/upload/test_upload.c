#include "../t.h"
#include "../log_catch.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "upload/upload.h"

#define DOCX	"application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#define PNG	"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0"
#define JPEG	"\xff\xd8\xff\xe0\0\x10JFIF\0"
#define HEIC	"\0\0\0\x18" "ftypheic\0\0\0\0mif1heic"
#define BYTES(lit) { (lit), sizeof(lit) - 1 }

/* A zip of one stored file, as far as libmagic looks. */
#define ZIP(name_n, name, body_n, body) "PK\3\4\24\0\0\0\0\0\0\0\0\0\0\0\0\0" body_n "\0\0\0" body_n \
    "\0\0\0" name_n "\0\0\0" name body "PK\1\2\24\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

static struct arena *a;
static char folder[64];

static int
set_up(void **state)
{
	(void)state;
	a = arena_new(16 << 20);
	snprintf(folder, sizeof folder, "/tmp/skranke-upload-XXXXXX");
	return mkdtemp(folder) == NULL;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(&a);
	return rmdir(folder);		/* fails when a file was left there */
}

static struct upload_file
send_file(const char *accept, uint64_t most, struct str name, struct str bytes)
{
	struct upload_rule rule = { str_from_z(accept), most };
	struct upload *u;
	struct upload_file f;

	assert_int_equal(upload_begin(a, folder, &rule, name, &u), ERR_OK);
	while (bytes.n > 0) {
		size_t n = bytes.n < 1000 ? bytes.n : 1000;

		assert_int_equal(upload_data(u, bytes.p, n), ERR_OK);
		bytes = str_skip(bytes, n);
	}
	assert_int_equal(upload_end(u, &f), ERR_OK);
	return f;
}

static const struct {
	const char	*what, *accept, *name;
	struct str	 bytes;
	enum upload_verdict v;
	const char	*type, *shown;
} cases[] = {
	{ "a PDF", "application/pdf", "brev.pdf", BYTES("%PDF-1.4\n"), UPLOAD_TAKEN, "application/pdf", "brev.pdf" },
	{ "a PDF called something else", "application/pdf", "bilde.exe", BYTES("%PDF-1.4\n"), UPLOAD_TAKEN, "application/pdf", "bilde.exe.pdf" },
	{ "a program called PDF", "application/pdf", "brev.pdf", BYTES("MZ\x90\0\3\0\0\0"), UPLOAD_WRONG_TYPE, NULL, "brev.pdf" },
	{ "a page called PDF", "application/pdf text/plain", "brev.pdf", BYTES("<html><body>x"), UPLOAD_WRONG_TYPE, "text/html", "brev.pdf" },
	{ "a drawing that can run", "image/*", "x.svg", BYTES("<svg xmlns='http://www.w3.org/2000/svg'/>"), UPLOAD_WRONG_TYPE, "image/svg+xml", "x.svg" },
	{ "any image", "application/pdf image/*", "x.PNG", BYTES(PNG), UPLOAD_TAKEN, "image/png", "x.PNG" },
	{ "a photo of a telephone", "image/*", "IMG_1.HEIC", BYTES(HEIC), UPLOAD_TAKEN, "image/heic", "IMG_1.HEIC" },
	{ "a photo", "image/jpeg", "x.jpeg", BYTES(JPEG), UPLOAD_TAKEN, "image/jpeg", "x.jpeg" },
	{ "another image than asked", "image/jpeg", "x.png", BYTES(PNG), UPLOAD_WRONG_TYPE, "image/png", "x.png" },
	{ "nothing", "text/plain", "tom.txt", BYTES(""), UPLOAD_EMPTY, "", "tom.txt" },
	{ "a letter", "text/plain", "brev.txt", BYTES("Kj\xc3\xa6re kommune\r\n"), UPLOAD_TAKEN, "text/plain", "brev.txt" },
	{ "an old letter", "text/plain", "brev.txt", BYTES("Kj\xe6re kommune\r\n"), UPLOAD_TAKEN, "text/plain", "brev.txt" },
	{ "a letter that looks like a program", "text/plain", "c.txt", BYTES("#include <x.h>\nint main(void){}\n"), UPLOAD_TAKEN, "text/plain", "c.txt" },
	{ "a table with semicolons", "text/csv", "t.csv", BYTES("a;b\n1;2\n"), UPLOAD_TAKEN, "text/csv", "t.csv" },
	{ "a table with commas as text", "text/plain", "t.csv", BYTES("a,b\n1,2\n3,4\n"), UPLOAD_TAKEN, "text/plain", "t.csv.txt" },
	{ "a letter is no table", "text/csv", "t.txt", BYTES("Hei hei\n"), UPLOAD_WRONG_TYPE, "text/plain", "t.txt" },
	{ "a zip", "application/zip", "x.zip", BYTES(ZIP("\5", "a.txt", "\4", "text")), UPLOAD_TAKEN, "application/zip", "x.zip" },
	{ "a zip called docx", DOCX, "x.docx", BYTES(ZIP("\5", "a.txt", "\4", "text")), UPLOAD_WRONG_TYPE, "application/zip", "x.docx" },
	{ "a zip where images are asked", "image/* application/pdf", "x.zip", BYTES(ZIP("\5", "a.txt", "\4", "text")), UPLOAD_WRONG_TYPE, "application/zip", "x.zip" },
	{ "an office document", "application/vnd.oasis.opendocument.text", "x.odt",
	    BYTES(ZIP("\10", "mimetype", "\47", "application/vnd.oasis.opendocument.text")), UPLOAD_TAKEN,
	    "application/vnd.oasis.opendocument.text", "x.odt" },
	{ "an office document is no zip", "application/zip", "x.odt",
	    BYTES(ZIP("\10", "mimetype", "\47", "application/vnd.oasis.opendocument.text")), UPLOAD_WRONG_TYPE,
	    "application/vnd.oasis.opendocument.text", "x.odt" },
	{ "just the limit", "text/plain", "x.txt", BYTES("1234567890123456789012345678901234567890"), UPLOAD_TAKEN, "text/plain", "x.txt" },
	{ "one past it", "text/plain", "x.txt", BYTES("12345678901234567890123456789012345678901"), UPLOAD_TOO_BIG, "", "x.txt" },
};

static void
a_file_is_what_its_bytes_say_and_taken_when_asked_for(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint64_t most = cases[i].bytes.n - (cases[i].v == UPLOAD_TOO_BIG);
		struct upload_file f = send_file(cases[i].accept, most, str_from_z(cases[i].name),
		    cases[i].bytes);

		if (f.verdict != cases[i].v || !str_eq_z(f.name, cases[i].shown) ||
		    (cases[i].type != NULL && !str_eq_z(f.media_type, cases[i].type)))
			fail_msg("%s: %d '" STR_FMT "' '" STR_FMT "'", cases[i].what,
			    (int)f.verdict, STR_ARG(f.media_type), STR_ARG(f.name));
		assert_int_equal(f.size, cases[i].bytes.n);
		assert_true((f.verdict == UPLOAD_TAKEN) == (f.fd >= 0));
		if (f.verdict == UPLOAD_TAKEN)
			assert_true(str_eq(f.sha256, hash_sha256_hex(a, cases[i].bytes)));
	}
}

static void
a_large_file_is_kept_whole_and_nowhere_to_be_found(void **state)
{
	struct str big = { arena_alloc(a, 3 << 20), 3 << 20 };
	struct upload_file f;
	struct stat st;
	char *back = arena_alloc(a, big.n + 1);
	int fd;

	(void)state;
	memset(back, 'b', big.n);
	memcpy(back, "%PDF-1.4\n", 9);
	big.p = back;
	f = send_file("application/pdf", 3 << 20, STR("stor.pdf"), big);
	assert_int_equal(f.verdict, UPLOAD_TAKEN);
	assert_int_equal(fstat(f.fd, &st), 0);
	assert_int_equal(st.st_size, big.n);
	assert_int_equal(st.st_nlink, 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(lseek(f.fd, 0, SEEK_CUR), 0);
	assert_true(str_eq(f.sha256, hash_sha256_hex(a, big)));
	back = arena_alloc(a, big.n);
	assert_int_equal(read(f.fd, back, big.n), big.n);
	assert_memory_equal(back, big.p, big.n);
	fd = f.fd;
	arena_reset(a);
	assert_int_equal(fcntl(fd, F_GETFD), -1);
}

static void
a_huge_file_is_told_of_without_being_kept(void **state)
{
	struct upload_rule rule = { STR("application/pdf"), 1000 };
	static const char bytes[65536];
	struct upload *u;
	struct upload_file f;

	(void)state;
	assert_int_equal(upload_begin(a, folder, &rule, STR("x.pdf"), &u), ERR_OK);
	for (int i = 0; i < 16384; i++)
		assert_int_equal(upload_data(u, bytes, sizeof bytes), ERR_OK);
	assert_int_equal(upload_end(u, &f), ERR_OK);
	assert_int_equal(f.verdict, UPLOAD_TOO_BIG);
	assert_int_equal(f.size, 1 << 30);
	assert_int_equal(f.fd, -1);
}

static void
a_spool_that_is_away_or_full_is_an_error_to_try_again(void **state)
{
	struct upload_rule rule = { STR("application/pdf"), 100000 };
	struct rlimit was, small;
	static const char bytes[65536];
	struct upload *u;
	const char *logged;
	enum err e;

	(void)state;
	log_catch_begin();
	e = upload_begin(a, "/nonexistent", &rule, STR("hemmelig.pdf"), &u);
	assert_int_equal(e, ERR_REMOTE);
	assert_int_equal(upload_begin(a, folder, &rule, STR("hemmelig.pdf"), &u), ERR_OK);
	getrlimit(RLIMIT_FSIZE, &was);
	small = (struct rlimit){ 1000, was.rlim_max };
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &small);
	e = upload_data(u, bytes, sizeof bytes);
	setrlimit(RLIMIT_FSIZE, &was);
	logged = log_catch_end(a);
	assert_int_equal(e, ERR_REMOTE);
	assert_int_equal(count_of(logged, "what=spool"), 2);
	assert_int_equal(count_of(logged, "hemmelig"), 0);
}

static void
what_a_question_may_accept_is_known(void **state)
{
	static const struct { const char *accept; bool ok; } rows[] = {
		{ "application/pdf", true }, { "application/pdf image/*", true }, { "  image/heic  text/csv ", true },
		{ DOCX, true }, { "", false }, { "  ", false }, { "image/svg+xml", false }, { "text/html", false },
		{ "*/*", false }, { "text/*", false }, { ".pdf", false }, { "application/pdf, image/png", false },
		{ "application/pdf xx", false }, { "IMAGE/PNG", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (upload_accept_ok(str_from_z(rows[i].accept)) != rows[i].ok)
			fail_msg("'%s'", rows[i].accept);
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

TESTS(
	T(a_file_is_what_its_bytes_say_and_taken_when_asked_for),
	T(a_large_file_is_kept_whole_and_nowhere_to_be_found),
	T(a_huge_file_is_told_of_without_being_kept),
	T(a_spool_that_is_away_or_full_is_an_error_to_try_again),
	T(what_a_question_may_accept_is_known),
)

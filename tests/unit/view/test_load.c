#include <errno.h>
#include <ftw.h>

#include "../t.h"
#include "tv.h"

#define S	" xmlns:s=\"urn:skranke:slot:1\""

struct file {
	const char	*name, *text;
};

static char dir[64];

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *f)
{
	(void)st, (void)type, (void)f;
	return remove(path);
}

static void
write_files(const struct file *files)
{
	static const char *const folders[] = { "", "/pages", "/pages/layouts", "/pages/parts",
	    "/pages/citizen",
		"/pages/desk" };
	char path[256];

	snprintf(dir, sizeof dir, "/tmp/skranke-view-XXXXXX");
	assert_non_null(mkdtemp(dir));
	for (size_t i = 1; i < sizeof folders / sizeof *folders; i++) {
		snprintf(path, sizeof path, "%s%s", dir, folders[i]);
		assert_int_equal(mkdir(path, 0700), 0);
	}
	for (; files->name != NULL; files++) {
		FILE *f;

		snprintf(path, sizeof path, "%s/pages/%s", dir, files->name);
		f = fopen(path, "w");
		assert_non_null(f);
		fputs(files->text, f);
		assert_int_equal(fclose(f), 0);
	}
}

/* Loads the files and takes the folder away again; what was logged goes to *said. */
static enum err
load_group(struct arena *a, const struct file *files, const char *group, struct views **out,
    const char **said)
{
	enum err e;

	write_files(files);
	log_catch_begin();
	e = views_load(a, dir, group, views_log, NULL, out);
	*said = log_catch_end(a);
	assert_int_equal(nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
	return e;
}

static enum err
load(struct arena *a, const struct file *files, struct views **out, const char **said)
{
	return load_group(a, files, NULL, out, said);
}

static const struct file good[] = {
	{ "layouts/base.xml", "<html" S "><head><title><s:text name=\"title\"/></title></head><body><s:body/></body></html>" },
	{ "layouts/citizen.xml", "<s:page layout=\"base\" title=\"Skranke\"" S "><main><s:body/></main></s:page>" },
	{ "parts/row.xml", "<tr" S "><td><s:text name=\"ref\"/></td></tr>" },
	{ "parts/rows.xml", "<s:page" S "><s:each name=\"cases\"><s:part name=\"row\"/></s:each>.</s:page>" },
	{ "citizen/front.xml", "<s:page layout=\"citizen\" title=\"Forsiden\"" S "><p>Hei</p><s:part name=\"rows\"/></s:page>" },
	{ "citizen/plain.xml", "<s:page layout=\"citizen\"" S "/>" },
	{ "desk/list.xml", "<p>x</p>" },
	{ "desk/notes.txt", "not a page" },
	{ NULL, NULL },
};

static void
a_page_stands_in_its_layouts_with_its_parts(void **state)
{
	struct arena *a = arena_new(16 << 20);
	struct vmap *m = vmap_new(a);
	struct views *views = NULL;
	struct buf b = buf_new(a, 0);
	const char *said;

	(void)state;
	assert_int_equal(load(a, good, &views, &said), ERR_OK);
	assert_string_equal(said, "");
	vset_z(vadd(m, "cases"), "ref", "A1");
	vset_z(vadd(m, "cases"), "ref", "A2");
	view_run(views_get(views, "citizen/front"), m, &b);
	assert_str(buf_str(&b), "<!doctype html>\n<html><head><title>Forsiden</title></head><body><main><p>Hei</p>"
	    "<tr><td>A1</td></tr><tr><td>A2</td></tr>.</main></body></html>");
	arena_free(&a);
}

static void
a_title_comes_from_handler_then_page_then_layout(void **state)
{
	struct arena *a = arena_new(16 << 20);
	struct vmap *m = vmap_new(a);
	struct views *views = NULL;
	struct buf b = buf_new(a, 0);
	const char *said;

	(void)state;
	assert_int_equal(load(a, good, &views, &said), ERR_OK);
	view_run(views_get(views, "citizen/plain"), m, &b);
	assert_non_null(strstr(str_z(a, buf_str(&b)), "<title>Skranke</title>"));
	vset_z(m, "title", "Sak A1");
	b.n = 0;
	view_run(views_get(views, "citizen/plain"), m, &b);
	assert_non_null(strstr(str_z(a, buf_str(&b)), "<title>Sak A1</title>"));
	arena_free(&a);
}

static void
only_pages_are_got_by_name(void **state)
{
	struct arena *a = arena_new(16 << 20);
	struct views *views = NULL;
	const char *said;

	(void)state;
	assert_int_equal(load(a, good, &views, &said), ERR_OK);
	assert_non_null(views_get(views, "desk/list"));
	assert_null(views_get(views, "desk/notes"));
	assert_null(views_get(views, "parts/row"));
	assert_null(views_get(views, "layouts/base"));
	assert_null(views_get(views, "front"));
	arena_free(&a);
}

static void
a_program_has_its_own_pages_alone(void **state)
{
	struct arena *a = arena_new(16 << 20);
	struct views *views = NULL;
	const char *said;

	(void)state;
	assert_int_equal(load_group(a, good, "citizen", &views, &said), ERR_OK);
	assert_non_null(views_get(views, "citizen/front"));
	assert_null(views_get(views, "desk/list"));
	assert_int_equal(load_group(a, good, "login", &views, &said), ERR_CONFIG);
	assert_non_null(strstr(said, "there is no page in this folder"));
	arena_free(&a);
}

static const struct {
	const char	*want;
	struct file	 files[4];
} bad[] = {
	{ "citizen/a.xml:1: there is no layout 'b'", { { "citizen/a.xml", "<s:page layout=\"b\"" S "/>" } } },
	{ "the layout 'b' has no s:body", { { "layouts/b.xml", "<html/>" },
	    { "citizen/a.xml", "<s:page layout=\"b\"" S "/>" } } },
	{ "layouts/b.xml:2: there is no slot s:x", { { "layouts/b.xml", "<html" S ">\n<s:x/></html>" },
	    { "citizen/a.xml", "<s:page layout=\"b\"" S "/>" } } },
	{ "layouts stand inside each other without end", { { "layouts/b.xml", "<s:page layout=\"b\"" S "><s:body/></s:page>" },
	    { "citizen/a.xml", "<s:page layout=\"b\"" S "/>" } } },
	{ "parts/d.xml:1: the part 'c' stands inside itself", { { "parts/c.xml", "<p" S "><s:part name=\"d\"/></p>" },
	    { "parts/d.xml", "<p" S "><s:part name=\"c\"/></p>" },
	    { "citizen/a.xml", "<p" S "><s:part name=\"c\"/></p>" } } },
	{ "parts/c.xml:1: s:body stands in a layout only", { { "parts/c.xml", "<p" S "><s:body/></p>" },
	    { "layouts/b.xml", "<html" S "><s:part name=\"c\"/><s:body/></html>" },
	    { "citizen/a.xml", "<s:page layout=\"b\"" S "/>" } } },
	{ "pages/citizen/a.xml:2: <b> begins here and meets </p>", { { "citizen/a.xml", "<p>\n<b></p>" } } },
	{ "pages/parts/c.xml:1: a DOCTYPE", { { "parts/c.xml", "<!DOCTYPE p><p/>" } } },
	{ "pages:1: there is no page in this folder", { { "parts/c.xml", "<p/>" } } },
};

static void
one_bad_file_stops_the_folder_and_is_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct arena *a = arena_new(16 << 20);
		struct views *views = NULL;
		const char *said;

		assert_int_equal(load(a, bad[i].files, &views, &said), ERR_CONFIG);
		assert_null(views);
		if (strstr(said, bad[i].want) == NULL)
			fail_msg("'%s' is not said in '%s'", bad[i].want, said);
		arena_free(&a);
	}
}

TESTS(
	cmocka_unit_test(a_page_stands_in_its_layouts_with_its_parts),
	cmocka_unit_test(a_title_comes_from_handler_then_page_then_layout),
	cmocka_unit_test(only_pages_are_got_by_name),
	cmocka_unit_test(a_program_has_its_own_pages_alone),
	cmocka_unit_test(one_bad_file_stops_the_folder_and_is_named),
)

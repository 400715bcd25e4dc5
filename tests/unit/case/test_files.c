/* The files of a draft or a case, as the database's lines tell of them. */
#include "../form/f.h"

#include "case/files.h"

#define SHA "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static void
a_line_tells_all_of_a_file_whatever_it_is_called(void **state)
{
	struct form_world w = { .today = 0 };
	struct case_files *fs = case_files_read(a,
	    STR("id1 " SHA " application/pdf 12 clean vedtak fra lege.pdf\n"
	    "id2 " SHA " image/png 30 waiting  to  blanke.png\n"
	    "id3 " SHA " image/png 5 infected 🌲.png"), &w);
	const struct form_file *f;

	(void)state;
	assert_int_equal(case_files_count(fs), 3);
	assert_int_equal(case_files_bytes(fs), 47);
	assert_ptr_equal(case_files_of(&w), fs);
	f = w.file(w.file_ctx, STR("id1"));
	assert_str(f->name, "vedtak fra lege.pdf");
	assert_str(f->media_type, "application/pdf");
	assert_str(f->sha256, SHA);
	assert_int_equal(f->size, 12);
	assert_int_equal(f->scan, FILE_CLEAN);
	f = w.file(w.file_ctx, STR("id2"));
	assert_str(f->name, " to  blanke.png");
	assert_int_equal(f->scan, FILE_WAITING);
	assert_int_equal(w.file(w.file_ctx, STR("id3"))->scan, FILE_INFECTED);
	assert_null(w.file(w.file_ctx, STR("id")));
	assert_null(w.file(w.file_ctx, STR("")));
}

static void
no_lines_are_no_files_and_more_may_come(void **state)
{
	struct form_world w = { .today = 0 };
	struct case_files *fs = case_files_read(a, STR_NONE, &w);

	(void)state;
	assert_int_equal(case_files_count(fs), 0);
	for (int i = 0; i < 20; i++)
		case_files_add(fs, &(struct form_file){ .id = str_fmt(a, "id%d", i), .size = 2 });
	assert_int_equal(case_files_count(fs), 20);
	assert_int_equal(case_files_bytes(fs), 40);
	assert_non_null(w.file(w.file_ctx, STR("id0")));
	assert_non_null(w.file(w.file_ctx, STR("id19")));
}

static void
ids_become_an_array_that_postgresql_reads(void **state)
{
	(void)state;
	assert_str(case_ids_array(a, STR("")), "{}");
	assert_str(case_ids_array(a, STR("a")), "{a}");
	assert_str(case_ids_array(a, STR("a b")), "{a,b}");
}

TESTS(
	T(a_line_tells_all_of_a_file_whatever_it_is_called),
	T(no_lines_are_no_files_and_more_may_come),
	T(ids_become_an_array_that_postgresql_reads),
)

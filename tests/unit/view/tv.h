/* tv.h - helpers of the tests of view/ */
#ifndef TV_H
#define TV_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "../log_catch.h"
#include "base/buf.h"
#include "view/view.h"

static inline void
no_complaint(void *ctx, int line, const char *message)
{
	fail_msg("%s: line %d: %s", (const char *)ctx, line, message);
}

static inline struct view *
compile(struct arena *a, const char *xml, enum view_kind kind)
{
	void *ctx = (char *)(uintptr_t)xml;
	struct view *v = NULL;
	xmlDoc *doc = NULL;

	assert_int_equal(xml_parse(a, str_from_z(xml), no_complaint, ctx, &doc), ERR_OK);
	assert_int_equal(view_compile(a, doc, kind, "t/page", no_complaint, ctx, &v),
	    ERR_OK);
	return v;
}

static inline void
keep_first(void *ctx, int line, const char *message)
{
	char *kept = ctx;

	(void)line;
	if (*kept == '\0')
		snprintf(kept, 512, "%s", message);
}

static inline void
check_refused(const char *xml, const char *want)
{
	struct arena *a = arena_new(16 << 20);
	char first[512] = "";
	struct view *v = NULL;
	xmlDoc *doc = NULL;

	assert_int_equal(xml_parse(a, str_from_z(xml), NULL, NULL, &doc), ERR_OK);
	if (view_compile(a, doc, VIEW_HTML, "t/page", keep_first, first, &v) != ERR_CONFIG)
		fail_msg("not refused: %s", xml);
	assert_null(v);
	assert_string_equal(first, want);
	arena_free(&a);
}

#endif

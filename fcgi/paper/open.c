#include <stdlib.h>

#include <libxslt/xslt.h>

#include "base/arena.h"
#include "base/log.h"
#include "paper/private.h"

static void
complain(void *ctx, int line, const char *message)
{
	char at[32];

	snprintf(at, sizeof at, "%d", line);
	log_line(LOG_ERROR, "sheet-refused", "file", (const char *)ctx, "line", at, "message",
	    message, NULL);
}

static enum err
read_doc(struct arena *a, const char *dir, const char *name, xmlDoc **out)
{
	char *path = (char *)(uintptr_t)str_fmt(a, "%s/%s", dir, name).p;

	return xml_parse_file(a, path, complain, path, out) == ERR_OK ? ERR_OK : ERR_CONFIG;
}

static void
free_sheet(void *p)
{
	xsltFreeStylesheet(p);
}

/* A compiled sheet frees its document, which an arena frees too: it gets one of its own. */
static enum err
read_sheet(struct arena *a, const char *dir, xsltStylesheet **out)
{
	xmlDoc *doc, *own;

	TRY(read_doc(a, dir, "sheets/letter.xsl", &doc));
	own = xmlCopyDoc(doc, 1);
	CHECK(own != NULL);
	*out = xsltParseStylesheetDoc(own);
	if (*out == NULL) {
		xmlFreeDoc(own);
		return log_err(ERR_CONFIG, "sheet", "sheets/letter.xsl is no stylesheet");
	}
	arena_defer(a, free_sheet, *out);
	return ERR_OK;
}

static enum err
read_words(struct arena *a, const char *dir, enum lang l, xmlDoc **out)
{
	TRY(read_doc(a, dir, "shared/paper.xml", out));
	xml_in_lang(*out, l);
	return ERR_OK;
}

enum err
paper_open(struct arena *process, const char *templates, struct paper **out)
{
	struct paper *p = ARENA_NEW(process, struct paper);
	const char *others = getenv("SKRANKE_LANGUAGES");

	p->magic = PAPER_MAGIC;
	TRY(read_sheet(process, templates, &p->sheet));
	TRY(read_words(process, templates, LANG_NB, &p->words[LANG_NB]));
	for (enum lang l = LANG_NB + 1; l < LANG_COUNT; l++) {
		p->words[l] = p->words[LANG_NB];
		if (others != NULL && others[0] != '\0')
			TRY(read_words(process, str_fmt(process, "%s/" STR_FMT, others,
			    STR_ARG(lang_code(l))).p, l, &p->words[l]));
	}
	*out = p;
	return ERR_OK;
}

/*
 * bundle.h - a service's folder becomes the text of a release
 *
 * The only place where XSLT runs: theme/form.xsl turns the form into its pages, once, here.
 */
#ifndef SKRANKE_BUNDLE_H
#define SKRANKE_BUNDLE_H

#include "base/err.h"
#include "base/str.h"
#include "release/messages.h"
#include "xml/xml.h"

struct arena;
struct release;

/* What all services of one run share; the first five are the caller's. */
struct bundler {
	struct arena	*a;
	const char	*templates;		/* the templates folder */
	const struct messages *messages;
	xml_complain_fn	*complain;		/* gets "PATH:LINE: sentence" */
	void		*ctx;
	void		*sheet;			/* theme/form.xsl, compiled when first used */
};

struct bundle {
	const char	*service;		/* the name of its folder in services/ */
	struct str	 text, sha256;		/* the same folder always gives the same bytes */
	struct release	*release;		/* as the programs will load it */
};

/*
 * bundle_make - gather, transform, load and check, in every language
 *
 * The folders of the other languages are those of languages_dir(); one that has not this service is
 * passed over.
 * fails    ERR_CONFIG each thing wrong told to complain
 */
enum err bundle_make(struct bundler *, const char *service, struct bundle *out) MUST_USE;

#endif

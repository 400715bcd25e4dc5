/*
 * odk.h - an ODK XForm becomes a form of ours
 *
 * What pyxform, ODK Build and their like write: h:html with a model (itext, instances, binds) and a
 * body.  Each question, group, list and rule is carried over, or told of and left as a comment at
 * its place: nothing is dropped in silence.  A rule that the form's own checker refuses is not
 * carried.
 *
 * spec: ODK XForms, https://getodk.github.io/xforms-spec/; XForms 1.1; XPath 1.0
 */
#ifndef ODK_ODK_H
#define ODK_ODK_H

#include "base/err.h"
#include "base/str.h"
#include "xml/xml.h"

struct arena;
struct form_messages;

struct odk_said {
	int		 line;		/* of the XForm; 0: of no line */
	struct str	 text;		/* names the question and the rule */
	bool		 lost;		/* false: carried, but not as it stood */
};

struct odk_result {
	struct str	 form;		/* form.xml */
	const struct odk_said *said;	/* by line */
	size_t		 nsaid;
	bool		 whole;		/* nothing in said is lost */
};

/*
 * odk_import - the document as form.xml
 *
 * takes    messages  those the checker needs
 * fails    ERR_INPUT  it is no XForm: complained of
 */
enum err odk_import(struct arena *, xmlDoc *, const struct form_messages *, xml_complain_fn *,
    void *ctx, struct odk_result *out) MUST_USE;

#endif

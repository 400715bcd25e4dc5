/*
 * release.h - one published version of a service: form, flow, letters, words and pages, ready to
 * use
 *
 * A release is stored as one XML text, the bundle (urn:skranke:release:1): each file of the
 * service's folder as a <file name="…"> with its text, and the pages that theme/form.xsl made of
 * the form as "pages.xml", and of guide.xml, where there is one, as "guide-pages.xml".  The same files in another language stand under "nn/form.xml" and so on;
 * where one is not there, the one in bokmål stands in, marked (xml/xml.h).  Its SHA-256 is its
 * identity: a release never changes.
 */
#ifndef RELEASE_RELEASE_H
#define RELEASE_RELEASE_H

#include "export/export.h"
#include "flow/flow.h"
#include "form/form.h"
#include "letter/letter.h"
#include "release/guide.h"
#include "release/service.h"
#include "view/view.h"

struct release_letter {
	struct str	 name;			/* "receipt" */
	enum lang	 lang;			/* bokmål when there is none in the release's own */
	const struct letter *letter;
};

struct release_route {			/* as struct service_route */
	const struct form_expr *when, *address;	/* NULL when not said */
	struct str	 unit;
};

/* What service.xml says of a point or a line of the fee, compiled; NULL when not said. */
struct release_point {
	const struct form_expr *when;
};

struct release_fee {
	const struct form_expr *when, *amount;
};

struct release_party {			/* as struct service_party */
	const struct form_item *of, *name;	/* NULL: the form has no such question */
	const struct form_expr *when;		/* NULL when not said */
	const struct service_party *said;
};

struct release {
	struct str	 id, service_id;
	enum lang	 lang;			/* what it was asked for in */
	const struct service *service;
	const struct form *form;
	const struct guide *guide;		/* NULL when it has none */
	const struct flow *flow;
	const struct view **pages;		/* by the page item's index; NULL for other items */
	const struct view *summary;		/* every answer, to be read */
	const struct release_letter *letters;
	const struct release_route *routes;	/* in order: the first that fits */
	const struct release_point *points;	/* as service->points */
	const struct release_fee *fees;		/* as service->fees */
	const struct release_party *parties;
	const struct export *const *exports;	/* by name */
	size_t		 nletters, nroutes, nparties, nexports;
};

/*
 * release_load - make a release of its bundle, in one language
 *
 * takes    process  arena that lives as long as the release     bundle  its text, let go of
 *          messages in that language
 * fails    ERR_CONFIG: each thing wrong has been told to complain, "file:line: sentence" in its
 *          message, with the name that the file has in the bundle
 */
enum err release_load(struct arena *process, struct str bundle, enum lang,
    const struct form_messages *, xml_complain_fn *, void *ctx, struct release **out) MUST_USE;

/* The row of a flow's table of limits that holds on a day; false when none does. */
bool release_limit(const void *rules, int64_t day, const struct answers *,
    const struct form_world *, struct flow_rule *out);

/* NULL when there is none */
const struct release_letter *release_letter(const struct release *, struct str name);

/* NULL when there is none */
const struct export *release_export(const struct release *, struct str name);

/* One file's text out of a parsed bundle; p == NULL when it is not there. */
struct str release_file(struct arena *, xmlDoc *bundle, const char *name);

/* "file:line: message" to complain; a message that begins with the name of a shared file, as those
   of form and letter do, is of that file. */
void release_complain(struct arena *, const char *file, int line, const char *message,
    xml_complain_fn *, void *ctx);

#endif

/* checks.h - what the files of this room that judge a service share; see check.h */
#ifndef RELEASE_CHECKS_H
#define RELEASE_CHECKS_H

#include "release/check.h"

#define SERVICE	"service.xml"
#define CHECK_MOST	200		/* of one list */

struct check {
	struct arena	*a;
	xmlDoc		*bundle;
	const struct release *r;
	xml_complain_fn	*complain;
	void		*ctx;
	bool		 bad;		/* there was a complaint */
};

/* check.c: complain of a line of a file of the service. */
__attribute__((format(printf, 4, 5)))
void check_wrong(struct check *, const char *file, int line, const char *fmt, ...);

/* The root of one of its files; NULL when there is no such file. */
xmlNode *check_root(struct check *, const char *file);

/* An attribute of each element of a list (NULL: of none), CHECK_MOST at most; how many. */
size_t check_ids(xmlNode *list, const char *attr, struct str *out);

/* check_flow.c: words, reasons, outcomes and letters for what the flow has. */
void check_flow(struct check *, xmlNode *service);

/* check_form.c: names of the form that service.xml points at. */
void check_form(struct check *, xmlNode *service);
/* The attribute names a question, or is absent. */
void check_question(struct check *, const xmlNode *, const char *attr);
struct str check_path(struct arena *, const struct form_item *);	/* "gruppe/navn" */

/* check_lists.c: the checklist, the fee, what follows and the public journal. */
void check_lists(struct check *, xmlNode *service);

#endif

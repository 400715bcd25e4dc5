/* private.h - between the files of the release room */
#ifndef RELEASE_PRIVATE_H
#define RELEASE_PRIVATE_H

#include "release/release.h"

/* Of one call of release_load. */
struct load {
	struct arena	*a;
	struct arena	*scratch;		/* the call's own: the bundle, its texts and
					   documents */
	enum lang	 lang;
	xmlDoc		*bundle;
	struct form_files files;		/* what form and service.xml may name */
	xml_complain_fn	*complain;
	void		*ctx;
	const char	*file;			/* the one being read, for complaints */
	const struct form_rulebook *limits[8];	/* those met: clocks of one table share it */
	size_t		 nlimits;
};

/* An xml_complain_fn over it: of the file being read. */
void release_load_complain(void *loading, int line, const char *message);
/* One expression of service.xml over the answers; none is no fault. */
enum err release_load_expr(struct load *, const struct form *, const char *attr,
    struct str text, int line, const struct form_expr **out) MUST_USE;
/* rules.c: what service.xml says in expressions, and a table of limits for a flow */
enum err release_load_facts(struct load *, struct release *) MUST_USE;
enum err release_load_points(struct load *, struct release *) MUST_USE;
const void *release_load_limits(struct load *, const struct form *, struct str table,
    int line, unsigned *overruns);

#endif

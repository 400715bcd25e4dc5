/*
 * folder.h - the templates folder, or some services of it, as `skranke templates` takes it
 *
 * The arguments are [DIR] [SERVICE…]: DIR is a templates folder (it has services/), or a service's
 * own folder in one; without it SKRANKE_TEMPLATES.  Without SERVICE: all there are.
 */
#ifndef SKRANKE_FOLDER_H
#define SKRANKE_FOLDER_H

#include "skranke/bundle.h"
#include "skranke/cli.h"
#include "skranke/told.h"

struct folder {
	struct cli	*cli;
	const char	*dir;
	const char	**names;		/* of services, in order */
	size_t		 n;
	bool		 all;			/* no service was named */
	const struct messages *messages;	/* when folder_check gave CLI_DONE */
	struct told	 told;
	struct bundle	*bundles;		/* n, when folder_check gave CLI_DONE */
};

/* Read the arguments; what is not there is told of. */
enum outcome folder_open(struct cli *, struct folder *out);

/*
 * folder_check - everything there is to say of these services and of what they share
 *
 * Loads the fixed pages and each service as the programs will, asks what makes sense, holds every
 * file against its schema, and tells each thing wrong on a line.
 */
enum outcome folder_check(struct folder *);

/* Each file, in each language, against templates/schema, but those already told of (schemas.c). */
enum outcome folder_schemas(struct folder *);

/* In the open transaction: has a version been released already, and is different now?
   (versions.c) */
enum outcome folder_versions(struct folder *);

#endif

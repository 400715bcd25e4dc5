/*
 * languages.h - the templates in the other languages, while templates are checked or published
 *
 * SKRANKE_LANGUAGES says where they are.  Where the folder has translations of its own (DIR/po) and
 * they are not those, they are made, in a folder that languages_close takes away, and
 * SKRANKE_LANGUAGES says so until then.
 */
#ifndef SKRANKE_LANGUAGES_H
#define SKRANKE_LANGUAGES_H

#include "skranke/cli.h"

/*
 * languages_open - so that languages_dir() tells where they are
 *
 * takes  dir   the templates folder
 * fails  CLI_AWAY   the script `translate` is neither beside the program nor in
 *                   ../libexec/skranke, or there is no room for what it makes
 *        CLI_WRONG  it could not make them: it has said why
 */
enum outcome languages_open(struct cli *, const char *dir);
void languages_close(void);		/* also when nothing was opened */

#endif

/*
 * languages.h - the templates in the other languages, while templates are checked or published
 *
 * They are those of the folder's own translations (DIR/po): what SKRANKE_LANGUAGES names when that
 * was made of this folder as it is now, else made anew in a folder that languages_close takes away.
 * A folder without translations is in bokmål alone.  SKRANKE_LANGUAGES says so until then.
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

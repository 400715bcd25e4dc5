/* diff.h - services against the releases in force */
#ifndef SKRANKE_DIFF_H
#define SKRANKE_DIFF_H

#include "skranke/folder.h"

/*
 * diff_say - print what a bundle changes
 *
 * takes  in_force  a row of release_current, or no row
 *        lines     the files' lines too; else the names of those that differ
 * gives  false     nothing is changed
 */
bool diff_say(const struct folder *, const struct bundle *, const struct db_rows *in_force,
    bool lines);

#endif

/*
 * files.h - the files of a draft or a case, as the rules and the pages see them
 *
 * A statement gives them as text, a line each (the view file_line): id, sha256, media type, size,
 * waiting|clean|infected, name, a blank between.
 */
#ifndef CASE_FILES_H
#define CASE_FILES_H

#include "form/form.h"

struct case_files;

/* From the column `files`, which is empty for none.  The world then knows them by their id. */
struct case_files *case_files_read(struct arena *, struct str lines, struct form_world *);

/* Those of a world that case_files_read has made known. */
struct case_files *case_files_of(const struct form_world *);

/* One more, as when it has just been attached; copied. */
void case_files_add(struct case_files *, const struct form_file *);

/* How many there are, and their bytes together. */
size_t case_files_count(const struct case_files *);
size_t case_files_bytes(const struct case_files *);

/* Ids with a blank between as PostgreSQL's text of an array. */
struct str case_ids_array(struct arena *, struct str ids);

#endif

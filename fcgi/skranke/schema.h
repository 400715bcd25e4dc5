/* schema.h - a document against a RELAX NG schema */
#ifndef SKRANKE_SCHEMA_H
#define SKRANKE_SCHEMA_H

#include "xml/xml.h"

struct arena;

/*
 * schema_check - does the document follow the schema?
 *
 * takes  path      the schema's file, trusted
 *        complain  called for each thing that is wrong, with its line
 * fails  ERR_CONFIG the schema cannot be read      ERR_INVALID the document does not follow it
 */
enum err schema_check(struct arena *, const char *path, xmlDoc *, xml_complain_fn *complain,
    void *ctx) MUST_USE;

#endif

/* schema.h - a document against a RELAX NG schema */
#ifndef SKRANKE_SCHEMA_H
#define SKRANKE_SCHEMA_H

#include "xml/xml.h"

struct arena;
struct schema;

/*
 * schema_open - read a schema, once for many documents
 *
 * fails  ERR_CONFIG  it cannot be read: told to complain
 */
enum err schema_open(struct arena *, const char *path, xml_complain_fn *complain, void *ctx,
    struct schema **out) MUST_USE;

/*
 * schema_check - does the document follow the schema?
 *
 * takes  complain  called once, for what is wrong first; the rest mostly follows from it
 * fails  ERR_INVALID the document does not follow it
 */
enum err schema_check(const struct schema *, xmlDoc *, xml_complain_fn *complain,
    void *ctx) MUST_USE;

#endif

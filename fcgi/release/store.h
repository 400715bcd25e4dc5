/*
 * store.h - the releases a process has met, each read from the database once in a language
 *
 * Drafts and cases name their release; the release in force is asked for with the page that needs
 * it, so that a new one is taken up at once and without a restart.
 */
#ifndef RELEASE_STORE_H
#define RELEASE_STORE_H

#include "base/err.h"
#include "base/lang.h"
#include "base/str.h"

struct arena;
struct db;
struct messages;
struct release;
struct release_store;

struct release_store *release_store_new(struct arena *process, struct db *,
    const struct messages *);

/*
 * release_get - the release with this id in a language, read in the open transaction the first time
 *
 * fails  ERR_GONE  no such release      ERR_CONFIG  it does not load here (logged)      ERR_DB
 */
enum err release_get(struct release_store *, struct arena *request, struct str id,
    enum lang, const struct release **out) MUST_USE;

/* The release in force for a service: the same, by its service's id. */
enum err release_in_force(struct release_store *, struct arena *request, struct str service,
    enum lang, const struct release **out) MUST_USE;

/* The one met already, or NULL: never asks the database. */
const struct release *release_known(const struct release_store *, struct str id, enum lang);

#endif

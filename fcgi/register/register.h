/*
 * register.h - what the municipality knows already: lists and values that a form may ask for
 *
 * Lists are held in the process per municipality and read anew after a minute.  A register that is
 * away never blocks a form: its list is then NULL and the rules do not judge by it.
 */
#ifndef REGISTER_REGISTER_H
#define REGISTER_REGISTER_H

#include "form/form.h"

struct arena;
struct db;
struct registers;

struct registers *registers_new(struct arena *process, struct db *, bool test_numbers);

/*
 * registers_world - the world as the rules see it, in one municipality, now
 *
 * Reads the lists if they are older than a minute: in the open transaction, else in one of its own.
 * The world is valid until the next call.  Lists known: kindergartens (id, name; columns name
 * address).  No values are.
 */
struct form_world registers_world(struct registers *, struct arena *request, struct str tenant);

/*
 * registers_person - the same world with what we hold of the one who applies
 *
 * Values known: person/name, person/email, person/phone; each may be the empty str.
 */
struct form_world registers_person(struct arena *request, struct form_world, struct str name,
    struct str email, struct str phone);

/* The names of what registers give, for those who check a form. */
const struct form_known *registers_known(void);

#endif

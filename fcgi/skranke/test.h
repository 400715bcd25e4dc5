/* test.h - the scenarios of a service, run; what none of them reached, told */
#ifndef SKRANKE_TEST_H
#define SKRANKE_TEST_H

#include "form/form.h"
#include "skranke/cli.h"

/*
 * test_service - run every services/SERVICE/tests/NAME.xml of the templates folder `dir`
 *
 * Prints a line for each, then the coverage; what is wrong and what was not reached, with file and
 * line, on standard error.
 * takes    bundle  as bundle_make() gave it      full  every question and rule must be reached
 * gives    CLI_WRONG when a scenario does not read or fails, or when `full` and not all of those
 *          were reached
 */
enum outcome test_service(struct cli *, const char *dir, const char *service, struct str bundle,
    const struct form_messages *, bool full);

#endif

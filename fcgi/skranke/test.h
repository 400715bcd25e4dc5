/* test.h - the scenarios of services, run; what none of them reached, told */
#ifndef SKRANKE_TEST_H
#define SKRANKE_TEST_H

#include "skranke/folder.h"

/*
 * test_folder - run every services/ID/tests/NAME.xml of a folder that folder_check found sound
 *
 * Prints a line for each, then the coverage; what is wrong and what was not reached, with file and
 * line, on standard error.
 * takes    full  every question and rule must be reached
 * gives    CLI_WRONG when a scenario does not read or fails, or when `full` and not all of those
 *          were reached
 */
enum outcome test_folder(struct folder *, bool full);

#endif

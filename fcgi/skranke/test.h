/* test.h - the scenarios of a service, run; what none of them reached, told */
#ifndef SKRANKE_TEST_H
#define SKRANKE_TEST_H

#include "skranke/folder.h"

enum test_how {
	TEST_SHORT,		/* tell of the scenarios that fail, and the coverage in one line */
	TEST_WHOLE,		/* of all, and of what was not reached */
	TEST_FULL		/* the same, and every question and rule must be reached */
};

/*
 * test_services - run every services/SERVICE/tests/NAME.xml of a folder that folder_check passed
 *
 * What is wrong and what was not reached is told on standard error, with file and line.
 * gives    CLI_WRONG when a scenario does not read or fails, or as `how` says
 */
enum outcome test_services(const struct folder *, enum test_how);

#endif

/* test.h - the scenarios of services, run; what none of them reached, told */
#ifndef SKRANKE_TEST_H
#define SKRANKE_TEST_H

#include "skranke/folder.h"

enum test_how {
	TEST_BRIEF,	/* tells what failed, and the coverage in figures */
	TEST_WHOLE,	/* each scenario too, and what was not reached */
	TEST_FULL	/* the same, and every question and rule must be reached */
};

/*
 * test_folder - run every services/ID/tests/NAME.xml of a folder that folder_check found sound
 *
 * Prints results; what is wrong and what was not reached, with file and line, on standard error.
 * gives    CLI_WRONG when a scenario does not read or fails, or does not do for TEST_FULL
 */
enum outcome test_folder(struct folder *, enum test_how);

#endif

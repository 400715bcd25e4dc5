/* banned.h - calls that do not belong here, made compile errors; put before every source by the
   Makefile */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strncpy strncat strtok strtok_r atoi atol atoll atof gets
#pragma GCC poison gmtime localtime asctime ctime tmpnam tempnam mktemp

#endif

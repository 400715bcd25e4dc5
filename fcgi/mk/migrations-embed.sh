#!/bin/sh
# migrations-embed - the names of the migrations a program is built with, as C.  usage: migrations-embed.sh file.sql...
echo "/* made by fcgi/mk/migrations-embed.sh - do not edit */"
echo "static const char *const migrations[] = {"
for f in "$@"; do echo "	\"$(basename "$f")\","; done
echo "};"

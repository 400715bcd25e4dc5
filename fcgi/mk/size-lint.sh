#!/bin/sh
# size-lint - a function over 100 lines or of complexity over 15, a file over 800 lines, a line over
# 100 columns, a goto
# Complexity is McCabe's, a switch counted once.  usage: size-lint.sh   (in the project's root)
set -u
bad=0
list=$(mktemp) && trap 'rm -f "$list"' EXIT

# TESTS(...) has no semicolon, which pmccabe looks for.
if git ls-files '*.c' | xargs pmccabe 2>&1 > "$list" |
    grep -vE 'after closing paren of function, but got EOF|^$' >&2; then bad=1; fi
[ -s "$list" ] || { echo "pmccabe said nothing" >&2; bad=1; }
awk -F'\t' '{
	name = $6
	if ($5 > 100) { print name ": " $5 " lines, at most 100"; bad = 1 }
	if ($1 > 15) { print name ": complexity " $1 ", at most 15"; bad = 1 }
} END { exit bad }' "$list" >&2 || bad=1

git ls-files '*.[ch]' '*.sql' '*.sh' '*.mjs' '*.js' '*.css' '*.xsl' '*.lua' | grep -v '/node_modules/' | xargs wc -l |
awk '$2 != "total" && $1 > 800 { print $2 ": " $1 " lines, at most 800"; bad = 1 } END { exit bad }' >&2 || bad=1

# A text of 24 characters or more is set aside, so that what is said can be searched for whole; and so
# are rows of tables, the preprocessor, and a statement's roles, which stand on one line.
git ls-files '*.[ch]' 'fcgi/*.sql' | while read -r f; do
	expand -t8 "$f" | perl -CS -ne '
		chomp; s/"(?:[^"\\]|\\.){24,}"/""/g;
		print "'"$f"':$.: ", length, " columns, at most 100\n" if length > 100 && !/^ *[{#]|^-- role:/'
done > "$list"
if [ -s "$list" ]; then cat "$list" >&2; bad=1; fi

if git ls-files '*.[ch]' | xargs grep -nE '(^|[;{}[:space:]])goto[[:space:]]+[a-z_]+;' >&2; then bad=1; fi
exit $bad

#!/bin/sh
# words-lint - what does not belong where it stands: HTML, SQL or words for people in C, loose ends
# and paths of somebody's machine anywhere.  usage: words-lint.sh   (in the project's root)
set -u
bad=0

no() { # WHAT PATTERN FILE...
	what=$1 pattern=$2
	shift 2
	[ $# -gt 0 ] || return 0
	if grep -nP -- "$pattern" "$@" >&2; then
		echo "words-lint: $what" >&2
		bad=1
	fi
}

html='html|head|body|div|span|p|a|h[1-6]|ul|ol|li|table|tr|t[dh]|input|select|button|textarea|fieldset|img|script|style|link|meta|br|main|nav'
sql='SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|ALTER|DROP|GRANT|TRUNCATE|WITH|SET ROLE|SET LOCAL|CALL|COPY'
c=$(git ls-files 'fcgi/*.c')
# db/ speaks the words of the protocol itself (BEGIN, COMMIT, LISTEN); its statements are files too.
# shellcheck disable=SC2086  # names without spaces
{
	no "HTML in C" "^(?!\s*(/?\*|//)).*\"[^\"]*</?($html)[ >/]" $c
	no "SQL in C" "^(?!\s*(/?\*|//)).*\"\s*($sql) " $c
	no "words for people in C" '^(?!\s*(/?\*|//))[^*]*"[^"]*[æøåÆØÅ]' $c
}

all=$(git ls-files | grep -vE '(^|/)package-lock\.json$|\.(svg|woff2|png)$')
# the brackets keep this file from finding itself
# shellcheck disable=SC2086
{
	no "a loose end" '\b(T[O]DO|F[I]XME|X[X]X|H[A]CK)\b|\b[Nn]ot [i]mplemented\b|\b[Ss]t[u]b\b' $all
	no "a path of one machine" '/w[o]rk/[a-z]|/tmp/w[t]|/h[o]me/[a-z]+/|/r[o]ot/(?!item\b)' $all
	no "a package registry by name" 'registry\.npm[j]s|deb\.debian\.[o]rg|snapshot\.debian\.[o]rg' $all
}
if git ls-files '*package-lock.json' | xargs -r grep -l '"resolved"' >&2; then
	echo "words-lint: a lock file names where packages were fetched" >&2
	bad=1
fi
if git ls-files '*.sh' '*.c' '*.h' '*.mjs' '*.xml' '*.md' | xargs grep -nE '[[:space:]]+$' >&2; then
	echo "words-lint: space at the end of a line" >&2
	bad=1
fi
exit $bad

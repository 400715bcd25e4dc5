#!/bin/sh
# golden - every letter of every service in every language, as tests/letters/golden holds it: finished XML, plain text, and the
# text of the PDF; the letters are those of the scenarios
# usage: golden.sh          compares, and shows what differs
#        golden.sh --write  makes tests/letters/golden anew: read its difference before it is kept
#        golden.sh --compare LETTERS  the same with letters that are made already
#        golden.sh --make OUT  makes the letters, with PDFs, in the folder OUT
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${SKRANKE_BUILD:-$root/build/dev}
golden=$root/tests/letters/golden
verb=${1:-}
tmp=$(mktemp -d)
press=

finish() {
	[ -z "$press" ] || kill "$press" 2>/dev/null || :
	wait
	rm -rf "$tmp"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

make_letters() { # OUT
	export SKRANKE_LANGUAGES="$root/build/languages" SKRANKE_PRESS="$tmp/press.sock"
	SKRANKE_PRESS_HOME="$build/jvm" SKRANKE_PRESS_ARCHIVE="$build/jvm/press.jsa" "$build/press" 2>"$tmp/log" &
	press=$!
	until [ -S "$SKRANKE_PRESS" ]; do
		kill -0 "$press" || { cat "$tmp/log" >&2; exit 1; }
		sleep 0.1
	done
	(cd "$root" && "$build/skranke" templates letters "$1" templates)
}

lay_out() { # LETTERS OUT: one file for each service, language and kind
	mkdir -p "$2"
	for dir in "$1"/*/*/; do
		to=$2/$(basename "$(dirname "$dir")").$(basename "$dir")
		for xml in "$dir"*.xml; do
			name=$(basename "$xml" .xml)
			{ echo "#### $name"; cat "$xml"; echo; } >> "$to.xml.txt"
			{ echo "#### $name"; cat "$dir$name.txt"; echo; } >> "$to.txt"
			{ echo "#### $name"; pdftotext -layout "$dir$name.pdf" -; } >> "$to.pdf.txt"
		done
	done
}

if [ "$verb" = --make ]; then
	make_letters "$2"
	exit
fi
letters=$tmp/letters
if [ "$verb" = --compare ]; then letters=$2; else make_letters "$letters"; fi
lay_out "$letters" "$tmp/now"
if [ "$verb" = --write ]; then
	rm -rf "$golden"
	cp -R "$tmp/now" "$golden"
else
	diff -ru "$golden" "$tmp/now" || { echo "golden: letters have changed; when they should: tests/letters/golden.sh --write"; exit 1; }
fi

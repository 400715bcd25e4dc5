#!/bin/sh
# po-stats - one line for each catalogue: "po nn 812 translated, 0 fuzzy, 0 missing"
# usage: po-stats.sh FILE.po...
set -eu
export LC_ALL=C
for po in "$@"; do
	# "584 translated messages, 3 fuzzy translations, 1 untranslated message."; what is none is not said
	said=$(msgfmt --statistics -o /dev/null "$po" 2>&1)
	count() { echo "$said" | sed -n "s/.*\b\([0-9][0-9]*\) $1.*/\1/p" | grep . || echo 0; }
	echo "po $(basename "$po" .po) $(count translated) translated, $(count fuzzy) fuzzy, $(count untranslated) missing"
done

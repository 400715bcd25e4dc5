#!/bin/sh
# The service of templates/README.md, taken out of it as it is written there: it is sound, its scenario holds, and what the
# text says of a slip is true.  Writes TAP.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root" || exit 1
copy=$(mktemp -d) && trap 'rm -rf "$copy"' EXIT
skranke=${SKRANKE_BUILD:-$root/build/dev}/skranke
n=0 failed=0

ok() { # PROMISE STATUS: of the last command, whose answer is $out
	n=$((n + 1))
	if [ "$2" = 0 ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		echo "$out" | sed 's/^/# /'
		failed=1
	fi
}

# A line **`FILE`** names the block that follows it.
take_out() { # DIR
	awk -v dir="$1" '
		/^\*\*`services\/.*`\*\*/ { file = $0; sub(/^\*\*`/, "", file); sub(/`\*\*.*/, "", file); next }
		/^```xml$/ && file != "" { to = dir "/" file; folder = to; sub(/\/[^\/]*$/, "", folder)
			system("mkdir -p \"" folder "\""); inside = 1; next }
		/^```$/ { if (inside) { close(to); print file }; inside = 0; file = ""; next }
		inside { print > to }' templates/README.md
}

cp -r templates "$copy/templates"
out=$(take_out "$copy/templates")
[ "$(echo "$out" | wc -l)" = 6 ]
ok "the how-to holds six files" $?
SKRANKE_LANGUAGES=$copy/languages		# made once: it takes seconds
export SKRANKE_LANGUAGES
fcgi/mk/translate.sh "$copy/templates" "$SKRANKE_LANGUAGES" 2>/dev/null
out=$("$skranke" templates check "$copy/templates" beboerparkering 2>&1) && echo "$out" | grep -q '^beboerparkering: sound'
ok "the checker finds nothing wrong with them" $?
out=$("$skranke" templates test "$copy/templates" beboerparkering 2>&1)
ok "its scenario holds" $?
rm -r "$copy/templates/po"
sed -i "s/relevant=\"eier = /relevant=\"eeier = /" "$copy/templates/services/beboerparkering/form.xml"
out=$("$skranke" templates check "$copy/templates" beboerparkering 2>&1)
[ $? = 1 ] && echo "$out" | grep -q 'form.xml:[0-9]*: .*did you mean eier?'
ok "a slip in a rule is told of with its line, and what was meant" $?

# The reference: what there is, is there.
named() { # PROMISE NAME...: each as code
	promise=$1
	shift
	out=
	for one in "$@"; do
		grep -qE "[\`(: ]${one}[\`( ]" templates/README.md || out="$out $one"
	done
	[ -z "$out" ]
	ok "$promise" $?
}
# shellcheck disable=SC2046  # names without blanks
named "every function is told of" $(grep -oE '\{ "[a-z-]+", "[^"]*", V_' fcgi/form/func.c | cut -d'"' -f2)
# shellcheck disable=SC2046
named "every value of letters is told of" $(sed -n 's/^VALUE("\([a-z._]*\)".*/\1/p' fcgi/letter/values.def)
# shellcheck disable=SC2046
named "every element of a form, a flow and a service is told of" \
    $(sed -n 's/.*<element name="\([a-z]*\)".*/\1/p' templates/schema/form.rng templates/schema/flow.rng templates/schema/service.rng | sort -u)

# Its sentences are the checker's: each piece between the names stands in a source.
sources=$copy/sources
sed -n 's/^#define[[:space:]]*\([A-Z_]*\)[[:space:]]*"\([a-z]*\)".*/s," \1 ",\2,g/p' fcgi/*/*.h > "$copy/words"
cat fcgi/*/*.c fcgi/*/*.h | tr -d '\n\t' | sed 's/" *"//g; s/" STR_FMT "/X/g; s/%s/X/g' | sed -f "$copy/words" > "$sources"
out=$(sed -n '/^## What the checker says/,$s/^| `\([^`]*\)` |.*/\1/p' templates/README.md | sed "s/'[XY]'/\n/g; s/ [XY]\([^A-Za-z]\|\$\)/\n\1/g" |
    while read -r piece; do
	[ ${#piece} -lt 6 ] || grep -qF -e "$piece" "$sources" || echo "nobody says: $piece"
    done)
[ -z "$out" ]
ok "the checker's sentences are quoted as it says them" $?
echo "1..$n"
exit $failed

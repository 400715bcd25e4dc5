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
out=$(fcgi/mk/templates-lint.sh "$copy/templates" 2>&1)
ok "they have the shape their schemas ask for" $?
out=$("$skranke" templates check "$copy/templates" beboerparkering 2>&1) && echo "$out" | grep -q '^beboerparkering: sound'
ok "the checker finds nothing wrong with them" $?
out=$("$skranke" templates test "$copy/templates" beboerparkering 2>&1)
ok "its scenario holds" $?
sed -i "s/relevant=\"eier = /relevant=\"eeier = /" "$copy/templates/services/beboerparkering/form.xml"
out=$("$skranke" templates check "$copy/templates" beboerparkering 2>&1)
[ $? = 1 ] && echo "$out" | grep -q 'form.xml:[0-9]*: .*did you mean eier?'
ok "a slip in a rule is told of with its line, and what was meant" $?
echo "1..$n"
exit $failed

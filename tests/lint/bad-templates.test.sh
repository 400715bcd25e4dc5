#!/bin/sh
# What the checker promises to refuse: one folder of tests/fixtures/bad-templates per rule, each with the lines
# that are expected.  A folder holds only the files that differ from sound/, which must pass.  Writes TAP.
# usage: bad-templates.test.sh [RULE...]
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root/tests/fixtures/bad-templates" || exit 1
unset SKRANKE_DB
skranke="$root/${SKRANKE_BUILD:-build/dev}/skranke"
copy=$(mktemp -d) && trap 'rm -rf "$copy"' EXIT
n=0 failed=0

# the templates with this folder's files in place; said without the name of the copy
check() {
	rm -rf "$copy/t"
	cp -r sound "$copy/t"
	cp "$root"/templates/shared/*.xml "$copy/t/shared"
	for d in pages schema theme; do ln -s "$root/templates/$d" "$copy/t/$d"; done
	[ "$1" = sound ] || cp -r "$1/." "$copy/t"
	(cd "$copy" && "$skranke" templates check t 2>&1 >/dev/null | sed 's|^t/||') > "$copy/said"
}

[ $# -gt 0 ] || set -- *
for rule in "$@"; do
	n=$((n + 1))
	check "$rule"
	expected=$rule/expected.txt
	[ "$rule" = sound ] && expected=/dev/null
	if cmp -s "$expected" "$copy/said"; then
		echo "ok $n - $rule"
	else
		echo "not ok $n - $rule"
		diff -u "$expected" "$copy/said" | sed 's/^/# /'
		failed=1
	fi
done
echo "1..$n"
exit $failed

#!/bin/sh
# templates-lint - every template is well-formed, follows its schema, and points at things that exist
# usage: fcgi/mk/templates-lint.sh [templates-dir [tenants-dir]]    exit 1 when something is wrong
set -u
dir=${1:-templates} tenants=${2:-deploy/demo/tenants}
bad=0
say() { echo "$1" >&2; bad=1; }

# follows SCHEMA FILE...: files that are not there (an unmatched pattern) are passed over
follows() {
	rng=$dir/schema/$1.rng
	shift
	for one in "$@"; do
		[ -e "$one" ] || continue
		[ -e "$rng" ] || { say "$rng: missing, and $one needs it"; return 0; }
		out=$(xmllint --nonet --noout --relaxng "$rng" "$one" 2>&1) || say "$out"
	done
}

follows service "$dir"/services/*/service.xml
follows form "$dir"/services/*/form.xml "$dir"/shared/sections/*.xml
follows flow "$dir"/services/*/flow.scxml
follows letter "$dir"/services/*/letters/*.xml "$dir"/shared/letters/*.xml "$dir"/letters/*.xml
follows table "$dir"/lists/*.xml
follows scenario "$dir"/services/*/tests/*.xml
follows life-event "$dir"/life-events/*.xml
follows tenant "$tenants"/*.xml

list=$(mktemp) && trap 'rm -f "$list"' EXIT
find "$dir" -name '*.xml' -o -name '*.scxml' -o -name '*.xsl' -o -name '*.rng' >"$list"
while read -r f; do
	out=$(xmllint --nonet --noout "$f" 2>&1) || say "$out"
	if grep -q '<!DOCTYPE' "$f"; then say "$f: a template has no DOCTYPE"; fi
done <"$list"

# names that point at other files
for f in "$dir"/services/*/service.xml "$dir"/services/*/form.xml; do
	[ -e "$f" ] || continue
	id=$(xmllint --nonet --xpath 'string(/*/@id)' "$f")
	[ "$f" = "$dir/services/$id/${f##*/}" ] || say "$f: its id is $id, and not the name of its folder"
done
for f in "$dir"/life-events/*.xml "$dir"/lists/*.xml "$dir"/services/*/letters/*.xml "$dir"/letters/*.xml; do
	[ -e "$f" ] || continue
	id=$(xmllint --nonet --xpath 'string(/*/@id)' "$f")
	[ "${f##*/}" = "$id.xml" ] || say "$f: its id is $id, and not the name of the file"
	for s in $(xmllint --nonet --xpath '//@service' "$f" 2>/dev/null | sed -n 's/.*="\(.*\)"/\1/p'); do
		[ -e "$dir/services/$s/service.xml" ] || say "$f: there is no service '$s'"
	done
done
exit $bad

#!/bin/sh
# verify - systemd judges our units: every directive known, and nothing exposed more than we mean to
# usage: deploy/systemd/verify.sh      prints each unit's exposure (systemd-analyze security, 10 is worst)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
most=1.6

cp -r "$here"/*.service "$here"/*.socket "$here"/*.timer "$here"/*.service.d "$dir"
# the programs need not be installed for this
for p in $(sed -n 's|.*/usr/libexec/skranke/\([a-z.]*\)$|\1|p' "$here"/*.service); do
	install -m 0755 /bin/true "$dir/$p"
done
sed -i "s|/usr/libexec/skranke|$dir|; s|/usr/bin/multiwatch|/bin/true|; s|/usr/bin/skranke|/bin/true|" "$dir"/*.service
export SYSTEMD_UNIT_PATH="$dir:"

said=$(systemd-analyze verify "$dir"/*.service "$dir"/*.socket "$dir"/*.timer 2>&1 | grep -F "$dir" || :)
[ -z "$said" ] || { echo "$said"; exit 1; }
for u in "$dir"/*.service; do
	level=$(systemd-analyze security --offline=true "$u" | sed -n 's/.*exposure level for [^:]*: \([0-9.]*\).*/\1/p')
	echo "$(basename "$u") $level"
	awk -v l="$level" -v m="$most" 'BEGIN { exit !(l != "" && l <= m) }' ||
	    { echo "$(basename "$u"): exposure $level, at most $most"; exit 1; }
done

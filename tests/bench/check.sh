#!/bin/sh
# check - how long it takes to load and check 20 services, all that `skranke templates check` does: limit 1000 ms
# usage: check.sh      prints "bench check_20_services MS ms", the median of five; needs build/dev/skranke
set -eu
cd "$(dirname "$0")/../.."
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
unset SKRANKE_DB SKRANKE_LANGUAGES
cp -r templates "$copy/t"
rm -rf "$copy/t/po"				# bokmål alone
for n in $(seq 20); do
	for service in barnehageplass redusert-foreldrebetaling; do
		[ "$(find "$copy/t/services" -mindepth 1 -maxdepth 1 | wc -l)" -lt 20 ] || break 2
		cp -r "templates/services/$service" "$copy/t/services/$service-$n"
		sed -i "s/id=\"$service\"/id=\"$service-$n\"/; s/prefix=\"\(..\).\"/prefix=\"\1$(echo "$n" | tr 0-9 H-Q)\"/" "$copy/t/services/$service-$n"/*.xml
	done
done
for _ in 1 2 3 4 5; do
	from=$(date +%s%N)
	build/dev/skranke templates check "$copy/t" > "$copy/said"
	echo $((($(date +%s%N) - from) / 1000000))
done | sort -n | sed -n '3s/.*/bench check_20_services & ms/p'
[ "$(wc -l < "$copy/said")" = 20 ]

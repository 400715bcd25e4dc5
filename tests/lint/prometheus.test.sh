#!/bin/sh
# The alarms are sound, sound when they should, are made of figures that there are, and say what to do.  Writes TAP.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root" || exit 1
PATH="$PATH:/usr/sbin"
rules=deploy/prometheus/rules.yaml queries=deploy/prometheus/queries.yaml
. tests/lint/tap.sh

with_promtool() { # PROMISE COMMAND...
	if command -v promtool >/dev/null; then
		check "$@"
	else
		n=$((n + 1))
		echo "ok $n - $1 # SKIP no promtool here (package prometheus)"
	fi
}

# skranke_mail_queue_queued … as the exporter makes them of the file
figures() {
	awk '/^skranke/ { name = $1; sub(/:/, "", name) }
	     /^    - [a-z_]*:$/ { column = $2; sub(/:/, "", column) }
	     /usage: "(GAUGE|COUNTER)"/ { print name "_" column }' "$queries"
}

known() {
	bad=0
	for f in $(grep -oE 'skranke_mail_[a-z_]+' "$rules" | sort -u); do
		figures | grep -qx "$f" || { echo "$f is no figure of $queries"; bad=1; }
	done
	return $bad
}

used() {
	bad=0
	for f in $(figures); do
		case $f in *_in_hand | *_set_aside | *_failures) continue ;; esac
		grep -q "$f" "$rules" || { echo "no alarm looks at $f"; bad=1; }
	done
	return $bad
}

advised() {
	[ "$(grep -c 'alert:' "$rules")" = "$(grep -c ' do: "..*"' "$rules")" ] &&
	    [ "$(grep -c 'alert:' "$rules")" = "$(grep -c ' summary: "..*"' "$rules")" ]
}

tried() {
	bad=0
	for a in $(sed -n 's/.*alert: //p' "$rules"); do
		[ "$(grep -c "$a" tests/lint/prometheus-rules.yaml)" -ge 2 ] || { echo "$a is not tried both ways"; bad=1; }
	done
	return $bad
}

check "every figure that an alarm looks at is there" known
check "every figure that tells of trouble has an alarm" used
check "every alarm says what it means and what to do" advised
check "every alarm is tried, loud and quiet" tried
with_promtool "Prometheus takes the rules" promtool check rules "$rules"
with_promtool "each alarm sounds when it should, and not when it should not" promtool test rules tests/lint/prometheus-rules.yaml
echo "1..$n"
exit $failed

#!/bin/sh
# run - every test there is: unit, lints, SQL and policies, HTTP, browser.  What `make test` does.
# usage: tests/run.sh [SECTION...]      sections: unit tools scenarios sql http browser; ends with "N passed, N failed"
#
# HTTP and browser tests share one fresh private counter (tests/harness/stack.sh) on SKRANKE_TEST_PORT
# (8090) and the three ports after it.  Nothing is left running; logs stay in var/test/log.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root" || exit 1
PATH="$root/var/node/bin:$PATH"
port=${SKRANKE_TEST_PORT:-8090}
dir="$root/var/test"
out="$root/build/test"
passed=0 failed=0 skipped=0 up=

section() {
	echo
	echo "== $* =="
}

# One number after another: passed, failed, skipped.
count() {
	passed=$((passed + $1))
	failed=$((failed + $2))
	skipped=$((skipped + $3))
}

tap_count() { # FILE of TAP from prove -v
	awk '/^[[:space:]]*ok [0-9]/ { if (/# *(SKIP|skip)/) s++; else p++ }
	     /^[[:space:]]*not ok [0-9]/ { f++ }
	     END { print p + 0, f + 0, s + 0 }' "$1"
}

# shellcheck disable=SC2046  # three numbers
tap() { # NAME COMMAND...: a command that writes TAP as prove -v shows it
	tap_out="$out/$1.tap"
	shift
	"$@" > "$tap_out" 2>&1
	rc=$?
	set -- $(tap_count "$tap_out")
	count "$@"
	grep -E '^[[:space:]]*not ok|# SKIP' "$tap_out"
	echo "$1 passed, $2 failed, $3 skipped"
	if [ $rc != 0 ]; then
		tail -n 60 "$tap_out"
		[ "$2" -gt 0 ] || count 0 1 0		# it broke without naming a test
	fi
}

unit() {
	section "unit: fcgi/, in the order of DEPS"
	tap unit make -s check-tap
}

sql() {
	section "sql: every statement judged by PostgreSQL, then the policies"
	tap sql fcgi/mk/sql-test.sh
}

tools() {
	section "tools: what the lints promise to refuse"
	tap tools prove -v -e sh tests/lint/*.test.sh
}

scenarios() {
	section "scenarios: each service as a person meets it, and what they reach"
	build/dev/skranke templates test templates --full > "$out/scenarios" 2>&1
	rc=$?
	cat "$out/scenarios"
	set -- "$(grep -c '^ok ' "$out/scenarios")" "$(grep -c '^not ok ' "$out/scenarios")"
	[ $rc = 0 ] || [ "$2" -gt 0 ] || set -- "$1" 1		# a rule that none reached
	count "$1" "$2" 0
}

start() {
	[ -z "$up" ] || return 0
	deploy/demo/stack.sh down "$dir"
	deploy/demo/stack.sh free "$port" || return 1
	up=1
	tests/harness/stack.sh up "$dir" "$port"
}

stop() {
	[ -z "$up" ] || tests/harness/stack.sh down "$dir"
	up=
}

node_tests() { # NAME FOLDER
	set -- "$1" "$2"/*.test.mjs
	name=$1
	shift
	[ -e "$1" ] || { echo "no tests"; return; }
	if ! start; then
		echo "the counter did not start"
		count 0 1 0
		return
	fi
	SKRANKE_STACK="$dir" node --test --test-concurrency=1 --test-reporter=spec --test-reporter-destination=stdout \
	    --test-reporter=tap --test-reporter-destination="$out/$name.tap" "$@" | sed '/^ℹ/d'
	# shellcheck disable=SC2046
	count $(awk '/^# pass / { p = $3 } /^# (fail|cancelled) / { f += $3 } /^# skipped / { s = $3 }
	    END { print p + 0, (p == "" ? 1 : f + 0), s + 0 }' "$out/$name.tap")
}

http() {
	section "http: conversations with the programs behind nginx"
	node_tests http tests/http
}

browser() {
	section "browser: Chromium, with JavaScript and without"
	deploy/npm.sh tests/browser
	node_tests browser tests/browser
}

trap 'stop; exit 130' INT TERM HUP
started=$(date +%s)
section "install and build"
deploy/need.sh build serve test node || exit 1
mkdir -p "$out"
deploy/npm.sh deploy/demo || exit 1
make -s -j"$(nproc)" all static || exit 1
[ $# -gt 0 ] || set -- unit tools scenarios sql http browser
for s in "$@"; do
	"$s"
done
stop

echo
echo "$passed passed, $failed failed$([ $skipped = 0 ] || echo ", $skipped skipped") ($(($(date +%s) - started)) s)"
[ "$failed" = 0 ]

#!/bin/sh
# run - every test there is: unit, lints, SQL and policies, HTTP, browser.  What `make test` does.
# usage: tests/run.sh [SECTION...]      sections: unit tools scenarios sql letters http browser; ends with "N passed, N failed"
#
# HTTP and browser tests have a fresh private counter (tests/harness/stack.sh) in SKRANKE_TEST_DIR
# (var/test), on SKRANKE_TEST_PORT (8090) and the ports after it.  With no section named the browser has
# a counter of its own beside the rest, 20 ports further up.
# Nothing is left running; logs stay in the counter's log/.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root" || exit 1
PATH="$root/var/node/bin:$PATH"
port=${SKRANKE_TEST_PORT:-8090}
dir=${SKRANKE_TEST_DIR:-$root/var/test}
out="$root/build/test"
passed=0 failed=0 skipped=0 up='' beside='' html=''

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

# Their own press each; no counter.
letters() {
	section "letters: the press, and every letter of every service and language"
	node --test --test-concurrency=1 --test-reporter=spec \
	    --test-reporter-destination=stdout --test-reporter=tap --test-reporter-destination="$out/letters.tap" \
	    tests/letters/*.test.mjs | sed '/^ℹ/d'
	# shellcheck disable=SC2046
	count $(awk '/^# pass / { p = $3 } /^# (fail|cancelled) / { f += $3 } /^# skipped / { s = $3 }
	    END { print p + 0, (p == "" ? 1 : f + 0), s + 0 }' "$out/letters.tap")
}

http() {
	section "http: conversations with the programs behind nginx"
	deploy/npm.sh tests/http
	node_tests http tests/http
}

browser() {
	section "browser: Chromium, with JavaScript and without"
	deploy/npm.sh tests/browser
	html_begin
	node_tests browser tests/browser
	html_end
}

# One checker of HTML for all of the browser's tests: it is slow to start.
html_begin() {
	java -Xss4m -Xmx600m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dnu.validator.servlet.bind-address=127.0.0.1 \
	    -cp tests/browser/node_modules/vnu-jar/build/dist/vnu.jar nu.validator.servlet.Main $((port + 4)) > "$out/html.log" 2>&1 &
	html=$!
	SKRANKE_VNU="http://127.0.0.1:$((port + 4))"
	export SKRANKE_VNU
}

html_end() {
	[ -z "$html" ] || kill "$html"
	html=
}

# The browser's tests at the same time as the others; beside_end shows what they said.
beside_begin() {
	SKRANKE_TEST_DIR="$dir-browser" SKRANKE_TEST_PORT=$((port + 20)) "$root/tests/run.sh" browser > "$out/browser.log" 2>&1 &
	beside=$!
}

beside_end() {
	[ -n "$beside" ] || return 0
	wait "$beside"
	beside=
	sed '1,/^== browser/ { /^== browser/!d }; $d' "$out/browser.log"
	# shellcheck disable=SC2046
	set -- $(awk '/^[0-9]+ passed, [0-9]+ failed/ { p = $1; f = $3; k = $5 } END { if (p != "") print p, f, k ~ /^[0-9]+$/ ? k : 0 }' "$out/browser.log")
	count "${1:-0}" "${2:-1}" "${3:-0}"		# it broke before it could count
}

trap 'stop; html_end; [ -z "$beside" ] || kill "$beside"; exit 130' INT TERM HUP
started=$(date +%s)
section "install and build"
deploy/need.sh build serve test node || exit 1
mkdir -p "$out"
deploy/npm.sh deploy/demo || exit 1
make -s -j"$(nproc)" all static || exit 1
SKRANKE_LANGUAGES="$root/build/languages"		# of the templates as they stand: made once for all that judge them
export SKRANKE_LANGUAGES
if [ $# = 0 ]; then
	beside_begin
	set -- unit tools scenarios sql letters http
fi
for s in "$@"; do
	"$s"
done
stop
beside_end

echo
echo "$passed passed, $failed failed$([ $skipped = 0 ] || echo ", $skipped skipped") ($(($(date +%s) - started)) s)"
[ "$failed" = 0 ]

#!/bin/sh
# sql-test - a server of its own, migrated from nothing: every statement as its role (sql-check), the
# policies (tests/db, pgTAP), the command line, and the unit tests that need a server.  Writes TAP; leaves nothing.
# usage: sql-test.sh [prove options]
set -eu
cd "$(dirname "$0")/../.."
build=${SKRANKE_BUILD:-build/dev}
build=${build#"$(pwd)/"}		# as the Makefile names it
if [ -z "${SQL_TEST_INSIDE:-}" ]; then
	tests=
	for room in $(sed -n 's/^\([a-z][a-z]*\) *:.*/\1/p' fcgi/DEPS); do
		for t in tests/unit/"$room"/test_*.c; do
			if [ -e "$t" ] && grep -q PGHOST "$t"; then tests="$tests $build/${t%.c}"; fi
		done
	done
	# shellcheck disable=SC2086  # names without spaces
	make -s MODE="$(basename "$build")" "$build/skranke" $tests
	SQL_TEST_INSIDE=$tests
	export SQL_TEST_INSIDE
	log=$(mktemp)
	trap 'rm -f "$log"' EXIT
	# its last words on failure are the whole server log: worth nothing here
	if pg_virtualenv -t -v 15 -o fsync=off -o full_page_writes=off -o jit=off "$0" "$@" > "$log" 2>&1; then rc=0; else rc=$?; fi
	sed '/^\*\*\* .*log (last 100 lines)/,$d; /^Creating new PostgreSQL/d; /^Dropping cluster/d' "$log"
	exit $rc
fi

createdb skranke
PGDATABASE=skranke
export PGDATABASE
migrated=$(SKRANKE_DB="dbname=skranke" "$build/skranke" migrate --dir migrations)
echo "# $migrated" | tail -n 1
psql -Xqc 'CREATE SCHEMA tap' -c 'CREATE EXTENSION pgtap SCHEMA tap'
bad=0
if said=$(fcgi/mk/sql-check.sh 2>&1); then
	echo "ok 1 - $said"
else
	echo "not ok 1 - sql-check"
	echo "$said" | sed 's/^/# /'
	bad=1
fi
SKRANKE_BIN="$(pwd)/$build/skranke" CMOCKA_MESSAGE_OUTPUT=TAP
export SKRANKE_BIN CMOCKA_MESSAGE_OUTPUT
# shellcheck disable=SC2086
prove -v "$@" --ext .sql --source pgTAP --pgtap-option dbname=skranke --pgtap-option suffix=.sql tests/db || bad=1
prove -v "$@" -e '' tests/db/cli.sh || bad=1
# shellcheck disable=SC2086
[ -z "$SQL_TEST_INSIDE" ] || prove -v "$@" -e '' $SQL_TEST_INSIDE || bad=1
exit $bad

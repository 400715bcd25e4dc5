#!/bin/sh
# fuzz - each fuzzer from its corpus and from what earlier runs found: what `make fuzz` does
# usage: fuzz.sh SECONDS     of each; prints "fuzz NAME RUNS runs", exits 1 when one found something
#
# What is found new is kept in var/fuzz/NAME, what fails in var/fuzz/NAME-*: put that in the corpus.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
bad=0
for f in tests/fuzz/*.c; do
	name=$(basename "$f" .c)
	found=var/fuzz/$name
	mkdir -p "$found"
	if build/fuzz/fuzz/"$name" -max_total_time="$1" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
	    -artifact_prefix="$found-" "$found" tests/fuzz/corpus/"$name" >"$found.log" 2>&1; then
		echo "fuzz $name $(sed -n 's/^stat::number_of_executed_units: *//p' "$found.log") runs"
	else
		bad=1
		tail -n 30 "$found.log" >&2
		echo "fuzz $name failed: var/fuzz/$name.log"
	fi
done
exit $bad

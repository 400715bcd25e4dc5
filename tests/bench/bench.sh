#!/bin/sh
# bench - figures, each beside its limit in the same run: what `make bench` does
# usage: bench.sh      prints "bench NAME VALUE UNIT"; SKRANKE_BENCH_SEC is the length of one measurement (2)
#
# A fresh private counter (var/bench) on SKRANKE_BENCH_PORT (8190) and the three
# ports after it; one worker for each of the 8 connections.  Nothing is left running.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
PATH="$root/var/node/bin:$PATH"
port=${SKRANKE_BENCH_PORT:-8190}
dir="$root/var/bench"
export SKRANKE_WORKERS=8

finish() {
	rc=$?
	trap - EXIT
	deploy/demo/stack.sh down "$dir"
	rm -rf "$dir/pg"
	exit "$rc"
}

deploy/need.sh build serve bench node
deploy/npm.sh deploy/demo
make -s -j"$(nproc)" all static
mkdir -p build/bench
cc -O2 -Wall -Wextra -o build/bench/null.fcgi tests/bench/null.c -lfcgi
cc -O2 -Wall -Wextra -D_GNU_SOURCE -Ifcgi -I/usr/include/libxml2 -o build/bench/rules tests/bench/rules.c \
	build/dev/lib/form.a build/dev/lib/xml.a build/dev/lib/base.a -lxml2 -lm -lcrypto
build/bench/rules
node tests/bench/press.mjs
deploy/demo/stack.sh down "$dir"
deploy/demo/stack.sh free "$port"
rm -rf "$dir"
tests/bench/check.sh
trap finish EXIT
trap 'exit 130' INT TERM HUP
SKRANKE_WORKERS=4 deploy/demo/stack.sh up "$dir" "$port" bench >/dev/null	# as many as deploy/systemd has
SKRANKE_STACK="$dir" node tests/bench/memory.mjs
for p in postman clock; do
	deploy/demo/stack.sh stop "$dir" $p
done
for p in login citizen desk api; do
	deploy/demo/stack.sh stop "$dir" $p
	deploy/demo/stack.sh start "$dir" $p
done
SKRANKE_STACK="$dir" node tests/bench/building.mjs
SKRANKE_STACK="$dir" node tests/bench/bench.mjs
SKRANKE_STACK="$dir" node tests/bench/letters.mjs
SKRANKE_STACK="$dir" node tests/bench/desk.mjs
SKRANKE_STACK="$dir" node tests/bench/api.mjs

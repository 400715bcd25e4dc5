#!/bin/sh
# npm - fetch the locked npm packages of each folder, when its lock has changed since the last time
# usage: npm.sh FOLDER...
set -eu
PATH="$(cd "$(dirname "$0")/.." && pwd)/var/node/bin:$PATH"
for d in "$@"; do
	cmp -s "$d/package-lock.json" "$d/node_modules/.fetched" && continue
	echo "npm: fetching the locked packages of $d"
	npm ci --prefix "$d" --ignore-scripts --no-audit --no-fund --loglevel=error
	cp "$d/package-lock.json" "$d/node_modules/.fetched"
done

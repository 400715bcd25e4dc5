#!/bin/sh
# build.sh [OUT] - fetch the locked packages when they have changed, then fill OUT (build/static)
set -eu
here=$(dirname "$0")
if ! cmp -s "$here/package-lock.json" "$here/node_modules/.fetched"; then
	npm ci --prefix "$here" --ignore-scripts --no-audit --no-fund --loglevel=error
	cp "$here/package-lock.json" "$here/node_modules/.fetched"
fi
exec node "$here/build.mjs" "$@"

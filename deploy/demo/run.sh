#!/bin/sh
# run - the whole counter on this machine, with demo people, until Ctrl-C: what `make run` does
# usage: run.sh [PORT]      data, keys and logs stay in var/ from one run to the next
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
port=${1:-8080}
PATH="$root/var/node/bin:$PATH"
nap=
stack="$root/deploy/demo/stack.sh"

finish() {
	trap '' INT TERM HUP
	[ -z "$nap" ] || kill "$nap" 2>/dev/null || :
	echo
	echo "run: stopping"
	"$stack" down var
	rm -f var/run.pid
	echo "run: stopped; what was done is kept in var/ (remove it to begin anew)"
	exit "$1"
}

deploy/need.sh build serve run node
deploy/npm.sh deploy/demo deploy/demo/inbox
make -s -j"$(nproc)" all static

mkdir -p var
if tr '\0' ' ' 2>/dev/null < "/proc/$(cat var/run.pid 2>/dev/null)/cmdline" | grep -q deploy/demo/run.sh; then
	echo "run: this counter is already running: $(sed -n 's/^base=//p' var/env)" >&2
	exit 1
fi
"$stack" down var		# what an interrupted run left behind
"$stack" free "$port" || {
	echo "run: choose another, for example: make run PORT=$((port + 100))   ($port to $((port + 3)) are used)" >&2
	exit 1
}
echo $$ > var/run.pid
trap 'finish 0' INT TERM HUP
"$stack" up var "$port" demo || finish 1

# shellcheck disable=SC2016  # JavaScript
people() { # citizens|staff
	node -p 'require("./deploy/demo/people.json")[process.argv[1]].map(p => p.name + " (" + p.about + ")").join("\n    ")' "$1"
}

cat <<EOF

ready http://localhost:$port

  Fjordvik kommune     http://localhost:$port
  Skogheim kommune     http://nabo.localhost:$port
  Saksbehandling       http://localhost:$port/saksbehandling
  Innboks for e-post   http://localhost:$((port + 2))

Logg inn med Test-ID som en av disse; alle er oppdiktet.
  Innbyggere:
    $(people citizens)
  Ansatte:
    $(people staff)

Ctrl-C stopper alt.
EOF
while :; do
	sleep 3600 &
	nap=$!
	wait "$nap" || :
done

#!/bin/sh
# keep - run a daemon again whenever it ends, until told to stop (TERM); what systemd does on a server
# usage: keep.sh PIDFILE PROGRAM...      PIDFILE holds the running child
pidfile=$1
shift
stop=
trap 'stop=1; kill -TERM "$pid" 2>/dev/null' TERM INT
while [ -z "$stop" ]; do
	"$@" &
	pid=$!
	echo "$pid" > "$pidfile"
	wait "$pid"
	[ -z "$stop" ] && echo "keep: $(basename "$1") ended, starting it again" >&2 && sleep 0.5
done
wait "$pid"
rm -f "$pidfile"

#!/bin/sh
# stack - a fresh private counter for tests, on the same parts and the same nginx file as `make run`
# usage: stack.sh up DIR PORT      removes DIR first; real SMTP server that keeps a Maildir
#        stack.sh down DIR         stops all and removes the data; logs stay in DIR/log
#        stack.sh start|stop DIR NAME
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
case ${1:-} in
up)
	[ -d "$2" ] && "$0" down "$2"
	rm -rf "$2"
	exec "$root/deploy/demo/stack.sh" up "$2" "$3" test ;;
down)
	"$root/deploy/demo/stack.sh" down "$2"
	rm -rf "$2/pg" "$2/run" "$2/keys" "$2/mail" "$2/nginx" "$2/www" "$2/clamd" "$2/spool" ;;
*) exec "$root/deploy/demo/stack.sh" "$@" ;;
esac

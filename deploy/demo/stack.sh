#!/bin/sh
# stack - one whole private counter in one folder: PostgreSQL, login provider, mail, programs, nginx
#
# usage: stack.sh up DIR PORT demo|test|bench     all of it; kept data is used again
#        stack.sh down DIR                        all of it, also what an interrupted run left behind
#        stack.sh start|stop DIR NAME             one part: pg provider mail clamd press registers
#                                                 lookup login citizen desk api postman clock nginx
#        stack.sh free PORT                       fails when a port that would be used is taken
#
# PORT is nginx, PORT+1 the login provider, PORT+2 the inbox (demo), PORT+3 SMTP.  demo has an inbox
# with a web page, the others a Maildir; test does not wait for the disk.  DIR/env tells the rest.
# clamd runs where it is installed, and knows one virus only: the test file of EICAR.
# Runs as root or as an ordinary user.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${SKRANKE_BUILD:-$root/build/dev}
pgbin=$(pg_config --bindir 2>/dev/null || echo /usr/lib/postgresql/15/bin)
[ -x "$pgbin/postgres" ] || pgbin=/usr/lib/postgresql/15/bin
PATH="$root/var/node/bin:$PATH:/usr/sbin"
daemons="postman clock"
pools="login citizen desk api"
clamd=/usr/sbin/clamd

die() {
	echo "stack: $*" >&2
	exit 1
}

# ---- processes: each in a session of its own, so that Ctrl-C reaches only who started the stack ----

# When a process started, since a pid alone may be somebody else's by now; nothing when it has ended.
stamp() { # PID
	sed 's/.*) //; /^[ZX]/d' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20
}

launch() { # NAME PROGRAM...
	launched=$1
	shift
	setsid "$@" </dev/null >>"$dir/log/$launched.log" 2>&1 &
	echo "$! $(stamp $!)" > "$dir/run/$launched.pid"
}

running() { # NAME; sets $pid
	[ -f "$dir/run/$1.pid" ] || return 1
	read -r pid at < "$dir/run/$1.pid"
	[ -n "$at" ] && [ "$(stamp "$pid")" = "$at" ]
}

halt() { # NAME [SIGNAL]
	if running "$1"; then
		kill "-${2:-TERM}" "$pid" 2>/dev/null || :
		n=0
		while [ $n -lt 100 ] && running "$1"; do
			sleep 0.05
			n=$((n + 1))
		done
		if running "$1"; then
			kill -KILL "-$pid" 2>/dev/null || :
		fi
	fi
	rm -f "$dir/run/$1.pid"
}

await() { # WHAT COMMAND...: for at most 20 seconds
	what=$1
	shift
	n=0
	until "$@" >/dev/null 2>&1; do
		n=$((n + 1))
		[ $n -le 200 ] || gave_up "$what"
		sleep 0.1
	done
}

gave_up() { # WHAT
	tail -n 5 "$dir"/log/*.log >&2
	die "$1 did not start; see $dir/log"
}

# A pool whose workers all fail at once ends; one that works answers its first page.
await_page() { # NAME PATH
	n=0
	until curl -sf -o /dev/null -m 5 "http://127.0.0.1:$port$2"; do
		n=$((n + 1))
		if ! running "$1" || [ $n -gt 100 ]; then gave_up "$1.fcgi"; fi
		sleep 0.1
	done
}

answers() { # PORT
	node -e 'require("net").connect(+process.argv[1], "127.0.0.1").on("connect", () => process.exit(0)).on("error", () => process.exit(1))' "$1"
}

port_free() { # PORT...
	# shellcheck disable=SC2016  # JavaScript
	node -e '
		const ports = process.argv.slice(1).map(Number), net = require("net");
		const next = () => { const p = ports.shift(); if (!p) process.exit(0);
			const s = net.createServer().on("error", () => { console.error(`port ${p} is taken`); process.exit(1); });
			s.listen(p, () => s.close(next)); };
		next();' "$@"
}

# ---- PostgreSQL: never runs as root, so root lends it to the user postgres ----

pg_as() {
	if [ "$(id -u)" != 0 ]; then
		"$@"
	elif [ -f "$dir/pg/.unshared" ]; then
		unshare --user --map-user=65534 -- "$@"		# root outside, nobody to itself
	else
		runuser -u postgres -- "$@"
	fi
}

pg_prepare() {
	mkdir -p "$dir/pg"
	chmod 0700 "$dir/pg"
	if [ "$(id -u)" = 0 ] && [ ! -d "$dir/pg/data" ]; then
		chown postgres: "$dir/pg"
		if ! runuser -u postgres -- test -x "$dir/pg" 2>/dev/null; then
			# some folder above is closed to others
			chown root: "$dir/pg"
			unshare --user --map-user=65534 -- true 2>/dev/null ||
			    die "the user postgres may not enter $dir; move the checkout to an open folder, or run as an ordinary user"
			: > "$dir/pg/.unshared"
		fi
	fi
	cd "$dir/pg"
	[ -f "$dir/pg/data/PG_VERSION" ] ||
	    pg_as "$pgbin/initdb" -D "$dir/pg/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N >/dev/null
	cd "$root"
}

pg_start() {
	opts="-c listen_addresses='' -c unix_socket_directories='$dir/pg' -c unix_socket_permissions=0700 -c jit=off"	# as in deploy/postgresql
	[ "$kind" = test ] && opts="$opts -c fsync=off -c full_page_writes=off"
	cd "$dir/pg"
	pg_as "$pgbin/pg_ctl" -D "$dir/pg/data" -w -s -l "$dir/pg/log" -o "$opts" start </dev/null >/dev/null ||
	    die "PostgreSQL did not start; see $dir/pg/log"
	cd "$root"
}

pg_stop() {
	[ -f "$dir/pg/data/postmaster.pid" ] || return 0
	cd "$dir/pg"
	pg_as "$pgbin/pg_ctl" -D "$dir/pg/data" -m fast -w -s stop </dev/null >/dev/null 2>&1 || :
	cd "$root"
}

conninfo() { # ROLE
	echo "host=$dir/pg dbname=skranke user=$1 application_name=$1"
}

pg_fill() {
	psql "host=$dir/pg dbname=postgres user=postgres" -XqAt -v ON_ERROR_STOP=1 >/dev/null <<-'SQL'
	SELECT 'CREATE DATABASE skranke' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'skranke') \gexec
	SQL
	# the first migration makes the roles, which takes a superuser
	SKRANKE_DB=$(conninfo postgres) "$build/skranke" migrate --dir "$root/migrations"
	templates="$root/templates" languages="$SKRANKE_LANGUAGES" fixed=
	if [ "$kind" = test ]; then		# and a service that is there for the tests alone
		rm -rf "$dir/templates"
		cp -R "$root/templates" "$dir/templates"
		cp -R "$root/tests/fixtures/services" "$root/tests/fixtures/lists" "$dir/templates/"
		templates="$dir/templates" languages="$root/build/languages-test" fixed='s,services="barnehageplass,services="alt hores oppslag barnehageplass,'
	fi
	flock "$root/build" "$build/translate" "$templates" "$languages"
	cp "$here"/tenants/*.svg "$dir/run/"
	for t in "$here"/tenants/*.xml; do
		sed "s,:8080/,:$port/,; $fixed" "$t" > "$dir/run/tenant.xml"
		SKRANKE_DB=$(conninfo skranke_owner) "$build/skranke" tenant put "$dir/run/tenant.xml"
	done
	for t in "$here"/maps/*.geojson; do
		SKRANKE_DB=$(conninfo skranke_owner) "$build/skranke" tenant map "$(basename "$t" .geojson)" "$t"
	done
	SKRANKE_LANGUAGES="$languages" SKRANKE_DB=$(conninfo skranke_owner) "$build/skranke" templates publish "$templates"
}

# ---- the parts ----

start_provider() {
	PORT=$port OP_PORT=$((port + 1)) node "$here/prepare.mjs" "$dir/keys"
	launch provider env PORT="$port" OP_PORT=$((port + 1)) OP_KEYS="$dir/keys" node "$here/op.mjs"
	await "the login provider" answers $((port + 1))
}

start_mail() {
	if [ "$kind" = demo ]; then
		mkdir -p "$dir/mail"
		launch mail node "$here/inbox/node_modules/maildev/bin/maildev" --ip 127.0.0.1 \
		    -s $((port + 3)) -w $((port + 2)) --mail-directory "$dir/mail" --log-mail-contents=false
	else
		# makes the Maildir itself, and only when there is no such folder
		launch mail /usr/bin/python3 -m aiosmtpd -n -c aiosmtpd.handlers.Mailbox "$dir/mail" -l "127.0.0.1:$((port + 3))"
	fi
	await "the mail server" answers $((port + 3))
}

# Real signatures take a gigabyte and a network.  Where clamd may not start (AppArmor can keep it to
# Debian's own folders), the counter works all the same: files wait to be scanned.
start_clamd() {
	[ -x "$clamd" ] || return 0
	mkdir -p "$dir/clamd/db"
	rm -f "$dir/run/clamd.sock"
	mark=$(printf %s '$EICAR-STANDARD-' 'ANTIVIRUS-TEST-FILE!$H+H*' | od -An -v -tx1 | tr -d ' \n')
	echo "Eicar-Test-Own:0:*:$mark" > "$dir/clamd/db/eicar.ndb"
	cat > "$dir/clamd/clamd.conf" <<-EOF
	LocalSocket $dir/run/clamd.sock
	DatabaseDirectory $dir/clamd/db
	TemporaryDirectory $dir/clamd
	Foreground yes
	LogTime yes
	StreamMaxLength 25M
	MaxThreads 4
	EOF
	launch clamd "$clamd" -c "$dir/clamd/clamd.conf"
	n=0
	until [ -S "$dir/run/clamd.sock" ]; do
		n=$((n + 1))
		if ! running clamd || [ $n -gt 200 ]; then
			echo "stack: clamd did not start, so files are not scanned; see $dir/log/clamd.log" >&2
			return 0
		fi
		sleep 0.1
	done
}

start_pool() { # NAME
	rm -f "$dir/run/$1.sock"
	launch "$1" env SKRANKE_DB="$(conninfo "skranke_$1")" spawn-fcgi -n -s "$dir/run/$1.sock" -M 0600 -b 1024 -- \
	    /usr/bin/multiwatch -f "${SKRANKE_WORKERS:-3}" -r 20 -t 1000 -- "$build/$1.fcgi"
	await "$1.fcgi" test -S "$dir/run/$1.sock"
}

# The archive of Java's classes lies beside the program: made once for all counters of this build.
start_press() {
	launch press env SKRANKE_PRESS_HOME="$build/jvm" SKRANKE_PRESS_ARCHIVE="$build/jvm/press.jsa" \
	    "$here/keep.sh" "$dir/run/press.child" "$build/press"
	await "the press" test -S "$SKRANKE_PRESS"
}

# The registers that the program of look-ups asks: invented properties.  They come back at the same address.
start_registers() {
	launch registers node "$root/tests/stand-in/registers.mjs" "$dir/run/registers.port"
	await "the registers" test -s "$dir/run/registers.port"
	await "the registers" answers "$(cat "$dir/run/registers.port")"
}

start_lookup() {
	at="http://127.0.0.1:$(cat "$dir/run/registers.port")"
	echo demo > "$dir/keys/registers.bearer"
	[ -s "$dir/keys/registers.key" ] || od -An -tx1 -N32 /dev/urandom | tr -d ' \n' > "$dir/keys/registers.key"
	cat > "$dir/run/registers.xml" <<-EOF
	<registers xmlns="urn:skranke:registers:1" key="$dir/keys/registers.key">
	  <addresses url="$at/kartverket/adresser/v1" other-url="$at/geonorge/adresser/v1"/>
	  <properties url="$at/eiendom" bearer="$dir/keys/registers.bearer"/>
	</registers>
	EOF
	rm -f "$SKRANKE_LOOKUP"
	launch lookup env SKRANKE_REGISTERS="$dir/run/registers.xml" SKRANKE_LOOKUP_REST_MS="$([ "$kind" = test ] && echo 2000 || echo 30000)" spawn-fcgi -n -s "$SKRANKE_LOOKUP" -M 0600 -b 128 -- \
	    /usr/bin/multiwatch -f 1 -r 20 -t 1000 -- "$build/lookup"
	await "lookup" test -S "$SKRANKE_LOOKUP"
}

start_daemon() { # NAME
	launch "$1" env SKRANKE_DB="$(conninfo "skranke_$1")" "$here/keep.sh" "$dir/run/$1.child" "$build/$1"
}

write_nginx() {
	mkdir -p "$dir/nginx/skranke" "$dir/nginx/tmp" "$dir/www"
	ln -sfn "$root/build/static" "$dir/www/static"
	ln -sfn "$root/deploy/nginx/feil" "$dir/www/feil"
	cp "$root/deploy/nginx/skranke/fastcgi.conf" "$dir/nginx/skranke/"
	tmp="$dir/nginx/tmp"
	user=
	[ "$(id -u)" = 0 ] && user="user root;"
	cat > "$dir/nginx/nginx.conf" <<-EOF
	$user
	daemon off;
	worker_processes 1;
	pid "$dir/run/nginx-own.pid";
	error_log "$dir/log/nginx.log" warn;
	events { worker_connections 1024; }
	http {
		include /etc/nginx/mime.types;
		default_type application/octet-stream;
		sendfile on;
		client_body_temp_path "$tmp/body";
		fastcgi_temp_path "$tmp/fastcgi";
		proxy_temp_path "$tmp/proxy";
		uwsgi_temp_path "$tmp/uwsgi";
		scgi_temp_path "$tmp/scgi";
		include "$root/deploy/nginx/skranke.conf";
	}
	EOF
	cat > "$dir/nginx/skranke/http.conf" <<-EOF
	upstream skranke_login { server "unix:$dir/run/login.sock"; }
	upstream skranke_citizen { server "unix:$dir/run/citizen.sock"; }
	upstream skranke_desk { server "unix:$dir/run/desk.sock"; }
	upstream skranke_api { server "unix:$dir/run/api.sock"; }
	map "" \$skranke_provider { default "http://localhost:$((port + 1))"; }
	geo \$skranke_known { default 0; 127.0.0.1 1; ::1 1; }
	map \$skranke_known \$skranke_who { 0 \$binary_remote_addr; 1 ""; }
	EOF
	cat > "$dir/nginx/skranke/server.conf" <<-EOF
	listen 127.0.0.1:$port;
	$([ -f /proc/net/if_inet6 ] && grep -q ' lo$' /proc/net/if_inet6 && echo "listen [::1]:$port;")
	root "$dir/www";
	access_log "$dir/log/access.log" skranke;
	EOF
}

start_nginx() {
	write_nginx
	launch nginx nginx -p "$dir/nginx/" -c "$dir/nginx/nginx.conf" -e "$dir/log/nginx.log"
	await nginx answers "$port"
}

part() { # start|stop NAME; what runs is not started twice
	if [ "$1" = start ] && running "$2"; then return 0; fi
	case $1-$2 in
	start-pg) pg_start ;;
	stop-pg) pg_stop ;;
	start-provider | start-mail | start-clamd | start-nginx) "start_$2" ;;
	start-press) start_press ;;
	start-registers | start-lookup) "start_$2" ;;
	start-login | start-citizen | start-desk | start-api) start_pool "$2" ;;
	start-postman | start-clock) start_daemon "$2" ;;
	stop-nginx) halt nginx QUIT ;;
	stop-*) halt "$2" ;;
	*) die "no part called $2" ;;
	esac
}

# The programs' settings; also what tests and people read to find their way.
settings() {
	export SKRANKE_TEMPLATES="$root/templates" SKRANKE_LANGUAGES="$root/build/languages" SKRANKE_STATIC="$root/build/static" \
	    SKRANKE_LOGIN="$dir/keys/login.json" SKRANKE_MAIL="smtp://127.0.0.1:$((port + 3))" \
	    SKRANKE_SPOOL="$dir/spool" SKRANKE_PRESS="$dir/run/press.sock" SKRANKE_LOOKUP="$dir/run/lookup.sock" \
	    SKRANKE_TEST_NUMBERS=1	# synthetic people have synthetic identity numbers
	if [ -x "$clamd" ]; then export SKRANKE_CLAMD="$dir/run/clamd.sock"; fi
}

write_env() {
	cat > "$dir/env" <<-EOF
	kind=$kind
	port=$port
	base=http://localhost:$port
	neighbour=http://nabo.localhost:$port
	provider=http://localhost:$((port + 1))
	smtp=127.0.0.1:$((port + 3))
	$([ "$kind" = demo ] && echo "inbox=http://localhost:$((port + 2))" || echo "maildir=$dir/mail")
	pghost=$dir/pg
	database=skranke
	EOF
}

up() {
	mkdir -p "$dir/run" "$dir/log" "$dir/keys" "$dir/spool"
	chmod 0700 "$dir/run" "$dir/keys" "$dir/spool"
	[ "$(printf %s "$dir/run/citizen.sock" | wc -c)" -le 100 ] ||
	    die "the path $dir is too long for sockets (at most 100 bytes); move the checkout"
	write_env
	settings
	pg_prepare
	pg_start
	pg_fill
	for p in provider mail clamd press registers lookup $pools $daemons nginx; do
		part start "$p"
	done
	await_page citizen /
	await_page login "/logginn?til=/"
	await_page desk /saksbehandling
	await_page api /api/innsyn/9998/journalpost
}

down() {
	for p in nginx $pools $daemons lookup registers press clamd provider mail pg; do
		part stop "$p"
	done
}

load() {
	[ -f "$dir/env" ] || die "no counter in $dir"
	kind=$(sed -n 's/^kind=//p' "$dir/env")
	port=$(sed -n 's/^port=//p' "$dir/env")
	settings
}

verb=${1:-}
case $verb in
up)
	mkdir -p "$2"
	dir=$(cd "$2" && pwd) port=$3 kind=$4
	if [ -f "$dir/env" ]; then down; fi
	up ;;
down)
	[ -f "$2/env" ] || exit 0
	dir=$(cd "$2" && pwd)
	load
	down ;;
start | stop)
	dir=$(cd "$2" && pwd)
	load
	part "$verb" "$3" ;;
free) port_free "$2" $(($2 + 1)) $(($2 + 2)) $(($2 + 3)) ;;
*) sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac

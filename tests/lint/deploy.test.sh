#!/bin/sh
# What `make install` places is complete, and nginx accepts it as it stands.  Writes TAP.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root" || exit 1
PATH="$PATH:/usr/sbin"
d=$(mktemp -d) && trap 'rm -rf "$d"' EXIT
. tests/lint/tap.sh

# Every file of ours that a unit or the site names.
named() {
	for f in $(sed -n 's/^Exec.* -- //p; s/^ExecStart=\(\/usr\/lib[^ ]*\)$/\1/p' "$d"/usr/lib/systemd/system/skranke-*.service) \
	    $(sed -n 's/^Environment=SKRANKE_[A-Z]*=\(\/usr.*\)/\1/p' "$d"/usr/lib/systemd/system/skranke-.service.d/*.conf); do
		[ -e "$d$f" ] || { echo "$f is not installed"; return 1; }
	done
	for f in $(sed -n 's/.*error_page.* \(\/feil\/[a-z-]*\.html\);/\1/p' "$d/etc/nginx/sites-available/skranke"); do
		[ -e "$d/usr/share/skranke/www$f" ] || { echo "$f is not installed"; return 1; }
	done
}

# The press and its postman: program, JVM's part, sheets, user, socket; the transports that the unit names can be read.
press() {
	for f in libexec/skranke/press share/skranke/press/press.jar share/skranke/press/fop.xconf share/skranke/press/warm.fo \
	    share/skranke/templates/sheets lib/systemd/system/skranke-press.service lib/systemd/system/skranke-press.socket; do
		[ -e "$d/usr/$f" ] || { echo "$f is not installed"; return 1; }
	done
	grep -q '^u skranke-press ' "$d/usr/lib/sysusers.d/skranke.conf" || { echo "no user skranke-press"; return 1; }
	unit=$d/usr/lib/systemd/system/skranke-postman.service
	listens=$(sed -n 's/^ListenStream=//p' "$d/usr/lib/systemd/system/skranke-press.socket")
	grep -qx "Environment=SKRANKE_PRESS=$listens" "$unit" || { echo "the postman looks for the press elsewhere than $listens"; return 1; }
	transports=$(sed -n 's/^Environment=SKRANKE_TRANSPORTS=//p' "$unit")
	"$d/usr/bin/skranke" mail check "$d$transports"
}

# The program of look-ups: its user, its socket where the others look for it, settings that it can read.
lookup() {
	[ -x "$d/usr/libexec/skranke/lookup" ] || { echo "lookup is not installed"; return 1; }
	grep -q '^u skranke-lookup ' "$d/usr/lib/sysusers.d/skranke.conf" || { echo "no user skranke-lookup"; return 1; }
	units=$d/usr/lib/systemd/system
	listens=$(sed -n 's/^ListenStream=//p' "$units/skranke-lookup.socket")
	for u in citizen desk; do
		grep -qx "Environment=SKRANKE_LOOKUP=$listens" "$units/skranke-$u.service" || { echo "$u looks for it elsewhere than $listens"; return 1; }
		grep -qx "m skranke-$u $(sed -n 's/^SocketGroup=//p' "$units/skranke-lookup.socket")" "$d/usr/lib/sysusers.d/skranke.conf" ||
		    { echo "$u may not ask"; return 1; }
	done
	"$d/usr/libexec/skranke/lookup" --check "$d$(sed -n 's/^Environment=SKRANKE_REGISTERS=//p' "$units/skranke-lookup.service")"
}

kept() {
	echo '<!-- ours -->' > "$d/etc/skranke/transports.xml"
	make -s install DESTDIR="$d" PREFIX=/usr && grep -q ours "$d/etc/skranke/transports.xml"
}

site() {
	cp "$d"/usr/share/doc/skranke/examples/nginx/*.conf "$d/etc/nginx/skranke/"
	openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout "$d/key.pem" -out "$d/cert.pem" 2>/dev/null
	sed -i "s|/etc/ssl/certs/skranke.pem|$d/cert.pem|; s|/etc/ssl/private/skranke.key|$d/key.pem|; s|/var/log/nginx|$d|; s|/usr/share|$d/usr/share|" \
	    "$d/etc/nginx/skranke/server.conf"
	cat > "$d/etc/nginx/nginx.conf" <<-EOF
	pid $d/nginx.pid;
	events {}
	http { include /etc/nginx/mime.types; include $d/etc/nginx/sites-available/skranke; }
	EOF
	nginx -t -q -e "$d/error.log" -p "$d" -c "$d/etc/nginx/nginx.conf"
}

check "it is installed without touching what runs" make -s install DESTDIR="$d" PREFIX=/usr
check "what the units and the site name is there" named
check "the press is there with all it needs, and the postman finds it and the transports" press
check "the program of look-ups is there, and those who ask find it" lookup
check "settings that are there already are left alone" kept
check "nginx accepts the site with the settings to begin from" site
echo "1..$n"
exit $failed

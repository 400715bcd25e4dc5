#!/bin/sh
# What `make install` places is complete, and nginx accepts it as it stands.  Writes TAP.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root" || exit 1
PATH="$PATH:/usr/sbin"
d=$(mktemp -d) && trap 'rm -rf "$d"' EXIT
n=0 failed=0

check() { # PROMISE COMMAND...
	promise=$1
	shift
	n=$((n + 1))
	if out=$("$@" 2>&1); then
		echo "ok $n - $promise"
	else
		echo "not ok $n - $promise"
		echo "$out" | sed 's/^/# /'
		failed=1
	fi
}

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
check "nginx accepts the site with the settings to begin from" site
echo "1..$n"
exit $failed

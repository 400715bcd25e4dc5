#!/bin/sh
# install - put a built counter where a Debian server looks for it; starts nothing, overwrites no settings
# usage: install.sh BUILD DESTDIR PREFIX        (by `make install`)
#
#   PREFIX/libexec/skranke      the programs            PREFIX/bin/skranke    the command
#   PREFIX/share/skranke        templates, languages, migrations, www (static files and error pages)
#   PREFIX/lib                  systemd, sysusers.d, tmpfiles.d
#   /etc/nginx                  sites-available/skranke, skranke/fastcgi.conf
#   /etc/skranke                transports.xml and registers.xml, where there are none yet
#   PREFIX/share/doc/skranke    README, settings to begin from
set -eu
build=$1 dest=$2 prefix=$3
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
lib=$dest$prefix/libexec/skranke
share=$dest$prefix/share/skranke
doc=$dest$prefix/share/doc/skranke
systemd=$dest$prefix/lib/systemd/system
nginx=$dest/etc/nginx

place() { # FOLDER FILE...
	to=$1
	shift
	install -d "$to"
	install -m 0644 "$@" "$to"
}

tree() { # FROM TO: files only, as they are; what has gone from FROM goes from TO
	rm -rf "$2"
	(cd "$1" && find . -type f -print) | while read -r f; do
		install -D -m 0644 "$1/$f" "$2/$f"
	done
}

install -d "$lib" "$dest$prefix/bin"
install -m 0755 "$build/login.fcgi" "$build/citizen.fcgi" "$build/desk.fcgi" "$build/api.fcgi" "$build/postman" "$build/press" "$build/lookup" "$build/clock" "$build/translate" "$lib"
install -m 0755 "$build/skranke" "$dest$prefix/bin"

tree "$root/templates" "$share/templates"
tree "$root/build/languages" "$share/languages"
tree "$root/migrations" "$share/migrations"
tree "$root/build/static" "$share/www/static"
tree "$here/nginx/feil" "$share/www/feil"

place "$share/press" "$build/jvm/press.jar" "$build/jvm/fop.xconf" "$build/jvm/warm.fo"

place "$systemd" "$here"/systemd/*.service "$here"/systemd/*.socket "$here"/systemd/*.timer
place "$systemd/skranke-.service.d" "$here"/systemd/skranke-.service.d/*.conf
place "$systemd/skranke-anchor.service.d" "$here"/systemd/skranke-anchor.service.d/*.conf
place "$systemd/skranke-fee.service.d" "$here"/systemd/skranke-fee.service.d/*.conf
place "$dest$prefix/lib/sysusers.d" "$here"/sysusers.d/skranke.conf
place "$dest$prefix/lib/tmpfiles.d" "$here"/tmpfiles.d/skranke.conf
[ "$prefix" = /usr ] || sed -i "s|/usr/libexec/skranke|$prefix/libexec/skranke|; s|/usr/bin/skranke|$prefix/bin/skranke|; s|/usr/share/|$prefix/share/|" \
    "$systemd"/skranke-*.service "$systemd"/skranke-.service.d/*.conf

install -d "$nginx/sites-available"
install -m 0644 "$here/nginx/skranke.conf" "$nginx/sites-available/skranke"
place "$nginx/skranke" "$here/nginx/skranke/fastcgi.conf"
place "$doc" "$root/README.md" "$root/LICENSE"
install -m 0644 "$here/README.md" "$doc/deploy.md"
place "$doc/examples/nginx" "$here"/nginx/example/*.conf
place "$doc/examples/postgresql" "$here"/postgresql/*
place "$doc/examples/prometheus" "$here"/prometheus/*
place "$doc/examples" "$here/transports.xml" "$here/registers.xml"
[ -e "$dest/etc/skranke/transports.xml" ] || install -D -m 0644 "$here/transports-first.xml" "$dest/etc/skranke/transports.xml"
[ -e "$dest/etc/skranke/registers.xml" ] || install -D -m 0644 "$here/registers-first.xml" "$dest/etc/skranke/registers.xml"
place "$doc/examples/maps" "$here"/demo/maps/*.geojson
place "$doc/examples/tenants" "$here"/demo/tenants/*.xml "$here"/demo/tenants/*.svg

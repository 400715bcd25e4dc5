#!/bin/sh
# fop - letters a second of one warm JVM that does nothing else: what the press could do at most
# usage: fop.sh HOME FO SECONDS      HOME: build/dev/jvm; FO: a letter as XSL-FO; the JVM is set up as fcgi/press/child.c does
set -eu
jars=$(printf '/usr/share/java/%s.jar:' fop commons-io commons-logging batik-all xmlgraphics-commons fontbox2 xml-apis-ext)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
javac --release 17 -cp "$1/press.jar:$jars" -d "$out" "$(dirname "$0")/Raw.java"
java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms64m -Xmx256m -Xlog:disable -Djava.awt.headless=true -Dfile.encoding=UTF-8 \
    -cp "$out:$1/press.jar:$jars" Raw "$1" "$2" "$3"

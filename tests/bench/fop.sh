#!/bin/sh
# fop - the limit of the press: letters a second of one warm JVM that makes the same letter again and again, nothing else
# usage: fop.sh FO [SECONDS]       FO: a letter as XSL-FO; prints one number.  Warms up for twice as long first
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${SKRANKE_BUILD:-$root/build/dev}
out=$root/build/bench/fop
mkdir -p "$out"
jars=$(printf '/usr/share/java/%s.jar:' fop commons-io commons-logging batik-all xmlgraphics-commons fontbox2 xml-apis-ext)
javac -Xlint:all,-path --release 17 -cp "$build/jvm/classes:$jars" -d "$out" "$root/tests/bench/Raw.java"
exec java -XX:+UseSerialGC -Xms64m -Xmx256m -Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog \
    -cp "$out:$build/jvm/classes:$jars" Raw "$build/jvm" "$1" "${2:-3}"

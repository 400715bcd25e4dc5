#!/bin/sh
# fop - letters a second of one warm JVM that does nothing else: what the press could do at most
# usage: fop.sh HOME FO SECONDS      HOME: build/dev/jvm; FO: a letter as XSL-FO; the JVM has the flags of fcgi/press/child.c
set -eu
jars=$(printf '/usr/share/java/%s.jar:' fop commons-io commons-logging batik-all xmlgraphics-commons fontbox2 xml-apis-ext)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
javac --release 17 -cp "$1/press.jar:$jars" -d "$out" "$(dirname "$0")/Raw.java"
flags=$(sed -n '/const char \*const flags/,/};/p' "$(dirname "$0")/../../fcgi/press/child.c" | grep -o '"-[^"]*"' | tr -d '"')
[ -n "$flags" ]
# shellcheck disable=SC2086  # one flag a word
java $flags -cp "$out:$1/press.jar:$jars" Raw "$1" "$2" "$3"

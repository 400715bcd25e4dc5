#!/bin/sh
# The settings of registers follow their schema, and the program refuses what is wrong with them.  Writes TAP.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root" || exit 1
build=${SKRANKE_BUILD:-build/dev}
d=$(mktemp -d) && trap 'rm -rf "$d"' EXIT
. tests/lint/tap.sh

follows() {
	xmllint --noout --relaxng templates/schema/registers.rng "$1"
}

sound() {
	"$build/lookup" --check "$1"
}

file() { # ATTRIBUTES CONTENT
	echo "<registers xmlns='urn:skranke:registers:1' $1>$2</registers>" > "$d/registers.xml"
}

refused() { # WHY ATTRIBUTES CONTENT
	file "$2" "$3"
	! said=$("$build/lookup" --check "$d/registers.xml" 2>&1) && echo "$said" && echo "$said" | grep -q "$1"
}

given() { # ATTRIBUTES CONTENT
	file "$1" "$2"
	follows "$d/registers.xml" && sound "$d/registers.xml"
}

head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' > "$d/key"
echo short > "$d/short"
echo token > "$d/bearer"
check "the example follows the schema" follows deploy/registers.xml
check "what is installed first follows it too" follows deploy/registers-first.xml
check "and the program takes it" sound deploy/registers-first.xml
check "a municipality may have its own" given "key='$d/key'" "<properties url='https://a.no'/><properties tenant='9998' url='https://b.no' bearer='$d/bearer'/>"
check "two of a kind are refused" refused "one of a kind" "" "<addresses url='https://a.no'/><addresses url='https://b.no'/>"
check "plain http to another machine is refused" refused "neither https" "" "<addresses url='http://a.no'/>"
check "owners without a key are refused" refused "key is missing" "" "<properties url='https://a.no'/>"
check "a short key is refused" refused "too short" "key='$d/short'" "<properties url='https://a.no'/>"
check "a client that there is none of is refused" refused "no such maskinporten" "key='$d/key'" "<properties url='https://a.no' maskinporten='x' scope='y'/>"
check "an unknown element is refused" refused "no such element" "" "<persons url='https://a.no'/>"
echo "1..$n"
exit $failed

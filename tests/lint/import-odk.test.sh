#!/bin/sh
# What skranke templates import-odk promises: each tests/fixtures/odk/NAME.xml gives NAME.form.xml and tells NAME.txt,
# the form follows its schema, and what is no XForm is refused with a sentence.  Writes TAP.
# usage: import-odk.test.sh [--write]   (--write: take what comes now as what is expected)
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root" || exit 1
unset SKRANKE_DB
skranke="$root/${SKRANKE_BUILD:-build/dev}/skranke"
SKRANKE_TEMPLATES=$root/templates
export SKRANKE_TEMPLATES
tmp=$(mktemp -d) && trap 'rm -rf "$tmp"' EXIT
n=0 failed=0

result() { # NAME FILE: ok when the last command held; FILE says why not
	if [ $? = 0 ]; then r=ok; else r="not ok" failed=1; fi
	n=$((n + 1))
	echo "$r $n - $1"
	[ "$r" = ok ] || sed 's/^/# /' "$2"
}

cd tests/fixtures/odk || exit 1
for f in *.xml; do
	name=${f%.xml}
	case $name in *.form) continue ;; esac
	"$skranke" templates import-odk "$f" -o "$tmp/form.xml" 2> "$tmp/said"
	echo "status $?" >> "$tmp/said"
	[ "${1-}" != --write ] || { cp "$tmp/form.xml" "$name.form.xml"; cp "$tmp/said" "$name.txt"; }
	diff -u "$name.form.xml" "$tmp/form.xml" > "$tmp/why" 2>&1
	result "$name: the form" "$tmp/why"
	diff -u "$name.txt" "$tmp/said" > "$tmp/why" 2>&1
	result "$name: what is told" "$tmp/why"
	xmllint --noout --relaxng "$root/templates/schema/form.rng" "$tmp/form.xml" > "$tmp/why" 2>&1
	result "$name: the form follows its schema" "$tmp/why"
	"$skranke" templates import-odk "$f" 2> /dev/null | cmp - "$tmp/form.xml" > "$tmp/why" 2>&1
	result "$name: the same on standard output" "$tmp/why"
done

refused() { # PROMISE FILE SAID: status 2, the sentence, and nothing written
	"$skranke" templates import-odk "$2" > "$tmp/out" 2> "$tmp/said"
	[ $? = 2 ] && [ ! -s "$tmp/out" ] && grep -qF -e "$3" "$tmp/said"
	result "$1" "$tmp/said"
}

cd "$tmp" || exit 1
echo 'not xml at all' > text.xml
printf 'PK\003\004rest of a zip' > form.xlsx
echo '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body/></html>' > page.xml
echo '<form xmlns="urn:skranke:form:1" id="x"/>' > ours.xml
printf '<!DOCTYPE h [<!ENTITY a "b">]>\n<h:html xmlns:h="http://www.w3.org/1999/xhtml">&a;</h:html>' > dtd.xml
: > empty.xml
sed '/<instance>/,/<\/instance>/d' "$root/tests/fixtures/odk/build.xml" > bare.xml
{ cat "$root/tests/fixtures/odk/build.xml"; head -c 4500000 /dev/zero | tr '\0' ' '; } > huge.xml
refused "text that is not XML" text.xml "text.xml:1:"
refused "a spreadsheet" form.xlsx "make an XForm of it first, with pyxform or ODK"
refused "a web page" page.xml "a web page and not an XForm"
refused "a form of ours" ours.xml "this is not an XForm"
refused "a DOCTYPE" dtd.xml "DOCTYPE"
refused "an empty file" empty.xml "the file is empty"
refused "an XForm without an instance" bare.xml "no <instance>"
refused "a file over 4 MB" huge.xml "over 4 MB"
refused "a file that is not there" none.xml "cannot be read"
refused "no file" -o "wrong arguments"

deep() { # NAME COUNT: that many groups in each other, and as many parentheses
	awk -v n="$2" 'BEGIN {
		print "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:head><model><instance><d id=\"d\">"
		for (i = 0; i < n; i++) printf "<g>"; printf "<q/>"; for (i = 0; i < n; i++) printf "</g>"
		printf "<x/></d></instance><bind nodeset=\"/d/x\" relevant=\""
		for (i = 0; i < n; i++) printf "("; printf "1"; for (i = 0; i < n; i++) printf ")"
		p = "/d"; b = ""
		for (i = 0; i < n; i++) { p = p "/g"; b = b "<group ref=\"" p "\">" }
		printf "\"/></model></h:head><h:body>%s<input ref=\"%s/q\"/>", b, p
		for (i = 0; i < n; i++) printf "</group>"
		print "<input ref=\"/d/x\"/></h:body></h:html>"
	}' > "$1"
	"$skranke" templates import-odk "$1" > "$tmp/out" 2> "$tmp/said"
	[ $? = 1 ] && grep -q "too deep" "$tmp/said" && xmllint --noout "$tmp/out"
	result "groups and parentheses $2 deep" "$tmp/said"
}
deep deep.xml 200
echo "1..$n"
exit $failed

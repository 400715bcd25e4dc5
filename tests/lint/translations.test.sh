#!/bin/sh
# What po-lint promises to refuse, tried on a small folder of templates.  Writes TAP.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root" || exit 1
copy=$(mktemp -d) && trap 'rm -rf "$copy"' EXIT
t=$copy/templates
n=0 failed=0

check() { # PROMISE STATUS SAID
	n=$((n + 1))
	out=$(fcgi/mk/po-lint.sh "$t" 2>&1)
	if [ $? = "$2" ] && echo "$out" | grep -qF -e "$3"; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		echo "$out" | sed 's/^/# /'
		failed=1
	fi
}

# Two texts; each catalogue gives them back as they are.
fresh() {
	rm -rf "$t"
	mkdir -p "$t/po" "$t/pages/citizen" "$t/shared"
	cp templates/po/*.its "$t/po"
	echo '<s:page layout="citizen" title="Saken" xmlns:s="urn:skranke:slot:1"><p>Se saken <s:text name="ref"/></p></s:page>' >"$t/pages/citizen/case.xml"
	echo '<messages xmlns="urn:skranke:messages:1"><message id="required">Svar på {label}</message></messages>' >"$t/shared/messages.xml"
	fcgi/mk/translate.sh --words "$t" >"$t/po/skranke.pot"
	for l in nn en se; do
		msgen --no-wrap --lang=$l "$t/po/skranke.pot" | sed "s/^\"PO-Revision-Date.*/\"PO-Revision-Date: 2026-11-22 01:00+0000\\\\n\"/" >"$t/po/$l.po"
	done
}

broken() { # PROMISE SED-SCRIPT LANG SAID
	fresh
	cp "$t/po/$3.po" "$copy/before"
	sed -i "$2" "$t/po/$3.po"
	if cmp -s "$copy/before" "$t/po/$3.po"; then echo "# $2 changes nothing in $3.po"; fi
	check "$1" 1 "$4"
}

fresh
check "catalogues that say all pass" 0 "po se 3 translated, 0 fuzzy, 0 missing"
broken "a text that nynorsk lacks" 's/^msgstr "Saken"/msgstr ""/' nn "nn.po: a text has no translation"
broken "a text that Sámi lacks" 's/^msgstr "Saken"/msgstr ""/' se "se.po: a text has no translation"
broken "an English text nobody is sure of" '/^msgid "Saken"/i #, fuzzy' en "en.po: a text has no translation"
fresh
sed -i '/^msgid "Saken"/i #, fuzzy' "$t/po/se.po"
check "a Sámi text nobody is sure of passes, and is counted" 0 "po se 2 translated, 1 fuzzy, 0 missing"
broken "a translation that lost its slot" 's/^msgstr "Se saken.*/msgstr "Se saka"/' nn '<s:text name="ref">'
broken "a translation with another slot" 's/^\(msgstr "Se saken.*\)\\"ref/\1\\"id/' en '<s:text name="id">'
broken "a translation that lost its name" 's/^msgstr "Svar på.*/msgstr "Svar"/' en '{label}'
broken "a translation that is not well-formed" 's/^msgstr "Saken"/msgstr "Saka <b>"/' nn 'a fault:'
fresh
rm "$t/po/se.po"
check "a language that is not there" 1 "se.po: missing"
fresh
sed -i 's/Se saken/Åpne saken/' "$t/pages/citizen/case.xml"
check "a page that has changed since make pot" 1 "skranke.pot: not what the templates say now"
echo "1..$n"
exit $failed

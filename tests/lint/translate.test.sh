#!/bin/sh
# What translate promises of the trees it makes, tried on a small folder.  Writes TAP.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root" || exit 1
copy=$(mktemp -d) && trap 'rm -rf "$copy"' EXIT
t=$copy/templates out=$copy/languages
n=0 failed=0

ok() { # PROMISE COMMAND...
	n=$((n + 1))
	promise=$1
	shift
	if "$@"; then
		echo "ok $n - $promise"
	else
		echo "not ok $n - $promise"
		failed=1
	fi
}
has() { grep -qF -e "$2" "$out/nn/$1" || { sed 's/^/# /' "$out/nn/$1"; return 1; }; }
not() { ! "$@"; }
made() { fcgi/mk/translate.sh "$t" "$out"; }
inode() { stat -c %i "$out"; }

mkdir -p "$t/po" "$t/pages/citizen" "$t/pages/desk" "$t/shared" "$t/theme"
cp templates/po/*.its "$t/po"
echo '<!-- reads ref -->
<s:page layout="citizen" title="Saken" xmlns:s="urn:skranke:slot:1"><p>Se saken <s:text name="ref"/></p>
<a class="ds-link"><s:attr name="href"><s:text name="href"/>?a=1&amp;b=2</s:attr>Slett</a> <b>Trekk</b>
<s:if test="x">Ulest</s:if> <i aria-label="Meny">Usikker</i><p><s:text name="a"/>, <s:text name="b"/></p></s:page>' >"$t/pages/citizen/case.xml"
echo '<p>Skrivebord</p>' >"$t/pages/desk/case.xml"
echo '<messages xmlns="urn:skranke:messages:1"><message id="required">Svar på {label}</message><message id="list">Velg</message><message id="decide-x" for="desk">Begrunn</message></messages>' >"$t/shared/messages.xml"
echo 'a{}' >"$t/theme/a.css"
cat >"$t/po/nn.po" <<-'PO'
	msgid ""
	msgstr "Content-Type: text/plain; charset=UTF-8\n"
	msgid "Saken"
	msgstr "Saka"
	msgid "Se saken <s:text name=\"ref\"/>"
	msgstr "Sjå <s:text name=\"ref\"/>, saka"
	msgid "Slett"
	msgstr "Fjern"
	msgid "Velg"
	msgstr "Vel"
	#, fuzzy
	msgid "Usikker"
	msgstr "Usikkert"
PO
ok "the languages of the folder are made" made 2>"$copy.said"
ok "and what has no translation is told of" grep -q 'nn.po: texts without a translation: [0-9]' "$copy.said"
rm "$copy.said"
ok "a page says its language" has pages/citizen/case.xml 'xml:lang="nn"'
ok "an attribute is translated" has pages/citizen/case.xml 'title="Saka"'
ok "a sentence may turn around its slot" has pages/citizen/case.xml '<p>Sjå <s:text name="ref"/>, saka</p>'
ok "an attribute with slots stays as it was" has pages/citizen/case.xml '<a class="ds-link"><s:attr name="href"><s:text name="href"/>?a=1&amp;b=2</s:attr>Fjern</a>'
ok "what has no translation says that it is bokmål" has pages/citizen/case.xml '<b lang="nb">Trekk</b>'
ok "so does what stands in a slot" has pages/citizen/case.xml '<s:if test="x"><span lang="nb">Ulest</span></s:if>'
ok "a fuzzy translation is none, and an attribute falls back" has pages/citizen/case.xml '<i aria-label="Meny" lang="nb">Usikker</i>'
ok "signs between slots are no words" has pages/citizen/case.xml '<p><s:text name="a"/>, <s:text name="b"/></p>'
ok "other files say it with xml:lang" has shared/messages.xml '<message id="required" xml:lang="nb">Svar på {label}</message>'
ok "and what is translated says nothing" has shared/messages.xml '<message id="list">Vel</message>'
ok "words of the desk are left alone" has shared/messages.xml '<message id="decide-x" for="desk">Begrunn</message>'
ok "pages of the desk are copied" cmp -s "$t/pages/desk/case.xml" "$out/nn/pages/desk/case.xml"
ok "files without words are copied" cmp -s "$t/theme/a.css" "$out/nn/theme/a.css"
ok "catalogues are not" not test -e "$out/nn/po"
before=$(inode)
made
ok "nothing is made when nothing has changed" test "$(inode)" = "$before"
sed -i 's/"Fjern"/"Ta bort"/' "$t/po/nn.po"
made
ok "a changed catalogue is taken up" has pages/citizen/case.xml 'Ta bort'
sed -i 's/<.s:page>//' "$t/pages/citizen/case.xml"
ok "a broken page is an error" not eval 'made 2>/dev/null'
ok "which leaves the last whole tree" has pages/citizen/case.xml 'Ta bort'
ok "and nothing beside it" test "$(ls "$copy" | wc -l)" = 2
odd="$copy/-en 'rar' mappe"
mkdir "$odd"
cp -R "$t" "$odd/maler"
echo '<s:page title="Saken" xmlns:s="urn:skranke:slot:1"/>' >"$odd/maler/pages/citizen/case.xml"
odd() { (cd "$copy" && "$root/fcgi/mk/translate.sh" "${odd##*/}/maler" "${odd##*/}/ut"); }
ok "a folder may be called anything" odd
ok "and holds what is made of it" grep -q 'title="Saka"' "$odd/ut/nn/pages/citizen/case.xml"
mkdir -p "$odd/maler/services/x@..@..@..@ut/letters"
echo '<form/>' >"$odd/maler/services/x@..@..@..@ut/form.xml"
ok "but nothing is written outside it" not eval 'odd 2>/dev/null'
echo "1..$n"
exit $failed

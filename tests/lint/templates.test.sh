#!/bin/sh
# What skranke templates check promises to refuse, tried on a copy of the templates.  Writes TAP.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
skranke="$root/${SKRANKE_BUILD:-build/dev}/skranke"
copy=$(mktemp -d) && trap 'rm -rf "$copy"' EXIT
unset SKRANKE_DB			# judging templates asks no database
n=0 failed=0

check() { # PROMISE STATUS SAID
	n=$((n + 1))
	out=$("$skranke" templates check "$copy/templates" 2>&1)
	if [ $? = "$2" ] && echo "$out" | grep -qF -e "$3"; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		echo "$out" | sed 's/^/# /'
		failed=1
	fi
}

fresh() {
	rm -rf "$copy/templates"
	cp -r "$root/templates" "$copy/templates"
}

bokmaal() {		# alone: it takes seconds to make the others
	fresh
	rm -r "$copy/templates/po"
}

refused() { # PROMISE FILE SED-SCRIPT SAID
	case $2 in po/*) fresh ;; *) bokmaal ;; esac
	sed -i "$3" "$copy/templates/$2"
	if cmp -s "$root/templates/$2" "$copy/templates/$2"; then echo "# $3 changes nothing in $2"; fi
	check "$1" 1 "$4"
}

fresh
check "the templates as they are pass" 0 "barnehageplass: sound"
refused "a page with a slot that there is not" pages/citizen/service.xml \
	's|<s:text name="title"/>|<s:txt name="title"/>|' "citizen/service.xml:"
refused "a page that is not well-formed" pages/desk/worklist.xml 's|</s:page>||' "worklist.xml"
refused "a page with a part that there is not" pages/citizen/form.xml \
	's|<s:part name="steps"/>|<s:part name="stesp"/>|' "citizen/form.xml:"
refused "a page with a script in it" pages/login/used.xml 's|</s:page>|<script>x</script>&|' "login/used.xml:"
refused "a form whose rule does not compile" services/barnehageplass/form.xml \
	's|<confirm name="riktig"|& relevant="no such"|' "form.xml:"
refused "a flow that sends a letter there is not" services/barnehageplass/flow.scxml \
	's|template="receipt"|template="reciept"|' "flow.scxml:"
refused "a kind of letter that there is not" services/barnehageplass/letters/decision.xml \
	's|kind="decision"|kind="decree"|' "letters/decision.xml:"
refused "an expectation that a scenario does not have" services/barnehageplass/tests/bor-her-og-far-plass.xml \
	's|<state>received</state>|<status>received</status>|' "bor-her-og-far-plass.xml:"
refused "a life event with an element that its translation added" po/nn.po \
	'/^msgid "Få barn"/,/^msgstr/s|^msgstr "\(.*\)"|msgstr "<b>\1</b>"|' "templates/po/nn.po:1: in what it makes of life-events/fa-barn.xml:"
refused "a service with the prefix of another" services/barnehageplass/service.xml \
	's|prefix="BHG"|prefix="RFB"|' 'service.xml:2: the service redusert-foreldrebetaling has prefix="RFB" too'
refused "a value that may not be so, and what it may be" services/barnehageplass/service.xml \
	's|idporten-loa-substantial|substantial|' 'it is idporten-loa-substantial or idporten-loa-high'
refused "a translation that lacks what its original fills in, said of the catalogue" po/nn.po \
	'/^msgstr/s|<value of=\\"person.name\\"/>|<value of=\\"person.nam\\"/>|' \
	'templates/po/nn.po:1: in what it makes of services/barnehageplass/letters/decision.xml:5: there is no value'
refused "a notice that tells of a person" letters/notice.xml \
	's|<p>Hei.</p>|<p>Hei, <value of="person.name"/>.</p>|' "letters/notice.xml:"
refused "a notice that tells of a case" letters/notice-sms.xml \
	's|Logg inn|Det gjelder <value of="service.title"/>. Logg inn|' "letters/notice-sms.xml:"
bokmaal
n=$((n + 1))
sed -i 's|<s:text name|<s:txt name|' "$copy/templates/pages/parts/header.xml"
out=$("$skranke" templates check "$copy/templates" 2>&1 | grep -v "^$copy/templates/[^:]*:[0-9]*: ")
if [ -z "$out" ]; then
	echo "ok $n - every fault is told as FILE:LINE: sentence"
else
	echo "not ok $n - every fault is told as FILE:LINE: sentence"
	echo "$out" | sed 's/^/# /'
	failed=1
fi
bokmaal
rm "$copy/templates/schema/letter.rng"
check "a schema that is not there" 1 "schema/letter.rng:"
echo "1..$n"
exit $failed

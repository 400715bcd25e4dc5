#!/bin/sh
# What templates-lint promises to refuse, tried on a copy of the templates.  Writes TAP.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root" || exit 1
copy=$(mktemp -d) && trap 'rm -rf "$copy"' EXIT
n=0 failed=0
service=templates/services/barnehageplass

check() { # SAID STATUS: the lint's answer holds SAID and its status is STATUS
	n=$((n + 1))
	out=$(cd "$copy" && "$root/fcgi/mk/templates-lint.sh" 2>&1)
	if [ $? = "$2" ] && echo "$out" | grep -qF -e "$1"; then
		echo "ok $n - $promise"
	else
		echo "not ok $n - $promise"
		echo "$out" | sed 's/^/# /'
		failed=1
	fi
}

fresh() { # PROMISE
	promise=$1
	rm -rf "$copy/templates" "$copy/deploy"
	mkdir -p "$copy/deploy/demo"
	cp -r templates "$copy/templates"
	cp -r deploy/demo/tenants "$copy/deploy/demo/tenants"
}

refused() { # PROMISE FILE SED-SCRIPT SAID
	fresh "$1"
	sed -i "$3" "$copy/$2"
	if cmp -s "$2" "$copy/$2"; then echo "# $3 changes nothing in $2"; fi
	check "$4" 1
}

fresh "the templates as they are pass"
check "" 0
refused "a file that is not well-formed" $service/letters/receipt.xml 's|</letter>||' "receipt.xml:"
refused "an expectation that a scenario does not have" $service/tests/bor-her-og-far-plass.xml 's|<state>received</state>|<status>received</status>|' "bor-her-og-far-plass.xml"
refused "an element that a letter does not have" $service/letters/receipt.xml 's|<signature/>|<b>x</b>|' "receipt.xml"
refused "a kind of letter that there is not" $service/letters/decision.xml 's|kind="decision"|kind="decree"|' "decision.xml"
refused "a letter whose id is not its name" $service/letters/receipt.xml 's|id="receipt"|id="kvittering"|' "not the name of the file"
refused "a service whose id is not its folder" $service/service.xml 's|<service \(.*\) id="barnehageplass"|<service \1 id="sfo"|' "not the name of its folder"
refused "a service without its states" $service/service.xml '/<states>/,/<\/states>/d' "service.xml"
refused "a flow with a script in it" $service/flow.scxml 's|<final id="closed"/>|<script/>&|' "flow.scxml"
refused "a link that is not https" templates/life-events/fa-barn.xml 's|https://www.nav.no/barnetrygd|http://www.nav.no/barnetrygd|' "fa-barn.xml"
refused "a life event that names no service of ours" templates/life-events/fa-barn.xml 's|service="barnehageplass"|service="barnehage"|' "there is no service 'barnehage'"
refused "a DOCTYPE" templates/life-events/fa-barn.xml 's|^<life-event|<!DOCTYPE x>\n&|' "has no DOCTYPE"
refused "a form with an element that there is not" $service/form.xml 's|<confirm name="riktig"|<tick/>&|' "form.xml"
refused "a municipality with a role that there is not" deploy/demo/tenants/9998.xml 's|role="leader"|role="mayor"|' "9998.xml"
fresh "a missing schema"
rm "$copy/templates/schema/letter.rng"
check "letter.rng: missing" 1
echo "1..$n"
exit $failed

#!/bin/sh
# The settings of transports follow their schema, and the stand-ins know what the published formats know.  Writes TAP.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root" || exit 1
d=$(mktemp -d) && trap 'rm -rf "$d"' EXIT
formats=${SKRANKE_FORMATS:-$root/../shared/data}
. tests/lint/tap.sh

follows() {
	xmllint --noout --relaxng templates/schema/transports.rng "$1"
}

refused() { # what stands between the tags
	echo "<transports xmlns='urn:skranke:transports:1'>$1</transports>" > "$d/wrong.xml"
	! follows "$d/wrong.xml"
}

# Their schema of a letter, against ours: name, whether it must be there, length, type.
svarut() {
	node --input-type=module - "$formats/svarut/forsendelse-send-api-v2.json" <<-'EOF'
	import { readFileSync } from 'node:fs';
	import { schemas } from './tests/stand-in/svarut.mjs';
	const theirs = JSON.parse(readFileSync(process.argv[2])).components.schemas, wrong = [];
	for (const [name, fields] of Object.entries(schemas)) {
		for (const [n, kind] of Object.entries(fields)) {
			const field = n.replace('*', ''), t = theirs[name].properties[field];
			if (!t) { wrong.push(`${name}.${field} is not theirs`); continue; }
			if (typeof kind === 'object' && !Array.isArray(kind) && (t.type !== kind.type || t.maxLength !== kind.max))
				wrong.push(`${name}.${field}: ${t.type} ${t.maxLength}`);
		}
		for (const r of theirs[name].required ?? [])
			if (!(`${r}*` in fields)) wrong.push(`${name}.${r} must be there`);
	}
	console.log(wrong.join('\n'));
	process.exit(wrong.length ? 1 : 0);
	EOF
}

words() { # every status of theirs has a meaning
	for w in $(node -p "JSON.parse(require('fs').readFileSync('$formats/svarut/forsendelse-status-api-v2.json')).components.schemas.ForsendelseStatus.properties.status.enum.join(' ')"); do
		grep -q "\"$w\"" fcgi/mail/svarut.c || { echo "$w"; return 1; }
	done
}

check "the example follows the schema" follows deploy/transports.xml
node tests/stand-in/mail.mjs "$d/made" < /dev/null > /dev/null &
i=0; while [ ! -e "$d/made/transports.xml" ] && [ $i -lt 50 ]; do sleep 0.1; i=$((i + 1)); done
wait
check "so does what the stand-ins write" follows "$d/made/transports.xml"
check "an unknown kind is refused" refused "<transport kind='fax'/>"
check "level 4 without a certificate is refused" refused "<transport kind='svarut' url='https://x' account='$(printf '0%.0s' 1 2 3 4 5 6 7 8)-0000-0000-0000-000000000000' maskinporten='a' integration='00000000-0000-0000-0000-000000000000' password='p' level='4'/>"
check "a password in the file is refused" refused "<transport kind='smtp' url='smtp://x' secret='y'/>"
if [ -d "$formats/svarut" ]; then
	check "SvarUt's stand-in asks for what the published format has" svarut
	check "each status of SvarUt's has a meaning" words
else
	for promise in "SvarUt's stand-in asks for what the published format has" "each status of SvarUt's has a meaning"; do
		n=$((n + 1))
		echo "ok $n - $promise # SKIP the published formats are not here"
	done
fi
echo "1..$n"
exit $failed

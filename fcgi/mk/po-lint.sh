#!/bin/sh
# po-lint - the catalogues say all that the templates say
# usage: po-lint.sh [TEMPLATES]
#
# fails  when skranke.pot or a .po is not what the templates say now (`make pot` puts it right), when
#        msgfmt -c complains, when nn or en lacks a translation or has a fuzzy one, when se lacks one
#        (a fuzzy attempt is counted, and shown in bokmål), or when a translation has not the
#        elements, slots and {names} of its original
# What is made of them is judged by skranke templates check.
set -u
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
here=$(cd "$(dirname "$0")" && pwd)
dir=${1:-templates}
po=$dir/po
bad=0
say() { echo "$1" >&2; bad=1; }
tmp=$(mktemp -d) && trap 'rm -rf "$tmp"' EXIT

# Fuzzy ones too: an attempt becomes a translation by taking the mark away.
same='
import re, sys
from xml.dom import minidom
def words(s):
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), s)
def must_stay(s):
    xml = minidom.parseString("<x xmlns:s=\"s\" xmlns:_=\"_\">%s</x>" % s)
    for n in xml.documentElement.getElementsByTagName("*"):
        at = ["%s=\"%s\"" % kv for kv in sorted(n.attributes.items()) if not (kv[0] == "href" and kv[1].startswith("https:"))]
        yield "<" + " ".join([n.nodeName] + at) + ">"
    yield from re.findall(r"\{\w+\}", s)
bad = False
name, original = sys.argv[1], ""
for line in sys.stdin:
    m = re.match(r"(msgid|msgstr) \"(.*)\"$", line)
    if m and m[1] == "msgid":
        original = words(m[2])
    elif m and original and m[2]:
        try:
            want, got = sorted(must_stay(original)), sorted(must_stay(words(m[2])))
        except Exception as e:
            want, got = [], ["a fault: %s" % e]
        if want != got:
            bad = True
            print("%s: «%s» has %s, and its original %s" % (name, words(m[2]), " ".join(got) or "nothing to fill in",
                " ".join(want) or "nothing to fill in"), file=sys.stderr)
sys.exit(bad)
'

catalogue() { # LANG
	f=$po/$1.po
	msgfmt -c -o /dev/null "$f" || bad=1
	if ! msgcmp --use-fuzzy --use-untranslated "$f" "$tmp/pot" 2>"$tmp/said"; then
		sed 's/^.*msgcmp: //' "$tmp/said" >&2
		say "$f: not what the templates say now; run make pot"
	fi
	msgattrib --force-po --no-wrap --no-obsolete --clear-fuzzy "$f" | python3 -c "$same" "$f" || bad=1
	stats=$("$here/po-stats.sh" "$f")
	echo "$stats"
	case $1-$stats in
	*" 0 fuzzy, 0 missing") ;;
	se-*", 0 missing") ;;
	*) say "$f: a text has no translation" && first "$f" ;;
	esac
}

first() { # FILE.po: some of those that lack, to look for
	msgattrib --untranslated --no-obsolete --no-wrap "$1" | sed -n '/^msgid ".../p' | head -n 5 >&2
	[ "$(basename "$1")" = se.po ] || msgattrib --only-fuzzy --no-obsolete --no-wrap "$1" | sed -n '/^msgid ".../p' | head -n 5 >&2
}

"$here/translate.sh" --words "$dir" >"$tmp/pot" || exit 1
cmp -s "$tmp/pot" "$po/skranke.pot" || say "$po/skranke.pot: not what the templates say now; run make pot"
for l in nn en se; do
	if [ -e "$po/$l.po" ]; then catalogue "$l"; else say "$po/$l.po: missing"; fi
done
exit $bad

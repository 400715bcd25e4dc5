#!/bin/sh
# translate - the templates in the other languages, made of the bokmål ones and their catalogues
# usage: translate SRC OUT          SRC: a templates folder with po/*.its and po/LANG.po
#        translate --made SRC OUT   is OUT what would be made of SRC? exit 0 when it is
#        translate --words SRC      the words a citizen meets, as a PO template, to standard output
#
# gives  OUT/LANG for each SRC/po/LANG.po, laid out as SRC; the root of a translated file has
#        xml:lang="LANG".  What has no translation, or only a fuzzy one, stands in bokmål and its
#        element has xml:lang="nb" (lang="nb" in pages).
# A file that is not well-formed stays as it is, and is told of.
# OUT is replaced in one step when all is made, and left alone when SRC has not changed since.
set -eu
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1

usage() {
	sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | sed '$d'
	exit "$1"
}

die() {
	echo "translate: $*" >&2
	exit 1
}

# All that a citizen reads.  The pages of the desk are in bokmål.
list() {
	find -L pages/citizen pages/login pages/layouts pages/parts life-events letters shared \
	    services/*/form.xml services/*/guide.xml services/*/service.xml services/*/letters -name '*.xml' \
	    ! -path 'pages/layouts/desk*.xml' ! -path 'pages/parts/desk-*.xml' ! -path 'pages/parts/case-*.xml' \
	    ! -path 'pages/parts/history-*.xml' ! -path 'pages/parts/work-*.xml' \
	    ! -path 'pages/parts/mail-task-*.xml' ! -path pages/parts/letter-channel.xml ! -path pages/parts/letter-reason.xml \
	    ! -path pages/parts/pager.xml 2>/dev/null | sort
}

sound='
import sys, xml.sax
for name in sys.stdin.read().splitlines():
    try:
        xml.sax.parse(name, xml.sax.ContentHandler())
        print(name)
    except xml.sax.SAXParseException as e:
        print("translate: %s:%d: %s; it is not translated" % (name, e.getLineNumber(), e.getMessage()), file=sys.stderr)
'
# itstool names its results by the last part of a path only, so the files are laid side by side.
flatten() { # FOLDER
	mkdir "$1"
	(cd "$src" && list | python3 -c "$sound") | while read -r f; do
		case $f in *@*) die "$f: a name here cannot hold @" ;; esac
		cp "$src/$f" "$1/$(echo "$f" | tr / @)"
	done
	python3 -c "$hide" "$1"/pages@*.xml
}

# The s:attr of an element that is a message of its own would stand in the message: they are put
# aside in an attribute, and back again by `finish`.
hide='
import sys
from xml.dom import minidom
blank = lambda n: n.nodeType == n.TEXT_NODE and not n.data.strip()
says = lambda n: any(k.nodeType == k.TEXT_NODE and not blank(k) for k in n.childNodes)
inside = lambda n: n is not None and (says(n) or inside(n.parentNode))
for name in sys.argv[1:]:
    doc = minidom.parse(name)
    for n in doc.getElementsByTagName("*"):
        slots = [k for k in n.childNodes if k.nodeName == "s:attr"]
        if slots and says(n) and not inside(n.parentNode):
            n.setAttribute("put-aside", "".join(k.toxml() for k in slots))
            for k in slots:
                n.removeChild(k)
    with open(name, "w", encoding="utf-8") as f:
        f.write(doc.toxml())
'

# U+E000 and U+E001 stand around what has no translation.
finish='
import html, os, re, sys
lang, out, files = sys.argv[1], sys.argv[2], sys.argv[3:]
for name in files:
    page = os.path.basename(name).startswith("pages@")
    nb = " lang=\"nb\"" if page else " xml:lang=\"nb\""
    with open(name, encoding="utf-8") as f:
        s = re.sub("<!--.*?-->\\s*", "", f.read(), flags=re.S)
    if page:
        s = re.sub("(<s:[^<>]*>)\ue000([^\ue000\ue001]*)\ue001", r"\1<span" + nb + r">\2</span>", s)
    s = re.sub("(=\"|=\x27)\ue000([^<>]*?)\ue001", r"\1\2", s)
    s = re.sub(">\ue000", nb + ">", s).replace("\ue001", "")
    s = re.sub("<([^<>]*) put-aside=\"([^\"]*)\"([^<>]*)>", lambda m:
        "<" + m[1] + m[3] + ">" + html.unescape(m[2]), s)
    s = re.sub(r"<([A-Za-z][^<>]*?)(/?)>", lambda m: "<%s xml:lang=\"%s\"%s>" % (m[1], lang, m[2]), s, count=1)
    path = os.path.join(out, os.path.basename(name).replace("@", "/"))
    with open(path, "w", encoding="utf-8") as f:
        f.write(s)
'

# itstool 2.0.6 may crash in its libxml2 as it ends: tried again, and judged by what it made.
its() { # ARGUMENT...
	for i in "$src"/po/*.its; do
		set -- "$@" -i "$i"
	done
	tries=0
	until itstool "$@" 2>"$tmp/said"; do
		tries=$((tries + 1))
		[ $tries -lt 3 ] || { cat "$tmp/said" >&2; die "itstool failed"; }
	done
	cat "$tmp/said" >&2
}

# What the .its files take out, in the order of the files; the same whenever it is made.
words() { # FOLDER
	(cd "$1" && its -o "$tmp/pot" ./*.xml)
	sed -i '/^#:/{ s|@|/|g; s|:[0-9]*$||; s|: \./|: | }
	    /^"POT-Creation-Date/d
	    s/^"Project-Id-Version: .*/"Project-Id-Version: Skranke\\n"/' "$tmp/pot"
	msgcat --no-wrap --add-location=file "$tmp/pot"
}

# A form's author is told of what nobody has translated yet; make lint refuses it.
missing() { # LANG
	msgmerge -q --no-fuzzy-matching --no-wrap "$src/po/$1.po" "$tmp/skranke.pot" |
	    msgattrib --untranslated --no-obsolete --no-wrap - >"$tmp/$1.missing"
	n=$(grep -c '^msgid' "$tmp/$1.missing" || :)
	[ "$n" -gt 1 ] || return 0			# the first is the head of the file
	first=$(sed -n 's/^msgid "\(..*\)"$/\1/p' "$tmp/$1.missing" | head -n 1)
	echo "translate: $src/po/$1.po: texts without a translation: $((n - 1)); they stand in bokmål; the first: $first" >&2
}

language() { # LANG
	missing "$1"
	msgattrib --force-po --translated --no-fuzzy --no-obsolete -o "$tmp/$1.good" "$src/po/$1.po"
	msgcat --use-first -o "$tmp/$1.all" "$tmp/$1.good" "$tmp/nb"
	msgfmt -o "$tmp/$1.mo" "$tmp/$1.all"
	mkdir "$tmp/$1" "$new/$1"
	(cd "$tmp/flat" && its -m "$tmp/$1.mo" -l "$1" -o "$tmp/$1" ./*.xml)
	cp -RL "$src/." "$new/$1"
	rm -rf "$new/$1/po"
	python3 -c "$finish" "$1" "$new/$1" "$tmp/$1"/*.xml
}

stamp() {
	{ cat "$0"; (cd "$src" && find -L . -type f | sort | xargs -d '\n' sha256sum); } | sha256sum
}

make_all() {
	langs=$(cd "$src/po" && ls -- *.po 2>/dev/null | sed 's/\.po$//') || :
	mkdir "$new"
	words "$tmp/flat" >"$tmp/skranke.pot"
	mark=$(printf '\356\200\200') end=$(printf '\356\200\201')
	msgen "$tmp/skranke.pot" | msgcat --no-wrap - | sed "s/^msgstr \"\(..*\)\"\$/msgstr \"$mark\1$end\"/" >"$tmp/nb"
	jobs=
	for l in $langs; do
		language "$l" &
		jobs="$jobs $!"
	done
	for j in $jobs; do
		wait "$j" || die "no languages made"
	done
	stamp >"$new/.stamp"
}

words_only=
made_only=
case ${1:-} in
--help | -h) usage 0 ;;
--words) words_only=1 && shift ;;
--made) made_only=1 && shift ;;
esac
[ $# = "$([ "$words_only" ] && echo 1 || echo 2)" ] || usage 2 >&2
src=$(CDPATH="" cd -- "$1" && pwd) || exit 1
ls "$src"/po/*.its >/dev/null 2>&1 || die "$1/po has no .its files"

if [ "$words_only" ]; then
	tmp=$(mktemp -d)
	trap 'rm -rf "$tmp"' EXIT
	flatten "$tmp/flat"
	words "$tmp/flat"
	exit
fi
[ -d "$(dirname -- "$2")" ] || [ "$made_only" ] || mkdir -p -- "$(dirname -- "$2")"
out=$(CDPATH="" cd -- "$(dirname -- "$2")" && pwd)/$(basename -- "$2")
[ "$(stamp)" != "$(cat "$out/.stamp" 2>/dev/null)" ] || exit 0
[ -z "$made_only" ] || exit 1
tmp=$(mktemp -d "$out.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
new=$tmp/new
flatten "$tmp/flat"
make_all
[ ! -e "$out" ] || mv "$out" "$tmp/old"
mv "$new" "$out"

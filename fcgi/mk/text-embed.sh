#!/bin/sh
# text-embed - turn templates/cli/*.txt into C strings.  usage: text-embed.sh h|c room file.txt...
# NAME.txt becomes TEXT_NAME.
kind=$1
room=$2
shift 2
echo "/* made by fcgi/mk/text-embed.sh - do not edit */"
[ "$kind" = h ] || echo "#include \"$room/text.h\""
exec awk -v kind="$kind" '
FNR == 1 {
	if (NR > 1 && kind == "c") print ";"
	name = FILENAME; sub(/.*\//, "", name); sub(/\.txt$/, "", name)
	print (kind == "h" ? "extern " : "") "const char TEXT_" toupper(name) "[]" (kind == "h" ? ";" : " =")
}
kind == "c" { gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); print "\t\"" $0 "\\n\"" }
END { if (kind == "c") print ";" }' "$@"

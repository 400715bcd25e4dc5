#!/bin/sh
# reach - the rooms that a room may use, itself first, each before what it needs.  usage: reach.sh ROOM
awk -v want="$1" '
	$0 !~ /^#/ && NF { order[++n] = $1; for (i = 3; i <= NF; i++) uses[$1] = uses[$1] " " $i }
	END { take(want); for (i = n; i; i--) if (order[i] in got) printf "%s ", order[i] }
	function take(r,   a, k, i) { if (r in got) return; got[r]; k = split(uses[r], a); for (i = 1; i <= k; i++) take(a[i]) }
' fcgi/DEPS

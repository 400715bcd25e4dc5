# tap - what the tests of this folder share: each promise is a line of TAP; n and failed count them
# shellcheck shell=sh
n=0 failed=0

check() { # PROMISE COMMAND...
	promise=$1
	shift
	n=$((n + 1))
	if out=$("$@" 2>&1); then
		echo "ok $n - $promise"
	else
		echo "not ok $n - $promise"
		echo "$out" | sed 's/^/# /'
		failed=1
	fi
}

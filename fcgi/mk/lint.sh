#!/bin/sh
# lint - every check that needs no running server, one line each; goes on to the last, then says how many failed
# usage: lint.sh   (in the project's root; `make lint` installs what it needs first)
set -u
failed=0
out=$(mktemp) && trap 'rm -f "$out"' EXIT

step() { # NAME COMMAND...
	name=$1
	shift
	if "$@" >"$out" 2>&1; then
		echo "lint: $name: ok"
	else
		cat "$out"
		echo "lint: $name: FAILED"
		failed=$((failed + 1))
	fi
}

# The same, with what the step prints when all is well: figures.
step_said() { # NAME COMMAND...
	step "$@"
	grep '^po ' "$out"
}

cppcheck_all() {
	# Ours by intent: a NULL that ends a list (log_line), a reason inside a CHECK, and a CHECK_OBJ
	# after the declarations.  `not` is a name in C.
	git ls-files 'fcgi/*.c' | xargs cppcheck --quiet --error-exitcode=1 --language=c --std=c11 -j2 \
	    --enable=warning,performance,portability --inline-suppr --template=gcc \
	    --suppress=varFuncNullUB --suppress=incorrectStringBooleanError --suppress=nullPointerRedundantCheck \
	    -Dnot=not_ --suppress=funcArgOrderDifferent --suppress=missingIncludeSystem \
	    -Ifcgi -Ibuild/lint/gen
}

shells() {
	git ls-files | while read -r f; do
		[ -f "$f" ] && head -n 1 "$f" | grep -qE '^#!/bin/(ba)?sh' && echo "$f"
	done | xargs shellcheck -x -S warning
}

modules() {
	git ls-files '*.mjs' '*.js' | while read -r f; do node --check "$f" || exit 1; done
}

units() {
	command -v systemd-analyze >/dev/null || { echo "no systemd-analyze here"; return 0; }
	deploy/systemd/verify.sh
}

# The fixed pages compile, every service is sound as the programs themselves judge it, and all
# follow their schemas, in every language.
templates_check() {
	make -s MODE=lint build/lint/skranke build/lint/translate languages &&
	    SKRANKE_LANGUAGES=build/languages build/lint/skranke templates check templates
}

step "arrows" fcgi/mk/deps-check.sh
step "sizes" fcgi/mk/size-lint.sh
step "words" fcgi/mk/words-lint.sh
step "shell" shells
step "javascript" modules
[ -d templates/po ] && step_said "translations" fcgi/mk/po-lint.sh
step "warnings and analyzer" make -s -k -j"$(nproc)" MODE=lint objects
step "pages and services" templates_check
step "cppcheck" cppcheck_all
step "units" units

[ "$failed" = 0 ] || { echo "lint: $failed failed"; exit 1; }
echo "lint: all ok"

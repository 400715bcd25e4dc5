# make              build everything (MODE=dev)
# make run          the whole counter on this machine, with demo people    [PORT=8080]
# make test         everything: unit, SQL, policies, HTTP, browser
# make check / san  unit tests in the order of fcgi/DEPS / under ASan + UBSan
# make lint         arrows, sizes, complexity, banned calls, warnings as errors, templates, shell
# make bench        figures, each beside its limit
# make faults       kill postmen at every step of a letter, count what is lost or doubled
# make fuzz         each fuzzer from its corpus                             [SECONDS=60]
# make languages    the templates in nynorsk, English and Northern Sámi: build/languages
# make pot          take the words out to templates/po, and into each .po; po-stats counts them
# make install      DESTDIR= PREFIX=/usr          deploy/README.md says what comes next
# make deps         install what all of these need (each installs its own)
# make clean
MODE    ?= dev
B       ?= build/$(MODE)
PORT    ?= 8080
SECONDS ?= 60
PREFIX  ?= /usr
PROGS   := $(patsubst fcgi/%/main.c,%,$(wildcard fcgi/*/main.c))
BIN      = $(B)/$(1)$(if $(filter login citizen desk api,$(1)),.fcgi)
MODULES := $(shell sed -n 's/^\([a-z][a-z]*\) *:.*/\1/p' fcgi/DEPS)

CC       = gcc
STD      = -std=c17 -D_GNU_SOURCE
WARN     = -Wall -Wextra -Wshadow -Wformat=2 -Wvla -Wcast-qual -Wstrict-prototypes \
           -Wmissing-prototypes -Wwrite-strings -Wundef -Wnull-dereference -Wswitch-enum \
           -Werror=implicit-function-declaration
HARD     = -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
OPT_dev  = -O2 -g $(HARD)
OPT_san  = -O1 -g -fPIE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
OPT_fuzz = -O1 -g -fPIE -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
OPT_lint = -O2 -Werror -fanalyzer -fPIE
INC     := -Ifcgi -I$(B)/gen -isystem /usr/include/libxml2 -isystem /usr/include/postgresql \
           $(patsubst -I%,-isystem %,$(shell pkg-config --cflags-only-I gmime-3.0 2>/dev/null))
CFLAGS   = $(STD) $(WARN) -include fcgi/base/banned.h $(OPT_$(MODE)) $(INC) -MMD -MP
comma   := ,
LDFLAGS  = $(if $(filter san,$(MODE)),-fsanitize=address$(comma)undefined) -pie
# libraries a room brings with it: only that room's headers may be named there
LIBS_base  = -lcrypto
LIBS_xml   = -lxml2
LIBS_db    = -lpq
LIBS_http  = -lfcgi
LIBS_upload = -lmagic
LIBS_geo   = -lm
LIBS_form  = -lm
LIBS_json  = -ljose -ljansson
LIBS_machine = -lcurl -lcrypto
LIBS_ident = -lcurl -ljose -ljansson -lcrypto
LIBS_paper = -lxslt -lxml2
LIBS_mail  = -lcurl -lcrypto $(shell pkg-config --libs gmime-3.0 2>/dev/null)
LIBS_skranke = -lxslt -lexslt -lxml2

SQLMODS := $(sort $(patsubst fcgi/%/sql/,%,$(dir $(wildcard fcgi/*/sql/*.sql))))
TEXTS   := $(wildcard templates/cli/*.txt)
GENH    := $(SQLMODS:%=$(B)/gen/%/sql.h) $(B)/gen/skranke/text.h $(B)/gen/db/migrations.h
LIBS     = $(MODULES:%=$(B)/lib/%.a)

# every room a room reaches, itself last, lowest last for the linker
REACH   := $(foreach m,$(MODULES),$(eval reach_$(m) := $(shell fcgi/mk/reach.sh $(m))))

all: $(foreach p,$(PROGS),$(call BIN,$(p))) $(B)/translate $(B)/jvm/press.jar languages

# The child of the press, in Java; Debian's own Apache FOP.
JARS     = fop commons-io commons-logging batik-all xmlgraphics-commons fontbox2 xml-apis-ext
JAVA     = $(wildcard fcgi/press/*.java)
empty   :=
CLASSPATH = $(subst $(empty) ,:,$(JARS:%=/usr/share/java/%.jar))
$(B)/jvm/press.jar: $(JAVA) deploy/press/fop.xconf deploy/press/warm.fo
	@rm -rf $(B)/jvm && mkdir -p $(B)/jvm/classes
	javac -Xlint:all,-path -Werror --release 17 -cp $(CLASSPATH) -d $(B)/jvm/classes $(JAVA)
	@printf 'Main-Class: Press\nClass-Path: $(JARS:%=\n  file:///usr/share/java/%.jar)\n' > $(B)/jvm/manifest
	@cp deploy/press/fop.xconf deploy/press/warm.fo $(B)/jvm
	jar --create --file $@ --manifest $(B)/jvm/manifest -C $(B)/jvm/classes .

$(B)/translate: fcgi/mk/translate.sh
	@mkdir -p $(@D)
	@install -m 0755 $< $@
languages:
	@fcgi/mk/translate.sh templates build/languages
PO      := $(wildcard templates/po/*.po)
pot:
	@fcgi/mk/translate.sh --words templates > templates/po/skranke.pot
	@for p in $(PO); do msgmerge --quiet --no-wrap --previous --backup=none -U $$p templates/po/skranke.pot || exit 1; done
po-stats:
	@fcgi/mk/po-stats.sh $(PO)

$(B)/%.o: %.c | $(GENH)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -c -o $@ $<
$(B)/gen/%.o: $(B)/gen/%.c | $(GENH)
	$(CC) $(CFLAGS) -c -o $@ $<

define roomrule
$(B)/lib/$(1).a: $(patsubst %.c,$(B)/%.o,$(filter-out %/main.c,$(wildcard fcgi/$(1)/*.c))) \
    $(if $(filter $(1),$(SQLMODS)),$(B)/gen/$(1)/sql.o) $(if $(filter skranke,$(1)),$(B)/gen/skranke/text.o)
	@mkdir -p $$(@D)
	@rm -f $$@ && $(AR) rcs $$@ $$^
$(call BIN,$(1)): $(B)/fcgi/$(1)/main.o $(reach_$(1):%=$(B)/lib/%.a)
	$(CC) $(LDFLAGS) -o $$@ $$^ $(foreach m,$(reach_$(1)),$(LIBS_$(m)))
$(B)/tests/unit/$(1)/%: $(B)/tests/unit/$(1)/%.o $(reach_$(1):%=$(B)/lib/%.a)
	$(CC) $(LDFLAGS) -o $$@ $$^ $(foreach m,$(reach_$(1)),$(LIBS_$(m))) -lcmocka
endef
$(foreach m,$(MODULES),$(eval $(call roomrule,$(m))))

define sqlrule
$(B)/gen/$(1)/sql.h: $(wildcard fcgi/$(1)/sql/*.sql) fcgi/mk/sql-embed.sh
	@mkdir -p $$(@D)
	@fcgi/mk/sql-embed.sh h $(1) $$(filter %.sql,$$^) > $$@
$(B)/gen/$(1)/sql.c: $(wildcard fcgi/$(1)/sql/*.sql) fcgi/mk/sql-embed.sh
	@mkdir -p $$(@D)
	@fcgi/mk/sql-embed.sh c $(1) $$(filter %.sql,$$^) > $$@
endef
$(foreach m,$(SQLMODS),$(eval $(call sqlrule,$(m))))
$(B)/gen/db/migrations.h: $(sort $(wildcard migrations/*.sql)) migrations fcgi/mk/migrations-embed.sh
	@mkdir -p $(@D)
	@fcgi/mk/migrations-embed.sh $(filter %.sql,$^) > $@
$(B)/gen/skranke/text.h $(B)/gen/skranke/text.c: $(TEXTS) fcgi/mk/text-embed.sh
	@mkdir -p $(@D)
	@fcgi/mk/text-embed.sh $(subst .,,$(suffix $@)) skranke $(TEXTS) > $@

FUZZROOMS = view form http xml base
TESTS   := $(foreach m,$(MODULES),$(sort $(wildcard tests/unit/$(m)/test_*.c)))
TBIN    := $(TESTS:%.c=$(B)/%)
check: $(TBIN)
	@for t in $(TBIN); do ./$$t || exit 1; done
ALONE   := $(patsubst %.c,$(B)/%,$(if $(TESTS),$(shell grep -L PGHOST $(TESTS))))
check-tap: $(ALONE)     # those that need a server are run by fcgi/mk/sql-test.sh
	@CMOCKA_MESSAGE_OUTPUT=TAP prove -v -e '' $(ALONE)
check-%:        # one room: make check-form
	@$(MAKE) -s $(patsubst %.c,$(B)/%,$(wildcard tests/unit/$*/test_*.c))
	@for t in $(patsubst %.c,$(B)/%,$(wildcard tests/unit/$*/test_*.c)); do ./$$t || exit 1; done
san:
	$(MAKE) MODE=san check
FUZZED   = $(patsubst tests/fuzz/%.c,$(B)/fuzz/%,$(wildcard tests/fuzz/*.c))
$(B)/fuzz/%: $(B)/tests/fuzz/%.o $(FUZZROOMS:%=$(B)/lib/%.a)
	@mkdir -p $(@D)
	$(CC) -fsanitize=fuzzer,address,undefined -pie -o $@ $^ $(foreach m,$(FUZZROOMS),$(LIBS_$(m)))
fuzzers: $(FUZZED)
fuzz:
	@deploy/need.sh build fuzz
	@$(MAKE) -s MODE=fuzz CC=clang fuzzers
	@tests/fuzz/fuzz.sh $(SECONDS)
clean:
	rm -rf build
objects: $(LIBS) $(PROGS:%=$(B)/fcgi/%/main.o)

# The commands below install what they need (deploy/packages) and call make again for the rest.
deps:
	@deploy/need.sh build serve run test lint bench node
run:
	@exec deploy/demo/run.sh $(PORT)
test:
	@exec tests/run.sh
lint:
	@deploy/need.sh build lint node
	@exec fcgi/mk/lint.sh
bench:
	@exec tests/bench/bench.sh
faults:
	@deploy/need.sh build serve test
	@$(MAKE) -s all
	@tests/faults/postman; a=$$?; tests/faults/mail && exit $$a
static:
	@deploy/look/build.sh
install: all static
	@deploy/install.sh $(B) "$(DESTDIR)" "$(PREFIX)"

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all languages pot po-stats check check-tap san lint clean objects deps run test bench faults fuzz fuzzers static install
-include $(shell find $(B) -name '*.d' 2>/dev/null)

#!/bin/sh
# The command line against a real server: migrations, municipalities, the audit, the mail.  Writes TAP.
# Needs PG* of a superuser and SKRANKE_BIN; makes a database of its own.
set -u
cd "$(dirname "$0")/../.." || exit 1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
n=0 failed=0
SKRANKE_TEMPLATES=templates
SKRANKE_DB="dbname=postgres"
export SKRANKE_TEMPLATES SKRANKE_DB

ok() { # NAME, after a command whose status counts
	if [ "$1" = 0 ]; then echo "ok $((n += 1)) - $2"; else
		echo "not ok $((n += 1)) - $2"
		sed 's/^/# /' "$dir/out"
		failed=1
	fi
}

# What `skranke ARGUMENTS` ends with, and a pattern that its words must have.
says() { # NAME STATUS PATTERN ARGUMENTS...
	name=$1 status=$2 pattern=$3
	shift 3
	"$SKRANKE_BIN" "$@" > "$dir/out" 2>&1
	got=$?
	[ "$got" = "$status" ] && grep -qE -- "$pattern" "$dir/out"
	ok $? "$name"
}

sql() {
	psql -Xqt -A -v ON_ERROR_STOP=1 -c "$1" 2>> "$dir/psql"
}

fresh() { # DATABASE
	dropdb --if-exists "$1" 2>/dev/null
	createdb "$1"
	PGDATABASE=$1
	SKRANKE_DB="dbname=$1"
	export PGDATABASE SKRANKE_DB
}

# ---- help and trouble ----

says 'skranke --help tells of every verb' 0 'audit verify' --help
sed -n 's/^VERB("\([^"]*\)", *\(NULL\|"[^"]*"\),.*\(VERB_[A-Z]*\).*/\1 \2 \3/p' fcgi/skranke/verbs.def | tr -d '"' > "$dir/verbs"
[ "$(wc -l < "$dir/verbs")" = "$(grep -c '^VERB(' fcgi/skranke/verbs.def)" ]
ok $? 'every verb is known to this test'
kept=$SKRANKE_DB
while read -r verb sub needs; do
	[ "$sub" != NULL ] || sub=
	says "skranke --help tells of $verb $sub" 0 "^    $verb${sub:+ $sub}( |\$)" --help
	says "skranke $verb $sub --help says how it ends" 0 'EXIT STATUS' "$verb" $sub --help
	says "an option that $verb $sub has not is refused" 2 "^skranke: $verb${sub:+ $sub} takes no --frobnicate; see skranke $verb --help" "$verb" $sub --frobnicate
	if [ "$needs" = VERB_DB ]; then
		unset SKRANKE_DB
		says "$verb $sub asks for a database" 2 'SKRANKE_DB is not set' "$verb" $sub
		SKRANKE_DB='host=/nowhere/at/all'
		export SKRANKE_DB
		case $sub in diff | publish) continue ;; esac		# that judge the templates first, in seconds
		says "and ends well with one that is away" 2 '^skranke: (wrong arguments|the database is away|templates: )' "$verb" $sub
	fi
done < "$dir/verbs"
SKRANKE_DB=$kept
export SKRANKE_DB
says 'an option that is nearly right is suggested' 2 'takes no --ful; did you mean --full' templates test --ful
"$SKRANKE_BIN" flow check templates barnehageplass > /dev/full 2> "$dir/out"
[ $? = 2 ] && grep -q 'not all that it said could be written' "$dir/out"
ok $? 'what cannot be written is no success'
says 'an unknown verb is refused' 2 'there is no verb' fly
says 'and what was meant is suggested' 2 'did you mean check' templates chek
says 'wrong arguments are refused' 2 'wrong arguments' migrate everything
SKRANKE_DB="host=/nowhere/at/all"
says 'a database that is away is told of' 2 'away' migrate

# ---- migrate ----

# What a program that begins says of the database; it is ended after a while, or ends itself.
behind() { # NAME PATTERN PROGRAM
	timeout 3 "$(dirname "$SKRANKE_BIN")/$3" < /dev/null > "$dir/out" 2>&1
	[ "$(grep -c 'what=db-behind' "$dir/out")" = 1 ] && grep 'what=db-behind' "$dir/out" | grep -qE -- "$2"
	ok $? "$1"
}
last=$(basename "$(find migrations -name '*.sql' | sort | tail -n 1)")
fresh cli
for verb in 'tenant list' 'audit verify' 'mail queue' 'templates list' 'export BHG-2026-1 sak' 'fee export /tmp'; do
	# shellcheck disable=SC2086  # words
	says "$verb: a database without migrations is told of in a sentence" 2 '^skranke: the database has had no migrations; put them in with: skranke migrate$' $verb
	[ "$(wc -l < "$dir/out")" = 1 ]
	ok $? "$verb: and nothing more is said"
done
for p in clock postman; do
	behind "$p tells the log, once" "lacks=\"0001_roles.sql\" to=\"$last\" do=\"skranke migrate\"" $p
done
rm -rf "$dir/m"
cp -r migrations "$dir/m"
rm "$dir/m/$last"
says 'all migrations but one are put in' 0 'migrations are applied' migrate --dir "$dir/m"
says 'one that lacks is named' 2 "^skranke: the database lacks the migration $last; put it in with: skranke migrate\$" tenant list
says 'and is put in' 0 '1 of them now' migrate
says 'then nothing lacks' 0 'every chain holds' audit verify
fresh cli
rm "$dir"/m/00[5-9]*
says 'half of them are put in' 0 'migrations are applied' migrate --dir "$dir/m"
says 'what lacks is told from first to last' 2 "^skranke: the database lacks [0-9]+ migrations, 0050_.*\.sql to $last; put them in with: skranke migrate\$" tenant list
psql -Xqc "ALTER ROLE skranke_clock PASSWORD 'x'"
SKRANKE_DB="host=${PGHOST:-localhost} dbname=cli user=skranke_clock password=x"
behind 'a program tells so too, though it may not see which the database has had' "lacks=\"00.*\" to=\"$last\"" clock
psql -Xqc 'ALTER ROLE skranke_clock PASSWORD NULL'

fresh cli
says 'an empty database is migrated' 0 'migrations are applied, [1-9]' migrate
says 'a second time there is nothing to do' 0 'applied, 0 of them now' migrate
copy() {
	rm -rf "$dir/m"
	cp -r migrations "$dir/m"
}
copy
echo '-- a word more' >> "$dir/m/0003_person.sql"
says 'an edited migration is refused by name' 1 '0003_person.sql was edited after it was applied on 20' migrate --dir "$dir/m"
copy
rm "$dir/m/0002_tenant.sql"
says 'a missing migration is refused by name' 1 '0002_tenant.sql was applied on .* is not in' migrate --dir "$dir/m"
copy
mv "$dir/m/0004_case.sql" "$dir/m/0004_caze.sql"
says 'a renamed migration is refused by name' 1 '0004_caze.sql was applied on .* under the name case' migrate --dir "$dir/m"
copy
echo 'SELECT 1;' > "$dir/m/0006_again.sql"
says 'two files with one number are refused' 1 'have the same number' migrate --dir "$dir/m"
copy
printf 'CREATE TABLE half ();\nSELECT nonsense;\n' > "$dir/m/9998_half.sql"
says 'a migration that fails is undone and told of' 1 '9998_half.sql failed and was undone.*nonsense' migrate --dir "$dir/m"
[ "$(sql "SELECT to_regclass('half') IS NULL AND NOT EXISTS (SELECT FROM schema_migration WHERE version = 9998)")" = t ]
ok $? 'and leaves nothing behind'
printf 'CREATE TABLE sly ();\nCOMMIT;\n' > "$dir/m/9998_half.sql"
says 'a migration that ends its own transaction is refused' 1 'ended the transaction' migrate --dir "$dir/m"
sql 'DROP TABLE IF EXISTS sly'
rm "$dir/m/9998_half.sql"
echo 'CREATE TABLE late ();' > "$dir/m/9999_late.sql"
says 'a new migration is applied' 0 'applied 9999_late.sql' migrate --dir "$dir/m"
echo 'SELECT 1;' > "$dir/m/9000_between.sql"
says 'one with a number before what is applied is refused' 1 '9000_between.sql comes before 9999' migrate --dir "$dir/m"
says 'without its file the applied one is missed' 1 '9999_late.sql was applied' migrate
mkdir "$dir/none"
says 'an empty folder is refused' 2 'no migrations' migrate --dir "$dir/none"
says 'so is a folder that is not there' 2 'cannot be read as a folder' migrate --dir "$dir/nowhere"

fresh cli
for i in 1 2 3; do "$SKRANKE_BIN" migrate > "$dir/at$i" 2>&1 & done
wait
cat "$dir"/at? > "$dir/out"
all=$(find migrations -name '*.sql' | wc -l)
[ "$(grep -c '^applied' "$dir/out")" = "$all" ] && [ "$(grep -c "^$all migrations are applied" "$dir/out")" = 3 ]
ok $? 'three at once apply each migration once'

psql -Xqd postgres -c "ALTER ROLE skranke_owner CREATEROLE PASSWORD 'x'" -c 'DROP DATABASE IF EXISTS cli_owner' \
    -c 'CREATE DATABASE cli_owner OWNER skranke_owner'
SKRANKE_DB="host=${PGHOST:-localhost} dbname=cli_owner user=skranke_owner password=x"
says 'an owner that is no superuser can do it too' 0 "^$all migrations are applied" migrate
psql -Xqd postgres -c 'ALTER ROLE skranke_owner NOCREATEROLE PASSWORD NULL' -c 'DROP DATABASE cli_owner'
SKRANKE_DB="dbname=cli"

# ---- tenant ----

xml() { # ID HOST DESK-USERS
	cat > "$dir/t.xml" <<-XML
	<tenant xmlns="urn:skranke:tenant:1" id="$1" palette="fjord"><name>Ås &amp; «Øy» kommune</name><host>$2</host>
	<contact><email>post@as.example</email><phone>1</phone><address>Torget 1</address><url>https://as.example/</url></contact>
	<settings><set name="complaint-days">21</set></settings>
	<kindergartens><kindergarten id="maur" places-small="9" places-large="18"><name>Mauren</name><address>Veien 1</address></kindergarten></kindergartens>
	<desk>$3</desk></tenant>
	XML
}
user() { echo "<user subject=\"$1\"><name>Astrid</name><right role=\"caseworker\" services=\"barnehageplass sfo\"/></user>"; }
xml 9998 localhost "$(user one)$(user two)"
says 'a municipality is put' 0 '9998 Ås & «Øy» kommune: 1 kindergartens, 2 people' tenant put "$dir/t.xml"
says 'and put again' 0 '9998' tenant put "$dir/t.xml"
says 'and listed' 0 '9998  Ås & «Øy» kommune  hosts: localhost  kindergartens: 1  desk: 2' tenant list
[ "$(sql "SELECT settings ->> 'complaint-days' FROM tenant")$(sql "SELECT array_agg(service ORDER BY service) FROM desk_right JOIN desk_user u ON u.id = desk_user_id WHERE subject = 'one'")" = '21{barnehageplass,sfo}' ]
ok $? 'its settings and services are there'
xml 9998 localhost "$(user one)"
says 'someone left out of the file' 0 '1 people' tenant put "$dir/t.xml"
[ "$(sql "SELECT count(*) FROM desk_right JOIN desk_user u ON u.id = desk_user_id WHERE subject = 'two'")" = 0 ]
ok $? 'has no access any more'
xml 9998 localhost "<user subject=\"one\" units=\"vest\"><name>Astrid</name><right role=\"reader\" services=\"sfo\"/></user>"
says 'a unit that the municipality has not is refused with whose it is' 1 'Astrid works in the unit vest' tenant put "$dir/t.xml"
sed -i 's|<desk>|<units><unit id="vest"><name>Vest</name><area postcode="9990-9994"/><area street="Torget"/></unit></units>&|' "$dir/t.xml"
says 'and taken when it has' 0 '1 people' tenant put "$dir/t.xml"
[ "$(sql "SELECT units FROM desk_user WHERE subject = 'one'")$(sql "SELECT count(*) FROM unit_area")" = '{vest}2' ]
ok $? 'with where its people live'
xml 9998 localhost "$(user one)"
says 'a unit that is taken out' 0 '1 people' tenant put "$dir/t.xml"
[ "$(sql "SELECT in_use FROM unit")$(sql "SELECT count(*) FROM unit_area")" = f0 ]
ok $? 'gets no more cases'
# ---- maps ----

feature() { # LAYER TYPE COORDINATES
	printf '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"layer": "%s", "name": "1/2"}, "geometry": {"type": "%s", "coordinates": %s}}]}' "$1" "$2" "$3" > "$dir/m.geojson"
}
says 'the map of the demo is taken' 0 '^9998 .*: 1 municipality, [0-9]+ property, 4 road' tenant map 9998 deploy/demo/maps/9998.geojson
feature property Polygon '[[[10, 60], [10.001, 60], [10.001, 60.001], [10, 60]]]'
says 'and another in its place' 0 '0 municipality, 1 property, 0 road, 0 building' tenant map 9998 "$dir/m.geojson"
[ "$(sql "SELECT shapes FROM tenant_map WHERE tenant_id = '9998'")" = "$(printf 'property\t1/2\t1\t60,10 60,10.001 60.001,10.001')" ]
ok $? 'is kept a ring a line, latitude first'
says 'a municipality that is not there has no map' 1 'there is no municipality 1234' tenant map 1234 "$dir/m.geojson"
feature sea Polygon '[]'
says 'a layer we do not know is told of with its feature' 1 'm.geojson: feature 1: its property "layer"' tenant map 9998 "$dir/m.geojson"
feature property Polygon '[[[60, 10], [60, 10.001], [60.001, 10.001], [60, 10]]]'
says 'latitude first is refused' 1 'feature 1: a point is not .longitude, latitude. in Norway' tenant map 9998 "$dir/m.geojson"
feature property Polygon '[[[10, 60], [10.001, 60], [10.001, 60.001], [10, 60.001]]]'
says 'a ring that is not closed is refused' 1 'feature 1: a ring is not closed' tenant map 9998 "$dir/m.geojson"
feature road Polygon '[[[10, 60], [10.001, 60], [10.001, 60.001], [10, 60]]]'
says 'a road that is no line is refused' 1 'feature 1: a road is a LineString' tenant map 9998 "$dir/m.geojson"
echo '[]' > "$dir/m.geojson"
says 'what is no collection of features is refused' 1 'this is no GeoJSON FeatureCollection' tenant map 9998 "$dir/m.geojson"
says 'a file that is not there is told of' 2 'cannot be read' tenant map 9998 "$dir/none.geojson"

xml 9998 localhost '<user subject="one"><name>Astrid</name><right role="caseworker"/></user>'
says 'a caseworker of no service is refused' 1 't.xml:' tenant put "$dir/t.xml"
xml 9998 localhost '<user subject="one"><name>Astrid</name><right role="administrator"/></user>'
says 'an administrator may be one for all' 0 '1 people' tenant put "$dir/t.xml"
[ "$(sql "SELECT service FROM desk_right WHERE role = 'administrator'")" = '*' ]
ok $? 'and is'
xml 9997 localhost ''
says 'a host name of another municipality is refused' 1 'the host name localhost belongs to municipality 9998' tenant put "$dir/t.xml"
[ "$(sql 'SELECT count(*) FROM tenant')" = 1 ]
ok $? 'and nothing of it is kept'
xml 99 nabo.localhost ''
says 'a file that does not follow the schema is refused with its line' 1 't.xml:1: ' tenant put "$dir/t.xml"
arms() { echo "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">$1</svg>" > "$dir/arms.svg"; }
xml 9998 localhost "$(user one)"; sed -i "s,<settings>,<arms file=\"arms.svg\"/><settings>," "$dir/t.xml"; arms '<path d="M0 0h9v9z"/>'
says 'arms are read from beside the file' 0 '1 people' tenant put "$dir/t.xml"
[ "$(sql "SELECT arms LIKE '<svg%M0 0h9v9z%' FROM tenant WHERE id = '9998'")" = t ]
ok $? 'and kept'
for bad in '<text>Fjordvik</text>' '<image href="http://fjordvik.example/x.png"/>' '<path fill="url(http://fjordvik.example/)"/>' '<script>1</script>' '<path'; do
	arms "$bad"
	says "arms that would stop every letter are refused with their line: $bad" 1 'arms.svg:1: ' tenant put "$dir/t.xml"
done
rm "$dir/arms.svg"
says 'and arms that are not there' 2 'arms.svg: cannot be read' tenant put "$dir/t.xml"
xml 9998 localhost "$(user one)"
says 'a municipality without arms' 0 '1 people' tenant put "$dir/t.xml"
[ -z "$(sql "SELECT arms FROM tenant WHERE id = '9998'")" ]
ok $? 'has none'
says 'so is a file that is not there' 2 'cannot be read' tenant put "$dir/nowhere.xml"
for t in deploy/demo/tenants/*.xml; do
	says "the demo's $(basename "$t") is put" 0 'kindergartens' tenant put "$t"
done

# ---- templates ----
# The languages are made once; what is tried beside is in bokmål alone, as it takes seconds to make them.
export SKRANKE_LANGUAGES="${SKRANKE_LANGUAGES:-$dir/languages}"
fcgi/mk/translate.sh templates "$SKRANKE_LANGUAGES"

says 'nothing is in force at first' 1 'barnehageplass: nothing is in force yet' templates diff
says 'a service that is not there is told of, and what was meant' 2 'there is no such service; did you mean barnehageplass' templates check barnehageplas
says 'so is a folder without services' 2 'there is no folder services' templates check "$dir"
says 'a service is stored for a preview' 0 'release 1 is stored and not in force; the desk sees it at /saksbehandling/forhandsvisning/' templates publish --preview barnehageplass
[ "$(sql "SELECT count(*) FROM template_release WHERE in_force")" = 0 ]
ok $? 'and is not in force'
says 'then put in force, the very same' 0 'release 1, stored before, is in force' templates publish templates/services/barnehageplass
says 'published again it stays' 0 'as it was; the release in force stays' templates publish templates barnehageplass
says 'with nothing changed diff ends well' 0 'as release 1, which is in force' templates diff barnehageplass
says 'there is none to go back to yet' 1 'no other release has been in force' templates rollback barnehageplass
cp -r templates "$dir/t"
rm -r "$dir/t/po"
sed -i 's/<lead>/<lead>Nytt: /' "$dir/t/services/barnehageplass/service.xml"
says 'a change is told of' 1 '^\+  <lead>Nytt: ' templates diff "$dir/t" barnehageplass
says 'and published' 0 'release 2 is in force' templates publish "$dir/t" barnehageplass
says 'back to the one before' 0 'release 1 is in force again, in place of release 2' templates rollback barnehageplass
says 'a release that is not there is refused' 1 'there is no release 9' templates rollback barnehageplass 9
says 'the list tells what is in force' 0 '^barnehageplass +1 +\* ' templates list
says 'and for one service since when, and by whom' 0 'release 1 in force from .*, by ' templates list barnehageplass
[ "$(sql "SELECT string_agg(r.version::text, ' ' ORDER BY f.id) FROM release_force f JOIN template_release r ON r.id = f.release_id")" = '1 2 1' ]
ok $? 'every change of what is in force is kept'
says 'a file of a release is shown as it was' 0 '<lead>Nytt: ' templates show barnehageplass 2 service.xml
says 'one that is not there is refused with those that are' 1 'letters/receipt.xml' templates show barnehageplass 2 letters/kvittering.xml
sed -i 's/<lead>/<leed>/' "$dir/t/services/redusert-foreldrebetaling/service.xml"
sed -i 's/Nytt: /Nyere: /' "$dir/t/services/barnehageplass/service.xml"
says 'of several services one that is wrong stops all' 1 'nothing was put in force' templates publish "$dir/t"
[ "$(sql "SELECT count(*) FROM template_release")" = 2 ]
ok $? 'and nothing of them is stored'

says 'scenarios are run without a database, and reach every question and rule' 0 \
    '^coverage barnehageplass: questions ([0-9]+)/\1, rules ([0-9]+)/\2, ' templates test --full templates barnehageplass
cp -r templates/services/barnehageplass "$dir/t/services/sfo"
sed -i 's/id="barnehageplass"/id="sfo"/; s/prefix="BHG"/prefix="SFO"/' "$dir"/t/services/sfo/*.xml
sed -i 's/barnehageplass>/sfo>/' "$dir"/t/services/sfo/tests/*.xml
sed -i 's/&lt; 84"/\&lt; 840"/' "$dir/t/services/sfo/form.xml"
says 'one that does not hold is told of at its line, with what came' 1 \
    'tests/alt-gar-galt-og-kan-rettes.xml:[0-9]+: expected an issue: error on barn_pid .*; came: ' templates test "$dir/t" sfo
says 'and stops a release' 1 'nothing was put in force' templates publish "$dir/t" sfo
rm "$dir"/t/services/sfo/tests/alt-*.xml
says 'without --full what nobody reached is only told of' 0 \
    'form.xml:[0-9]+: constraint on flyttedato was never broken' templates test "$dir/t" sfo
says 'with it, that is wrong' 1 '^coverage sfo: ' templates test --full "$dir/t" sfo
sed -i 's/name="receipt"/name="reciept"/' "$dir"/t/services/sfo/tests/bor-*.xml
says 'a letter that there is none of is told of' 1 'did you mean receipt' templates test "$dir/t" sfo

# ---- audit ----

says 'no cases: every chain holds' 0 '^0 cases, 0 events' audit verify
sql "INSERT INTO template_release (id, service, version, sha256, bundle) VALUES ('00000000-0000-7000-8000-000000000001', 's', 1, '', '');
INSERT INTO person (id, pid) VALUES ('00000000-0000-7000-8000-000000000002', '13814198789');
INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, state, code)
SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, '9998', 'BHG-' || n, 's', '00000000-0000-7000-8000-000000000001',
    gen_random_uuid(), '00000000-0000-7000-8000-000000000002', '<a/>', 'decided', 'code' || n FROM generate_series(1, 450) n;
INSERT INTO case_event (tenant_id, case_id, at, event, from_state, to_state, actor, actor_id, data)
SELECT '9998', id, now() - interval '1 day', e.event, e.from_state, e.to_state, e.actor, e.actor_id::uuid, e.data::jsonb FROM case_file CROSS JOIN (VALUES
    (1, 'submit', NULL, 'received', 'applicant', '00000000-0000-7000-8000-000000000002', '{}'),
    (2, 'assign', 'received', 'review', 'system', NULL, '{\"æ\": [1, 2.50, null, \"linje\\nskift\"]}'),
    (3, 'grant', 'review', 'decided', 'system', NULL, '{\"begrunnelse\": \"«Plass»\"}')) AS e (n, event, from_state, to_state, actor, actor_id, data)
ORDER BY id, n"
says 'untouched chains hold, over many pages' 0 '^450 cases, 1350 events: every chain holds' audit verify
says 'and give one hash over all of them' 0 'head of all cases: [0-9a-f]{64}$' audit verify

# each harm is done to a copy of the truth by someone who may do everything, then found
harm() { # NAME SQL PATTERN
	sql 'DROP SCHEMA IF EXISTS keep CASCADE; CREATE SCHEMA keep; CREATE TABLE keep.e AS TABLE case_event; CREATE TABLE keep.c AS TABLE case_file;
	    ALTER TABLE case_event DISABLE TRIGGER USER; ALTER TABLE case_file DISABLE TRIGGER USER'
	sql "$2"
	says "$1" 1 "$3" audit verify
	sql 'DELETE FROM case_event; INSERT INTO case_event TABLE keep.e; UPDATE case_file f SET events = k.events, head_sha256 = k.head_sha256,
	    state = k.state FROM keep.c k WHERE k.id = f.id; ALTER TABLE case_event ENABLE TRIGGER USER; ALTER TABLE case_file ENABLE TRIGGER USER'
}
where="case_id = '00000000-0000-7000-8000-000000000312'"
harm 'an altered event is named' "UPDATE case_event SET data = '{\"begrunnelse\": \"«Avslag»\"}' WHERE $where AND seq = 3" '^skranke: BHG-312 .*: event 3 was altered'
harm 'so is one with another time' "UPDATE case_event SET at = at + interval '1 microsecond' WHERE $where AND seq = 2" 'BHG-312 .*: event 2 was altered'
harm 'so is one by another person' "UPDATE case_event SET actor_id = gen_random_uuid() WHERE $where AND seq = 1" 'BHG-312 .*: event 1 was altered'
harm 'so is an altered event with a hash that fits it' \
    "UPDATE case_event e SET event = 'x' WHERE $where AND seq = 2; UPDATE case_event e SET sha256 = encode(sha256(convert_to(case_event_text(e), 'UTF8')), 'hex') WHERE $where AND seq = 2" \
    'BHG-312 .*: event 3 does not follow'
harm 'a removed event is named' "DELETE FROM case_event WHERE $where AND seq = 2" 'BHG-312 .*: event 2 is missing'
harm 'the first removed too' "DELETE FROM case_event WHERE $where AND seq = 1" 'BHG-312 .*: event 1 is missing'
harm 'the last removed too' "DELETE FROM case_event WHERE $where AND seq = 3" 'BHG-312 .*: event 3 is missing'
harm 'all removed too' "DELETE FROM case_event WHERE $where" 'BHG-312 .*: event 1 is missing'
harm 'the last removed, and the count with it' "DELETE FROM case_event WHERE $where AND seq = 3; UPDATE case_file SET events = 2 WHERE ref = 'BHG-312'" \
    'BHG-312 .*: the case.s own hash is not that of event 2'
harm 'an event too many' "INSERT INTO case_event (tenant_id, case_id, seq, event, to_state, actor, prev_sha256, sha256)
    SELECT tenant_id, case_id, 4, 'x', 'decided', 'system', sha256, '' FROM case_event WHERE $where AND seq = 3;
    UPDATE case_event e SET sha256 = encode(sha256(convert_to(case_event_text(e), 'UTF8')), 'hex') WHERE $where AND seq = 4" \
    'BHG-312 .*: event 4 is more than the case knows of'
harm 'a state that no event made' "UPDATE case_file SET state = 'received' WHERE ref = 'BHG-312'" 'BHG-312 .*: the case is in another state than event 3'
harm 'events that changed places' "UPDATE case_event SET seq = -seq WHERE $where; UPDATE case_event SET seq = CASE seq WHEN -2 THEN 3 WHEN -3 THEN 2 ELSE 1 END WHERE $where" \
    'BHG-312 .*: event 2 does not follow'
harm 'events of two cases that changed places' "UPDATE case_event SET case_id = CASE WHEN $where THEN '00000000-0000-7000-8000-000000000313'::uuid
    ELSE '00000000-0000-7000-8000-000000000312' END, seq = 20 WHERE seq = 2 AND case_id::text ~ '31[23]$'; UPDATE case_event SET seq = 2 WHERE seq = 20" \
    'BHG-312 .*: event 2 does not follow'
harm 'several are all told of' "DELETE FROM case_event WHERE seq = 3 AND case_id::text LIKE '%0001'" '450 cases, 134[0-9] events: 1 chains do not hold'
says 'what is put back holds again' 0 'every chain holds' audit verify

# an anchor shows what the chains alone cannot
mkdir "$dir/anchors"
says 'an anchor is written for each municipality' 0 '9998-.*Z.anchor: 450 cases, 1350 events' audit anchor "$dir/anchors"
anchor=$(echo "$dir"/anchors/9998-*.anchor)
says 'and it holds' 0 'each is what the chains say' audit verify --anchor "$anchor"
sql "INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor) SELECT tenant_id, id, 'x', 'decided', 'decided', 'system' FROM case_file WHERE ref = 'BHG-312'"
says 'it holds when the case has gone on' 0 'each is what the chains say' audit verify --anchor "$anchor"
says 'another counts only what no transaction can add to any more' 0 '1350 events' audit anchor "$(mkdir "$dir/anchors2"; echo "$dir/anchors2")"
again() { # the hashes of a case's events computed anew, and the case's own
	for n in 1 2 3 4; do
		echo "UPDATE case_event e SET prev_sha256 = coalesce((SELECT p.sha256 FROM case_event p WHERE p.case_id = e.case_id AND p.seq = e.seq - 1), repeat('0', 64)) WHERE $where AND seq = $n;
		    UPDATE case_event e SET sha256 = encode(sha256(convert_to(case_event_text(e), 'UTF8')), 'hex') WHERE $where AND seq = $n;"
	done
	echo "UPDATE case_file SET head_sha256 = (SELECT sha256 FROM case_event WHERE $where AND seq = 4) WHERE ref = 'BHG-312';"
}
stored=$(sql "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute WHERE attrelid = 'case_file'::regclass AND attnum > 0 AND attgenerated = '' AND NOT attisdropped")
forge() { # NAME SQL PATTERN: the chains alone hold; the anchor does not
	sql 'DROP SCHEMA IF EXISTS keep CASCADE; CREATE SCHEMA keep; CREATE TABLE keep.e AS TABLE case_event; CREATE TABLE keep.c AS TABLE case_file;
	    ALTER TABLE case_event DISABLE TRIGGER USER; ALTER TABLE case_file DISABLE TRIGGER USER'
	sql "$2"
	says "$1: the chains alone do not show it" 0 'every chain holds' audit verify
	says "$1: the anchor does" 1 "$3" audit verify --anchor "$anchor"
	sql "DELETE FROM case_event; INSERT INTO case_file ($stored) SELECT $stored FROM keep.c WHERE id NOT IN (SELECT id FROM case_file); INSERT INTO case_event TABLE keep.e;
	    UPDATE case_file f SET events = k.events, head_sha256 = k.head_sha256 FROM keep.c k WHERE k.id = f.id;
	    ALTER TABLE case_event ENABLE TRIGGER USER; ALTER TABLE case_file ENABLE TRIGGER USER"
}
forge 'an event altered and all hashes made to fit' "UPDATE case_event SET data = '{}' WHERE $where AND seq = 2; $(again)" 'has other hashes now'
forge 'a case removed with all its events' "DELETE FROM case_event WHERE $where; DELETE FROM case_file WHERE ref = 'BHG-312'" 'knew of 450 cases and 1350 events; of that time there are now 449 and 1347'
says 'what is put back holds again, and the anchor' 0 'each is what the chains say' audit verify --anchor "$anchor"
sql 'ALTER TABLE case_event DISABLE TRIGGER USER'
sql "SELECT case_removed_note('9998', '00000000-0000-7000-8000-000000000312', 'arkivlova § 9');
    DELETE FROM case_event WHERE $where; DELETE FROM case_file WHERE ref = 'BHG-312'"
sql 'ALTER TABLE case_event ENABLE TRIGGER USER'
says 'a case removed when its time was out leaves what an anchor asks for' 0 'each is what the chains say' audit verify --anchor "$anchor"
says 'and is counted' 0 '^1 of them were removed' audit verify
sed 's/^cases=450/cases=449/' "$anchor" > "$dir/altered.anchor"
says 'an altered anchor does not hold' 1 'knew of 449 cases' audit verify --anchor "$anchor" "$dir/altered.anchor"
sed 's/^sha256=./sha256=g/' "$anchor" > "$dir/altered.anchor"
says 'nor does one with another hash' 1 'other hashes now' audit verify --anchor "$dir/altered.anchor"
head -n 3 "$anchor" > "$dir/altered.anchor"
says 'half an anchor is none' 1 'no anchor' audit verify --anchor "$dir/altered.anchor"
says 'nor is a file that is not there' 2 'cannot be read' audit verify --anchor "$dir/nothing"
says 'a folder that is not there takes no anchor' 2 'cannot be written' audit anchor "$dir/nothing"
says 'an anchor without a folder is no command' 2 'wrong arguments' audit anchor
sql "ALTER TABLE case_event DISABLE TRIGGER USER; UPDATE case_event SET event = 'y' WHERE case_id = '00000000-0000-7000-8000-000000000007' AND seq = 2"
mkdir "$dir/anchors3"
says 'of chains that do not hold no anchor is written' 1 'BHG-7 .*: event 2 was altered' audit anchor "$dir/anchors3"
[ -z "$(ls "$dir/anchors3")" ]
ok $? 'none at all'
sql "UPDATE case_event SET event = 'assign' WHERE case_id = '00000000-0000-7000-8000-000000000007' AND seq = 2; ALTER TABLE case_event ENABLE TRIGGER USER"

# ---- mail ----

says 'nothing waits for a person' 0 'nothing waits for a person' mail queue
sql "INSERT INTO outbox (id, tenant_id, case_id, kind, payload, parked_at, error, attempts) VALUES
	('00000000-0000-7000-8000-00000000000a', '9998', '00000000-0000-7000-8000-000000000001', 'letter', '{\"template\": \"receipt\"}', now(), 'no address', 3),
	('00000000-0000-7000-8000-00000000000b', '9998', '00000000-0000-7000-8000-000000000002', 'letter', '{}', now(), NULL, 1),
	('00000000-0000-7000-8000-00000000000c', '9998', '00000000-0000-7000-8000-000000000003', 'letter', '{}', NULL, NULL, 0);
INSERT INTO mail_task (tenant_id, case_id, outbox_id, code) VALUES
	('9998', '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-00000000000a', 'no-address');
INSERT INTO delivery (id, tenant_id, outbox_id, channel, idem_key, state, error)
	VALUES (gen_random_uuid(), '9998', '00000000-0000-7000-8000-00000000000b', 'smtp', 'k', 'uncertain', 'lost after DATA')"
says 'a letter that a person has a task with is listed with its code and reason' 1 '00000000000a  9998  BHG-1  letter receipt  tried 3  no-address: no address' mail queue
says 'an uncertain one too' 1 '00000000000b  9998  BHG-2  letter  tried 1  uncertain: lost after DATA' mail queue
says 'and how long each queue is' 1 '9998  queued 1  oldest 20.*  in hand 0  set aside 2' mail queue
! grep -q '00000000000c' "$dir/out"
ok $? 'what is on its way is not listed'
row=00000000-0000-7000-8000-00000000000
says 'what became of a letter is shown' 0 'delivery uncertain  smtp' mail show ${row}b
says 'and of all letters of a case' 0 'set aside, tried 3  no-address' mail show BHG-1
says 'of what is not there, nothing is' 1 'no letter has this id' mail show BHG-99
says 'a letter that is set aside is tried again' 0 'is tried again now' mail retry ${row}a
[ "$(sql "SELECT parked_at IS NULL AND attempts = 0 AND next_at <= now() AND error IS NULL FROM outbox WHERE id = '${row}a'")" = t ]
ok $? 'and is the postman'"'"'s again'
[ "$(sql "SELECT how FROM mail_task WHERE outbox_id = '${row}a'")" = again ]
ok $? 'and nobody'"'"'s task'
says 'a letter that is on its way is left alone' 1 'no letter with this id waits' mail retry ${row}c
says 'it can be set aside' 0 'is set aside' mail park ${row}c 'wrong template'
says 'which is told' 1 '00000000000c .*set aside: wrong template' mail queue
says 'and not twice' 1 'no letter with this id waits' mail park ${row}c again
says 'all that is set aside in a municipality is tried again, but for what may have gone' 0 '^1 letters are tried again' mail retry --tenant 9998
sql "UPDATE outbox SET claimed_until = now() + interval '1 minute' WHERE id = '${row}c'"
says 'a letter that a postman has in hand is not set aside' 1 'has it in hand' mail park ${row}c 'too late'
says 'an uncertain one is closed by a person' 0 'not tried again' mail close ${row}b
says 'and is not closed twice' 1 'no letter with this id waits' mail close ${row}b
says 'after that nothing waits for a person' 0 'nothing waits for a person' mail queue
sql "UPDATE outbox SET done_at = NULL, parked_at = now() WHERE id = '${row}b'"
says 'an uncertain one is sent again when a person says so' 0 'is tried again now' mail retry ${row}b
says 'an id that is none is refused' 1 'no letter with this id' mail close everything
says 'nor is a reason left out' 2 'wrong arguments' mail park ${row}a
says 'or empty' 2 'wrong arguments' mail park ${row}a ' '
printf '<transports xmlns="urn:skranke:transports:1"><transport kind="dove"/></transports>\n' > "$dir/transports.xml"
says 'settings of transports that are wrong are told of with their line' 1 'transports.xml:1: ' mail check "$dir/transports.xml"
mkdir -p "$dir/letters"
printf '<transports xmlns="urn:skranke:transports:1">\n<transport kind="file" folder="%s"/></transports>\n' "$dir/letters" > "$dir/transports.xml"
says 'those that are right are sound' 0 'sound' mail check "$dir/transports.xml"
says 'a file of them that is not there is told of' 2 'cannot be read' mail check "$dir/none.xml"

# ---- people ----

cat > "$dir/people.xml" <<-'XML'
<people xmlns="urn:skranke:people:1" tenant="9998">
<person pid="13814198789"><address line1="Storgata 1" postcode="9990" city="Fjordvik"/></person>
<person pid="21867196782"><address line1="1 High St" postcode="SW1A 1AA" city="London" country="Storbritannia"/></person>
<person pid="12345678901"><address line1="Gata 2" postcode="9990" city="Fjordvik"/></person>
</people>
XML
sql "INSERT INTO person (pid, name) SELECT v.pid, 'P' FROM (VALUES ('13814198789'), ('21867196782')) v (pid) ON CONFLICT DO NOTHING;
INSERT INTO draft (id, tenant_id, person_id, service, release_id) SELECT gen_random_uuid(), '9998', p.id, r.service, r.id
	FROM person p, (SELECT * FROM template_release LIMIT 1) r WHERE p.pid IN ('13814198789', '21867196782')"
says 'addresses from a register are kept, of people who have something here' 0 '2 addresses are kept, 0 removed; 0 people have a graded address, 1 have nothing here' people put "$dir/people.xml"
[ "$(sql "SELECT string_agg(concat_ws('|', line1, postcode, city, country, source), ' ' ORDER BY line1) FROM print_address")" = '1 High St|SW1A 1AA|London|Storbritannia|register Storgata 1|9990|Fjordvik|Norge|register' ]
ok $? 'as they stand in the file'
sql "UPDATE person SET graded = 'confidential' WHERE pid = '13814198789'"
sed -i 's|<person pid="21867196782">.*|<person pid="21867196782"/>|' "$dir/people.xml"
says 'a graded one is not, and one that is gone goes' 0 '0 addresses are kept, 1 removed; 1 people have a graded address' people put "$dir/people.xml"
[ "$(sql 'SELECT count(*) FROM print_address')" = 0 ]
ok $? 'so that none is left'
sed -i 's|postcode="9990"|postcode="999"|' "$dir/people.xml"
says 'a postcode that is none is told of with its line' 1 'people.xml:2: ' people put "$dir/people.xml"

# ---- fee ----

mkdir "$dir/fees"
says 'with no fee to write, that is said' 0 'no day that is over has a fee' fee export "$dir/fees"
says 'a day when nothing was to be paid is told of, and is no trouble' 0 '9998-2024-02-29.csv: 0 lines; nothing was to be paid from 2024-02-29' fee export "$dir/fees" 9998 2024-02-29
[ "$(tr -d '\r' < "$dir/fees/9998-2024-02-29.csv")" = 'tenant;case;n;kind;line;text;law;kroner;day;name;pid' ]
ok $? 'its file is the line of names'
[ "$(sql 'SELECT count(*) FROM fee_export')" = 0 ]
ok $? 'and it is not noted as written'
says 'a day that is not over is refused, so that nothing of it is left out' 1 'not over yet' fee export "$dir/fees" 9998 "$(TZ=Europe/Oslo date +%F)"
says 'so is a day that there is none of' 1 'this is no day' fee export "$dir/fees" 9998 2024-02-30
says 'and a municipality that is not there' 1 'there is no municipality 1234' fee export "$dir/fees" 1234 2024-02-29
says 'a folder that is not there takes no file' 2 'cannot be written' fee export "$dir/nowhere" 9998 2024-02-29
[ "$(find "$dir/fees" -type f | wc -l)" = 1 ]
ok $? 'what was refused left no file'

# ---- figures for Prometheus ----

grep -o 'query: ".*"' deploy/prometheus/queries.yaml | sed 's/^query: "//; s/"$//' > "$dir/queries"
bad=0
while read -r q; do
	sql "SET ROLE skranke_metrics; SELECT count(*) FROM ($q) q" > "$dir/figures" 2>&1 || { bad=1; sed 's/^/# /' "$dir/figures"; }
done < "$dir/queries"
[ $bad = 0 ] && [ "$(wc -l < "$dir/queries")" = 5 ]
ok $? 'every figure that Prometheus asks for is told to skranke_metrics'

echo "1..$n"
exit $failed

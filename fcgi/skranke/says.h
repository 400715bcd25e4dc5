/* says.h - the sentences of the command line, as printf formats */
#ifndef SKRANKE_SAYS_H
#define SKRANKE_SAYS_H

#define SAY_NO_DB	"SKRANKE_DB is not set; it says how to reach the database"
#define SAY_USAGE	"wrong arguments; see skranke %s --help"
#define SAY_VERB	"there is no verb '%s'%s; see skranke --help"
#define SAY_SUB		"there is no '%s %s'%s; see skranke %s --help"
#define SAY_DB		"the database is away or refused: %s"

/* migrate */
#define SAY_NO_DIR	"%s: cannot be read as a folder"
#define SAY_NO_FILES	"%s: no migrations (NNNN_name.sql) in this folder"
#define SAY_TWICE	"%s and %s have the same number; give one of them the next free number"
#define SAY_UNREAD	"%s: cannot be read"
#define SAY_EDITED	"%s was edited after it was applied on %s; put the old text back and write a new file"
#define SAY_RENAMED	"%s was applied on %s under the name %s; give it that name back"
#define SAY_GONE	"%04d_%s.sql was applied on %s, but is not in %s any more; put it back"
#define SAY_BEFORE	"%s comes before %04d, which is applied already; give it a number after that"
#define SAY_BROKEN	"%s failed and was undone: %s"
#define SAY_APPLIED	"applied %s\n"
#define SAY_MIGRATED	"%zu migrations are applied, %zu of them now\n"

/* tenant */
#define SAY_TENANT	"%s  %s  hosts: %s  kindergartens: %s  desk: %s\n"
#define SAY_ARMS	"%s: arms are at most 128 kB"
#define SAY_SCHEMA	"%s: the schema cannot be read"
#define SAY_LINE	"%s:%d: %s"
#define SAY_HOST	"%s: the host name %s belongs to municipality %s"
#define SAY_NO_UNIT	"%s: %s works in the unit %s, which is not among <units>"
#define SAY_PUT		"%s %s: %zu kindergartens, %zu people at the desk\n"
#define SAY_MAP		"%s %s: %zu municipality, %zu property, %zu road, %zu building\n"
#define SAY_NO_TENANT	"there is no municipality %s; see skranke tenant list"
#define SAY_NO_GEOJSON	"%s: this is no GeoJSON FeatureCollection"
#define SAY_MAP_BIG	"%s: the map is %zu kB, at most 4096; leave out what is far from where people build, or simplify it"
#define SAY_FEATURE	"%s: feature %zu: %s"
#define SAY_MAP_EMPTY	"%s: there is no feature with a layer in it"

/* export */
#define SAY_NO_CASE	"there is no case %s"
#define SAY_MANY_CASES	"more than one municipality has a case %s; say whose: skranke export CASE NAME TENANT"
#define SAY_UNREAD_CASE	"the case %s, or the release it was sent with, cannot be read by this program"
#define SAY_NO_EXPORT	"there is no export '%s' of " STR_FMT "; there is " STR_FMT
#define SAY_NO_EXPORTS	"there is no export '%s': the service " STR_FMT " has none" STR_FMT

/* people */
#define SAY_PEOPLE	"%s addresses are kept, %s removed; %s people have a graded address, %s have nothing here\n"

/* templates */
#define SAY_NO_TEMPLATES	"%s: there is no folder services/ here; DIR is the folder that holds services/, or one of the folders in services/"
#define SAY_LETTER_FILE	"%s: cannot be written: %s"
#define SAY_LETTER_PRESS	"%s: the press made no PDF of this letter: " STR_FMT
#define SAY_NO_SERVICES	"%s: there is no service in this folder"
#define SAY_NO_SERVICE	"%s/services/%s: there is no such service%s"
#define SAY_NOT_NAME	"its id is '" STR_FMT "', and the name of the file is '" STR_FMT "'; make them alike"
#define SAY_PREFIX_TAKEN	"the service " STR_FMT " has prefix=\"" STR_FMT "\" too; case numbers would be mixed, so give this one another"
#define SAY_NOT_FOLLOWING "there is no service '" STR_FMT "' of ours that could follow; correct service="
#define SAY_NOT_ENDING	"until: the service that follows, '" STR_FMT "', has no outcome '" STR_FMT "'"
#define SAY_NOT_SERVICE	"there is no service '" STR_FMT "' of ours; take service= away, or give href= instead"
#define SAY_NO_TRANSLATE	"the script translate is not beside the program; install it, or set SKRANKE_LANGUAGES"
#define SAY_NO_ROOM	"no folder could be made for the translated templates; is there room in TMPDIR?"
#define SAY_NO_LANGUAGES	"%s: the translations in po/ could not be put in"
#define SAY_OF_CATALOGUE	"%s/po/" STR_FMT ".po:1: in what it makes of " STR_FMT
#define SAY_NO_CATALOGUE	"%s: the file is missing; put it back, or begin one: msginit -i po/skranke.pot"
#define SAY_FLOW	"%s: sound; states: %zu, ways between them: %zu, clocks: %zu\n"
#define SAY_SOUND	"%s: sound, sha256 %s\n"
#define SAY_VERSION	"%s:%d: version %s was released %s and is different now; give it a new version"
#define SAY_NONE	"nothing was put in force"
#define SAY_RELEASED	"%s: release %s is in force, sha256 %s\n"
#define SAY_AGAIN_IN	"%s: release %s, stored before, is in force, sha256 %s\n"
#define SAY_SAME	"%s: as it was; the release in force stays\n"
#define SAY_PREVIEW	"%s: release %s is stored and not in force; the desk sees it at " SAY_PREVIEW_AT "%s\n"
#define SAY_PREVIEW_AT	"/saksbehandling/forhandsvisning/"
#define SAY_RELEASE	"%-28s %4s %-6s %c %.16s  %s\n"
#define SAY_FORCED	"%-28s release %s in force from %s%s%s\n"
#define SAY_BY		", by "
#define SAY_NO_RELEASES	"%s: nothing is published of a service with this name"
#define SAY_NO_RELEASE	"%s: there is no release %s; see skranke templates list %s"
#define SAY_NO_BEFORE	"%s: no other release has been in force"
#define SAY_IN_FORCE	"%s: release %s is in force already\n"
#define SAY_BACK	"%s: release %s is in force again, in place of release %s; applications begun on %s go on with it\n"
#define SAY_BACK_NONE	"%s: release %s is in force\n"
#define SAY_NO_FILE	"release %s of %s has no file %s; it has:"
#define SAY_FILE	"    " STR_FMT "\n"
#define SAY_DIFF_FIRST	"%s: nothing is in force yet; all of it is new\n"
#define SAY_DIFF_SAME	"%s: as release %s, which is in force\n"
#define SAY_DIFF_FROM	"%s: differs from release %s, which is in force\n"
#define SAY_DIFF_FILE	"    %c " STR_FMT "\n"
#define SAY_DIFF_OLD	"    release %s cannot be read by this program; only its lines are compared\n"
#define SAY_DIFF_NONE	"    questions, states and letters are the same\n"
#define SAY_DIFF_NAMES	"    %s: " STR_FMT "\n"
#define SAY_DIFF_PAGES_NEW	"new pages"
#define SAY_DIFF_PAGES_GONE	"pages that are gone"
#define SAY_DIFF_STATES_NEW	"new states"
#define SAY_DIFF_STATES_GONE	"states that are gone (cases keep their own release, and with it theirs)"
#define SAY_DIFF_EVENTS_NEW	"new events"
#define SAY_DIFF_EVENTS_GONE	"events that are gone"
#define SAY_DIFF_LETTERS_NEW	"new letters"
#define SAY_DIFF_LETTERS_GONE	"letters that are gone"
#define SAY_DIFF_OPTIONS_NEW	"new options of " STR_FMT
#define SAY_DIFF_OPTIONS_GONE	"options of " STR_FMT " that are gone"
#define SAY_DIFF_SOURCE	"    " STR_FMT " takes its options from another source\n"
#define SAY_DIFF_NEW	"    new question: " STR_FMT " (" STR_FMT "), \"" STR_FMT "\"\n"
#define SAY_DIFF_GONE	"    question that is gone: " STR_FMT "\n"
#define SAY_DIFF_RENAMED	"    renamed: " STR_FMT " is now " STR_FMT "\n"
#define SAY_DIFF_KIND	"    another type: " STR_FMT " was " STR_FMT ", is " STR_FMT "\n"
#define SAY_DIFF_REQUIRED	"    must be answered now: " STR_FMT "\n"
#define SAY_DIFF_MOVED	"    " STR_FMT " has moved from page " STR_FMT " to " STR_FMT "\n"

/* templates test */
#define SAY_SCENARIO		"%s %s: %s\n"
#define SAY_SCENARIO_BAD	"not ok %s\n"
#define SAY_NO_SCENARIOS	"%s: no scenarios\n"
#define SAY_COVERAGE		"coverage %s: questions %zu/%zu, rules %zu/%zu, branches %zu/%zu (%zu %%)\n"

/* templates import-odk */
#define SAY_ODK		"%s:%d: " STR_FMT
#define SAY_ODK_UNREAD	"the file cannot be read, or is over 4 MB"
#define SAY_ODK_EMPTY	"the file is empty"
#define SAY_ODK_XLSX	"this is a spreadsheet or another zip; make an XForm of it first, with pyxform or ODK"
#define SAY_UNWRITTEN	"%s: cannot be written"

/* audit */
#define SAY_EVENT_ALTERED	"%s (%s): event %lld was altered"
#define SAY_EVENT_LINK		"%s (%s): event %lld does not follow from the one before it"
#define SAY_EVENT_MISSING	"%s (%s): event %lld is missing"
#define SAY_EVENT_EXTRA		"%s (%s): event %lld is more than the case knows of"
#define SAY_EVENT_HEAD		"%s (%s): the case's own hash is not that of event %lld"
#define SAY_EVENT_STATE		"%s (%s): the case is in another state than event %lld brought it to"
#define SAY_HOLDS		"%zu cases, %zu events: every chain holds\n"
#define SAY_BREAKS		"%zu cases, %zu events: %zu chains do not hold"
#define SAY_REMOVED	"%zu of them were removed when their time was out; their hashes are left\n"
#define SAY_ANCHORS_HOLD	"%zu anchors: each is what the chains say\n"
#define SAY_ANCHOR	"%s: %zu cases, %zu events\n"
#define SAY_ANCHOR_COUNT	"%s: it knew of %lld cases and %lld events; of that time there are now %zu and %zu"
#define SAY_ANCHOR_OTHER	"%s: a chain has other hashes now than it had then"
#define SAY_ANCHOR_NOT	"%s: this is no anchor, or it was altered"
#define SAY_ANCHOR_UNWRITTEN	"%s: cannot be written, or is there already"
#define SAY_HEAD		"head of all cases: %s\n"

/* fee */
#define SAY_FEE_HEAD	"tenant;case;n;kind;line;text;law;kroner;day;name;pid\r\n"
#define SAY_FEE_WRITTEN	"%s: %zu lines\n"
#define SAY_FEE_NONE	"no day that is over has a fee that is not written\n"
#define SAY_FEE_DAY	"%s: this is no day; write it as in 2026-11-22"

/* mail */
#define SAY_QUEUE	"%s  queued %s  oldest %s  in hand %s  set aside %s\n"
#define SAY_SHUT	"%s  %s (%s): nothing is sent that way until %s, after %s failures in a row\n"
#define SAY_WAITING	"%s  %s  %s  %s  %s  tried %s  %s: %s\n"
#define SAY_QUIET	"nothing waits for a person\n"
#define SAY_LETTER	"%s  %s  %s  %s  asked for %s: %s, tried %s  %s %s\n"
#define SAY_DOCUMENT	"    letter %s\n"
#define SAY_STORY	"    %s  %s %s  %s  %s  %s\n"
#define SAY_NO_LETTER	"%s: no letter has this id, and no case with letters this reference"
#define SAY_NO_ROW	"%s: no letter with this id waits for that"
#define SAY_BUSY	"%s: the postman has it in hand now; wait a moment"
#define SAY_AGAIN	"is tried again now"
#define SAY_RETRIED	"%s letters are tried again now; those that may have gone out are left to a person, one by one\n"
#define SAY_PARKED	"is set aside until it is tried again"
#define SAY_CLOSED	"is closed, and not tried again"
#define SAY_TRANSPORTS	"%s: sound; no server was asked\n"

#endif

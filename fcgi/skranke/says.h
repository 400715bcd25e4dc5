/* says.h - the sentences of the command line, as printf formats */
#ifndef SKRANKE_SAYS_H
#define SKRANKE_SAYS_H

#define SAY_NO_DB	"SKRANKE_DB is not set; it says how to reach the database"
#define SAY_USAGE	"wrong arguments; see skranke %s --help"
#define SAY_VERB	"no such verb; see skranke --help"
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
#define SAY_SCHEMA	"%s: the schema cannot be read"
#define SAY_LINE	"%s:%d: %s"
#define SAY_HOST	"%s: the host name %s belongs to municipality %s"
#define SAY_PUT		"%s %s: %zu kindergartens, %zu people at the desk\n"

/* templates */
#define SAY_NO_TRANSLATE	"the script translate is not beside the program; install it, or set SKRANKE_LANGUAGES"
#define SAY_NO_ROOM	"no folder could be made for the translated templates; is there room in TMPDIR?"
#define SAY_NO_LANGUAGES	"%s: the translations in po/ could not be put in"
#define SAY_SOUND	"%s: sound, sha256 %s\n"
#define SAY_RELEASED	"%s: release %s is in force, sha256 %s\n"
#define SAY_SAME	"%s: as it was; the release in force stays\n"
#define SAY_RELEASE	"%-24s %4s %c %.16s  %s\n"

/* audit */
#define SAY_EVENT_ALTERED	"%s (%s): event %lld was altered"
#define SAY_EVENT_LINK		"%s (%s): event %lld does not follow from the one before it"
#define SAY_EVENT_MISSING	"%s (%s): event %lld is missing"
#define SAY_EVENT_EXTRA		"%s (%s): event %lld is more than the case knows of"
#define SAY_EVENT_HEAD		"%s (%s): the case's own hash is not that of event %lld"
#define SAY_EVENT_STATE		"%s (%s): the case is in another state than event %lld brought it to"
#define SAY_HOLDS		"%zu cases, %zu events: every chain holds\n"
#define SAY_BREAKS		"%zu cases, %zu events: %zu chains do not hold"
#define SAY_HEAD		"head of all cases: %s\n"

/* outbox */
#define SAY_WAITING	"%s  %s  %s  %s  %s  tried %s  %s: %s\n"
#define SAY_QUIET	"nothing waits\n"
#define SAY_NO_ROW	"%s: no row of the outbox with this id waits for a person"
#define SAY_AGAIN	"is tried again now"
#define SAY_CLOSED	"is closed, and not tried again"

#endif

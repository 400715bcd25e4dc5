/*
 * export.h - a case as an XML document in somebody else's shape
 *
 * A template is XML in the namespace urn:skranke:export:1 and says what the document looks like:
 *
 *   <export id="NAME" root="ELEMENT" namespace="URI">
 *   <title>…</title>                       what the file is called at the desk; one, first
 *   <attribute name="…" value="…"/>        of the root
 *   <element name="…">…</element>          holds elements, codes and each
 *   <element name="…" of="SOURCE"/>        holds a value
 *   <element name="…" value="EXPR"/>       holds what an expression over the answers gives
 *     as="text|number|integer|date|boolean"  how it is written (text unless said): 49.5, 12,
 *                                          2027-08-17, true; integer is one of 32 bits
 *     true="ja"                            the answer that is true of a question that has others;
 *                                          with as="boolean"
 *   <code name="…" of="SOURCE"/>           the pair kodeverdi and kodebeskrivelse of a choice, one
 *                                          for each that is ticked
 *     <item is="…" value="…">…</item>      what a value is called in their list; all, or none
 *   <code name="…" value="…">…</code>      a pair that is always the same
 *   <each of="REPEAT">…</each>             once for each row; its questions are known inside
 *   <each of="case.files">…</each>         once for each file that was sent with the answers, in
 *                                          the order of their questions; file.name, file.code (the
 *                                          letter of the national list) and file.kind (what that
 *                                          stands for) are known inside, and a <code> of file.code
 *                                          is the pair of them
 *   when="EXPR"                            on an element or a code: only when it holds
 *
 * SOURCE is a question, or of a case: case.ref, case.year, case.number (in the year),
 * case.received, case.state, decision.outcome, decision.day, tenant.number, tenant.name,
 * applicant.name, applicant.pid, where the applicant's letters go on paper: applicant.line1,
 * applicant.line2, applicant.postcode, applicant.city and applicant.country (of an address abroad);
 * party.ID.name and party.ID.pid of service.xml, where ID may be representative.
 *
 * A value that is not there, not known, or cannot be written as `as` says is left out with its
 * element, and so is an element that would hold nothing; the root is always there.  An address that
 * the world's reader may not know (world->mask) is not there.
 */
#ifndef EXPORT_EXPORT_H
#define EXPORT_EXPORT_H

#include "base/err.h"
#include "base/str.h"
#include "form/form.h"
#include "xml/xml.h"

#define EXPORT_NS		"urn:skranke:export:1"
#define EXPORT_MEDIA_TYPE	"application/xml; charset=utf-8"

struct arena;
struct buf;
struct export;		/* one template, compiled; lives in the arena it was loaded in */

/*
 * export_load - check a template and compile it
 *
 * takes    doc      may go afterwards
 *          parties  ids of the service's parties, a blank between
 *          complain called with line and message for everything that is wrong; NULL: silent
 * fails    ERR_CONFIG
 */
enum err export_load(struct arena *, xmlDoc *doc, const struct form *, struct str parties,
    xml_complain_fn *, void *complain_ctx, const struct export **out) MUST_USE;

struct str export_id(const struct export *);
struct str export_title(const struct export *);

/* What is known of a case beside its answers; of what is not known, the empty str. */
struct export_party {
	struct str	 id, name, pid;
};
struct export_facts {
	struct str	 ref, state, outcome;	/* BYG-2026-000012: year and number are in it */
	int64_t		 received_at, decided_at;	/* 0: not yet */
	struct str	 tenant_number, tenant_name;
	struct str	 applicant_name, applicant_pid;
	struct str	 line1, line2, postcode, city, country;	/* theirs, on paper */
	const struct export_party *parties;
	size_t		 nparties;
};

/* The document, appended to out: UTF-8, a line for each element.  The rules must have run; a file
   that world->file does not know is not there. */
void export_make(const struct export *, const struct answers *, const struct form_world *,
    const struct export_facts *, struct buf *out);

#endif

/* What is known of a case beside its answers, by name. */
#include "export/private.h"

#include <string.h>

#include "base/arena.h"
#include "base/suggest.h"
#include "base/time.h"

#define PARTY	"party."
#define KNOWN	"case.ref case.year case.number case.received case.state decision.outcome " \
    "decision.day tenant.number tenant.name applicant.name applicant.pid applicant.line1 " \
    "applicant.line2 applicant.postcode applicant.city applicant.country"
#define OF_FILE	"file.name " EXPORT_FILE_CODE " file.kind"

static bool
among(struct str word, struct str words)
{
	while (words.n > 0)
		if (str_eq(str_cut(&words, ' '), word))
			return true;
	return false;
}

/* party.ID.name */
static bool
party_parts(struct str name, struct str *id, struct str *what)
{
	if (!str_starts(name, STR(PARTY)))
		return false;
	*what = str_skip(name, strlen(PARTY));
	*id = str_cut(what, '.');
	return str_eq_z(*what, "name") || str_eq_z(*what, "pid");
}

bool
export_fact_known(struct str name, struct str parties)
{
	struct str id, what;

	if (party_parts(name, &id, &what))
		return str_eq_z(id, "representative") || (id.n > 0 && among(id, parties));
	return among(name, STR(KNOWN));
}

struct str
export_fact_like(struct str name)
{
	return suggest_word(name, STR(KNOWN " " OF_FILE));
}

bool
export_file_known(struct str name)
{
	return among(name, STR(OF_FILE));
}

struct str
export_file_fact(const struct form_file *f, const struct form_item *it, struct str name)
{
	if (str_eq_z(name, EXPORT_FILE_CODE))
		return it->code;
	return str_eq_z(name, "file.kind") ? it->code_name : f->name;
}

static struct str
day(struct arena *a, int64_t at)
{
	return at != 0 ? time_date_iso(a, time_oslo_date(at)) : STR("");
}

/* BYG-2026-000012: 1 is the year, 2 the number without the noughts before it. */
static struct str
ref_part(struct arena *a, struct str ref, int part)
{
	struct str s = str_cut(&ref, '-');
	int64_t n;

	for (int i = 0; i < part; i++)
		s = str_cut(&ref, '-');
	return str_int(s, &n) ? str_fmt(a, "%lld", (long long)n) : STR("");
}

static struct str
of_party(const struct export_facts *f, struct str id, struct str what)
{
	for (size_t i = 0; i < f->nparties; i++)
		if (str_eq(f->parties[i].id, id))
			return str_eq_z(what, "pid") ? f->parties[i].pid : f->parties[i].name;
	return STR("");
}

struct str
export_fact(struct arena *a, const struct export_facts *f, struct str name)
{
	const struct {
		const char *name;
		struct str value;
	} v[] = { { "case.ref", f->ref }, { "case.year", ref_part(a, f->ref, 1) },
		{ "case.number", ref_part(a, f->ref, 2) },
		{ "case.received", day(a, f->received_at) }, { "case.state", f->state },
		{ "decision.outcome", f->outcome }, { "decision.day", day(a, f->decided_at) },
		{ "tenant.number", f->tenant_number }, { "tenant.name", f->tenant_name },
		{ "applicant.name", f->applicant_name }, { "applicant.pid", f->applicant_pid },
		{ "applicant.line1", f->line1 }, { "applicant.line2", f->line2 },
		{ "applicant.postcode", f->postcode }, { "applicant.city", f->city },
		{ "applicant.country", f->country } };
	struct str id, what;

	if (party_parts(name, &id, &what))
		return of_party(f, id, what);
	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		if (str_eq_z(name, v[i].name))
			return v[i].value;
	return STR("");
}

/*
 * complainant.c - a complaint that came by letter or over the counter is written in
 *
 * Of the applicant it begins the treatment.  Of another it waits to be judged, as one that was sent
 * in here does: whether they may complain, and whether it came in time.
 */
#include "base/arena.h"
#include "base/id.h"
#include "base/time.h"
#include "desk/complaint.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "flow/flow.h"

#define NAME_BYTES	200
#define LINE_BYTES	100
#define CITY_BYTES	60
#define POSTCODE	4

/* Who complains, in the field that says so; else the id of one who was told. */
#define APPLICANT	"soker"
#define STRANGER	"annen"

struct coming {
	struct complaint c;
	struct str	 who;
	struct case_complaint it;	/* by is of a stranger alone */
	struct str	 line1, postcode, city;
};

static bool
is_answered(const struct complaint *c)
{
	return !c->w.closed && (c->w.decided_on.n > 0 || c->w.deemed);
}

bool
complaint_registers(const struct req *r, const struct complaint *c)
{
	return page_case_may(r, &c->w.c, "complain") || (work_writes(r, &c->w) && is_answered(c));
}

struct str
complaint_at(const struct req *r, const struct db_rows *others, size_t i)
{
	int64_t at = db_at(others, i, "at");

	return db_bool(others, i, "paper") ? page_day(r, at) : page_at(r, at);
}

/* ---- the form ---- */

/* Where nobody is named it is the applicant's, as long as that can be, or of the one there is. */
static struct str
who_of(const struct req *r, const struct complaint *c)
{
	if (params_has(&r->form, "hvem"))
		return page_field(r, "hvem");
	if (r->method == POST || page_case_may(r, &c->w.c, "complain"))
		return STR(APPLICANT);
	return db_count(c->parties) == 0 ? STR(STRANGER) : STR("");
}

static void
fill_who(struct req *r, const struct complaint *c, struct str who)
{
	vlist(page_map(r), "complainants");
	for (size_t i = 0; i < db_count(c->parties); i++) {
		struct vmap *m = vadd(page_map(r), "complainants");
		struct str id = db_get(c->parties, i, "id");

		vset(m, "value", id);
		vset(m, "name", db_get(c->parties, i, "name"));
		vset(m, "property", db_get(c->parties, i, "property"));
		vset_flag(m, "chosen", str_eq(id, who));
	}
}

/* It was sent from here, or something is typed here. */
static bool
is_begun(const struct req *r)
{
	static const char *const fields[] = { "klager", "adresse", "postnummer", "poststed",
	    "mottatt", "klage", "endring" };

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (page_field(r, fields[i]).n > 0)
			return true;
	return str_ends(r->path, STR("/registrer"));
}

void
complaint_form(struct req *r, const struct complaint *c)
{
	static const char *const names[][2] = { { "typed_by", "klager" },
		{ "typed_line1", "adresse" }, { "typed_postcode", "postnummer" },
		{ "typed_city", "poststed" } };
	struct str who = who_of(r, c);
	struct vmap *v = page_map(r);

	fill_who(r, c, who);
	vset_flag(v, "register_open", page_case_may(r, &c->w.c, "complain") || is_begun(r));
	vset_flag(v, "by_applicant", page_case_may(r, &c->w.c, "complain"));
	vset_flag(v, "is_applicant", str_eq_z(who, APPLICANT));
	vset_flag(v, "is_stranger", str_eq_z(who, STRANGER));
	vset_flag(v, "typed_late", params_has(&r->form, "sent"));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		vset(v, names[i][0], page_field(r, names[i][1]));
}

/* ---- what is written ---- */

/* Its row among those who were told, or their number when it is none. */
static size_t
party_of(const struct coming *k)
{
	size_t i = 0, n = db_count(k->c.parties);

	while (i < n && !str_eq(db_get(k->c.parties, i, "id"), k->who))
		i++;
	return i;
}

static bool
is_postcode(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n == POSTCODE;
}

static void
read_stranger(struct req *r, struct coming *k)
{
	k->it.by = str_trim(page_field(r, "klager"));
	k->line1 = str_trim(page_field(r, "adresse"));
	k->postcode = str_trim(page_field(r, "postnummer"));
	k->city = str_trim(page_field(r, "poststed"));
	k->it.late = params_has(&r->form, "sent");
	if (k->it.by.n == 0 || k->it.by.n > NAME_BYTES)
		complaint_wrong(r, "error_name", "#klager", "complaint-name");
	if (k->line1.n == 0 || k->line1.n > LINE_BYTES || k->city.n == 0 || k->city.n > CITY_BYTES)
		complaint_wrong(r, "error_address", "#adresse", "complaint-address");
	else if (!is_postcode(k->postcode))
		complaint_wrong(r, "error_address", "#postnummer", "complaint-postcode");
}

/* The day counts to its end. */
static bool
is_after(int64_t due_at, struct str received)
{
	struct date d;

	return due_at != 0 && time_date_read(received, &d) &&
	    time_day(d) > time_day(time_oslo_date(due_at));
}

/* By the time of who it is: the applicant's, or what counts from a letter of their own. */
static bool
is_late(struct req *r, const struct coming *k, size_t party)
{
	int64_t told_at, due = 0;

	if (party == db_count(k->c.parties))
		return is_after(db_at(k->c.story, 0, "complaint_due"), k->it.received);
	told_at = db_at(k->c.parties, party, "told_at");
	return told_at != 0 && flow_due(str_fmt(r->a, "P" STR_FMT "D",
	    STR_ARG(db_get(k->c.parties, party, "days"))), told_at, true, &due) &&
	    is_after(due, k->it.received);
}

static void
read_coming(struct req *r, struct coming *k)
{
	size_t party = party_of(k);
	bool stranger = str_eq_z(k->who, STRANGER);

	k->it.text = str_trim(page_field(r, "klage"));
	k->it.wanted = str_trim(page_field(r, "endring"));
	if (stranger)
		read_stranger(r, k);
	else if (party == db_count(k->c.parties) && !str_eq_z(k->who, APPLICANT))
		complaint_wrong(r, "error_who", "#hvem", "complaint-who");
	if (k->it.text.n == 0)
		complaint_wrong(r, "error_text", "#klage", "complaint-text");
	else if (k->it.text.n > CASE_COMPLAINT_BYTES || k->it.wanted.n > CASE_COMPLAINT_BYTES)
		complaint_wrong(r, "error_text", "#klage", "complaint-long");
	if (!complaint_day(r, &k->c, "mottatt", &k->it.received))
		complaint_wrong(r, "error_day", "#mottatt", "complaint-day");
	if (!stranger)
		k->it.late = is_late(r, k, party);
}

/* ---- kept ---- */

static enum err
keep(struct req *r, const struct coming *k)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_HEARD_COMPLAINT_REGISTER, r->seg[0],
	    str_eq_z(k->who, STRANGER) ? STR_NONE : k->who, k->it.received,
	    k->it.late ? STR("t") : STR("f"), k->it.text, k->it.wanted, k->it.by, k->line1,
	    k->postcode, k->city);
	struct str became;

	TRY(db_run(page_db(r)));
	became = db_get(rows, 0, "became");
	if (str_eq_z(became, "twice")) {
		complaint_wrong(r, "error_who", "#hvem", "complaint-twice");
		r->status = err_http(ERR_STALE);
		return complaint_refuse(r, &k->c);
	}
	TRY(page_commit(r));
	if (!str_eq_z(became, "done"))
		return ERR_STALE;
	reply_redirect(r, str_fmt(r->a, STR_FMT "/klage?registrert=1", STR_ARG(k->c.w.base)));
	return ERR_OK;
}

enum err
desk_complaint_register(struct req *r)
{
	struct complaint_asked asked = complaint_ask(r, DB_ADD(page_db(r), SQL_CASE_LOCK,
	    r->seg[0]));
	struct coming k = { .it.paper = true };
	struct case_event e;
	bool shown;

	TRY(complaint_open(r, &asked, &k.c, &shown));
	if (shown)
		return ERR_OK;
	k.who = who_of(r, &k.c);
	if (!complaint_registers(r, &k.c) ||
	    (str_eq_z(k.who, APPLICANT) && !page_case_may(r, &k.c.w.c, "complain")))
		return ERR_STALE;
	read_coming(r, &k);
	if (r->status == err_http(ERR_INVALID))
		return complaint_refuse(r, &k.c);
	if (!str_eq_z(k.who, APPLICANT))
		return keep(r, &k);
	e = page_case_event(r, &k.c.w.c, "complain");
	e.data = case_complaint_json(r->a, &k.it);
	return complaint_fire(r, &k.c, &e, "klage");
}

/* The world of a scenario: its registers, its clock, its municipality. */
#include "scenario/private.h"

#include "base/time.h"

#define DAY_USEC	INT64_C(86400000000)
#define MORNING_USEC	INT64_C(36000000000)	/* 10.00 UTC: the same day in Norway */

/* As the last one of its name said, up to the step under way. */
static xmlNode *
register_of(const struct run *r, struct str name)
{
	xmlNode *found = NULL;

	for (xmlNode *n = xml_first(r->s->root); n != NULL && n != r->step; n = xml_next(n))
		if (xml_is(n, "register") && str_eq(xml_attr(n, "name"), name))
			found = n;
	return found;
}

void
run_registers(struct run *r)
{
	memset(r->list, 0, (r->rel->form->nlists + 1) * sizeof *r->list);
}

static struct str
column(struct arena *a, xmlNode *option, struct str name)
{
	for (xmlNode *n = xml_first(option); n != NULL; n = xml_next(n))
		if (str_eq(xml_attr(n, "name"), name))
			return xml_text(a, n);
	return xml_attr(option, "label");
}

static struct form_option
take_option(struct arena *a, xmlNode *n, struct str columns)
{
	struct str *v = arena_alloc(a, (columns.n + 1) * sizeof *v);
	size_t k = 0;

	while (columns.n > 0)
		v[k++] = column(a, n, str_cut(&columns, ' '));
	return (struct form_option){ xml_attr(n, "value"), xml_attr(n, "label"), v };
}

static const struct form_options *
take_options(struct arena *a, xmlNode *reg, struct str columns)
{
	struct form_options *o = ARENA_NEW(a, struct form_options);
	struct form_option *v;
	size_t n = 0;

	for (xmlNode *c = xml_first(reg); c != NULL; c = xml_next(c))
		n += xml_is(c, "option");
	v = arena_alloc(a, (n + 1) * sizeof *v);
	for (xmlNode *c = xml_first(reg); c != NULL; c = xml_next(c))
		if (xml_is(c, "option"))
			v[o->n++] = take_option(a, c, columns);
	o->v = v;
	return o->n > 0 ? o : NULL;
}

static const struct form_options *
list(void *ctx, const struct form_list *l)
{
	struct run *r = ctx;
	xmlNode *reg;

	if (r->list[l->index] == NULL && (reg = register_of(r, l->source)) != NULL)
		r->list[l->index] = take_options(r->a, reg, l->columns);
	return r->list[l->index];
}

static struct str
value(void *ctx, struct str name)
{
	struct run *r = ctx;
	xmlNode *n = xml_first(register_of(r, str_cut(&name, '/')));

	for (; n != NULL; n = xml_next(n))
		if (xml_is(n, "value") && str_eq(xml_attr(n, "name"), name))
			return xml_text(r->a, n);
	return STR_NONE;
}

/* As the last <hearing> of its name said, up to the step under way; none are said of: none. */
static double
hearing(void *ctx, struct str name)
{
	const struct run *r = ctx;
	struct str id = str_cut(&name, '/'), said = STR_NONE;
	int64_t n = 0;

	for (xmlNode *c = xml_first(r->s->root); c != NULL && c != r->step; c = xml_next(c))
		if (xml_is(c, "hearing") && str_eq(xml_attr(c, "id"), id))
			said = xml_attr(c, str_z(r->a, name));
	(void)str_int(said, &n);
	return (double)n;
}

struct str
step_day(const xmlNode *n, int64_t *day)
{
	struct str s = xml_attr(n, "today");
	struct date d = { 1970, 1, 1 };

	if (s.n > 0 && time_date_read(s, &d))
		*day = time_day(d);
	return s;
}

void
run_set_clock(struct run *r, int64_t at)
{
	r->world.now_at = at;
	r->world.today = time_day(time_oslo_date(at));
}

bool
run_clock(struct run *r, const xmlNode *step)
{
	int64_t day;

	if (step_day(step, &day).n == 0 || day == r->world.today)
		return true;
	if (day < r->world.today)
		return run_fail(r, step, "the clock goes back: it is %s already",
		    time_date_iso(r->a, time_date(r->world.today)).p);
	run_set_clock(r, day * DAY_USEC + MORNING_USEC);
	return true;
}

static const struct geo_map *
map(void *ctx)
{
	const struct run *r = ctx;

	return r->map.n > 0 ? &r->map : NULL;
}

/* As `skranke tenant map` would have it: a line for each ring or line. */
static void
take_map(struct run *r)
{
	xmlNode *m = xml_child(r->s->root, "municipality");
	struct buf b = buf_new(r->a, 1024);

	for (xmlNode *n = m != NULL ? xml_first(m) : NULL; n != NULL; n = xml_next(n))
		buf_fmt(&b, STR_FMT "\t" STR_FMT "\t%d\t" STR_FMT "\n",
		    STR_ARG(xml_attr(n, "layer")), STR_ARG(xml_attr(n, "name")),
		    !str_eq_z(xml_attr(n, "layer"), geo_layer_name(GEO_ROAD)),
		    STR_ARG(xml_text(r->a, n)));
	if (!geo_map_read(r->a, buf_str(&b), &r->map))
		r->map.n = 0;
}

void
run_world(struct run *r)
{
	int64_t day = 0;

	take_map(r);

	r->list = arena_alloc(r->a, (r->rel->form->nlists + 1) * sizeof(struct form_options *));
	r->world = (struct form_world){ .test_numbers = true, .list = list, .value = value,
		.ctx = r, .seen = r->cover != NULL ? cover_rule : NULL, .seen_ctx = r->cover,
		.file = run_file, .file_ctx = r, .hearing = hearing, .hearing_ctx = r, .map = map,
		.map_ctx = r, .tenant = xml_attr(xml_child(r->s->root, "municipality"), "number") };
	step_day(r->s->root, &day);
	run_set_clock(r, day * DAY_USEC + MORNING_USEC);
}

/* ---- what letters speak of beside the answers ---- */

static struct str
said(xmlNode *n, const char *attr, struct str otherwise)
{
	struct str s = n != NULL ? xml_attr(n, attr) : STR_NONE;

	return s.n > 0 ? s : otherwise;
}

void
run_facts(struct run *r)
{
	xmlNode *m = xml_child(r->s->root, "municipality");
	struct letter_facts *f = &r->facts;

	f->person_name = xml_attr(xml_child(r->s->root, "person"), "name");
	f->case_ref = str_fmt(r->a, STR_FMT "-%d-000001", STR_ARG(r->rel->service->prefix),
	    time_date(r->world.today).year);
	f->code = STR("2345678923456789");
	f->service_title = r->rel->service->title;
	f->service_note = said(m, "note", STR(""));
	f->tenant_name = said(m, "name", STR("Eksempel kommune"));
	f->tenant_email = said(m, "email", STR("post@eksempel.example"));
	f->tenant_phone = said(m, "phone", STR("99 99 99 99"));
	f->tenant_address = said(m, "address", STR("Torget 1, 9999 Eksempel"));
	f->tenant_url = said(m, "url", STR("https://eksempel.example/"));
	f->wait_reason = f->wait_pause = f->expected = STR("");
	f->outcome = f->place = f->start = f->text = f->by = STR("");
	f->until = f->remains = STR("");
	f->approved_by = f->decided_on = f->replaces = f->change = STR("");
	f->complaint_body = said(m, "complaint-body", r->rel->service->complaint_body);
	f->complaint_address = said(m, "complaint-body-address", STR(""));
	f->complaint_law = r->rel->service->complaint_law;
	f->complaint = (struct letter_complaint){ .received = STR("") };
	f->complaint_days = letter_complaint_days(said(m, "complaint-days", STR("")));
}

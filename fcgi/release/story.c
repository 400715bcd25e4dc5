#include "release/story.h"

#include "base/arena.h"

static const struct letter_reason *
read_lines(struct arena *a, const struct service *s, struct str lines,
    const struct service_reason *(*find)(const struct service *, struct str code), size_t *n_out)
{
	size_t n = 0, most = lines.n > 0;
	struct letter_reason *v;

	for (size_t i = 0; i < lines.n; i++)
		most += lines.p[i] == '\n';
	v = arena_alloc(a, (most + 1) * sizeof *v);
	while (lines.n > 0) {
		struct str line = str_cut(&lines, '\n'), code = str_cut(&line, '\t');
		struct str law = str_cut(&line, '\t');
		const struct service_reason *known = find(s, code);

		v[n++] = (struct letter_reason){ known != NULL ? known->text : line, law };
	}
	*n_out = n;
	return v;
}

const struct letter_reason *
story_reasons(struct arena *a, const struct service *s, struct str lines, size_t *n_out)
{
	return read_lines(a, s, lines, service_reason, n_out);
}

const struct letter_reason *
story_conditions(struct arena *a, const struct service *s, struct str lines, size_t *n_out)
{
	return read_lines(a, s, lines, service_condition, n_out);
}

void
story_fill(struct arena *a, const struct service *s, const struct db_rows *r,
    struct letter_facts *f)
{
	f->outcome = db_get(r, 0, "outcome");
	f->place = db_get(r, 0, "place");
	f->start = db_get(r, 0, "start");
	f->until = db_get(r, 0, "until");
	f->remains = db_get(r, 0, "remains");
	f->text = db_get(r, 0, "text");
	f->by = db_get(r, 0, "decided_by");
	f->approved_by = db_get(r, 0, "approved_by");
	f->decided_on = db_get(r, 0, "decided_on");
	f->replaces = db_get(r, 0, "replaces");
	f->change = db_get(r, 0, "change");
	f->reasons = story_reasons(a, s, db_get(r, 0, "reasons"), &f->nreasons);
	f->conditions = story_conditions(a, s, db_get(r, 0, "conditions"), &f->nconditions);
	f->complaint = (struct letter_complaint){ .received = db_get(r, 0, "complaint_received"),
		.late = db_bool(r, 0, "complaint_late"), .text = db_get(r, 0, "complaint_text"),
		.wanted = db_get(r, 0, "complaint_wanted"),
		.by = db_get(r, 0, "complaint_by"),
		.assessment = db_get(r, 0, "assessment") };
	f->appeal = (struct letter_appeal){ db_get(r, 0, "appeal_result"),
		db_get(r, 0, "appeal_on"), db_get(r, 0, "appeal_text") };
}

void
story_inspection(struct arena *a, const struct service *s, const struct db_rows *r,
    struct letter_facts *f)
{
	struct letter_remark *v = arena_alloc(a, (db_count(r) + 1) * sizeof *v);
	size_t n = 0;

	if (db_count(r) == 0)
		return;
	for (size_t i = 0; i < db_count(r); i++)
		if (db_get(r, i, "text").n > 0)
			v[n++] = (struct letter_remark){ db_get(r, i, "text"),
				db_get(r, i, "due") };
	f->inspection = (struct letter_inspection){ .n = db_get(r, 0, "n"),
		.day = db_get(r, 0, "day"), .replaces = db_get(r, 0, "replaces"),
		.present = db_get(r, 0, "present"), .seen = db_get(r, 0, "seen"),
		.law = s->inspections.law, .title = s->inspections.citizen, .remarks = v,
		.nremarks = n };
}

void
story_body(const struct service *s, struct str named, struct str address, struct letter_facts *f)
{
	f->complaint_body = named.n > 0 ? named : s->complaint_body;
	f->complaint_address = address;
	f->complaint_law = s->complaint_law;
}

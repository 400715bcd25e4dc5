#include "page/family.h"

#include "page/case.h"
#include "page/page.h"

static struct str
words(const struct req *r, const struct service_words *w)
{
	return page_session(r)->desk_user_id.p != NULL ? w->desk : w->citizen;
}

enum err
family_fill(struct req *r, const struct db_rows *rows, const char *base)
{
	vlist(page_map(r), "family");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m = vadd(page_map(r), "family");
		struct str ref = db_get(rows, i, "ref"), outcome = db_get(rows, i, "outcome");
		const struct service_words *state;
		const struct release *rel;

		TRY(page_release(r, db_get(rows, i, "release_id"), &rel));
		state = service_words(r->a, rel->service->states, rel->service->nstates,
		    db_get(rows, i, "state"));
		vset(m, "ref", ref);
		vset(m, "href", str_fmt(r->a, "%s" STR_FMT, base, STR_ARG(ref)));
		vset(m, "title", rel->service->form_title);
		vset(m, "at", page_day(r, db_at(rows, i, "received_at")));
		vset(m, "state_text", words(r, state));
		vset(m, "ball", state->ball);
		vset(m, "outcome_text", outcome.n == 0 ? STR("") : words(r,
		    service_words(r->a, rel->service->outcomes, rel->service->noutcomes, outcome)));
		vset_flag(m, "here", db_bool(rows, i, "here"));
	}
	return ERR_OK;
}

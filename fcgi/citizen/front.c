/* front.c - what is happening in your life, and what a life event asks for */
#include "citizen/front.h"
#include "citizen/routes.h"
#include "page/page.h"

struct events citizen_events[LANG_COUNT];

enum err
citizen_front(struct req *r)
{
	const struct events *events;

	TRY(page_read(r));
	events = &citizen_events[page_lang(r)];
	vlist(page_map(r), "events");
	for (size_t i = 0; i < events->n; i++) {
		const struct event *e = &events->v[i];
		struct vmap *m = vadd(page_map(r), "events");

		vset(m, "id", e->id);
		vset(m, "href", str_fmt(r->a, "/livshendelser/" STR_FMT, STR_ARG(e->id)));
		vset(m, "title", e->title);
		vset(m, "lead", e->lead);
	}
	return page_show(r, "citizen/front");
}

static void
fill_step(const struct req *r, const struct event_step *s)
{
	struct vmap *m = vadd(page_map(r), "steps");
	bool own = s->service.p != NULL;

	vset(m, "title", s->title);
	vset(m, "text", s->text);
	vset(m, "owner", own ? page_tenant(r)->name : s->owner);
	vset_flag(m, "own", own);
	vset(m, "href", own ? str_fmt(r->a, "/tjenester/" STR_FMT, STR_ARG(s->service)) : s->href);
}

enum err
citizen_life_event(struct req *r)
{
	const struct event *e;

	TRY(page_read(r));
	e = events_find(&citizen_events[page_lang(r)], r->seg[0]);
	if (e == NULL)
		return ERR_GONE;
	vset(page_map(r), "id", e->id);
	vset(page_map(r), "title", e->title);
	vset(page_map(r), "lead", e->lead);
	vlist(page_map(r), "steps");
	for (size_t i = 0; i < e->nsteps; i++)
		fill_step(r, &e->steps[i]);
	return page_show(r, "citizen/life-event");
}

#include "desk/drawing.h"

#include "base/buf.h"
#include "flow/draw.h"

static struct str
number(struct req *r, int n)
{
	return str_fmt(r->a, "%d", n);
}

static struct str
state_words(struct req *r, const struct service *s, struct str id)
{
	return service_words(r->a, s->states, s->nstates, id)->desk;
}

static void
fill_box(struct req *r, const struct work *w, const struct flow_box *b)
{
	struct vmap *m = vadd(page_map(r), "boxes");

	vset(m, "x", number(r, b->x));
	vset(m, "y", number(r, b->y));
	vset(m, "width", number(r, b->width));
	vset(m, "height", number(r, b->height));
	vset(m, "text_x", number(r, b->x + b->width / 2));
	vset(m, "text_y", number(r, b->y + b->height / 2 + 5));
	vset(m, "text", b->frame ? STR("") : state_words(r, w->c.release->service, b->id));
	vset_flag(m, "frame", b->frame);
	vset_flag(m, "final", b->final);
	vset_flag(m, "current", str_eq(b->id, w->c.state));
}

/* Of a frame: every state in it. */
static struct str
from_words(struct req *r, const struct work *w, struct str id)
{
	const struct release *rel = w->c.release;
	struct buf b = buf_new(r->a, 128);
	const struct str *v;
	size_t n = flow_states(r->a, rel->flow, &v);

	for (size_t i = 0; i < n; i++)
		if (flow_in(rel->flow, v[i], id))
			buf_fmt(&b, "%s" STR_FMT, buf_str(&b).n > 0 ? ", " : "",
			    STR_ARG(state_words(r, rel->service, v[i])));
	return buf_str(&b);
}

static struct str
event_words(struct req *r, const struct work *w, struct str events)
{
	const struct service *s = w->c.release->service;
	struct buf b = buf_new(r->a, 128);

	while (events.n > 0) {
		struct str event = str_cut(&events, ' ');

		if (event.n > 0)
			buf_fmt(&b, "%s" STR_FMT, buf_str(&b).n > 0 ? "; " : "",
			    STR_ARG(service_words(r->a, s->events, s->nevents, event)->desk));
	}
	return buf_str(&b);
}

static void
fill_arrow(struct req *r, const struct work *w, const struct flow_arrow *x)
{
	struct vmap *m = vadd(page_map(r), "arrows");

	vset(m, "number", number(r, x->number));
	vset(m, "path", x->path);
	vset(m, "x", number(r, x->x));
	vset(m, "y", number(r, x->y));
	vset(m, "text_y", number(r, x->y + 4));
	vset(m, "from_text", from_words(r, w, x->from));
	vset(m, "event_text", event_words(r, w, x->events));
	vset(m, "to_text", x->path.n == 0 ? STR("") :
	    state_words(r, w->c.release->service, x->to));
	vset_flag(m, "by_applicant", (x->by & FLOW_APPLICANT) != 0);
	vset_flag(m, "by_caseworker", (x->by & FLOW_CASEWORKER) != 0);
	vset_flag(m, "by_leader", (x->by & FLOW_LEADER) != 0 && (x->by & FLOW_CASEWORKER) == 0);
	vset_flag(m, "by_system", (x->by & FLOW_SYSTEM) != 0);
	vset_flag(m, "four_eyes", x->four_eyes);
}

void
drawing_fill(struct req *r, const struct work *w)
{
	struct flow_drawing d;

	flow_draw(r->a, w->c.release->flow, &d);
	vset(page_map(r), "viewbox", str_fmt(r->a, "%d 0 %d %d", d.left, d.width, d.height));
	vset(page_map(r), "drawing_width", number(r, d.width));
	vset(page_map(r), "drawing_height", number(r, d.height));
	vlist(page_map(r), "boxes");
	vlist(page_map(r), "arrows");
	for (size_t i = 0; i < d.nboxes; i++)
		fill_box(r, w, &d.boxes[i]);
	for (size_t i = 0; i < d.narrows; i++)
		fill_arrow(r, w, &d.arrows[i]);
}

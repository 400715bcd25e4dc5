#include "flow/draw.h"

#include "base/arena.h"
#include "flow/private.h"

#define WIDTH	240		/* of a box; the longest words of the services fit */
#define HEIGHT	44
#define GAP	30
#define PAD	14		/* between a frame and what stands in it */
#define LANE	26
#define EDGE	18

struct drawing {
	struct arena	*a;
	const struct flow *flow;
	struct flow_box	*box;
	struct flow_arrow *arrow;
	size_t		 nbox, narrow;
	int		 left, right;	/* lanes in use on each side */
};

/* ---- boxes ---- */

static int
depth_of(const struct flow_state *s)
{
	int n = 0;

	for (s = s->parent; s != NULL; s = s->parent)
		n++;
	return n;
}

static int
deepest(const struct flow *f)
{
	int most = 0;

	for (const struct flow_state *s = f->first; s != NULL; s = s->next)
		if (depth_of(s) > most)
			most = depth_of(s);
	return most;
}

/* Put the states of one parent below each other from y; gives where the next may begin. */
static int
put_boxes(struct drawing *d, const struct flow_state *parent, int y)
{
	int deep = deepest(d->flow);

	for (const struct flow_state *s = d->flow->first; s != NULL; s = s->next) {
		int in = deep - depth_of(s);	/* a frame is wider the further out it is */
		struct flow_box *b;

		if (s->parent != parent)
			continue;
		b = &d->box[d->nbox++];
		*b = (struct flow_box){ .id = s->id, .frame = s->compound, .final = s->final,
			.x = s->compound ? -PAD * in : 0, .y = y,
			.width = WIDTH + (s->compound ? 2 * PAD * in : 0), .height = HEIGHT };
		if (s->compound)
			b->height = put_boxes(d, s, y + PAD) - GAP + PAD - y;
		y += b->height + GAP;
	}
	return y;
}

static const struct flow_box *
box_of(const struct drawing *d, struct str id)
{
	const struct flow_box *b = d->box;

	while (!str_eq(b->id, id))
		b++;
	return b;
}

/* ---- arrows ---- */

static const struct flow_state *
innermost(const struct flow_state *s)
{
	while (s->compound)
		s = s->initial;
	return s;
}

static unsigned
by_whom(const struct flow *f, const struct flow_transition *t)
{
	unsigned by = t->by;

	for (struct str rest = t->events; rest.n > 0;)
		if (flow_sets(f, str_cut(&rest, ' ')))
			by |= FLOW_SYSTEM;
	return by;
}

/* Arrows come in above and go out below, each at a height of its own as far as there is room. */
static int
height_at(const struct flow_box *b, int number, bool out)
{
	return b->y + (out ? HEIGHT - 8 : 8) + (number % 3 - 1) * 6;
}

static void
route(struct drawing *d, struct flow_arrow *x, const struct flow_box *from,
    const struct flow_box *to)
{
	bool down = to->y > from->y;
	int y1 = down && from->frame ? from->y + from->height - PAD :
	    height_at(from, x->number, true);
	int y2 = height_at(to, x->number, false), side = down ? 1 : -1;
	int lanes = down ? d->right++ : d->left++;
	int edge = down ? WIDTH : 0, out = deepest(d->flow) * PAD;
	int lane = edge + side * (out + EDGE + LANE * lanes);
	int x1 = down ? from->x + from->width : from->x;

	x->path = str_fmt(d->a, "M%d %dH%dV%dH%d", x1, y1, lane, y2, edge + side * 2);
	x->x = lane;
	x->y = (y1 + y2) / 2;
}

static void
put_arrow(struct drawing *d, const struct flow_state *s, const struct flow_transition *t)
{
	const struct flow_state *to = t->target != NULL ? innermost(t->target) : s;
	struct flow_arrow *x = &d->arrow[d->narrow++];

	*x = (struct flow_arrow){ .number = (int)d->narrow, .from = s->id, .to = to->id,
		.events = t->events, .by = by_whom(d->flow, t), .four_eyes = t->four_eyes,
		.path = STR("") };
	if (to != s)
		route(d, x, box_of(d, s->id), box_of(d, to->id));
}

void
flow_draw(struct arena *a, const struct flow *f, struct flow_drawing *out)
{
	struct drawing d = { .a = a, .flow = f };
	const struct flow_way *ways;
	int height, left, right;

	CHECK_OBJ(f, FLOW_MAGIC);
	d.box = arena_alloc(a, (f->nstates + 1) * sizeof *d.box);
	d.arrow = arena_alloc(a, (flow_ways(a, f, &ways) + 1) * sizeof *d.arrow);
	height = put_boxes(&d, NULL, EDGE);
	for (const struct flow_state *s = f->first; s != NULL; s = s->next)
		for (const struct flow_transition *t = s->first; t != NULL; t = t->next)
			put_arrow(&d, s, t);
	left = deepest(f) * PAD + EDGE + LANE * d.left;
	right = deepest(f) * PAD + EDGE + LANE * d.right;
	*out = (struct flow_drawing){ -left, left + WIDTH + right, height - GAP + EDGE, d.box,
	    d.arrow, d.nbox, d.narrow };
}

/*
 * draw.h - a flow laid out as a drawing: where each box stands and how each arrow runs
 *
 * States stand below each other in the file's order, those that are nested in a frame around
 * them.  An arrow runs in a lane of its own: downward to the right of the boxes, upward to the
 * left; it has a number, so that a table beside the drawing can say in words what it is.  A
 * transition that leaves nothing has a number and no path.  Units are those of an SVG's viewBox.
 */
#ifndef FLOW_DRAW_H
#define FLOW_DRAW_H

#include "flow/flow.h"

struct flow_box {
	struct str	 id;
	bool		 frame;		/* around others */
	bool		 final;
	int		 x, y, width, height;
};

struct flow_arrow {
	int		 number;	/* from 1, in the file's order */
	struct str	 from, to;	/* ids; from may be a frame's; the same: nothing is left */
	struct str	 events;	/* a blank between */
	unsigned	 by;		/* bits of enum flow_by */
	bool		 four_eyes;
	struct str	 path;		/* of SVG; empty when there is none */
	int		 x, y;		/* the middle of its number */
};

struct flow_drawing {
	int		 left;		/* the least x, below 0; the least y is 0 */
	int		 width, height;
	const struct flow_box *boxes;	/* frames before what stands in them */
	const struct flow_arrow *arrows;
	size_t		 nboxes, narrows;
};

void flow_draw(struct arena *, const struct flow *, struct flow_drawing *out);

#endif

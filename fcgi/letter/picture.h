/*
 * picture.h - what was drawn on a map, as values of a page or a letter
 *
 * A child map NAME, absent while nothing is drawn: alt (what it shows, in words), points (the
 * numbers), scale ("10 m"), scale_wide (units), lists strokes (layer: municipality property road
 * building drawn; d: path data) and names (text, x, y).  GEO_WIDE by GEO_HIGH units, north up.
 */
#ifndef LETTER_PICTURE_H
#define LETTER_PICTURE_H

#include "form/form.h"
#include "view/view.h"

/* Of a map question.  Nothing is put where the answer is empty, wrong, or masked for the reader. */
void picture_put(struct vmap *into, const char *name, struct arena *, const struct form *,
    const struct answer *, const struct form_world *);

#endif

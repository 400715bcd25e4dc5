#include "letter/picture.h"

#include "base/arena.h"
#include "base/buf.h"
#include "geo/geo.h"
#include "letter/private.h"

static struct str
in_words(struct arena *a, const struct form *f, const struct answer *n, struct geo_shape s,
    const struct form_world *w)
{
	bool area = n->item->type == FORM_POLYGON;
	struct str size = str_fmt(a, "%.1f", geo_area(s));

	if (str_ends(size, STR(".0")))
		size.n -= 2;
	size = str_fmt(a, STR_FMT "\u00a0m²",
	    STR_ARG(form_type_show(a, w->lang, FORM_DECIMAL, size)));
	return form_message_limit(f->messages, a, area ? "map.polygon" : "map.point",
	    n->item->label, area ? size : answer_shown(a, n, w));
}

static void
put_strokes(struct vmap *m, struct arena *a, const struct geo_picture *p)
{
	vlist(m, "strokes");
	for (size_t i = 0; i < p->nstrokes; i++) {
		struct vmap *s = vadd(m, "strokes");

		vset_z(s, "layer", p->stroke[i].drawn ? "drawn" :
		    geo_layer_name(p->stroke[i].layer));
		vset(s, "d", p->stroke[i].d);
	}
	vlist(m, "names");
	for (size_t i = 0; i < p->nwords; i++) {
		struct vmap *s = vadd(m, "names");

		vset(s, "text", p->word[i].text);
		vset_int(s, "x", p->word[i].x);
		vset_int(s, "y", p->word[i].y);
	}
	vset(m, "scale", str_fmt(a, "%d\u00a0m", p->scale_m));
	vset_int(m, "scale_wide", p->scale_wide);
}

void
picture_put(struct vmap *into, const char *name, struct arena *a, const struct form *f,
    const struct answer *n, const struct form_world *w)
{
	struct geo_picture p;
	struct geo_shape s;
	struct vmap *m;

	if (!n->relevant || n->wrong || n->text.n == 0 || answer_masked(n, w) ||
	    !geo_read(a, n->text, n->item->type == FORM_POLYGON, &s))
		return;
	p = geo_picture(a, s, w->map != NULL ? w->map(w->map_ctx) : NULL);
	m = vwith(into, name);
	vset(m, "alt", in_words(a, f, n, s, w));
	vset(m, "points", geo_show(a, n->text, "; "));
	put_strokes(m, a, &p);
}

static struct str
inside(struct arena *a, xmlNode *n, const char *name)
{
	xmlNode *c = xml_child(n, name);

	return c != NULL ? xml_text(a, c) : STR("");
}

void
picture_read(struct arena *a, xmlNode *map, struct vmap *block)
{
	struct vmap *m = vwith(block, "picture"), *s;

	vset(m, "alt", inside(a, map, "alt"));
	vset(m, "points", inside(a, map, "points"));
	vset(m, "scale", xml_attr(map, "scale"));
	vset(m, "scale_wide", xml_attr(map, "wide"));
	vlist(m, "strokes");
	vlist(m, "names");
	for (xmlNode *n = xml_first(map); n != NULL; n = xml_next(n)) {
		if (xml_is(n, "stroke")) {
			s = vadd(m, "strokes");
			vset(s, "layer", xml_attr(n, "layer"));
			vset(s, "d", xml_attr(n, "d"));
		} else if (xml_is(n, "name")) {
			s = vadd(m, "names");
			vset(s, "text", xml_text(a, n));
			vset(s, "x", xml_attr(n, "x"));
			vset(s, "y", xml_attr(n, "y"));
		}
	}
}

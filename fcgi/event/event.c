#include "event/event.h"

#include <glob.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/log.h"
#include "xml/xml.h"

#define SCRATCH_BYTES	((size_t)4 << 20)

static void
complain(void *ctx, int line, const char *message)
{
	char at[16];

	snprintf(at, sizeof at, "%d", line);
	log_line(LOG_ERROR, "life-event-refused", "file", (const char *)ctx, "line", at, "message",
	    message, NULL);
}

static struct str
child_text(struct arena *a, xmlNode *n, const char *name)
{
	xmlNode *c = xml_child(n, name);

	return c != NULL ? xml_text(a, c) : STR("");
}

static struct str
attr(struct arena *a, xmlNode *n, const char *name)
{
	struct str s = xml_attr(n, name);

	return s.p != NULL ? str_dup(a, s) : s;
}

static void
take_steps(struct arena *a, xmlNode *root, struct event *e)
{
	struct event_step *v;
	size_t i = 0;

	for (xmlNode *c = xml_first(root); c != NULL; c = xml_next(c))
		e->nsteps += xml_is(c, "step");
	e->steps = v = arena_alloc(a, e->nsteps * sizeof *v);
	for (xmlNode *c = xml_first(root); c != NULL; c = xml_next(c))
		if (xml_is(c, "step"))
			v[i++] = (struct event_step){
			    child_text(a, c, "title"), child_text(a, c, "text"),
			    child_text(a, c, "owner"), attr(a, c, "service"),
			    attr(a, c, "href") };
}

static enum err
take(struct arena *a, xmlNode *root, const char *path, struct event *e)
{
	*e = (struct event){ .id = attr(a, root, "id"),
		.title = child_text(a, root, "title"), .lead = child_text(a, root, "lead") };
	if (e->id.n == 0 || e->title.n == 0 || !str_int(xml_attr(root, "order"), &e->order))
		return log_err(ERR_CONFIG, "life-event-refused", path);
	take_steps(a, root, e);
	return ERR_OK;
}

static enum err
load(struct arena *a, char *path, enum lang l, struct event *out)
{
	struct arena *scratch = arena_new(SCRATCH_BYTES);
	enum err e = ERR_CONFIG;
	xmlDoc *doc;

	if (xml_parse_file(scratch, path, complain, path, &doc) == ERR_OK) {
		xml_in_lang(doc, l);
		e = take(a, xml_root(doc), path, out);
	}
	arena_free(&scratch);
	return e;
}

static int
by_order(const void *a, const void *b)
{
	const struct event *x = a, *y = b;

	return (x->order > y->order) - (x->order < y->order);
}

enum err
events_load(struct arena *a, const char *dir, enum lang l, struct events *out)
{
	struct str pattern = str_fmt(a, "%s/life-events/*.xml", dir);
	enum err e = ERR_OK;
	glob_t g;

	if (glob(pattern.p, 0, NULL, &g) != 0)
		return log_err(ERR_CONFIG, "life-events-missing", pattern.p);
	out->v = arena_alloc(a, g.gl_pathc * sizeof *out->v);
	for (size_t i = 0; i < g.gl_pathc && e == ERR_OK; i++)
		e = load(a, g.gl_pathv[i], l, &out->v[out->n++]);
	globfree(&g);
	qsort(out->v, out->n, sizeof *out->v, by_order);
	return e;
}

const struct event *
events_find(const struct events *events, struct str id)
{
	for (size_t i = 0; i < events->n; i++)
		if (str_eq(events->v[i].id, id))
			return &events->v[i];
	return NULL;
}

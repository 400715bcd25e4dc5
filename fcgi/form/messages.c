/* The standard sentences: {label} and {limit} are put in when one is shown. */
#include "form/private.h"

#include <stdio.h>

#define SOURCE		"register:"
#define MESSAGES_NS	"urn:skranke:messages:1"

struct form_messages {
	const struct str *id, *text;
	size_t		 n;
};

static const char *const needed[] = {
	"required", "required.choice", "required.choices", "required.confirm",
	    "required.upload", "max.upload", "infected", "file.big", "file.empty", "file.type",
	    "file.infected", "file.many", "file.many-in-all", "file.much", "type.no:pid",
	    "type.no:orgnr",
	"type.no:account", "type.no:postcode", "type.no:phone", "type.email", "type.integer",
	"type.decimal", "type.point", "type.polygon", "map.point", "map.polygon", "attachment",
	"type.money", "type.date", "list", "min", "max", "unique", "long", "heavy",
	"confirmed", "masked",
};

static const struct str *
find(const struct form_messages *m, struct str id)
{
	for (size_t i = 0; i < m->n; i++)
		if (str_eq(m->id[i], id))
			return &m->text[i];
	return NULL;
}

bool
message_has(const struct form_messages *m, struct str id)
{
	return find(m, id) != NULL;
}

static bool
complete(const struct form_messages *m, xml_complain_fn *complain, void *ctx)
{
	char line[128];
	bool whole = true;

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
		if (message_has(m, str_from_z(needed[i])))
			continue;
		snprintf(line, sizeof line, "the message '%s' is missing", needed[i]);
		if (complain != NULL)
			complain(ctx, 0, line);
		whole = false;
	}
	return whole;
}

enum err
form_messages_load(struct arena *a, xmlDoc *doc, xml_complain_fn *complain, void *ctx,
    const struct form_messages **out)
{
	struct form_messages *m = ARENA_NEW(a, struct form_messages);
	struct str *id, *text;
	size_t n = 0;

	for (xmlNode *x = xml_first(xml_root(doc)); x != NULL; x = xml_next(x))
		n++;
	id = arena_alloc(a, (n + 1) * sizeof *id);
	text = arena_alloc(a, (n + 1) * sizeof *text);
	for (xmlNode *x = xml_first(xml_root(doc)); x != NULL; x = xml_next(x)) {
		if (!xml_is(x, "message") || !xml_in(x, MESSAGES_NS))
			continue;
		id[m->n] = str_dup(a, xml_attr(x, "id"));
		text[m->n++] = xml_text(a, x);
	}
	m->id = id;
	m->text = text;
	if (!complete(m, complain, ctx))
		return ERR_CONFIG;
	*out = m;
	return ERR_OK;
}

/* A label is in the form's language, also inside a sentence that is not. */
static void
fill(struct buf *b, struct str text, struct str label, struct str limit)
{
	bool nb = lang_is_nb(text), apart;

	while (text.n > 0) {
		if (str_starts(text, STR("{label}"))) {
			buf_add_z(b, nb ? LANG_NB_END : "");
			buf_add(b, label);
			buf_add_z(b, nb ? LANG_NB_BEGIN : "");
			text = str_skip(text, strlen("{label}"));
		} else if (str_starts(text, STR("{limit}"))) {
			apart = nb && lang_is_nb(limit);
			buf_add_z(b, apart ? LANG_NB_END : "");
			buf_add(b, limit);
			buf_add_z(b, apart ? LANG_NB_BEGIN : "");
			text = str_skip(text, strlen("{limit}"));
		} else {
			buf_add_char(b, text.p[0]);
			text = str_skip(text, 1);
		}
	}
}

struct str
message(
    const struct form_messages *m, struct arena *a, struct str id, struct str label, size_t limit)
{
	return form_message_limit(m, a, str_z(a, id), label, str_fmt(a, "%zu", limit));
}

struct str
form_message_limit(const struct form_messages *m, struct arena *a, const char *id, struct str label,
    struct str limit)
{
	const struct str *text = find(m, str_from_z(id));
	struct buf b = buf_new(a, 128);

	CHECK(text != NULL);
	fill(&b, *text, label, limit);
	return buf_str(&b);
}

struct str
form_source(const struct form_messages *m, struct str source)
{
	const struct str *text = find(m, source);

	return text != NULL ? *text : str_starts(source, STR(SOURCE)) ?
	    str_skip(source, strlen(SOURCE)) : source;
}

struct str
form_message(const struct form_messages *m, struct arena *a, const char *id, struct str label)
{
	return message(m, a, str_from_z(id), label, 0);
}

/* skranke templates import-odk: an XForm from ODK as form.xml */
#include <stdio.h>

#include "base/arena.h"
#include "odk/odk.h"
#include "form/form.h"
#include "skranke/cli.h"
#include "skranke/says.h"

struct told {
	struct arena	*a;
	const char	*file;
};

static void
complain(void *ctx, int line, const char *message)
{
	const struct told *t = ctx;

	fprintf(stderr, SAY_LINE "\n", t->file, line, message);
}

/* FILE, and -o FILE before or after it. */
static bool
read_args(const struct cli *cli, const char **file, const char **out)
{
	for (int i = 0; i < cli->nargs; i++) {
		if (strcmp(cli->args[i], "-o") == 0 && *out == NULL && i + 1 < cli->nargs)
			*out = cli->args[++i];
		else if (*file == NULL && cli->args[i][0] != '-')
			*file = cli->args[i];
		else
			return false;
	}
	return *file != NULL;
}

static bool
load_messages(struct cli *cli, const struct form_messages **out)
{
	struct told t = { cli->a, str_fmt(cli->a, "%s/shared/messages.xml", cli->templates).p };
	xmlDoc *doc;

	return xml_parse_file(cli->a, t.file, complain, &t, &doc) == ERR_OK &&
	    form_messages_load(cli->a, doc, complain, &t, out) == ERR_OK;
}

static bool
load_form(struct told *t, xmlDoc **out)
{
	struct str text;

	if (xml_read_file(t->a, t->file, &text) != ERR_OK) {
		complain(t, 0, SAY_ODK_UNREAD);
		return false;
	}
	if (text.n == 0) {
		complain(t, 0, SAY_ODK_EMPTY);
		return false;
	}
	if (str_starts(text, STR("PK\003\004"))) {
		complain(t, 0, SAY_ODK_XLSX);
		return false;
	}
	return xml_parse(t->a, text, complain, t, out) == ERR_OK;
}

static bool
put_in(const char *path, struct str text)
{
	FILE *f = fopen(path, "w");
	bool whole;

	if (f == NULL)
		return false;
	whole = fwrite(text.p, 1, text.n, f) == text.n;
	return fclose(f) == 0 && whole;
}

static enum outcome
put(const char *path, struct str text)
{
	bool ok = path != NULL ? put_in(path, text) :
	    fwrite(text.p, 1, text.n, stdout) == text.n && fflush(stdout) == 0;

	return ok ? CLI_DONE : cli_fail(CLI_AWAY, SAY_UNWRITTEN, path != NULL ? path : "-");
}

enum outcome
verb_templates_import_odk(struct cli *cli)
{
	const struct form_messages *messages;
	const char *file = NULL, *path = NULL;
	struct told t = { .a = cli->a };
	struct odk_result r;
	xmlDoc *doc;

	if (!read_args(cli, &file, &path))
		return cli_usage(cli);
	t.file = file;
	if (!load_messages(cli, &messages) || !load_form(&t, &doc) ||
	    odk_import(cli->a, doc, messages, complain, &t, &r) != ERR_OK)
		return CLI_AWAY;
	for (size_t i = 0; i < r.nsaid; i++)
		fprintf(stderr, SAY_ODK "\n", file, r.said[i].line, STR_ARG(r.said[i].text));
	if (put(path, r.form) != CLI_DONE)
		return CLI_AWAY;
	return r.whole ? CLI_DONE : CLI_WRONG;
}

#include "skranke/folder.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/setting.h"
#include "base/suggest.h"
#include "skranke/languages.h"
#include "skranke/says.h"
#include "view/view.h"

static bool
is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static const char *
below(const struct folder *f, const char *path)
{
	return str_fmt(f->cli->a, "%s/%s", f->dir, path).p;
}

/* templates/services/sfo/ is the service sfo of templates. */
static bool
take_service_folder(struct folder *f, const char *path)
{
	struct str s = str_from_z(path), inside = STR("/services/");
	const char *at;

	while (s.n > 1 && s.p[s.n - 1] == '/')
		s.n--;
	path = str_z(f->cli->a, s);
	at = strstr(path, inside.p);
	if (at == NULL || at[inside.n] == '\0' || strchr(at + inside.n, '/') != NULL)
		return false;
	f->dir = str_z(f->cli->a, (struct str){ path, (size_t)(at - path) });
	f->names[f->n++] = at + inside.n;
	return true;
}

/* What is a folder, or looks like the path of one, is DIR; any other word is the name of a
   service. */
static int
take_dir(struct folder *f)
{
	const char *first = f->cli->nargs > 0 ? f->cli->args[0] : NULL;

	f->dir = f->cli->templates;
	if (first == NULL || (strchr(first, '/') == NULL && !is_dir(first)))
		return 0;
	if (!take_service_folder(f, first))
		f->dir = first;
	return 1;
}

static int
visible(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

/* In alphabetical order. */
static size_t
services_there(struct folder *f, struct str **out)
{
	struct dirent **v;
	int n = scandir(below(f, "services"), &v, visible, alphasort);
	size_t k = 0;

	*out = arena_alloc(f->cli->a, (size_t)(n > 0 ? n : 1) * sizeof **out);
	for (int i = 0; i < n; i++) {
		if (is_dir(str_fmt(f->cli->a, "%s/services/%s", f->dir, v[i]->d_name).p))
			(*out)[k++] = str_dup(f->cli->a, str_from_z(v[i]->d_name));
		free(v[i]);
	}
	if (n >= 0)
		free(v);
	return k;
}

static enum outcome
name_services(struct folder *f)
{
	struct str *there;
	size_t n = services_there(f, &there);

	f->all = f->n == 0;
	for (size_t i = 0; i < f->n; i++)
		if (!is_dir(str_fmt(f->cli->a, "%s/services/%s", f->dir, f->names[i]).p))
			return cli_fail(CLI_AWAY, SAY_NO_SERVICE, f->dir, f->names[i],
			    suggest_say(f->cli->a, suggest(str_from_z(f->names[i]), there, n)));
	if (!f->all)
		return CLI_DONE;
	f->names = arena_alloc(f->cli->a, (n + 1) * sizeof *f->names);
	for (size_t i = 0; i < n; i++)
		f->names[f->n++] = str_z(f->cli->a, there[i]);
	return f->n > 0 ? CLI_DONE : cli_fail(CLI_AWAY, SAY_NO_SERVICES, below(f, "services"));
}

enum outcome
folder_open(struct cli *cli, struct folder *f)
{
	*f = (struct folder){ .cli = cli, .told = { .a = cli->a } };
	f->names = arena_alloc(cli->a, (size_t)(cli->nargs + 1) * sizeof *f->names);
	for (int i = take_dir(f); i < cli->nargs; i++) {
		if (cli->args[i][0] == '-')
			return cli_usage(cli);
		f->names[f->n++] = cli->args[i];
	}
	if (!is_dir(below(f, "services")))
		return cli_fail(CLI_AWAY, SAY_NO_TEMPLATES, f->dir);
	return name_services(f);
}

/* ---- checking ---- */

struct one_file {
	struct folder	*f;
	const char	*path;
};

static void
complain_of_file(void *ctx, int line, const char *message)
{
	const struct one_file *o = ctx;

	told_line(&o->f->told, line, str_fmt(o->f->cli->a, SAY_LINE, o->path, line, message).p);
}

static bool
load_messages_in(struct folder *f, const char *dir, enum lang l, const struct form_messages **out)
{
	struct one_file o = { f, str_fmt(f->cli->a, "%s/shared/messages.xml", dir).p };
	xmlDoc *doc;

	if (xml_parse_file(f->cli->a, o.path, complain_of_file, &o, &doc) != ERR_OK)
		return false;
	xml_in_lang(doc, l);
	return form_messages_load(f->cli->a, doc, complain_of_file, &o, out) == ERR_OK;
}

static enum outcome
load_messages(struct folder *f)
{
	struct messages *m = ARENA_NEW(f->cli->a, struct messages);

	for (unsigned l = 0; l < LANG_COUNT; l++) {
		const char *dir = languages_dir(f->cli->a, f->dir, l);

		if (dir != NULL && !load_messages_in(f, dir, l, &m->in[l]))
			return CLI_WRONG;
	}
	f->messages = m;
	return CLI_DONE;
}

/* The fixed pages: what a program would refuse at its start is refused here.  A fault in bokmål's
   would only be told again of the other languages'. */
static enum outcome
load_pages(struct folder *f)
{
	enum outcome o = CLI_DONE;

	for (unsigned l = 0; l < LANG_COUNT && o == CLI_DONE; l++) {
		const char *dir = languages_dir(f->cli->a, f->dir, l);
		struct views *views;

		if (dir != NULL && views_load(f->cli->a, dir, NULL, told_line, &f->told,
		    &views) != ERR_OK)
			o = CLI_WRONG;
	}
	return o;
}

static enum outcome
make_bundles(struct folder *f)
{
	struct bundler b = { .a = f->cli->a, .templates = f->dir, .messages = f->messages,
		.complain = told_line, .ctx = &f->told };
	enum outcome o = CLI_DONE;

	f->bundles = arena_alloc(f->cli->a, f->n * sizeof *f->bundles);
	for (size_t i = 0; i < f->n; i++)
		if (bundle_make(&b, f->names[i], &f->bundles[i]) != ERR_OK)
			o = CLI_WRONG;
	return o;
}

static enum outcome
check_all(struct folder *f)
{
	enum outcome pages = load_pages(f), o = load_messages(f), shapes;

	if (o == CLI_DONE)
		o = make_bundles(f);
	shapes = folder_schemas(f);
	o = shapes > o ? shapes : o;
	return pages > o ? pages : o;
}

enum outcome
folder_check(struct folder *f)
{
	enum outcome o = languages_open(f->cli, f->dir);
	const char *languages = getenv("SKRANKE_LANGUAGES");

	f->told.templates = f->dir;
	f->told.languages = languages != NULL && languages[0] != '\0' ?
	    str_z(f->cli->a, str_from_z(languages)) : NULL;
	if (o == CLI_DONE)
		o = check_all(f);
	languages_close();
	return o;
}

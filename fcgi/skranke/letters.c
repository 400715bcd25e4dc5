/* skranke templates letters: what a service writes to people, to be read before it is sent */
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"
#include "letter/letter.h"
#include "paper/paper.h"
#include "release/release.h"
#include "scenario/scenario.h"
#include "skranke/folder.h"
#include "skranke/says.h"

#define SCENARIO_BYTES	((size_t)128 << 20)

struct letters {
	struct arena	*a;			/* of one scenario */
	const char	*into, *templates, *press;
	const struct paper *paper;
	const struct release *release;
	bool		 failed;
};

static bool
put_file(struct letters *l, const char *name, struct str bytes)
{
	const char *path = str_fmt(l->a, "%s/" STR_FMT "/" STR_FMT "/%s", l->into,
	    STR_ARG(l->release->service_id), STR_ARG(lang_code(l->release->lang)), name).p;
	FILE *f = fopen(path, "wx");
	bool ok = f != NULL && fwrite(bytes.p, 1, bytes.n, f) == bytes.n;

	if (f != NULL && fclose(f) != 0)
		ok = false;
	if (!ok && errno != EEXIST)
		l->failed = cli_fail(CLI_AWAY, SAY_LETTER_FILE, path, strerror(errno)) != CLI_DONE;
	return ok;
}

static struct paper_facts
facts_of(struct arena *a, const struct scenario_letter *s)
{
	const struct letter_facts *f = s->facts;

	return (struct paper_facts){ .tenant_name = f->tenant_name,
		.tenant_address = f->tenant_address, .tenant_phone = f->tenant_phone,
		.tenant_email = f->tenant_email, .tenant_url = f->tenant_url,
		.receiver_name = f->receiver_name.n > 0 ? f->receiver_name : f->person_name,
		.receiver = { STR("Storgata 1 B"), STR("9999 Eksempel") },
		.date = time_date_show(a, s->lang, time_oslo_date(f->at)), .case_ref = f->case_ref,
		.code = f->code, .verify_url = str_fmt(a, STR_FMT "kontroll",
		STR_ARG(f->tenant_url)) };
}

static void
put_pdf(struct letters *l, const char *name, const char *base, struct str fo)
{
	struct paper_answer p = paper_press(l->a, l->press, fo, STR("letter"));

	if (p.outcome == PAPER_MADE)
		(void)put_file(l, str_fmt(l->a, "%s.pdf", base).p, p.pdf);
	else
		l->failed = cli_fail(CLI_WRONG, SAY_LETTER_PRESS, name, STR_ARG(p.why)) != CLI_DONE;
}

/* The first of each template and outcome: the others say the same. */
static void
put_letter(void *ctx, const struct scenario_letter *s)
{
	struct letters *l = ctx;
	struct paper_facts facts = facts_of(l->a, s);
	const char *base = str_fmt(l->a, STR_FMT "%s" STR_FMT, STR_ARG(s->name),
	    s->facts->outcome.n > 0 ? "-" : "", STR_ARG(s->facts->outcome)).p;
	struct buf text = buf_new(l->a, 16 * 1024);
	struct str title, fo;

	if (!put_file(l, str_fmt(l->a, "%s.xml", base).p, s->xml))
		return;
	CHECK(letter_title(l->a, s->xml, &title) == ERR_OK);
	buf_fmt(&text, STR_FMT "\n\n", STR_ARG(title));
	CHECK(letter_text(l->a, s->xml, &text) == ERR_OK);
	(void)put_file(l, str_fmt(l->a, "%s.txt", base).p, buf_str(&text));
	if (paper_fo(l->a, l->paper, s->xml, &facts, &fo) != ERR_OK) {
		l->failed = true;
		return;
	}
	(void)put_file(l, str_fmt(l->a, "%s.fo", base).p, fo);
	if (l->press != NULL)
		put_pdf(l, base, base, fo);
}

static void
run_file(struct letters *l, const char *path)
{
	const struct scenario *s;
	xmlDoc *doc;

	l->a = arena_new(SCENARIO_BYTES);
	if (xml_parse_file(l->a, path, NULL, NULL, &doc) == ERR_OK &&
	    scenario_load(l->a, doc, l->release, NULL, NULL, &s) == ERR_OK)
		scenario_letters(l->a, s, put_letter, l);
	arena_free(&l->a);
}

static void
run_service(struct letters *l, const char *service)
{
	char pattern[1024];
	glob_t g;

	snprintf(pattern, sizeof pattern, "%s/services/%s/tests/*.xml", l->templates, service);
	if (glob(pattern, 0, NULL, &g) != 0)
		return;
	for (size_t i = 0; i < g.gl_pathc; i++)
		run_file(l, g.gl_pathv[i]);
	globfree(&g);
}

static void
make_folders(const struct folder *f, const struct letters *l, const struct bundle *b)
{
	struct arena *a = f->cli->a;

	mkdir(l->into, 0777);
	mkdir(str_fmt(a, "%s/%s", l->into, b->service).p, 0777);
	for (enum lang i = LANG_NB; i < LANG_COUNT; i++)
		mkdir(str_fmt(a, "%s/%s/" STR_FMT, l->into, b->service, STR_ARG(lang_code(i))).p,
		    0777);
}

static enum outcome
put_all(const struct folder *f, struct letters *l)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct bundle *b = &f->bundles[i];

		make_folders(f, l, b);
		for (enum lang k = LANG_NB; k < LANG_COUNT; k++) {
			struct release *r;

			if (release_load(f->cli->a, b->text, k, f->messages->in[k], NULL, NULL,
			    &r) != ERR_OK)
				return CLI_WRONG;
			r->service_id = str_from_z(b->service);
			l->release = r;
			run_service(l, b->service);
		}
	}
	return l->failed ? CLI_WRONG : CLI_DONE;
}

/* The first word is where to; the rest is as of the other verbs. */
enum outcome
verb_templates_letters(struct cli *cli)
{
	struct letters l = { .press = getenv("SKRANKE_PRESS") };
	struct paper *paper;
	struct folder f;
	enum outcome o;

	if (cli->nargs == 0 || cli->args[0][0] == '-')
		return cli_usage(cli);
	if (l.press != NULL && l.press[0] == '\0')
		l.press = NULL;
	l.into = cli->args[0];
	cli->args++;
	cli->nargs--;
	o = folder_open(cli, &f);
	if (o == CLI_DONE)
		o = folder_check(&f);
	if (o != CLI_DONE)
		return o;
	if (paper_open(cli->a, f.dir, &paper) != ERR_OK)
		return CLI_WRONG;
	l.paper = paper;
	l.templates = f.dir;
	return put_all(&f, &l);
}

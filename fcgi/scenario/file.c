/* Files that are sent along: known by their names, as the scenario has no others. */
#include "scenario/private.h"

#include "base/hash.h"

static struct str
file_id(struct run *r, struct str name)
{
	char *p = arena_alloc(r->a, name.n + 1);

	for (size_t i = 0; i < name.n; i++)
		p[i] = strchr(" \t\r\n", name.p[i]) != NULL ? '-' : name.p[i];
	return (struct str){ p, name.n };
}

void
run_choose(struct run *r, const xmlNode *n)
{
	struct run_file *f = ARENA_NEW(r->a, struct run_file);
	int64_t size = 0;

	(void)str_int(xml_attr(n, "size"), &size);
	f->node = n;
	f->field = xml_attr(n, "name");
	f->file = (struct form_file){ .name = xml_attr(n, "filename"),
		.media_type = xml_attr(n, "type"), .size = (size_t)size,
		.scan = str_eq_z(xml_attr(n, "scan"), "waiting") ? FILE_WAITING : FILE_CLEAN };
	f->file.id = file_id(r, f->file.name);
	f->file.sha256 = hash_sha256_hex(r->a, f->file.name);	/* of no bytes: it has none */
	f->next = r->files;
	r->files = f;
}

const struct form_file *
run_file(void *ctx, struct str id)
{
	const struct run *r = ctx;

	for (const struct run_file *f = r->files; f != NULL; f = f->next)
		if (str_eq(f->file.id, id))
			return &f->file;
	return NULL;
}

/* "image/png" is among "application/pdf image/x" where x is * */
static bool
accepted(struct str type, struct str accept)
{
	while (accept.n > 0) {
		struct str one = str_cut(&accept, ' ');

		if (str_eq(one, type) || (str_ends(one, STR("/*")) &&
		    str_starts(type, (struct str){ one.p, one.n - 1 })))
			return true;
	}
	return false;
}

static bool
take(struct run *r, const struct run_file *f)
{
	const struct answer *n = answers_file_field(r->as, r->at, f->field);
	const char *why = n == NULL ? "it is not asked for here" :
	    f->file.size == 0 ? "it is empty" :
	    f->file.size > n->item->max_bytes ? "it is too big" :
	    !accepted(f->file.media_type, n->item->accept) ? "it is of another kind" :
	    !answers_file_add(r->as, r->at, f->field, f->file.id, &r->world) ?
	    "there are as many as may be" : NULL;

	return why == NULL || run_fail(r, f->node, "the file " STR_FMT " is not taken: %s",
	    STR_ARG(f->file.name), why);
}

static bool
send(struct run *r, struct run_file *f)
{
	if (f == NULL || f->sent)
		return true;
	f->sent = true;
	return send(r, f->next) && take(r, f);	/* in the order they were chosen */
}

bool
run_send_files(struct run *r)
{
	return send(r, r->files);
}

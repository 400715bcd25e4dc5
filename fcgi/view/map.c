#include <string.h>

#include "base/check.h"
#include "base/hash.h"
#include "view/private.h"

struct vmap *
vmap_new(struct arena *a)
{
	struct vmap *m = ARENA_NEW(a, struct vmap);

	m->a = a;
	return m;
}

/* Names are few and ours, so that 64 bits tell them apart; put() would see two that are not. */
const struct entry *
vmap_find(const struct vmap *m, uint64_t hash)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->hash[i] == hash)
			return &m->entry[i];
	return NULL;
}

bool
vsaid(const struct vmap *m, struct str name)
{
	const struct entry *e = vmap_find(m, hash_quick(name));

	if (e == NULL)
		return false;
	return e->kind == ENTRY_LIST ? e->u.list.first != NULL :
	    e->kind == ENTRY_VALUE && e->u.value.n > 0;
}

static void
grow(struct vmap *m)
{
	size_t size = m->size == 0 ? 3 : m->size * 4;	/* most maps are a cell or an option; a few
							   are pages */
	uint64_t *hash = arena_alloc(m->a, size * sizeof *hash);
	struct entry *entry = arena_alloc(m->a, size * sizeof *entry);

	if (m->n > 0) {
		memcpy(hash, m->hash, m->n * sizeof *hash);
		memcpy(entry, m->entry, m->n * sizeof *entry);
	}
	m->hash = hash;
	m->entry = entry;
	m->size = size;
}

/* The entry of that name, made at need; *is_new tells. */
static struct entry *
put(struct vmap *m, const char *name_z, enum entry_kind kind, bool *is_new)
{
	struct str name = str_from_z(name_z);
	uint64_t hash = hash_quick(name);

	*is_new = false;
	for (size_t i = 0; i < m->n; i++)
		if (m->hash[i] == hash) {
			CHECK(m->entry[i].kind == kind && str_eq(m->entry[i].name, name));
			return &m->entry[i];
		}
	if (m->n == m->size)
		grow(m);
	*is_new = true;
	m->hash[m->n] = hash;
	m->entry[m->n] = (struct entry){ .name = name, .kind = kind };
	return &m->entry[m->n++];
}

void
vset(struct vmap *m, const char *name, struct str value)
{
	bool is_new;

	put(m, name, ENTRY_VALUE, &is_new)->u.value = value;
}

void
vset_z(struct vmap *m, const char *name, const char *value)
{
	vset(m, name, str_from_z(value));
}

void
vset_int(struct vmap *m, const char *name, int64_t value)
{
	vset(m, name, str_fmt(m->a, "%lld", (long long)value));
}

void
vset_flag(struct vmap *m, const char *name, bool value)
{
	vset(m, name, value ? STR("1") : STR_NONE);
}

void
vlist(struct vmap *m, const char *name)
{
	bool is_new;

	put(m, name, ENTRY_LIST, &is_new);
}

struct vmap *
vadd(struct vmap *m, const char *name)
{
	bool is_new;
	struct entry *e = put(m, name, ENTRY_LIST, &is_new);
	struct vmap *item = vmap_new(m->a);

	if (e->u.list.last == NULL)
		e->u.list.first = item;
	else
		e->u.list.last->next = item;
	e->u.list.last = item;
	return item;
}

void
vbase(struct vmap *item, const struct vmap *base)
{
	item->base = base;
}

void
vshare(struct vmap *m, const char *name, const struct vmap *from)
{
	const struct entry *e = vmap_find(from, hash_quick(str_from_z(name)));
	bool is_new;

	CHECK(e != NULL && e->kind == ENTRY_LIST);
	put(m, name, ENTRY_LIST, &is_new)->u.list = e->u.list;
}

struct vmap *
vwith(struct vmap *m, const char *name)
{
	bool is_new;
	struct entry *e = put(m, name, ENTRY_MAP, &is_new);

	if (is_new)
		e->u.map = vmap_new(m->a);
	return e->u.map;
}

void
vview(struct vmap *m, const char *name, const struct view *v)
{
	bool is_new;

	CHECK_OBJ(v, VIEW_MAGIC);
	put(m, name, ENTRY_VIEW, &is_new)->u.view = v;
}

#include "desk/bulk.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "desk/mark.h"

#define PEOPLE_MOST	50
#define MESSAGE_CHARS	2000
#define TITLE_CHARS	150
#define TEXT_CHARS	10000
#define REF_BYTES	40

static const struct {
	const char	*handling, *name;
} kinds[] = {
	[BULK_ASSIGN]	 = { "tildel",		"assign" },
	[BULK_GIVE_BACK] = { "gi-tilbake",	"give-back" },
	[BULK_LABEL]	 = { "merk",		"label" },
	[BULK_UNLABEL]	 = { "avmerk",		"unlabel" },
	[BULK_LETTER]	 = { "brev",		"letter" },
};

const char *
bulk_name(enum bulk_kind k)
{
	return kinds[k].name;
}

static bool
is_ref(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '-' && !(s.p[i] >= '0' && s.p[i] <= '9') &&
		    !(s.p[i] >= 'A' && s.p[i] <= 'Z'))
			return false;
	return s.n > 0 && s.n <= REF_BYTES;
}

static bool
in_list(struct str list, struct str word)
{
	while (list.n > 0)
		if (str_eq(str_cut(&list, ' '), word))
			return true;
	return false;
}

/* The words of a field that may come several times, each once; n counts one more than the most at
   most, so that no page grows without end. */
static struct str
take_words(struct req *r, const char *name, bool (*fits)(struct str), size_t most, size_t *n)
{
	struct buf b = buf_new(r->a, 1024);

	*n = 0;
	for (size_t i = 0; i < r->form.n && *n <= most; i++) {
		struct str rest = r->form.v[i].value, word = str_cut(&rest, ',');

		if (!str_eq_z(r->form.v[i].name, name) || !fits(word) ||
		    in_list(buf_str(&b), word))
			continue;
		if ((*n)++ > 0)
			buf_add_char(&b, ' ');
		buf_add(&b, word);
	}
	return buf_str(&b);
}

static void
wrong(struct bulk *b, const char *message, const char *at)
{
	if (b->wrong != NULL)
		return;
	b->wrong = message;
	b->wrong_at = at;
}

static void
judge_words(struct bulk *b)
{
	if (b->kind == BULK_ASSIGN && b->npeople == 0)
		wrong(b, "bulk-people", "#til");
	if (str_chars(b->message) > MESSAGE_CHARS)
		wrong(b, "hand-message", "#melding");
	if ((b->kind == BULK_LABEL || b->kind == BULK_UNLABEL) && b->label.n == 0)
		wrong(b, "bulk-label", "#merke");
	if (b->kind == BULK_LETTER && (b->title.n == 0 || str_chars(b->title) > TITLE_CHARS))
		wrong(b, "letter-title", "#tittel");
	if (b->kind == BULK_LETTER && (b->text.n == 0 || str_chars(b->text) > TEXT_CHARS))
		wrong(b, "letter-text", "#tekst");
}

static bool
take_kind(const struct req *r, enum bulk_kind *out)
{
	struct str handling = page_field(r, "handling");

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_eq_z(handling, kinds[i].handling)) {
			*out = (enum bulk_kind)i;
			return true;
		}
	return false;
}

bool
bulk_take(struct req *r, struct bulk *out)
{
	struct bulk b = { .message = str_trim(page_field(r, "melding")),
	    .title = str_trim(page_field(r, "tittel")), .text = str_trim(page_field(r, "tekst")),
	    .id = page_field(r, "nr"), .from = page_field(r, "fra") };

	if (!take_kind(r, &b.kind))
		return false;
	if (!id_is(b.id))
		b.id = id_new(r->a);
	if (!id_is(b.from))
		b.from = STR("");
	b.refs = take_words(r, "sak", is_ref, BULK_MOST, &b.n);
	b.people = take_words(r, "til", id_is, PEOPLE_MOST, &b.npeople);
	(void)label_read(r->a, page_field(r, "merke"), &b.label);
	if (b.n > BULK_MOST)
		wrong(&b, "bulk-many", "#saker");
	judge_words(&b);
	*out = b;
	return true;
}

const struct db_rows *
bulk_enclosed_ask(struct req *r, const struct bulk *b)
{
	return b->kind == BULK_LETTER && b->n == 1 ? enclosed_ask(r, b->refs) : NULL;
}

void
bulk_enclosed(struct req *r, struct bulk *b, const struct db_rows *rows)
{
	b->enclosed = enclosed_read(r, &r->form, rows);
	if (b->enclosed.wrong != NULL)
		wrong(b, b->enclosed.wrong, "#" ENCLOSED_FIELD);
}

bool
bulk_expected(const struct req *r, struct str ref, struct str *out)
{
	for (size_t i = 0; i < r->form.n; i++) {
		struct str rest = r->form.v[i].value;

		if (!str_eq_z(r->form.v[i].name, "sak") || !str_eq(str_cut(&rest, ','), ref))
			continue;
		*out = rest;
		return ref.n < r->form.v[i].value.n;
	}
	return false;
}

enum err
bulk_event(struct req *r, const struct db_rows *rows, size_t i, struct form_world *world,
    struct case_event *out)
{
	struct page_case c = { .id = db_get(rows, i, "id"), .state = db_get(rows, i, "state"),
	    .revision = db_get(rows, i, "revision"),
	    .received_at = db_at(rows, i, "received_at"), .clocks = db_get(rows, i, "clocks"),
	    .by = work_acting(db_get(rows, i, "role"), db_get(rows, i, "disqualified")) };

	TRY(page_release(r, db_get(rows, i, "release_id"), &c.release));
	*out = page_case_event(r, &c, "");
	out->world = world;
	return ERR_OK;
}

#include "page/fee.h"

#include "case/fee.h"

struct vmap *
page_fee_line(struct vmap *of, const char *list, const struct letter_fee *line)
{
	struct vmap *m = vadd(of, list);

	vset(m, "text", line->text);
	vset(m, "law", line->law);
	vset(m, "amount", line->amount);
	return m;
}

void
page_fee_fill(struct req *r, const struct page_case *c, struct str lines)
{
	struct letter_facts f = { .lang = page_lang(r) };
	struct vmap *v = page_map(r);

	case_fee_facts(r->a, c->release->service, lines, c->clocks, c->world.now_at, f.lang, &f);
	vlist(v, "fee");
	for (size_t i = 0; i < f.nfee; i++)
		page_fee_line(v, "fee", &f.fee[i]);
	vset(v, "fee_total", f.fee_total);
	vset(v, "fee_reduced", f.fee_reduced);
}

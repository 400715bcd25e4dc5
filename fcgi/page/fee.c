#include "page/fee.h"

#include "case/fee.h"

void
page_fee_fill(struct req *r, const struct page_case *c, struct str lines)
{
	struct letter_facts f = { .lang = page_lang(r) };
	struct vmap *v = page_map(r);

	case_fee_facts(r->a, c->release->service, lines, c->clocks, c->world.now_at, f.lang, &f);
	vlist(v, "fee");
	for (size_t i = 0; i < f.nfee; i++) {
		struct vmap *m = vadd(v, "fee");

		vset(m, "text", f.fee[i].text);
		vset(m, "law", f.fee[i].law);
		vset(m, "amount", f.fee[i].amount);
	}
	vset(v, "fee_total", f.fee_total);
	vset(v, "fee_reduced", f.fee_reduced);
}

/* fee.h - what a case costs, on a page about it */
#ifndef PAGE_FEE_H
#define PAGE_FEE_H

#include "letter/values.h"
#include "page/case.h"
#include "page/page.h"

/*
 * page_fee_line - one more line in a list of a page: text, law, amount
 *
 * gives  the line, for what else the page says of it
 */
struct vmap *page_fee_line(struct vmap *of, const char *list, const struct letter_fee *);

/*
 * page_fee_fill - the names of parts/fee, in the language of the page
 *
 * takes  lines  of the view case_fee_lines; may be NULL, and then the list is empty
 */
void page_fee_fill(struct req *, const struct page_case *, struct str lines);

#endif

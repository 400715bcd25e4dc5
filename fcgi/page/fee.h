/* fee.h - what a case costs, on a page about it */
#ifndef PAGE_FEE_H
#define PAGE_FEE_H

#include "page/case.h"
#include "page/page.h"

/*
 * page_fee_fill - the names of parts/fee, in the language of the page
 *
 * takes  lines  of the view case_fee_lines; may be NULL, and then the list is empty
 */
void page_fee_fill(struct req *, const struct page_case *, struct str lines);

#endif

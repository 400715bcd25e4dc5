/* about.c - privacy and accessibility */
#include "citizen/routes.h"
#include "page/page.h"

enum err
citizen_privacy(struct req *r)
{
	TRY(page_read(r));
	return page_show(r, "citizen/privacy");
}

enum err
citizen_accessibility(struct req *r)
{
	TRY(page_read(r));
	vset(page_map(r), "statement_href", STR(""));
	return page_show(r, "citizen/accessibility");
}

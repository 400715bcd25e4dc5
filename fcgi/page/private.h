/* private.h - what a request is, as page.c keeps it and show.c tells of it */
#ifndef PAGE_PRIVATE_H
#define PAGE_PRIVATE_H

#include "page/page.h"

struct page {
	const struct tenant *tenant;
	enum lang	 lang;
	bool		 lang_asked;	/* by the address */
	bool		 lang_known;	/* by the address or the cookie */
	struct session	 session;
	const struct db_rows *rows;	/* of the session, NULL once taken */
	struct vmap	*v;
	struct str	 level;		/* that the login must ask for; empty: its own */
	struct str	 back;		/* where the login leads; empty: here */
	bool		 judged, live;
};

struct page *page_of(const struct req *);
struct page *page_new(struct req *);		/* before anything is known of who asks */

/* A language that the address asked for goes with the answer as a cookie. */
void page_keep_lang(struct req *);

#endif

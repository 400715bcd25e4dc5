/*
 * list.h - a worklist as the address says it: which list, which filters, in which order
 *
 * liste=mine|ledige|snart|over|venter|alle  (absent: mine, or ledige when one has none)
 * tjeneste=SERVICE  enhet=ingen|UNIT  status=alle|ferdig|STATE  ansvarlig=UUID
 * fra=DAY  til=DAY (received)  sok=WORDS  merke=LABEL
 * valg.NAME=VALUE (a column that holds just that)  dato.NAME=DAY  svar.NAME=TEXT (somewhere in it)
 * sorter=frist|-frist|mottatt|-mottatt  and for one page of it etter=KEY,ID or for=KEY,ID
 *
 * What is none of these, or cannot be read, counts as absent.  A day is 2027-08-16 or as people
 * write it.
 */
#ifndef DESK_LIST_H
#define DESK_LIST_H

#include "db/db.h"
#include "http/req.h"

#define LIST_PAGE	50		/* rows on a page */
#define LIST_PARAMS	24		/* filters at once */
#define LIST_HOME	"/saksbehandling"

struct list {
	struct str	 id;			/* empty until it is known: list_settle() */
	struct str	 sort;			/* frist, mottatt */
	bool		 down, sorted;		/* sorted: by the address, not by habit */
	struct param	 filter[LIST_PARAMS];	/* in force, canonical, in order */
	size_t		 n;
	struct str	 wrong;			/* a day that could not be read, as typed */
	bool		 back;			/* the page before key */
	struct str	 key, key_id;		/* p == NULL: the first page */
};

/* From the names and values of an address. */
void list_read(struct req *, const struct params *, struct list *out);

/* The value of a filter; empty when it is not in force. */
struct str list_get(const struct list *, const char *name);

/* The first of these when the address named no list: has one cases of one's own? */
void list_settle(struct list *, bool have_mine);

/* The arguments of desk/work_list, `most` rows at most; the first 13 are those of work_beside. */
#define LIST_ARGS	17
void list_args(struct arena *, const struct list *, size_t most, struct str args[LIST_ARGS]);

/* The address's query, "liste=mine&sok=…", without paging; without the filter at `but` when it is
   less than n; sorted another way when sort is given ("-frist"). */
struct str list_query(struct arena *, const struct list *, size_t but, const char *sort);

/* Its address: LIST_HOME?query. */
struct str list_href(struct arena *, const struct list *);

/* The list that came along with a page about one case: "&liste=…" or "?liste=…" with the first
   character given; empty when none came. */
struct str list_keep(struct req *, char first);

#endif

/*
 * private.h - what the files of view/ share: the compiled form, and the compiler
 *
 * A view is a flat array of ops over one run of literal bytes.  The compiler walks the document
 * once and gathers literal bytes until something must be filled in.
 */
#ifndef VIEW_PRIVATE_H
#define VIEW_PRIVATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "view/view.h"

#define VIEW_MAGIC	0x76696577u
#define SLOT_NS		"urn:skranke:slot:1"
#define MOST_SCOPES	12	/* s:each and s:with inside each other, in one view */
#define MOST_INSIDE	8	/* layouts, parts, or views, inside each other */
#define SCRATCH_BYTES	((size_t)64 * 1024 * 1024)

enum op_kind {
	OP_LIT,		/* bytes[at, n] */
	OP_TEXT,	/* the value of name, for text */
	OP_PLAIN,	/* … for text in which no element can stand */
	OP_LANG,	/* lang="nb" for an element whose text is the value of name, if it is so */
	OP_XML_LANG,	/* … xml:lang="nb" */
	OP_ATTR,	/* … for an attribute */
	OP_URL_BEGIN,	/* the value of a URL attribute begins here */
	OP_URL,		/* the value of name, for a URL */
	OP_IF,		/* to `to` unless the flag (or value = bytes[at, n], or = name `at`) is
			   `want` */
	OP_EACH,	/* first item of name, or to `to` */
	OP_NEXT,	/* next item and to `to`, or leave */
	OP_WITH,	/* into the child name, or to `to` */
	OP_LEAVE,
	OP_VIEW,	/* the view called name, same scope */
	OP_END,
};

struct op {
	uint8_t		 kind;
	bool		 want, compares;
	bool		 same;		/* compares with the value of the name `at` */
	uint32_t	 name;
	uint32_t	 at, n;
	uint32_t	 to;
};

struct name {
	uint64_t	 hash;
	bool		 child;		/* an s:with uses it: may be absent */
	struct str	 text;
};

struct view {
	uint32_t	 magic;
	enum view_kind	 kind;
	const char	*name;
	const struct op	*ops;
	const char	*bytes;
	const struct name *names;
	char		*said;		/* by name: already logged as unfilled */
	const struct vmap *fixed;	/* attributes of s:page: values of last resort */
};

/* map.c */
enum entry_kind { ENTRY_VALUE, ENTRY_LIST, ENTRY_MAP, ENTRY_VIEW };

struct list {
	struct vmap	*first, *last;
};

struct entry {
	struct str	 name;
	enum entry_kind	 kind;
	union {
		struct str		 value;
		struct list		 list;
		struct vmap		*map;
		const struct view	*view;
	} u;
};

struct vmap {
	struct arena	*a;
	struct vmap	*next;		/* in its list */
	const struct vmap *base;	/* where names are looked for that it has not itself */
	uint64_t	*hash;		/* apart from the entries: what a search runs through */
	struct entry	*entry;
	size_t		 n, size;
};

const struct entry *vmap_find(const struct vmap *, uint64_t hash_of_name);

/* escape.c: into the place the name says */
#define NB_OPEN		"<span lang=\"nb\">"	/* what the marks of base/lang.h become */
#define NB_CLOSE	"</span>"
void escape_text(struct buf *, struct str);
void escape_plain(struct buf *, struct str);		/* text without elements in it */
void escape_attr(struct buf *, struct str);
void escape_url_first(struct buf *, struct str);	/* "#" unless ours or http(s) */
void escape_url_later(struct buf *, struct str, bool contact);	/* contact: after mailto: or tel: */

/* html.c */
bool html_is_void(const char *tag);
bool html_is_raw(const char *tag);		/* content that no escape can protect */
bool html_keeps_blanks(const char *tag);
bool html_is_plain(const char *tag);		/* holds text and no element */
bool html_is_url(const char *attr);
bool html_is_refused(const char *attr);		/* carries script or style */

/* The compiler. */
enum place { PLACE_TEXT, PLACE_ATTR, PLACE_URL };

struct doc {				/* a layout or a part, as parsed */
	const char	*name;
	xmlDoc		*doc;
};

struct views {
	struct doc	*layouts, *parts;	/* while pages are compiled */
	size_t		 nlayouts, nparts;
	struct view	**pages;
	size_t		 npages;
};

struct filling {			/* what s:body stands for; and what it does in there */
	xmlNode		*root;
	const char	*file;
	struct filling	*outer;
	bool		 placed;
};

struct compiler {
	struct arena	*scratch;
	const struct views *views;
	enum view_kind	 kind;
	xml_complain_fn	*complain;
	void		*ctx;
	bool		 failed;
	const char	*file;		/* being read */
	struct op	*ops;
	size_t		 nops, size_ops;
	struct name	*names;
	size_t		 nnames, size_names;
	struct buf	 bytes;
	size_t		 flushed;	/* of bytes: already in an op */
	struct vmap	*fixed;
	struct filling	*filling;
	const char	*parts[MOST_INSIDE];
	size_t		 nparts, nlayouts, nscopes;
	enum place	 place;
	bool		 raw;		/* blanks stay as they are */
	bool		 plain;		/* no element can stand here */
	bool		 blank;		/* what was put out last is blank, whatever way led here */
};

/* compile.c */
__attribute__((format(printf, 3, 4)))
void complain(struct compiler *, const xmlNode *, const char *fmt, ...);
uint32_t name_of(struct compiler *, const xmlNode *at, struct str name);
/* valid until the next add */
struct op *op_add(struct compiler *, enum op_kind, uint32_t name);
uint32_t op_here(struct compiler *);		/* where the next op will stand */
void compile_text(struct compiler *, const xmlNode *);
void compile_node(struct compiler *, xmlNode *);
void compile_list(struct compiler *, xmlNode *first);
/* view_compile, of a page that has layouts and parts */
enum err compile_page(struct arena *process, const struct views *, xmlDoc *, const char *name,
    xml_complain_fn *, void *ctx, struct view **out) MUST_USE;

/* element.c */
void compile_element(struct compiler *, xmlNode *);

/* slot.c */
bool slot_is(const xmlNode *, const char *name);	/* NULL: any slot */
void slot_check_attrs(struct compiler *, const xmlNode *, const char *const *known);
void compile_slot(struct compiler *, xmlNode *);
uint32_t if_begin(struct compiler *, const xmlNode *, struct str flag,
    bool want);	/* heeds same= */
void jump_here(struct compiler *, uint32_t op);

/* page.c */
void compile_root(struct compiler *, xmlNode *);
void compile_part(struct compiler *, xmlNode *);
void compile_body(struct compiler *, xmlNode *);

#endif

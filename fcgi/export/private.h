/* private.h - between the files of this room */
#ifndef EXPORT_PRIVATE_H
#define EXPORT_PRIVATE_H

#include "export/export.h"

#define EXPORT_MAGIC	0x4558504fu

enum export_kind { EXPORT_ELEMENT, EXPORT_CODE, EXPORT_EACH, EXPORT_FILES };
#define EXPORT_EACH_FILE	"case.files"
#define EXPORT_FILE_CODE	"file.code"
enum export_as { EXPORT_TEXT, EXPORT_NUMBER, EXPORT_INTEGER, EXPORT_DATE, EXPORT_BOOLEAN };

struct export_source {			/* none of the first three: there is none */
	const struct form_item *item;
	struct str	 fact;
	const struct form_expr *expr;
	enum export_as	 as;
	struct str	 yes;		/* what is true; p == NULL: "true" */
};

struct export_item {
	const struct export_item *next;
	struct str	 is, value, words;
};

struct export_node {
	const struct export_node *next, *first;
	enum export_kind kind;
	struct str	 name;
	struct export_source from;	/* of an each: the repeat */
	const struct form_expr *when;	/* NULL: always */
	const struct export_item *items;
	struct str	 value, words;	/* of a pair that is always the same */
};

struct export_attr {
	const struct export_attr *next;
	struct str	 name, value;
};

struct export {
	unsigned	 magic;
	struct str	 id, title, root, namespace;
	const struct export_attr *attrs;
	const struct export_node *first;
};

struct export_load {
	struct arena	*a;
	const struct form *form;
	struct str	 parties;
	xml_complain_fn	*complain;
	void		*ctx;
	const struct form_item *row;	/* the repeat that is open; NULL: none */
	bool		 files;		/* in an each of files */
	bool		 bad;
};

__attribute__((format(printf, 3, 4)))
void export_wrong(struct export_load *, const xmlNode *, const char *fmt, ...);
/* The attributes of, value, as and true of an element. */
void export_source_read(struct export_load *, const xmlNode *, struct export_source *out);
/* The attribute of: a question or a fact; false and told of when there is none such. */
bool export_of_read(struct export_load *, const xmlNode *, struct export_source *out);
const struct form_item *export_repeat(struct export_load *, const xmlNode *);
const struct form_expr *export_expr(struct export_load *, const xmlNode *, const char *attr);

/* Written as `as` says; empty when it cannot be. */
struct str export_shape(struct arena *, const struct export_source *, struct str text);
/* A fact of the list above; the empty str when it is not known. */
struct str export_fact(struct arena *, const struct export_facts *, struct str name);
bool export_fact_known(struct str name, struct str parties);
bool export_file_known(struct str name);
/* The same of a file that was sent as an answer to the question. */
struct str export_file_fact(const struct form_file *, const struct form_item *, struct str name);
/* The nearest, for who misspells one. */
struct str export_fact_like(struct str name);

#endif

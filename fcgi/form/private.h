/*
 * private.h - between the files of the form room
 *
 * Text becomes a tree (parse.c), names become slots and types are judged (check.c), the tree is
 * evaluated over the nodes (eval.c, func*.c) and the order of evaluation is found once (plan.c).
 */
#ifndef FORM_PRIVATE_H
#define FORM_PRIVATE_H

#include "form/form.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/suggest.h"
#include "geo/geo.h"

#define FORM_NS		"urn:skranke:form:1"
#define XML_NS		"http://www.w3.org/XML/1998/namespace"
#define FORM_MAGIC	0x666f726du
#define ANSWERS_MAGIC	0x616e7377u

enum {
	STEPS_MOST = 4,			/* names in one path */
	DEPTH_MOST = 40,		/* nested parentheses and calls */
	EXPR_MOST = 400,		/* nodes of one expression */
	OPS_MOST = 2000000,		/* of one pass of the rules */
	OP_BYTES = 2,			/* of text that count as one of them */
	OP_NSEC = 100			/* of looking for a pattern that do */
};

/* ---- lex.c -------------------------------------------------------------------------------- */

enum tok { T_END, T_NUM, T_STR, T_NAME, T_OP, T_BAD };

struct token {
	enum tok	 t;
	struct str	 s;		/* a literal without its quotes */
	size_t		 at;		/* byte in the expression */
	bool		 open;		/* a literal whose quote is not closed */
};

struct lexer {
	struct str	 text;
	size_t		 at;
	struct token	 now;		/* the token to be read next */
};

void lex_start(struct lexer *, struct str);
void lex_next(struct lexer *);
bool lex_is(const struct lexer *, const char *op);

/* ---- the tree ----------------------------------------------------------------------------- */

/* What an expression gives.  V_ROWS: the rows of a repeat, good for count() and whether there are
   any. */
enum vtype { V_BOOL, V_NUM, V_STR, V_DAY, V_ROWS };

enum op {
	OP_OR, OP_AND, OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE, OP_ADD, OP_SUB, OP_MUL, OP_DIV,
	    OP_MOD, OP_NEG,
	OP_NUM, OP_STR, OP_REF, OP_CALL
};

struct ref {			/* climb `up` groups, then item after item, through all rows or
				   one */
	size_t		 up, nsteps;
	struct str	 name[STEPS_MOST];	/* as written: "." and ".." too */
	const struct form_item *step[STEPS_MOST];
	size_t		 row[STEPS_MOST];	/* [n] after a repeat; 0: all */
	bool		 rooted;		/* begins with / */
	bool		 many;			/* may be more than one node */
};

struct func;
struct form_fact;
struct xml_pattern;

struct expr {
	enum op		 op;
	enum vtype	 type;
	size_t		 at;
	double		 num;
	struct str	 s;		/* literal, or name of the function */
	struct ref	*ref;
	const struct func *fn;
	const struct xml_pattern *pattern;
	const struct form_table *table;	/* of rate() */
	size_t		 column;
	const struct form_fact *fact;	/* of fact() */
	struct expr	**arg;
	size_t		 n;
};

struct form_expr {
	struct expr	*top;
	struct str	 text;
	const struct form_item *context;
};

/* ---- compiling ---------------------------------------------------------------------------- */

struct load;

struct compile {
	struct arena	*a;
	const struct form *form;
	const struct form_item *context;	/* `.`; NULL in a flow */
	struct str	 text;
	const char	*where;			/* name of the attribute, for complaints */
	int		 line;
	xml_complain_fn	*complain;
	void		*ctx;
	bool		 flow, bad;
	struct load	*load;			/* NULL when the form is finished */
	size_t		 nodes, depth;
};

__attribute__((format(printf, 3, 4)))
void compile_bad(struct compile *, size_t at, const char *fmt, ...);	/* complain once, set bad */
struct expr *parse_expr(struct compile *);				/* NULL when bad */
bool resolve_ref(struct compile *, struct expr *);			/* a path; false when bad */
bool check_ref(struct compile *, struct expr *);
bool check_call(struct compile *, struct expr *);
/* complain; false */
bool check_refuse(struct compile *, const struct expr *, const char *what);
bool check_many(const struct expr *);		/* one answer per row? */
bool one_value(struct compile *, const struct expr *);
bool want_num(struct compile *, const struct expr *);
bool want_day(struct compile *, const struct expr *);
/* names, types; false when bad */
bool check_expr(struct compile *, struct expr *);
const struct form_expr *compile_expr(struct compile *);			/* both; NULL when bad */
const struct form_item *item_in(const struct form *, const struct form_item *group,
    struct str name);
enum vtype vtype_of(enum form_type);
bool load_settle(struct load *, const struct form_item *);	/* compile a calculate early, for
								   its type */
/* What is not of the form itself and yet read with it. */
struct form_fact {
	struct form_fact *next;
	struct str	 id;
	const struct form_expr *value;		/* NULL: asked for */
};

struct form_more {
	const struct form_files *files;		/* while the form is open */
	const struct form_table *tables;
	struct form_fact *facts;		/* the last first */
};

bool check_fact(struct compile *, struct expr *);
bool check_checklist(struct compile *, struct expr *);
bool check_inspection(struct compile *, struct expr *);
/* The document of lists/ID.xml; complains of an id that is none, or that there is not. */
xmlDoc *table_doc(struct compile *, size_t at, struct str id);
/* The table and column that the literal `name` names; complains. */
bool table_find(struct compile *, const struct expr *name, const struct form_table **out,
    size_t *column);

/* ---- values ------------------------------------------------------------------------------- */

struct val {
	enum vtype	 t;
	bool		 b;
	bool		 missing;	/* came from an empty answer; a BOOL: not known, b is what
					   XPath says */
	double		 num;		/* NUM, and DAY as a day number; NaN when missing */
	struct str	 s;
};

struct eval {
	const struct answers *as;
	const struct form_world *w;
	const struct answer_row *row;	/* where bare names start */
	struct arena	*a;
	size_t		*ops;
};

struct val val_bool(bool);
struct val val_num(double);
struct val val_day(double);
struct val val_str(struct str);
struct val val_of(const struct answer *);	/* what an expression sees of it */
bool to_bool(struct val);
struct val to_num(struct val);
struct str to_str(struct eval *, struct val);
double str_number(struct str);			/* XPath 1.0 number(): NaN when it is not one */
struct str number_str(struct arena *, double);	/* XPath 1.0 string() */
double xpath_round(double);
struct str instant_iso(struct arena *, int64_t at);	/* 2026-11-22T13:05:00Z */
bool instant_read(struct str, int64_t *at_out);

/* Work on that many bytes of text is about to be done; false: too much in one pass. */
bool spend_text(struct eval *, size_t bytes);
struct val eval_expr(struct eval *, const struct expr *);
struct val eval_compare(struct eval *, enum op, const struct expr *, const struct expr *);

/* Each node that a ref means; stops when fn gives false. */
typedef bool node_fn(void *state, const struct answer *);
void ref_each(struct eval *, const struct ref *, node_fn *, void *state);
const struct answer *ref_one(struct eval *, const struct ref *);
size_t ref_count(struct eval *, const struct ref *);	/* rows of a repeat; answered nodes
							   otherwise */
/* Each node when x may be many, else its one value. */
typedef bool val_fn(void *state, struct val);
void expr_each(struct eval *, const struct expr *, val_fn *, void *state);

struct func {
	const char	*name;
	const char	*takes;		/* s n d b a(ny) v(alues) r(ef) l(iteral) g(eo); ? from
					   here on optional, * repeats the last */
	enum vtype	 gives;
	struct val	(*fn)(struct eval *, const struct expr *);
};

const struct func *func_find(struct str name);
size_t text_char(struct str);			/* bytes of the character it opens with */
struct str text_cased(struct arena *, struct str, bool up);
size_t func_names(const struct str **out);

#define FUNC(id) struct val id(struct eval *, const struct expr *)
FUNC(f_string); FUNC(f_concat); FUNC(f_starts); FUNC(f_contains); FUNC(f_before); FUNC(f_after);
FUNC(f_substring); FUNC(f_length); FUNC(f_normalize); FUNC(f_translate); FUNC(f_upper);
FUNC(f_lower); FUNC(f_join); FUNC(f_matches); FUNC(f_selected);
FUNC(f_today); FUNC(f_now); FUNC(f_date); FUNC(f_age_at); FUNC(f_days); FUNC(f_months);
FUNC(f_add_months); FUNC(f_pid_valid); FUNC(f_pid_born);
FUNC(f_boolean); FUNC(f_not); FUNC(f_true); FUNC(f_false); FUNC(f_number); FUNC(f_floor);
FUNC(f_ceiling); FUNC(f_round); FUNC(f_count); FUNC(f_sum); FUNC(f_min); FUNC(f_max);
FUNC(f_avg); FUNC(f_non_empty); FUNC(f_if); FUNC(f_index); FUNC(f_register); FUNC(f_complete);
FUNC(f_geo_valid); FUNC(f_geo_area); FUNC(f_geo_length); FUNC(f_geo_within);
FUNC(f_geo_distance); FUNC(f_rate); FUNC(f_fact); FUNC(f_checklist); FUNC(f_inspection);
FUNC(f_position);
FUNC(f_last); FUNC(f_id); FUNC(f_name); FUNC(f_hearing); FUNC(f_namespace);
#undef FUNC

/* ---- texts met ---------------------------------------------------------------------------- */

struct seen {
	struct str	*v;
	size_t		 size;
};

struct seen seen_new(struct arena *, size_t most);
bool seen_put(struct seen *, struct str);	/* not empty, not copied; was it there already? */

/* ---- the plan ----------------------------------------------------------------------------- */

struct step {
	const struct form_item *item;
	bool		 calculate;	/* else: is it relevant? */
};

struct form_plan {
	const struct step *v;
	size_t		 n;
};

/* Complains of a circle with its members; NULL when there is one. */
const struct form_plan *plan_make(struct arena *, const struct form *, xml_complain_fn *,
    void *ctx);

/* ---- types -------------------------------------------------------------------------------- */

typedef bool type_read_fn(struct arena *, struct str, const struct form_world *, struct str *);
type_read_fn read_string, read_pid, read_orgnr, read_account, read_postcode, read_phone, read_email,
    read_integer, read_decimal, read_money, read_day, read_boolean, read_point, read_polygon;
typedef struct str type_edit_fn(struct arena *, struct str);
type_edit_fn show_pid, show_orgnr, show_account, show_phone, edit_money, edit_decimal, edit_day,
    edit_points;
typedef struct str type_show_fn(struct arena *, enum lang, struct str);	/* where languages differ */
type_show_fn show_integer, show_decimal, show_money, show_day,
    show_points;
struct str digits_only(struct arena *, struct str);	/* blanks of every kind, dots and hyphens
							   dropped; empty when anything else is
							   there */
size_t blank_at(struct str);				/* bytes of the blank (no-break and thin
							   ones too) it opens with; 0 for none */
/* with no-break spaces; sizes ended by 0 */
struct str grouped(struct arena *, struct str digits, const int *sizes);
double type_number(enum form_type, struct str canonical);	/* NaN when it is none */

/* ---- loading ------------------------------------------------------------------------------ */

struct form_alert {
	const struct form_alert *next;
	struct str	 on, text;
};

struct load {
	struct arena	*a;
	struct form	*form;
	const struct form_files *files;
	xml_complain_fn	*complain;
	void		*ctx;
	bool		 bad;
	struct form_item **item;	/* the same as form->item, to be written to */
	xmlNode		**node;		/* of each item */
	char		*state;		/* of each item's calculate: 0 not yet, 1 being compiled, 2
					   done */
	size_t		 n, size;
	struct form_list **list;
	size_t		 nlists, lists_size;
};

__attribute__((format(printf, 3, 4)))
void load_bad(struct load *, const xmlNode *, const char *fmt, ...);
void include_expand(struct load *, xmlNode *root);
void load_lists(struct load *, xmlNode *root);
void load_items(struct load *, xmlNode *root);
/* attrs: those it may have, blanks around each */
void load_attrs(struct load *, const xmlNode *, const char *attrs);
size_t load_names(struct str *out);		/* of the elements that are items: fewer than 30 */
void load_unknown(struct load *, const xmlNode *);	/* complain of an element */
bool load_holds(enum form_kind);		/* may items stand in it? */
/* Is this child of an item, or of the form, its words, and no item? */
bool load_word(struct load *, const xmlNode *, const struct form_item *parent);
void load_shape(struct load *, const struct form_item *, xmlNode *);	/* its words and rules */
/* type and attributes that are no expressions */
void load_kind(struct load *, struct form_item *, const xmlNode *);
void load_upload(struct load *, struct form_item *, const xmlNode *);
void load_words(struct load *, struct form_item *, xmlNode *);	/* label, hint, help, alerts */
void load_rules(struct load *);					/* every expression */
void load_lookup(struct load *, struct form_item *, const xmlNode *);
void load_lookups_done(struct load *);		/* what needs all of them */
/* NULL when there is none */
const struct form_list *load_list_named(struct load *, struct str id);
/* its attribute list; complains */
const struct form_list *load_list_for(struct load *, const xmlNode *);
/* The file it was included from, "shared/sections/NAME.xml", else empty; and with ": " after it. */
struct str load_file(const xmlNode *);
struct str load_base(struct arena *, const xmlNode *);
bool load_size(struct load *, const xmlNode *, const char *attr, size_t otherwise, size_t *out);

/* ---- what must be so where something holds (facts.c) -------------------------------------- */

enum { FACTS_MOST = 64 };	/* more are passed over: less is proved then */

struct fact {
	const struct form_item *item;
	struct str	 value;
	bool		 is;		/* else: is not */
	const struct form_item *at;	/* whose expression says so */
};

struct facts {
	struct arena	*a;
	struct fact	 v[FACTS_MOST];
	const struct form_item *place[FACTS_MOST];	/* those whose relevant is counted in */
	size_t		 n, nplaces;
	const struct fact *left, *right;	/* two that cannot both be so */
	const struct form_item *never;		/* or whose expression is simply false */
};

struct facts facts_new(struct arena *);
void facts_place(struct facts *, const struct form_item *);	/* the item is relevant */
/* the expression holds; NULL: nothing is known */
void facts_of(struct facts *, const struct form_item *at, const struct form_expr *);
bool facts_clash(const struct facts *);
const char *facts_say(const struct facts *);	/* which two, with their lines; after a clash */

/* ---- messages ----------------------------------------------------------------------------- */

struct str message(const struct form_messages *, struct arena *, struct str id, struct str label,
    size_t limit);
bool message_has(const struct form_messages *, struct str id);

/* ---- answers ------------------------------------------------------------------------------ */

struct answers_work {
	bool		 sent;		/* read with what was worked out and what was relevant */
	size_t		 ops;		/* of this pass */
	size_t		 issues_size;
	size_t		 bytes;		/* of all texts */
	form_open_fn	*open;		/* NULL: all are */
	void		*open_ctx;
};

/* Written, though no person answers it: what a register said, and what it gave that nobody sees. */
bool given_kept(const struct form_item *);
void lookups_settle(struct answers *);		/* what was said of other numbers is forgotten */
struct str lookup_said(const struct answer *);	/* its value in expressions */
/* A var or output whose value is written with a case, and the element it stands in. */
bool value_kept(const struct form_item *);
struct str value_name(struct arena *, const struct form_item *);
struct answer_row *row_new(struct answers *, const struct form_item *group, struct answer *parent);
/* without any row in a repeat */
struct answers *answers_bare(struct arena *, const struct form *);
struct answer_row *row_add(struct answers *, struct answer *repeat);	/* last; CHECKs the limit */
void rows_least(struct answers *, struct answer_row *);		/* up to min, in it and below */
void rows_number(struct answer *repeat);
/* not copied */
/* and in the rows below it */
void prefill_row(struct answers *, struct answer_row *, const struct form_world *);
void answer_set(struct answers *, struct answer *, struct str text, bool wrong);
void answer_read(struct answers *, struct answer *, struct str typed,
    const struct form_world *);	/* copied */
/* false: no such file there */
bool file_remove(struct answers *, const struct form_item *page, struct str field, struct str id,
    const struct form_world *);
/* Each row of a group, the form's own for NULL. */
typedef void row_fn(void *state, struct answer_row *);
void rows_each(struct answers *, const struct form_item *group, row_fn *, void *state);

void rules_settle(struct answers *, const struct form_world *);	/* calculate and relevant */
void rules_judge(struct answers *, const struct form_world *);		/* the rest */
struct str unique_text(const struct answers *, const struct form_item *repeat);
bool options_known(const struct form_item *, const struct form_world *,
    struct form_options *);	/* false: register away */
struct str alert_text(const struct answers *, const struct form_item *, const char *on,
    size_t limit);
__attribute__((nonnull(1, 2, 3)))
void issue_add(struct answers *, struct answer *, const char *on, enum form_level, struct str text);

#endif

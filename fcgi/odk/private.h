/*
 * private.h - between the files of the odk room
 *
 * The instance is read into nodes and given its binds (read.c); the body becomes places, which are
 * what will be written (plan.c, kind.c), with names (name.c), words (words.c) and lists (list.c);
 * expressions are rewritten (tok.c, path.c, expr.c, call.c, rule.c); then it is written and checked
 * until the checker is content (write.c, odk.c).
 */
#ifndef ODK_PRIVATE_H
#define ODK_PRIVATE_H

#include "odk/odk.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/check.h"
#include "form/form.h"

#define XF_NS	"http://www.w3.org/2002/xforms"
#define XH_NS	"http://www.w3.org/1999/xhtml"
#define JR_NS	"http://openrosa.org/javarosa"

enum {
	NAME_MOST = 40,			/* characters of a name of ours */
	DEPTH_MOST = 40,		/* groups in groups; parentheses in parentheses */
	TEXT_MOST = 20000,		/* bytes of one rewritten expression */
	ROUNDS_MOST = 200		/* of the checker */
};

enum kind {
	K_FORM, K_PAGE, K_SECTION, K_FLAT, K_REPEAT,
	K_TEXT, K_NUMBER, K_DATE, K_CHOICE, K_CHOICES, K_CONFIRM, K_UPLOAD, K_NOTE, K_VAR, K_LOST
};

enum rule_kind { R_RELEVANT, R_REQUIRED, R_READONLY, R_CALCULATE, R_CONSTRAINT, R_COUNT };

/* What an expression gives, as far as it can be told. */
enum vt { VT_ANY, VT_NUM, VT_STR, VT_DAY, VT_BOOL };

struct rule {
	struct str	 text;		/* as the bind has it; p == NULL: it has none */
	struct str	 out;		/* rewritten; p == NULL: not carried */
	enum vt		 type;
	enum { RULE_NEW, RULE_OPEN, RULE_DONE } state;
};

struct node {				/* of the instance */
	struct node	*parent, *first, *last, *next;
	xmlNode		*at, *bind;
	struct str	 name;
	struct place	*place;		/* NULL: neither asked nor worked out */
	bool		 repeat;
	struct rule	 rule[R_COUNT];
};

struct place {				/* of the form that is written */
	enum kind	 kind;
	struct node	*node;		/* NULL: a page or group that the instance does not know */
	xmlNode		*control;	/* NULL: a var, a page of loose questions */
	struct place	*parent, *first, *last, *next;
	struct str	 name, label, hint, help;
	const char	*type;		/* value of the attribute type, or NULL */
	struct str	 accept;	/* upload: p == NULL when the standard ones will do */
	struct list	*list;
};

struct option {
	struct option	*next;
	struct str	 value, label;
};

struct list {
	struct list	*next;
	const void	*from;		/* the instance or the control that it was made of */
	struct str	 value_ref, label_ref;
	struct str	 id;
	struct option	*first, *last;
};

struct remark {
	struct remark	*next;
	struct odk_said	 said;
	const struct place *place;
};

struct odk {
	struct arena	*a;
	xmlNode		*model, *body;
	xmlNode		*words;		/* the translation taken, or NULL */
	struct str	 id, title;
	struct node	*root;
	struct place	*form;
	struct list	*lists;
	struct remark	*remarks, *last_remark;
	size_t		 nremarks;
	struct buf	 out;
	int		 line;		/* being written */
	struct place	**at_line;	/* what stands on a line of the output */
	size_t		 nlines;
	bool		 dropped;	/* a rule, in this round of the checker */
};

/* Tell, once, of what could not be carried (lost), or was carried otherwise (note). */
__attribute__((format(printf, 4, 5)))
void odk_lost(struct odk *, const struct place *, const xmlNode *, const char *fmt, ...);
__attribute__((format(printf, 4, 5)))
void odk_note(struct odk *, const struct place *, const xmlNode *, const char *fmt, ...);

/* ---- read.c ---- */
enum err odk_read(struct odk *, xmlDoc *, xml_complain_fn *, void *ctx) MUST_USE;
struct node *node_child(const struct node *, struct str name);
struct node *node_at(const struct odk *, const struct node *from, struct str path);
xmlNode *secondary(const struct odk *, struct str id);	/* an instance's root element */
bool xf_is(const xmlNode *, const char *name);
const char *rule_name(enum rule_kind);
struct str rule_msg(struct odk *, const struct place *, const char *attr);

/* ---- words.c ---- */
void words_choose(struct odk *);
struct str place_called(const struct place *);
struct str words_of(struct odk *, const struct place *, xmlNode *holder, const char *what);
struct str words_by_id(struct odk *, const struct place *, const xmlNode *, struct str id);
struct str words_ref(struct odk *, const struct place *, const xmlNode *, struct str value);
void place_words(struct odk *, struct place *, xmlNode *holder);

/* ---- plan.c, kind.c, name.c, list.c ---- */
void plan(struct odk *);
struct place *place_add(struct odk *, struct place *into, enum kind, struct node *, xmlNode *);
void place_kind(struct odk *, struct place *);
void name_places(struct odk *);
struct str name_ncname(struct odk *, struct str);
void list_take(struct odk *, struct place *);
void name_lists(struct odk *);
bool range_figure(const struct place *, const char *attr, struct str *out);
bool repeat_count(struct odk *, const struct place *, int64_t *out);

/* ---- expressions ---- */
enum tok { T_END, T_NUM, T_STR, T_NAME, T_OP, T_BAD };

struct lexer {
	struct str	 text;
	size_t		 at;
	bool		 operand;	/* the token before could end an operand */
	enum tok	 t;
	struct str	 s;		/* a literal without its quotes */
};

void tok_start(struct lexer *, struct str);
void tok_next(struct lexer *);
bool tok_is(const struct lexer *, const char *op);
bool tok_call(const struct lexer *);	/* a name with ( after it */

enum prec { P_OR, P_AND, P_EQ, P_REL, P_ADD, P_MUL, P_UNARY, P_ATOM };

struct part {				/* a piece of the rewritten expression */
	struct str	 s;
	enum prec	 prec;
	enum vt		 t;
	bool		 literal;	/* text in quotes; s has them */
	struct node	*node;		/* a path to it, and nothing else */
};

struct rewrite {
	struct odk	*o;
	struct node	*self;
	struct lexer	 lx;
	struct str	 why;		/* cannot be carried, because; empty while all is well */
	int		 depth;
};

#define ARGS_MOST 16

__attribute__((format(printf, 2, 3)))
struct part rw_fail(struct rewrite *, const char *fmt, ...);
bool rw_bad(const struct rewrite *);
struct part rw_expr(struct rewrite *);
struct str rw_in(struct rewrite *, struct part, enum prec);	/* in parentheses if looser */
__attribute__((format(printf, 4, 5)))
struct part rw_part(struct rewrite *, enum prec, enum vt, const char *fmt, ...);
struct part rw_path(struct rewrite *, bool from_self);
struct part rw_ref(struct rewrite *, struct node *);
struct part rw_literal(struct rewrite *, struct str);
struct part rw_call(struct rewrite *, struct str name);
struct part call_special(struct rewrite *, struct str name);
enum vt node_type(struct odk *, struct node *);

/* ---- rule.c ---- */
struct rule *rule_of(struct odk *, struct node *, enum rule_kind);
void rules_rewrite(struct odk *);
void rule_drop(struct odk *, struct node *, enum rule_kind, struct str why);
struct str rule_joined(struct odk *, const struct place *, enum rule_kind);
bool rule_fits(enum kind, enum rule_kind);

/* ---- write.c ---- */
void odk_write(struct odk *);

#endif

/*
 * form.h - a form: its pages, questions and rules, compiled; the answers of one draft; the rules
 * run
 *
 * Pure: no database, no http, no clock.  What the rules need of the world stands in struct
 * form_world.
 *
 *   at start     form_messages_load, form_load                    process arena, never changed
 *   a request    answers_new or answers_read                      request arena
 *                answers_post, answers_row … or answers_rules     each leaves every node judged
 *                walk the page's items, answer_of(row, item)      state, value, issues
 *                answers_write                                    the draft, or what is submitted
 *   a case       answers_read, answers_sent                       as it was submitted
 *
 * An expression sees the answers that count: what is not relevant reads as empty, in drafts as in
 * cases, so that a case judged again gives what the draft gave.
 *
 * spec: shared reference form-language; XForms 1.1 ch. 4.3, 6, 7 (model item properties); XPath
 * 1.0.
 */
#ifndef FORM_FORM_H
#define FORM_FORM_H

#include "base/buf.h"
#include "base/err.h"
#include "base/lang.h"
#include "base/str.h"
#include "xml/xml.h"

#define FORM_CODES	"vedleggskoder"	/* lists/vedleggskoder.xml: letters of attachments */

struct arena;
struct answer;
struct answer_row;
struct form_expr;
struct form_messages;
struct geo_map;
struct form_more;

enum form_limit {
	FORM_ANSWER_CHARS = 10000,	/* one answer */
	FORM_TOTAL_BYTES = 512 * 1024,	/* all answers of a draft */
	FORM_ROWS = 50,			/* of a repeat without max */
	FORM_ROWS_MOST = 1000,		/* the most that max may be */
	FORM_FILES_MOST = 20,		/* of one upload question, the most that max-count may be */
	FORM_FILE_BYTES = 50 << 20	/* of one file, the most that max-size may be */
};

/* ---- the model -------------------------------------------------------------------------- */

enum form_kind {
	FORM_PAGE, FORM_SECTION, FORM_TEXT, FORM_NUMBER, FORM_MONEY, FORM_DATE, FORM_CHOICE,
	    FORM_CHOICES,
	FORM_CONFIRM, FORM_UPLOAD, FORM_MAP, FORM_REPEAT, FORM_OUTPUT, FORM_VAR, FORM_CHECK,
	    FORM_LOOKUP
};

enum form_type {
	FORM_STRING, FORM_PID, FORM_ORGNR, FORM_ACCOUNT, FORM_POSTCODE, FORM_PHONE, FORM_REF,
	FORM_EMAIL,
	FORM_INTEGER, FORM_DECIMAL, FORM_ORE, FORM_DAY, FORM_BOOLEAN, FORM_VALUE, FORM_VALUES,
	FORM_IDS, FORM_POINT, FORM_POLYGON, FORM_NOTHING
};

enum form_level { FORM_ERROR, FORM_WARNING, FORM_INFO };

enum form_appearance { FORM_PLAIN, FORM_RADIO, FORM_SELECT, FORM_SEARCH };

struct form_option {
	struct str	 value, label;
	const struct str *columns;	/* as many as form_options names; NULL in lists of the
					   form itself */
};

struct form_options {
	const struct form_option *v;
	size_t		 n;
	const struct str *columns;	/* their names; none in lists of the form itself */
	size_t		 ncolumns;
};

struct form_list {
	struct str	 id;
	struct str	 source;	/* "kindergartens" of register:kindergartens; empty: options
					   below */
	struct str	 columns;	/* as written, blank between */
	struct form_options options;
	size_t		 index;		/* in form->list */
	struct str	 file;		/* as of an item */
	int		 line;
};

struct form_rule {			/* a constraint, or the rule of a check */
	const struct form_rule *next;
	const struct form_expr *test;
	struct str	 text;
	enum form_level	 level;
	int		 line;
};

/*
 * Anything between <form> and </form> that has a place.  Items of one group (the form, or one
 * repeat) have slots: answer_of(row, item) is row->node + item->slot.  Pages and sections do not
 * make a group.
 */
struct form_item {
	enum form_kind	 kind;
	enum form_type	 type;		/* FORM_NOTHING for what holds no answer */
	size_t		 index, slot;	/* in form->item; in its group's rows */
	struct str	 name;		/* pages: their id; empty where none was given */
	struct str	 label;		/* pages and sections: their title */
	struct str	 hint, help, text;	/* text: of an output without value; of a confirm,
						   what a tick reads as */
	const struct form_item *parent, *first, *next;	/* document order; NULL at the ends */
	const struct form_item *page;	/* itself for a page; NULL for a var outside pages */
	const struct form_item *group;	/* the repeat around it, or NULL */
	const struct form_list *list;
	enum form_appearance appearance;
	int		 lines;		/* text; 0: one line */
	size_t		 min, max, nslots;	/* repeat: rows; slots of a row */
	const struct form_item *unique;	/* repeat: the question that may not be answered alike
					   twice */
	bool		 ordered;	/* repeat: rows may be moved */
	bool		 may_need;	/* has `required`: not simply optional */
	bool		 carries;	/* worked out, and holds digits of an identity number: not
					   written with a case */
	bool		 column;	/* kept beside the case, for worklists */
	struct str	 heading;	/* of its column; the label unless said */
	struct str	 masked;	/* tells where somebody lives: what others read instead when
					   the address is graded; else p == NULL */
	struct str	 prefill;	/* "person/name" of register:person/name */
	const struct form_lookup *lookup;	/* form/lookup.h; NULL of other kinds */
	bool		 filled;	/* a lookup may fill it in */
	struct str	 accept;	/* upload: media types, a blank between; pdf, png, jpeg and
					   plain text unless said */
	size_t		 max_bytes, max_files;	/* upload: of one file, 10 MB unless said; of the
						   answer, 5 unless said */
	struct str	 code, code_name;	/* upload: the letter of the national list, and
						   what the list calls it; empty without one */
	struct str	 unit;		/* of a number: "m²"; empty without one */
	/* calculate: value of a var, output too */
	const struct form_expr *relevant, *required, *readonly, *calculate;
	const struct form_rule *rules;
	const struct form_alert *alerts;
	struct str	 file;		/* "shared/sections/NAME.xml" when included, else empty */
	int		 line;
};

struct form {
	uint32_t	 magic;
	struct str	 id, title;
	const struct form_item *const *item;
	size_t		 nitems, nslots;	/* nslots: of the form's own row */
	const struct form_item *pages;		/* the first; ->next the rest */
	const struct form_list *const *list;
	size_t		 nlists;
	const struct form_table *tables;	/* dated tables that its expressions name */
	const struct form_messages *messages;
	const struct form_plan *plan;		/* order of calculate and relevant */
	struct form_more *more;			/* what is said of it elsewhere */
};

/* lists/ID.xml: figures that change from a day on; rate('ID/COLUMN', day) looks one up. */
struct form_table {
	const struct form_table *next;
	struct str	 id;
	const struct str *column;
	const int64_t	*from;			/* day number of each row, ascending among those of
						   one tenant */
	const struct str *tenant;		/* of each row: the municipality it is for; empty:
						   all that have none of their own */
	const double	*value;			/* row by row */
	size_t		 nrows, ncolumns;
};

/*
 * form_messages_load - the standard sentences (templates/shared/messages.xml)
 * fails    ERR_CONFIG  a sentence that the room needs is missing; complained of
 */
enum err form_messages_load(struct arena *, xmlDoc *, xml_complain_fn *, void *ctx,
    const struct form_messages **out) MUST_USE;
/* What people call the register that an answer is prefilled from: the message of that id, or else
   its name. */
struct str form_source(const struct form_messages *, struct str source);
/* One sentence with {label} put in; for the pages' own use of the same file.  _limit: with
   {limit} too. */
struct str form_message(const struct form_messages *, struct arena *, const char *id,
    struct str label);
struct str form_message_limit(const struct form_messages *, struct arena *, const char *id,
    struct str label, struct str limit);

/* The document of a shared section, whose root is a <section>; NULL when there is none. */
typedef xmlDoc *form_include_fn(void *ctx, struct str name);
/* The document of a dated table, whose root is a <table>; NULL when there is none. */
typedef xmlDoc *form_table_fn(void *ctx, struct str id);	/* lists/ID.xml: codes too */

/* What a form may draw on beside itself. */
struct form_files {
	form_include_fn	*section;
	form_table_fn	*table;
	void		*ctx;		/* of both */
	const struct str *tables;	/* ids there are, to suggest one; may be none */
	size_t		 ntables;
};

/*
 * form_load - compile and check a form
 *
 * takes    doc       may go afterwards, and those of files too; each <include section="NAME"/> in
 *                    it is replaced by what files->section gives, so that the same document goes
 *                    to the theme afterwards
 *          files     may be NULL, as may each function in it: then there is none of that kind
 *          messages  the standard sentences, kept
 *          complain  called for each thing wrong, with line and a sentence that says what to do
 * gives    *out      the model, in the arena
 * fails    ERR_CONFIG  complained of at least once; a complaint of something included begins with
 *                      its file, "shared/sections/NAME.xml: ", and has that file's line
 */
enum err form_load(struct arena *, xmlDoc *doc, const struct form_messages *,
    const struct form_files *files, xml_complain_fn *, void *complain_ctx,
    const struct form **out) MUST_USE;

/*
 * form_lend - from now on, until it is called with NULL, expressions of other files that are
 *             compiled over this form may name tables that the form itself does not
 */
void form_lend(const struct form *, const struct form_files *);

/*
 * form_fact - something that is so of a case or not, for fact('ID') in expressions of other files
 *
 * takes    value  an expression over the answers; p == NULL: a caseworker says yes or no
 * fails    ERR_CONFIG  complained of, at `line`: two facts of one id, or what is wrong in the
 *                      value, which may name the facts before it
 */
enum err form_fact(struct arena *, const struct form *, struct str id, struct str value, int line,
    xml_complain_fn *, void *ctx) MUST_USE;

/* What a fact is worked out from; NULL when it is asked for, or there is none of that id. */
const struct form_expr *form_fact_value(const struct form *, struct str id);

/*
 * form_rulebook - lists/ID.xml with the root <rules>: rows of words that hold from a day on and
 *                 under a condition over the answers and the facts
 *
 * Read while the form is open.  A column that a row does not have is the empty str.
 * fails    ERR_CONFIG  complained of; what stands in the file begins with "lists/ID.xml: "
 */
struct form_rulebook;
enum err form_rulebook(struct arena *, const struct form *, struct str id, int line,
    xml_complain_fn *, void *ctx, const struct form_rulebook **out) MUST_USE;

struct form_ruling {
	const struct str *column, *word;
	size_t		 n;
	int		 line;
	int64_t		 from, until;	/* day numbers, both included */
	const struct form_expr *when;	/* NULL: always */
};

struct str form_rulebook_id(const struct form_rulebook *);
/* Every row, in order. */
size_t form_rulings(const struct form_rulebook *, const struct form_ruling **out);
struct str form_ruling_word(const struct form_ruling *, const char *column);

/*
 * form_alike - is it the same form in another language: the same questions, kinds and rules, and
 *              other words at most?
 *
 * What differs is complained of with the other's line.
 */
bool form_alike(const struct form *, const struct form *other, xml_complain_fn *, void *ctx);

/* What registers can be asked for, by name: lists, and values of register('…') and prefill; and the
   media types that can be sent to an upload question, as they may stand in accept. */
struct form_known {
	const struct str *lists, *values, *files;
	size_t		 nlists, nvalues, nfiles;
	const struct form_known_lookup {
		struct str	 name, columns;		/* a blank between */
		bool		 rows;			/* fills rows of a repeat */
	}		*lookups;
	size_t		 nlookups;
};

/*
 * form_check - what else an author is told of before a form is published
 *
 * Not for a form that is stored already: what once was published must load for ever.
 * fails    ERR_CONFIG  complained of, as form_load does: no path leads to a question, a rule or a
 *                      `required` can never hold, no page is always there, no register knows a
 *                      name, no file can be what accept says
 */
enum err form_check(struct arena *, const struct form *, const struct form_known *,
    xml_complain_fn *, void *ctx) MUST_USE;

/* NULL when there is none */
const struct form_item *form_page(const struct form *, struct str id);
/* "onske", "onske/barnehage" */
const struct form_item *form_find(const struct form *, struct str name);
bool form_is_question(const struct form_item *);	/* can be answered by a person: text …
							   map, but no no:ref */
const char *form_kind_name(enum form_kind);		/* "page", "text" … */

/* How a type is asked for: values of the attributes inputmode and autocomplete; "" for none. */
const char *form_inputmode(enum form_type);
const char *form_autocomplete(enum form_type);

/* ---- the world ---------------------------------------------------------------------------- */

/* How a rule came out; a calculate is so when it gives a value. */
enum form_seen { FORM_SEEN_NOT, FORM_SEEN_SO, FORM_SEEN_UNKNOWN };

enum form_said { FORM_SAID_NOTHING, FORM_SAID_NO, FORM_SAID_YES };

enum form_scan { FILE_WAITING, FILE_CLEAN, FILE_INFECTED };

struct form_file {			/* what an id in the answer of an upload question means */
	struct str	 id, name, media_type;
	struct str	 sha256;	/* the same for the same content */
	size_t		 size;
	enum form_scan	 scan;
};

struct form_world {
	enum lang	 lang;		/* that answers are shown in; what is typed is read alike
					   in all */
	int64_t		 today;		/* day number, Norwegian calendar day */
	int64_t		 now_at;
	bool		 test_numbers;	/* synthetic identity numbers (month +40, +80) are numbers
					   too */
	/* Options of a register's list; NULL when the register is away: then membership is not
	   judged.  Asked for each time it is needed: answer from memory.  May be NULL itself, as
	   value. */
	const struct form_options *(*list)(void *ctx, const struct form_list *);
	/* A register's value, for register('person/name') and prefill; STR_NONE when it has none.
	   A case is read where its person's values are not at hand: what shall be kept is
	   prefilled, and not asked for by a rule. */
	struct str	 (*value)(void *ctx, struct str name);
	/* Did the register not answer?  Then the question is asked, and the page says so.  The
	   register itself waits, for 2 seconds at most.  May be NULL: none is ever away. */
	bool		 (*away)(void *ctx, struct str name);
	void		*ctx;
	/* How many: hearing('neighbours/sent').  NULL: of none. */
	double		 (*hearing)(void *hearing_ctx, struct str name);
	void		*hearing_ctx;
	struct str	 tenant;	/* whose own rows of a table hold; may be empty */
	/* What a caseworker has said of a case: a fact that is asked for, and how many points of
	   the checklist are "open" or "missing".  May be NULL: nothing is known. */
	enum form_said	 (*fact)(void *fact_ctx, struct str id);
	int64_t		 (*points)(void *fact_ctx, struct str how);
	/* How many remarks of its inspections are "open".  NULL: of none. */
	int64_t		 (*remarks)(void *fact_ctx, struct str how);
	void		*fact_ctx;
	/* Told of each rule as it is judged, for those who count what was reached; else NULL. */
	void		 (*seen)(void *seen_ctx, const struct form_expr *, enum form_seen);
	void		*seen_ctx;
	/* The municipality's map; NULL when it has none, or it is away: then what looks at it is
	   not known.  Asked for each time it is needed: answer from memory.  May be NULL itself. */
	const struct geo_map *(*map)(void *map_ctx);
	void		*map_ctx;
	struct str	 map_href;	/* where a browser gets the same map; empty: nowhere */
	/* Answers are shown to somebody who may not know where these people live. */
	bool		 mask;
	/* A file by its id; NULL when it is not known.  May be NULL itself: then files are counted,
	   but not shown or judged. */
	const struct form_file *(*file)(void *file_ctx, struct str id);
	void		*file_ctx;
};

/* ---- answers ------------------------------------------------------------------------------ */

struct answer {
	const struct form_item *item;
	struct answer_row *row;		/* the row it stands in */
	struct str	 text;		/* canonical; as typed when wrong; empty when not
					   answered; upload: ids of files, a blank between;
					   map: points as geo/geo.h keeps them */
	bool		 wrong;		/* text does not parse as its type */
	bool		 ref;		/* text is person:UUID and its number was not in the table
					   given */
	bool		 relevant, readonly, required;	/* after the rules; inheritance counted
							   in */
	bool		 closed;	/* by answers_reopen: not to be answered now, nor anything
					   in it */
	bool		 invalid;	/* has an issue of level error */
	bool		 changed;	/* prefilled, and corrected by the person */
	bool		 away;		/* the register that would have prefilled it did not
					   answer */
	struct str	 source;	/* "register:person/name", prefilled from there or from it
					   away; empty when typed */
	int64_t		 source_at;	/* when that was */
	struct answer_row **rows;	/* repeat: nrows of them, in order */
	size_t		 nrows;
	double		 num;		/* the room's own: a number, øre or day number; NaN when
					   there is none */
	uint32_t	 first_issue, undo;	/* the room's own: places, from 1 */
};

struct answer_row {
	const struct form_item *group;	/* the repeat; NULL for the form's own row */
	struct answer	*parent;	/* the repeat's node; NULL for the form's own row */
	size_t		 number;	/* from 1; 0 for the form's own row */
	bool		 hidden;	/* left out of what was read (skjult="1"), as who it tells
					   of has a graded address; nothing in it is relevant */
	struct answer	 node[];
};

struct form_issue {
	const struct answer *node;	/* a check's issue stands at the check's own node */
	const struct form_item *page;
	enum form_level	 level;
	const char	*on;		/* "required" "type" "list" "min" "max" "unique" "long"
					   "infected" "refused" "constraint" "check" */
	struct str	 text;
	uint32_t	 next;		/* the room's own: the node's next, from 1 */
};

struct answers {
	uint32_t	 magic;
	struct arena	*a;
	const struct form *form;
	struct answer_row *root;
	struct form_issue *issue;	/* in page order, document order within */
	size_t		 nissues, nerrors;
	bool		 judged;
	struct answers_work *work;	/* the room's own */
};

#define answer_of(r, i) (&(r)->node[(i)->slot])

/* Nothing answered; each repeat has its min rows. */
struct answers *answers_new(struct arena *, const struct form *);

/* uuid=pid pairs, as draft_pids() and case_pids() give them. */
struct form_pairs {
	const struct str *v;
	size_t		 n;
};

/*
 * answers_read - the answers that answers_write wrote
 *
 * takes    text   person:UUID stands for an identity number and is swapped back by `pairs`; one
 *          that is
 *                 not there is kept as it is, counts as valid and shows as nothing
 * fails    ERR_INPUT  not XML, or not of this form
 * An element that the form does not know is passed over; rows over FORM_ROWS_MOST as well.
 * A row skjult="1" of a case is hidden: migrations/0088_graded.sql leaves them out.
 * Those of a case are judged by answers_sent, those of a draft by answers_rules.
 */
enum err answers_read(struct arena *, const struct form *, struct str text, struct form_pairs pairs,
    struct answers **out) MUST_USE;

/* Identity numbers met while writing: person:@1 in the text is v[0], and so on. */
struct form_pids {
	struct str	*v;
	size_t		 n;
};

enum answers_what {
	ANSWERS_DRAFT,		/* all that was ever answered */
	ANSWERS_PRUNED		/* what is submitted: only what is relevant, and what was worked
				   out; the rules must have run */
};

/*
 * answers_write - XML in the shape of the form: the root is named after the form, an element per
 * answered question, one element per row of a repeat; choices are values with a blank between,
 * uploads ids;
 * typed="1" marks what does not parse (never in a pruned one without errors); from="…" at="…" what
 * was prefilled and when, changed="1" that the person corrected it, away="1" that the register did
 * not answer.
 *
 * A pruned one has vars and outputs in it as well, an output without a name as value-N, and on the
 * root and on rows pruned="N …": what was not relevant, without what stands in it.  N is the item's
 * index, which a case's own release knows again.  What holds digits of an identity number
 * (item->carries) is not written.
 */
void answers_write(const struct answers *, enum answers_what, struct buf *,
    struct form_pids *pids_out);

/*
 * answers_tell - the same as submitted, of some questions alone: what others are told of
 *
 * takes  names  of questions, values and repeats outside repeats, a blank between
 *        masked  without those that tell where somebody lives: an address in it is graded
 * The same answers give the same text whenever it is asked for.  No identity number is in it.
 */
void answers_tell(const struct answers *, struct str names, bool masked, struct buf *);

/* The id that a file of the earlier answers has in the new ones; p == NULL: it stays behind. */
typedef struct str form_carry_fn(void *ctx, struct str id);

/*
 * answers_copy - take over what an earlier application answered, perhaps in another form
 *
 * takes    into  from answers_new; the caller runs the rules after it     from  stays as it is
 * A question takes the answer of the same name in the same place; one of another type is read as if
 * it were typed again.  Passed over: what the new form does not ask for, rows and files beyond what
 * it takes, consents (confirm: given anew), and what was prefilled and not corrected (it comes
 * anew).
 */
void answers_copy(struct answers *into, const struct answers *from, const struct form_world *,
    form_carry_fn *, void *carry_ctx);

/*
 * For empty questions with prefill, once, on a new draft; the caller runs the rules after it.  A
 * row that is added later is prefilled by its button.  A question that is both prefilled and
 * readonly is locked only when a register gave its value.
 */
void answers_prefill(struct answers *, const struct form_world *);

struct form_field {		/* same members as struct param of http/req.h */
	struct str	 name, value;
};

struct answers_posted {
	size_t		 taken;		/* fields that named a question open for answering on this
					   page */
	size_t		 ignored;	/* readonly, calculated, not relevant or of another page */
	size_t		 unknown;	/* names no question of the form */
};

/*
 * answers_post - take one page's fields (NAME, or REPEAT.ROW.NAME with rows from 1), run the rules
 *
 * A value that parses is kept in canonical form, else as it was typed.  Several fields of one name
 * are the ticks of a choices question.  A choices or confirm question that was open on this page
 * and is not among the fields has had its ticks removed; any other that is not among them is left
 * as it was.  Fields named in `skip` (the button, the csrf field: names ended by NULL) are not
 * counted.  Files do not come as fields: a field with the name of an upload question is ignored.
 * takes    the rules must have run: readonly is judged by the draft as it was shown, relevant by
 *          what it has become, so that an answer may come in one post with the one that asks for it
 * fails    ERR_TOO_BIG  all answers together over FORM_TOTAL_BYTES; nothing was taken
 */
enum err answers_post(struct answers *, const struct form_item *page, const struct form_field *,
    size_t n, const char *const *skip, const struct form_world *,
    struct answers_posted *out) MUST_USE;

/*
 * answers_button - a repeat's button: "legg-til:onske", "fjern:onske:2", "opp:onske:2",
 * "ned:onske:2"; in a repeat within a repeat the name is that of its field:
 * "legg-til:barn.2.adresse"; and that of a file: "fjern-fil:dokumentasjon:ID"
 *
 * Runs the rules.  false: no such button, repeat or row, not on this page, not open, already at min
 * (fjern) or max (legg-til); nothing changed.  *row_out (may be NULL) is the row made or moved, or
 * NULL when one was removed.
 */
bool answers_button(struct answers *, const struct form_item *page, struct str button,
    const struct form_world *, const struct answer_row **row_out);

/*
 * answers_file_add - one more file in the answer of an upload question
 *
 * Runs the rules.  false: no such question, not on this page, not open or not relevant, or as many
 * as may be are there; nothing changed.  It is taken out by the button "fjern-fil:FIELD:ID".
 */
bool answers_file_add(struct answers *, const struct form_item *page, struct str field,
    struct str id, const struct form_world *);

/* The upload question of a field of this page that may take files now; NULL when there is none. */
bool answers_file_room(const struct answer *);		/* may it have one more? */
struct answer *answers_file_field(const struct answers *, const struct form_item *page,
    struct str field);

/*
 * answers_refuse - something a person did was not taken, and `text` says what and why
 *
 * An error on "refused", gone when the rules run again.  Further ones at the same question are
 * added to its text.
 */
void answers_refuse(struct answers *, struct answer *, struct str text);

/* Every id in the answers, or only in those that are relevant, a blank between. */
struct str answers_files(const struct answers *, enum answers_what);

/*
 * answers_rules - the one pass: calculate and relevant in the order found at load, then readonly,
 * required, type, list, constraint for what is relevant, repeats' min, max and unique, checks
 *
 * Makes answers->issue anew.  Same answers, same world: same result.
 */
void answers_rules(struct answers *, const struct form_world *);

/*
 * answers_reopen - of answers that were sent, some questions are to be answered anew
 *
 * Told of each question and repeat; FORM_OPEN_ASKED is one that was asked for, FORM_OPEN_TOO one
 * that must be answered as well.  The rest stands as it was sent: readonly, closed, and judged no
 * more.  A repeat that is open is so with all rows.  What was asked for may be left unanswered, and
 * a check may look at what is closed: both only warn.  With NULL nothing
 * stands any more.  The rules must run after it.
 */
enum form_open { FORM_OPEN_NOT, FORM_OPEN_ASKED, FORM_OPEN_TOO };
typedef enum form_open form_open_fn(void *ctx, const struct answer *);
void answers_reopen(struct answers *, form_open_fn *, void *ctx);

/*
 * answers_sent - the rules of a case: what was worked out, and what was relevant, stands as it was
 * sent; the rest is judged
 *
 * So a case says the same whatever the day, the registers or the reader's right to identity numbers
 * is.  Only what answers_write leaves out (item->carries) is worked out.  Answers written before
 * values were kept with them are judged as answers_rules does.
 */
void answers_sent(struct answers *, const struct form_world *);

bool answers_page_valid(const struct answers *, const struct form_item *page);	/* no error on it */
/* What is wrong with one node: the first for NULL, then the one after; NULL at the end. */
const struct form_issue *answer_issue(const struct answers *, const struct answer *,
    const struct form_issue *before);
/* The first error's page, or NULL. */
const struct form_item *answers_first_error(const struct answers *);

/* The node behind a field name or a path, NULL when there is none. */
struct answer *answers_find(const struct answers *, struct str field_name);
/* NAME or REPEAT.ROW.NAME; the DOM id is the same with - for . */
struct str answer_field(struct arena *, const struct answer *);
struct str answer_dom_id(struct arena *, const struct answer *);

/* Options that a choice may be answered with, now; n == 0 when the register is away. */
struct form_options form_options(const struct form_item *, const struct form_world *);
bool answer_has(const struct answer *, struct str value);	/* is this option chosen? */
/* What an option's list shows beside its label: the columns it names, with a comma between. */
struct str form_option_note(struct arena *, const struct form_list *, struct form_options,
    const struct form_option *);
/*
 * form_search - the options in whose label or columns every one of the words stands
 *
 * Large and small letters are alike, and letters that a keyboard may lack are found by what stands
 * for them: č by c.  No words: no options.
 * gives  how many there are; the first `most` of them in hits
 */
size_t form_search(struct arena *, const struct form_list *, struct form_options, struct str words,
    const struct form_option **hits, size_t most);

/* For the field: as a person would type it (17.08.2027, 1 200,50); as typed when wrong. */
struct str answer_value(struct arena *, const struct answer *);
/* For reading, in the world's language: 17. august 2027, 1 200,50 kr (en: NOK 1,200.50), labels of
   choices and names of files with a comma between, 102148 12345; empty when not answered.  Yes for
   a ticked confirm is the sentence `confirmed` of the messages.  One that is masked for the
   world's reader is the sentence `masked`. */
bool answer_masked(const struct answer *, const struct form_world *);
struct str answer_shown(struct arena *, const struct answer *, const struct form_world *);

/* ---- one type alone ----------------------------------------------------------------------- */

/* Read what people really type; false when it is not one.  The empty str is nobody's value. */
bool form_type_read(struct arena *, enum form_type, struct str typed, const struct form_world *,
    struct str *canonical_out);
struct str form_type_edit(struct arena *, enum form_type, struct str canonical);
struct str form_type_show(struct arena *, enum lang, enum form_type, struct str canonical);
struct str form_kroner(struct arena *, enum lang, int64_t ore);	/* 4 900 kr */
struct str form_bytes_show(struct arena *, enum lang, size_t bytes);	/* 12 kB, 1,4 MB */
const char *form_type_name(enum form_type);	/* "no:pid" */

/*
 * pid_valid - 11 digits that are a fødselsnummer or D-number by today's rule or by that of 2032
 * pid_born  - day of birth by today's rule; false when the number does not tell (2032 rule)
 */
bool pid_valid(struct str, bool test_numbers);
bool pid_born(struct str, bool test_numbers, int64_t *day_out);

/*
 * form_rulebook_on - the first row that holds on that day; NULL when none does
 * The rules must have run.
 */
const struct form_ruling *form_rulebook_on(const struct form_rulebook *, int64_t day,
    const struct answers *, const struct form_world *);

/* ---- expressions alone -------------------------------------------------------------------- */

/*
 * What an expression may say: XPath 1.0 with paths of names alone (no axes, *, @, $ or |), numbered
 * rows (onske[1]/barnehage), its core functions (§ 4) and those of the reference; and
 *   rate('TABLE/COLUMN', day)  the figure of a dated table; nothing before its first row
 *   hearing('ID/COUNT')        how many receivers of a hearing (service.xml): sent, answered,
 *                              remarks, open, stale, unsent
 *   fact('ID')                 in other files than the form: is it so of the case?  Not known
 *                              while nobody has said
 *   checklist('open')          in other files: how many points nobody has answered; 'missing':
 *                              how many something is missing of
 *   inspection('open')         in other files: how many remarks of inspections are not closed
 *   position() last() index()  the row's number, how many there are; 1 and 1 outside repeats, where
 *                              index() is refused
 *   id(x)                      always the empty set: no question has an ID
 *   name(q) local-name(q)      the question's name, empty for a repeat without rows;
 *                              namespace-uri() is empty
 *   lang(x)                    refused: answers have no language, and rules are alike in all
 *   geo-valid(q) geo-area(q) geo-length(q)   of a map question: does no edge cross another, m², m
 *   geo-within(q, x) geo-distance(q, x)      x: a map question, or in quotes a layer of the map of
 *                              the municipality; not known where there is no such layer.
 *                              The distance to a layer is that to its nearest edge
 * A confirm is true or false: false without a tick, and where it is not relevant.  A var that is
 * true or false is kept as the text "true" or "false", and is neither (empty) only when it was made
 * of a date or number that is not known; then what looks at it is not known either.
 * A complaint begins with the attribute and the character in it, counted from 1: with the line,
 * that is the place.  One pass may do so much work and no more; then an issue says so.
 */

/*
 * form_expr_compile - a condition over a case document, as `cond` in a flow; complete() is known
 * here
 *
 * takes    context  an item outside repeats that `.` means; NULL: there is none
 * fails    ERR_CONFIG  complained of, at `line`
 */
enum err form_expr_compile(struct arena *, const struct form *, const struct form_item *context,
    struct str text, int line, xml_complain_fn *, void *ctx, const struct form_expr **out) MUST_USE;

/* The same for an attribute of another file than a flow, by whose name complaints begin. */
enum err form_expr_compile_attr(struct arena *, const struct form *, const char *attr,
    struct str text, int line, xml_complain_fn *complain, void *ctx,
    const struct form_expr **out) MUST_USE;

/* The rules must have run.  Not known (an empty date or number was compared) is false, and so is
   its not(). */
bool form_expr_true(const struct form_expr *, const struct answers *, const struct form_world *);
/* The same, false when it is not known. */
bool form_expr_known(const struct form_expr *, const struct answers *, const struct form_world *,
    bool *so);
/* What it gives, as a number; false when there is none. */
bool form_expr_number(const struct form_expr *, const struct answers *, const struct form_world *,
    double *out);
/* Does it look at nothing, neither answers nor registers nor the clock?  Then it always gives the
   same. */
bool form_expr_fixed(const struct form_expr *);
/* The question that tells where somebody lives, and whose answer is seen in what it gives, through
   what is worked out too; NULL: there is none.  A condition, a length and a count show nothing. */
const struct form_item *form_expr_address(const struct form_expr *);
struct str form_expr_text(struct arena *, const struct form_expr *, const struct answers *,
    const struct form_world *);

/*
 * form_say - a condition in words, for a form on paper: «du svarte «Ja» på «Bor du her?»»
 *
 * In the language of the form's messages (paper.*).  What no answer shows is left out of an `and`.
 * gives  p == NULL when nothing of it can be said
 */
struct str form_say(struct arena *, const struct form *, const struct form_expr *,
    const struct form_world *);

#endif

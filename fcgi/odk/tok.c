/* Tokens of XPath 1.0, with names as XForms has them: jr:choice-name, last-seen, a.b */
#include "odk/private.h"

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
opens_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    (unsigned char)c >= 0x80;
}

static char
peek(const struct lexer *lx, size_t ahead)
{
	return lx->at + ahead < lx->text.n ? lx->text.p[lx->at + ahead] : '\0';
}

static void
take(struct lexer *lx, enum tok t, size_t n)
{
	lx->t = t;
	lx->s = (struct str){ lx->text.p + lx->at, n };
	lx->at += n;
	lx->operand = t == T_NUM || t == T_NAME || (t == T_OP && n == 1 &&
	    (lx->s.p[0] == ')' || lx->s.p[0] == ']' || lx->s.p[0] == '.')) ||
	    (t == T_OP && n == 2 && lx->s.p[0] == '.');
}

static void
take_literal(struct lexer *lx)
{
	size_t n = 1;

	while (lx->at + n < lx->text.n && peek(lx, n) != peek(lx, 0))
		n++;
	if (lx->at + n == lx->text.n) {
		take(lx, T_BAD, n);
		return;
	}
	lx->t = T_STR;
	lx->s = (struct str){ lx->text.p + lx->at + 1, n - 1 };
	lx->at += n + 1;
	lx->operand = true;
}

static void
take_number(struct lexer *lx)
{
	size_t n = 0;

	while (digit(peek(lx, n)))
		n++;
	if (peek(lx, n) == '.')
		for (n++; digit(peek(lx, n)); n++)
			;
	take(lx, T_NUM, n);
}

static bool
in_name(char c)
{
	return opens_name(c) || digit(c) || c == '-' || c == '.';
}

/* After an operand a name is an operator: a or b. */
static void
take_name(struct lexer *lx)
{
	static const char *const words[] = { "or", "and", "div", "mod" };
	bool operand = lx->operand;
	size_t n = 1;

	while (in_name(peek(lx, n)) || (peek(lx, n) == ':' && opens_name(peek(lx, n + 1)) &&
	    peek(lx, n - 1) != ':'))
		n++;
	take(lx, T_NAME, n);
	for (size_t i = 0; operand && i < sizeof words / sizeof *words; i++)
		if (str_eq_z(lx->s, words[i])) {
			lx->t = T_OP;
			lx->operand = false;
		}
}

static void
take_op(struct lexer *lx)
{
	static const char *const two[] = { "!=", "<=", ">=", "//", "..", "::" };
	struct str rest = str_skip(lx->text, lx->at);

	for (size_t i = 0; i < sizeof two / sizeof *two; i++)
		if (str_starts(rest, str_from_z(two[i]))) {
			take(lx, T_OP, 2);
			return;
		}
	take(lx, strchr("()[],/|+-=<>*.@$", rest.p[0]) != NULL ? T_OP : T_BAD, 1);
}

void
tok_next(struct lexer *lx)
{
	while (lx->at < lx->text.n && strchr(" \t\r\n", lx->text.p[lx->at]) != NULL)
		lx->at++;
	if (lx->at == lx->text.n)
		take(lx, T_END, 0);
	else if (peek(lx, 0) == '\'' || peek(lx, 0) == '"')
		take_literal(lx);
	else if (digit(peek(lx, 0)) || (peek(lx, 0) == '.' && digit(peek(lx, 1))))
		take_number(lx);
	else if (opens_name(peek(lx, 0)))
		take_name(lx);
	else
		take_op(lx);
}

void
tok_start(struct lexer *lx, struct str text)
{
	*lx = (struct lexer){ .text = text };
	tok_next(lx);
}

bool
tok_is(const struct lexer *lx, const char *op)
{
	return lx->t == T_OP && str_eq_z(lx->s, op);
}

bool
tok_call(const struct lexer *lx)
{
	struct lexer ahead = *lx;

	if (lx->t != T_NAME)
		return false;
	tok_next(&ahead);
	return tok_is(&ahead, "(");
}

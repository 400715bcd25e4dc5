#include "form/private.h"

static bool
is_digit(char c)
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
	lx->now = (struct token){ .t = t, .s = { lx->text.p + lx->at, n }, .at = lx->at };
	lx->at += n;
}

static void
take_literal(struct lexer *lx)
{
	char quote = peek(lx, 0);
	size_t n = 1;

	while (lx->at + n < lx->text.n && peek(lx, n) != quote)
		n++;
	if (lx->at + n == lx->text.n) {
		take(lx, T_BAD, n);
		lx->now.open = true;
		return;
	}
	lx->now = (struct token){ .t = T_STR, .s = { lx->text.p + lx->at + 1, n - 1 },
	    .at = lx->at };
	lx->at += n + 1;
}

static void
take_number(struct lexer *lx)
{
	size_t n = 0;

	while (is_digit(peek(lx, n)))
		n++;
	if (peek(lx, n) == '.' && peek(lx, n + 1) != '.')
		for (n++; is_digit(peek(lx, n)); n++)
			;
	take(lx, T_NUM, n);
}

static void
take_name(struct lexer *lx)
{
	size_t n = 1;

	while (opens_name(peek(lx, n)) || is_digit(peek(lx, n)) || peek(lx, n) == '-')
		n++;
	take(lx, T_NAME, n);
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
lex_next(struct lexer *lx)
{
	char c;

	while (lx->at < lx->text.n && strchr(" \t\r\n", lx->text.p[lx->at]) != NULL)
		lx->at++;
	c = peek(lx, 0);
	if (lx->at == lx->text.n)
		take(lx, T_END, 0);
	else if (c == '\'' || c == '"')
		take_literal(lx);
	else if (is_digit(c) || (c == '.' && is_digit(peek(lx, 1))))
		take_number(lx);
	else if (opens_name(c))
		take_name(lx);
	else
		take_op(lx);
}

void
lex_start(struct lexer *lx, struct str text)
{
	*lx = (struct lexer){ .text = text };
	lex_next(lx);
}

bool
lex_is(const struct lexer *lx, const char *op)
{
	return lx->now.t == T_OP && str_eq_z(lx->now.s, op);
}

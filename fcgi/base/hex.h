/* hex.h - bytes as lower-case hexadecimal digits, and back */
#ifndef BASE_HEX_H
#define BASE_HEX_H

#include "base/str.h"

struct arena;

struct str hex_write(struct arena *, const void *, size_t n);
int hex_digit(char);			/* its value; -1 when it is none */
/* false when it is not pairs of hexadecimal digits */
bool hex_read(struct arena *, struct str hex, struct str *out);

#endif

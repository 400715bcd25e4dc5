/*
 * out.h - JSON written straight into a buffer, member by member
 *
 *	json_open(b, NULL, '{');			{
 *	json_say(b, "navn", name);			"navn":"Kari \"K\" Nordmann"
 *	json_open(b, "liste", '[');			,"liste":[
 *	json_say_int(b, NULL, 12);			12
 *	json_close(b, ']');				]
 *	json_close(b, '}');				}
 *
 * A text is always escaped (RFC 8259); there is no way to put in what is JSON already.  Names are
 * literals and stand as they are; NULL in a list, and for the whole.  Commas come by themselves.
 */
#ifndef JSON_OUT_H
#define JSON_OUT_H

#include "base/buf.h"

void json_open(struct buf *, const char *name, char bracket);
void json_close(struct buf *, char bracket);
void json_say(struct buf *, const char *name, struct str utf8);
void json_say_any(struct buf *, const char *name, struct str utf8);	/* not when it is empty */
void json_say_int(struct buf *, const char *name, int64_t);
void json_say_bool(struct buf *, const char *name, bool);

#endif
